"""Which authorities the names in a file mean that the register does not know: chosen once for all rows of an import."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from msgspec import structs

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.contracts import add_authority
from sroi.contracts.operations.imports import NOT_YET, Progress, Tell, UnableToImport, contract_to_show, problems_json, silent
from sroi.contracts.operations.packs import change_rows
from sroi.contracts.operations.staging import unknown_authorities
from sroi.contracts.queries import authorities
from sroi.contracts.queries.import_knowledge import Knowledge, Portfolios, knowledge
from sroi.contracts.queries.import_rows import import_parts
from sroi.contracts.queries.imports import Batch, BatchStatus, import_batch, import_job, is_at_work
from sroi.contracts.rules import AUTHORITY, Decision, FileJudge, RowProblem, StagedRow
from sroi.contracts.tables import ImportBatch
from sroi.database import transaction
from sroi.values import local_day

# What was chosen for each name in the file; None adds an authority of that name.
Chosen = Mapping[str, UUID | None]


async def choose_authorities(*, viewer: Viewer, batch_id: UUID, chosen: Chosen, now: datetime) -> int:
    """Give all rows of a preview that name one of these authorities the one that was chosen, and return how many rows that are.

    `chosen` is by the name in the file; None adds an authority of that name. All rows are compared with the register again; a row that an
    officer decided about by itself stays as it was decided. Raises UnableToImport when the import was confirmed or discarded.
    """
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        if batch.status is not BatchStatus.PREVIEW or is_at_work(batch, await import_job(viewer=viewer, batch=batch)):
            raise UnableToImport(_("Deze import is al bevestigd of weggegooid, of wordt nu verwerkt."))
        return await award_rows(viewer=viewer, batch=batch, chosen=chosen, now=now)


async def award_rows(*, viewer: Viewer, batch: Batch, chosen: Chosen, now: datetime, tell: Tell = silent) -> int:
    """Give the rows of a preview the authorities that were chosen, and return how many rows that are; `tell` hears how far it is."""
    async with transaction():
        meant = await _meant(viewer, chosen, now)
        rows, unknown = await _give_all(batch, meant, now, tell)
        others = [problem for problem in batch.problems if problem.field != AUTHORITY]
        values = {ImportBatch.problems: problems_json([*others, *unknown])}
        await ImportBatch.update(values).where(ImportBatch.id == batch.id)  # type: ignore[arg-type]
        details: dict[str, object] = {"rows": rows, "authorities": sorted({str(authority_id) for authority_id in meant.values()})}
        subject = Subject("import", str(batch.id))
        await record_event(actor=actor_of(viewer), action="import.authorities_chosen", subject=subject, now=now, details=details)
    return rows


async def _meant(viewer: Viewer, chosen: Chosen, now: datetime) -> dict[str, UUID]:
    known = {authority.id for authority in await authorities()}
    if not {authority_id for authority_id in chosen.values() if authority_id is not None} <= known:
        raise UnableToImport(_("Kies een aanbestedende dienst die in het register staat."))
    return {name: authority_id or await add_authority(viewer=viewer, name=name, now=now) for name, authority_id in chosen.items()}


async def _give_all(batch: Batch, meant: Mapping[str, UUID], now: datetime, tell: Tell) -> tuple[int, tuple[RowProblem, ...]]:
    """Judge all rows again, and return how many were given an authority, and what is still not known."""
    judge, portfolios, given, left = FileJudge(local_day(now)), Portfolios(), 0, []
    async for before in import_parts(batch_id=batch.id):
        rows = [_awarded(row, meant) for row in before]
        linked = [row.contract_id for row in rows if row.decision is Decision.LINK and row.contract_id]
        register = await knowledge(told=[row.told for row in rows], linked=linked, portfolios=portfolios)
        after = await asyncio.to_thread(_judged, rows, judge, register)
        given += sum(row != old for row, old in zip(rows, before, strict=True))
        left += [row.details for row in after if row.told.lacks_authority]
        await change_rows(batch_id=batch.id, rows={row.position: row for row, old in zip(after, before, strict=True) if row != old})
        await tell(Progress(rows[-1].position, batch.row_count, None, _("De rijen worden vergeleken met het register.")))
    return given, unknown_authorities(left)


def _awarded(row: StagedRow, meant: Mapping[str, UUID]) -> StagedRow:
    authority_id = meant.get(row.named_authority) if row.named_authority is not None else None
    return row if authority_id is None or row.decision is not Decision.OPEN else row.awarded_by(authority_id)


def _judged(rows: Sequence[StagedRow], judge: FileJudge, register: Knowledge) -> list[StagedRow]:
    judged = []
    for row in rows:
        found = judge.judge(row_id=NOT_YET, told=row.told, register=register, choice=row.choice)
        if row.decision is Decision.OPEN:
            row = structs.replace(
                row,
                verdict=found.verdict,
                becomes=found.becomes,
                doubts=found.doubts,
                differences=found.differences,
                contract_id=contract_to_show(found),
            )
        judged.append(row)
    return judged
