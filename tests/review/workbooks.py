"""Workbooks with a review in it, as a person hands them in."""

from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.queries.claims import claim
from sroi.review.operations import hand_in_workbook
from sroi.review.queries import workbook_rows
from sroi.review.rules import ShownRow, workbook_headers, workbook_key
from tests.imports.workbooks import workbook
from tests.makers import NOW, make_reviewer

SHEET = "Opgaven"
COLUMNS = tuple(workbook_headers().values())


async def row_of(claim_id: UUID, verdict: str = "", amount: Any = None, reason: str = "") -> tuple[Any, ...]:
    """Return the row of a claim as it is now, with what a person filled in; the amount is what it is worth unless it is told."""
    record = await claim(viewer=await make_reviewer(), claim_id=claim_id)
    worth = float(record.value)
    key = workbook_key(claim_id=claim_id, version=record.version)
    return (record.number, key, worth, verdict, worth if amount is None else amount, reason)


def saved(*rows: tuple[Any, ...]) -> bytes:
    """Return a workbook with these rows on the sheet of the claims, beside a sheet of another kind."""
    return workbook(Samenvatting=[("Social return 2023",)], Opgaven=[COLUMNS, *rows])


async def handed_in(*rows: tuple[Any, ...], viewer: Viewer | None = None) -> UUID:
    """Hand a workbook with these rows in and return its id."""
    return await hand_in_workbook(viewer=viewer or await make_reviewer(), file_name="werkboek.xlsx", content=saved(*rows), now=NOW)


async def shown(workbook_id: UUID, viewer: Viewer | None = None) -> tuple[ShownRow, ...]:
    """Return the rows of a workbook as they are shown."""
    return await workbook_rows(viewer=viewer or await make_reviewer(), workbook_id=workbook_id, size=100)
