"""What was held on one day about another: the obligation, the balance and the events that were known by then."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract
from sroi.contracts.rules import RecordedEvent, change_words, kind_label
from sroi.ledger.queries import entries
from sroi.ledger.rules import entry_label, source_label
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


@dataclass(frozen=True)
class EntryRow:
    """An amount of the balance as the page lists it; `source` says where it comes from."""

    kind: str
    source: str
    effective_on: date
    recorded_at: datetime
    amount: Decimal


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
    held, posted = None, tuple[EntryRow, ...]()
    if submission.is_valid:
        about, known_on = submission.values["over"], end_of_day(submission.values["bekend-op"])
        held = await held_then(viewer=request.viewer, contract_id=contract_id, about=about, known_on=known_on)
        posted = await _entries(contract_id, about, known_on)
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
        entries=posted,
        revisions=await revisions(viewer=request.viewer, contract_id=contract_id),
    )


def _sentence(held: HeldThen, days: Any) -> str:
    about, known = format_date(days["over"]), format_date(days["bekend-op"])
    if held.stage is None:
        return _("Aan het einde van {known} was er op {about} nog geen gunning bekend.").format(known=known, about=about)
    return _("Over {about}, zoals bekend aan het einde van {known}").format(known=known, about=about)


async def _entries(contract_id: UUID, about: date, known_on: datetime) -> tuple[EntryRow, ...]:
    """Return what makes up the balance of a day as it was known then, in the order in which it was recorded."""
    return tuple(
        EntryRow(entry_label(entry.kind), source_label(entry.source_kind), entry.effective_on, entry.recorded_at, entry.amount)
        for entry in await entries(contract_id=contract_id)
        if entry.effective_on <= about and entry.recorded_at <= known_on
    )


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
