"""Reads of imports: all of them, one with its counts, and its rows, a page at a time, narrowed to a verdict or to problems."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from gettext import gettext as _
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec

from sroi.access import Permission, Viewer
from sroi.contracts.rules import (
    AUTHORITY,
    EVERY_ROW,
    PACK_ROWS,
    Becomes,
    RowFilter,
    RowProblem,
    StagedRow,
    Verdict,
    first_of,
    unpacked,
    unpacked_whole,
)
from sroi.contracts.tables import ImportBatch, ImportFile, ImportNamedAuthority, ImportRow
from sroi.database import fetch
from sroi.errors import NotFound
from sroi.jobs.queries import job, jobs_by_id
from sroi.jobs.rules import JobNotFound, JobRecord, JobState

PAGE_SIZE = 50
IMPORTS_SHOWN = 25
ORIGINS_SHOWN = 10
ROWS_AT_ONCE = 10 * PACK_ROWS
LAST = 2**31  # after every position
OPEN_DOUBTS = RowFilter(Verdict.DOUBT, undecided=True)
LISTED = (
    ImportBatch.id,
    ImportBatch.file_name,
    ImportBatch.created_at,
    ImportBatch.created_by.name,
    ImportBatch.row_count,
    ImportBatch.status,
    ImportBatch.job,
)
PACKS = """
    SELECT import_pack.first, import_pack.content FROM import_pack
    WHERE import_pack.batch = {} AND import_pack.first >= {} AND EXISTS (
        SELECT 1 FROM import_tally WHERE import_tally.pack = import_pack.id
        AND ({} = '' OR import_tally.finding = {}) AND (import_tally.has_problems OR NOT {})
        AND (import_tally.decision = '' OR NOT {})
    )
    ORDER BY import_pack.first LIMIT {}
"""
ORIGINS = """
    SELECT import_batch.id, import_batch.file_name, import_batch.confirmed_at, import_row.position, import_row.verdict
    FROM import_row JOIN import_batch ON import_batch.id = import_row.batch
    WHERE import_row.contract = {} AND import_row.verdict <> 'known' AND import_batch.status = 'confirmed'
    ORDER BY import_batch.confirmed_at DESC, import_row.position DESC LIMIT {}
"""
COUNTED = """
    SELECT finding, verdict, has_problems, decision, SUM(row_count) AS row_count
    FROM import_tally WHERE pack IN (SELECT id FROM import_pack WHERE batch = {})
    GROUP BY finding, verdict, has_problems, decision
"""


# First those that nothing was chosen for, or not for all rows.
NAMED = """
    WITH named AS (
        SELECT name, CAST(SUM(row_count) AS INTEGER) AS row_count,
            CASE WHEN MIN(authority) = MAX(authority) THEN MIN(authority) ELSE '' END AS chosen
        FROM import_named_authority WHERE pack IN (SELECT id FROM import_pack WHERE batch = {})
        GROUP BY name
    ), placed AS (
        SELECT named.*, CASE WHEN chosen <> '' THEN 1 ELSE 0 END AS is_chosen, COUNT(*) OVER () AS names,
            COUNT(NULLIF(chosen, '')) OVER () AS done
        FROM named
    )
    SELECT name, row_count, chosen, names, done FROM placed
    WHERE (is_chosen, -row_count, name) > ({}, {}, {}) ORDER BY is_chosen, row_count DESC, name LIMIT {}
"""
# The import of the same bytes that was begun last, as far as something came of that or may come of it.
SAME_FILE = """
    SELECT same.id FROM import_batch JOIN import_batch AS same ON same.sha256 = import_batch.sha256 AND same.id <> import_batch.id
    WHERE import_batch.id = {} AND same.status IN ('reading', 'preview', 'confirmed') ORDER BY same.created_at DESC LIMIT 1
"""
# Where a name stands among those of a file: whether an officer chose for it, minus its rows, and the name itself.
NamedPlace = tuple[int, int, str]
FIRST_NAMED: NamedPlace = (0, -LAST, "")
FIRST_CHOSEN: NamedPlace = (1, -LAST, "")


class ImportNotFound(NotFound):
    """There is no such import."""


class BatchStatus(StrEnum):
    """Where an import stands."""

    READING = "reading"
    PREVIEW = "preview"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    DISCARDED = "discarded"


# The kinds of jobs that go on with an import, and where an import stands until such a job has done its work.
READ_IMPORT, CONFIRM_IMPORT, UNDO_IMPORT = "read_import", "confirm_import", "undo_import"
CHOOSE_COLUMNS, CHOOSE_AUTHORITIES = "choose_columns", "choose_authorities"
BEGINS_AT = {
    READ_IMPORT: BatchStatus.READING,
    CHOOSE_COLUMNS: BatchStatus.PREVIEW,
    CHOOSE_AUTHORITIES: BatchStatus.PREVIEW,
    CONFIRM_IMPORT: BatchStatus.PREVIEW,
    UNDO_IMPORT: BatchStatus.CONFIRMED,
}


@dataclass(frozen=True)
class Batch:
    """An import, with the number of rows for each verdict and for what they become; `problems` are those of the file as a whole."""

    id: UUID
    file_name: str
    format: str
    award_date_from_start: bool
    status: BatchStatus
    created_at: datetime
    confirmed_at: datetime | None
    row_count: int
    profile_name: str
    job_id: UUID | None
    problems: tuple[RowProblem, ...]
    columns: tuple[dict[str, Any], ...] = ()
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    outcomes: Mapping[Becomes, int] = field(default_factory=dict)
    problem_rows: int = 0
    undecided: int = 0

    @property
    def is_confirmed(self) -> bool:
        """Return whether it was stored, and not undone since."""
        return self.status is BatchStatus.CONFIRMED


@dataclass(frozen=True)
class ListedImport:
    """An import as a list shows it; `job` is the last that went on with it, as far as that is known."""

    id: UUID
    file_name: str
    created_at: datetime
    created_by: str
    row_count: int
    status: BatchStatus
    job: JobRecord | None = None


@dataclass(frozen=True)
class NamedAuthority:
    """An authority as a file names it, in how many rows, and which one an officer chose for all of these; None when not, or not for all."""

    name: str
    rows: int
    chosen_id: UUID | None

    @property
    def place(self) -> NamedPlace:
        """Return the key by which the names of a file are paged."""
        return (0 if self.chosen_id is None else 1, -self.rows, self.name)


@dataclass(frozen=True)
class NamedAuthorities:
    """Some of the authorities that a file names and the register did not know, how many there are, and for how many one was chosen."""

    shown: tuple[NamedAuthority, ...]
    total: int
    chosen: int


@dataclass(frozen=True)
class Origin:
    """A row of a confirmed import that became a contract or draft, or changed it."""

    batch_id: UUID
    file_name: str
    confirmed_at: datetime
    position: int
    becomes: Becomes


async def imports_page(
    *, viewer: Viewer, after: tuple[datetime, UUID] | None = None, size: int = IMPORTS_SHOWN
) -> tuple[ListedImport, ...]:
    """Return the imports, newest first, or those that follow the key `after` (created_at, id); at most `size`."""
    viewer.require(Permission.WRITE_REGISTER)
    query = (
        ImportBatch.select(*LISTED).order_by(ImportBatch.created_at, ascending=False).order_by(ImportBatch.id, ascending=False).limit(size)
    )
    if after is not None:
        moment, key = after
        query = query.where((ImportBatch.created_at < moment) | ((ImportBatch.created_at == moment) & (ImportBatch.id < key)))
    return await _listed(viewer, await query)


async def _listed(viewer: Viewer, rows: list[dict[str, Any]]) -> tuple[ListedImport, ...]:
    jobs = await jobs_by_id(viewer=viewer, job_ids=[row["job"] for row in rows if row["job"]], shared_with=Permission.WRITE_REGISTER)
    return tuple(
        ListedImport(
            row["id"],
            row["file_name"],
            row["created_at"],
            row["created_by.name"],
            row["row_count"],
            BatchStatus(row["status"]),
            jobs.get(row["job"]),
        )
        for row in rows
    )


async def import_batch(*, viewer: Viewer, batch_id: UUID) -> Batch:
    """Return one import; raise ImportNotFound when there is none for this viewer."""
    rows = await ImportBatch.select().where(ImportBatch.id == batch_id) if viewer.may(Permission.WRITE_REGISTER) else []
    if not rows:
        raise ImportNotFound(_("Deze import is niet gevonden."))
    counts, outcomes, problem_rows, undecided = dict.fromkeys(Verdict, 0), dict.fromkeys(Becomes, 0), 0, 0
    for group in await fetch(COUNTED, batch_id):
        number, verdict = int(group["row_count"]), Verdict(group["finding"])
        counts[verdict] += number
        outcomes[Becomes(group["verdict"])] += number
        problem_rows += number if group["has_problems"] else 0
        undecided += number if verdict is Verdict.DOUBT and not group["decision"] else 0
    batch = rows[0]
    return Batch(
        id=batch_id,
        file_name=batch["file_name"],
        format=batch["format"],
        award_date_from_start=bool(batch["award_date_from_start"]),
        status=BatchStatus(batch["status"]),
        created_at=batch["created_at"],
        confirmed_at=batch["confirmed_at"],
        row_count=batch["row_count"],
        profile_name=batch["profile_name"],
        job_id=batch["job"],
        problems=msgspec.json.decode(batch["problems"], type=tuple[RowProblem, ...]),
        columns=tuple(json.loads(batch["columns"])),
        counts=counts,
        outcomes=outcomes,
        problem_rows=problem_rows,
        undecided=undecided,
    )


async def import_of_same_file(*, viewer: Viewer, batch_id: UUID) -> ListedImport | None:
    """Return the last other import of the same bytes that was not refused, undone or discarded; None when there is none."""
    viewer.require(Permission.WRITE_REGISTER)
    same = await fetch(SAME_FILE, batch_id)
    rows = await ImportBatch.select(*LISTED).where(ImportBatch.id == same[0]["id"]) if same else []
    return next(iter(await _listed(viewer, rows)), None)


async def has_long_file(*, batch_id: UUID) -> bool:
    """Return whether the upload of an import is kept in more pieces than one."""
    return await ImportFile.exists().where((ImportFile.batch == batch_id) & (ImportFile.number == 2))


async def import_job(*, viewer: Viewer, batch: Batch) -> JobRecord | None:
    """Return the last job that went on with an import; None when there was none, or so long ago that it was cleared."""
    if batch.job_id is None:
        return None
    try:
        return await job(viewer=viewer, job_id=batch.job_id, shared_with=Permission.WRITE_REGISTER)
    except JobNotFound:
        return None


def is_at_work(batch: Batch | ListedImport, record: JobRecord | None) -> bool:
    """Return whether a job goes on with an import: it waits for its turn, or is busy and has not done its work yet."""
    return record is not None and record.is_at_work and batch.status is BEGINS_AT[record.kind]


def has_failed(batch: Batch, record: JobRecord | None) -> bool:
    """Return whether the last job ended without its work done, and nobody did that since."""
    return record is not None and record.state is JobState.FAILED and batch.status is BEGINS_AT[record.kind]


def may_be_discarded(batch: Batch, record: JobRecord | None) -> bool:
    """Return whether an import, with its last job, is one that nothing came of and that nothing will come of by itself."""
    return batch.status in (BatchStatus.READING, BatchStatus.PREVIEW, BatchStatus.REFUSED) and not is_at_work(batch, record)


async def import_rows(*, batch_id: UUID, after: int = 0, size: int = PAGE_SIZE, narrowed: RowFilter = EVERY_ROW) -> tuple[StagedRow, ...]:
    """Return the rows of an import that come after position `after`, at most `size`.

    Each pack that the query returns holds one such row at least, but for the first, of which some lie before `after`.
    """
    packs = size // PACK_ROWS + 2 if narrowed == EVERY_ROW else size + 1
    verdict = "" if narrowed.verdict is None else narrowed.verdict.value
    found = await fetch(PACKS, batch_id, first_of(after + 1), verdict, verdict, narrowed.with_problems, narrowed.undecided, packs)
    later = range(after + 1, LAST)
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


async def problems_of_import(*, viewer: Viewer, batch_id: UUID) -> tuple[RowProblem, ...]:
    """Return everything that a person must know of a file and its rows, in the order of the file."""
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    rows = await import_rows(batch_id=batch_id, size=batch.row_count, narrowed=RowFilter(with_problems=True))
    return (*batch.problems, *(problem for row in rows for problem in row.problems if not _is_told_once(row, problem)))


def _is_told_once(row: StagedRow, problem: RowProblem) -> bool:
    """Return whether it is that an authority is not known, which the problems of the file tell once for all its rows."""
    return problem.field == AUTHORITY and row.named_authority is not None


async def named_authorities(*, viewer: Viewer, batch_id: UUID, size: int, after: NamedPlace = FIRST_NAMED) -> NamedAuthorities:
    """Return the authorities of an import that the register did not know when it was read, those that follow `after`, at most `size`.

    First those that nothing was chosen for, then those of most rows.
    """
    await import_batch(viewer=viewer, batch_id=batch_id)
    rows = await fetch(NAMED, batch_id, *after, size)
    shown = tuple(NamedAuthority(row["name"], int(row["row_count"]), UUID(row["chosen"]) if row["chosen"] else None) for row in rows)
    return NamedAuthorities(shown, rows[0]["names"] if rows else 0, rows[0]["done"] if rows else 0)


async def has_named_authorities(*, batch_id: UUID) -> bool:
    """Return whether rows of an import name an authority that the register did not know when it was read."""
    return await ImportNamedAuthority.exists().where(ImportNamedAuthority.pack.batch == batch_id)


async def import_parts(*, batch_id: UUID) -> AsyncIterator[tuple[StagedRow, ...]]:
    """Yield all rows of an import in their order, some thousands at a time."""
    after = 0
    while rows := await import_rows(batch_id=batch_id, after=after, size=ROWS_AT_ONCE):
        after = rows[-1].position
        yield rows
