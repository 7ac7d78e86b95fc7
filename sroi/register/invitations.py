"""Inviting a contractor to the portal by mail; where no mail is sent, the link is shown once, for the officer to send."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.queries import invitations_page, sent_invitation
from sroi.accounts.rules import InvitationNotFound, Link, SentInvitation
from sroi.contracts.operations import invite_contractor
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.invitations import invitation_rows, revoked
from sroi.web.mail import shown_link
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

FIELDS = (Field(name="email", label=_("E-mailadres van de contactpersoon"), kind="email", autocomplete="off"),)


@get("/contracten/{contract_id:uuid}/uitnodigen", opt=permits(Permission.INVITE_CONTRACTORS))
async def invitation_form(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Ask for the e-mail address of the contractor's person, and show who was invited before."""
    return await _page(request, await _contract(request, contract_id), view(fields=FIELDS))


@post("/contracten/{contract_id:uuid}/uitnodigen", opt=permits(Permission.INVITE_CONTRACTORS))
async def send_invitation(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Make the invitation and tell that it was sent."""
    record = await _contract(request, contract_id)
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, record, view(fields=FIELDS, submission=submission), status=422)
    try:
        link = await invite_contractor(viewer=request.viewer, contract_id=contract_id, email=submission.values["email"], now=clock.now())
    except UnableTo as refusal:
        return await _page(request, record, view(fields=FIELDS, submission=submission.with_refusal(refusal)), status=422)
    return await _page(request, record, view(fields=FIELDS), link=link)


@post("/contracten/{contract_id:uuid}/uitnodigingen/{invitation_id:uuid}/opnieuw", opt=permits(Permission.INVITE_CONTRACTORS))
async def invite_again(request: WebRequest, contract_id: FromPath[UUID], invitation_id: FromPath[UUID]) -> Response[Any]:
    """Mail a new link to somebody who was invited before; the earlier link stops working."""
    record = await _contract(request, contract_id)
    sent = await _sent(request, record, invitation_id)
    try:
        link = await invite_contractor(viewer=request.viewer, contract_id=contract_id, email=sent.email, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, f"/contracten/{contract_id}/uitnodigen", flash=Flash(refusal.message, WARNING))
    return await _page(request, record, view(fields=FIELDS), link=link)


@post("/contracten/{contract_id:uuid}/uitnodigingen/{invitation_id:uuid}/intrekken", opt=permits(Permission.INVITE_CONTRACTORS))
async def revoke(request: WebRequest, contract_id: FromPath[UUID], invitation_id: FromPath[UUID]) -> Response[Any]:
    """Let the link of an invitation work no more."""
    sent = await _sent(request, await _contract(request, contract_id), invitation_id)
    return await revoked(request, sent, path=f"/contracten/{contract_id}/uitnodigen")


async def _sent(request: WebRequest, record: ContractRecord, invitation_id: UUID) -> SentInvitation:
    sent = await sent_invitation(viewer=request.viewer, invitation_id=invitation_id)
    if sent.organisation.id != record.contractor_id:
        raise InvitationNotFound(_("Deze uitnodiging is niet gevonden."))
    return sent


async def _contract(request: WebRequest, contract_id: UUID) -> ContractRecord:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.contractor_id is None:
        raise ContractNotFound(_("Dit concept heeft nog geen opdrachtnemer."))
    return record


async def _page(
    request: WebRequest, record: ContractRecord, form: FormView, *, link: Link | None = None, status: int = 200
) -> Response[Any]:
    assert record.contractor_id is not None
    return page(
        request,
        "register/invitation.html",
        status=status,
        title=_("{name} uitnodigen").format(name=record.facts.contractor_name),
        contract=record,
        form=form,
        email=link.email if link else "",
        link=shown_link(request, link) if link else "",
        invitations=invitation_rows(await invitations_page(viewer=request.viewer, organisation_ids=[record.contractor_id])),
    )
