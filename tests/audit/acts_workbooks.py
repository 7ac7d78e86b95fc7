"""The writes of a review in a workbook."""

from unittest.mock import patch

from sroi.review.operations import decide_workbook, hand_in_workbook, workbooks
from tests.audit.act import Act
from tests.makers import NOW, make_contract, make_reviewer, make_training_claim
from tests.review.workbooks import handed_in, row_of, saved


async def handing_a_workbook_in() -> Act:
    reviewer = await make_reviewer()
    row = await row_of(await make_training_claim(contract_id=await make_contract()), "Afwijzen", reason="Gezien en besproken")
    content = saved(row)
    return Act(
        reviewer,
        "workbook.handed_in",
        lambda: hand_in_workbook(viewer=reviewer, file_name="werkboek.xlsx", content=content, now=NOW),
    )


async def deciding_by_workbook() -> Act:
    reviewer = await make_reviewer()
    row = await row_of(await make_training_claim(contract_id=await make_contract()), "Afwijzen", reason="Gezien en besproken")
    workbook_id = await handed_in(row)
    return Act(reviewer, "workbook.decided", lambda: decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW))


async def confirming_a_large_workbook() -> Act:
    reviewer = await make_reviewer()
    row = await row_of(await make_training_claim(contract_id=await make_contract()), "Afwijzen", reason="Gezien en besproken")
    workbook_id = await handed_in(row)

    async def confirm() -> None:
        with patch.object(workbooks, "MOST_AT_ONCE", 0):
            await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)

    return Act(reviewer, "workbook.confirmed", confirm)


ACTS = (handing_a_workbook_in, deciding_by_workbook, confirming_a_large_workbook)
