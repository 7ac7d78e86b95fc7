"""What a placement is worth: exact fractions, rounded half up to cents once.

Value = value per unit x hours / full-time hours (at most 1) x units counted, and so for each bonus. Counted from the later of the
placement's start and the contract's start, until the earliest of its end, the contract's end, the day asked for, and the cap of its group.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from math import ceil

from sroi.policy.rules.bonuses import Granted, granted_bonuses
from sroi.policy.rules.placements import (
    Counted,
    PlacementFacts,
    UnableToValue,
    UnitCount,
    block_of,
    counted_days,
    periods_counted,
    refusal,
    weeks_counted,
)
from sroi.policy.rules.schema import Bonus, BuildingBlock, Policy, ProRata, Unit
from sroi.policy.rules.steps import Step, Valuation
from sroi.policy.rules.units import per_unit, rest_of_unit, units_label
from sroi.values import Period, format_date, format_decimal, format_euros, last_day, round_to_cents

ZERO = Decimal("0.00")
WORKING_DAYS_PER_WEEK = 5
BONUS_RULES = ("value", "per", "age_from", "age_below", "age_on", "only_for", "pro_rata")


@dataclass(frozen=True)
class _Term:
    """One product in the sum: its exact amount, how it is written, and how many units it counts."""

    amount: Fraction
    formula: str
    count: UnitCount


def value_until(*, policy: Policy, placement: PlacementFacts, until: date | None) -> Valuation:
    """Return what a placement is worth up to, not including, `until`; to its end without it.

    Raises UnableToValue for a group or bonus that the policy lacks, for facts that cannot be true, and for a placement that nothing ends.
    """
    block = block_of(policy, placement)
    granted = granted_bonuses(policy=policy, block=block, placement=placement)
    refused = refusal(block, placement)
    if refused is not None:
        return Valuation(ZERO, (_block_step(block), refused))
    counted = counted_days(block, placement, until)
    main = _term(block.value, block.per, block.pro_rata, block, placement, counted)
    terms = [main, *(_bonus_term(bonus, block, placement, counted) for bonus in granted.bonuses)]
    exact = sum((term.amount for term in terms), Fraction(0))
    amount = round_to_cents(exact if block.maximum is None else min(exact, Fraction(block.maximum)))
    steps = (
        _block_step(block),
        *_hours_steps(block, placement),
        _days_step(block, placement, counted),
        *_count_steps(block, main),
        *_bonus_steps(granted),
        *_maximum_steps(block, exact),
        _value_step(terms, amount),
    )
    return Valuation(amount, steps, (*granted.warnings, *_hours_warnings(block, placement)))


def value_to_end(*, policy: Policy, placement: PlacementFacts) -> Decimal | None:
    """Return what a placement is worth to its end, or None when it has no end in sight; raises UnableToValue as `value_until` does."""
    try:
        return value_until(policy=policy, placement=placement, until=None).amount
    except UnableToValue as error:
        if error.field != "ends_on":
            raise
        return None


def value_of_period(*, policy: Policy, placement: PlacementFacts, period: Period) -> Valuation:
    """Return what a placement is worth over a period: until its end less until its start, so that periods always add up to the cent."""
    whole = value_until(policy=policy, placement=placement, until=period.end)
    before = value_until(policy=policy, placement=placement, until=period.start)
    if before.amount == 0:
        return whole
    amount = whole.amount - before.amount
    less = Step(
        label=_("Waarde van deze periode"),
        explanation=_("{whole}, min {before} voor de dagen voor {start}").format(
            whole=format_euros(whole.amount), before=format_euros(before.amount), start=format_date(period.start)
        ),
        figure=format_euros(amount),
    )
    return Valuation(amount, (*whole.steps, less), whole.warnings)


def counted_period(*, policy: Policy, placement: PlacementFacts, until: date | None) -> Period | None:
    """Return the days that count, which a later placement of the same person needs; None when none counts."""
    block = block_of(policy, placement)
    if refusal(block, placement) is not None:
        return None
    counted = counted_days(block, placement, until)
    return Period(counted.start, counted.end) if counted.end > counted.start else None


def required_evidence(*, policy: Policy, placement: PlacementFacts) -> tuple[str, ...]:
    """Return what a placement must show, for its block and its bonuses, each once."""
    block = block_of(policy, placement)
    granted = granted_bonuses(policy=policy, block=block, placement=placement)
    wanted = [*block.evidence, *(text for bonus in granted.bonuses for text in bonus.evidence)]
    return tuple(dict.fromkeys(wanted))


# ---------------------------------------------------------------- the sum


def _term(
    value: Decimal, unit: Unit, pro_rata: frozenset[ProRata], block: BuildingBlock, placement: PlacementFacts, counted: Counted
) -> _Term:
    count = _units(unit, pro_rata, block, placement, counted)
    goes_by_hours = ProRata.HOURS in pro_rata and unit not in (Unit.DAY, Unit.HOUR)
    hours = _hours(block, placement)
    full = block.full_time_hours_per_week or hours
    share = Fraction(hours) / Fraction(full) if goes_by_hours else Fraction(1)
    parts = [format_euros(value)]
    if goes_by_hours:
        parts.append(f"{format_decimal(hours)}/{format_decimal(full)}")
    if unit not in (Unit.ONCE, Unit.COSTS) or count.number == 0:
        parts.append(f"({count.words})" if " " in count.words else count.words)
    return _Term(Fraction(value) * share * count.number, " × ".join(parts), count)


def _bonus_term(bonus: Bonus, block: BuildingBlock, placement: PlacementFacts, counted: Counted) -> _Term:
    value = placement.bonus_costs[bonus.key] if bonus.per is Unit.COSTS else bonus.value
    return _term(value, bonus.per, bonus.pro_rata_with(block), block, placement, counted)


def _units(unit: Unit, pro_rata: frozenset[ProRata], block: BuildingBlock, placement: PlacementFacts, counted: Counted) -> UnitCount:
    """Return how many units the counted days hold; where duration does not count, each unit that has begun counts whole."""
    start, end = counted.start, counted.end
    if unit in (Unit.ONCE, Unit.COSTS):
        return UnitCount(Fraction(1), "1") if end > start else UnitCount(Fraction(0), "0")
    if unit in (Unit.HOUR, Unit.DAY):
        return _worked(unit, block, placement, weeks_counted(start, end))
    months = {Unit.YEAR: 12, Unit.MONTH: 1}.get(unit)
    count = weeks_counted(start, end) if months is None else periods_counted(start, end, months=months)
    if ProRata.DURATION in pro_rata:
        return count
    begun = ceil(count.number)
    return UnitCount(Fraction(begun), str(begun))


def _worked(unit: Unit, block: BuildingBlock, placement: PlacementFacts, weeks: UnitCount) -> UnitCount:
    """Return the hours or days worked in so many weeks; a full working week is five days."""
    hours = _hours(block, placement)
    words = f"({weeks.words})" if " " in weeks.words else weeks.words
    if unit is Unit.HOUR:
        return UnitCount(Fraction(hours) * weeks.number, f"{format_decimal(hours)} × {words}")
    full = block.full_time_hours_per_week or hours
    number = Fraction(hours) / Fraction(full) * WORKING_DAYS_PER_WEEK * weeks.number
    return UnitCount(number, f"{WORKING_DAYS_PER_WEEK} × {format_decimal(hours)}/{format_decimal(full)} × {words}")


def _hours(block: BuildingBlock, placement: PlacementFacts) -> Decimal:
    """Return the hours a week that count: at most full time."""
    full = block.full_time_hours_per_week
    return placement.hours_per_week if full is None else min(placement.hours_per_week, full)


def _hours_warnings(block: BuildingBlock, placement: PlacementFacts) -> tuple[str, ...]:
    if _hours(block, placement) == placement.hours_per_week:
        return ()
    text = _("{hours} uur per week is meer dan een volledige werkweek; er tellen {full} uur.")
    return (text.format(hours=format_decimal(placement.hours_per_week), full=format_decimal(_hours(block, placement))),)


# ---------------------------------------------------------------- the steps


def _block_step(block: BuildingBlock) -> Step:
    text = _("{group}: {value} {per}").format(group=block.label, value=format_euros(block.value), per=per_unit(block.per))
    if block.full_time_hours_per_week is not None and block.per is not Unit.HOUR:
        text += _(" bij {hours} uur per week").format(hours=format_decimal(block.full_time_hours_per_week))
    text += f". {block.note}" if block.note else ""
    return Step.by(block.origins.of("value", "per"), label=_("Bouwblok"), explanation=text, figure=format_euros(block.value))


def _hours_steps(block: BuildingBlock, placement: PlacementFacts) -> tuple[Step, ...]:
    full, hours = block.full_time_hours_per_week, _hours(block, placement)
    if full is None:
        return (Step(_("Uren per week"), _("De uren zoals opgegeven"), format_decimal(hours)),)
    text = _("{hours} van de {full} uur van een volledige werkweek").format(
        hours=format_decimal(placement.hours_per_week), full=format_decimal(full)
    )
    if ProRata.HOURS not in block.pro_rata and block.per not in (Unit.DAY, Unit.HOUR):
        text += _("; dit bouwblok telt niet naar uren")
    figure = f"{format_decimal(hours)}/{format_decimal(full)}"
    return (Step.by(block.origins.of("full_time_hours_per_week"), label=_("Uren per week"), explanation=text, figure=figure),)


def _days_step(block: BuildingBlock, placement: PlacementFacts, counted: Counted) -> Step:
    if counted.end <= counted.start:
        text = _("Er is geen dag die telt: de telling begint op {first} en eindigt daarvoor ({reason})")
    else:
        text = _("Van {first} tot en met {last} ({reason})")
    text = text.format(first=format_date(counted.start), last=format_date(last_day(counted.end)), reason=counted.reason)
    if placement.days_counted_before:
        text += _("; {days} dagen telden al eerder voor deze persoon").format(days=placement.days_counted_before)
    days = (counted.end - counted.start).days
    figure = _("1 dag") if days == 1 else _("{days} dagen").format(days=days)
    return Step.by(block.origins.of("cap_months"), label=_("Dagen die tellen"), explanation=text, figure=figure)


def _count_steps(block: BuildingBlock, main: _Term) -> tuple[Step, ...]:
    if block.per is Unit.ONCE:
        return ()
    if block.per in (Unit.HOUR, Unit.DAY):
        text = _("Uren per week maal weken") if block.per is Unit.HOUR else _("Een volledige werkweek is vijf dagen; naar uren, maal weken")
    elif ProRata.DURATION in block.pro_rata:
        text = rest_of_unit(block.per)
    else:
        text = _("Wat begonnen is, telt helemaal")
    return (Step.by(block.origins.of("pro_rata"), label=units_label(block.per), explanation=text, figure=main.count.words),)


def _bonus_steps(granted: Granted) -> tuple[Step, ...]:
    steps = []
    for bonus in granted.bonuses:
        amount = format_euros(bonus.value)
        text = bonus.label + (f". {bonus.note}" if bonus.note else "")
        figure = per_unit(bonus.per) if bonus.per is Unit.COSTS else f"{amount} {per_unit(bonus.per)}"
        steps.append(Step.by(bonus.origins.of(*BONUS_RULES), label=_("Toeslag"), explanation=text, figure=figure))
    for bonus in granted.replaced:
        text = _("{bonus}: een andere toeslag komt hiervoor in de plaats").format(bonus=bonus.label)
        steps.append(Step.by(bonus.origins.of("replaces"), label=_("Toeslag vervalt"), explanation=text, figure=format_euros(ZERO)))
    return tuple(steps)


def _maximum_steps(block: BuildingBlock, exact: Fraction) -> tuple[Step, ...]:
    if block.maximum is None or exact <= block.maximum:
        return ()
    text = _("Een plaatsing telt voor ten hoogste {most}").format(most=format_euros(block.maximum))
    return (Step.by(block.origins.of("maximum"), label=_("Maximum"), explanation=text, figure=format_euros(block.maximum)),)


def _value_step(terms: list[_Term], amount: Decimal) -> Step:
    text = _("{formula}, afgerond op hele centen").format(formula=" + ".join(term.formula for term in terms))
    return Step(_("Waarde"), text, format_euros(amount))
