"""Transactions on both engines: all or nothing, one writer at a time, and clean connections afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextvars import Context
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject
from sroi.audit.tables import AuditEvent
from sroi.database import engine, fetch, snapshot, transaction

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("user", "inkoper")


class Refusal(Exception):
    """Something that goes wrong in the middle of an operation."""


@pytest_asyncio.fixture(loop_scope="session")
async def counter(database: object) -> AsyncIterator[None]:
    """Make a table with one number in it, which starts at zero."""
    async with transaction():
        await fetch("CREATE TABLE counter (id INTEGER PRIMARY KEY, reached INTEGER NOT NULL CHECK (reached >= 0))")
        await fetch("INSERT INTO counter (id, reached) VALUES (1, 0)")
    yield


async def reached() -> int:
    """Return the number."""
    return int((await fetch("SELECT reached FROM counter"))[0]["reached"])


async def count_one() -> None:
    """Read the number and then write one more, as a ledger or a sequence does."""
    async with transaction():
        before = await reached()
        await asyncio.sleep(0)
        await fetch("UPDATE counter SET reached = {}", before + 1)


async def note(subject_id: str) -> None:
    """Record an event about a contract."""
    await record_event(actor=OFFICER, action="contract.registered", subject=Subject("contract", subject_id), now=NOW)


async def test_an_operation_joins_the_transaction_of_the_operation_that_calls_it(counter: None) -> None:
    with pytest.raises(Refusal):
        async with transaction():
            await count_one()
            await count_one()
            assert await reached() == 2
            raise Refusal
    assert await reached() == 0


async def test_a_transaction_that_ends_well_is_kept(counter: None) -> None:
    async with transaction():
        await count_one()
    assert await reached() == 1
    assert engine().current_transaction.get() is None


async def test_an_error_undoes_the_write_and_its_audit_event(counter: None) -> None:
    with pytest.raises(Refusal):
        async with transaction():
            await fetch("UPDATE counter SET reached = 5")
            await note("2024-031")
            raise Refusal
    assert await reached() == 0
    assert not await AuditEvent.exists()


async def test_an_error_of_the_database_undoes_what_was_written_before_it(counter: None) -> None:
    with pytest.raises(Exception, match=r"(?i)check"):
        async with transaction():
            await fetch("UPDATE counter SET reached = 5")
            await fetch("UPDATE counter SET reached = -1")
    assert await reached() == 0


async def test_fifty_writers_at_once_lose_no_update_and_do_not_deadlock(counter: None) -> None:
    await asyncio.wait_for(asyncio.gather(*(count_one() for _ in range(50))), timeout=60)
    assert await reached() == 50


async def test_readers_are_answered_while_many_writers_wait_for_their_turn(counter: None) -> None:
    turn = asyncio.Event()

    async def first_writer() -> None:
        async with transaction():
            await fetch("UPDATE counter SET reached = 40")
            await turn.wait()

    writers = [asyncio.create_task(first_writer())]
    await asyncio.sleep(0.05)
    writers += [asyncio.create_task(count_one()) for _ in range(30)]
    await asyncio.sleep(0.05)
    numbers = await asyncio.wait_for(asyncio.gather(*(reached() for _ in range(20))), timeout=5)
    turn.set()
    await asyncio.wait_for(asyncio.gather(*writers), timeout=30)
    assert numbers == [0] * 20
    assert await reached() == 70


async def test_a_reader_does_not_see_what_is_not_committed(counter: None) -> None:
    async def read() -> int:
        return await reached()

    outside = asyncio.Event()

    async def reader() -> int:
        await outside.wait()
        return await read()

    task = asyncio.create_task(reader())
    async with transaction():
        await fetch("UPDATE counter SET reached = 9")
        outside.set()
        seen = await asyncio.wait_for(task, timeout=5)
    assert (seen, await reached()) == (0, 9)


async def test_a_writer_that_is_cancelled_at_any_moment_leaves_the_database_usable(counter: None) -> None:
    started = asyncio.get_running_loop().time()
    await count_one()
    took = asyncio.get_running_loop().time() - started
    tries = 60
    for moment in range(tries):
        task = asyncio.create_task(count_one())
        await asyncio.sleep(took * 1.5 * moment / tries)
        task.cancel()
        await asyncio.wait([task], timeout=5)
        assert task.done()
    before = await reached()
    await asyncio.wait_for(asyncio.gather(*(count_one() for _ in range(20))), timeout=20)
    assert await reached() == before + 20


async def test_writers_that_are_cancelled_while_they_wait_leave_the_database_usable(counter: None) -> None:
    async def long_writer() -> None:
        async with transaction():
            await fetch("UPDATE counter SET reached = 7")
            await asyncio.sleep(30)

    tasks = [asyncio.create_task(long_writer()) for _ in range(15)]
    await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=10)
    assert all(task.cancelled() for task in tasks)
    await asyncio.wait_for(asyncio.gather(*(count_one() for _ in range(20))), timeout=20)
    assert await reached() == 20


async def test_a_cancelled_transaction_writes_nothing(counter: None) -> None:
    written = asyncio.Event()

    async def writer() -> None:
        async with transaction():
            await fetch("UPDATE counter SET reached = 7")
            await note("2024-032")
            written.set()
            await asyncio.sleep(30)

    task = asyncio.create_task(writer())
    await asyncio.wait_for(written.wait(), timeout=5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await reached() == 0
    assert not await AuditEvent.exists()


async def test_a_snapshot_sees_one_state_and_holds_up_no_writer(counter: None) -> None:
    async with snapshot():
        assert await reached() == 0
        # Another task: what runs in the snapshot's own would read in it too.
        await asyncio.wait_for(asyncio.create_task(count_one(), context=Context()), timeout=10)
        assert await reached() == 0
    assert await reached() == 1
