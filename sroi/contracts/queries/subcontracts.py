"""Reads of subcontracts: whom a contractor lets report on its behalf, and for which contracts an organisation does so.

A subcontractor finds a contract here and nowhere else: what the contractor owes, agreed and reported itself is not the subcontractor's.
"""

from typing import Any
from uuid import UUID

from sroi.access import OPERATOR, Role, Viewer
from sroi.contracts.queries.contracts import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord, SubcontractRecord
from sroi.contracts.tables import Subcontract

PAGE_SIZE = 100
_COLUMNS = (
    Subcontract.id,
    Subcontract.contract,
    Subcontract.contract.number,
    Subcontract.contract.title,
    Subcontract.contractor,
    Subcontract.contractor.name,
    Subcontract.subcontractor,
    Subcontract.subcontractor.name,
    Subcontract.subcontractor.kvk_number,
    Subcontract.added_at,
    Subcontract.ended_at,
)


def _record(row: dict[str, Any]) -> SubcontractRecord:
    return SubcontractRecord(
        id=row["id"],
        contract_id=row["contract"],
        contract_number=row["contract.number"],
        contract_title=row["contract.title"],
        contractor_id=row["contractor"],
        contractor_name=row["contractor.name"],
        subcontractor_id=row["subcontractor"],
        subcontractor_name=row["subcontractor.name"],
        kvk_number=row["subcontractor.kvk_number"],
        added_at=row["added_at"],
        ended_at=row["ended_at"],
    )


async def subcontracts_of_contract(*, viewer: Viewer, contract_id: UUID) -> tuple[SubcontractRecord, ...]:
    """Return whom the viewer's organisation let report for one of its contracts, also what ended; at most PAGE_SIZE.

    Raises ContractNotFound when the contract is not the viewer's.
    """
    await contract(viewer=viewer, contract_id=contract_id)
    is_own = (Subcontract.contract == contract_id) & (Subcontract.contractor == viewer.organisation_id)
    rows = await Subcontract.select(*_COLUMNS).where(is_own).order_by(Subcontract.added_at, Subcontract.id).limit(PAGE_SIZE)
    return tuple(_record(row) for row in rows)


async def subcontracts_of_viewer(*, viewer: Viewer) -> tuple[SubcontractRecord, ...]:
    """Return the running subcontracts by which the viewer's organisation reports for others, newest first; at most PAGE_SIZE."""
    if viewer.role is not Role.CONTRACTOR:
        return ()
    is_running = (Subcontract.subcontractor == viewer.organisation_id) & Subcontract.ended_at.is_null()
    rows = await Subcontract.select(*_COLUMNS).where(is_running).order_by(Subcontract.added_at, ascending=False).limit(PAGE_SIZE)
    return tuple(_record(row) for row in rows)


async def running_subcontract(*, viewer: Viewer, contract_id: UUID) -> SubcontractRecord | None:
    """Return the subcontract by which the viewer's organisation may report for a contract now, or None."""
    if viewer.role is not Role.CONTRACTOR:
        return None
    is_running = (Subcontract.subcontractor == viewer.organisation_id) & Subcontract.ended_at.is_null()
    rows = await Subcontract.select(*_COLUMNS).where(is_running & (Subcontract.contract == contract_id)).order_by(Subcontract.added_at)
    return _record(rows[0]) if rows else None


async def contract_to_report(*, viewer: Viewer, contract_id: UUID) -> tuple[ContractRecord, SubcontractRecord | None]:
    """Return a contract that the viewer may report for, with the subcontract when that is on behalf of another; raise ContractNotFound."""
    try:
        return await contract(viewer=viewer, contract_id=contract_id), None
    except ContractNotFound:
        work = await running_subcontract(viewer=viewer, contract_id=contract_id)
        if work is None:
            raise
    return await contract(viewer=OPERATOR, contract_id=contract_id), work
