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
from sroi.values import format_decimal, format_euros, format_percentage, round_to_cents

ZERO = Decimal("0.00")


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


def value_of_contribution(*, block: CostBlock, facts: ContributionFacts) -> Valuation:
    """Return what a training, activity or purchase is worth; raise UnableToValue on the field that is missing or not above zero."""
    exact, formula = _by_amount(block, facts) if block.per in (Unit.COSTS, Unit.AGREED, Unit.INVOICE) else _by_unit(block, facts)
    steps = [_block_step(block)]
    for key, most, text in _maxima(block, facts):
        if exact > most:
            exact = most
            steps.append(Step.by(block.origins.of(key), label=_("Maximum"), explanation=text, figure=format_euros(round_to_cents(most))))
    amount = round_to_cents(exact)
    steps.append(Step(_("Waarde"), _("{formula}, afgerond op hele centen").format(formula=formula), format_euros(amount)))
    return Valuation(amount, tuple(steps), tuple(_warnings(block, facts)))


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


def _by_amount(block: CostBlock, facts: ContributionFacts) -> tuple[Fraction, str]:
    costs = _given(facts.costs, "amount", _("Vul een bedrag groter dan € 0,00 in, exclusief btw."))
    return Fraction(costs) * Fraction(block.share_pct) / 100, f"{format_euros(costs)} × {format_percentage(block.share_pct)}"


def _by_unit(block: CostBlock, facts: ContributionFacts) -> tuple[Fraction, str]:
    factors: list[tuple[Decimal, str]] = []
    if block.per is Unit.HOUR:
        hours = _given(facts.hours, "hours", _("Vul het aantal uren in."))
        factors.append((hours, _("{hours} uur").format(hours=format_decimal(hours))))
    if block.per is Unit.DAY:
        days = _given(facts.days, "days", _("Vul het aantal dagen in."))
        factors.append((days, _days(days)))
    if block.per_person:
        people = _given(Decimal(facts.people), "people", _("Vul het aantal mensen in."))
        factors.append((people, _("1 persoon") if people == 1 else _("{people} personen").format(people=format_decimal(people))))
    exact = Fraction(block.value)
    for number, _words in factors:
        exact *= Fraction(number)
    return exact, " × ".join([format_euros(block.value), *(words for _number, words in factors)])


def _days(days: Decimal) -> str:
    return _("1 dag") if days == 1 else _("{days} dagen").format(days=format_decimal(days))


def _given(number: Decimal | None, field: str, message: str) -> Decimal:
    if number is None or number <= 0:
        raise UnableToValue(message, field=field)
    return number


def _maxima(block: CostBlock, facts: ContributionFacts) -> Iterator[tuple[str, Fraction, str]]:
    """Yield each maximum of a block: its key, the amount, and the words for it."""
    if block.maximum_per_day is not None:
        days = facts.days or Decimal(1)
        text = _("Ten hoogste {most} per dag, {days}").format(most=format_euros(block.maximum_per_day), days=_days(days))
        yield "maximum_per_day", Fraction(block.maximum_per_day) * Fraction(days), text
    if block.maximum is not None:
        yield ("maximum", Fraction(block.maximum), _("Ten hoogste {most} per opgave").format(most=format_euros(block.maximum)))


def _warnings(block: CostBlock, facts: ContributionFacts) -> Iterator[str]:
    if block.maximum_per_day is not None and facts.days is None:
        yield _("Het aantal dagen is niet opgegeven: er is een dag gerekend voor het maximum per dag.")
    if block.per is Unit.AGREED:
        yield _("Dit bedrag gaat in overleg. Laat zien dat het is afgesproken.")


def _block_step(block: CostBlock) -> Step:
    has_value = block.per in (Unit.HOUR, Unit.DAY, Unit.ONCE)
    figure = format_euros(block.value) if has_value else format_percentage(block.share_pct)
    text = f"{block.label}: {figure} {per_unit(block.per)}" + (_(" per persoon") if block.per_person else "")
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
