"""The worker beside others: each job done by one process, a clean end, and nothing lost when a process is killed."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from sroi.database import fetch
from sroi.jobs.operations import enqueue, work_until
from sroi.jobs.rules import Recurrence, TakenJob
from sroi.jobs.tables import Job

pytestmark = pytest.mark.usefixtures("database")

PROCESS = Path(__file__).parent / "worker_process.py"
LONG_AGO = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
COUNT = 60


def process(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, str(PROCESS), *words], stdout=subprocess.PIPE, text=True, env=dict(os.environ))


async def eventually(ask: Any, *, seconds: float = 30) -> None:
    """Wait until `ask` is answered with yes."""
    for _time in range(int(seconds / 0.05)):
        if await ask():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


async def test_three_processes_do_each_job_once() -> None:
    for number in range(COUNT):
        await enqueue(kind="count", payload={"number": number}, now=LONG_AGO)
    processes = [process("drain") for _each in range(3)]
    outputs = await asyncio.gather(*(asyncio.to_thread(each.communicate, timeout=60) for each in processes))
    done = [[int(line) for line in printed.split()] for printed, _errors in outputs]
    assert sorted(number for numbers in done for number in numbers) == list(range(COUNT))
    assert await Job.count().where(Job.ended_at.is_not_null() & (Job.attempts == 1)) == COUNT


async def test_three_processes_plan_recurring_work_once() -> None:
    processes = [process("plan") for _each in range(3)]
    outputs = await asyncio.gather(*(asyncio.to_thread(each.communicate, timeout=60) for each in processes))
    assert [each.returncode for each in processes] == [0, 0, 0], outputs
    assert await Job.count() == 7


async def test_a_worker_that_is_told_to_stop_gives_back_what_is_not_done() -> None:
    await enqueue(kind="never_ends", payload={}, now=LONG_AGO)
    worker = process("work")
    await eventually(lambda: Job.exists().where(Job.taken_by.is_not_null()))
    worker.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker.wait, 30) == 0
    (row,) = await fetch("SELECT taken_by, attempts, ended_at FROM job")
    assert (row["taken_by"], row["attempts"], row["ended_at"]) == (None, 0, None)


async def test_the_job_of_a_killed_worker_is_done_by_another_after_its_lease() -> None:
    await enqueue(kind="never_ends", payload={}, now=LONG_AGO)
    worker = process("work")
    await eventually(lambda: Job.exists().where(Job.taken_by.is_not_null()))
    worker.kill()
    await asyncio.to_thread(worker.wait, 30)
    await Job.update({Job.due_at: LONG_AGO}).where(Job.taken_by.is_not_null())  # as if the lease had passed
    done = asyncio.Event()

    async def ends(taken: TakenJob) -> None:
        assert taken.attempt == 2
        done.set()

    await work(done, {"never_ends": ends})
    assert await Job.count().where(Job.ended_at.is_not_null()) == 1


async def work(until: asyncio.Event, kinds: Any, recurring: tuple[Recurrence, ...] = ()) -> None:
    """Work in this process until the event is set and what runs has ended."""
    await asyncio.wait_for(work_until(stop=until, kinds=kinds, recurring=recurring, poll_seconds=0.02), timeout=30)


async def test_a_worker_lets_what_runs_end_and_starts_nothing_more() -> None:
    stop, done = asyncio.Event(), []

    async def stops(taken: TakenJob) -> None:
        stop.set()
        await asyncio.sleep(0.05)
        done.append(taken.payload["number"])

    for number in range(6):
        await enqueue(kind="stops", payload={"number": number}, now=LONG_AGO)
    await work(stop, {"stops": stops})
    assert len(done) == 2  # as many as it does at once
    assert await Job.count().where(Job.ended_at.is_not_null()) == 2
    assert await Job.count().where(Job.taken_by.is_not_null()) == 0


async def test_a_worker_goes_on_after_a_job_that_fails() -> None:
    stop = asyncio.Event()

    async def fails(taken: TakenJob) -> None:
        raise OSError("broken")

    async def stops(taken: TakenJob) -> None:
        stop.set()

    await enqueue(kind="fails", payload={}, now=LONG_AGO)
    await enqueue(kind="stops", payload={}, now=LONG_AGO + timedelta(minutes=1))
    await work(stop, {"fails": fails, "stops": stops})
    (row,) = await Job.select(Job.error, Job.taken_by).where(Job.kind == "fails")
    assert row["error"].startswith("OSError") and row["taken_by"] is None


async def test_a_worker_plans_what_recurs() -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(work(stop, {}, (Recurrence("weekly", at=time(8, 0), weekday=0),)))
    await eventually(lambda: Job.exists().where(Job.kind == "weekly"))
    stop.set()
    await working
