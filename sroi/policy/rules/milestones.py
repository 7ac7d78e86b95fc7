"""Which day a milestone is due: counted from a date of the contract, past suspensions, on a workday, and explained. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from gettext import gettext as _
from gettext import ngettext

from sroi.policy.rules.schema import Anchor, MilestoneRule, Policy
from sroi.policy.rules.workdays import Workday, first_workday
from sroi.values import Period, add_months, format_date, last_day

# How far ahead of today what comes back is planned where a contract has no end.
MONTHS_AHEAD = 24

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


@dataclass(frozen=True)
class _Origin:
    """A day that is counted from, as people name it. Days from `clock` on are suspended days that move what is due."""

    day: date
    clock: date
    words: str
    is_confirmed: bool = True


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
    if rule.every_months is None:
        once = _due(schedule, rule, number=1)
        if once is not None:
            yield once
        return
    number = 1
    while (due := _due(schedule, rule, number=number)) is not None:
        yield replace(due, label=f"{rule.label} {number}")
        number += 1


def _due(schedule: _Schedule, rule: MilestoneRule, *, number: int) -> DueMilestone | None:
    """Return the milestone with this number, or None when it has no day or the contract is over by then."""
    origin = _origin(schedule, rule.after)
    if origin is None:
        return None
    months, days = (rule.months or 0) + (rule.every_months or 0) * (number - 1), rule.days or 0
    counted = add_months(origin.day, months) + timedelta(days=days)
    stood_still = _suspended_days(schedule.dates, origin.clock, counted)
    if stood_still is None:
        return None
    day = counted + timedelta(days=stood_still)
    if rule.every_months is not None and day >= _comes_back_before(schedule, origin):
        return None
    workday = schedule.on_workdays(day)
    parts = [_("{span} {origin}").format(span=_span(months, days), origin=origin.words), _standstill(stood_still), workday.moved]
    confirmed = rule.origins.of("after", "days", "months", "every_months").is_confirmed and origin.is_confirmed
    explanation = "; ".join(filter(None, parts)) + (f". {rule.note}" if rule.note else "")
    return DueMilestone(rule.key, number, rule.label, workday.day, explanation, confirmed)


def _origin(schedule: _Schedule, after: str) -> _Origin | None:
    """Return the day that a milestone is counted from; None when it is not known."""
    rule = schedule.policy.milestones.get(after)
    if rule is not None:
        due = _due(schedule, rule, number=1)
        return None if due is None else _Origin(due.due_on, due.due_on, _named(f"“{rule.label}”", due.due_on), due.is_confirmed)
    return _anchored(schedule.dates, Anchor(after))


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
