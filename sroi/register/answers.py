"""Answering what a registered contract asks: what was not known at its award, after which its obligation is computed again."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord, ContractStatus, Correction, answerable
from sroi.errors import UnableTo
from sroi.obligations.operations import answer_questions
from sroi.register.registration import parse_share
from sroi.values import parse_date, parse_euros
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted


def fields(record: ContractRecord) -> tuple[Field, ...]:
    """Return a field for each fact that may still be answered."""
    known = (
        Field(name="contract_sum", label=_("Opdrachtsom exclusief btw"), kind="money", parse=parse_euros, required=False),
        Field(name="tender_sum", label=_("Inschrijfsom exclusief btw"), kind="money", parse=parse_euros, required=False),
        Field(
            name="wage_sum",
            label=_("Loonsom"),
            kind="money",
            parse=parse_euros,
            required=False,
            hint=_("Alleen nodig als het beleid met de loonsom rekent."),
        ),
        Field(
            name="labour_share_pct",
            label=_("Arbeidsdeel in procenten"),
            kind="number",
            parse=parse_share,
            required=False,
            hint=_("Welk deel van de opdrachtsom is arbeid? Bijvoorbeeld 60."),
        ),
        Field(
            name="published_on",
            label=_("Publicatiedatum van de aanbesteding"),
            kind="date",
            parse=parse_date,
            required=False,
            hint=_("Alleen nodig als het beleid naar de publicatie kijkt."),
        ),
        Field(name="awarded_on", label=_("Gunningsdatum"), kind="date", parse=parse_date, required=False),
    )
    return tuple(field for field in known if field.name in answerable(record.facts))


@get("/contracten/{contract_id:uuid}/vragen", opt=permits(Permission.WRITE_REGISTER))
async def answer_form(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show what may be answered."""
    record = await _contract(request, contract_id)
    return _page(request, record, view(fields=fields(record)))


@post("/contracten/{contract_id:uuid}/vragen", opt=permits(Permission.WRITE_REGISTER))
async def answer(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Keep the answers and compute the obligation again."""
    record = await _contract(request, contract_id)
    submission = read(fields=fields(record), data=await submitted(request))
    if not submission.is_valid:
        return _page(request, record, view(fields=fields(record), submission=submission), status=422)
    try:
        answers = Correction(**submission.values)
        await answer_questions(viewer=request.viewer, contract_id=contract_id, answers=answers, now=clock.now(), today=clock.today())
    except UnableTo as refusal:
        return _page(request, record, view(fields=fields(record), submission=submission.with_refusal(refusal)), status=422)
    return see_other(
        request, f"/contracten/{contract_id}", flash=Flash(_("Het antwoord is bewaard en de verplichting is opnieuw berekend."))
    )


async def _contract(request: WebRequest, contract_id: UUID) -> ContractRecord:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.status is not ContractStatus.REGISTERED or not answerable(record.facts):
        raise ContractNotFound(_("Bij dit contract staan geen vragen open."))
    return record


def _page(request: WebRequest, record: ContractRecord, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(request, "register/answers.html", status=status, title=_("Vragen beantwoorden"), contract=record, form=form)
