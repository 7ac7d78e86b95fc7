"""The engine for PostgreSQL: Piccolo's own with errors mapped, and one writer at a time.

A transaction of very many rows has a connection in a process of its own.
"""

import asyncio
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from sroi.database.beside import ConnectionsBeside
from sroi.database.connections import BUSY_TIMEOUT_MS
from sroi.database.errors import mapped_errors
from sroi.database.threaded import ThreadedConnection
from sroi.database.turns import TakesTurn

ONE_WRITER_LOCK = 5_901_203


def turn() -> tuple[str, str]:
    """Return the statements by which a transaction waits for its turn among the processes."""
    return f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}", f"SELECT pg_advisory_xact_lock({ONE_WRITER_LOCK})"


class OneWriterTransaction(TakesTurn, PostgresTransaction):
    """A transaction that waits for its turn in the process, and then among the processes."""

    __slots__ = ()

    async def begin(self) -> None:
        """Start the transaction as the only writer; raise DatabaseBusy when another process keeps its turn too long."""
        self.transaction = self.connection.transaction()
        await self.transaction.start()
        with mapped_errors():
            await self.connection.execute("; ".join(turn()))

    async def give_back(self) -> None:
        """Give the connection back to the pool, which rolls back whatever was not committed."""
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class LargeTransaction(OneWriterTransaction):
    """A transaction for very many rows, on a connection in a process of its own.

    The server plans by what a table held when it was last analysed: while one grows from nothing to a hundred thousand rows it would look
    up what each row refers to by reading all of it.
    """

    __slots__ = ()

    async def get_connection(self) -> ThreadedConnection:
        """Return a new connection, which ends with the transaction."""
        connection: ThreadedConnection = await self.engine.beside.open()
        return connection

    async def begin(self) -> None:
        """Start it as the only writer, with plans that look up by index."""
        for statement in ("BEGIN", "SET LOCAL enable_seqscan = off", *turn()):
            await self.connection.execute(statement)

    async def commit(self) -> None:
        """Commit what was stored."""
        await self.connection.execute("COMMIT")
        self._committed = True

    async def give_back(self) -> None:
        """Let the connection end, which rolls back whatever was not committed."""
        await self.connection.close()


class SnapshotTransaction(PostgresTransaction):
    """A transaction that sees one state of the database and holds up no writer."""

    __slots__ = ()

    async def __aenter__(self) -> PostgresTransaction:
        """Open the transaction, or join the one that is open."""
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
        self.transaction = self.connection.transaction(isolation="repeatable_read")
        await self.transaction.start()
        self.context = self.engine.current_transaction.set(self)
        return self


class MappedPostgresEngine(PostgresEngine):
    """Piccolo's PostgreSQL engine with errors by the names of this room, and one writer at a time."""

    __slots__ = ("beside", "write_lock")

    def __init__(self, dsn: str) -> None:
        super().__init__(config={"dsn": dsn}, extensions=())
        self.write_lock = asyncio.Lock()
        self.beside = ConnectionsBeside("postgresql", self.config)

    async def check_version(self) -> None:
        """Pay no visit to the server when the engine is made: the first query tells whether it is there."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        """Open the connections; the lock of an earlier event loop is of no use in this one."""
        self.write_lock = asyncio.Lock()
        await super().start_connection_pool(**kwargs)

    async def close_connection_pool(self) -> None:
        """Close the connections, also those that a large transaction left to end in their own time."""
        await self.beside.close()
        await super().close_connection_pool()

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        """Return a transaction in which nobody else writes."""
        return OneWriterTransaction(engine=self, allow_nested=allow_nested)

    def large_transaction(self) -> PostgresTransaction:
        """Return a transaction for so many rows that sending them is worth a process of its own."""
        return LargeTransaction(engine=self, allow_nested=False)

    def snapshot(self) -> PostgresTransaction:
        """Return a transaction that only reads."""
        return SnapshotTransaction(engine=self)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        """Return the rows of a query."""
        with mapped_errors():
            return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        """Run a statement that changes the schema."""
        with mapped_errors():
            return await super().run_ddl(ddl, in_pool)
