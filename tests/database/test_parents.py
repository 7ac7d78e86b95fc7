"""What many rows name is there when they name it, and stays as long as they do, on both engines."""

import asyncio
from contextvars import Context
from typing import Any
from uuid import uuid4

import pytest

from sroi.contracts.tables import ImportRow
from sroi.database import ForeignKeyViolation, fetch, insert_all, transaction
from sroi.database.migrations import migration_names
from sroi.database.migrations.m0046_parents_of_many import OF_MANY
from tests.database.filled import fill
from tests.database.keys import BATCH

# What tells rows of these tables apart, beside their id.
OWN: dict[str, dict[str, Any]] = {
    "contract": {"number": "2023-999"},
    "contract_event": {"number": 999},
    "obligation_revision": {"number": 999},
    "import_row": {"position": 999},
    "user_account": {"email": "nieuw@example.nl"},
    "contracting_authority": {"search_text": "nieuw", "municipality_code": None, "is_home": False},
    "import_batch": {},
}
COLUMNS = ("id", "batch", "position", "verdict")


@pytest.fixture
async def filled(database: None) -> None:
    """Give a row to every table."""
    await fill(migration_names())


async def add(table: str, **named: Any) -> Any:
    """Add a row like one that is there, but for what tells them apart and what it names; return its id."""
    (like, *_others) = await fetch(f"SELECT * FROM {table}")
    row = {**like, "id": uuid4(), **OWN[table], **named}
    places = ", ".join("{}" for _ in row)
    async with transaction():
        await fetch(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())
    return row["id"]


async def count(table: str) -> int:
    return int((await fetch(f"SELECT COUNT(*) AS number FROM {table}"))[0]["number"])


@pytest.mark.parametrize(("table", "column", "parent"), OF_MANY)
async def test_what_is_not_there_cannot_be_named(filled: None, table: str, column: str, parent: str) -> None:
    before = await count(table)
    with pytest.raises(ForeignKeyViolation):
        await add(table, **{column: uuid4()})
    assert await count(table) == before
    await add(table, **{column: await add(parent)})
    assert await count(table) == before + 1


@pytest.mark.parametrize(("table", "column"), [("contract", "authority"), ("import_row", "batch")])
async def test_a_row_cannot_be_changed_to_name_what_is_not_there(filled: None, table: str, column: str) -> None:
    with pytest.raises(ForeignKeyViolation):
        await fetch(f"UPDATE {table} SET {column} = {{}}", uuid4())


@pytest.mark.parametrize(("table", "column", "parent"), OF_MANY)
@pytest.mark.parametrize("statement", ["DELETE FROM {parent} WHERE id = {{}}", "UPDATE {parent} SET id = '{other}' WHERE id = {{}}"])
async def test_what_is_named_is_not_deleted_and_keeps_its_id(filled: None, table: str, column: str, parent: str, statement: str) -> None:
    named, free = await add(parent), uuid4()
    await add(table, **{column: named})
    with pytest.raises(ForeignKeyViolation):
        await fetch(statement.format(parent=parent, other=free), named)
    assert await fetch(f"SELECT 1 AS found FROM {parent} WHERE id = {{}}", named)


async def test_nobody_needs_to_be_named_who_recorded_an_event(filled: None) -> None:
    before = await count("contract_event")
    await add("contract_event", recorded_by=None)
    assert await count("contract_event") == before + 1


async def test_one_row_of_many_that_names_what_is_not_there_leaves_none(filled: None) -> None:
    rows = [(uuid4(), BATCH, position, "known") for position in range(1_000, 1_010)]
    before = await count("import_row")
    with pytest.raises(ForeignKeyViolation):
        async with transaction():
            await insert_all(ImportRow, COLUMNS, [*rows, (uuid4(), uuid4(), 1_010, "known")])
    assert await count("import_row") == before
    async with transaction():
        await insert_all(ImportRow, COLUMNS, rows)
    assert await count("import_row") == before + 10


async def test_what_a_transaction_that_is_open_names_is_held_for_it(filled: None) -> None:
    batch_id = await add("import_batch")

    async def delete() -> None:
        await fetch("DELETE FROM import_batch WHERE id = {}", batch_id)

    async with transaction():
        await insert_all(ImportRow, COLUMNS, [(uuid4(), batch_id, 1, "known")])
        deleting = asyncio.create_task(delete(), context=Context())
        await asyncio.wait([deleting], timeout=0.2)
    with pytest.raises(ForeignKeyViolation):
        await deleting
