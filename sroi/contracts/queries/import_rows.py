"""Reads of the rows of an import: a page or a part at a time, narrowed to a verdict or to problems."""

from collections.abc import AsyncIterator
from gettext import gettext as _
from itertools import islice
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.queries.imports import ImportNotFound, import_batch
from sroi.contracts.rules import (
    AUTHORITY,
    EVERY_ROW,
    PACK_ROWS,
    RowFilter,
    RowProblem,
    StagedRow,
    Verdict,
    first_of,
    unpacked,
    unpacked_whole,
)
from sroi.database import fetch

PAGE_SIZE = 50
ROWS_AT_ONCE = 10 * PACK_ROWS
LAST = 2**31 - 1  # the highest position that the database can be asked for
OPEN_DOUBTS = RowFilter(Verdict.DOUBT, undecided=True)
PACKS = """
    SELECT import_pack.first, import_pack.content FROM import_pack
    WHERE import_pack.batch = {} AND import_pack.first >= {} AND EXISTS (
        SELECT 1 FROM import_tally WHERE import_tally.pack = import_pack.id
        AND ({} = '' OR import_tally.finding = {}) AND (import_tally.has_problems OR NOT {})
        AND (import_tally.decision = '' OR NOT {})
    )
    ORDER BY import_pack.first LIMIT {}
"""


async def import_rows(*, batch_id: UUID, after: int = 0, size: int = PAGE_SIZE, narrowed: RowFilter = EVERY_ROW) -> tuple[StagedRow, ...]:
    """Return the rows of an import that come after position `after`, at most `size`; an address may ask for any number.

    Each pack that the query returns holds one such row at least, but for the first, of which some lie before `after`.
    """
    if after >= LAST:
        return ()
    after = max(after, 0)
    packs = size // PACK_ROWS + 2 if narrowed == EVERY_ROW else size + 1
    verdict = "" if narrowed.verdict is None else narrowed.verdict.value
    found = await fetch(PACKS, batch_id, first_of(after + 1), verdict, verdict, narrowed.with_problems, narrowed.undecided, packs)
    later = range(after + 1, LAST + 1)
    if size >= PACK_ROWS and narrowed == EVERY_ROW:
        rows = (row for pack in found for row in unpacked_whole(pack["content"]) if row.position > after)
    else:
        rows = (row for pack in found for row in unpacked(pack["content"], positions=later, narrowed=narrowed))
    return tuple(islice(rows, size))


async def next_doubt(*, batch_id: UUID, after: int) -> StagedRow | None:
    """Return the next row in doubt that nobody decided about, from position `after` on and then from the first row; None when all are."""
    for start in (after, 0):
        for row in await import_rows(batch_id=batch_id, after=start, size=1, narrowed=OPEN_DOUBTS):
            return row
    return None


async def import_row(*, viewer: Viewer, batch_id: UUID, position: int) -> StagedRow:
    """Return one row of an import; raise ImportNotFound."""
    await import_batch(viewer=viewer, batch_id=batch_id)
    rows = await import_rows(batch_id=batch_id, after=position - 1, size=1)
    if not rows or rows[0].position != position:
        raise ImportNotFound(_("Deze rij is niet gevonden."))
    return rows[0]


async def problems_of_import(*, viewer: Viewer, batch_id: UUID) -> tuple[RowProblem, ...]:
    """Return everything that a person must know of a file and its rows, in the order of the file."""
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    rows = await import_rows(batch_id=batch_id, size=batch.row_count, narrowed=RowFilter(with_problems=True))
    return (*batch.problems, *(problem for row in rows for problem in row.problems if not _is_told_once(row, problem)))


def _is_told_once(row: StagedRow, problem: RowProblem) -> bool:
    """Return whether it is that an authority is not known, which the problems of the file tell once for all its rows."""
    return problem.field == AUTHORITY and row.named_authority is not None


async def import_parts(*, batch_id: UUID) -> AsyncIterator[tuple[StagedRow, ...]]:
    """Yield all rows of an import in their order, some thousands at a time."""
    after = 0
    while rows := await import_rows(batch_id=batch_id, after=after, size=ROWS_AT_ONCE):
        after = rows[-1].position
        yield rows
