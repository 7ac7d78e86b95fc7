"""A contract's life as events: what each kind of event says, and what all of them together make of the contract on a day. Pure.

An event has the day that it counts from and the moment that it was recorded; nothing is ever rewritten. A correction says that the award
was recorded wrongly, and so holds from the award; every other event holds from its own day, or from the award when that is later.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from sroi.contracts.rules.facts import ContractType
from sroi.errors import UnableTo
from sroi.values import Period

ZERO = Decimal("0.00")


class EventKind(StrEnum):
    """What happened to a contract."""

    AWARD = "award"
    CORRECTION = "correction"
    AMENDMENT = "amendment"
    OPTION = "option"
    TURNOVER = "turnover"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    TAKEOVER = "takeover"
    THRESHOLD_DECISION = "threshold_decision"
    RETRACTION = "retraction"


class UnableToChange(UnableTo):
    """The event cannot be one of this contract; `field` names the fact."""


class Award(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What the contract was when it was awarded. Sums are euros ex VAT, percentages run from 0 to 100, `ends_before` is exclusive.

    A struct as its `Terms` are: an import makes a hundred thousand, and a frozen dataclass takes ten times as long to make.
    """

    contract_type: ContractType
    contract_sum: Decimal
    awarded_on: date
    starts_on: date
    contractor: UUID
    ends_before: date | None = None
    published_on: date | None = None
    award_date_is_assumed: bool = False
    tender_sum: Decimal | None = None
    wage_sum: Decimal | None = None
    labour_share_pct: Decimal | None = None
    agreed_rate_pct: Decimal | None = None


@dataclass(frozen=True)
class Correction:
    """What was recorded wrongly or not at all; None stays as it was."""

    contract_type: ContractType | None = None
    contract_sum: Decimal | None = None
    awarded_on: date | None = None
    starts_on: date | None = None
    ends_before: date | None = None
    published_on: date | None = None
    tender_sum: Decimal | None = None
    wage_sum: Decimal | None = None
    labour_share_pct: Decimal | None = None


@dataclass(frozen=True)
class Amendment:
    """More or less work: a difference in euros, positive or negative, and another end when that was agreed."""

    sum_change: Decimal
    ends_before: date | None = None
    wage_sum_change: Decimal | None = None


@dataclass(frozen=True)
class Option:
    """An option that was exercised: what it adds, and until when the contract now runs."""

    sum_change: Decimal
    ends_before: date | None = None


@dataclass(frozen=True)
class Turnover:
    """What was invoiced over a period, ex VAT; the same period once more replaces it."""

    start: date
    before: date
    amount: Decimal


@dataclass(frozen=True)
class Suspension:
    """Days on which the work stands still; the same start once more replaces it, with the end that is known by then."""

    start: date
    before: date | None = None


@dataclass(frozen=True)
class Termination:
    """An end before the agreed one, with what the contract amounted to in all, when that is known."""

    ends_before: date
    final_sum: Decimal | None = None


@dataclass(frozen=True)
class Takeover:
    """Another contractor goes on with the contract, and with what it owes."""

    contractor: UUID
    contractor_name: str


@dataclass(frozen=True)
class ThresholdDecision:
    """What a person decided when a contract fell under the threshold: the obligation stays, over the lower sum, or lapses."""

    keeps: bool


@dataclass(frozen=True)
class Retraction:
    """An earlier event, by its number, that should not have been recorded: from now on the contract is as if it had not been."""

    number: int


Change = Award | Correction | Amendment | Option | Turnover | Suspension | Termination | Takeover | ThresholdDecision | Retraction
CHANGES: dict[EventKind, type[Any]] = {
    EventKind.AWARD: Award,
    EventKind.CORRECTION: Correction,
    EventKind.AMENDMENT: Amendment,
    EventKind.OPTION: Option,
    EventKind.TURNOVER: Turnover,
    EventKind.SUSPENSION: Suspension,
    EventKind.TERMINATION: Termination,
    EventKind.TAKEOVER: Takeover,
    EventKind.THRESHOLD_DECISION: ThresholdDecision,
    EventKind.RETRACTION: Retraction,
}
_JSON = msgspec.json.Encoder(order="sorted")
_KINDS = {made: kind for kind, made in CHANGES.items()}
_DATES = frozenset({"awarded_on", "published_on", "starts_on", "ends_before", "start", "before"})
_NUMBERS = frozenset(
    {
        "contract_sum", "tender_sum", "wage_sum", "labour_share_pct", "agreed_rate_pct",
        "sum_change", "wage_sum_change", "final_sum", "amount",
    }
)  # fmt: skip


class RecordedEvent(msgspec.Struct, frozen=True):
    """One event: `number` counts a contract's events in the order in which they were recorded."""

    number: int
    effective_on: date
    recorded_at: datetime
    change: Change
    reason: str = ""
    recorded_by: str = ""

    @property
    def kind(self) -> EventKind:
        """Return what kind of event it is."""
        return kind_of(self.change)


class Terms(Award, frozen=True, gc=False):
    """What a contract is on a day: the award as corrected, with every event since."""

    turnovers: tuple[Turnover, ...] = ()
    suspensions: tuple[Period, ...] = ()
    terminated_before: date | None = None

    @property
    def invoiced_turnover(self) -> Decimal | None:
        """Return what was invoiced in all, or None when nothing was reported yet."""
        return sum((turnover.amount for turnover in self.turnovers), ZERO) if self.turnovers else None


_VALUES_OF_AWARD = attrgetter(*Award.__struct_fields__)


def kind_of(change: Change) -> EventKind:
    """Return the kind of event that says this."""
    return _KINDS[type(change)]


def kind_label(kind: EventKind) -> str:
    """Return the Dutch name of a kind of event."""
    return {
        EventKind.AWARD: _("Gunning"),
        EventKind.CORRECTION: _("Correctie"),
        EventKind.AMENDMENT: _("Meerwerk of minderwerk"),
        EventKind.OPTION: _("Optie gelicht"),
        EventKind.TURNOVER: _("Gefactureerde omzet"),
        EventKind.SUSPENSION: _("Opschorting"),
        EventKind.TERMINATION: _("Voortijdige beëindiging"),
        EventKind.TAKEOVER: _("Overname door een andere opdrachtnemer"),
        EventKind.THRESHOLD_DECISION: _("Besluit onder het drempelbedrag"),
        EventKind.RETRACTION: _("Ingetrokken gebeurtenis"),
    }[kind]


def standing(events: Iterable[RecordedEvent]) -> tuple[RecordedEvent, ...]:
    """Return the events that hold: those that were not retracted, without the retractions."""
    known = tuple(events)
    retracted = {event.change.number for event in known if isinstance(event.change, Retraction)}
    if not retracted:
        return known
    return tuple(event for event in known if event.number not in retracted and not isinstance(event.change, Retraction))


def terms_of(award: Award) -> Terms:
    """Return what a contract is of which nothing happened but its award."""
    return Terms(*_VALUES_OF_AWARD(award))


def awarded_terms(events: Iterable[RecordedEvent]) -> Terms:
    """Return the award with every correction of it."""
    return _awarded(standing(events))


def _awarded(known: Iterable[RecordedEvent]) -> Terms:
    ordered = sorted(known, key=attrgetter("number"))
    terms = terms_of(next(event.change for event in ordered if isinstance(event.change, Award)))
    for event in ordered:
        if isinstance(event.change, Correction):
            terms = _corrected(terms, event.change)
    return terms


def terms_on(events: Iterable[RecordedEvent], *, on: date | None = None) -> Terms | None:
    """Return what the contract is on a day, or after all its events; None before its award."""
    known = standing(events)
    terms = _awarded(known)
    if on is not None and on < terms.awarded_on:
        return None
    for event in sorted(known, key=attrgetter("effective_on", "number")):
        if on is None or event.effective_on <= on:
            terms = _after(terms, event.change)
    return terms


def days_of_change(events: Iterable[RecordedEvent]) -> tuple[date, ...]:
    """Return the days from which something else holds, the award's first."""
    known = standing(events)
    first = awarded_terms(known).awarded_on
    later = {event.effective_on for event in known if not isinstance(event.change, Award | Correction) and event.effective_on > first}
    return (first, *sorted(later))


def contractor_period(*, events: Iterable[RecordedEvent], contractor: UUID) -> Period | None:
    """Return the days on which a contract is this contractor's, the last time when there were more; None when it never was."""
    known = standing(events)
    terms = terms_on(known)
    assert terms is not None
    taken_over = sorted((event.effective_on, event.change.contractor) for event in known if isinstance(event.change, Takeover))
    hands = [(terms.starts_on, awarded_terms(known).contractor), *taken_over]
    ends = [*(day for day, _holder in taken_over), terms.ends_before]
    own = [(start, end) for (start, holder), end in zip(hands, ends, strict=True) if holder == contractor]
    if not own:
        return None
    start, end = max(own[-1][0], terms.starts_on), min(filter(None, (own[-1][1], terms.ends_before)), default=None)
    return Period(start, None if end is None else max(start, end))


def _corrected(terms: Terms, correction: Correction) -> Terms:
    given = {field.name: getattr(correction, field.name) for field in fields(correction)}
    known = {name: value for name, value in given.items() if value is not None}
    return structs.replace(terms, **known, award_date_is_assumed=terms.award_date_is_assumed and "awarded_on" not in known)


def _after(terms: Terms, change: Change) -> Terms:
    match change:
        case Amendment() | Option():
            return _extended(terms, change)
        case Turnover():
            kept = tuple(held for held in terms.turnovers if (held.start, held.before) != (change.start, change.before))
            return structs.replace(terms, turnovers=(*kept, change))
        case Suspension():
            others = tuple(period for period in terms.suspensions if period.start != change.start)
            return structs.replace(terms, suspensions=(*others, Period(change.start, change.before)))
        case Termination():
            final = terms.contract_sum if change.final_sum is None else change.final_sum
            return structs.replace(terms, contract_sum=final, ends_before=change.ends_before, terminated_before=change.ends_before)
        case Takeover():
            return structs.replace(terms, contractor=change.contractor)
    return terms


def _extended(terms: Terms, change: Amendment | Option) -> Terms:
    more_wages = change.wage_sum_change if isinstance(change, Amendment) else None
    wage_sum = terms.wage_sum if more_wages is None else (terms.wage_sum or ZERO) + more_wages
    return structs.replace(
        terms,
        contract_sum=terms.contract_sum + change.sum_change,
        ends_before=change.ends_before or terms.ends_before,
        wage_sum=wage_sum,
    )


# ---------------------------------------------------------------- as text


def change_to_json(change: Change) -> str:
    """Return what an event says as one JSON text; what it leaves out is left out."""
    said = change if isinstance(change, Award) else {name: value for name, value in vars(change).items() if value is not None}
    return _JSON.encode(said).decode()


def change_from_json(kind: EventKind, text: str) -> Change:
    """Return what `change_to_json` wrote."""
    said = json.loads(text)
    for name, value in said.items():
        if name in _DATES:
            said[name] = date.fromisoformat(value)
        elif name in _NUMBERS:
            said[name] = Decimal(value)
        elif name == "contractor":
            said[name] = UUID(value)
        elif name == "contract_type":
            said[name] = ContractType(value)
    change: Change = CHANGES[kind](**said)
    return change
