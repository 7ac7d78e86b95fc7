"""Large transactions: in order, all or nothing, refused at the latest at the end, and gone without a trace when a connection is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from contextvars import Context
from datetime import UTC, date, datetime
from signal import SIGINT
from subprocess import Popen
from typing import Any
from uuid import UUID, uuid4

import pytest
from piccolo.columns import Date, Varchar
from piccolo.table import Table

from sroi.access import OPERATOR
from sroi.accounts.tables import Organisation
from sroi.audit.operations import record_events
from sroi.audit.queries import verify_chain
from sroi.audit.rules import Actor, Subject
from sroi.database import UniqueViolation, as_committed, engine, fetch, insert_all, large_transaction, transaction, update_all
from sroi.database.dialect import is_sqlite
from sroi.database.errors import DatabaseError
from sroi.values import AMSTERDAM

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
COLUMNS = ("id", "name", "kvk_number", "search_text", "created_at")
ACTOR = Actor("operator", "command line")


class ADay(Table):
    """A table with a day, that a test makes."""

    name = Varchar()
    day = Date(null=True)


def firm(number: int) -> tuple[UUID, str, str, str, datetime]:
    return (uuid4(), f"Voorbeeld {number} B.V.", f"{number:08}", f"voorbeeld {number}", NOW)


async def numbers() -> list[int]:
    return [int(row["kvk_number"]) for row in await fetch("SELECT kvk_number FROM organisation ORDER BY kvk_number")]


def process_beside() -> Popen[bytes]:
    """Return the process that stores for the transaction that is open."""
    process: Popen[bytes] = engine().current_transaction.get().connection._connection._process
    return process


async def test_what_is_read_or_changed_comes_after_what_was_sent(database: None) -> None:
    rows = [firm(number) for number in range(500)]
    async with large_transaction():
        for at in range(0, 500, 5):
            await insert_all(Organisation, COLUMNS, rows[at : at + 5])
        assert await numbers() == list(range(500))
        await insert_all(Organisation, COLUMNS, [firm(500)])
        await update_all(Organisation, ("name",), [("Anders B.V.", rows[499][0])])
        await insert_all(Organisation, COLUMNS, [firm(501)])
    assert await numbers() == list(range(502))
    assert await Organisation.count().where(Organisation.name == "Anders B.V.") == 1


@pytest.mark.parametrize("is_read", [True, False])
async def test_a_refusal_is_raised_by_the_next_read_or_at_the_end(database: None, is_read: bool) -> None:
    twice, reached = firm(1), []
    with pytest.raises(UniqueViolation):
        async with large_transaction():
            await insert_all(Organisation, COLUMNS, [twice])
            await insert_all(Organisation, COLUMNS, [twice])
            await insert_all(Organisation, COLUMNS, [firm(2)])
            reached.append("sent")
            if is_read:
                await numbers()
                reached.append("read")
    assert reached == ["sent"]
    assert await numbers() == []


async def test_what_was_refused_stays_refused_until_the_end(database: None) -> None:
    twice = firm(1)
    with pytest.raises(UniqueViolation):
        async with large_transaction():
            await insert_all(Organisation, COLUMNS, [twice])
            await insert_all(Organisation, COLUMNS, [twice])
            with suppress(UniqueViolation):
                await numbers()
            await insert_all(Organisation, COLUMNS, [firm(2)])
    assert await numbers() == []


async def test_an_interrupt_that_reaches_the_process_too_is_left_to_the_one_that_asks(database: None) -> None:
    async with large_transaction():
        process_beside().send_signal(SIGINT)
        await insert_all(Organisation, COLUMNS, [firm(1)])
    assert await numbers() == [1]


async def test_an_error_of_the_caller_leaves_nothing_of_what_was_sent(database: None) -> None:
    with pytest.raises(ZeroDivisionError):
        async with large_transaction():
            await insert_all(Organisation, COLUMNS, [firm(number) for number in range(1_000)])
            raise ZeroDivisionError
    assert await numbers() == []
    async with transaction():
        await insert_all(Organisation, COLUMNS, [firm(1)])
    assert await numbers() == [1]


async def test_the_register_is_read_as_it_was_before_the_transaction(database: None) -> None:
    async with transaction():
        await insert_all(Organisation, COLUMNS, [firm(1)])
    async with large_transaction():
        await insert_all(Organisation, COLUMNS, [firm(2)])
        with as_committed():
            assert await numbers() == [1]
        assert await numbers() == [1, 2]


async def test_events_of_one_transaction_follow_on_each_other_and_on_those_of_before(database: None) -> None:
    for _turn in range(2):
        async with large_transaction():
            for number in range(3):
                told = [(Subject("contract", f"{number}"), {"at": f"{at}"}) for at in range(2)]
                await record_events(actor=ACTOR, action="contract.registered", told=told, now=NOW)
    assert (await fetch("SELECT COUNT(*) AS number, MAX(seq) AS last FROM audit_event"))[0] == {"number": 12, "last": 12}
    assert await verify_chain(viewer=OPERATOR) is None


async def test_one_in_another_is_part_of_it(database: None) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            async with large_transaction():
                await insert_all(Organisation, COLUMNS, [firm(1)])
            assert await numbers() == [1]
            raise ZeroDivisionError
    assert await numbers() == []


async def test_values_arrive_as_in_any_transaction(database: None) -> None:
    def row(number: int) -> tuple[Any, ...]:
        return (*firm(number)[:4], datetime(2024, 3, 1, 10, 30, 0, 250_000, AMSTERDAM))

    async with transaction():
        await insert_all(Organisation, COLUMNS, [row(1)])
    async with large_transaction():
        await insert_all(Organisation, COLUMNS, [row(2)])
        (read,) = await fetch("SELECT id, created_at FROM organisation WHERE kvk_number = {}", "00000002")
        assert isinstance(read["id"], UUID) and read["created_at"] == row(2)[-1]
    texts = await fetch("SELECT CAST(created_at AS TEXT) AS at, LENGTH(CAST(id AS TEXT)) AS length FROM organisation")
    assert texts[0] == texts[1]


DAYS = [date(1923, 12, 31), date(1999, 12, 31), date(2000, 1, 1), date(2024, 2, 29), date(9999, 12, 31), None]


@pytest.mark.parametrize("opened", [transaction, large_transaction])
async def test_days_are_kept_and_found_as_days(database: None, opened: Callable[[], AbstractAsyncContextManager[None]]) -> None:
    rows = [(firm(number)[0], f"Dag {number}", day) for number, day in enumerate(DAYS)]
    async with opened():
        await fetch("CREATE TABLE a_day (id UUID PRIMARY KEY, name VARCHAR, day DATE)")
        await insert_all(ADay, ("id", "name", "day"), rows)
        await update_all(ADay, ("day",), [(date(2024, 3, 1), rows[0][0])])
        assert [row["day"] for row in await fetch("SELECT day FROM a_day ORDER BY name")] == [date(2024, 3, 1), *DAYS[1:]]
        assert await fetch("SELECT name FROM a_day WHERE day < {} AND day > {}", date(2000, 1, 1), date(1999, 12, 30)) == [
            {"name": "Dag 1"}
        ]


MOMENTS = [
    datetime(1923, 12, 31, 23, 59, 59, 999_999, UTC), datetime(1999, 12, 31, 23, 59, 59, 500_000, UTC), datetime(2000, 1, 1, tzinfo=UTC),
    datetime(2024, 3, 31, 3, 30, tzinfo=AMSTERDAM), datetime(9999, 12, 31, 12, 0, tzinfo=UTC),
]  # fmt: skip


@pytest.mark.parametrize("opened", [transaction, large_transaction])
async def test_moments_are_kept_and_found_to_the_microsecond(
    database: None, opened: Callable[[], AbstractAsyncContextManager[None]]
) -> None:
    async with opened():
        await insert_all(Organisation, COLUMNS, [(*firm(number)[:4], moment) for number, moment in enumerate(MOMENTS)])
        rows = await Organisation.select(Organisation.created_at).order_by(Organisation.kvk_number)
        found = await Organisation.select(Organisation.kvk_number).where(Organisation.created_at == MOMENTS[1])
    assert [row["created_at"] for row in rows] == MOMENTS
    assert found == [{"kvk_number": "00000001"}]
    assert await Organisation.select(Organisation.created_at).order_by(Organisation.kvk_number) == rows


async def stop_the_process() -> None:
    process_beside().kill()


async def lose_the_server() -> None:
    """Let the server end the connection; without a server stop the process."""
    if is_sqlite():
        process_beside().kill()
        return
    (row,) = await fetch("SELECT pg_backend_pid() AS pid")
    with as_committed():
        await fetch("SELECT pg_terminate_backend({})", row["pid"])


@pytest.mark.parametrize("lose_the_connection", [stop_the_process, lose_the_server])
async def test_a_connection_that_is_lost_leaves_nothing_and_holds_nobody_up(
    database: None, lose_the_connection: Callable[[], Awaitable[None]]
) -> None:
    with pytest.raises(DatabaseError):
        async with large_transaction():
            await insert_all(Organisation, COLUMNS, [firm(number) for number in range(1_000)])
            assert len(await numbers()) == 1_000
            await lose_the_connection()
            await insert_all(Organisation, COLUMNS, [firm(1_000)])
            await numbers()
    async with transaction():
        assert await numbers() == []
        await insert_all(Organisation, COLUMNS, [firm(1)])
    assert await numbers() == [1]


async def test_no_process_outlives_its_transaction_or_leaves_anything_behind(database: None) -> None:
    used = []
    async with large_transaction():
        used.append(process_beside())
        await insert_all(Organisation, COLUMNS, [firm(1)])
    with pytest.raises(ZeroDivisionError):
        async with large_transaction():
            used.append(process_beside())
            raise ZeroDivisionError
    assert [await asyncio.to_thread(process.wait, 10) for process in used] == [0, 0]


async def test_one_that_is_cancelled_while_it_waits_for_its_turn_leaves_no_process_and_no_turn_taken(database: None) -> None:
    opened: list[Any] = []

    async def write() -> None:
        async with large_transaction():
            opened.append("too soon")

    async with transaction():
        task = asyncio.create_task(write(), context=Context())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task], timeout=10)
    assert task.cancelled() and opened == []
    async with large_transaction():
        await insert_all(Organisation, COLUMNS, [firm(1)])
    assert await numbers() == [1]
