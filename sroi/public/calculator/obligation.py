"""What does a contract owe? By the same steps as the register and as `sroi calculate obligation`."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.response import Response

from sroi.contracts.rules import ContractType, contract_type_label
from sroi.errors import UnableTo
from sroi.obligations.rules import AwardFacts, Obligation, Outcome, compute_obligation, outcome_label
from sroi.policy.rules import Policy
from sroi.public.calculator.choosing import CALCULATE, Calculation, choice_fields, known_policies, policy_meant, with_choice
from sroi.values import day_after, format_euros, parse_date, parse_euros, parse_percentage
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest, asked

TONES = {Outcome.OWED: "success", Outcome.NOT_OWED: "neutral", Outcome.ASKS: "warning"}


def fields(known: Iterable[Policy]) -> tuple[Field, ...]:
    """Return the fields of an award, and those that choose the policy."""
    types = tuple((kind.value, contract_type_label(kind)) for kind in ContractType)
    return (
        *choice_fields(known, needs_day=True),
        Field(name="contract_type", label=_("Soort opdracht"), parse=ContractType, kind="radio", options=types),
        Field(name="contract_sum", label=_("Opdrachtsom exclusief btw"), parse=_contract_sum, kind="money"),
        Field(
            name="labour_share_pct",
            label=_("Arbeidsdeel in procenten"),
            parse=parse_percentage,
            required=False,
            kind="number",
            hint=_("Welk deel van de opdrachtsom is arbeid? Bijvoorbeeld 60."),
        ),
        Field(name="starts_on", label=_("Startdatum"), parse=parse_date, required=False, kind="date"),
        Field(name="ends_on", label=_("Einddatum"), parse=parse_date, required=False, kind="date", hint=_("De laatste dag.")),
        Field(name="tender_sum", label=_("Inschrijfsom exclusief btw"), parse=parse_euros, required=False, kind="money"),
        Field(name="wage_sum", label=_("Loonsom"), parse=parse_euros, required=False, kind="money"),
        Field(name="invoiced_turnover", label=_("Gefactureerde omzet exclusief btw"), parse=parse_euros, required=False, kind="money"),
    )


def _contract_sum(text: str) -> Decimal:
    """Return a sum above zero; refused here already, so that it is told beside the other fields."""
    if (amount := parse_euros(text)) <= 0:
        raise ValueError(_("Vul een opdrachtsom groter dan € 0,00 in."))
    return amount


@get("/rekenhulp", opt=PUBLIC)
async def obligation_calculator(request: WebRequest) -> Response[Any]:
    """Show the form, and when it was filled in what such a contract owes."""
    known = tuple(policy for policy in await known_policies() if policy.obligations)
    form, data = fields(known), asked(request)
    submission = with_choice(read(fields=form, data=data))
    if CALCULATE not in data:
        return _page(request, view(fields=form, typed=submission.typed))
    if not submission.is_valid:
        return _page(request, view(fields=form, submission=submission), status=422)
    try:
        meant = policy_meant(known=known, chosen=submission.values)
        computed = compute_obligation(policy=meant, award=_award(submission.values))
    except UnableTo as refusal:
        return _page(request, view(fields=form, submission=submission.with_refusal(refusal)), status=422)
    return _page(request, view(fields=form, submission=submission), calculation=_shown(computed, meant))


def _award(got: Mapping[str, Any]) -> AwardFacts:
    return AwardFacts(
        contract_type=got["contract_type"],
        contract_sum=got["contract_sum"],
        awarded_on=got["awarded_on"],
        labour_share_pct=got["labour_share_pct"],
        tender_sum=got["tender_sum"],
        wage_sum=got["wage_sum"],
        invoiced_turnover=got["invoiced_turnover"],
        start=got["starts_on"],
        end=day_after(got["ends_on"]),
        published_on=got["published_on"],
    )


def _shown(computed: Obligation, meant: Policy | None) -> Calculation:
    is_computed = computed.outcome is not Outcome.ASKS
    return Calculation(
        outcome=outcome_label(computed.outcome),
        figures=((_("Verplichting"), format_euros(computed.amount), ""),) if is_computed else (),
        steps=computed.steps,
        questions=computed.questions,
        policy=meant,
        tone=TONES[computed.outcome],
    )


def _page(request: WebRequest, form: FormView, *, calculation: Calculation | None = None, status: int = 200) -> Response[Any]:
    title = _("Rekenhulp: wat vraagt een opdracht?")
    return page(request, "public/calculator.html", status=status, title=title, form=form, calculation=calculation)
