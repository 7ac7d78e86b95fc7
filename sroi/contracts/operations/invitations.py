"""Inviting people for a contract: somebody of the contractor, by mail."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Role, Viewer
from sroi.accounts.operations import make_invitation
from sroi.accounts.rules import Link, require_invite
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound
from sroi.database import transaction
from sroi.mail.operations import queue_mail
from sroi.mail.rules import ContractorInvitation, Recipient


async def invite_contractor(*, viewer: Viewer, contract_id: UUID, email: str, now: datetime) -> Link:
    """Invite somebody of a contract's contractor by mail, whose account then opens with this contract.

    Raises UnableToAllow, ContractNotFound, UnableToUseEmail or UnableToInvite.
    """
    require_invite(viewer=viewer, role=Role.CONTRACTOR)
    record = await contract(viewer=viewer, contract_id=contract_id)
    if record.contractor_id is None:
        raise ContractNotFound(_("Dit concept heeft nog geen opdrachtnemer."))
    async with transaction():
        link = await make_invitation(
            viewer=viewer,
            email=email,
            role=Role.CONTRACTOR,
            organisation_id=record.contractor_id,
            now=now,
            onward=f"/mijn-contracten/{contract_id}",
        )
        mail = ContractorInvitation(
            path=link.path,
            organisation=record.facts.contractor_name,
            contract=f"{record.facts.number} {record.facts.title}".strip(),
            authority=record.authority_name,
            until=link.until,
        )
        await queue_mail(to=Recipient(link.email), mail=mail, now=now, secret=link.token)
    return link
