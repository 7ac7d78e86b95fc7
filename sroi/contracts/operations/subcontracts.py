"""A contractor lets another organisation report on its behalf for one contract, and ends that again."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Role, Viewer
from sroi.accounts.operations import ensure_organisation, make_invitation
from sroi.accounts.queries import recipients_by_organisation
from sroi.accounts.rules import Link, OrganisationDetails
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord, UnableToSubcontract
from sroi.contracts.tables import Subcontract
from sroi.database import transaction
from sroi.mail.operations import queue_mail
from sroi.mail.rules import Recipient, SubcontractorAdded, SubcontractorInvitation


async def add_subcontractor(
    *, viewer: Viewer, contract_id: UUID, subcontractor: OrganisationDetails, email: str, now: datetime
) -> Link | None:
    """Let another organisation report for a contract of the viewer's, and return the link of the invitation that was mailed.

    None when somebody there has an account already: then everybody there gets a mail. Raises UnableToAllow, ContractNotFound,
    UnableToSubcontract, UnableToUseName, UnableToUseEmail or UnableToInvite on the field that is wrong.
    """
    viewer.require(Permission.MANAGE_COLLEAGUES)
    async with transaction():
        record = await _own_contract(viewer, contract_id)
        other_id = await ensure_organisation(name=subcontractor.name, kvk_number=subcontractor.kvk_number, now=now)
        if other_id == viewer.organisation_id:
            raise UnableToSubcontract(_("Dit is uw eigen organisatie. Nodig uw collega uit bij Collega's."), field="kvk_number")
        is_same = (Subcontract.contract == contract_id) & (Subcontract.contractor == viewer.organisation_id)
        if await Subcontract.exists().where(is_same & (Subcontract.subcontractor == other_id) & Subcontract.ended_at.is_null()):
            raise UnableToSubcontract(_("Deze onderaannemer kan al opgeven voor dit contract."), field="kvk_number")
        subcontract_id = uuid4()
        await Subcontract.insert(
            Subcontract(
                id=subcontract_id,
                contract=contract_id,
                contractor=viewer.organisation_id,
                subcontractor=other_id,
                added_by=viewer.account_id,
                added_at=now,
                ended_at=None,
            )
        )
        await _record(viewer, "subcontract.added", subcontract_id, contract_id, now)
        return await _tell(viewer, record, other_id, subcontractor.name, email, now)


async def _tell(viewer: Viewer, record: ContractRecord, other_id: UUID, other_name: str, email: str, now: datetime) -> Link | None:
    contractor, name = record.facts.contractor_name, f"{record.facts.number} {record.facts.title}".strip()
    path = f"/mijn-contracten/{record.id}"
    known = await recipients_by_organisation(role=Role.CONTRACTOR, mail=SubcontractorAdded, organisation_ids=[other_id])
    people = known.get(other_id, ())
    if any(person.address == email.strip().casefold() for person in people):
        for person in people:
            await queue_mail(to=person, mail=SubcontractorAdded(path=path, contractor=contractor, contract=name), now=now)
        return None
    link = await make_invitation(viewer=viewer, email=email, role=Role.CONTRACTOR, organisation_id=other_id, now=now, onward=path)
    mail = SubcontractorInvitation(path=link.path, organisation=other_name, contractor=contractor, contract=name, until=link.until)
    await queue_mail(to=Recipient(link.email), mail=mail, now=now, secret=link.token)
    return link


async def end_subcontract(*, viewer: Viewer, contract_id: UUID, subcontract_id: UUID, now: datetime) -> None:
    """Let an organisation report no more for a contract; what it reported stays. Raises UnableToAllow or ContractNotFound."""
    viewer.require(Permission.MANAGE_COLLEAGUES)
    async with transaction():
        is_own = (Subcontract.contract == contract_id) & (Subcontract.contractor == viewer.organisation_id)
        is_it = (Subcontract.id == subcontract_id) & Subcontract.ended_at.is_null()
        if not await Subcontract.update({Subcontract.ended_at: now}).where(is_own & is_it).returning(Subcontract.id):
            raise ContractNotFound(_("Deze onderaannemer is niet gevonden."))
        await _record(viewer, "subcontract.ended", subcontract_id, contract_id, now)


async def _own_contract(viewer: Viewer, contract_id: UUID) -> ContractRecord:
    record = await contract(viewer=viewer, contract_id=contract_id)
    if record.contractor_id != viewer.organisation_id:
        raise UnableToSubcontract(_("Dit contract is van een andere opdrachtnemer. U kunt er geen onderaannemer meer bij uitnodigen."))
    return record


async def _record(viewer: Viewer, action: str, subcontract_id: UUID, contract_id: UUID, now: datetime) -> None:
    subject, details = Subject("subcontract", str(subcontract_id)), {"contract": str(contract_id)}
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details={**details})
