"""A review that was done in a workbook: read and tried out, shown, and decided on once.

A small one within the request, all rows that can be in one transaction. A large one behind the page (`large_workbooks`), part by part, so
that others can write in between: what is decided stays decided, and a run that was stopped goes on where it was.
"""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from gettext import gettext as _
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from imports.filled_in import filled_rows
from imports.rows import UnreadableFile
from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import insert_all, transaction
from sroi.jobs.operations import enqueue
from sroi.review.operations.judging import judge, mismatch, tried
from sroi.review.queries.workbooks import claims_that_are_seen, number_of_rows, ready_rows, workbook, workbook_job
from sroi.review.rules import RowState, UnableToDecide, UnableToReadWorkbook, workbook_headers
from sroi.review.rules.workbooks import (
    AMOUNT,
    CLAIM,
    MOST_AT_ONCE,
    REASON,
    VERDICT,
    Outcome,
    ReviewedRow,
    kept_text,
    problems_to_json,
    reviewed_rows,
)
from sroi.review.tables import ReviewWorkbook, ReviewWorkbookRow
from sroi.values import to_cents

TRY, DECIDE = "try_workbook", "decide_workbook"
ROW_COLUMNS = (
    "id",
    "workbook",
    "position",
    "sheet",
    "claim",
    "version",
    "verdict",
    "amount_cents",
    "typed",
    "addresses",
    "state",
    "problems",
)
KEPT_CELLS = (CLAIM, VERDICT, AMOUNT, REASON)
CLAIMS_AT_ONCE = 10_000


async def hand_in_workbook(*, viewer: Viewer, file_name: str, content: bytes, now: datetime) -> UUID:
    """Read a workbook, try every row out and keep what would come of it; return the id of the preview. Nothing is decided.

    More than MOST_AT_ONCE rows are tried behind the page. Raises UnableToReadWorkbook on `file`: not a workbook, or nothing filled in.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = await asyncio.to_thread(_read, content)
    is_large = len(rows) > MOST_AT_ONCE
    outcomes = await _untried(viewer, rows) if is_large else await tried(viewer=viewer, rows=rows, now=now)
    workbook_id = uuid4()
    digest = sha256(content).hexdigest()
    async with transaction():
        await ReviewWorkbook.insert(
            ReviewWorkbook(
                id=workbook_id,
                file_name=file_name[-255:],
                sha256=digest,
                row_count=len(rows),
                handed_in_by=viewer.account_id,
                created_at=now,
                job=await _leave(viewer, TRY, workbook_id, now) if is_large else None,
            )
        )
        kept = [_values(workbook_id, place, *pair) for place, pair in enumerate(zip(rows, outcomes, strict=True), 1)]
        await insert_all(ReviewWorkbookRow, ROW_COLUMNS, kept)
        await record(viewer, "workbook.handed_in", workbook_id, now, {"rows": len(rows), "sha256": digest})
    return workbook_id


async def decide_workbook(*, viewer: Viewer, workbook_id: UUID, now: datetime) -> bool:
    """Decide on every row that was ready; return whether that is done, else it is begun behind the page.

    At most MOST_AT_ONCE rows are decided in one transaction: all those that still can be, or, when something breaks, none. A row of which
    somebody else decided on the claim meanwhile is left, and says so. Raises WorkbookNotFound, and UnableToDecide when the workbook was
    decided on before or a job is at work on it.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        await _require_open(viewer, workbook_id)
        if await number_of_rows(workbook_id=workbook_id, state=RowState.READY) > MOST_AT_ONCE:
            job_id = await _leave(viewer, DECIDE, workbook_id, now)
            await ReviewWorkbook.update({ReviewWorkbook.job: job_id}).where(ReviewWorkbook.id == workbook_id)
            await record(viewer, "workbook.confirmed", workbook_id, now, {})
            return False
        await decide_part(viewer=viewer, workbook_id=workbook_id, size=MOST_AT_ONCE, now=now)
        await end_deciding(viewer=viewer, workbook_id=workbook_id, now=now)
    return True


async def decide_part(*, viewer: Viewer, workbook_id: UUID, size: int, now: datetime) -> int:
    """Decide on the first rows that are ready, in the transaction of the caller; return how many there were."""
    rows = await ready_rows(workbook_id=workbook_id, size=size)
    outcomes = {row_id: await judge(viewer=viewer, row=row, workbook_id=workbook_id, now=now) for row_id, row in rows.items()}
    for row_id, outcome in outcomes.items():
        await keep_outcome(row_id, outcome)
    return len(rows)


async def end_deciding(*, viewer: Viewer, workbook_id: UUID, now: datetime) -> None:
    """Record that a workbook was decided on, in the transaction of the caller."""
    decided: dict[Any, Any] = {ReviewWorkbook.decided_at: now}
    await ReviewWorkbook.update(decided).where(ReviewWorkbook.id == workbook_id)
    counts = {state: await number_of_rows(workbook_id=workbook_id, state=state) for state in (RowState.DECIDED, RowState.BEATEN)}
    await record(viewer, "workbook.decided", workbook_id, now, {state.value: number for state, number in counts.items()})


async def _require_open(viewer: Viewer, workbook_id: UUID) -> None:
    """Raise UnableToDecide when a workbook was decided on, a job is at work on it, or some of its rows were never tried."""
    handed_in = await workbook(viewer=viewer, workbook_id=workbook_id)
    if handed_in.decided_at is not None:
        raise UnableToDecide(_("Over dit werkboek is al beslist. Er is niets dubbel vastgelegd."))
    at_work = await workbook_job(viewer=viewer, handed_in=handed_in)
    if at_work is not None and at_work.is_at_work:
        raise UnableToDecide(_("Dit werkboek wordt nu verwerkt. Er wordt niets dubbel vastgelegd."))
    if await number_of_rows(workbook_id=workbook_id, state=RowState.UNTRIED):
        raise UnableToDecide(_("Niet alle rijen van dit werkboek zijn bekeken. Lever het opnieuw in."))


async def _leave(viewer: Viewer, kind: str, workbook_id: UUID, now: datetime) -> UUID:
    return await enqueue(kind=kind, payload={"workbook": workbook_id}, now=now, asked_by=viewer.account_id)


def _read(content: bytes) -> tuple[ReviewedRow, ...]:
    try:
        rows = reviewed_rows(filled_rows(content=content, headers=workbook_headers()))
    except UnreadableFile as error:
        raise UnableToReadWorkbook(str(error), field="file") from None
    if not rows:
        raise UnableToReadWorkbook(
            _("Er is bij geen enkele opgave een besluit ingevuld. Kies een besluit in het werkboek en bewaar het."), field="file"
        )
    return rows


async def _untried(viewer: Viewer, rows: Sequence[ReviewedRow]) -> tuple[Outcome, ...]:
    """Return each row as one that waits, with the claim that it is about where the viewer may see it."""
    asked = [row.claim_id for row in rows if row.claim_id is not None]
    seen = frozenset[UUID]()
    for start in range(0, len(asked), CLAIMS_AT_ONCE):
        seen |= await claims_that_are_seen(viewer=viewer, claim_ids=asked[start : start + CLAIMS_AT_ONCE])
    return tuple(
        Outcome(RowState.UNTRIED, row.claim_id, row.problems)
        if row.claim_id in seen
        else Outcome(RowState.UNTRIED, None, (*row.problems, *mismatch(row, None)))
        for row in rows
    )


def _values(workbook_id: UUID, position: int, row: ReviewedRow, outcome: Outcome) -> tuple[Any, ...]:
    return (
        uuid4(),
        workbook_id,
        position,
        row.source.sheet[:100],
        outcome.claim_id,
        row.version,
        None if row.verdict is None else row.verdict.value,
        None if row.amount is None else to_cents(row.amount),
        json.dumps({name: kept_text(row.source.cells[name]) for name in KEPT_CELLS}, ensure_ascii=False),
        json.dumps(dict(row.source.addresses)),
        outcome.state.value,
        problems_to_json(outcome.problems),
    )


async def keep_outcome(row_id: UUID, outcome: Outcome) -> None:
    """Keep where a row stands now, in the transaction of the caller; one that was decided on meanwhile stays as it is."""
    values: dict[Any, Any] = {ReviewWorkbookRow.state: outcome.state.value, ReviewWorkbookRow.decision: outcome.decision}
    values |= {ReviewWorkbookRow.problems: problems_to_json(outcome.problems)}
    is_open = ReviewWorkbookRow.state.is_in([RowState.UNTRIED.value, RowState.READY.value])
    await ReviewWorkbookRow.update(values).where((ReviewWorkbookRow.id == row_id) & is_open)


async def record(viewer: Viewer, action: str, workbook_id: UUID, now: datetime, details: dict[str, object]) -> None:
    """Record an event about a workbook, in the transaction of the caller."""
    subject = Subject("review_workbook", str(workbook_id))
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details=details)
