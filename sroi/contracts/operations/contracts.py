"""Registering one contract, keeping a draft of one, completing it; and adding who awards contracts."""

from collections.abc import Mapping
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.events import add_awards
from sroi.contracts.operations.members import replace_members
from sroi.contracts.operations.registering import (
    Registered,
    check_draft,
    keep_drafts,
    record_facts,
    register_contracts,
    require_complete,
    require_new_numbers,
)
from sroi.contracts.operations.rows import References, columns_of, references
from sroi.contracts.operations.tenders import add_lots
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractFacts, ContractStatus, UnableToRegister, check_facts, searchable, with_leader, words_of
from sroi.contracts.tables import Contract, ContractingAuthority, ContractLot
from sroi.database import transaction
from sroi.values import local_day, search_text

MAX_AUTHORITY_NAME = 200


async def register_contract(*, viewer: Viewer, facts: ContractFacts, now: datetime) -> UUID:
    """Register a complete contract and return its id; raise UnableToRegister on the field that stands in the way."""
    (registered,) = await register_contracts(viewer=viewer, facts=[facts], now=now)
    return registered.id


async def save_draft(
    *, viewer: Viewer, facts: ContractFacts, now: datetime, draft_id: UUID | None = None, batch_id: UUID | None = None
) -> UUID:
    """Keep an incomplete contract, new or again, and return its id; raise UnableToRegister when what is known cannot be true."""
    if draft_id is None:
        (kept_id,) = await keep_drafts(viewer=viewer, facts=[facts], now=now, batch_id=batch_id)
        return kept_id
    check_draft(facts)
    async with transaction():
        await _change_draft(viewer, draft_id, facts, ContractStatus.DRAFT, now)
        await record_facts(viewer, "contract.draft_kept", [(draft_id, facts)], now, batch_id)
    return draft_id


async def complete_draft(
    *, viewer: Viewer, draft_id: UUID, facts: ContractFacts, now: datetime, batch_id: UUID | None = None
) -> Registered:
    """Turn a draft into a registered contract; raise UnableToRegister on the field that stands in the way."""
    require_complete(facts, local_day(now))
    async with transaction():
        facts, known = await _change_draft(viewer, draft_id, with_leader(facts), ContractStatus.REGISTERED, now)
        firm = known.firm_of(facts)
        assert firm is not None
        (award,) = await add_awards(viewer=viewer, awarded=[(draft_id, firm.id, facts)], now=now)
        await record_facts(viewer, "contract.registered", [(draft_id, facts)], now, batch_id)
    return Registered(draft_id, facts, award)


async def describe_contract(*, viewer: Viewer, contract_id: UUID, values: Mapping[str, Any], now: datetime, batch_id: UUID) -> None:
    """Give a contract the title, CPV code, extension options or members of an import; nothing that it owes follows from them."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        record = await contract(viewer=viewer, contract_id=contract_id)
        facts = replace(record.facts, **values)
        check_facts(facts)
        columns: dict[Any, Any] = {getattr(Contract, name): value for name, value in values.items() if name != "members"}
        await Contract.update(columns | {Contract.search_text: searchable(facts)}).where(Contract.id == contract_id)
        if "members" in values:
            await replace_members(members={contract_id: facts.members})
        old, new = ({name: words_of(name, getattr(told, name)) for name in values} for told in (record.facts, facts))
        details: dict[str, object] = {"old": old, "new": new, "import": str(batch_id)}
        subject = Subject("contract", str(contract_id))
        await record_event(actor=actor_of(viewer), action="contract.described", subject=subject, now=now, details=details)


async def add_authority(*, viewer: Viewer, name: str, now: datetime) -> UUID:
    """Add a contracting authority outside the region, or return the one that has this name already."""
    viewer.require(Permission.WRITE_REGISTER)
    key = search_text(name)
    if not key:
        raise UnableToRegister(_("Vul de naam van de aanbestedende dienst in."), field="authority")
    if len(name.strip()) > MAX_AUTHORITY_NAME or len(key) > MAX_AUTHORITY_NAME:
        raise UnableToRegister(_("Deze naam is te lang. Gebruik ten hoogste 200 tekens."), field="authority")
    async with transaction():
        known = await ContractingAuthority.select(ContractingAuthority.id).where(ContractingAuthority.search_text == key)
        if known:
            return UUID(str(known[0]["id"]))
        authority = ContractingAuthority(id=uuid4(), name=name.strip(), search_text=key, created_at=now)
        await ContractingAuthority.insert(authority)
        await record_event(actor=actor_of(viewer), action="authority.added", subject=Subject("authority", str(authority.id)), now=now)
    return UUID(str(authority.id))


async def _change_draft(
    viewer: Viewer, draft_id: UUID, facts: ContractFacts, status: ContractStatus, now: datetime
) -> tuple[ContractFacts, References]:
    """Change a draft, and return the facts as they are kept with what they refer to."""
    viewer.require(Permission.WRITE_REGISTER)
    draft = await contract(viewer=viewer, contract_id=draft_id)
    if draft.status is not ContractStatus.DRAFT:
        raise UnableToRegister(_("Dit contract is al geregistreerd en is geen concept meer."))
    await require_new_numbers([facts], own_id=draft_id)
    # A form does not ask for what only a register tells; a date that nobody changed is still an assumption.
    is_assumed = draft.facts.award_date_is_assumed and facts.awarded_on == draft.facts.awarded_on
    facts = replace(
        facts,
        agreed_rate_pct=draft.facts.agreed_rate_pct if facts.agreed_rate_pct is None else facts.agreed_rate_pct,
        award_date_is_assumed=facts.award_date_is_assumed or is_assumed,
    )
    known = await references(facts=[facts], now=now)
    columns = columns_of(facts, status, now, known)
    await Contract.update({getattr(Contract, name): value for name, value in columns.items()}).where(Contract.id == draft_id)
    await replace_members(members={draft_id: facts.members})
    await ContractLot.delete().where(ContractLot.contract == draft_id)
    await add_lots(contracts=[(draft_id, columns["tender"], facts)])
    return facts, known
