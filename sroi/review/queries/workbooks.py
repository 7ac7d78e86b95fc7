"""Reads of the workbooks that a reviewer handed in: their own alone, counted and paged in SQL."""

import json
import re
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from imports.filled_in import FilledRow
from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.review.rules import HandedIn, RowCount, RowState, ShownRow, Verdict, WorkbookNotFound
from sroi.review.rules.workbooks import AMOUNT, CLAIM, REASON, VERDICT, ReviewedRow, problems_from_json
from sroi.review.tables import ReviewWorkbook, ReviewWorkbookRow
from sroi.values import from_cents

PAGE_SIZE = 25
# Every page of every reviewer's own workbooks is short; older ones are in the audit log.
LISTED = 25
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


async def ready_rows(*, workbook_id: UUID) -> dict[UUID, ReviewedRow]:
    """Return the rows of a workbook that can be decided, by their ids and in their order; for the operation that decides."""
    is_ready = (ReviewWorkbookRow.workbook == workbook_id) & (ReviewWorkbookRow.state == RowState.READY.value)
    rows = await ReviewWorkbookRow.select().where(is_ready).order_by(ReviewWorkbookRow.position)
    return {
        row["id"]: ReviewedRow(
            source=FilledRow(row["sheet"], json.loads(row["typed"]), json.loads(row["addresses"])),
            claim_id=row["claim"],
            version=int(row["version"]),
            verdict=_verdict(row["verdict"]),
            amount=_amount(row["amount_cents"]),
        )
        for row in rows
    }


def _handed_in(row: dict[str, Any]) -> HandedIn:
    decided_at: datetime | None = row["decided_at"]
    return HandedIn(row["id"], row["file_name"], int(row["row_count"]), row["created_at"], decided_at)


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
