"""What a placement is worth, with every step explained. The amounts are those of `worth`."""

from datetime import date
from decimal import Decimal
from gettext import gettext as _

from sroi.policy.rules.bonuses import Granted, age_warnings, granted_bonuses
from sroi.policy.rules.placements import Counted, CountEnd, PlacementFacts, UnableToValue, block_of, counted_days, refused_by
from sroi.policy.rules.schema import WORKED, WORKING_DAYS_PER_WEEK, BuildingBlock, Policy, ProRata, Unit
from sroi.policy.rules.steps import Step, Valuation
from sroi.policy.rules.units import per_unit, rest_of_unit, units_label
from sroi.policy.rules.worth import ZERO, Term, Worth, amount_before, full_time_of, hours_that_count, worth_until
from sroi.values import Period, format_date, format_decimal, format_euros, last_day

FIELDS_OF_REFUSALS = {
    "start_before_contract_months": "starts_on",
    "minimum_hours_per_week": "hours_per_week",
    "minimum_duration_months": "ends_on",
}
BONUS_RULES = ("value", "per", "age_from", "age_below", "age_on", "only_for", "pro_rata")


def value_until(*, policy: Policy, placement: PlacementFacts, until: date | None) -> Valuation:
    """Return what a placement is worth up to, not including, `until`; to its end without it.

    Raises UnableToValue for a group or bonus that the policy lacks, for facts that cannot be true, and for a placement that nothing ends.
    """
    found = worth_until(policy=policy, placement=placement, until=until)
    block = found.block
    if found.refused_by is not None or found.counted is None:
        return Valuation(found.amount, (_block_step(block), _refusal_step(found, placement)))
    steps = (
        _block_step(block),
        *_hours_steps(block, placement),
        _days_step(block, placement, found.counted),
        *_count_steps(block, placement, found.terms[0]),
        *_bonus_steps(found.granted),
        *_maximum_steps(found),
        _value_step(found, placement),
    )
    return Valuation(found.amount, steps, (*age_warnings(found.granted, placement), *_hours_warnings(block, placement)))


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
    before = amount_before(policy=policy, placement=placement, period=period)
    if before == 0:
        return whole
    amount = whole.amount - before
    less = Step(
        label=_("Waarde van deze periode"),
        explanation=_("{whole}, min {before} voor de dagen voor {start}").format(
            whole=format_euros(whole.amount), before=format_euros(before), start=format_date(period.start)
        ),
        figure=format_euros(amount),
    )
    return Valuation(amount, (*whole.steps, less), whole.warnings)


def counted_period(*, policy: Policy, placement: PlacementFacts, until: date | None) -> Period | None:
    """Return the days that count, which a later placement of the same person needs; None when none counts."""
    block = block_of(policy, placement)
    if refused_by(block, placement) is not None:
        return None
    counted = counted_days(block, placement, until)
    return Period(counted.start, counted.end) if counted.end > counted.start else None


def required_evidence(*, policy: Policy, placement: PlacementFacts) -> tuple[str, ...]:
    """Return what a placement must show, for its block and its bonuses, each once."""
    block = block_of(policy, placement)
    granted = granted_bonuses(policy=policy, block=block, placement=placement)
    wanted = [*block.evidence, *(text for bonus in granted.bonuses for text in bonus.evidence)]
    return tuple(dict.fromkeys(wanted))


def doubts(*, policy: Policy, placement: PlacementFacts) -> tuple[tuple[str, str], ...]:
    """Return what about a placement makes it count for less or for nothing, as pairs of the field and the words; raises UnableToValue."""
    block = block_of(policy, placement)
    found = [("hours_per_week", warning) for warning in _hours_warnings(block, placement)]
    refused = refused_by(block, placement)
    if refused is not None:
        words = _("{reason} Zo telt zij niet mee.").format(reason=_refusal_words(refused, block, placement))
        found.append((FIELDS_OF_REFUSALS[refused], words))
    return tuple(found)


# ---------------------------------------------------------------- in words


def _end_reason(block: BuildingBlock, ended_by: CountEnd) -> str:
    return {
        CountEnd.PLACEMENT: _("het einde van de plaatsing"),
        CountEnd.CONTRACT: _("het einde van het contract"),
        CountEnd.UNTIL: _("de dag tot waar is gerekend"),
        CountEnd.CAP: _("het maximum van {months} maanden").format(months=block.cap_months),
        CountEnd.WAGE_COST_SUBSIDY: _("het einde van de loonkostensubsidie"),
    }[ended_by]


def _in_brackets(words: str) -> str:
    return f"({words})" if " " in words else words


def _count_words(term: Term, block: BuildingBlock, placement: PlacementFacts) -> str:
    """Return how many units a term counts, as a person writes it; a full working week is five days."""
    if term.measure.unit not in WORKED:
        return term.units.words
    hours, weeks = format_decimal(hours_that_count(block, placement)), _in_brackets(term.units.words)
    if term.measure.unit is Unit.HOUR:
        return f"{hours} × {weeks}"
    return f"{WORKING_DAYS_PER_WEEK} × {hours}/{format_decimal(full_time_of(block, placement))} × {weeks}"


def _formula(term: Term, block: BuildingBlock, placement: PlacementFacts) -> str:
    parts = [format_euros(term.measure.value)]
    if term.measure.goes_by_hours:
        parts.append(f"{format_decimal(hours_that_count(block, placement))}/{format_decimal(full_time_of(block, placement))}")
    if term.measure.unit not in (Unit.ONCE, Unit.COSTS) or term.units.number == 0:
        parts.append(_in_brackets(_count_words(term, block, placement)))
    return " × ".join(parts)


def _hours_warnings(block: BuildingBlock, placement: PlacementFacts) -> tuple[str, ...]:
    hours = hours_that_count(block, placement)
    if hours == placement.hours_per_week:
        return ()
    text = _("{hours} uur per week is meer dan een volledige werkweek; er tellen {full} uur.")
    return (text.format(hours=format_decimal(placement.hours_per_week), full=format_decimal(hours)),)


def _refusal_words(refused: str, block: BuildingBlock, placement: PlacementFacts) -> str:
    match refused:
        case "start_before_contract_months":
            text = _(
                "De plaatsing begon op {start}, voor het contract van {contract}. Een start mag ten hoogste {months} maanden eerder liggen."
            )
            start, contract = format_date(placement.start), format_date(placement.contract_start)
            return text.format(start=start, contract=contract, months=block.start_before_contract_months)
        case "minimum_hours_per_week":
            least = format_decimal(block.minimum_hours_per_week or 0)
            text = _("{hours} uur per week is minder dan het minimum van {least} uur.")
            return text.format(hours=format_decimal(placement.hours_per_week), least=least)
    return _("De plaatsing duurt korter dan het minimum van {months} maanden.").format(months=block.minimum_duration_months)


# ---------------------------------------------------------------- the steps


def _refusal_step(found: Worth, placement: PlacementFacts) -> Step:
    """Return the step that says why a placement does not count at all."""
    origin = found.block.origins.of(found.refused_by or "")
    words = _refusal_words(found.refused_by or "", found.block, placement)
    return Step.by(origin, label=_("Telt niet"), explanation=words, figure=format_euros(ZERO))


def _block_step(block: BuildingBlock) -> Step:
    text = _("{group}: {value} {per}").format(group=block.label, value=format_euros(block.value), per=per_unit(block.per))
    if block.full_time_hours_per_week is not None and block.per is not Unit.HOUR:
        text += _(" bij {hours} uur per week").format(hours=format_decimal(block.full_time_hours_per_week))
    text += f". {block.note}" if block.note else ""
    return Step.by(block.origins.of("value", "per"), label=_("Bouwblok"), explanation=text, figure=format_euros(block.value))


def _hours_steps(block: BuildingBlock, placement: PlacementFacts) -> tuple[Step, ...]:
    full, hours = block.full_time_hours_per_week, hours_that_count(block, placement)
    if full is None:
        return (Step(_("Uren per week"), _("De uren zoals opgegeven"), format_decimal(hours)),)
    text = _("{hours} van de {full} uur van een volledige werkweek").format(
        hours=format_decimal(placement.hours_per_week), full=format_decimal(full)
    )
    if ProRata.HOURS not in block.pro_rata and block.per not in WORKED:
        text += _("; dit bouwblok telt niet naar uren")
    figure = f"{format_decimal(hours)}/{format_decimal(full)}"
    return (Step.by(block.origins.of("full_time_hours_per_week"), label=_("Uren per week"), explanation=text, figure=figure),)


def _days_step(block: BuildingBlock, placement: PlacementFacts, counted: Counted) -> Step:
    if counted.end <= counted.start:
        text = _("Er is geen dag die telt: de telling begint op {first} en eindigt daarvoor ({reason})")
    else:
        text = _("Van {first} tot en met {last} ({reason})")
    text = text.format(
        first=format_date(counted.start), last=format_date(last_day(counted.end)), reason=_end_reason(block, counted.ended_by)
    )
    if placement.days_counted_before:
        text += _("; {days} dagen telden al eerder voor deze persoon").format(days=placement.days_counted_before)
    days = (counted.end - counted.start).days
    figure = _("1 dag") if days == 1 else _("{days} dagen").format(days=days)
    return Step.by(block.origins.of("cap_months"), label=_("Dagen die tellen"), explanation=text, figure=figure)


def _count_steps(block: BuildingBlock, placement: PlacementFacts, main: Term) -> tuple[Step, ...]:
    if block.per is Unit.ONCE:
        return ()
    if block.per in WORKED:
        text = _("Uren per week maal weken") if block.per is Unit.HOUR else _("Een volledige werkweek is vijf dagen; naar uren, maal weken")
    elif ProRata.DURATION in block.pro_rata:
        text = rest_of_unit(block.per)
    else:
        text = _("Wat begonnen is, telt helemaal")
    return (
        Step.by(block.origins.of("pro_rata"), label=units_label(block.per), explanation=text, figure=_count_words(main, block, placement)),
    )


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


def _maximum_steps(found: Worth) -> tuple[Step, ...]:
    most = found.block.maximum
    if most is None or not found.is_at_maximum:
        return ()
    text = _("Een plaatsing telt voor ten hoogste {most}").format(most=format_euros(most))
    return (Step.by(found.block.origins.of("maximum"), label=_("Maximum"), explanation=text, figure=format_euros(most)),)


def _value_step(found: Worth, placement: PlacementFacts) -> Step:
    formula = " + ".join(_formula(term, found.block, placement) for term in found.terms)
    return Step(_("Waarde"), _("{formula}, afgerond op hele centen").format(formula=formula), format_euros(found.amount))
