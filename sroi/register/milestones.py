"""What is due and late over all contracts, and one milestone with the forms that meet and reopen it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.obligations.operations import meet_milestone, reopen_milestone
from sroi.obligations.queries import Due, MilestoneFilter, earlier_meetings, imports_to_plan, milestone, milestone_counts, milestones_page
from sroi.obligations.queries.milestones import PAGE_SIZE
from sroi.obligations.rules import MAX_NOTE, MilestoneRecord, standing_tone, standing_words
from sroi.values import format_short_date, parse_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text, submitted


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone in the list."""

    href: str
    label: str
    contract_href: str
    contract: str
    contractor_name: str
    due_on: date
    is_confirmed: bool
    standing: str
    tone: str


@get("/mijlpalen", opt=permits(Permission.READ_REGISTER))
async def milestone_list(request: WebRequest) -> Response[Any]:
    """Show what is due, the longest late first, narrowed by what was asked."""
    narrowed, after, today = _filter(request), cursor_of(request, date, UUID), clock.today()
    found = await milestones_page(
        viewer=request.viewer, narrowed=narrowed, on=today, after=(after[0], after[1]) if after else None, size=PAGE_SIZE + 1
    )
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda record: (record.due_on, record.id))
    return page(
        request,
        "register/milestones.html",
        title=_("Mijlpalen"),
        rows=tuple(_row(record, today) for record in shown.rows),
        counts=await milestone_counts(viewer=request.viewer, text=narrowed.text, on=today),
        are_more_to_come=bool(await imports_to_plan()),
        narrowed=narrowed,
        choices=((Due.OPEN.value, _("Alles wat open staat")), (Due.LATE.value, _("Te laat")), (Due.THIS_MONTH.value, _("Deze maand"))),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@get("/mijlpalen/{milestone_id:uuid}", opt=permits(Permission.READ_REGISTER))
async def milestone_page(request: WebRequest, milestone_id: FromPath[UUID]) -> Response[Any]:
    """Show one milestone: its day and why, who met it, and what may be done."""
    record = await milestone(viewer=request.viewer, milestone_id=milestone_id)
    form = view(fields=_fields(record), typed={"met_on": format_short_date(clock.today())})
    return await _page(request, record, form)


@post("/mijlpalen/{milestone_id:uuid}", opt=permits(Permission.WRITE_MILESTONES))
async def meet(request: WebRequest, milestone_id: FromPath[UUID]) -> Response[Any]:
    """Record that a milestone was met."""
    record = await milestone(viewer=request.viewer, milestone_id=milestone_id)

    async def write(typed: Submission) -> str:
        note = typed.values["note"] or ""
        await meet_milestone(viewer=request.viewer, milestone_id=milestone_id, met_on=typed.values["met_on"], note=note, now=clock.now())
        return _("{label} is afgerond.").format(label=record.label)

    return await _written(request, record, _meeting_fields(), write)


@post("/mijlpalen/{milestone_id:uuid}/heropenen", opt=permits(Permission.WRITE_MILESTONES))
async def reopen(request: WebRequest, milestone_id: FromPath[UUID]) -> Response[Any]:
    """Open a milestone again that was met by mistake or turned out not to be met."""
    record = await milestone(viewer=request.viewer, milestone_id=milestone_id)

    async def write(typed: Submission) -> str:
        await reopen_milestone(viewer=request.viewer, milestone_id=milestone_id, reason=typed.values["reason"], now=clock.now())
        return _("{label} staat weer open.").format(label=record.label)

    return await _written(request, record, _reopening_fields(), write)


async def _written(
    request: WebRequest, record: MilestoneRecord, fields: tuple[Field, ...], write: Callable[[Submission], Awaitable[str]]
) -> Response[Any]:
    """Do what a form asks and go back to the list; on a refusal everything that was typed stays."""
    submission = read(fields=fields, data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, record, view(fields=fields, submission=submission), status=422)
    try:
        done = await write(submission)
    except UnableTo as refusal:
        fresh = await milestone(viewer=request.viewer, milestone_id=record.id)
        return await _page(request, fresh, view(fields=fields, submission=submission.with_refusal(refusal)), status=422)
    return see_other(request, "/mijlpalen", flash=Flash(done))


def _fields(record: MilestoneRecord) -> tuple[Field, ...]:
    return _meeting_fields() if record.is_open else _reopening_fields()


def _meeting_fields() -> tuple[Field, ...]:
    return (
        Field(name="met_on", label=_("Afgerond op"), kind="date", parse=parse_date),
        Field(
            name="note",
            label=_("Opmerking"),
            kind="textarea",
            required=False,
            max_length=MAX_NOTE,
            hint=_("Bijvoorbeeld waar het plan of het verslag staat. De opdrachtnemer ziet dit niet."),
        ),
    )


def _reopening_fields() -> tuple[Field, ...]:
    return (Field(name="reason", label=_("Waarom heropent u deze mijlpaal?"), kind="textarea", max_length=MAX_NOTE),)


def _filter(request: WebRequest) -> MilestoneFilter:
    due = query_text(request, "toon")
    return MilestoneFilter(due=Due(due) if due in set(Due) else Due.OPEN, text=query_text(request, "zoek")[:200])


def _row(record: MilestoneRecord, today: date) -> MilestoneRow:
    return MilestoneRow(
        href=f"/mijlpalen/{record.id}",
        label=record.label,
        contract_href=f"/contracten/{record.contract_id}",
        contract=f"{record.contract_number} {record.contract_title}",
        contractor_name=record.contractor_name,
        due_on=record.due_on,
        is_confirmed=record.is_confirmed,
        standing=standing_words(record, on=today),
        tone=standing_tone(record, on=today),
    )


async def _page(request: WebRequest, record: MilestoneRecord, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(
        request,
        "register/milestone.html",
        status=status,
        title=record.label,
        record=record,
        row=_row(record, clock.today()),
        earlier=await earlier_meetings(viewer=request.viewer, record=record),
        may_meet=request.viewer.may(Permission.WRITE_MILESTONES) and record.is_open,
        may_reopen=request.viewer.may(Permission.WRITE_MILESTONES) and record.met_on is not None and not record.has_lapsed,
        form=form,
    )
