"""What was held on one day about another: the obligation, the balance and the events that were known by then."""

from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract
from sroi.contracts.rules import RecordedEvent, change_words, kind_label
from sroi.obligations.queries import HeldThen, held_then, revisions
from sroi.obligations.rules import outcome_label
from sroi.values import end_of_day, format_date, format_short_date, parse_date
from sroi.web import clock
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text


@dataclass(frozen=True)
class EventRow:
    """An event as the page lists it."""

    number: int
    kind: str
    words: str
    effective_on: date
    recorded_at: datetime
    recorded_by: str
    reason: str


def fields() -> tuple[Field, ...]:
    """Return the two days that the question has."""
    return (
        Field(name="over", label=_("Over welke dag gaat het?"), kind="date", parse=parse_date),
        Field(name="bekend-op", label=_("Wat was bekend aan het einde van deze dag?"), kind="date", parse=parse_date),
    )


@get("/contracten/{contract_id:uuid}/verplichting", opt=permits(Permission.READ_REGISTER))
async def obligation_history(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show what was held on a day about a day; without days: today about today."""
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    today = format_short_date(clock.today())
    asked = {name: query_text(request, name) or today for name in ("over", "bekend-op")}
    submission = read(fields=fields(), data=asked)
    form: FormView = view(fields=fields(), submission=submission)
    held = None
    if submission.is_valid:
        about, known = submission.values["over"], submission.values["bekend-op"]
        held = await held_then(viewer=request.viewer, contract_id=contract_id, about=about, known_on=end_of_day(known))
    return page(
        request,
        "register/history.html",
        status=200 if submission.is_valid else 422,
        title=_("Verloop van de verplichting"),
        contract=record,
        form=form,
        held=held,
        sentence=_sentence(held, submission.values) if held else "",
        outcome=outcome_label(held.stage.obligation.outcome) if held and held.stage else "",
        events=tuple(_row(event) for event in held.events) if held else (),
        revisions=await revisions(viewer=request.viewer, contract_id=contract_id),
    )


def _sentence(held: HeldThen, days: Any) -> str:
    about, known = format_date(days["over"]), format_date(days["bekend-op"])
    if held.stage is None:
        return _("Aan het einde van {known} was er op {about} nog geen gunning bekend.").format(known=known, about=about)
    return _("Zo stond het aan het einde van {known} vast over {about}.").format(known=known, about=about)


def _row(event: RecordedEvent) -> EventRow:
    return EventRow(
        number=event.number,
        kind=kind_label(event.kind),
        words=change_words(event.change),
        effective_on=event.effective_on,
        recorded_at=event.recorded_at,
        recorded_by=event.recorded_by,
        reason=event.reason,
    )
