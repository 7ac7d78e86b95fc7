"""How a contract stands over time: what should be done by a day, what was, and what running placements will still bring. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from uuid import UUID

from sroi.fulfilment.rules.claims import ClaimStatus
from sroi.fulfilment.rules.persons import employer_key
from sroi.ledger.rules import Entry, balance_of
from sroi.values import Period, add_months, last_day, round_ratio_to_cents

ZERO = Decimal("0.00")
MAX_MARKS = 25


@dataclass(frozen=True)
class PlacedClaim:
    """A live claim for a placement, as the sum of its placement needs it; ends are exclusive, `expected` is of the whole placement.

    `organisation_id` reported it: the contractor, or a subcontractor on its behalf.
    """

    claim_id: UUID
    contract_id: UUID
    organisation_id: UUID
    status: ClaimStatus
    candidate_id: UUID
    candidate_label: str
    employer_name: str
    period: Period
    value: Decimal
    expected: Decimal


@dataclass(frozen=True)
class RunningPlacement:
    """A placement of which days are still to be reported; `last` is its latest claim, `to_come` what it will still be worth in euros."""

    last: PlacedClaim
    to_come: Decimal

    @property
    def reported_until(self) -> date | None:
        """Return the last day that was reported."""
        return last_day(self.last.period.end)

    @property
    def is_open(self) -> bool:
        """Return whether its latest claim is still with the contractor."""
        return self.last.status in (ClaimStatus.DRAFT, ClaimStatus.RETURNED)


@dataclass(frozen=True)
class Mark:
    """Where a contract stands on the first moment of a day, in euros. After today only what was expected is known."""

    day: date
    owed: Decimal
    planned: Decimal
    settled: Decimal | None
    reported: Decimal | None
    expected: Decimal | None


def running_placements(*, claims: Iterable[PlacedClaim], contract_end: date | None, today: date) -> tuple[RunningPlacement, ...]:
    """Return the placements on one contract that will be worth more than was reported of them, by their label.

    `contract_end` is exclusive; when the contract has ended, nothing runs on.
    """
    if contract_end is not None and contract_end <= today:
        return ()
    found: dict[tuple[UUID, str], list[PlacedClaim]] = {}
    for claim in claims:
        found.setdefault((claim.candidate_id, employer_key(claim.employer_name)), []).append(claim)
    running = []
    for of_placement in found.values():
        last = max(of_placement, key=lambda claim: claim.period.end or claim.period.start)
        to_come = last.expected - sum((claim.value for claim in of_placement), ZERO)
        if to_come > 0:
            running.append(RunningPlacement(last, to_come))
    return tuple(sorted(running, key=lambda one: (one.last.candidate_label.casefold(), str(one.last.claim_id))))


def planned_by(*, owed: Decimal, period: Period, day: date) -> Decimal:
    """Return what should be done before a day, of what is owed, in step with the days of a contract that has an end."""
    done = min(max((day - period.start).days, 0), period.days)
    return round_ratio_to_cents(int(owed * 100) * done, 100 * period.days) if period.days else owed


def marks(
    *, period: Period, entries: Iterable[Entry], in_review: Iterable[tuple[date, Decimal]], to_come: Decimal, today: date
) -> tuple[Mark, ...]:
    """Return how a contract with an end stands by month, or by so many months that there are MAX_MARKS at most, and today.

    `in_review` are the days from which claims in review would count, with their amounts; `to_come` is spread evenly over what is left.
    """
    held, waiting = tuple(entries), tuple(in_review)
    end = max(period.end or today, today)
    now = balance_of(held, as_of=today).settled + sum((amount for _day, amount in waiting), ZERO)

    def mark(day: date) -> Mark:
        owed = balance_of(held, as_of=day).owed
        past = day <= today
        settled = balance_of(held, as_of=day).settled if past else None
        reported = None if settled is None else settled + sum((amount for start, amount in waiting if start <= day), ZERO)
        return Mark(day, owed, planned_by(owed=owed, period=period, day=day), settled, reported, _expected(now, to_come, today, end, day))

    return tuple(mark(day) for day in sorted({*_days(period.start, end), today, end}))


def _expected(now: Decimal, to_come: Decimal, today: date, end: date, day: date) -> Decimal | None:
    """Return what is expected by a day from today on: what counts or waits now, and the part of what is to come until then."""
    if day < today or end == today:
        return None
    return now + round_ratio_to_cents(int(to_come * 100) * (day - today).days, 100 * (end - today).days)


def _days(start: date, end: date) -> list[date]:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = max(ceil(months / (MAX_MARKS - 3)), 1)
    return [day for number in range(0, months + 1, step) if (day := add_months(start, number)) <= end]
