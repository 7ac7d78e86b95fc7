"""The desk: contracts with a new obligation, and the claims that wait for a decision, longest waiting first."""

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
from sroi.fulfilment.queries.claims import PAGE_SIZE, submitted_claims
from sroi.fulfilment.rules import ClaimRecord
from sroi.obligations.operations import see_notice
from sroi.obligations.queries import unseen_notices
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, next_link
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@dataclass(frozen=True)
class QueueRow:
    """A claim that waits."""

    href: str
    number: int
    kind: str
    summary: str
    contract: str
    contractor_name: str
    value: Decimal
    waiting: str


@get("/werkvoorraad", opt=permits(Permission.REVIEW_CLAIMS))
async def queue(request: WebRequest) -> Response[Any]:
    """Show what needs the WSP."""
    after = cursor_of(request, datetime, int)
    found = await submitted_claims(viewer=request.viewer, after=_key(after))
    next_href = None
    if len(found) == PAGE_SIZE and found[-1].submitted_at is not None:
        next_href = next_link(request, found[-1].submitted_at, found[-1].number)
    return page(
        request,
        "desk/queue.html",
        title=_("Werkvoorraad"),
        notices=await unseen_notices(viewer=request.viewer),
        rows=tuple(_row(record) for record in found),
        next_href=next_href,
        is_first=after is None,
    )


@post("/werkvoorraad/meldingen/{notice_id:uuid}/gezien", opt=permits(Permission.REVIEW_CLAIMS))
async def see(request: WebRequest, notice_id: FromPath[UUID]) -> Response[Any]:
    """Take a notice off the desk."""
    await see_notice(viewer=request.viewer, notice_id=notice_id, now=clock.now())
    return see_other(request, "/werkvoorraad", flash=Flash(_("De melding is afgehandeld.")))


def _key(after: tuple[Any, ...] | None) -> tuple[datetime, int] | None:
    return None if after is None else (after[0], after[1])


def _row(record: ClaimRecord) -> QueueRow:
    return QueueRow(
        href=f"/werkvoorraad/{record.id}",
        number=record.number,
        kind=record.kind_label,
        summary=record.summary,
        contract=f"{record.contract_number} {record.contract_title}",
        contractor_name=record.contractor_name,
        value=record.value,
        waiting=_waiting(record),
    )


def _waiting(record: ClaimRecord) -> str:
    if record.submitted_at is None:
        return ""
    days = (clock.today() - clock.local(record.submitted_at).date()).days
    return _("vandaag") if days <= 0 else ngettext("{days} dag", "{days} dagen", days).format(days=days)
