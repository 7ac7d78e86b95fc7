"""Reads of what contracts and drafts came from: the rows of confirmed imports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.rules import Becomes, RowProblem, StagedRow
from sroi.contracts.tables import ImportRow
from sroi.database import fetch

ORIGINS_SHOWN = 10
ORIGINS = """
    SELECT import_batch.id, import_batch.file_name, import_batch.confirmed_at, import_row.position, import_row.verdict
    FROM import_row JOIN import_batch ON import_batch.id = import_row.batch
    WHERE import_row.contract = {} AND import_row.verdict <> 'known' AND import_batch.status = 'confirmed'
    ORDER BY import_batch.confirmed_at DESC, import_row.position DESC LIMIT {}
"""


@dataclass(frozen=True)
class Origin:
    """A row of a confirmed import that became a contract or draft, or changed it."""

    batch_id: UUID
    file_name: str
    confirmed_at: datetime
    position: int
    becomes: Becomes


async def import_problems(*, contract_id: UUID) -> tuple[RowProblem, ...]:
    """Return what the register's row said that could not be read, for the draft that came of it."""
    row = await row_that_became(contract_id=contract_id, becomes=Becomes.DRAFT)
    return () if row is None else row.problems


async def row_that_became(*, contract_id: UUID, becomes: Becomes) -> StagedRow | None:
    """Return the row of an import that became this contract or draft; None when a person registered it."""
    rows = await ImportRow.select(ImportRow.batch, ImportRow.position).where(
        (ImportRow.contract == contract_id) & (ImportRow.verdict == becomes.value)
    )
    found = await import_rows(batch_id=rows[0]["batch"], after=rows[0]["position"] - 1, size=1) if rows else ()
    return next(iter(found), None)


async def origins_of_contract(*, viewer: Viewer, contract_id: UUID) -> tuple[Origin, ...]:
    """Return the last rows that a contract came from or was changed by, newest first; none for who does not see imports."""
    if not viewer.may(Permission.WRITE_REGISTER):
        return ()
    rows = await fetch(ORIGINS, contract_id, ORIGINS_SHOWN)
    return tuple(Origin(row["id"], row["file_name"], row["confirmed_at"], row["position"], Becomes(row["verdict"])) for row in rows)
