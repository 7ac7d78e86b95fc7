"""Reads of imports: a batch with its counts, and its rows a page at a time, narrowed to a verdict or to problems."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from sroi.access import Permission, Viewer
from sroi.contracts.rules import (
    Amended,
    Becomes,
    Choice,
    ContractFacts,
    Decision,
    Difference,
    RowProblem,
    Told,
    Verdict,
    facts_from_json,
)
from sroi.contracts.tables import ImportBatch, ImportRow
from sroi.errors import NotFound

PAGE_SIZE = 50
RECENT = 25


class ImportNotFound(NotFound):
    """There is no such import."""


class BatchStatus(StrEnum):
    """Where an import stands."""

    READING = "reading"
    PREVIEW = "preview"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    UNDONE = "undone"


@dataclass(frozen=True)
class RowFilter:
    """What the rows of an import are narrowed to; empty means all of them."""

    verdict: Verdict | None = None
    with_problems: bool = False


@dataclass(frozen=True)
class StagedRow:
    """One row of an import: what was read, how that compares with the register, and what it will become or became.

    `contract_id` is the contract that it is about, looks like, or became; `details` what only a notice tells.
    """

    id: UUID
    position: int
    location: str
    verdict: Verdict
    becomes: Becomes
    facts: ContractFacts
    problems: tuple[RowProblem, ...]
    doubts: tuple[str, ...]
    differences: tuple[Difference, ...]
    details: Mapping[str, Any]
    choice: Choice
    contract_id: UUID | None
    source_key: str
    digest: str

    @cached_property
    def told(self) -> Told:
        """Return what the row says, to judge it again."""
        kind, is_change = self.details.get("kind"), self.details.get("kind") == "modification"
        return Told(
            facts=self.facts,
            problems=self.problems,
            source_key=self.source_key,
            digest=self.digest,
            is_tender=kind == "tender",
            amended=_amended(self.details) if is_change else None,
            target_key=self.details.get("target_key", ""),
            is_superseded=bool(self.details.get("is_superseded")),
        )


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
class RecentImport:
    """An import as a list shows it."""

    id: UUID
    file_name: str
    created_at: datetime
    row_count: int
    status: BatchStatus


async def recent_imports(*, viewer: Viewer) -> tuple[RecentImport, ...]:
    """Return the last imports, newest first; at most RECENT."""
    viewer.require(Permission.WRITE_REGISTER)
    columns = (ImportBatch.id, ImportBatch.file_name, ImportBatch.created_at, ImportBatch.row_count, ImportBatch.status)
    rows = await ImportBatch.select(*columns).order_by(ImportBatch.created_at, ImportBatch.id, ascending=False).limit(RECENT)
    return tuple(RecentImport(row["id"], row["file_name"], row["created_at"], row["row_count"], BatchStatus(row["status"])) for row in rows)


async def import_batch(*, viewer: Viewer, batch_id: UUID) -> Batch:
    """Return one import; raise ImportNotFound when there is none for this viewer."""
    rows = await ImportBatch.select().where(ImportBatch.id == batch_id) if viewer.may(Permission.WRITE_REGISTER) else []
    if not rows:
        raise ImportNotFound(_("Deze import is niet gevonden."))
    grouped = (ImportRow.finding, ImportRow.verdict, ImportRow.has_problems, ImportRow.decision)
    counted = await ImportRow.select(*grouped, Count(alias="rows")).where(ImportRow.batch == batch_id).group_by(*grouped)
    counts, outcomes, problem_rows, undecided = dict.fromkeys(Verdict, 0), dict.fromkeys(Becomes, 0), 0, 0
    for group in counted:
        number, verdict = int(group["rows"]), Verdict(group["finding"])
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
        problems=_problems(batch["problems"]),
        columns=tuple(json.loads(batch["columns"])),
        counts=counts,
        outcomes=outcomes,
        problem_rows=problem_rows,
        undecided=undecided,
    )


async def import_rows(*, batch_id: UUID, after: int = 0, size: int = PAGE_SIZE, narrowed: RowFilter = RowFilter()) -> tuple[StagedRow, ...]:
    """Return the rows of an import that come after position `after`, at most `size`."""
    query = ImportRow.select().where((ImportRow.batch == batch_id) & (ImportRow.position > after))
    if narrowed.verdict is not None:
        query = query.where(ImportRow.finding == narrowed.verdict.value)
    if narrowed.with_problems:
        query = query.where(ImportRow.has_problems.eq(True))
    return tuple(map(_row, await query.order_by(ImportRow.position).limit(size)))


async def import_row(*, viewer: Viewer, batch_id: UUID, position: int) -> StagedRow:
    """Return one row of an import; raise ImportNotFound."""
    await import_batch(viewer=viewer, batch_id=batch_id)
    rows = await import_rows(batch_id=batch_id, after=position - 1, size=1)
    if not rows or rows[0].position != position:
        raise ImportNotFound(_("Deze rij is niet gevonden."))
    return rows[0]


async def import_problems(*, contract_id: UUID) -> tuple[RowProblem, ...]:
    """Return what the register's row said that could not be read, for the draft that came of it."""
    rows = await ImportRow.select(ImportRow.problems).where((ImportRow.contract == contract_id) & (ImportRow.verdict == "draft"))
    return _problems(rows[0]["problems"]) if rows else ()


async def problems_of_import(*, viewer: Viewer, batch_id: UUID) -> tuple[RowProblem, ...]:
    """Return everything that a person must know of a file and its rows, in the order of the file."""
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    with_some = (ImportRow.batch == batch_id) & ImportRow.has_problems.eq(True)
    rows = await ImportRow.select(ImportRow.problems).where(with_some).order_by(ImportRow.position)
    return (*batch.problems, *(problem for row in rows for problem in _problems(row["problems"])))


def _row(row: dict[str, Any]) -> StagedRow:
    return StagedRow(
        id=row["id"],
        position=row["position"],
        location=row["location"],
        verdict=Verdict(row["finding"]),
        becomes=Becomes(row["verdict"]),
        facts=facts_from_json(row["fields"]),
        problems=_problems(row["problems"]),
        doubts=tuple(row["doubts"].splitlines()),
        differences=tuple(Difference(*one) for one in json.loads(row["differences"])) if row["differences"] else (),
        details=json.loads(row["details"]) if row["details"] else {},
        choice=Choice(Decision(row["decision"]), row["contract"]),
        contract_id=row["contract"],
        source_key=row["source_key"],
        digest=row["digest"],
    )


def _problems(text: str) -> tuple[RowProblem, ...]:
    if text == "[]":
        return ()
    return tuple(RowProblem(problem["where"], problem["field"], problem["message"], problem["severity"]) for problem in json.loads(text))


def _amended(details: Mapping[str, Any]) -> Amended:
    changed_on, sum_before = details["changed_on"], details["sum_before"]
    return Amended(date.fromisoformat(changed_on) if changed_on else None, Decimal(sum_before) if sum_before else None, details["reason"])
