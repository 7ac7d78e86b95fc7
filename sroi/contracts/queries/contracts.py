"""Reads of contracts and authorities; a contractor finds its own registered contracts alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where, WhereRaw

from sroi.access import Permission, Role, Viewer
from sroi.contracts.rules import (
    ContractFacts,
    ContractNotFound,
    ContractRecord,
    ContractRole,
    ContractStatus,
    ContractType,
    LotFacts,
    MemberFacts,
    NumberKind,
    Scope,
)
from sroi.contracts.tables import Contract, ContractingAuthority, ContractLot
from sroi.database import fetch, keys, one_of
from sroi.values import from_cents, search_text

PAGE_SIZE = 25
CALL_OFFS_SHOWN = 200
WAS_OWN = "contract.id IN (SELECT contract_event.contract FROM contract_event WHERE contract_event.previous_contractor = {})"


@dataclass(frozen=True)
class Authority:
    """A contracting authority."""

    id: UUID
    name: str
    is_home: bool
    municipality_code: str | None


@dataclass(frozen=True)
class ContractFilter:
    """What a list of contracts is narrowed to; empty means everything."""

    text: str = ""
    status: ContractStatus | None = None
    scope: Scope | None = None


def visible(viewer: Viewer) -> Where | And | WhereRaw:
    """Return the condition that leaves the contracts this viewer may see: staff all, a contractor those that are or were its own.

    What was withdrawn is nobody's any more: the import that it came from tells of it.
    """
    if viewer.may(Permission.READ_REGISTER):
        return Contract.status != ContractStatus.WITHDRAWN.value
    if viewer.role is Role.CONTRACTOR and viewer.organisation_id is not None:
        is_own = Or(Contract.contractor == viewer.organisation_id, WhereRaw(WAS_OWN, viewer.organisation_id))
        return And(is_own, Contract.status == ContractStatus.REGISTERED.value)
    return WhereRaw("1 = 0")


def _percentage(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else from_cents(cents)


def _select() -> Any:
    return Contract.select(
        *Contract.all_columns(),
        Contract.authority.name,
        Contract.authority.is_home,
        Contract.contractor.name,
        Contract.contractor.kvk_number,
        Contract.tender.reference,
    )


def _facts(row: dict[str, Any], lots: tuple[LotFacts, ...], members: tuple[MemberFacts, ...]) -> ContractFacts:
    return ContractFacts(
        authority_id=row["authority"],
        number=row["number"] or "",
        title=row["title"],
        contract_type=ContractType(row["contract_type"]) if row["contract_type"] else None,
        contractor_name=row["contractor.name"] or row["contractor_name"],
        kvk_number=row["contractor.kvk_number"],
        cpv_code=row["cpv_code"],
        contract_sum=_euros(row["contract_sum_cents"]),
        tender_sum=_euros(row["tender_sum_cents"]),
        wage_sum=_euros(row["wage_sum_cents"]),
        labour_share_pct=_percentage(row["labour_share_bp"]),
        agreed_rate_pct=_percentage(row["agreed_rate_bp"]),
        published_on=row["published_on"],
        awarded_on=row["awarded_on"],
        award_date_is_assumed=bool(row["award_date_is_assumed"]),
        starts_on=row["starts_on"],
        ends_before=row["ends_before"],
        extension_options=row["extension_options"],
        tender_reference=row["tender.reference"] or "",
        lots=lots,
        role=ContractRole(row["role"]),
        framework_id=row["framework"],
        members=members,
    )


def _record(row: dict[str, Any], lots: tuple[LotFacts, ...] = (), members: tuple[MemberFacts, ...] = ()) -> ContractRecord:
    return ContractRecord(
        id=row["id"],
        facts=_facts(row, lots, members),
        status=ContractStatus(row["status"]),
        scope=Scope.LOCAL if row["authority.is_home"] else Scope.REGIONAL,
        authority_name=row["authority.name"],
        contractor_id=row["contractor"],
        tender_id=row["tender"],
        created_at=row["created_at"],
        registered_at=row["registered_at"],
    )


async def contract(*, viewer: Viewer, contract_id: UUID) -> ContractRecord:
    """Return one contract with its lots and the members of a consortium; raise ContractNotFound when it does not exist for this viewer."""
    rows = await _select().where(Contract.id == contract_id).where(visible(viewer))
    if not rows:
        raise ContractNotFound(_("Dit contract is niet gevonden."))
    found = await ContractLot.select(ContractLot.lot.number, ContractLot.lot.title).where(ContractLot.contract == contract_id)
    lots = sorted((LotFacts(lot["lot.number"], lot["lot.title"]) for lot in found), key=lambda lot: lot.number)
    members = await _members([contract_id])
    return _record(rows[0], tuple(lots), members.get(contract_id, ()))


async def contracts_by_id(*, viewer: Viewer, contract_ids: Sequence[UUID]) -> dict[UUID, ContractRecord]:
    """Return those of the contracts that exist for this viewer, without their lots, in one query."""
    if not contract_ids:
        return {}
    rows = await _select().where(Contract.id.is_in(list(contract_ids))).where(visible(viewer))
    return {row["id"]: _record(row) for row in rows}


async def facts_by_id(*, contract_ids: Sequence[UUID]) -> dict[UUID, tuple[ContractStatus, ContractFacts]]:
    """Return status and facts of contracts, without their lots: for writes, which know already what may be seen."""
    if not contract_ids:
        return {}
    rows = await _select().where(WhereRaw(one_of("contract.id", kind="uuid"), keys(contract_ids)))
    members = await _members(contract_ids)
    return {row["id"]: (ContractStatus(row["status"]), _facts(row, (), members.get(row["id"], ()))) for row in rows}


async def _members(contract_ids: Iterable[UUID]) -> dict[UUID, tuple[MemberFacts, ...]]:
    """Return the members of the consortia that have these contracts, in their order."""
    columns, theirs = "contract, name, number, number_kind, is_lead", one_of("contract", kind="uuid")
    found: dict[UUID, tuple[MemberFacts, ...]] = {}
    for row in await fetch(f"SELECT {columns} FROM contract_member WHERE {theirs} ORDER BY contract, position", keys(contract_ids)):
        found[row["contract"]] = (*found.get(row["contract"], ()), member_of(row))
    return found


def member_of(row: dict[str, Any]) -> MemberFacts:
    """Return the member of a consortium that a row tells of."""
    kind = NumberKind(row["number_kind"]) if row["number_kind"] else None
    return MemberFacts(row["name"], row["number"] or "", kind, bool(row["is_lead"]))


def search_patterns(text: str) -> tuple[str, ...]:
    """Return what `contract.search_text` must all be LIKE, with a backslash as the escape, to be found by the words of a text."""
    words = (word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in search_text(text).split())
    return tuple(f"%{word}%" for word in words)


async def contracts_page(
    *, viewer: Viewer, narrowed: ContractFilter, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[ContractRecord, ...]:
    """Return contracts, newest first, that come after the key of the last one shown; at most `size`, without their lots."""
    query = _select().where(visible(viewer)).order_by(Contract.created_at, Contract.id, ascending=False).limit(size)
    for pattern in search_patterns(narrowed.text):
        query = query.where(WhereRaw("contract.search_text LIKE {} ESCAPE '\\'", pattern))
    if narrowed.status is not None:
        query = query.where(Contract.status == narrowed.status.value)
    if narrowed.scope is not None:
        query = query.where(Contract.authority.is_home == (narrowed.scope is Scope.LOCAL))
    if after is not None:
        moment, last_id = after
        query = query.where((Contract.created_at < moment) | ((Contract.created_at == moment) & (Contract.id < last_id)))
    return tuple(_record(row) for row in await query)


async def contracts_of_tender(*, viewer: Viewer, tender_id: UUID) -> tuple[ContractRecord, ...]:
    """Return every contract that one tender led to."""
    rows = await _select().where(Contract.tender == tender_id).where(visible(viewer)).order_by(Contract.number)
    return tuple(_record(row) for row in rows)


async def call_offs(*, viewer: Viewer, framework_id: UUID) -> tuple[ContractRecord, ...]:
    """Return the call-offs under a framework, drafts too, in the order of their numbers; at most CALL_OFFS_SHOWN."""
    query = _select().where(Contract.framework == framework_id).where(visible(viewer))
    return tuple(_record(row) for row in await query.order_by(Contract.number).limit(CALL_OFFS_SHOWN))


async def find_contract_id(*, authority_id: UUID, number: str) -> UUID | None:
    """Return the contract that is known by this authority and number."""
    rows = await Contract.select(Contract.id).where((Contract.authority == authority_id) & (Contract.number == number))
    return rows[0]["id"] if rows else None


async def contract_ids_by_number(*, numbers: Iterable[str]) -> dict[tuple[UUID, str], UUID]:
    """Return the contracts that have one of these numbers, by authority and number."""
    rows = await fetch(f"SELECT id, authority, number FROM contract WHERE {one_of('number')}", keys(numbers))
    return {(row["authority"], row["number"]): row["id"] for row in rows}


async def authorities() -> tuple[Authority, ...]:
    """Return all contracting authorities, the home authority first."""
    rows = await ContractingAuthority.select().order_by(ContractingAuthority.search_text)
    found = [Authority(row["id"], row["name"], bool(row["is_home"]), row["municipality_code"]) for row in rows]
    return tuple(sorted(found, key=lambda authority: not authority.is_home))


async def home_authority() -> Authority:
    """Return the authority that this register is for."""
    return next(authority for authority in await authorities() if authority.is_home)
