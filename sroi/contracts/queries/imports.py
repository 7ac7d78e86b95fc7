"""Reads of imports: all of them, a page at a time, one with its counts, and whether a job goes on with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from gettext import gettext as _
from typing import Any
from uuid import UUID

import msgspec

from sroi.access import Permission, Viewer
from sroi.contracts.rules import Becomes, RowProblem, Verdict
from sroi.contracts.tables import ImportBatch, ImportFile
from sroi.database import fetch
from sroi.errors import NotFound
from sroi.jobs.queries import job, jobs_by_id
from sroi.jobs.rules import JobNotFound, JobRecord, JobState

IMPORTS_SHOWN = 25
LISTED = (
    ImportBatch.id,
    ImportBatch.file_name,
    ImportBatch.created_at,
    ImportBatch.created_by.name,
    ImportBatch.row_count,
    ImportBatch.status,
    ImportBatch.job,
)
COUNTED = """
    SELECT finding, verdict, has_problems, decision, SUM(row_count) AS row_count
    FROM import_tally WHERE pack IN (SELECT id FROM import_pack WHERE batch = {})
    GROUP BY finding, verdict, has_problems, decision
"""
# The import of the same bytes that was begun last, as far as something came of that or may come of it.
SAME_FILE = """
    SELECT same.id FROM import_batch JOIN import_batch AS same ON same.sha256 = import_batch.sha256 AND same.id <> import_batch.id
    WHERE import_batch.id = {} AND same.status IN ('reading', 'preview', 'confirmed') ORDER BY same.created_at DESC LIMIT 1
"""


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
    def is_waiting(self) -> bool:
        """Return whether it was read, and nothing came of it yet."""
        return self.status is BatchStatus.PREVIEW

    @property
    def is_unread(self) -> bool:
        """Return whether its file is still to be read; that is not done when no job is at work."""
        return self.status is BatchStatus.READING

    @property
    def is_refused(self) -> bool:
        """Return whether its file could not be read."""
        return self.status is BatchStatus.REFUSED

    @property
    def is_discarded(self) -> bool:
        """Return whether it was thrown away."""
        return self.status is BatchStatus.DISCARDED

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
