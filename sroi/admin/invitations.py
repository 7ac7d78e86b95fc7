"""Invitations of anybody: who was invited, where it stands, and sending or revoking one."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.operations import invite
from sroi.accounts.queries import invitations_page, sent_invitation
from sroi.accounts.queries.invitations import PAGE_SIZE
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.invitations import InvitationRow, invitation_rows, revoked
from sroi.web.mail import shown_link
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

LIST = "/gebruikers/uitnodigingen"
OPT = permits(Permission.MANAGE_ACCOUNTS)


@get(LIST, opt=OPT)
async def invitation_list(request: WebRequest) -> Response[Any]:
    """Show a page of invitations."""
    after: Any = cursor_of(request, datetime, UUID)
    found = invitation_rows(await invitations_page(viewer=request.viewer, after=after, size=PAGE_SIZE + 1))
    shown = paged(request, found=found, size=PAGE_SIZE, key=_key)
    return page(request, "admin/invitations.html", title=_("Uitnodigingen"), path=LIST, invitations=shown)


def _key(row: InvitationRow) -> tuple[object, ...]:
    return (row.sent.created_at, row.sent.id)


@post(LIST + "/{invitation_id:uuid}/opnieuw", opt=OPT)
async def invite_again(request: WebRequest, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Mail a new link to somebody who was invited before; the earlier link stops working."""
    sent = await sent_invitation(viewer=request.viewer, invitation_id=invitation_id)
    try:
        link = await invite(viewer=request.viewer, email=sent.email, role=sent.role, organisation_id=sent.organisation.id, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, LIST, flash=Flash(refusal.message, WARNING))
    return page(request, "admin/invited.html", email=link.email, link=shown_link(request, link), note="")


@post(LIST + "/{invitation_id:uuid}/intrekken", opt=OPT)
async def revoke(request: WebRequest, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Let the link of an invitation work no more."""
    sent = await sent_invitation(viewer=request.viewer, invitation_id=invitation_id)
    return await revoked(request, sent, path=LIST)
