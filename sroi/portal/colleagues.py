"""The people of the contractor's own organisation, for its administrator: inviting, barring, and making another administrator."""

from collections.abc import Awaitable, Callable
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.operations import (
    activate_colleague,
    deactivate_colleague,
    invite_colleague,
    make_organisation_admin,
)
from sroi.accounts.queries import colleagues_page, invitations_page, sent_invitation
from sroi.accounts.queries.accounts import PAGE_SIZE
from sroi.accounts.rules import InvitationNotFound, Link, SentInvitation
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.invitations import invitation_rows, revoked
from sroi.web.mail import shown_link
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

LIST = "/collegas"
OPT = permits(Permission.MANAGE_COLLEAGUES)
FIELDS = (Field(name="email", label=_("E-mailadres van uw collega"), kind="email", autocomplete="off"),)


async def _page(request: WebRequest, *, submission: Submission | None = None, link: Link | None = None) -> Response[Any]:
    after = cursor_of(request, str)
    own = request.viewer.organisation_id
    found = await colleagues_page(viewer=request.viewer, after=after[0] if after else None, size=PAGE_SIZE + 1)
    return page(
        request,
        "portal/colleagues.html",
        status=422 if submission else 200,
        title=_("Collega's"),
        colleagues=paged(request, found=found, size=PAGE_SIZE, key=lambda account: (account.email,)),
        form=view(fields=FIELDS, submission=submission),
        path=LIST,
        invitations=invitation_rows(await invitations_page(viewer=request.viewer, organisation_ids=[own] if own else [])),
        invited_email=link.email if link else "",
        invited_link=shown_link(request, link) if link else "",
    )


@get(LIST, opt=OPT)
async def colleagues(request: WebRequest) -> Response[Any]:
    """Show who works here, and the form to invite somebody."""
    return await _page(request)


@post(LIST, opt=OPT)
async def invite(request: WebRequest) -> Response[Any]:
    """Invite a colleague by mail, or show the form again with what is wrong."""
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, submission=submission)
    try:
        link = await invite_colleague(viewer=request.viewer, email=submission.values["email"], now=clock.now())
    except UnableTo as refusal:
        return await _page(request, submission=submission.with_refusal(refusal))
    return await _page(request, link=link)


@post(LIST + "/{user_id:uuid}/uitschakelen", opt=OPT)
async def deactivate(request: WebRequest, user_id: FromPath[UUID]) -> Response[Any]:
    """Bar a colleague from signing in."""
    return await _change(request, deactivate_colleague, user_id, _("Uw collega is uitgeschakeld en overal uitgelogd."))


@post(LIST + "/{user_id:uuid}/inschakelen", opt=OPT)
async def activate(request: WebRequest, user_id: FromPath[UUID]) -> Response[Any]:
    """Let a colleague sign in again."""
    return await _change(request, activate_colleague, user_id, _("Uw collega kan weer inloggen."))


@post(LIST + "/{user_id:uuid}/beheerder-maken", opt=OPT)
async def make_admin(request: WebRequest, user_id: FromPath[UUID]) -> Response[Any]:
    """Let a colleague manage these accounts too."""
    return await _change(request, make_organisation_admin, user_id, _("Uw collega kan nu ook collega's uitnodigen en uitschakelen."))


@post(LIST + "/uitnodigingen/{invitation_id:uuid}/opnieuw", opt=OPT)
async def send_again(request: WebRequest, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Mail a new link to a colleague who was invited before; the earlier link stops working."""
    sent = await _sent(request, invitation_id)
    try:
        link = await invite_colleague(viewer=request.viewer, email=sent.email, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, LIST, flash=Flash(refusal.message, WARNING))
    return await _page(request, link=link)


@post(LIST + "/uitnodigingen/{invitation_id:uuid}/intrekken", opt=OPT)
async def revoke(request: WebRequest, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Let the link of an invitation work no more."""
    sent = await _sent(request, invitation_id)
    return await revoked(request, sent, path=LIST)


async def _sent(request: WebRequest, invitation_id: UUID) -> SentInvitation:
    sent = await sent_invitation(viewer=request.viewer, invitation_id=invitation_id)
    if sent.organisation.id != request.viewer.organisation_id:
        raise InvitationNotFound(_("Deze uitnodiging is niet gevonden."))
    return sent


async def _change(request: WebRequest, operation: Callable[..., Awaitable[None]], user_id: UUID, said: str) -> Response[Any]:
    flash = Flash(said)
    try:
        await operation(viewer=request.viewer, user_id=user_id, now=clock.now())
    except UnableTo as refusal:
        flash = Flash(refusal.message, WARNING)
    return see_other(request, LIST, flash=flash)
