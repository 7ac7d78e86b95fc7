"""What is a contribution worth? A placement, a training, a purchase or an activity, by the blocks of a policy that is chosen first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.response import Response

from sroi.errors import UnableTo
from sroi.policy.rules import (
    ContributionFacts,
    CostBlock,
    PlacementFacts,
    Policy,
    Unit,
    Valuation,
    check_contract_period,
    value_of_contribution,
    value_to_end,
    value_until,
)
from sroi.public.calculator.choosing import (
    CALCULATE,
    Calculation,
    UnableToChoose,
    choice_fields,
    known_policies,
    not_covering,
    policy_meant,
    with_choice,
)
from sroi.values import day_after, format_euros, parse_birth_year, parse_date, parse_decimal, parse_euros
from sroi.web import clock
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import page
from sroi.web.permissions import PUBLIC
from sroi.web.requests import Submitted, WebRequest, asked

PLACEMENT, TRAINING, PURCHASE, ACTIVITY = "placement", "training", "purchase", "activity"
PATH = "/rekenhulp/bijdrage"
MAX_PEOPLE = 1_000


@get(PATH, opt=PUBLIC)
async def contribution_calculator(request: WebRequest) -> Response[Any]:
    """Show the choice of a policy and a kind, then the form of that kind, and when it was filled in what it is worth."""
    known = tuple(policy for policy in await known_policies() if any(_blocks(policy, kind) for kind in _kinds()))
    form, data = _choice(known), asked(request)
    if not any(field.name in data for field in form):
        return _choose(request, view(fields=form))
    chosen = with_choice(read(fields=form, data=data))
    if not chosen.is_valid:
        return _choose(request, view(fields=form, submission=chosen), status=422)
    try:
        meant = _meant(known, chosen.values)
    except UnableTo as refusal:
        return _choose(request, view(fields=form, submission=chosen.with_refusal(refusal)), status=422)
    return _work_out(request, data, meant, chosen.values["kind"], tuple(replace(field, kind="hidden") for field in form))


def _kinds() -> dict[str, str]:
    return {
        PLACEMENT: _("Plaatsing of stage"),
        TRAINING: _("Training of scholing"),
        PURCHASE: _("Sociale inkoop"),
        ACTIVITY: _("Maatschappelijke activiteit"),
    }


def _blocks(policy: Policy, kind: str) -> Mapping[str, Any]:
    tables: dict[str, Mapping[str, Any]] = {
        PLACEMENT: policy.blocks,
        TRAINING: policy.trainings,
        PURCHASE: policy.purchases,
        ACTIVITY: policy.activities,
    }
    return tables[kind]


def _choice(known: Iterable[Policy]) -> tuple[Field, ...]:
    kinds = tuple(_kinds().items())
    return (*choice_fields(known, needs_day=False), Field(name="kind", label=_("Soort bijdrage"), kind="radio", options=kinds))


def _meant(known: Iterable[Policy], chosen: Mapping[str, Any]) -> Policy:
    meant = policy_meant(known=known, chosen=chosen)
    if meant is None:
        raise not_covering(chosen)
    if not _blocks(meant, chosen["kind"]):
        text = _("Volgens {policy} telt dit niet mee. Kies een andere bijdrage of een ander beleid.")
        raise UnableToChoose(text.format(policy=meant.title), field="kind")
    return meant


def _work_out(request: WebRequest, data: Submitted, policy: Policy, kind: str, chosen: tuple[Field, ...]) -> Response[Any]:
    form = (*chosen, *(_placement_fields(policy) if kind == PLACEMENT else _cost_fields(_blocks(policy, kind))))
    submission = read(fields=form, data=data)
    if CALCULATE not in data:
        return _page(request, policy, kind, view(fields=form, typed=submission.typed))
    if not submission.is_valid:
        return _page(request, policy, kind, view(fields=form, submission=submission), status=422)
    try:
        calculation = _calculated(policy, kind, submission)
    except UnableTo as refusal:
        return _page(request, policy, kind, view(fields=form, submission=submission.with_refusal(refusal)), status=422)
    return _page(request, policy, kind, view(fields=form, submission=submission), calculation=calculation)


def _calculated(policy: Policy, kind: str, submission: Submission) -> Calculation:
    if kind == PLACEMENT:
        return _placement(policy, submission.values)
    got = submission.values
    facts = ContributionFacts(got.get("amount"), got.get("hours"), got.get("days"), got.get("people") or 1)
    valuation = value_of_contribution(block=_blocks(policy, kind)[got["block"]], facts=facts)
    return _shown(policy, valuation, ((_("Waarde"), format_euros(valuation.amount), ""),))


# ---------------------------------------------------------------- a placement


def _placement_fields(policy: Policy) -> tuple[Field, ...]:
    groups = tuple((key, block.label) for key, block in policy.blocks.items())
    return (
        Field(name="target_group", label=_("Doelgroep"), kind="select", options=(("", _("Kies een doelgroep")), *groups)),
        Field(name="hours_per_week", label=_("Uren per week"), parse=parse_decimal, kind="number", hint=_("Bijvoorbeeld 24 of 24,5.")),
        Field(name="starts_on", label=_("Eerste werkdag"), parse=parse_date, kind="date"),
        _day("ends_on", _("Laatste werkdag"), _("Laat leeg als de plaatsing doorloopt.")),
        _day("counted_until", _("Reken tot en met"), _("Laat leeg om tot het einde te rekenen.")),
        _day("contract_starts_on", _("Startdatum van het contract"), _("Dagen voor het contract tellen niet.")),
        _day("contract_ends_on", _("Einddatum van het contract"), _("De laatste dag.")),
        _day("wage_cost_subsidy_until", _("Loonkostensubsidie tot en met"), _("Alleen als er loonkostensubsidie is.")),
        Field(
            name="birth_year",
            label=_("Geboortejaar"),
            parse=lambda text: parse_birth_year(text, today=clock.today()),
            required=False,
            kind="number",
            hint=_("Alleen nodig voor een leeftijdstoeslag."),
        ),
        *_bonus_fields(policy),
    )


def _day(name: str, label: str, hint: str) -> Field:
    return Field(name=name, label=label, parse=parse_date, required=False, kind="date", hint=hint)


def _bonus_fields(policy: Policy) -> tuple[Field, ...]:
    if not policy.bonuses:
        return ()
    names = tuple((key, bonus.label) for key, bonus in policy.bonuses.items())
    costs = (
        Field(
            name=f"bonus_costs_{key}",
            label=_("Kosten exclusief btw: {bonus}").format(bonus=bonus.label),
            parse=parse_euros,
            required=False,
            kind="money",
        )
        for key, bonus in policy.bonuses.items()
        if bonus.per is Unit.COSTS
    )
    return (
        Field(name="bonuses", label=_("Toeslagen die van toepassing zijn"), required=False, kind="checkboxes", options=names),
        *costs,
    )


def _placement(policy: Policy, got: Mapping[str, Any]) -> Calculation:
    contract_end = day_after(got["contract_ends_on"])
    check_contract_period(start=got["contract_starts_on"], end=contract_end)
    facts = PlacementFacts(
        target_group=got["target_group"],
        hours_per_week=got["hours_per_week"],
        start=got["starts_on"],
        end=day_after(got["ends_on"]),
        contract_start=got["contract_starts_on"],
        contract_end=contract_end,
        wage_cost_subsidy_end=day_after(got["wage_cost_subsidy_until"]),
        birth_year=got["birth_year"],
        bonuses=frozenset(got.get("bonuses", ())),
        bonus_costs=_bonus_costs(policy, got),
    )
    valuation = value_until(policy=policy, placement=facts, until=day_after(got["counted_until"]))
    expected = value_to_end(policy=policy, placement=facts)
    figures = [(_("Waarde"), format_euros(valuation.amount), _("van de dagen die tellen"))]
    if got["counted_until"] is not None and expected is not None:
        figures.append((_("Verwacht"), format_euros(expected), _("tot het einde")))
    return _shown(policy, valuation, tuple(figures))


def _bonus_costs(policy: Policy, got: Mapping[str, Any]) -> dict[str, Decimal]:
    given = {key: got.get(f"bonus_costs_{key}") for key in policy.bonuses}
    return {key: costs for key, costs in given.items() if costs is not None}


# ---------------------------------------------------------------- a training, a purchase, an activity


def _cost_fields(blocks: Mapping[str, CostBlock]) -> tuple[Field, ...]:
    """Return the fields that at least one of these blocks counts by; which of them are needed, the block that is chosen says."""
    names = tuple((key, block.label) for key, block in blocks.items())
    units = {block.per for block in blocks.values()}
    fields = [Field(name="block", label=_("Bouwblok"), kind="select", options=(("", _("Maak een keuze")), *names))]
    if units & {Unit.COSTS, Unit.AGREED, Unit.INVOICE}:
        fields.append(Field(name="amount", label=_("Bedrag exclusief btw"), parse=parse_euros, required=False, kind="money"))
    if Unit.HOUR in units:
        fields.append(Field(name="hours", label=_("Aantal uren"), parse=parse_decimal, required=False, kind="number"))
    if Unit.DAY in units or any(block.maximum_per_day is not None for block in blocks.values()):
        fields.append(Field(name="days", label=_("Aantal dagen"), parse=parse_decimal, required=False, kind="number"))
    if any(block.per_person for block in blocks.values()):
        fields.append(Field(name="people", label=_("Aantal mensen"), parse=_people, required=False, kind="number"))
    return tuple(fields)


def _people(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MAX_PEOPLE):
        raise ValueError(_("Vul het aantal mensen in, van 1 tot en met 1.000."))
    return int(text)


# ---------------------------------------------------------------- pages


def _shown(policy: Policy, valuation: Valuation, figures: tuple[tuple[str, str, str], ...]) -> Calculation:
    return Calculation(_("Berekend"), figures, valuation.steps, valuation.warnings, policy)


def _choose(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(request, "public/contribution_choice.html", status=status, title=_("Rekenhulp: wat is een bijdrage waard?"), form=form)


def _page(
    request: WebRequest, policy: Policy, kind: str, form: FormView, *, calculation: Calculation | None = None, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "public/contribution.html",
        status=status,
        title=_("Rekenhulp: {kind}").format(kind=_kinds()[kind].lower()),
        policy=policy,
        form=form,
        calculation=calculation,
    )
