"""Registering contracts, keeping drafts, completing them."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.accounts.operations import ensure_organisation
from sroi.accounts.queries import organisation_by_kvk
from sroi.accounts.rules import other_firm
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.events import add_award
from sroi.contracts.queries import contract, find_contract_id
from sroi.contracts.rules import (
    ContractFacts,
    ContractRole,
    ContractStatus,
    LotFacts,
    UnableToRegister,
    check_facts,
    is_ahead,
    needs,
    searchable,
)
from sroi.contracts.tables import Contract, ContractingAuthority, ContractLot, Lot, Tender
from sroi.database import UniqueViolation, transaction
from sroi.values import AMSTERDAM, is_same_name, search_text, to_cents

MAX_AUTHORITY_NAME = 200


async def register_contract(*, viewer: Viewer, facts: ContractFacts, now: datetime) -> UUID:
    """Register a complete contract and return its id; raise UnableToRegister on the field that stands in the way."""
    _require_complete(facts, now)
    async with transaction():
        contract_id = await _insert(viewer, facts, ContractStatus.REGISTERED, now)
        await add_award(viewer=viewer, record=await contract(viewer=viewer, contract_id=contract_id), now=now)
        await _record(viewer, "contract.registered", contract_id, facts, now)
    return contract_id


async def save_draft(*, viewer: Viewer, facts: ContractFacts, now: datetime, draft_id: UUID | None = None) -> UUID:
    """Keep an incomplete contract, new or again, and return its id; raise UnableToRegister when what is known cannot be true."""
    check_facts(facts)
    if not (facts.title or facts.number or facts.contractor_name):
        raise UnableToRegister(_("Vul ten minste de titel van de opdracht in."), field="title")
    async with transaction():
        if draft_id is None:
            draft_id = await _insert(viewer, facts, ContractStatus.DRAFT, now)
        else:
            await _change_draft(viewer, draft_id, facts, ContractStatus.DRAFT, now)
        await _record(viewer, "contract.draft_kept", draft_id, facts, now)
    return draft_id


async def complete_draft(*, viewer: Viewer, draft_id: UUID, facts: ContractFacts, now: datetime) -> None:
    """Turn a draft into a registered contract; raise UnableToRegister on the field that stands in the way."""
    _require_complete(facts, now)
    async with transaction():
        await _change_draft(viewer, draft_id, facts, ContractStatus.REGISTERED, now)
        await add_award(viewer=viewer, record=await contract(viewer=viewer, contract_id=draft_id), now=now)
        await _record(viewer, "contract.registered", draft_id, facts, now)


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


def _require_complete(facts: ContractFacts, now: datetime) -> None:
    check_facts(facts)
    if is_ahead(facts, on=now.astimezone(AMSTERDAM).date()):
        raise UnableToRegister(
            _("De gunningsdatum ligt in de toekomst. Bewaar de opdracht als concept tot zij is gegund."), field="awarded_on"
        )
    for need in needs(facts):
        raise UnableToRegister(need.message, field=need.field)


def _hundredths(percentage: Decimal | None) -> int | None:
    return None if percentage is None else int(percentage * 100)


async def _columns(facts: ContractFacts, status: ContractStatus, now: datetime) -> dict[str, Any]:
    contractor, known_as = None, ""
    if facts.kvk_number and facts.contractor_name:
        await _require_own_name(facts.kvk_number, facts.contractor_name)
        contractor = await ensure_organisation(name=facts.contractor_name, kvk_number=facts.kvk_number, now=now)
        known = await organisation_by_kvk(kvk_number=facts.kvk_number)
        known_as = known.name if known else ""
    return {
        "authority": facts.authority_id,
        "number": facts.number or None,
        "tender": await _ensure_tender(facts, now),
        "title": facts.title,
        "contract_type": facts.contract_type.value if facts.contract_type else None,
        "contractor": contractor,
        "contractor_name": facts.contractor_name,
        "cpv_code": facts.cpv_code,
        "contract_sum_cents": None if facts.contract_sum is None else to_cents(facts.contract_sum),
        "tender_sum_cents": None if facts.tender_sum is None else to_cents(facts.tender_sum),
        "wage_sum_cents": None if facts.wage_sum is None else to_cents(facts.wage_sum),
        "labour_share_bp": _hundredths(facts.labour_share_pct),
        "agreed_rate_bp": _hundredths(facts.agreed_rate_pct),
        "published_on": facts.published_on,
        "awarded_on": facts.awarded_on,
        "award_date_is_assumed": facts.award_date_is_assumed,
        "starts_on": facts.starts_on,
        "ends_before": facts.ends_before,
        "extension_options": facts.extension_options,
        "role": facts.role.value,
        "framework": await _framework(facts),
        "status": status.value,
        # A firm is shown by the name that it is known by, which may be another than was typed here: both are found.
        "search_text": f"{searchable(facts)} {search_text(known_as)}".strip(),
        "registered_at": now if status is ContractStatus.REGISTERED else None,
    }


async def _framework(facts: ContractFacts) -> UUID | None:
    """Return the framework of a call-off; raise UnableToRegister when it is none, or another authority's."""
    if facts.role is not ContractRole.CALL_OFF or facts.framework_id is None:
        return None
    is_it = (Contract.id == facts.framework_id) & (Contract.role == ContractRole.FRAMEWORK.value)
    if not await Contract.exists().where(is_it & (Contract.authority == facts.authority_id)):
        raise UnableToRegister(_("Deze raamovereenkomst is er niet bij deze aanbestedende dienst."), field="framework")
    return facts.framework_id


async def _insert(viewer: Viewer, facts: ContractFacts, status: ContractStatus, now: datetime) -> UUID:
    viewer.require(Permission.WRITE_REGISTER)
    await _require_new_number(facts, own_id=None)
    contract_id = uuid4()
    columns = await _columns(facts, status, now)
    try:
        await Contract.insert(Contract(id=contract_id, created_at=now, import_key=facts.import_key, **columns))
    except UniqueViolation:
        raise UnableToRegister(_("Deze opdracht staat al als concept in het register."), field="title") from None
    await _replace_lots(contract_id, columns["tender"], facts)
    return contract_id


async def _change_draft(viewer: Viewer, draft_id: UUID, facts: ContractFacts, status: ContractStatus, now: datetime) -> None:
    viewer.require(Permission.WRITE_REGISTER)
    draft = await contract(viewer=viewer, contract_id=draft_id)
    if draft.status is not ContractStatus.DRAFT:
        raise UnableToRegister(_("Dit contract is al geregistreerd en is geen concept meer."))
    await _require_new_number(facts, own_id=draft_id)
    # A form does not ask for what only a register tells; a date that nobody changed is still an assumption.
    is_assumed = draft.facts.award_date_is_assumed and facts.awarded_on == draft.facts.awarded_on
    facts = replace(
        facts,
        agreed_rate_pct=draft.facts.agreed_rate_pct if facts.agreed_rate_pct is None else facts.agreed_rate_pct,
        award_date_is_assumed=facts.award_date_is_assumed or is_assumed,
    )
    columns = await _columns(facts, status, now)
    await Contract.update({getattr(Contract, name): value for name, value in columns.items()}).where(Contract.id == draft_id)
    await _replace_lots(draft_id, columns["tender"], facts)


async def _require_own_name(kvk_number: str, name: str) -> None:
    """Refuse a KVK number of another firm: a slip of the pen would hand the contract to its portal."""
    known = await organisation_by_kvk(kvk_number=kvk_number)
    if known is not None and not is_same_name(known.name, name):
        raise UnableToRegister(other_firm(kvk_number, known.name), field="contractor_name")


async def _require_new_number(facts: ContractFacts, own_id: UUID | None) -> None:
    if not facts.number:
        return
    known = await find_contract_id(authority_id=facts.authority_id, number=facts.number)
    if known not in (None, own_id):
        raise UnableToRegister(
            _("Contract {number} van deze aanbestedende dienst staat al in het register.").format(number=facts.number), field="number"
        )


async def _ensure_tender(facts: ContractFacts, now: datetime) -> UUID | None:
    if not facts.tender_reference:
        return None
    contract_type = facts.contract_type.value if facts.contract_type else None
    is_same = (Tender.authority == facts.authority_id) & (Tender.reference == facts.tender_reference)
    known = await Tender.select(Tender.id).where(is_same)
    if known:
        # A draft may have made the tender before its type was known.
        await Tender.update({Tender.contract_type: contract_type}).where(is_same & Tender.contract_type.is_null())
        return UUID(str(known[0]["id"]))
    tender = Tender(
        id=uuid4(),
        authority=facts.authority_id,
        reference=facts.tender_reference,
        title=facts.title,
        contract_type=contract_type,
        cpv_code=facts.cpv_code,
        search_text=search_text(f"{facts.tender_reference} {facts.title}"),
        created_at=now,
    )
    await Tender.insert(tender)
    return UUID(str(tender.id))


async def _replace_lots(contract_id: UUID, tender_id: UUID | None, facts: ContractFacts) -> None:
    await ContractLot.delete().where(ContractLot.contract == contract_id)
    if tender_id is None:
        return
    known = {row["number"]: row for row in await Lot.select().where(Lot.tender == tender_id)}
    for lot in facts.lots:
        if lot.number in known:
            lot_id = known[lot.number]["id"]
            await _rename_lot(lot_id, lot, known[lot.number]["title"])
        else:
            lot_id = uuid4()
            await Lot.insert(Lot(id=lot_id, tender=tender_id, number=lot.number, title=lot.title))
        await ContractLot.insert(ContractLot(id=uuid4(), contract=contract_id, lot=lot_id))


async def _rename_lot(lot_id: UUID, lot: LotFacts, title: str) -> None:
    """Give a lot the name that was typed; raise UnableToRegister when another contract knows it by the name that it has."""
    if lot.title == title:
        return
    if await ContractLot.exists().where(ContractLot.lot == lot_id):
        message = _("Perceel {number} van deze aanbesteding heet {title}. Gebruik die naam, of een ander nummer.")
        raise UnableToRegister(message.format(number=lot.number, title=title), field="lots")
    await Lot.update({Lot.title: lot.title}).where(Lot.id == lot_id)


async def _record(viewer: Viewer, action: str, contract_id: UUID, facts: ContractFacts, now: datetime) -> None:
    details: dict[str, object] = {
        "authority": str(facts.authority_id),
        "number": facts.number,
        "contract_sum": None if facts.contract_sum is None else str(facts.contract_sum),
        "awarded_on": None if facts.awarded_on is None else facts.awarded_on.isoformat(),
    }
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("contract", str(contract_id)), now=now, details=details)
