"""The jobs of a workbook with many rows: trying them out, and deciding on them, part by part, each part in a transaction of its own.

A run that was stopped goes on with what is left: a row that was tried or decided on is not in its state of before any more.
"""

from gettext import gettext as _
from uuid import UUID

from sroi.accounts.queries import viewer_by_id
from sroi.database import transaction
from sroi.jobs.operations import report_progress
from sroi.jobs.rules import TakenJob
from sroi.review.operations.judging import tried
from sroi.review.operations.workbooks import decide_part, end_deciding, keep_outcome
from sroi.review.queries.workbooks import number_of_rows, untried_rows, workbook
from sroi.review.rules import RowState
from sroi.review.rules.workbooks import PART


async def try_workbook(taken: TakenJob) -> None:
    """Try every row of a workbook out and keep what would come of it; nothing is decided."""
    assert taken.asked_by is not None
    viewer, workbook_id = await viewer_by_id(user_id=taken.asked_by), UUID(taken.payload["workbook"])
    total = (await workbook(viewer=viewer, workbook_id=workbook_id)).row_count
    while rows := await untried_rows(workbook_id=workbook_id):
        outcomes = await tried(viewer=viewer, rows=rows.values(), now=taken.now)
        async with transaction():
            for row_id, outcome in zip(rows, outcomes, strict=True):
                await keep_outcome(row_id, outcome)
        done = total - await number_of_rows(workbook_id=workbook_id, state=RowState.UNTRIED)
        message = _("{done} van {total} rijen bekeken.").format(done=done, total=total)
        await report_progress(taken=taken, done=done, total=total, message=message)


async def decide_large_workbook(taken: TakenJob) -> None:
    """Decide on every row that is ready; a row that somebody else decided on meanwhile is left, and says so."""
    assert taken.asked_by is not None
    viewer, workbook_id = await viewer_by_id(user_id=taken.asked_by), UUID(taken.payload["workbook"])
    total = await number_of_rows(workbook_id=workbook_id, state=RowState.READY)
    done = 0
    while (await workbook(viewer=viewer, workbook_id=workbook_id)).decided_at is None:
        async with transaction():
            number = await decide_part(viewer=viewer, workbook_id=workbook_id, size=PART, now=taken.now)
            if number < PART:
                await end_deciding(viewer=viewer, workbook_id=workbook_id, now=taken.now)
        done += number
        message = _("{done} van {total} rijen verwerkt.").format(done=done, total=total)
        await report_progress(taken=taken, done=done, total=total, message=message)
