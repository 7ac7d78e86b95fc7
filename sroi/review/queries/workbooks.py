"""Reads of the workbooks that a reviewer handed in: their own alone, counted and paged in SQL."""

import json
import re
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from imports.filled_in import FilledRow
from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.queries.claims import visible
from sroi.fulfilment.tables import Claim
from sroi.jobs.queries import job
from sroi.jobs.rules import JobNotFound, JobRecord
from sroi.review.rules import CellProblem, HandedIn, RowCount, RowState, ShownRow, Verdict, WorkbookNotFound
from sroi.review.rules.workbooks import AMOUNT, CLAIM, MOST_AT_ONCE, PART, REASON, VERDICT, ReviewedRow, problems_from_json
from sroi.review.tables import ReviewWorkbook, ReviewWorkbookRow
from sroi.values import from_cents

PAGE_SIZE = 25
# Every page of every reviewer's own workbooks is short; older ones are in the audit log.
LISTED = 25
PROBLEMS_AT_ONCE = 1_000
ROWS = """
    SELECT review_workbook_row.position, review_workbook_row.sheet, review_workbook_row.typed, review_workbook_row.addresses,
        review_workbook_row.state, review_workbook_row.problems, claim.id AS claim_id, claim.number,
        organisation.name AS contractor_name, contract.number AS contract_number, contract.title AS contract_title
    FROM review_workbook_row
    LEFT JOIN claim ON claim.id = review_workbook_row.claim
    LEFT JOIN organisation ON organisation.id = claim.organisation
    LEFT JOIN contract ON contract.id = claim.contract
    WHERE review_workbook_row.workbook = {} AND review_workbook_row.position > {}
"""
UNTRIED = """
    SELECT review_workbook_row.id, review_workbook_row.sheet, review_workbook_row.typed, review_workbook_row.addresses,
        review_workbook_row.claim, review_workbook_row.version, review_workbook_row.verdict, review_workbook_row.amount_cents,
        review_workbook_row.problems, claim.contract
    FROM review_workbook_row LEFT JOIN claim ON claim.id = review_workbook_row.claim
    WHERE review_workbook_row.workbook = {} AND review_workbook_row.state = 'untried'
    ORDER BY claim.contract, review_workbook_row.position LIMIT {}
"""
PROBLEMS = """
    SELECT position, problems FROM review_workbook_row
    WHERE workbook = {} AND position > {} AND problems <> '[]' ORDER BY position LIMIT {}
"""
COUNTS = """
    SELECT state, verdict, COUNT(*) AS number, COALESCE(SUM(amount_cents), 0) AS cents FROM review_workbook_row
    WHERE workbook = {} GROUP BY state, verdict
"""


async def workbooks(*, viewer: Viewer) -> tuple[HandedIn, ...]:
    """Return the last workbooks that the viewer handed in, newest first; at most LISTED."""
    viewer.require(Permission.REVIEW_CLAIMS)
    query = ReviewWorkbook.select().where(ReviewWorkbook.handed_in_by == viewer.account_id)
    rows = await query.order_by(ReviewWorkbook.created_at, ReviewWorkbook.id, ascending=False).limit(LISTED)
    return tuple(_handed_in(row) for row in rows)


async def workbook(*, viewer: Viewer, workbook_id: UUID) -> HandedIn:
    """Return a workbook; raise WorkbookNotFound unless the viewer handed it in."""
    viewer.require(Permission.REVIEW_CLAIMS)
    is_own = (ReviewWorkbook.id == workbook_id) & (ReviewWorkbook.handed_in_by == viewer.account_id)
    rows = await ReviewWorkbook.select().where(is_own)
    if not rows:
        raise WorkbookNotFound(_("Dit werkboek is niet gevonden."))
    return _handed_in(rows[0])


async def row_counts(*, viewer: Viewer, workbook_id: UUID) -> tuple[RowCount, ...]:
    """Return how many rows stand where, by state and verdict, with the sums of their amounts; raise WorkbookNotFound."""
    await workbook(viewer=viewer, workbook_id=workbook_id)
    return tuple(
        RowCount(RowState(row["state"]), _verdict(row["verdict"]), int(row["number"]), from_cents(row["cents"]))
        for row in await fetch(COUNTS, workbook_id)
    )


async def workbook_rows(
    *, viewer: Viewer, workbook_id: UUID, state: RowState | None = None, after: int = 0, size: int = PAGE_SIZE
) -> tuple[ShownRow, ...]:
    """Return the rows of a workbook in their order, of one state or all, after a position; at most `size`. Raise WorkbookNotFound."""
    await workbook(viewer=viewer, workbook_id=workbook_id)
    of_state = "" if state is None else " AND review_workbook_row.state = {}"
    arguments: list[Any] = [workbook_id, after, *([] if state is None else [state.value]), size]
    rows = await fetch(f"{ROWS}{of_state} ORDER BY review_workbook_row.position LIMIT {{}}", *arguments)
    return tuple(_shown(row) for row in rows)


async def workbook_job(*, viewer: Viewer, handed_in: HandedIn) -> JobRecord | None:
    """Return the job that was last at work on a workbook of the viewer; None when there was none, or so long ago that it was cleared."""
    if handed_in.job is None:
        return None
    try:
        return await job(viewer=viewer, job_id=handed_in.job)
    except JobNotFound:
        return None


async def row_problems(*, viewer: Viewer, workbook_id: UUID) -> AsyncIterator[CellProblem]:
    """Yield what is wrong with which cell, in the order of the rows, read page by page. Raise WorkbookNotFound."""
    await workbook(viewer=viewer, workbook_id=workbook_id)
    after = 0
    while rows := await fetch(PROBLEMS, workbook_id, after, PROBLEMS_AT_ONCE):
        for row in rows:
            for problem in problems_from_json(row["problems"]):
                yield problem
        after = int(rows[-1]["position"])


async def number_of_rows(*, workbook_id: UUID, state: RowState) -> int:
    """Return how many rows of a workbook stand in a state; for the operations."""
    is_so = (ReviewWorkbookRow.workbook == workbook_id) & (ReviewWorkbookRow.state == state.value)
    return int(await ReviewWorkbookRow.count().where(is_so))


async def ready_rows(*, workbook_id: UUID, size: int) -> dict[UUID, ReviewedRow]:
    """Return the first rows of a workbook that can be decided, by their ids and in their order; for the operation that decides."""
    is_ready = (ReviewWorkbookRow.workbook == workbook_id) & (ReviewWorkbookRow.state == RowState.READY.value)
    rows = await ReviewWorkbookRow.select().where(is_ready).order_by(ReviewWorkbookRow.position).limit(size)
    return {row["id"]: _reviewed(row) for row in rows}


async def untried_rows(*, workbook_id: UUID) -> dict[UUID, ReviewedRow]:
    """Return rows of a workbook that wait to be tried, by their ids: those of whole contracts, about PART of them; at most MOST_AT_ONCE.

    Rows of one contract are tried beside each other, because its policy may limit what counts of all of them together.
    """
    found: dict[UUID, ReviewedRow] = {}
    contract = None
    for row in await fetch(UNTRIED, workbook_id, MOST_AT_ONCE):
        if len(found) >= PART and row["contract"] != contract:
            break
        contract = row["contract"]
        found[row["id"]] = _reviewed(row)
    return found


async def claims_that_are_seen(*, viewer: Viewer, claim_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the claims that exist for the viewer."""
    rows = await Claim.select(Claim.id).where(Claim.id.is_in(list(claim_ids))).where(visible(viewer)) if claim_ids else []
    return frozenset(row["id"] for row in rows)


def _reviewed(row: dict[str, Any]) -> ReviewedRow:
    return ReviewedRow(
        source=FilledRow(row["sheet"], json.loads(row["typed"]), json.loads(row["addresses"])),
        claim_id=row["claim"],
        version=int(row["version"]),
        verdict=_verdict(row["verdict"]),
        amount=_amount(row["amount_cents"]),
        problems=problems_from_json(row["problems"]),
    )


def _handed_in(row: dict[str, Any]) -> HandedIn:
    decided_at: datetime | None = row["decided_at"]
    return HandedIn(row["id"], row["file_name"], int(row["row_count"]), row["created_at"], decided_at, row["job"])


def _shown(row: dict[str, Any]) -> ShownRow:
    typed, address = json.loads(row["typed"]), json.loads(row["addresses"])[CLAIM]
    return ShownRow(
        position=int(row["position"]),
        place=_("{sheet}, rij {row}").format(sheet=row["sheet"], row=re.sub(r"\D", "", address)),
        claim_id=row["claim_id"],
        number=None if row["number"] is None else int(row["number"]),
        contractor_name=row["contractor_name"] or "",
        contract=f"{row['contract_number'] or ''} {row['contract_title'] or ''}".strip(),
        verdict=typed[VERDICT],
        amount=typed[AMOUNT],
        reason=typed[REASON],
        state=RowState(row["state"]),
        problems=problems_from_json(row["problems"]),
    )


def _verdict(text: str | None) -> Verdict | None:
    return None if text is None else Verdict(text)


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else from_cents(cents)
