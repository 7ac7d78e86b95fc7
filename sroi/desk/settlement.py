"""Decisions about balances: the list, open proposals first, and one decision with its computation, its effect and its history."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.settlement_forms import ADOPT, decision_fields, withdrawal_fields
from sroi.errors import UnableTo
from sroi.ledger.rules import entry_label
from sroi.settlement.operations import adopt, reject, withdraw
from sroi.settlement.queries import PAGE_SIZE, decision, decisions_page, effects_of_decision, history_of_decision, obstacle_to, page_key
from sroi.settlement.rules import DecisionRecord, Effect, kind_label, status_label, status_tone
from sroi.values import last_day
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import FormView, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted


@dataclass(frozen=True)
class DecisionRow:
    """A decision in the list."""

    href: str
    number: int
    kind: str
    contract: str
    contractor_name: str
    amount: Decimal
    status: str
    tone: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str


@dataclass(frozen=True)
class EntryRow:
    """An entry that a decision makes, in words."""

    contract: str
    kind: str
    amount: Decimal
    effective_on: date


@get("/beslissingen", opt=permits(Permission.PROPOSE_SETTLEMENT))
async def decision_list(request: WebRequest) -> Response[Any]:
    """Show every decision, those that wait first."""
    after = cursor_of(request, int, int)
    found = await decisions_page(viewer=request.viewer, after=(after[0], after[1]) if after else None, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=page_key)
    return page(request, "desk/settlements.html", title=_("Beslissingen"), rows=tuple(_row(record) for record in shown.rows), paged=shown)


@get("/beslissingen/{decision_id:uuid}", opt=permits(Permission.PROPOSE_SETTLEMENT))
async def decision_page(request: WebRequest, decision_id: FromPath[UUID]) -> Response[Any]:
    """Show one decision, with the form that this viewer may fill in."""
    record = await decision(viewer=request.viewer, decision_id=decision_id)
    return await _page(request, record, None)


@post("/beslissingen/{decision_id:uuid}", opt=permits(Permission.DECIDE_SETTLEMENT))
async def decide_settlement(request: WebRequest, decision_id: FromPath[UUID]) -> Response[Any]:
    """Adopt or reject a proposal; on a refusal everything that was typed stays."""
    record = await decision(viewer=request.viewer, decision_id=decision_id)
    submission = read(fields=decision_fields(), data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, record, submission, status=422)
    viewer, reason, now = request.viewer, submission.values["reason"] or "", clock.now()
    is_adopted = submission.values["verdict"] == ADOPT
    try:
        if is_adopted:
            await adopt(viewer=viewer, decision_id=decision_id, reason=reason, now=now, today=clock.today())
        else:
            await reject(viewer=viewer, decision_id=decision_id, reason=reason, now=now)
    except UnableTo as refusal:
        record = await decision(viewer=viewer, decision_id=decision_id)
        return await _page(request, record, submission.with_refusal(refusal), status=422)
    text = _("Beslissing {number} is aangenomen.") if is_adopted else _("Beslissing {number} is afgewezen.")
    return see_other(request, f"/beslissingen/{decision_id}", flash=Flash(text.format(number=record.number)))


@post("/beslissingen/{decision_id:uuid}/intrekken", opt=permits(Permission.PROPOSE_SETTLEMENT))
async def withdraw_proposal(request: WebRequest, decision_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw one's own proposal."""
    record = await decision(viewer=request.viewer, decision_id=decision_id)
    submission = read(fields=withdrawal_fields(), data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, record, submission, status=422)
    try:
        await withdraw(viewer=request.viewer, decision_id=decision_id, reason=submission.values["reason"], now=clock.now())
    except UnableTo as refusal:
        record = await decision(viewer=request.viewer, decision_id=decision_id)
        return await _page(request, record, submission.with_refusal(refusal), status=422)
    text = _("Het voorstel is ingetrokken.")
    return see_other(request, f"/beslissingen/{decision_id}", flash=Flash(text))


def _row(record: DecisionRecord) -> DecisionRow:
    return DecisionRow(
        href=f"/beslissingen/{record.id}",
        number=record.number,
        kind=kind_label(record.kind),
        contract=f"{record.contract_number} {record.contract_title}",
        contractor_name=record.contractor_name,
        amount=record.amount,
        status=status_label(record.status),
        tone=status_tone(record.status),
        proposed_by=record.proposed_by,
        proposed_at=record.proposed_at,
        decided_by=record.decided_by,
    )


def _within(label: str) -> str:
    """Return a label as it stands within a sentence; a name in it, as PSO, keeps its capitals."""
    return label[:1].lower() + label[1:]


def _entries(effects: tuple[Effect, ...]) -> tuple[EntryRow, ...]:
    return tuple(
        EntryRow(effect.name, entry_label(entry.kind), entry.amount, entry.effective_on) for effect in effects for entry in effect.entries
    )


async def _page(request: WebRequest, record: DecisionRecord, submission: Submission | None, *, status: int = 200) -> Response[Any]:
    viewer, today = request.viewer, clock.today()
    is_own = viewer.user_id == record.proposed_by_id
    is_insider = viewer.organisation_id == record.contractor_id
    may_decide = record.is_open and viewer.may(Permission.DECIDE_SETTLEMENT) and not is_own and not is_insider
    effects = await effects_of_decision(viewer=viewer, record=record, today=today)
    return page(
        request,
        "desk/settlement.html",
        status=status,
        title=_("Beslissing {number}: {kind}").format(number=record.number, kind=_within(kind_label(record.kind))),
        decision=record,
        last_day=last_day(record.proposal.expires_on),
        status_text=status_label(record.status),
        tone=status_tone(record.status),
        effects=effects,
        entries=_entries(effects),
        obstacle=await obstacle_to(viewer=viewer, record=record, today=today) if record.is_open else "",
        history=tuple((status_label(step.status), step) for step in await history_of_decision(viewer=viewer, decision_id=record.id)),
        is_own=is_own,
        is_insider=is_insider,
        may_decide=may_decide,
        form=_form(record, submission, may_decide=may_decide, is_own=is_own),
    )


def _form(record: DecisionRecord, submission: Submission | None, *, may_decide: bool, is_own: bool) -> FormView:
    """Return the form that the viewer may fill in; without fields, and only what was refused, where there is none."""
    fields = decision_fields() if may_decide else withdrawal_fields() if is_own and record.is_open else ()
    return view(fields=fields, submission=submission)
