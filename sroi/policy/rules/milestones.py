"""Which day a milestone is due: counted from a date of the contract, past suspensions, on a workday, and explained. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from gettext import gettext as _
from gettext import ngettext
from typing import NamedTuple

from sroi.policy.rules.schema import Anchor, MilestoneRule, Policy
from sroi.policy.rules.workdays import Workday, first_workday
from sroi.values import Period, add_months, format_date, last_day

# How far ahead of today what comes back is planned where a contract has no end.
MONTHS_AHEAD = 24
CACHED_TURNS = 2**15

Calendar = Callable[[date], Workday]


@dataclass(frozen=True)
class MilestoneDates:
    """The days of a contract; `ends_before` is exclusive, None is not known. Suspensions do not overlap; one without an end still runs."""

    awarded_on: date
    starts_on: date | None = None
    ends_before: date | None = None
    published_on: date | None = None
    suspended: tuple[Period, ...] = ()


@dataclass(frozen=True)
class DueMilestone:
    """What is due by which day, and how that day was found. `number` counts what comes back, from 1; unconfirmed rules say so."""

    key: str
    number: int
    label: str
    due_on: date
    explanation: str
    is_confirmed: bool


class _Origin(NamedTuple):
    """A day that is counted from, as people name it. Days from `clock` on are suspended days that move what is due."""

    day: date
    clock: date
    words: str
    is_confirmed: bool = True


class _Term(NamedTuple):
    """What a rule says of the days that it makes due, by which what is found for one contract can be found again for another."""

    key: str
    label: str
    note: str
    months: int
    days: int
    every_months: int | None
    is_confirmed: bool


class _Turn(NamedTuple):
    """What is due once, with the day that was counted, before it moved to a workday."""

    counted: date
    due: DueMilestone


@dataclass(frozen=True)
class _Schedule:
    policy: Policy
    dates: MilestoneDates
    on_workdays: Calendar
    as_of: date


def milestones_due(
    *, policy: Policy, dates: MilestoneDates, owes: bool, as_of: date, on_workdays: Calendar = first_workday
) -> tuple[DueMilestone, ...]:
    """Return what is due on a contract, in the order of the days; without an obligation (`owes`) only what is due all the same.

    What comes back is due until the contract ends, or until MONTHS_AHEAD months after `as_of` where it has no end. What is counted from a
    date that is not known, or waits for the end of a suspension, is left out.
    """
    schedule = _Schedule(policy, dates, on_workdays, as_of)
    rules = [rule for rule in policy.milestones.values() if owes or not rule.only_with_obligation]
    found = [due for rule in rules for due in _occurrences(schedule, rule)]
    return tuple(sorted(found, key=lambda due: due.due_on))


def _occurrences(schedule: _Schedule, rule: MilestoneRule) -> Iterator[DueMilestone]:
    """Yield what a rule makes due: once, or as often as it comes back before the contract is over."""
    origin = _origin(schedule, rule.after)
    if origin is None:
        return
    term, until = _term(rule), _comes_back_before(schedule, origin)
    number = 1
    while (turn := _turn(schedule, term, origin, number)) is not None and (rule.every_months is None or turn.counted < until):
        yield turn.due
        if rule.every_months is None:
            return
        number += 1


def _term(rule: MilestoneRule) -> _Term:
    return _Term(rule.key, rule.label, rule.note, rule.months or 0, rule.days or 0, rule.every_months, rule.is_confirmed)


def _turn(schedule: _Schedule, term: _Term, origin: _Origin, number: int) -> _Turn | None:
    """Return what is due for the time of this number; None when it has no day because a suspension still runs."""
    if not schedule.dates.suspended:
        return _found(term, origin, number, 0, schedule.on_workdays)
    counted = _counted(term, origin, number)
    stood_still = _suspended_days(schedule.dates, origin.clock, counted)
    return None if stood_still is None else _found(term, origin, number, stood_still, schedule.on_workdays)


def _counted(term: _Term, origin: _Origin, number: int) -> date:
    return add_months(origin.day, _months(term, number)) + timedelta(days=term.days)


def _months(term: _Term, number: int) -> int:
    return term.months + (term.every_months or 0) * (number - 1)


@lru_cache(maxsize=CACHED_TURNS)
def _found(term: _Term, origin: _Origin, number: int, stood_still: int, on_workdays: Calendar) -> _Turn:
    """Return what is due so many days later than was counted; contracts of one portfolio share most of their days."""
    day = _counted(term, origin, number) + timedelta(days=stood_still)
    workday = on_workdays(day)
    span = _span(_months(term, number), term.days)
    parts = [_("{span} {origin}").format(span=span, origin=origin.words), _standstill(stood_still), workday.moved]
    explanation = "; ".join(filter(None, parts)) + (f". {term.note}" if term.note else "")
    label = term.label if term.every_months is None else f"{term.label} {number}"
    return _Turn(day, DueMilestone(term.key, number, label, workday.day, explanation, term.is_confirmed and origin.is_confirmed))


def _origin(schedule: _Schedule, after: str) -> _Origin | None:
    """Return the day that a milestone is counted from; None when it is not known."""
    rule = schedule.policy.milestones.get(after)
    if rule is None:
        return _anchored(schedule.dates, Anchor(after))
    due = next(_occurrences(schedule, rule), None)
    return None if due is None else _Origin(due.due_on, due.due_on, _named(f"“{rule.label}”", due.due_on), due.is_confirmed)


def _anchored(dates: MilestoneDates, anchor: Anchor) -> _Origin | None:
    day: date | None
    clock: date | None
    match anchor:
        case Anchor.AWARD:
            day, clock, words = dates.awarded_on, dates.awarded_on, _("de gunning")
        case Anchor.START:
            day, clock, words = dates.starts_on, dates.starts_on, _("de start")
        case Anchor.END:
            day, clock, words = last_day(dates.ends_before), dates.ends_before, _("het einde")
        case Anchor.PUBLICATION:
            day, clock, words = dates.published_on, dates.published_on, _("de publicatie")
    return None if day is None or clock is None else _Origin(day, clock, _named(words, day))


def _suspended_days(dates: MilestoneDates, clock: date, day: date) -> int | None:
    """Return by how many days the suspensions since `clock` move what is due on `day`; None while one of those has no end.

    What is counted from the contract's end does not move: a suspension is over by then.
    """
    moved = timedelta()
    if dates.ends_before is not None and clock >= dates.ends_before:
        return 0
    for period in sorted(dates.suspended, key=lambda period: period.start):
        if day + moved < period.start:
            break
        if period.end is None:
            return None
        moved += max(period.end - max(period.start, clock), timedelta())
    return moved.days


def _comes_back_before(schedule: _Schedule, origin: _Origin) -> date:
    return schedule.dates.ends_before or add_months(max(schedule.as_of, origin.day), MONTHS_AHEAD)


# ---------------------------------------------------------------- in words


@lru_cache(maxsize=CACHED_TURNS)
def _named(words: str, day: date) -> str:
    return _("{what} op {day}").format(what=words, day=format_date(day))


@lru_cache(maxsize=1_000)
def _span(months: int, days: int) -> str:
    """Return `3 maanden en 7 dagen na`, or `op de dag van` when there is nothing to count."""
    parts = [
        ngettext("{number} maand", "{number} maanden", months).format(number=months) if months else "",
        ngettext("{number} dag", "{number} dagen", days).format(number=days) if days else "",
    ]
    span = _(" en ").join(filter(None, parts))
    return _("{span} na").format(span=span) if span else _("op de dag van")


def _standstill(days: int) -> str:
    if not days:
        return ""
    return ngettext("{number} dag later door opschorting", "{number} dagen later door opschorting", days).format(number=days)
