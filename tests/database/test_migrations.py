"""The history of the schema: whole or not at all, once, and true to the table classes."""

import asyncio
import json
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from piccolo.columns import Column, ForeignKey, Varchar
from piccolo.table import Table

import sroi
from sroi.database import engine, fetch, migrations, transaction
from sroi.database.migrations import applied_migrations, migration_names, pending_migrations, upgrade
from sroi.database.schema import Schema
from sroi.database.sqlite import PooledSQLiteEngine
from tests.database.filled import FILLED, REPLACED, fill
from tests.database.keys import key

COLUMN_TYPES = {
    "UUID": "UUID",
    "Varchar": "VARCHAR",
    "Text": "TEXT",
    "BigInt": "BIGINT",
    "Integer": "INTEGER",
    "Boolean": "BOOLEAN",
    "Date": "DATE",
    "Timestamptz": "TIMESTAMPTZ",
    "Bytea": "BYTEA",
}
POSTGRES_TYPES = {
    "uuid": "UUID",
    "character varying": "VARCHAR",
    "text": "TEXT",
    "bigint": "BIGINT",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "bytea": "BYTEA",
    "date": "DATE",
    "timestamp with time zone": "TIMESTAMPTZ",
}
POSTGRES_COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length AS length, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'schema_migration'
"""
POSTGRES_REFERENCES = """
    SELECT from_table.relname AS from_table, attribute.attname AS from_column, to_table.relname AS to_table
    FROM pg_constraint AS found
    JOIN pg_class AS from_table ON from_table.oid = found.conrelid
    JOIN pg_class AS to_table ON to_table.oid = found.confrelid
    JOIN pg_attribute AS attribute ON attribute.attrelid = found.conrelid AND attribute.attnum = found.conkey[1]
    WHERE found.contype = 'f' AND from_table.relnamespace = 'public'::regnamespace
    UNION
    SELECT from_table.relname, split_part(arguments, '\\000', 1), split_part(arguments, '\\000', 2)
    FROM pg_trigger AS found
    CROSS JOIN LATERAL encode(found.tgargs, 'escape') AS arguments
    JOIN pg_class AS from_table ON from_table.oid = found.tgrelid
    JOIN pg_proc AS function ON function.oid = found.tgfoid
    WHERE function.proname = 'refuse_unknown_parent'
"""
POSTGRES_KEYS = """
    SELECT class.relname AS table_name, attribute.attname AS column_name FROM pg_constraint AS found
    JOIN pg_class AS class ON class.oid = found.conrelid
    JOIN pg_attribute AS attribute ON attribute.attrelid = found.conrelid AND attribute.attnum = found.conkey[1]
    WHERE found.contype = 'p' AND class.relnamespace = 'public'::regnamespace
"""


def described(*, type_name: str, length: int | None, is_nullable: bool, is_key: bool, to: str | None) -> str:
    """Return a column in words, the same for a class and for a database."""
    words = [f"{type_name}({length})" if length else type_name, "NULL" if is_nullable else "NOT NULL"]
    return " ".join([*words, *(["PRIMARY KEY"] if is_key else []), *([f"REFERENCES {to}"] if to else [])])


def table_classes() -> dict[str, type[Table]]:
    """Return every table class of the house by its table's name."""
    folder = Path(sroi.__path__[0])
    for path in folder.glob("*/tables.py"):
        import_module(f"sroi.{path.parent.name}.tables")
    return {table._meta.tablename: table for table in Table.__subclasses__() if table.__module__.startswith("sroi.")}


def in_classes() -> dict[str, str]:
    """Return every column as the table classes have it, by table and name."""
    return {
        f"{name}.{column._meta.name}": _column_in_words(column) for name, table in table_classes().items() for column in table._meta.columns
    }


def _column_in_words(column: Column) -> str:
    references = column._foreign_key_meta.resolved_references if isinstance(column, ForeignKey) else None
    kept = references._meta.primary_key if references else column
    kind = COLUMN_TYPES[type(kept).__name__]
    return described(
        type_name=kind,
        length=kept.length if isinstance(kept, Varchar) else None,
        is_nullable=column._meta.null,
        is_key=column._meta.primary_key,
        to=references._meta.tablename if references else None,
    )


async def in_database() -> dict[str, str]:
    """Return every column as the database has it, by table and name."""
    return await (_in_sqlite() if isinstance(engine(), PooledSQLiteEngine) else _in_postgres())


async def _in_sqlite() -> dict[str, str]:
    found = {}
    tables = await fetch("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('schema_migration', 'sqlite_sequence')")
    for table in (row["name"] for row in tables):
        references = {row["from"]: row["table"] for row in await fetch(f"PRAGMA foreign_key_list({table})")}
        for row in await fetch(f"PRAGMA table_info({table})"):
            name, _bracket, length = row["type"].rstrip(")").partition("(")
            found[f"{table}.{row['name']}"] = described(
                type_name=name,
                length=int(length) if length else None,
                is_nullable=not row["notnull"] and not row["pk"],
                is_key=bool(row["pk"]),
                to=references.get(row["name"]),
            )
    return found


async def _in_postgres() -> dict[str, str]:
    references = {(row["from_table"], row["from_column"]): row["to_table"] for row in await fetch(POSTGRES_REFERENCES)}
    keys = {(row["table_name"], row["column_name"]) for row in await fetch(POSTGRES_KEYS)}
    return {
        f"{row['table_name']}.{row['column_name']}": described(
            type_name=POSTGRES_TYPES[row["data_type"]],
            length=row["length"],
            is_nullable=row["is_nullable"] == "YES",
            is_key=(row["table_name"], row["column_name"]) in keys,
            to=references.get((row["table_name"], row["column_name"])),
        )
        for row in await fetch(POSTGRES_COLUMNS)
    }


async def table_names() -> set[str]:
    """Return the names of the tables in the database."""
    if isinstance(engine(), PooledSQLiteEngine):
        return {row["name"] for row in await fetch("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {row["tablename"] for row in await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


async def upgrade_to(monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
    """Bring the database to where it was when `names` were all the migrations there were."""
    with monkeypatch.context() as then:
        then.setattr(migrations, "migration_names", lambda: names)
        await upgrade()


def migration(monkeypatch: pytest.MonkeyPatch, forwards: Any) -> str:
    """Add a migration to the end of the history and return its name."""
    name = "m9999_invented"
    module = ModuleType(name)
    module.__dict__["forwards"] = forwards
    monkeypatch.setitem(sys.modules, f"{migrations.__name__}.{name}", module)
    known = migration_names()
    monkeypatch.setattr(migrations, "migration_names", lambda: (*known, name))
    return name


async def test_every_table_class_has_the_columns_that_the_migrations_made(database: None) -> None:
    assert await in_database() == in_classes()


async def test_upgrading_again_does_nothing(database: None) -> None:
    assert await upgrade() == []
    assert await pending_migrations() == ()
    assert await applied_migrations() == set(migration_names())


async def test_an_empty_database_lacks_every_migration(empty_database: None) -> None:
    assert await pending_migrations() == migration_names()
    assert await upgrade() == list(migration_names())
    assert await pending_migrations() == ()


async def test_two_processes_that_upgrade_at_once_apply_each_migration_once(empty_database: None) -> None:
    done = await asyncio.gather(upgrade(), upgrade(), upgrade())
    assert sorted(name for names in done for name in names) == list(migration_names())


async def test_each_migration_has_a_number_of_its_own(database: None) -> None:
    numbers = [int(name[1:5]) for name in migration_names()]
    assert numbers[0] == 1
    assert numbers == sorted(set(numbers))


async def test_a_migration_that_fails_leaves_nothing_behind(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await upgrade()
    before = await table_names()

    async def forwards(schema: Schema) -> None:
        await schema.run("CREATE TABLE invented (id INTEGER PRIMARY KEY)", "CREATE INDEX invented_by_id ON invented (id)")
        await schema.insert("invented", [{"id": 1}])
        await schema.append_only("invented")
        await schema.run("ALTER TABLE no_table_of_ours RENAME TO still_none")

    name = migration(monkeypatch, forwards)
    with pytest.raises(Exception, match=r"(?i)no_table_of_ours"):
        await upgrade()
    assert await table_names() == before
    assert await pending_migrations() == (name,)


async def test_a_mended_migration_is_applied_after_a_failure(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stands = SimpleNamespace(in_the_way=True)

    async def forwards(schema: Schema) -> None:
        await schema.run("CREATE TABLE invented (id INTEGER PRIMARY KEY)")
        if stands.in_the_way:
            raise RuntimeError("stopped halfway")

    name = migration(monkeypatch, forwards)
    with pytest.raises(RuntimeError):
        await upgrade()
    stands.in_the_way = False
    assert await upgrade() == [name]
    assert "invented" in await table_names()


@pytest.mark.parametrize("count", range(1, len(migration_names())))
async def test_a_filled_database_of_each_earlier_version_is_upgraded_with_its_rows(
    empty_database: None, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    names = migration_names()
    await upgrade_to(monkeypatch, names[:count])
    await fill(names[:count])
    kept = {table: await _rows(table) for name in names[:count] for table, _row in FILLED[name] if table not in REPLACED}
    assert await upgrade() == list(names[count:])
    assert {table: await _rows(table, like=rows) for table, rows in kept.items()} == kept
    assert await in_database() == in_classes()
    await fill(names[count:])


async def test_goals_of_placements_go_on_among_the_goals_of_every_kind(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = tuple(name for name in migration_names() if name < REPLACED["annual_goal"])
    await upgrade_to(monkeypatch, earlier)
    await fill(earlier)
    await upgrade()
    rows = await fetch("SELECT target, source FROM goal WHERE year = 2031 AND kind = 'placements'")
    assert [(row["target"], row["source"]) for row in rows] == [(65, "Jaarplan")]


async def test_placements_of_before_are_known_by_their_employer_whatever_its_spelling(
    empty_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = tuple(name for name in migration_names() if name < "m0035")
    await upgrade_to(monkeypatch, earlier)
    await fill(earlier)
    # Followed twice: the second time by the spelling that is now the key of both.
    names = {"Groen-Voorbeeld B.V.": "groen-voorbeeld b.v.", "Groenvoorbeeldbv": "groenvoorbeeldbv"}
    async with transaction():
        for number, (name, employer_key) in enumerate(names.items()):
            columns = "contract, candidate, target_group, policy_name, starts_on, known_on, created_at"
            await fetch(
                f"INSERT INTO aftercare (id, employer_key, employer_name, {columns}) "
                f"SELECT {{}}, {{}}, {{}}, {columns} FROM aftercare WHERE employer_name = 'Groen Voorbeeld'",
                key(f"aftercare {number}"),
                employer_key,
                name,
            )
        await fetch("UPDATE placement SET employer_name = 'Groen-Voorbeeld B.V.'")
    await upgrade()
    assert {row["employer_key"] for row in await fetch("SELECT employer_key FROM placement")} == {"groenvoorbeeldbv"}
    followed = await fetch("SELECT employer_key FROM aftercare WHERE employer_name <> 'Groen Voorbeeld' ORDER BY employer_name")
    assert [row["employer_key"] for row in followed] == ["groen-voorbeeld b.v.", "groenvoorbeeldbv"]
    kept = await fetch("SELECT image FROM row_history WHERE table_name = 'placement' AND image IS NOT NULL")
    assert {json.loads(row["image"])["employer_key"] for row in kept} == {"groenvoorbeeldbv"}


def test_every_migration_has_rows_that_fill_its_tables() -> None:
    assert tuple(FILLED) == migration_names()


async def test_the_rows_that_fill_a_database_fill_every_table(database: None) -> None:
    await fill(migration_names())
    async with transaction():
        for name in table_classes():
            assert await fetch(f"SELECT 1 AS found FROM {name}"), name


async def test_the_rows_that_fill_a_database_are_read_by_the_table_classes(database: None) -> None:
    await fill(migration_names())
    for table in table_classes().values():
        row = await table.select().first()
        assert row is not None
        for name, value in row.items():
            assert not isinstance(value, str) or not name.endswith(("_on", "_at", "_before")), (table, name, value)
    contract = await table_classes()["contract"].select().first()
    assert contract is not None and contract["starts_on"] == date(2023, 9, 1)


async def _rows(table: str, *, like: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Return all rows of a table, with the columns that `like` has: a later migration may add some."""
    columns = "*" if like is None else ", ".join(like[0])
    return sorted(await fetch(f"SELECT {columns} FROM {table}"), key=repr)
