"""A review in a workbook of many rows: tried and decided behind the page, part by part, nothing twice, and stopped halfway without harm."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest

from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.rules import JobState
from sroi.ledger.tables import LedgerEntry
from sroi.review.operations import decide_workbook, judging, large_workbooks, workbooks
from sroi.review.queries import row_counts, row_problems, workbook, workbook_job, workbook_rows
from sroi.review.rules import RowState, UnableToDecide, Verdict
from sroi.review.tables import ReviewDecision
from sroi.settings import Settings
from tests.fulfilment.makers import make_limited_contract
from tests.makers import NOW, approve, make_activity_claim, make_contract, make_reviewer, make_training_claim
from tests.review.workbooks import handed_in, row_of

pytestmark = pytest.mark.usefixtures("database")
BSN = "111222333"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three rows be too many at once, and two a part."""
    reads = import_module("sroi.review.queries.workbooks")  # by its path stands the query of that name
    monkeypatch.setattr(reads, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(workbooks, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(reads, "PART", 2)
    monkeypatch.setattr(large_workbooks, "PART", 2)


async def run_jobs(minutes: int = 1) -> None:
    await run_due_jobs(kinds=kinds_of_jobs(Settings.from_env()), now=NOW + timedelta(minutes=minutes))


async def states(workbook_id: UUID) -> dict[str, int]:
    found = dict[str, int]()
    for one in await row_counts(viewer=await make_reviewer(), workbook_id=workbook_id):
        found[one.state.value] = found.get(one.state.value, 0) + one.number
    return found


async def state_of_job(workbook_id: UUID) -> JobState | None:
    reviewer = await make_reviewer()
    record = await workbook_job(viewer=reviewer, handed_in=await workbook(viewer=reviewer, workbook_id=workbook_id))
    return None if record is None else record.state


async def make_review(number: int = 7, *more: tuple[Any, ...]) -> tuple[list[UUID], UUID]:
    """Hand in approvals of so many claims on two contracts, and more rows; return the claims and the workbook."""
    contracts = [await make_contract(number=name) for name in ("2023-1", "2023-2")]
    claims = [await make_training_claim(contract_id=contracts[place % 2], title=f"Cursus {place}") for place in range(number)]
    return claims, await handed_in(*[await row_of(one, "Goedkeuren") for one in claims], *more)


async def test_many_rows_wait_are_tried_and_are_decided_behind_the_page_with_progress() -> None:
    claims, workbook_id = await make_review()
    reviewer = await make_reviewer()
    assert await states(workbook_id) == {"untried": 7}
    assert await state_of_job(workbook_id) is JobState.WAITING
    # Which claim each row is about is known at once.
    assert {row.claim_id for row in await workbook_rows(viewer=reviewer, workbook_id=workbook_id)} == set(claims)
    with pytest.raises(UnableToDecide, match="wordt nu verwerkt"):
        await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)
    await run_jobs()
    assert await states(workbook_id) == {"ready": 7} and not await ReviewDecision.exists()
    record = await workbook_job(viewer=reviewer, handed_in=await workbook(viewer=reviewer, workbook_id=workbook_id))
    assert record is not None
    assert (record.steps_done, record.steps_total, record.message) == (7, 7, "7 van 7 rijen bekeken.")

    assert await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW) is False
    assert not await ReviewDecision.exists()
    with pytest.raises(UnableToDecide, match="wordt nu verwerkt"):
        await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)
    await run_jobs(2)
    assert await states(workbook_id) == {"decided": 7} and await ReviewDecision.count() == 7
    assert (await workbook(viewer=reviewer, workbook_id=workbook_id)).decided_at is not None
    (event,) = await AuditEvent.select(AuditEvent.details).where(AuditEvent.action == "workbook.decided")
    assert event["details"] == '{"beaten":0,"decided":7}'
    with pytest.raises(UnableToDecide, match="al beslist"):
        await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)


async def test_every_refusal_of_a_small_workbook_is_told_in_a_large_one_at_its_cell() -> None:
    contract_id = await make_contract()
    claims = [await make_training_claim(contract_id=contract_id, title=f"Cursus {place}") for place in range(6)]
    known = await row_of(claims[0], "Goedkeuren")
    await approve(claim_id=claims[5])
    rows = [
        await row_of(claims[0], "Akkoord"),
        await row_of(claims[1], "Goedkeuren", 1500.01, "Meer"),
        await row_of(claims[2], "Afwijzen", reason=f"Zie {BSN}"),
        await row_of(claims[3], "Afwijzen", reason="x" * 2001),
        await row_of(claims[4], "Terugsturen met een vraag", reason="Wie gaf de cursus?"),
        (99, f"{UUID(int=4)}/1", *known[2:]),
        (1, "weg", *known[2:]),
        await row_of(claims[5], "Goedkeuren"),
    ]
    workbook_id = await handed_in(*rows)
    await run_jobs()
    assert await states(workbook_id) == {"refused": 6, "ready": 1, "settled": 1}
    told = {one.address: one.message async for one in row_problems(viewer=await make_reviewer(), workbook_id=workbook_id)}
    assert set(told) == {"D2", "E3", "F4", "F5", "A7", "B8", "A9"}
    for address, message in {
        "D2": "is geen besluit",
        "E3": "niet meer goedkeuren",
        "F4": "burgerservicenummer",
        "F5": "te lang",
        "A7": "staat niet in dit register",
        "B8": "kenmerk van deze rij",
        "A9": "Al beslist op",
    }.items():
        assert message in told[address]
    reviewer = await make_reviewer()
    assert BSN not in str(await workbook_rows(viewer=reviewer, workbook_id=workbook_id))
    assert await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW) is True
    assert [row["verdict"] for row in await ReviewDecision.select().order_by(ReviewDecision.decided_at)][-1] == Verdict.RETURNED.value


async def test_rows_of_one_contract_are_tried_beside_each_other_whatever_stands_between_them() -> None:
    limited, other = await make_limited_contract(), await make_contract(number="2023-9")
    rows = []
    for place in range(2):
        claim_id = await make_activity_claim(contract_id=limited, block="money", costs=Decimal("10000.00"))
        rows.append(await row_of(claim_id, "Goedkeuren"))
        for beside in range(2):
            rows.append(await row_of(await make_training_claim(contract_id=other, title=f"Cursus {place}{beside}"), "Goedkeuren"))
    workbook_id = await handed_in(*rows)
    await run_jobs()
    shown = await workbook_rows(viewer=await make_reviewer(), workbook_id=workbook_id)
    assert [row.state for row in shown] == [*[RowState.READY] * 3, RowState.REFUSED, *[RowState.READY] * 2]


async def test_a_run_that_stopped_halfway_goes_on_and_decides_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    _claims, workbook_id = await make_review()
    await run_jobs()
    reviewer = await make_reviewer()
    await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)
    rule, calls = judging.rule, list[UUID]()

    async def breaks_at_the_sixth(**named: Any) -> UUID:
        calls.append(named["record"].id)
        if len(calls) == 6:
            raise OSError("the disk is full")
        return await rule(**named)

    monkeypatch.setattr(judging, "rule", breaks_at_the_sixth)
    await run_jobs(2)
    # Two parts of two are kept; of the third, in which it broke, nothing is.
    assert await states(workbook_id) == {"decided": 4, "ready": 3} and await ReviewDecision.count() == 4
    assert await state_of_job(workbook_id) is JobState.WAITING
    await run_jobs(30)
    assert await states(workbook_id) == {"decided": 7} and await ReviewDecision.count() == 7
    assert await LedgerEntry.count().where(LedgerEntry.kind == "approved") == 7


async def test_a_colleague_who_was_first_beats_a_row_and_the_others_go_on() -> None:
    claims, workbook_id = await make_review()
    await run_jobs()
    reviewer = await make_reviewer()
    await decide_workbook(viewer=reviewer, workbook_id=workbook_id, now=NOW)
    colleague = await make_reviewer(email="collega@wsp.example.nl", name="Collega Voorbeeld")
    await approve(claim_id=claims[3], amount=Decimal("100.00"), reviewer=colleague)
    await run_jobs(2)
    assert await states(workbook_id) == {"decided": 6, "beaten": 1}
    (beaten,) = await workbook_rows(viewer=reviewer, workbook_id=workbook_id, state=RowState.BEATEN)
    assert beaten.claim_id == claims[3] and "door Collega Voorbeeld" in beaten.problems[0].message
    assert await LedgerEntry.count().where(LedgerEntry.kind == "approved") == 7
