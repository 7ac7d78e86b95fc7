"""A contractor lets another organisation report on its behalf for one contract, and ends that again."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Role, Viewer
from sroi.accounts.operations import ensure_subcontractor, make_invitation
from sroi.accounts.queries import organisation_by_kvk, recipients_by_organisation, sent_invitation
from sroi.accounts.rules import Link, OrganisationDetails, UnableToUseName, other_firm
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord, UnableToSubcontract
from sroi.contracts.tables import Subcontract
from sroi.database import transaction
from sroi.mail.operations import queue_mail
from sroi.mail.rules import Recipient, SubcontractorAdded, SubcontractorInvitation
from sroi.values import is_same_name


async def add_subcontractor(
    *, viewer: Viewer, contract_id: UUID, subcontractor: OrganisationDetails, email: str, now: datetime
) -> Link | None:
    """Let another organisation report for a contract of the viewer's, and return the link of the invitation that was mailed.

    None when people there have accounts already: then they get a mail, whatever `email` says. An organisation without accounts is kept
    apart for this contractor, without its KVK number: whom a contractor invites can never come to see what is another firm's.
    Raises UnableToAllow, ContractNotFound, UnableToSubcontract, UnableToUseName, UnableToUseEmail or UnableToInvite on the field.
    """
    viewer.require(Permission.MANAGE_COLLEAGUES)
    async with transaction():
        record = await _own_contract(viewer, contract_id)
        other_id, people = await _organisation_and_people(viewer, subcontractor, now)
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
        if people:
            await _tell(record, people, now)
            return None
        return await _invite(viewer, record, other_id, subcontractor.name, email, now)


async def _organisation_and_people(viewer: Viewer, subcontractor: OrganisationDetails, now: datetime) -> tuple[UUID, tuple[Recipient, ...]]:
    """Return the organisation that will report, and who works there already."""
    assert viewer.organisation_id is not None
    known = await organisation_by_kvk(kvk_number=subcontractor.kvk_number) if subcontractor.kvk_number else None
    if known is not None:
        if known.id == viewer.organisation_id:
            raise UnableToSubcontract(_("Dit is uw eigen organisatie. Nodig uw collega uit bij Collega's."), field="kvk_number")
        if not is_same_name(known.name, subcontractor.name):
            raise UnableToUseName(other_firm(known.kvk_number or "", known.name), field="organisation_name")
        if people := await _people(known.id):
            return known.id, people
    other_id = await ensure_subcontractor(name=subcontractor.name, contractor_id=viewer.organisation_id, now=now)
    return other_id, await _people(other_id)


async def _people(organisation_id: UUID) -> tuple[Recipient, ...]:
    found = await recipients_by_organisation(role=Role.CONTRACTOR, mail=SubcontractorAdded, organisation_ids=[organisation_id])
    return found.get(organisation_id, ())


def _name(record: ContractRecord) -> str:
    return f"{record.facts.number} {record.facts.title}".strip()


async def _tell(record: ContractRecord, people: tuple[Recipient, ...], now: datetime) -> None:
    mail = SubcontractorAdded(path=f"/mijn-contracten/{record.id}", contractor=record.facts.contractor_name, contract=_name(record))
    for person in people:
        await queue_mail(to=person, mail=mail, now=now)


async def _invite(viewer: Viewer, record: ContractRecord, other_id: UUID, other_name: str, email: str, now: datetime) -> Link:
    contractor, name, path = record.facts.contractor_name, _name(record), f"/mijn-contracten/{record.id}"
    link = await make_invitation(viewer=viewer, email=email, role=Role.CONTRACTOR, organisation_id=other_id, now=now, onward=path)
    mail = SubcontractorInvitation(path=link.path, organisation=other_name, contractor=contractor, contract=name, until=link.until)
    await queue_mail(to=Recipient(link.email), mail=mail, now=now, secret=link.token)
    return link


async def invite_subcontractor_again(*, viewer: Viewer, contract_id: UUID, invitation_id: UUID, now: datetime) -> Link:
    """Mail a new link to somebody of a subcontractor who was invited before; the earlier link stops working.

    Raises UnableToAllow, ContractNotFound, InvitationNotFound, UnableToSubcontract (it reports no more) or UnableToInvite.
    """
    viewer.require(Permission.MANAGE_COLLEAGUES)
    async with transaction():
        record = await _own_contract(viewer, contract_id)
        sent = await sent_invitation(viewer=viewer, invitation_id=invitation_id)
        is_own = (Subcontract.contract == contract_id) & (Subcontract.contractor == viewer.organisation_id)
        if not await Subcontract.exists().where(
            is_own & (Subcontract.subcontractor == sent.organisation.id) & Subcontract.ended_at.is_null()
        ):
            raise UnableToSubcontract(_("Deze onderaannemer kan niets meer opgeven voor dit contract. Nodig hem opnieuw uit."))
        return await _invite(viewer, record, sent.organisation.id, sent.organisation.name, sent.email, now)


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
