"""What a process that is gone left is taken again at once where that is certain, and what goes on is left alone."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from sroi.database.dialect import is_sqlite
from sroi.jobs.operations import enqueue, held, release_left_jobs, take_due
from sroi.jobs.queries import has_due_job, meanwhile_file
from sroi.jobs.rules import TakenJob
from sroi.jobs.tables import Job
from tests.jobs.test_worker import LONG_AGO, eventually, process, work

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")


def files_of(job_id: UUID) -> list[Path]:
    """Return the files beside the database that are about a job; on PostgreSQL there are none."""
    path = meanwhile_file(job_id)
    return [] if path is None else list(path.parent.glob(f"{path.name}*"))


async def at_work(job_id: UUID) -> bool:
    """Return whether a process does a job, and holds it where it can."""
    is_taken = await Job.exists().where((Job.id == job_id) & Job.taken_by.is_not_null())
    return is_taken and bool(files_of(job_id) or not is_sqlite())


async def test_what_a_killed_worker_left_is_done_by_the_next_one_at_once() -> None:
    job_id = await enqueue(kind="never_ends", payload={}, now=LONG_AGO)
    worker = process("work")
    await eventually(lambda: at_work(job_id))
    worker.kill()
    await asyncio.to_thread(worker.wait, 30)
    if not is_sqlite():
        await Job.update({Job.due_at: LONG_AGO}).where(Job.id == job_id)  # as if the lease had passed, for which it waits there
    done = asyncio.Event()

    async def ends(taken: TakenJob) -> None:
        assert taken.attempt == 2
        done.set()

    await work(done, {"never_ends": ends})
    assert await Job.exists().where(Job.ended_at.is_not_null()) and not files_of(job_id)


async def test_what_another_process_does_is_left_alone() -> None:
    job_id = await enqueue(kind="never_ends", payload={}, now=LONG_AGO)
    worker = process("work")
    await eventually(lambda: at_work(job_id))
    assert await release_left_jobs(now=datetime.now(UTC)) == 0
    assert not await has_due_job(now=datetime.now(UTC))
    worker.terminate()
    assert await asyncio.to_thread(worker.wait, 30) == 0
    assert not files_of(job_id)


async def test_a_job_is_released_only_when_it_is_certain_that_nobody_does_it() -> None:
    job_id = await enqueue(kind="tidy_up", payload={}, now=NOW)
    (taken,) = await take_due(now=NOW, limit=1)
    soon = NOW + timedelta(seconds=1)
    assert await release_left_jobs(now=soon) == 0  # its process may be about to hold it
    with held(taken):
        assert await release_left_jobs(now=soon) == 0
    assert not files_of(job_id)
    if (path := meanwhile_file(job_id)) is not None:
        path.with_name(f"{path.name}.held").touch()  # as a process leaves it that was killed
    assert await release_left_jobs(now=soon) == (1 if is_sqlite() else 0)
    assert await has_due_job(now=soon) is is_sqlite() and not files_of(job_id)
