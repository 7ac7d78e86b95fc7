"""What a migration writes with: statements that run on both engines, and the few that differ.

Type names are chosen so that one CREATE TABLE serves both: UUID, VARCHAR(n), TEXT, BIGINT, INTEGER, BOOLEAN, DATE, TIMESTAMPTZ.
Money is BIGINT cents, shares are INTEGER hundredths of a percent.
"""

from collections.abc import Sequence
from typing import Any

from sroi.database.engines import PooledSQLiteEngine
from sroi.database.transactions import engine, fetch

POSTGRES_REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% may only be appended to', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


class Schema:
    """The schema of the database inside the transaction of one migration."""

    async def run(self, *statements: str) -> None:
        """Run statements that are the same on both engines."""
        for statement in statements:
            await fetch(statement)

    async def insert(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Insert seed rows."""
        for row in rows:
            places = ", ".join("{}" for _ in row)
            await fetch(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())

    async def rebuild(self, table: str, create: str, indexes: Sequence[str] = ()) -> None:
        """Give `table` the shape that `create` says, with all its rows; its triggers and old indexes are gone afterwards."""
        old = f"{table}_before"
        if isinstance(engine(), PooledSQLiteEngine):
            kinds = "type = 'trigger' OR (type = 'index' AND sql IS NOT NULL)"
            for row in await fetch(f"SELECT type, name FROM sqlite_master WHERE tbl_name = {{}} AND ({kinds})", table):
                await fetch(f"DROP {row['type']} {row['name']}")
        else:
            await fetch(f"DROP TRIGGER IF EXISTS {table}_refuses_change ON {table}")
        columns = ", ".join(await self._columns(table))
        await self.run(f"ALTER TABLE {table} RENAME TO {old}", create)
        await self.run(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {old}", f"DROP TABLE {old}", *indexes)

    async def change_check(self, table: str, constraint: str, *, old: str, new: str) -> None:
        """Give a check other words. `constraint` is what PostgreSQL calls it; `old` is its text as it was written in CREATE TABLE.

        Tables that others refer to cannot be rebuilt while they do. SQLite lets the words of a check be changed where they are kept, which
        its documentation describes for this; the rows themselves stay as they are.
        """
        if not isinstance(engine(), PooledSQLiteEngine):
            await fetch(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}, ADD CONSTRAINT {constraint} CHECK ({new})")
            return
        (row,) = await fetch("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = {}", table)
        if row["sql"].count(f"CHECK ({old})") != 1:
            raise ValueError(f"{table} has no check of its own that reads: {old}")
        changed = row["sql"].replace(f"CHECK ({old})", f"CHECK ({new})")
        version = (await fetch("PRAGMA schema_version"))[0]["schema_version"]
        await fetch("PRAGMA writable_schema = ON")
        await fetch("UPDATE sqlite_master SET sql = {} WHERE type = 'table' AND name = {}", changed, table)
        await fetch(f"PRAGMA schema_version = {version + 1}")
        await fetch("PRAGMA writable_schema = RESET")

    async def _columns(self, table: str) -> list[str]:
        if isinstance(engine(), PooledSQLiteEngine):
            return [row["name"] for row in await fetch(f"PRAGMA table_info({table})")]
        found = await fetch("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = {}", table)
        return [row["column_name"] for row in found]

    async def append_only(self, table: str) -> None:
        """Make the database refuse every update and delete of the rows of `table`."""
        if isinstance(engine(), PooledSQLiteEngine):
            for verb in ("UPDATE", "DELETE"):
                await fetch(
                    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} may only be appended to'); END"
                )
            return
        await fetch(POSTGRES_REFUSAL)
        await fetch(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        await self.refuse_truncate(table)

    async def refuse_truncate(self, table: str) -> None:
        """Make PostgreSQL refuse to empty `table`, which no trigger on rows sees; SQLite has no such statement."""
        if not isinstance(engine(), PooledSQLiteEngine):
            name = f"{table}_refuses_truncate"
            await fetch(f"CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")
