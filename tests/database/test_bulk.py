"""Many rows at once: all of them or none, on both engines, and one query for however many keys."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import RFC_4122, UUID, uuid4

import asyncpg
import pytest

from sroi.accounts.tables import Organisation
from sroi.database import UniqueViolation, fetch, insert_all, keys, new_ids, one_of, transaction, update_all
from sroi.database.dialect import is_sqlite
from sroi.database.transactions import ROWS_TO_COUNT

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
COLUMNS = ("id", "name", "kvk_number", "search_text", "created_at")
# More values than one statement may hold on either engine.
MANY = 10_000


def firms(count: int) -> list[tuple[UUID, str, str, str, datetime]]:
    return [(uuid4(), f"Voorbeeld {number} B.V.", f"{number:08}", f"voorbeeld {number}", NOW) for number in range(1, count + 1)]


def test_new_ids_follow_each_other_and_those_of_before() -> None:
    ids = [*new_ids(MANY, now=NOW), *new_ids(2, now=NOW + timedelta(milliseconds=1))]
    assert ids == sorted(set(ids))
    assert {(one.version, one.variant) for one in ids} == {(7, RFC_4122)}
    assert new_ids(1, now=NOW) != new_ids(1, now=NOW)


async def test_rows_are_kept_as_they_were_given(database: None) -> None:
    rows = firms(MANY)
    async with transaction():
        await insert_all(Organisation, COLUMNS, rows)
    assert await Organisation.count() == MANY
    first = await Organisation.select().where(Organisation.id == rows[0][0]).first()
    assert first == dict(zip(COLUMNS, rows[0], strict=True))


async def test_one_row_that_is_refused_leaves_none(database: None) -> None:
    rows = firms(10)
    with pytest.raises(UniqueViolation):
        async with transaction():
            await insert_all(Organisation, COLUMNS, [*rows, rows[0]])
    assert not await Organisation.exists()


async def test_many_rows_are_stored_in_a_transaction_alone(database: None) -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        await insert_all(Organisation, COLUMNS, firms(1))
    assert not await Organisation.exists()


async def test_nothing_is_no_statement(database: None) -> None:
    await insert_all(Organisation, COLUMNS, [])
    await update_all(Organisation, ("name",), [])


async def test_rows_are_changed_by_their_id(database: None) -> None:
    rows = firms(3)
    async with transaction():
        await insert_all(Organisation, COLUMNS, rows)
        await update_all(Organisation, ("name", "created_at"), [("Anders B.V.", NOW.replace(year=2025), rows[1][0])])
    found = {row["id"]: (row["name"], row["created_at"].year) for row in await Organisation.select()}
    assert found == {rows[0][0]: (rows[0][1], 2024), rows[1][0]: ("Anders B.V.", 2025), rows[2][0]: (rows[2][1], 2024)}


async def test_one_query_finds_however_many_keys(database: None) -> None:
    rows = firms(MANY)
    async with transaction():
        await insert_all(Organisation, COLUMNS, rows)
    numbers = [row[2] for row in rows[:-1]]
    by_text = await fetch(f"SELECT id FROM organisation WHERE {one_of('kvk_number')}", keys(numbers))
    by_id = await fetch(f"SELECT id FROM organisation WHERE {one_of('id', kind='uuid')}", keys(row[0] for row in rows[:2]))
    assert len(by_text) == MANY - 1
    assert {row["id"] for row in by_id} == {rows[0][0], rows[1][0]}
    assert await fetch(f"SELECT id FROM organisation WHERE {one_of('kvk_number')}", keys(['"', "0000001"])) == []


async def planned_for() -> float:
    """Return how many organisations the planner of the database counts on; on SQLite, which plans by its indexes, those that there are."""
    if is_sqlite():
        assert await fetch("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'") == []
        return await Organisation.count()
    (row,) = await fetch("SELECT reltuples FROM pg_class WHERE relname = 'organisation'")
    return float(row["reltuples"])


async def test_a_query_is_planned_for_the_many_rows_that_were_just_written(database: None) -> None:
    await fetch("ANALYZE organisation" if not is_sqlite() else "SELECT 1")
    assert await planned_for() == 0
    async with transaction():
        await insert_all(Organisation, COLUMNS, firms(MANY))
    assert await planned_for() == MANY


async def test_a_few_rows_are_not_counted(database: None, query_counter: Any) -> None:
    async with transaction():
        await insert_all(Organisation, COLUMNS, firms(10))
    assert not [statement for statement in query_counter.statements if statement.startswith("ANALYZE")]


async def test_rows_are_stored_also_when_they_cannot_be_counted(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def takes_too_long(sql: str, *args: Any) -> None:
        raise asyncpg.QueryCanceledError("canceling statement due to statement timeout")

    with monkeypatch.context() as changed:
        changed.setattr("sroi.database.transactions.fetch", takes_too_long)
        async with transaction():
            await insert_all(Organisation, COLUMNS, firms(ROWS_TO_COUNT))
    assert await Organisation.count() == ROWS_TO_COUNT
