"""The members of consortia that contracts were awarded to: kept for a whole set at once, and put in place of those of before."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from sroi.contracts.rules import ContractFacts, MemberFacts
from sroi.contracts.tables import ContractMember
from sroi.database import fetch, insert_all, keys, one_of

COLUMNS = ("id", "contract", "position", "name", "number", "number_kind", "is_lead")


async def add_members(*, contracts: Iterable[tuple[UUID, ContractFacts]]) -> None:
    """Keep the members that facts name, of contracts that have none."""
    await _insert((contract_id, facts.members) for contract_id, facts in contracts if facts.members)


async def replace_members(*, members: Mapping[UUID, tuple[MemberFacts, ...]]) -> None:
    """Give contracts these members in place of what they had."""
    await remove_members(contract_ids=members)
    await _insert(members.items())


async def remove_members(*, contract_ids: Iterable[UUID]) -> None:
    """Take the members of contracts away; what was recorded of them stays in the audit trail."""
    await fetch(f"DELETE FROM contract_member WHERE {one_of('contract', kind='uuid')}", keys(contract_ids))


async def _insert(told: Iterable[tuple[UUID, tuple[MemberFacts, ...]]]) -> None:
    rows = [
        (uuid4(), contract_id, position, one.name, one.number or None, one.kind.value if one.kind else None, one.is_lead)
        for contract_id, members in told
        for position, one in enumerate(members, 1)
    ]
    await insert_all(ContractMember, COLUMNS, rows)
