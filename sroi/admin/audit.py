"""The chain of audit events, newest first, and its verification on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Response

from sroi.access import Permission, Viewer
from sroi.accounts.queries import account_names
from sroi.admin.audit_words import action_label, subject_label
from sroi.audit.queries import events_page, verify_chain
from sroi.audit.rules import Event
from sroi.web.pages import page
from sroi.web.paging import Paged, cursor_of, first_link, next_link
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@dataclass(frozen=True)
class EventRow:
    """One event as the table shows it; the technical part is what an auditor compares with the database."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    technical: tuple[tuple[str, str], ...]


@get("/auditlog", opt=permits(Permission.READ_AUDIT))
async def audit_log(request: WebRequest) -> Response[Any]:
    """Show a page of events; with `keten=controleren` also whether the whole chain holds."""
    before = cursor_of(request, int)
    events = await events_page(viewer=request.viewer, before=before[0] if before else None)
    # Numbers run from 1 without gaps, so the last event shown tells whether there are older ones.
    has_older = bool(events) and events[-1].seq > 1
    next_href = next_link(request, events[-1].seq) if has_older else None
    return page(
        request,
        "admin/audit.html",
        events=Paged(rows=await _rows(events), next_href=next_href, first_href=first_link(request)),
        verification=await _verification(request.viewer) if request.query_params.get("keten") == "controleren" else None,
    )


@dataclass(frozen=True)
class Verification:
    """What the check of the chain found."""

    is_whole: bool
    message: str


async def _verification(viewer: Viewer) -> Verification:
    broken = await verify_chain(viewer=viewer)
    if broken is None:
        return Verification(is_whole=True, message=_("De keten is heel: geen gebeurtenis is gewijzigd, verwijderd of tussengevoegd."))
    return Verification(
        is_whole=False,
        message=_("De keten is verbroken bij gebeurtenis {number}. Meld dit bij wie de server beheert.").format(number=broken),
    )


async def _rows(events: Sequence[Event]) -> tuple[EventRow, ...]:
    names = await account_names(user_ids={UUID(event.actor.id) for event in events if event.actor.kind == "user"})
    return tuple(_row(event, names) for event in events)


def _row(event: Event, names: dict[UUID, str]) -> EventRow:
    is_user = event.actor.kind == "user"
    return EventRow(
        seq=event.seq,
        at=event.at,
        actor=names.get(UUID(event.actor.id), event.actor.id) if is_user else _("Systeembeheer"),
        action=action_label(event.action),
        subject=subject_label(event),
        technical=(
            (_("Code"), event.action),
            (_("Nummer van de gebruiker") if is_user else _("Uitgevoerd vanaf"), event.actor.id),
            (_("Nummer van het onderwerp"), event.subject.id),
            (_("Gegevens"), event.details),
            (_("Controlegetal"), event.hash),
        ),
    )
