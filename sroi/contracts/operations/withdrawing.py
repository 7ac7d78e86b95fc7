"""Withdrawing the contracts and drafts of an import that is undone: they leave their numbers, and history keeps what they were."""

from datetime import datetime
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_events
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.members import remove_members
from sroi.contracts.tables import ImportRow
from sroi.database import fetch, keys, one_of, transaction

# What some rows of an import added: contracts under the id of their row, and drafts that it completed.
ADDED = """
    SELECT import_row.contract FROM import_row
    WHERE import_row.batch = {} AND import_row.position BETWEEN {} AND {} AND import_row.contract IS NOT NULL
    AND (import_row.verdict = 'contract' OR (import_row.verdict = 'draft' AND import_row.before = ''))
"""
WITHDRAWN = f"""
    UPDATE contract SET status = 'withdrawn', withdrawn_number = number, withdrawn_at = {{}}, number = NULL, import_key = NULL
    WHERE id IN ({ADDED}) AND status <> 'withdrawn' RETURNING id, withdrawn_number
"""
# Tenders that came with the import and that nothing refers to any more.
LEFT_OVER = """
    SELECT tender.id FROM tender WHERE tender.id IN (
        SELECT import_row.tender FROM import_row WHERE import_row.batch = {} AND import_row.before = ''
    )
    AND NOT EXISTS (SELECT 1 FROM contract WHERE contract.tender = tender.id)
    AND NOT EXISTS (SELECT 1 FROM import_row WHERE import_row.tender = tender.id AND import_row.batch <> {})
"""


async def withdraw_added(*, viewer: Viewer, batch_id: UUID, positions: range, now: datetime) -> tuple[UUID, ...]:
    """Withdraw what the rows at these positions added and return the ids; nobody finds it any more, its numbers may be used again."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        rows = await fetch(WITHDRAWN, now, batch_id, positions.start, positions.stop - 1)
        told: list[tuple[Subject, dict[str, object]]] = [
            (Subject("contract", str(row["id"])), {"number": row["withdrawn_number"] or "", "import": str(batch_id)}) for row in rows
        ]
        await record_events(actor=actor_of(viewer), action="contract.withdrawn", told=told, now=now)
        await remove_members(contract_ids=[row["id"] for row in rows])
    return tuple(row["id"] for row in rows)


async def remove_left_over_tenders(*, viewer: Viewer, batch_id: UUID) -> None:
    """Remove the tenders that came with an import which is undone, as far as nothing else refers to them."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        tenders = [row["id"] for row in await fetch(LEFT_OVER, batch_id, batch_id)]
        if tenders:
            await ImportRow.update({ImportRow.tender: None}).where(ImportRow.batch == batch_id)
            await fetch(f"DELETE FROM lot WHERE {one_of('tender', kind='uuid')}", keys(tenders))
            await fetch(f"DELETE FROM tender WHERE {one_of('id', kind='uuid')}", keys(tenders))
