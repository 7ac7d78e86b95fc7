"""What a placement is worth, as an amount alone: whole numbers over whole numbers, rounded half up to cents once, at the end.

Value = value per unit x hours / full-time hours (at most 1) x units counted, and so for each bonus. Counted from the later of the
placement's start and the contract's start, until the earliest of its end, the contract's end, the day asked for, and the cap of its group.
`valuation` explains what is computed here: there is no second arithmetic.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sroi.policy.rules.bonuses import Granted, granted_bonuses
from sroi.policy.rules.placements import (
    Counted,
    PlacementFacts,
    UnitCount,
    block_of,
    counted_days,
    periods_counted,
    refused_by,
    weeks_counted,
)
from sroi.policy.rules.schema import WORKED, Bonus, BuildingBlock, Measure, Policy, Unit
from sroi.values import Period, from_cents, ratio_to_cents

ZERO = Decimal("0.00")
NO_UNIT, ONE_UNIT = UnitCount(0, 0, 1), UnitCount(1, 0, 1)
PER_YEAR, PER_MONTH, WHOLE = Unit.YEAR, Unit.MONTH, (Unit.ONCE, Unit.COSTS)


class Term(NamedTuple):
    """One product in the sum, exactly `numerator / denominator` euros; what goes by hour or day counts weeks as its units."""

    measure: Measure
    units: UnitCount
    numerator: int
    denominator: int


class Worth(NamedTuple):
    """What a placement is worth in euros, and what it was made of. `refused_by` names the rule by which it does not count at all."""

    amount: Decimal
    block: BuildingBlock
    granted: Granted
    refused_by: str | None = None
    counted: Counted | None = None
    terms: tuple[Term, ...] = ()
    is_at_maximum: bool = False


class _Ground(NamedTuple):
    """What holds for a placement until any day; `hours` a week that count, as a ratio."""

    placement: PlacementFacts
    block: BuildingBlock
    granted: Granted
    refused_by: str | None
    hours: tuple[int, int]


def worth_until(*, policy: Policy, placement: PlacementFacts, until: date | None) -> Worth:
    """Return what a placement is worth up to, not including, `until`; to its end without it.

    Raises UnableToValue for a group or bonus that the policy lacks, for facts that cannot be true, and for a placement that nothing ends.
    """
    return _worth(_ground(policy, placement), until)


def amount_of_period(*, policy: Policy, placement: PlacementFacts, period: Period) -> Decimal:
    """Return what a placement is worth over a period, unexplained: until its end less until its start. Raises what `worth_until` does."""
    return from_cents(cents_of_period(policy=policy, placement=placement, period=period))


def cents_of_period(*, policy: Policy, placement: PlacementFacts, period: Period) -> int:
    """Return what a placement is worth over a period in whole cents. Raises what `worth_until` does."""
    ground = _ground(policy, placement)
    return _cents(ground, period.end) - _cents_before(ground, period)


def amount_before(*, policy: Policy, placement: PlacementFacts, period: Period) -> Decimal:
    """Return what a placement is worth until a period starts."""
    return from_cents(_cents_before(_ground(policy, placement), period))


def hours_that_count(block: BuildingBlock, placement: PlacementFacts) -> Decimal:
    """Return the hours a week that count: at most full time."""
    full = block.full_time_hours_per_week
    return placement.hours_per_week if full is None else min(placement.hours_per_week, full)


def full_time_of(block: BuildingBlock, placement: PlacementFacts) -> Decimal:
    """Return the hours of a full working week: the placement's own where the block does not say."""
    return block.full_time_hours_per_week or placement.hours_per_week


def _ground(policy: Policy, placement: PlacementFacts) -> _Ground:
    block = block_of(policy, placement)
    granted = granted_bonuses(policy=policy, block=block, placement=placement)
    hours = hours_that_count(block, placement).as_integer_ratio()
    return _Ground(placement, block, granted, refused_by(block, placement), hours)


def _worth(ground: _Ground, until: date | None) -> Worth:
    placement, block, granted, refused, _hours = ground
    if refused is not None:
        return Worth(ZERO, block, granted, refused)
    counted = counted_days(block, placement, until)
    terms = _terms(ground, counted)
    cents, is_at_maximum = _sum(block, terms)
    return Worth(from_cents(cents), block, granted, None, counted, terms, is_at_maximum)


def _cents(ground: _Ground, until: date | None) -> int:
    """Return the amount of `_worth` in whole cents."""
    if ground.refused_by is not None:
        return 0
    return _sum(ground.block, _terms(ground, counted_days(ground.block, ground.placement, until)))[0]


def _cents_before(ground: _Ground, period: Period) -> int:
    """Return what counts until a period starts; no day counts before the placement's first."""
    return 0 if period.start <= ground.placement.first_day else _cents(ground, period.start)


def _terms(ground: _Ground, counted: Counted) -> tuple[Term, ...]:
    main = _term(ground.block.measure, ground, counted)
    if not ground.granted.bonuses:
        return (main,)
    return (main, *(_term(_bonus_measure(bonus, ground), ground, counted) for bonus in ground.granted.bonuses))


def _sum(block: BuildingBlock, terms: tuple[Term, ...]) -> tuple[int, bool]:
    """Return the sum in whole cents, at most the block's maximum, and whether it is that."""
    main = terms[0]
    numerator, denominator = main.numerator, main.denominator
    for term in terms[1:]:
        numerator, denominator = numerator * term.denominator + term.numerator * denominator, denominator * term.denominator
    if block.maximum is not None:
        most, parts = block.maximum.as_integer_ratio()
        if numerator * parts > most * denominator:
            return ratio_to_cents(most, parts), True
    return ratio_to_cents(numerator, denominator), False


def _bonus_measure(bonus: Bonus, ground: _Ground) -> Measure:
    value = ground.placement.bonus_costs[bonus.key] if bonus.per is Unit.COSTS else bonus.value
    return Measure.of(value, bonus.per, bonus.pro_rata_with(ground.block), ground.block.full_time_hours_per_week)


def _term(measure: Measure, ground: _Ground, counted: Counted) -> Term:
    count = _count(measure, counted)
    numerator = measure.numerator * (count.whole * count.days + count.rest)
    denominator = measure.denominator * count.days
    if measure.times_hours:
        hours, parts = ground.hours
        numerator, denominator = numerator * hours, denominator * parts
    return Term(measure, count, numerator, denominator)


def _count(measure: Measure, counted: Counted) -> UnitCount:
    """Return how many units the counted days hold, weeks for what is worked; where duration does not count, each unit begun is whole."""
    start, end, unit = counted.start, counted.end, measure.unit
    if unit is PER_YEAR:
        count = periods_counted(start, end, months=12)
    elif unit is PER_MONTH:
        count = periods_counted(start, end, months=1)
    elif unit in WHOLE:
        return ONE_UNIT if end > start else NO_UNIT
    else:
        count = weeks_counted(start, end)
    if measure.goes_by_duration or unit in WORKED or not count.rest:
        return count
    return UnitCount(count.whole + 1, 0, 1)
