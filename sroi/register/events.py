"""What happens to a contract after its award: choosing the kind of event, seeing what it would change, recording it."""

from collections.abc import Mapping
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord, ContractStatus, EventKind
from sroi.errors import UnableTo
from sroi.obligations.operations import Recording, change_contract, hand_over_contract
from sroi.obligations.queries import Effect, effect_of_change
from sroi.register.event_forms import EventForm, event_choices, event_form
from sroi.values import format_short_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import FormView, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

PREVIEW = "preview"


@get("/contracten/{contract_id:uuid}/gebeurtenissen/nieuw", opt=permits(Permission.WRITE_REGISTER))
async def event_kinds(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Let the officer choose what happened."""
    record = await _contract(request, contract_id)
    return page(request, "register/event_kinds.html", title=_("Wijziging vastleggen"), contract=record, choices=event_choices())


@get("/contracten/{contract_id:uuid}/gebeurtenissen/nieuw/{slug:str}", opt=permits(Permission.WRITE_REGISTER))
async def event_page(request: WebRequest, contract_id: FromPath[UUID], slug: FromPath[str]) -> Response[Any]:
    """Show the form of one kind of event."""
    record, form = await _contract(request, contract_id), _form(slug)
    typed = {"effective_on": format_short_date(clock.today())} if form.kind is EventKind.THRESHOLD_DECISION else {}
    return _page(request, record, (slug, form), view(fields=form.fields, typed=typed))


@post("/contracten/{contract_id:uuid}/gebeurtenissen/nieuw/{slug:str}", opt=permits(Permission.WRITE_REGISTER))
async def record_event(request: WebRequest, contract_id: FromPath[UUID], slug: FromPath[str]) -> Response[Any]:
    """Record the event with the obligation that follows from it, or show what it would change."""
    record, form = await _contract(request, contract_id), _form(slug)
    data = await submitted(request)
    submission = read(fields=form.fields, data=data)
    if not submission.is_valid:
        return _page(request, record, (slug, form), view(fields=form.fields, submission=submission), status=422)
    try:
        effect = await _apply(request, record, form, submission, is_preview=data.get("action") == PREVIEW)
    except UnableTo as refusal:
        failed = view(fields=form.fields, submission=submission.with_refusal(refusal))
        return _page(request, record, (slug, form), failed, status=422)
    if effect is not None:
        return _page(request, record, (slug, form), view(fields=form.fields, submission=submission), effect=effect)
    return see_other(
        request, f"/contracten/{contract_id}", flash=Flash(_("De wijziging is vastgelegd en de verplichting is opnieuw berekend."))
    )


async def _apply(
    request: WebRequest, record: ContractRecord, form: EventForm, submission: Submission, *, is_preview: bool
) -> Effect | None:
    """Record the event and return None, or return what it would change."""
    got = submission.values
    recording = Recording(_effective_on(form, got, record), got["reason"] or "", clock.now(), clock.today())
    if form.change is None:
        await hand_over_contract(
            viewer=request.viewer,
            contract_id=record.id,
            name=got["contractor_name"],
            kvk_number=got["kvk_number"].number,
            recording=recording,
        )
        return None
    change = form.change(got)
    if is_preview:
        return await effect_of_change(
            viewer=request.viewer,
            contract_id=record.id,
            change=change,
            effective_on=recording.effective_on,
            now=recording.now,
            today=recording.today,
        )
    await change_contract(viewer=request.viewer, contract_id=record.id, change=change, recording=recording)
    return None


def _effective_on(form: EventForm, got: Mapping[str, Any], record: ContractRecord) -> date:
    """Return the day that an event counts from: the day that was asked, the period's last or first day, or that of the award."""
    named = {EventKind.TURNOVER: "until", EventKind.SUSPENSION: "start", EventKind.CORRECTION: "awarded_on"}.get(form.kind, "effective_on")
    day = got[named] or record.facts.awarded_on
    assert isinstance(day, date)
    return day


async def _contract(request: WebRequest, contract_id: UUID) -> ContractRecord:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.status is not ContractStatus.REGISTERED:
        raise ContractNotFound(_("Dit is een concept. Vul het aan om het te registreren."))
    return record


def _form(slug: str) -> EventForm:
    form = event_form(slug)
    if form is None:
        raise ContractNotFound(_("Deze soort wijziging bestaat niet."))
    return form


def _page(
    request: WebRequest,
    record: ContractRecord,
    chosen: tuple[str, EventForm],
    form: FormView,
    *,
    effect: Effect | None = None,
    status: int = 200,
) -> Response[Any]:
    slug, event = chosen
    return page(
        request,
        "register/event.html",
        status=status,
        title=event.title,
        intro=event.intro,
        may_preview=event.change is not None,
        contract=record,
        slug=slug,
        form=form,
        effect=effect,
    )
