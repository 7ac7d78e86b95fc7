"""Inviting a contractor to the portal: the link is shown once, to be sent by the officer."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission, Role
from sroi.accounts.operations import invite
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.forms import Field, FormView, read, view
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
    """Make the invitation and show its link once."""
    record = await _contract(request, contract_id)
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return _page(request, record, view(fields=FIELDS, submission=submission), status=422)
    assert record.contractor_id is not None
    try:
        link = await invite(
            viewer=request.viewer,
            email=submission.values["email"],
            role=Role.CONTRACTOR,
            organisation_id=record.contractor_id,
            now=clock.now(),
        )
    except UnableTo as refusal:
        return _page(request, record, view(fields=FIELDS, submission=submission.with_refusal(refusal)), status=422)
    return _page(
        request, record, view(fields=FIELDS), email=submission.values["email"], link=f"{request.settings.base_url}/uitnodiging/{link.token}"
    )


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
