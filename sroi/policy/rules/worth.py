"""What a placement is worth, as an amount alone: whole numbers over whole numbers, rounded half up to cents once, at the end.

Value = value per unit x hours / full-time hours (at most 1) x units counted, and so for each bonus. Counted from the later of the
placement's start and the contract's start, until the earliest of its end, the contract's end, the day asked for, and the cap of its group.
`valuation` explains what is computed here: there is no second arithmetic.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sroi.policy.rules.bonuses import NO_BONUSES, Granted, granted_bonuses
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
from sroi.policy.rules.schema import Bonus, BuildingBlock, Policy, ProRata, Unit
from sroi.values import Period, round_ratio_to_cents

ZERO = Decimal("0.00")
WORKING_DAYS_PER_WEEK = 5
MONTHS = {Unit.YEAR: 12, Unit.MONTH: 1}
NO_UNIT, ONE_UNIT = UnitCount(0, 0, 1), UnitCount(1, 0, 1)


@dataclass(frozen=True, slots=True)
class Term:
    """One product in the sum, exactly `numerator / denominator` euros; `count` is in units, in weeks for what goes by hour or day."""

    value: Decimal
    unit: Unit
    goes_by_hours: bool
    count: UnitCount
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What a placement is worth in euros, and what it was made of. `refused_by` names the rule by which it does not count at all."""

    amount: Decimal
    block: BuildingBlock
    granted: Granted = NO_BONUSES
    refused_by: str | None = None
    counted: Counted | None = None
    terms: tuple[Term, ...] = ()
    is_at_maximum: bool = False


def worth_until(*, policy: Policy, placement: PlacementFacts, until: date | None) -> Worth:
    """Return what a placement is worth up to, not including, `until`; to its end without it.

    Raises UnableToValue for a group or bonus that the policy lacks, for facts that cannot be true, and for a placement that nothing ends.
    """
    block = block_of(policy, placement)
    granted = granted_bonuses(policy=policy, block=block, placement=placement)
    refused = refused_by(block, placement)
    if refused is not None:
        return Worth(ZERO, block, granted, refused)
    counted = counted_days(block, placement, until)
    main = _term(block.value, block.per, block.pro_rata, block, placement, counted)
    if not granted.bonuses:
        return _summed(block, granted, counted, (main,))
    return _summed(block, granted, counted, (main, *(_bonus_term(bonus, block, placement, counted) for bonus in granted.bonuses)))


def amount_of_period(*, policy: Policy, placement: PlacementFacts, period: Period) -> Decimal:
    """Return what a placement is worth over a period, unexplained: until its end less until its start. Raises what `worth_until` does."""
    whole = worth_until(policy=policy, placement=placement, until=period.end).amount
    return whole - amount_before(policy=policy, placement=placement, period=period)


def amount_before(*, policy: Policy, placement: PlacementFacts, period: Period) -> Decimal:
    """Return what a placement is worth until a period starts; no day counts before its first."""
    if period.start <= placement.first_day:
        return ZERO
    return worth_until(policy=policy, placement=placement, until=period.start).amount


def hours_that_count(block: BuildingBlock, placement: PlacementFacts) -> Decimal:
    """Return the hours a week that count: at most full time."""
    full = block.full_time_hours_per_week
    return placement.hours_per_week if full is None else min(placement.hours_per_week, full)


def full_time_of(block: BuildingBlock, placement: PlacementFacts) -> Decimal:
    """Return the hours of a full working week: the placement's own where the block does not say."""
    return block.full_time_hours_per_week or placement.hours_per_week


def _summed(block: BuildingBlock, granted: Granted, counted: Counted, terms: tuple[Term, ...]) -> Worth:
    numerator, denominator = terms[0].numerator, terms[0].denominator
    for term in terms[1:]:
        numerator, denominator = numerator * term.denominator + term.numerator * denominator, denominator * term.denominator
    is_at_maximum = False
    if block.maximum is not None:
        most, parts = block.maximum.as_integer_ratio()
        if numerator * parts > most * denominator:
            numerator, denominator, is_at_maximum = most, parts, True
    return Worth(round_ratio_to_cents(numerator, denominator), block, granted, None, counted, terms, is_at_maximum)


def _bonus_term(bonus: Bonus, block: BuildingBlock, placement: PlacementFacts, counted: Counted) -> Term:
    value = placement.bonus_costs[bonus.key] if bonus.per is Unit.COSTS else bonus.value
    return _term(value, bonus.per, bonus.pro_rata_with(block), block, placement, counted)


def _term(
    value: Decimal, unit: Unit, pro_rata: frozenset[ProRata], block: BuildingBlock, placement: PlacementFacts, counted: Counted
) -> Term:
    is_worked = unit is Unit.DAY or unit is Unit.HOUR
    goes_by_hours = not is_worked and ProRata.HOURS in pro_rata
    count = _count(unit, pro_rata, counted)
    numerator, denominator = value.as_integer_ratio()
    numerator *= count.whole * count.days + count.rest
    denominator *= count.days
    if is_worked or goes_by_hours:
        hours, parts = hours_that_count(block, placement).as_integer_ratio()
        numerator, denominator = numerator * hours, denominator * parts
    if unit is Unit.DAY or goes_by_hours:
        full, parts = full_time_of(block, placement).as_integer_ratio()
        numerator, denominator = numerator * parts, denominator * full
    if unit is Unit.DAY:
        numerator *= WORKING_DAYS_PER_WEEK
    return Term(value, unit, goes_by_hours, count, numerator, denominator)


def _count(unit: Unit, pro_rata: frozenset[ProRata], counted: Counted) -> UnitCount:
    """Return how many units the counted days hold, weeks for what is worked; where duration does not count, each unit begun is whole."""
    start, end = counted.start, counted.end
    if unit is Unit.ONCE or unit is Unit.COSTS:
        return ONE_UNIT if end > start else NO_UNIT
    if unit is Unit.HOUR or unit is Unit.DAY:
        return weeks_counted(start, end)
    months = MONTHS.get(unit)
    count = weeks_counted(start, end) if months is None else periods_counted(start, end, months=months)
    return count if ProRata.DURATION in pro_rata or not count.rest else UnitCount(count.whole + 1, 0, 1)
