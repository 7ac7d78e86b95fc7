"""The engine for PostgreSQL: Piccolo's own with errors mapped, and one writer at a time.

A transaction of very many rows has a connection in a thread of its own.
"""

import asyncio
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from sroi.database.ahead import settle
from sroi.database.apart import ConnectionApart
from sroi.database.connections import BUSY_TIMEOUT_MS
from sroi.database.errors import mapped_errors

ONE_WRITER_LOCK = 5_901_203


class OneWriterTransaction(PostgresTransaction):
    """A transaction that waits for its turn in the process before it takes a connection, and then among the processes.

    Writers that queued with a connection each would leave none to the readers.
    """

    __slots__ = ()
    engine: "MappedPostgresEngine"

    async def __aenter__(self) -> PostgresTransaction:
        """Open the transaction, or join the one that is open."""
        if self._parent is not None:
            return self._parent
        await self.engine.write_lock.acquire()
        try:
            self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
            try:
                await self.begin()
            except BaseException:
                await self._give_back()
                raise
        except BaseException:
            self.engine.write_lock.release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def begin(self) -> None:
        """Start the transaction as the only writer; raise DatabaseBusy when another process keeps its turn too long."""
        await self.start()
        with mapped_errors():
            await self.connection.execute(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}; SELECT pg_advisory_xact_lock({ONE_WRITER_LOCK})")

    async def start(self) -> None:
        """Start the transaction on its connection."""
        self.transaction = self.connection.transaction()
        await self.transaction.start()

    async def _give_back(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        """Commit, or roll back on an error; the connection and the turn are given back in every case."""
        if self._parent is not None:
            return exception is None
        try:
            if exception is None and not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]
        finally:
            # The pool rolls back whatever was not committed.
            try:
                await asyncio.shield(self._give_back())
            finally:
                self.engine.current_transaction.reset(self.context)
                self.engine.write_lock.release()
        return exception is None


class LargeTransaction(OneWriterTransaction):
    """A transaction for very many rows, on a connection in a thread of its own.

    The server plans by what a table held when it was last analysed: while one grows from nothing to a hundred thousand rows it would look
    up what each row refers to by reading all of it.
    """

    __slots__ = ()

    async def get_connection(self) -> ConnectionApart:
        """Return a new connection, which ends with the transaction."""
        connection = ConnectionApart()
        await connection.open(self.engine.config)
        return connection

    async def start(self) -> None:
        """Start it, with plans that look up by index."""
        await self.connection.execute("BEGIN; SET LOCAL enable_seqscan = off")

    async def commit(self) -> None:
        """Commit what was stored."""
        await self.connection.execute("COMMIT")
        self._committed = True

    async def _give_back(self) -> None:
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

    __slots__ = ("write_lock",)

    def __init__(self, dsn: str) -> None:
        super().__init__(config={"dsn": dsn}, extensions=())
        self.write_lock = asyncio.Lock()

    async def check_version(self) -> None:
        """Pay no visit to the server when the engine is made: the first query tells whether it is there."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        """Open the connections; the lock of an earlier event loop is of no use in this one."""
        self.write_lock = asyncio.Lock()
        await super().start_connection_pool(**kwargs)

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        """Return a transaction in which nobody else writes."""
        return OneWriterTransaction(engine=self, allow_nested=allow_nested)

    def large_transaction(self) -> PostgresTransaction:
        """Return a transaction for so many rows that sending them is worth a thread of its own."""
        return LargeTransaction(engine=self, allow_nested=False)

    def snapshot(self) -> PostgresTransaction:
        """Return a transaction that only reads."""
        return SnapshotTransaction(engine=self)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        """Return the rows of a query."""
        if self.current_transaction.get() is not None:
            await settle()
        with mapped_errors():
            return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        """Run a statement that changes the schema."""
        with mapped_errors():
            return await super().run_ddl(ddl, in_pool)
