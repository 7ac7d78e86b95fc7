"""The compliance workbook as the WSP reviews in it: what is open, what is hidden, and that it comes back as decisions."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sroi.exports.compliance import COMPLIANCE
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.review.operations import decide_workbook, hand_in_workbook
from sroi.review.queries import workbook_rows
from sroi.review.rules import RowState, UnableToReadWorkbook
from tests.makers import NOW, approve, make_contract, make_reviewer, make_training_claim

TODAY = date(2023, 12, 15)


async def exported() -> Workbook:
    content = await COMPLIANCE.content(viewer=await make_reviewer(), year=2023, now=NOW, today=TODAY)
    return load_workbook(BytesIO(content))


def saved(book: Workbook) -> bytes:
    """Return the workbook as another program than ours saves it."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == header)


def fill_in(sheet: Worksheet, number: int, **typed: Any) -> None:
    """Fill in the row of a claim."""
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == number)
    for header, value in typed.items():
        sheet.cell(row, column(sheet, header)).value = value


async def test_a_review_in_the_compliance_workbook_comes_back_as_decisions(database: None) -> None:
    contract_id = await make_contract()
    ids = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck", "EHBO", "BHV")]
    await approve(claim_id=ids[3])
    book = await exported()
    sheet = book["Opgaven"]
    fill_in(sheet, 1, Besluit="Goedkeuren")
    fill_in(sheet, 2, Besluit="Goedkeuren", Bedrag="1.250,00", Reden="Een deel is niet aangetoond.")
    fill_in(sheet, 4, Besluit="Afwijzen", Reden="Te laat")
    reviewer = await make_reviewer()
    workbook_id = await hand_in_workbook(viewer=reviewer, file_name="sroi.xlsx", content=saved(book), now=NOW)
    rows = await workbook_rows(viewer=reviewer, workbook_id=workbook_id)
    assert [(row.number, row.state) for row in rows] == [(1, RowState.READY), (2, RowState.READY), (4, RowState.SETTLED)]
    assert rows[2].problems[0].sheet == "Opgaven" and rows[2].problems[0].address == "A5"
    await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)
    records = [await claim(viewer=reviewer, claim_id=one) for one in ids]
    assert [record.approved for record in records] == [Decimal("1500.00"), Decimal("1250.00"), None, Decimal("1500.00")]
    assert records[2].status is ClaimStatus.SUBMITTED


async def test_only_what_is_reviewed_can_be_changed_and_the_key_is_out_of_sight(database: None) -> None:
    contract_id = await make_contract()
    await make_training_claim(contract_id=contract_id)
    await approve(claim_id=await make_training_claim(contract_id=contract_id, title="Heftruck"))
    sheet = (await exported())["Opgaven"]
    assert sheet.protection.sheet and not sheet.protection.password and not sheet.protection.autoFilter
    unlocked = {cell.value for cell in sheet[1] if not sheet.cell(2, cell.column).protection.locked}
    assert unlocked == {"Besluit", "Bedrag", "Reden"}
    letters = sheet.cell(1, column(sheet, "Kenmerk")).column_letter
    assert sheet.column_dimensions[letters].hidden
    assert [sheet.cell(row, column(sheet, "Bedrag")).value for row in (2, 3)] == [1500, None]
    (listed,) = sheet.data_validations.dataValidation
    assert listed.type == "list" and str(listed.sqref) == f"{sheet.cell(2, column(sheet, 'Besluit')).coordinate}:" + str(
        sheet.cell(3, column(sheet, "Besluit")).coordinate
    )


async def test_a_workbook_in_which_nobody_reviewed_says_so(database: None) -> None:
    await make_training_claim(contract_id=await make_contract())
    with pytest.raises(UnableToReadWorkbook, match="geen enkele opgave een besluit"):
        await hand_in_workbook(viewer=await make_reviewer(), file_name="sroi.xlsx", content=saved(await exported()), now=NOW)
