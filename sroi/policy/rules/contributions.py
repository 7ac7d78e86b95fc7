"""What everything but a placement is worth: trainings, activities, purchases, PSO levels; and what still fits under a maximum."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _

from sroi.policy.rules.placements import UnableToValue
from sroi.policy.rules.schema import CostBlock, Limit, Policy, Unit
from sroi.policy.rules.steps import Step, Valuation
from sroi.policy.rules.units import per_unit
from sroi.values import CENT, EXACT, format_decimal, format_euros, format_percentage, percentage_of, round_to_cents

ZERO = Decimal("0.00")
BY_AMOUNT = (Unit.COSTS, Unit.AGREED, Unit.INVOICE)


@dataclass(frozen=True)
class ContributionFacts:
    """What was done: costs in euros ex VAT, or hours, days or pieces, and by how many people. None is not given."""

    costs: Decimal | None = None
    hours: Decimal | None = None
    days: Decimal | None = None
    people: int = 1


@dataclass(frozen=True)
class Fulfilled:
    """What already counts by one block: `kind` is its table in the policy (`activities`), `block` its name there."""

    kind: str
    block: str
    amount: Decimal


def amount_of_contribution(*, block: CostBlock, facts: ContributionFacts) -> Decimal:
    """Return what a training, activity or purchase is worth, unexplained; raise UnableToValue as `value_of_contribution` does."""
    exact = _exact(block, facts)
    for _key, most in _maxima(block, facts):
        exact = min(exact, most)
    return EXACT.quantize(exact, CENT)


def value_of_contribution(*, block: CostBlock, facts: ContributionFacts) -> Valuation:
    """Return what a training, activity or purchase is worth; raise UnableToValue on the field that is missing or not above zero."""
    amount, exact = amount_of_contribution(block=block, facts=facts), _exact(block, facts)
    steps = [_block_step(block)]
    for key, most in _maxima(block, facts):
        if exact > most:
            exact = most
            text, figure = _maximum_text(block, facts, key), format_euros(EXACT.quantize(most, CENT))
            steps.append(Step.by(block.origins.of(key), label=_("Maximum"), explanation=text, figure=figure))
    formula = _("{formula}, afgerond op hele centen").format(formula=_formula(block, facts))
    return Valuation(amount, (*steps, Step(_("Waarde"), formula, format_euros(amount))), tuple(_warnings(block, facts)))


def amount_of_costs(*, block: CostBlock, costs: Decimal) -> Decimal:
    """Return what costs or an invoice ex VAT are worth, unexplained; raise UnableToValue when they are not above zero."""
    return amount_of_contribution(block=block, facts=ContributionFacts(costs=costs))


def value_of_costs(*, block: CostBlock, costs: Decimal) -> Valuation:
    """Return what costs or an invoice ex VAT are worth; raise UnableToValue when they are not above zero."""
    return value_of_contribution(block=block, facts=ContributionFacts(costs=costs))


def value_of_pso(*, level: CostBlock, obligation: Decimal) -> Valuation:
    """Return what a PSO level is worth: its share of an obligation."""
    exact = Fraction(obligation) * Fraction(level.share_pct) / 100
    amount = round_to_cents(exact if level.maximum is None else min(exact, Fraction(level.maximum)))
    text = _("{share} van de verplichting van {obligation}").format(
        share=format_percentage(level.share_pct), obligation=format_euros(obligation)
    )
    if level.maximum is not None and exact > level.maximum:
        text += _(", ten hoogste {most}").format(most=format_euros(level.maximum))
    return Valuation(amount, (_block_step(level), Step(_("Waarde"), text, format_euros(amount))))


def value_within_limits(
    *, policy: Policy, kind: str, block: str, amount: Decimal, obligation: Decimal, fulfilled: tuple[Fulfilled, ...] = ()
) -> Valuation:
    """Return how much of `amount` still counts under the policy's limits, beside what was fulfilled already."""
    allowed, steps = amount, []
    for limit in policy.limits.values():
        if not _is_under(limit, kind, block):
            continue
        used = sum((other.amount for other in fulfilled if _is_under(limit, other.kind, other.block)), ZERO)
        most = _most(limit, obligation)
        allowed = min(allowed, max(most - used, ZERO))
        steps.append(_limit_step(limit, most, used))
    steps.append(Step(_("Telt mee"), _("Van {amount}").format(amount=format_euros(amount)), format_euros(allowed)))
    return Valuation(allowed, tuple(steps))


def _exact(block: CostBlock, facts: ContributionFacts) -> Decimal:
    """Return the exact amount before any maximum."""
    if block.per in BY_AMOUNT:
        return percentage_of(_given(facts.costs, "amount"), block.share_pct)
    exact = block.value
    if block.per is Unit.HOUR:
        exact = EXACT.multiply(exact, _given(facts.hours, "hours"))
    if block.per is Unit.DAY:
        exact = EXACT.multiply(exact, _given(facts.days, "days"))
    if block.per_person:
        exact = EXACT.multiply(exact, _given(Decimal(facts.people), "people"))
    return exact


def _formula(block: CostBlock, facts: ContributionFacts) -> str:
    if block.per in BY_AMOUNT:
        return f"{format_euros(facts.costs or ZERO)} × {format_percentage(block.share_pct)}"
    parts = [format_euros(block.value)]
    if block.per is Unit.HOUR:
        parts.append(_("{hours} uur").format(hours=format_decimal(facts.hours or ZERO)))
    if block.per is Unit.DAY:
        parts.append(_days(facts.days or ZERO))
    if block.per_person:
        parts.append(_("1 persoon") if facts.people == 1 else _("{people} personen").format(people=format_decimal(facts.people)))
    return " × ".join(parts)


def _days(days: Decimal) -> str:
    return _("1 dag") if days == 1 else _("{days} dagen").format(days=format_decimal(days))


def _given(number: Decimal | None, field: str) -> Decimal:
    if number is None or number <= 0:
        raise UnableToValue(_missing(field), field=field)
    return number


def _missing(field: str) -> str:
    return {
        "amount": _("Vul een bedrag groter dan € 0,00 in, exclusief btw."),
        "hours": _("Vul het aantal uren in."),
        "days": _("Vul het aantal dagen in."),
        "people": _("Vul het aantal mensen in."),
    }[field]


def _maxima(block: CostBlock, facts: ContributionFacts) -> Iterator[tuple[str, Decimal]]:
    """Yield each maximum of a block: its key and the exact amount."""
    if block.maximum_per_day is not None:
        yield "maximum_per_day", EXACT.multiply(block.maximum_per_day, facts.days or Decimal(1))
    if block.maximum is not None:
        yield "maximum", block.maximum


def _maximum_text(block: CostBlock, facts: ContributionFacts, key: str) -> str:
    if key == "maximum_per_day":
        most, days = format_euros(block.maximum_per_day or ZERO), _days(facts.days or Decimal(1))
        return _("Ten hoogste {most} per dag, {days}").format(most=most, days=days)
    return _("Ten hoogste {most} per opgave").format(most=format_euros(block.maximum or ZERO))


def _warnings(block: CostBlock, facts: ContributionFacts) -> Iterator[str]:
    if block.maximum_per_day is not None and facts.days is None:
        yield _("Het aantal dagen is niet opgegeven: er is een dag gerekend voor het maximum per dag.")
    if block.per is Unit.AGREED:
        yield _("Dit bedrag gaat in overleg. Laat zien dat het is afgesproken.")


def _block_step(block: CostBlock) -> Step:
    has_value = block.per in (Unit.HOUR, Unit.DAY, Unit.ONCE)
    figure = format_euros(block.value) if has_value else format_percentage(block.share_pct)
    share_of = _("van ") if block.per in (Unit.COSTS, Unit.AGREED) else ""
    text = f"{block.label}: {figure} {share_of}{per_unit(block.per)}" + (_(" per persoon") if block.per_person else "")
    text += f". {block.note}" if block.note else ""
    return Step.by(
        block.origins.of("per", "value" if has_value else "share_pct", "per_person"), label=_("Bouwblok"), explanation=text, figure=figure
    )


def _is_under(limit: Limit, kind: str, block: str) -> bool:
    return kind in limit.kinds or block in limit.blocks


def _most(limit: Limit, obligation: Decimal) -> Decimal:
    if limit.maximum is not None:
        return limit.maximum
    return round_to_cents(Fraction(obligation) * Fraction(limit.maximum_pct or 0) / 100)


def _limit_step(limit: Limit, most: Decimal, used: Decimal) -> Step:
    share = (
        format_euros(most)
        if limit.maximum_pct is None
        else _("{share} van de verplichting").format(share=format_percentage(limit.maximum_pct))
    )
    text = _("{label}: ten hoogste {share}; {used} telt al mee").format(label=limit.label, share=share, used=format_euros(used))
    text += f". {limit.note}" if limit.note else ""
    key = "maximum" if limit.maximum_pct is None else "maximum_pct"
    return Step.by(limit.origins.of(key), label=_("Maximum"), explanation=text, figure=format_euros(most))
