"""The desk: contracts with a new obligation, and the claims that wait, what needs a decision most first."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.filters import QUEUE, filter_of, filter_view, name_fields, queue_address
from sroi.desk.goal_picture import latest_course
from sroi.desk.shortcuts import shortcuts_are_on
from sroi.errors import UnableTo
from sroi.exports.course_chart import counted_lines
from sroi.fulfilment.rules import ClaimRecord
from sroi.obligations.operations import see_notice
from sroi.obligations.queries import unseen_notices
from sroi.review.operations import save_filter
from sroi.review.queries import queue_counts, queue_page, saved_filters, warnings_for_claims
from sroi.review.queries.queue import PAGE_SIZE
from sroi.review.rules import Key, SavedFilter, Standing, Waiting, is_own, weight_reasons
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked, submitted


@dataclass(frozen=True)
class QueueRow:
    """A claim that waits; `may_tick` tells whether it can be approved together with others."""

    id: UUID
    href: str
    number: int
    kind: str
    summary: str
    contract: str
    contractor_name: str
    value: Decimal
    waiting: str
    warnings: tuple[str, ...]
    may_tick: bool
    reasons: str


@dataclass(frozen=True)
class FilterLink:
    """A filter that the viewer kept."""

    id: UUID
    name: str
    href: str
    is_current: bool


@get(QUEUE, opt=permits(Permission.REVIEW_CLAIMS))
async def queue(request: WebRequest) -> Response[Any]:
    """Show what needs the WSP."""
    return await _page(request, view(fields=name_fields()))


@post(QUEUE, opt=permits(Permission.REVIEW_CLAIMS))
async def keep_filter(request: WebRequest) -> Response[Any]:
    """Keep the filter of the page under a name."""
    _narrowed, query = filter_of(asked(request))
    submission = read(fields=name_fields(), data=await submitted(request))
    if submission.is_valid:
        try:
            await save_filter(viewer=request.viewer, name=submission.values["name"], query=query, now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, queue_address(query), flash=Flash(_("Het filter is bewaard.")))
    return await _page(request, view(fields=name_fields(), submission=submission), status=422)


async def _page(request: WebRequest, name: FormView, *, status: int = 200) -> Response[Any]:
    """Return the queue as its address narrows it, with the form that keeps that under a name."""
    narrowed, query = filter_of(asked(request))
    after: Any = cursor_of(request, int, datetime, int)
    found = await queue_page(viewer=request.viewer, narrowed=narrowed, as_of=clock.today(), after=after, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=_key)
    is_first = after is None
    warnings = await warnings_for_claims(viewer=request.viewer, records=[waiting.record for waiting in shown.rows])
    is_asked = narrowed.standing is Standing.ASKED
    rows = tuple(_row(request, waiting, query, warnings=warnings[waiting.record.id], is_asked=is_asked) for waiting in shown.rows)
    return page(
        request,
        "desk/queue.html",
        status=status,
        title=_("Werkvoorraad"),
        notices=await unseen_notices(viewer=request.viewer) if is_first and not query else (),
        course=await latest_course(viewer=request.viewer) if is_first and not query else None,
        course_styles=[line.style for line in counted_lines()],
        counts=await queue_counts(viewer=request.viewer),
        rows=rows,
        may_tick=any(row.may_tick for row in rows),
        paged=shown,
        form=filter_view(request),
        query=query,
        name=name,
        address=queue_address(query),
        filters=tuple(_link(kept, query) for kept in await saved_filters(viewer=request.viewer)),
        is_first=is_first,
        shortcuts=shortcuts_are_on(request),
    )


@post("/werkvoorraad/meldingen/{notice_id:uuid}/gezien", opt=permits(Permission.REVIEW_CLAIMS))
async def see(request: WebRequest, notice_id: FromPath[UUID]) -> Response[Any]:
    """Take a notice off the desk."""
    await see_notice(viewer=request.viewer, notice_id=notice_id, now=clock.now())
    return see_other(request, QUEUE, flash=Flash(_("De melding is afgehandeld.")))


def _key(waiting: Waiting) -> Key:
    return waiting.key


def _link(kept: SavedFilter, query: str) -> FilterLink:
    return FilterLink(kept.id, kept.name, queue_address(kept.query), kept.query == query)


def _row(request: WebRequest, waiting: Waiting, query: str, *, warnings: tuple[str, ...], is_asked: bool) -> QueueRow:
    record = waiting.record
    return QueueRow(
        id=record.id,
        href=f"{QUEUE}/{record.id}" + (f"?{query}" if query else ""),
        number=record.number,
        kind=record.kind_label,
        summary=record.summary,
        contract=f"{record.contract_number} {record.contract_title}",
        contractor_name=record.contractor_name,
        value=record.value,
        waiting=_waiting(record),
        warnings=warnings,
        may_tick=not warnings and not is_asked and not is_own(viewer=request.viewer, record=record),
        reasons=weight_reasons(waiting.weight),
    )


def _waiting(record: ClaimRecord) -> str:
    if record.submitted_at is None:
        return ""
    days = (clock.today() - clock.local(record.submitted_at).date()).days
    return _("vandaag") if days <= 0 else ngettext("{days} dag", "{days} dagen", days).format(days=days)
