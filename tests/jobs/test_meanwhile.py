"""How far a job is whose transaction is still open: told to others before they can see anything of its work."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sroi.database import as_committed, transaction
from sroi.database.dialect import is_sqlite
from sroi.jobs.operations import enqueue, extend_lease, forget_meanwhile, report_meanwhile, take_due
from sroi.jobs.queries import job, meanwhile_file
from sroi.jobs.rules import LEASE
from tests.makers import make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")


async def test_others_see_how_far_a_job_is_before_its_transaction_ends() -> None:
    officer = await make_officer()
    job_id = await enqueue(kind="tidy_up", payload={}, now=NOW, asked_by=officer.account_id)
    (taken,) = await take_due(now=NOW, limit=1)
    async with transaction():
        await report_meanwhile(taken=taken, done=3, total=10, message="Er wordt opgeruimd.")
        with as_committed():
            record = await job(viewer=officer, job_id=job_id)
    assert (record.steps_done, record.steps_total, record.message) == (3, 10, "Er wordt opgeruimd.")
    forget_meanwhile(taken=taken)
    path = meanwhile_file(job_id)
    assert path is None or not list(path.parent.glob(f"{path.name}*"))


async def test_work_that_has_its_transaction_open_for_long_shows_that_it_goes_on() -> None:
    officer, now = await make_officer(), datetime.now(UTC)
    job_id = await enqueue(kind="tidy_up", payload={}, now=NOW, asked_by=officer.account_id)
    (taken,) = await take_due(now=now - timedelta(minutes=3), limit=1)
    assert (await job(viewer=officer, job_id=job_id)).is_silent(now=now)
    async with transaction():
        await report_meanwhile(taken=taken, done=3, total=10, message="Er wordt opgeruimd.")
        with as_committed():
            if not is_sqlite():  # which has no second writer
                await asyncio.wait_for(extend_lease(taken=taken, now=now), timeout=5)
            assert not (await job(viewer=officer, job_id=job_id)).is_silent(now=now)
    assert (await job(viewer=officer, job_id=job_id)).is_silent(now=now + timedelta(minutes=3))
    forget_meanwhile(taken=taken)


async def test_a_file_that_is_damaged_or_of_an_earlier_attempt_tells_nothing() -> None:
    officer = await make_officer()
    job_id = await enqueue(kind="tidy_up", payload={}, now=NOW, asked_by=officer.account_id)
    (first,) = await take_due(now=NOW, limit=1)
    await report_meanwhile(taken=first, done=3, total=10, message="Er wordt opgeruimd.")
    (second,) = await take_due(now=NOW + LEASE, limit=1)
    await report_meanwhile(taken=second, done=1, total=10, message="Opnieuw.")
    await report_meanwhile(taken=first, done=4, total=10, message="Er wordt opgeruimd.")
    path = meanwhile_file(job_id)
    record = await job(viewer=officer, job_id=job_id)
    assert record.message == ("Opnieuw." if path is None else "")
    if path is not None:
        path.write_text("{")
        assert (await job(viewer=officer, job_id=job_id)).steps_done == 0
    forget_meanwhile(taken=second)
