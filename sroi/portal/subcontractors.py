"""The subcontractors of a contract: whom the contractor lets report, what they reported in figures, inviting one and ending it again."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.queries import invitations_page, sent_invitation
from sroi.accounts.rules import Link, OrganisationDetails
from sroi.contracts.operations import add_subcontractor, end_subcontract, invite_subcontractor_again
from sroi.contracts.queries import contract, subcontracts_of_contract
from sroi.contracts.rules import SubcontractRecord
from sroi.errors import UnableTo
from sroi.fulfilment.operations import withdraw_of_subcontractor
from sroi.fulfilment.queries.subcontracted import PAGE_SIZE, SubcontractedClaim, subcontracted_claim, subcontracted_claims
from sroi.fulfilment.rules import ClaimStatus, status_label, status_tone
from sroi.values import format_period, parse_kvk_number
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.invitations import InvitationRow, invitation_rows, revoked
from sroi.web.mail import shown_link
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

PATH = "/mijn-contracten/{contract_id:uuid}/onderaannemers"
FIELDS = (
    Field(name="organisation_name", label=_("Naam van de onderaannemer"), autocomplete="off"),
    Field(name="kvk_number", label=_("KVK-nummer"), parse=parse_kvk_number, hint=_("Acht cijfers.")),
    Field(name="email", label=_("E-mailadres van uw contactpersoon daar"), kind="email", autocomplete="off"),
)
# Withdrawn by the contractor, as long as the WSP has not decided.
WITHDRAWABLE = (ClaimStatus.SUBMITTED, ClaimStatus.RETURNED, ClaimStatus.DRAFT)


async def _page(
    request: WebRequest, contract_id: UUID, *, submission: Submission | None = None, link: Link | None = None, said: str = ""
) -> Response[Any]:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    before = cursor_of(request, int)
    found = await subcontracted_claims(
        viewer=request.viewer, contract_id=contract_id, before=before[0] if before else None, size=PAGE_SIZE + 1
    )
    subcontracts = await subcontracts_of_contract(viewer=request.viewer, contract_id=contract_id)
    may_manage = request.viewer.may(Permission.MANAGE_COLLEAGUES) and record.contractor_id == request.viewer.organisation_id
    return page(
        request,
        "portal/subcontractors.html",
        status=422 if submission else 200,
        title=_("Onderaannemers"),
        contract=record,
        path=f"/mijn-contracten/{contract_id}/onderaannemers",
        subcontracts=subcontracts,
        invitations=await _invitations(request, subcontracts) if may_manage else (),
        claims=paged(request, found=found, size=PAGE_SIZE, key=lambda claim: (claim.number,)),
        row_of=_row,
        may_manage=may_manage,
        form=view(fields=FIELDS, submission=submission),
        invited_email=link.email if link else "",
        invited_link=shown_link(request, link) if link else "",
        said=said,
    )


async def _invitations(request: WebRequest, subcontracts: tuple[SubcontractRecord, ...]) -> tuple[InvitationRow, ...]:
    ids = {one.subcontractor_id for one in subcontracts}
    return invitation_rows(await invitations_page(viewer=request.viewer, organisation_ids=ids))


def _row(claim: SubcontractedClaim) -> dict[str, Any]:
    """Return the words of a claim in the list."""
    return {
        "period": format_period(claim.period),
        "status": status_label(claim.status),
        "tone": status_tone(claim.status),
        "may_withdraw": claim.status in WITHDRAWABLE,
    }


@get(PATH, opt=permits(Permission.REPORT_FULFILMENT))
async def subcontractors(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show the subcontractors of a contract and what they reported."""
    return await _page(request, contract_id)


@post(PATH, opt=permits(Permission.MANAGE_COLLEAGUES))
async def invite_subcontractor(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Let an organisation report for this contract, and mail its contact; or show the form again with what is wrong."""
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, contract_id, submission=submission)
    values = submission.values
    other = OrganisationDetails(name=values["organisation_name"], kvk_number=values["kvk_number"].number)
    try:
        link = await add_subcontractor(
            viewer=request.viewer, contract_id=contract_id, subcontractor=other, email=values["email"], now=clock.now()
        )
    except UnableTo as refusal:
        return await _page(request, contract_id, submission=submission.with_refusal(refusal))
    said = "" if link else _("{name} kan nu opgeven voor dit contract en krijgt daar mail over.").format(name=other.name)
    return await _page(request, contract_id, link=link, said=said)


@post(PATH + "/uitnodigingen/{invitation_id:uuid}/opnieuw", opt=permits(Permission.MANAGE_COLLEAGUES))
async def send_theirs_again(request: WebRequest, contract_id: FromPath[UUID], invitation_id: FromPath[UUID]) -> Response[Any]:
    """Mail a new link to somebody of a subcontractor who was invited before; the earlier link stops working."""
    about: dict[str, Any] = {"viewer": request.viewer, "contract_id": contract_id, "invitation_id": invitation_id}
    try:
        link = await invite_subcontractor_again(**about, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, f"/mijn-contracten/{contract_id}/onderaannemers", flash=Flash(refusal.message, WARNING))
    return await _page(request, contract_id, link=link)


@post(PATH + "/uitnodigingen/{invitation_id:uuid}/intrekken", opt=permits(Permission.MANAGE_COLLEAGUES))
async def revoke_theirs(request: WebRequest, contract_id: FromPath[UUID], invitation_id: FromPath[UUID]) -> Response[Any]:
    """Let the link of an invitation work no more."""
    await contract(viewer=request.viewer, contract_id=contract_id)
    sent = await sent_invitation(viewer=request.viewer, invitation_id=invitation_id)
    return await revoked(request, sent, path=f"/mijn-contracten/{contract_id}/onderaannemers")


@post(PATH + "/{subcontract_id:uuid}/beeindigen", opt=permits(Permission.MANAGE_COLLEAGUES))
async def end(request: WebRequest, contract_id: FromPath[UUID], subcontract_id: FromPath[UUID]) -> Response[Any]:
    """Let a subcontractor report no more."""
    await end_subcontract(viewer=request.viewer, contract_id=contract_id, subcontract_id=subcontract_id, now=clock.now())
    flash = Flash(_("Deze onderaannemer kan niets meer opgeven voor dit contract. Wat al is opgegeven, blijft staan."))
    return see_other(request, f"/mijn-contracten/{contract_id}/onderaannemers", flash=flash)


@get(PATH + "/opgaven/{claim_id:uuid}/intrekken", opt=permits(Permission.REPORT_FULFILMENT))
async def ask_to_withdraw(request: WebRequest, contract_id: FromPath[UUID], claim_id: FromPath[UUID]) -> Response[Any]:
    """Ask whether what a subcontractor reported must be withdrawn for good."""
    found = await subcontracted_claim(viewer=request.viewer, contract_id=contract_id, claim_id=claim_id)
    title, path = _("Opgave {number} intrekken").format(number=found.number), f"/mijn-contracten/{contract_id}/onderaannemers"
    return page(request, "portal/withdraw_theirs.html", title=title, path=path, claim=found)


@post(PATH + "/opgaven/{claim_id:uuid}/intrekken", opt=permits(Permission.REPORT_FULFILMENT))
async def withdraw_theirs(request: WebRequest, contract_id: FromPath[UUID], claim_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw for good what a subcontractor reported."""
    flash = Flash(_("De opgave is ingetrokken."))
    try:
        await withdraw_of_subcontractor(viewer=request.viewer, claim_id=claim_id, now=clock.now())
    except UnableTo as refusal:
        flash = Flash(refusal.message, WARNING)
    return see_other(request, f"/mijn-contracten/{contract_id}/onderaannemers", flash=flash)
