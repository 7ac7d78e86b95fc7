"""Undoing a long import by a job: in parts, all of it or nothing, told to who asked, also when the worker stops halfway."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import stage_import
from sroi.contracts.operations.imports import Progress, UnableToImport
from sroi.contracts.queries.imports import BatchStatus, import_batch, import_job, is_at_work
from sroi.contracts.tables import Contract
from sroi.database import fetch
from sroi.jobs.operations import run_due_jobs
from sroi.ledger.queries import balances
from sroi.mail.queries import mails_page
from sroi.obligations.operations import confirm_import
from sroi.obligations.operations import undoing as taking_back
from sroi.settings import Settings
from sroi.settlement.operations import begin_undoing, undo_import, undoing
from tests.makers import make_officer, make_placement_claim

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
ROW = "2024-{number:03};Groenonderhoud deel {number};dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
ROWS = 7


@pytest.fixture
async def batch_id(database: None, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Give an import that was confirmed, and is taken back three rows at a time."""
    monkeypatch.setattr(taking_back, "ROWS_AT_ONCE", 3)
    officer = await make_officer()
    content = "\r\n".join([HEADER, *(ROW.format(number=number) for number in range(1, ROWS + 1)), ""]).encode()
    batch_id = await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=NOW)
    await confirm_import(viewer=officer, batch_id=batch_id, now=NOW)
    await worked()  # what else confirming left to do
    return batch_id


async def worked(now: datetime = LATER) -> int:
    """Let a worker do what is due."""
    return await run_due_jobs(kinds=kinds_of_jobs(Settings()), now=now)


async def standing() -> tuple[set[str], set[str]]:
    """Return what contracts owe, and the statuses that they have."""
    rows = await Contract.select(Contract.id, Contract.status)
    owed = {str(balance.owed) for balance in (await balances(contract_ids=[row["id"] for row in rows])).values()}
    return owed, {row["status"] for row in rows}


async def build_on_one() -> None:
    """Report a claim on one of the contracts."""
    contract_id = (await Contract.select(Contract.id))[0]["id"]
    days = {"starts_on": date(2024, 3, 1), "reported_before": date(2024, 4, 1), "today": date(2024, 4, 2)}
    await make_placement_claim(contract_id=contract_id, now=LATER, **days)


async def test_a_job_takes_all_of_it_back_and_tells_who_asked(batch_id: UUID) -> None:
    officer = await make_officer()
    await begin_undoing(viewer=officer, batch_id=batch_id, now=LATER)
    assert (await import_batch(viewer=officer, batch_id=batch_id)).is_confirmed
    assert await worked() == 2  # the second sends the mail about the first
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.UNDONE
    assert await standing() == ({"0.00"}, {"withdrawn"})
    assert await AuditEvent.count().where(AuditEvent.action == "contract.withdrawn") == ROWS
    (mail,) = await mails_page(viewer=None, settings=Settings(is_demo=True))
    assert mail.written.subject == "Uw import is teruggedraaid"
    assert f"{ROWS} contracten en concepten zijn ingetrokken." in mail.written.text and f"/importeren/{batch_id}" in mail.written.text
    assert await verify_chain(viewer=OPERATOR) is None


async def test_it_tells_how_far_it_is_up_to_the_last_row(batch_id: UUID) -> None:
    told: list[Progress] = []

    async def tell(progress: Progress) -> None:
        told.append(progress)

    assert await undo_import(viewer=await make_officer(), batch_id=batch_id, now=LATER, tell=tell) == ROWS
    assert [(one.done, one.total) for one in told] == [(3, ROWS), (6, ROWS), (ROWS, ROWS)]
    assert told[0].words == "Contracten en concepten worden ingetrokken. 3 van 7 rijen."


async def test_a_worker_that_stops_halfway_leaves_all_of_it_and_the_next_one_takes_it_back(
    batch_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, is_halfway = await make_officer(), asyncio.Event()

    async def hang(_progress: Progress) -> None:
        is_halfway.set()
        await asyncio.sleep(600)

    async def undo_and_hang(**how: Any) -> int:
        return await undo_import(**{**how, "tell": hang})

    before = await standing(), await AuditEvent.count()
    await begin_undoing(viewer=officer, batch_id=batch_id, now=LATER)
    with monkeypatch.context() as patched:
        patched.setattr(undoing, "undo_import", undo_and_hang)
        worker = asyncio.create_task(worked())
        await is_halfway.wait()
        worker.cancel()
        with pytest.raises(asyncio.CancelledError):
            await worker
    assert (await standing(), await AuditEvent.count()) == before
    batch = await import_batch(viewer=officer, batch_id=batch_id)
    assert batch.is_confirmed and is_at_work(batch, await import_job(viewer=officer, batch=batch))
    assert await worked() == 2
    assert await standing() == ({"0.00"}, {"withdrawn"})


async def test_what_cannot_be_undone_is_told_before_a_job_is_left(batch_id: UUID) -> None:
    officer = await make_officer()
    await build_on_one()
    with pytest.raises(UnableToImport, match="Contracten met opgaven: 1"):
        await begin_undoing(viewer=officer, batch_id=batch_id, now=LATER)
    assert await worked() == 0


async def test_what_was_built_on_it_while_the_job_waited_is_told_by_mail_and_page(batch_id: UUID) -> None:
    officer = await make_officer()
    await begin_undoing(viewer=officer, batch_id=batch_id, now=LATER)
    await build_on_one()
    await worked()
    batch = await import_batch(viewer=officer, batch_id=batch_id)
    record = await import_job(viewer=officer, batch=batch)
    assert batch.is_confirmed and record is not None and "Contracten met opgaven: 1" in record.error
    rows = await fetch("SELECT content FROM outgoing_mail WHERE kind = 'import_undone'")
    assert len(rows) == 1 and '"outcome": ""' in rows[0]["content"]


async def test_a_second_job_is_not_left_and_another_officer_may_begin_one(batch_id: UUID) -> None:
    officer, colleague = await make_officer(), await make_officer(email="collega@example.nl", name="Collega Inkoop")
    await begin_undoing(viewer=officer, batch_id=batch_id, now=LATER)
    for viewer in (officer, colleague):
        with pytest.raises(UnableToImport, match="wordt nu verwerkt"):
            await begin_undoing(viewer=viewer, batch_id=batch_id, now=LATER)
    await worked()
    with pytest.raises(UnableToImport, match="niets om terug te draaien"):
        await begin_undoing(viewer=colleague, batch_id=batch_id, now=LATER)
