"""A review that was done in a workbook: read and tried out, shown, and decided on once, all rows that can be in one transaction.

Each row goes through the operation of the desk (`deciding.rule`), so that whatever is refused there is refused here.
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from sroi.errors import UnableTo
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimNotFound, ClaimRecord, ClaimStatus, status_label
from sroi.review.operations.deciding import Ruling, rule
from sroi.review.queries.decisions import decisions_on_claim
from sroi.review.queries.workbooks import ready_rows, workbook
from sroi.review.rules import RowState, UnableToDecide, UnableToReadWorkbook, verdict_label, workbook_headers
from sroi.review.rules.workbooks import (
    AMOUNT,
    CLAIM,
    MOST_ROWS,
    REASON,
    VERDICT,
    CellProblem,
    Outcome,
    ReviewedRow,
    kept_text,
    problem_at,
    problems_to_json,
    reviewed_rows,
)
from sroi.review.tables import ReviewWorkbook, ReviewWorkbookRow
from sroi.values import AMSTERDAM, format_moment, to_cents

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


async def hand_in_workbook(*, viewer: Viewer, file_name: str, content: bytes, now: datetime) -> UUID:
    """Read a workbook, try every row out and keep what would come of it; return the id of the preview. Nothing is decided.

    Raises UnableToReadWorkbook on `file`: not a workbook, nothing filled in, or more than MOST_ROWS rows.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = await asyncio.to_thread(_read, content)
    tried = await _tried(viewer, rows, now)
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
            )
        )
        kept = [_values(workbook_id, place, *pair) for place, pair in enumerate(zip(rows, tried, strict=True), 1)]
        await insert_all(ReviewWorkbookRow, ROW_COLUMNS, kept)
        await _record(viewer, "workbook.handed_in", workbook_id, now, {"rows": len(rows), "sha256": digest})
    return workbook_id


async def decide_workbook(*, viewer: Viewer, workbook_id: UUID, now: datetime) -> None:
    """Decide on every row that was ready, in one transaction: all those that still can be, or, when something breaks, none.

    A row of which somebody else decided on the claim meanwhile is left, and says so. Raises WorkbookNotFound, and UnableToDecide when the
    workbook was decided on before.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        handed_in = await workbook(viewer=viewer, workbook_id=workbook_id)
        if handed_in.decided_at is not None:
            raise UnableToDecide(_("Over dit werkboek is al beslist. Er is niets dubbel vastgelegd."))
        outcomes = {
            row_id: await _judge(viewer, row, workbook_id, now) for row_id, row in (await ready_rows(workbook_id=workbook_id)).items()
        }
        for row_id, outcome in outcomes.items():
            await _keep_outcome(row_id, outcome)
        decided: dict[Any, Any] = {ReviewWorkbook.decided_at: now}
        await ReviewWorkbook.update(decided).where(ReviewWorkbook.id == workbook_id)
        number = sum(outcome.decision is not None for outcome in outcomes.values())
        await _record(viewer, "workbook.decided", workbook_id, now, {"decided": number, "beaten": len(outcomes) - number})


def _read(content: bytes) -> tuple[ReviewedRow, ...]:
    try:
        rows = reviewed_rows(filled_rows(content=content, headers=workbook_headers()))
    except UnreadableFile as error:
        raise UnableToReadWorkbook(str(error), field="file") from None
    if not rows:
        raise UnableToReadWorkbook(
            _("Er is bij geen enkele opgave een besluit ingevuld. Kies een besluit in het werkboek en bewaar het."), field="file"
        )
    if len(rows) > MOST_ROWS:
        text = _("Er zijn {number} regels ingevuld. Ten hoogste {most} gaan in een keer: verdeel ze over meer werkboeken.")
        raise UnableToReadWorkbook(text.format(number=len(rows), most=MOST_ROWS), field="file")
    return rows


class _OnlyTried(Exception):
    """Undoes a trial."""


async def _tried(viewer: Viewer, rows: Sequence[ReviewedRow], now: datetime) -> tuple[Outcome, ...]:
    """Return what would come of each row beside those before it, and undo it all."""
    found = list[Outcome]()
    try:
        async with transaction():
            for row in rows:
                found.append(await _judge(viewer, row, None, now))
            raise _OnlyTried
    except _OnlyTried:
        return tuple(replace(one, state=RowState.READY, decision=None) if one.decision else one for one in found)


async def _judge(viewer: Viewer, row: ReviewedRow, workbook_id: UUID | None, now: datetime) -> Outcome:
    """Decide on one row, or return all that stands in its way; without a workbook it is a trial."""
    is_trial = workbook_id is None
    record = None if row.claim_id is None else await _claim(viewer, row.claim_id)
    if record is not None and record.status is not ClaimStatus.SUBMITTED:
        problem = problem_at(row=row.source, column=CLAIM, message=await _settled(viewer, record))
        return Outcome(RowState.SETTLED if is_trial else RowState.BEATEN, record.id, (problem,))
    problems = [*row.problems, *_mismatch(row, record)]
    if not problems and record is not None and row.verdict is not None:
        ruling = Ruling(row.verdict, row.amount, row.source.cells[REASON], workbook=workbook_id)
        try:
            decision = await rule(viewer=viewer, record=record, version=row.version, ruling=ruling, now=now)
            return Outcome(RowState.DECIDED, record.id, decision=decision)
        except UnableTo as refusal:
            problems.append(problem_at(row=row.source, column=refusal.field, message=refusal.message))
    return Outcome(RowState.REFUSED if is_trial else RowState.BEATEN, None if record is None else record.id, tuple(problems))


async def _claim(viewer: Viewer, claim_id: UUID) -> ClaimRecord | None:
    try:
        return await claim(viewer=viewer, claim_id=claim_id)
    except ClaimNotFound:
        return None


async def _settled(viewer: Viewer, record: ClaimRecord) -> str:
    for decision in await decisions_on_claim(viewer=viewer, claim_id=record.id):
        if decision.reopening is None:
            said = _("Al beslist op {moment} door {name}: {verdict}.")
            moment = format_moment(decision.decided_at.astimezone(AMSTERDAM))
            return said.format(moment=moment, name=decision.decided_by, verdict=verdict_label(decision.verdict).lower())
    return _("Deze opgave is niet in beoordeling. De status is: {status}.").format(status=status_label(record.status).lower())


def _mismatch(row: ReviewedRow, record: ClaimRecord | None) -> Iterator[CellProblem]:
    """Yield why a row is not about a claim as it is now."""
    text = ""
    if record is None:
        text = _("Deze opgave staat niet in dit register.") if row.claim_id else ""
    elif record.version != row.version:
        text = _("Deze opgave is gewijzigd sinds het werkboek is gemaakt. Maak het werkboek opnieuw en bekijk haar nog eens.")
    elif row.source.cells[CLAIM] != str(record.number):
        text = _("Bij het kenmerk van deze regel hoort opgave {number}. Zijn cellen verschoven? Maak het werkboek opnieuw.")
        text = text.format(number=record.number)
    if text:
        yield problem_at(row=row.source, column=CLAIM, message=text)


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


async def _keep_outcome(row_id: UUID, outcome: Outcome) -> None:
    values: dict[Any, Any] = {ReviewWorkbookRow.state: outcome.state.value, ReviewWorkbookRow.decision: outcome.decision}
    values |= {ReviewWorkbookRow.problems: problems_to_json(outcome.problems)}
    await ReviewWorkbookRow.update(values).where(ReviewWorkbookRow.id == row_id)


async def _record(viewer: Viewer, action: str, workbook_id: UUID, now: datetime, details: dict[str, object]) -> None:
    subject = Subject("review_workbook", str(workbook_id))
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details=details)
