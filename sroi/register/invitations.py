"""Inviting a contractor to the portal by mail; where no mail is sent, the link is shown once, for the officer to send."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import invite_contractor
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.forms import Field, FormView, read, view
from sroi.web.mail import shown_link
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

FIELDS = (Field(name="email", label=_("E-mailadres van de contactpersoon"), kind="email", autocomplete="off"),)


@get("/contracten/{contract_id:uuid}/uitnodigen", opt=permits(Permission.INVITE_CONTRACTORS))
async def invitation_form(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Ask for the e-mail address of the contractor's person."""
    return _page(request, await _contract(request, contract_id), view(fields=FIELDS))


@post("/contracten/{contract_id:uuid}/uitnodigen", opt=permits(Permission.INVITE_CONTRACTORS))
async def send_invitation(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Make the invitation and tell that it was sent."""
    record = await _contract(request, contract_id)
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return _page(request, record, view(fields=FIELDS, submission=submission), status=422)
    try:
        link = await invite_contractor(viewer=request.viewer, contract_id=contract_id, email=submission.values["email"], now=clock.now())
    except UnableTo as refusal:
        return _page(request, record, view(fields=FIELDS, submission=submission.with_refusal(refusal)), status=422)
    return _page(request, record, view(fields=FIELDS), email=link.email, link=shown_link(request, link))


async def _contract(request: WebRequest, contract_id: UUID) -> ContractRecord:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.contractor_id is None:
        raise ContractNotFound(_("Dit concept heeft nog geen opdrachtnemer."))
    return record


def _page(
    request: WebRequest, record: ContractRecord, form: FormView, *, email: str = "", link: str = "", status: int = 200
) -> Response[Any]:
    return page(
        request,
        "register/invitation.html",
        status=status,
        title=_("{name} uitnodigen").format(name=record.facts.contractor_name),
        contract=record,
        form=form,
        email=email,
        link=link,
    )
