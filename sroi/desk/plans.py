"""Plans of approach at the WSP: those that wait for an answer, and one with what it is worth and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.operations.plans import MAX_REASON, agree_plan, return_plan
from sroi.fulfilment.queries.plans import PAGE_SIZE, plan, plan_history, setting_of, submitted_plans, what_came
from sroi.fulfilment.rules.plans import PlanRecord, PlanStatus, lines_of, measured, plan_status_label, plan_status_tone
from sroi.ledger.queries import balances
from sroi.partners.queries import partner_names
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted, version_of

AGREE, ASK = "agree", "ask"


@dataclass(frozen=True)
class PlanRow:
    """A plan in the list."""

    href: str
    contract: str
    contractor_name: str
    number: int
    submitted_at: datetime


@get("/plannen", opt=permits(Permission.REVIEW_CLAIMS))
async def plan_list(request: WebRequest) -> Response[Any]:
    """Show the plans that wait for the WSP, the oldest first."""
    after = cursor_of(request, datetime, UUID)
    found = await submitted_plans(viewer=request.viewer, after=after and (after[0], after[1]), size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda row: (row.submitted_at, row.id))
    rows = tuple(
        PlanRow(f"/plannen/{row.id}", f"{row.contract_number} {row.contract_title}", row.contractor_name, row.number, row.submitted_at)
        for row in shown.rows
    )
    return page(
        request, "desk/plans.html", title=_("Plannen van aanpak"), rows=rows, next_href=shown.next_href, first_href=shown.first_href
    )


@get("/plannen/{plan_id:uuid}", opt=permits(Permission.READ_CLAIMS))
async def plan_of_contractor(request: WebRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Show one plan, and the form that answers it."""
    record = await plan(viewer=request.viewer, plan_id=plan_id)
    return await _page(request, record, view(fields=_fields(), typed={"version": str(record.version)}))


@post("/plannen/{plan_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def answer_plan(request: WebRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Agree a plan, or send it back with a question; on a refusal what was typed stays."""
    await plan(viewer=request.viewer, plan_id=plan_id)  # what does not exist for the viewer is not answered
    submission = read(fields=_fields(), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        write = agree_plan if values["answer"] == AGREE else return_plan
        try:
            await write(viewer=request.viewer, plan_id=plan_id, version=values["version"], reason=values["reason"] or "", now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            done = _("Het plan is akkoord.") if values["answer"] == AGREE else _("Uw vraag is naar de opdrachtnemer gestuurd.")
            return see_other(request, "/plannen", flash=Flash(done))
    fresh = await plan(viewer=request.viewer, plan_id=plan_id)
    return await _page(request, fresh, view(fields=_fields(), submission=submission), status=422)


def _fields() -> tuple[Field, ...]:
    answers = ((AGREE, _("Akkoord")), (ASK, _("Terugsturen met een vraag")))
    return (
        Field(name="answer", label=_("Uw antwoord"), kind="radio", options=answers),
        Field(
            name="reason",
            label=_("Toelichting"),
            kind="textarea",
            required=False,
            max_length=MAX_REASON,
            hint=_("Nodig bij een vraag. De opdrachtnemer leest dit."),
        ),
        Field(name="version", label=_("Versie"), kind="hidden", parse=version_of),
    )


async def _page(request: WebRequest, record: PlanRecord, form: FormView, *, status: int = 200) -> Response[Any]:
    held = await contract(viewer=request.viewer, contract_id=record.contract_id)
    setting, today = await setting_of(record=held, on=clock.today()), clock.today()
    lines = lines_of(items=record.items, setting=setting) if setting else ()
    came = await what_came(contract_id=held.id) if record.status is PlanStatus.AGREED else {}
    return page(
        request,
        "desk/plan.html",
        status=status,
        title=_("Plan van aanpak"),
        contract=held,
        plan=record,
        badge_words=(plan_status_label(record.status), plan_status_tone(record.status)),
        lines=tuple((number, KINDS[line.item.kind].label, line) for number, line in enumerate(lines, 1)),
        total=sum(line.counts for line in lines),
        partners=await partner_names(partner_ids=[item.partner_id for item in record.items if item.partner_id]),
        balance=(await balances(contract_ids=[held.id], as_of=today))[held.id],
        measured=measured(items=record.items, setting=setting, came=came, on=today) if setting and came else (),
        history=tuple((plan_status_label(step.status), step) for step in await plan_history(record=record)),
        may_answer=record.status is PlanStatus.SUBMITTED and request.viewer.may(Permission.REVIEW_CLAIMS),
        form=form,
    )
