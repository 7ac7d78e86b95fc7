"""Exports made in a process of their own: at once, or by a job with progress; recorded once, with the file."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.exports import EXPORTS
from sroi.exports.apart import JOB, UnableToExport, begin_export, is_large, make_apart, make_export
from sroi.exports.order import Order
from sroi.exports.records import ExportNotFound, export_job, file_of_export, made_exports
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.rules import JobState, Kinds, TakenJob
from tests.makers import NOW, TODAY, make_contract, make_officer, make_purchase_claim, make_reviewer

ORDER = Order("compliance", 2023, TODAY, NOW)


def kinds(folder: Path) -> Kinds:
    async def work(taken: TakenJob) -> None:
        await make_export(taken, directory=folder)

    return {JOB: work}


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".export-*")]


async def test_a_process_of_its_own_writes_the_same_bytes_and_tells_how_far_it_is(database: None, tmp_path: Path) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    for number in range(3):
        await make_purchase_claim(contract_id=contract_id, invoice_number=f"F-{number}")
    told = list[tuple[int, int]]()

    async def tell(rows: int, total: int) -> None:
        told.append((rows, total))

    export_id = uuid4()
    await make_apart(export_id=export_id, viewer=reviewer, order=ORDER, directory=tmp_path, tell=tell)
    expected = await EXPORTS["compliance"].content(viewer=reviewer, year=2023, now=NOW, today=TODAY)
    (made,) = await made_exports(viewer=reviewer)
    assert (made.id, made.key, made.year, made.as_known_on, made.made_by) == (export_id, "compliance", 2023, NOW, reviewer.name)
    assert (made.sha256, made.size_bytes) == (sha256(expected).hexdigest(), len(expected))
    assert (await file_of_export(viewer=reviewer, export_id=export_id, directory=tmp_path)).content == expected
    assert told[-1] == (3, 3)
    assert left_over(tmp_path) == []


async def test_a_refusal_of_the_process_is_a_refusal_here(database: None, tmp_path: Path) -> None:
    reviewer = await make_reviewer()
    with pytest.raises(UnableToExport, match="Vul een jaar in"):
        await make_apart(export_id=uuid4(), viewer=reviewer, order=Order("ledger", 1999, TODAY, NOW), directory=tmp_path)
    assert await made_exports(viewer=reviewer) == ()


async def test_a_job_makes_an_export_once_and_tells_who_asked(database: None, tmp_path: Path) -> None:
    await make_purchase_claim(contract_id=await make_contract())
    reviewer = await make_reviewer()
    export_id = await begin_export(viewer=reviewer, order=ORDER)
    assert (await export_job(viewer=reviewer, export_id=export_id)).state is JobState.WAITING
    with pytest.raises(ExportNotFound):
        await export_job(viewer=await make_reviewer(email="collega@wsp.example"), export_id=export_id)
    await run_due_jobs(kinds=kinds(tmp_path), now=NOW + timedelta(seconds=5))
    record = await export_job(viewer=reviewer, export_id=export_id)
    assert (record.state, record.steps_done, record.steps_total) == (JobState.DONE, 1, 1)
    (made,) = await made_exports(viewer=reviewer)
    assert (made.id, made.made_by, made.is_kept) == (export_id, reviewer.name, True)
    taken = TakenJob(export_id, JOB, {"key": "compliance", "year": 2023, "today": str(TODAY)}, reviewer.account_id, 2, 5, uuid4(), NOW)
    await make_export(taken, directory=tmp_path)
    assert len(await made_exports(viewer=reviewer)) == 1


async def test_what_is_large_is_made_behind_the_page_and_who_may_not_export_begins_nothing(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    await make_purchase_claim(contract_id=contract_id)
    assert not await is_large(viewer=reviewer, year=2023)
    monkeypatch.setattr("sroi.exports.apart.MOST_AT_ONCE", 0)
    assert await is_large(viewer=reviewer, year=2023)
    with pytest.raises(UnableToAllow):
        await begin_export(viewer=await make_officer(), order=ORDER)
