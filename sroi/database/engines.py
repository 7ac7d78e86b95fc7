"""The two engines: Piccolo's own with errors mapped, and for SQLite a pool of connections that stay open.

Piccolo's stock SQLite engine opens a connection and a thread for each query. Here a connection keeps its own
thread, its caches and its pragmas. Writers queue on a lock in the process, so that SQLite never has to poll.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from piccolo.engine.base import Engine
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, convert_datetime_in, convert_uuid_in
from piccolo.querystring import QueryString

from sroi.database.ahead import settle
from sroi.database.errors import mapped_errors

Row = dict[str, Any]

SQLITE_SCHEME = "sqlite:///"
BUSY_TIMEOUT_MS = 15_000
ONE_WRITER_LOCK = 5_901_203
# synchronous=FULL: with NORMAL a power cut may lose commits that were acknowledged.
# recursive_triggers: without it INSERT OR REPLACE deletes a row past the triggers that make a table append-only.
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = 1",
    "PRAGMA recursive_triggers = 1",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -64000",
)
# Many rows of a transaction share one moment, and ids that refer to each other: to turn them into text costs more than all else in a row.
sqlite3.register_adapter(datetime, lru_cache(maxsize=1_000)(convert_datetime_in))
sqlite3.register_adapter(UUID, lru_cache(maxsize=10_000)(convert_uuid_in))


class PooledConnection:
    """One open SQLite connection and the thread that alone uses it."""

    def __init__(self, pool: "PooledSQLiteEngine") -> None:
        self._pool = pool
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open the connection in its thread; leave no thread behind when that fails."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._open)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise

    def _open(self) -> None:
        self._connection = sqlite3.connect(**self._pool.connection_kwargs, check_same_thread=False)
        for pragma in PRAGMAS:
            self._connection.execute(pragma)

    def _run(self, sql: str, args: list[Any]) -> list[Row]:
        assert self._connection is not None
        cursor = self._connection.execute(sql, args)
        if cursor.description is None:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    async def execute(self, sql: str, args: list[Any] | None = None) -> list[Row]:
        """Return the rows of a statement."""
        with mapped_errors():
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, sql, args or [])

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""

        def run() -> None:
            assert self._connection is not None
            self._connection.executemany(sql, rows)

        with mapped_errors():
            await asyncio.get_running_loop().run_in_executor(self._thread, run)

    def execute_each(self, statements: Iterable[tuple[str, Sequence[Any]]]) -> asyncio.Future[None]:
        """Run statements that give no rows, each with its values, after what this connection was asked before."""

        def run() -> None:
            assert self._connection is not None
            with mapped_errors():
                for sql, values in statements:
                    self._connection.execute(sql, values)

        return asyncio.get_running_loop().run_in_executor(self._thread, run)

    def _clean(self) -> None:
        assert self._connection is not None
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    async def close(self) -> None:
        """Give the connection back to the pool, clean; Piccolo calls this at the end of a transaction.

        Whether there is something to roll back is known only in the thread: a cancelled statement may still run there.
        """
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._clean)
        finally:
            self._pool.release(self)

    async def shut(self) -> None:
        """Close the connection and end its thread."""
        if self._connection is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._connection.close)
        self._thread.shutdown(wait=False)


class WriteTransaction(SQLiteTransaction):
    """A transaction that waits for its turn in the process before it asks SQLite for the write lock."""

    __slots__ = ()
    engine: "PooledSQLiteEngine"

    async def __aenter__(self) -> SQLiteTransaction:
        """Open the transaction, or join the one that is open."""
        if self._parent is not None:
            return self._parent
        await self.engine.write_lock.acquire()
        try:
            self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
            try:
                await self.begin()  # type: ignore[no-untyped-call]
            except BaseException:
                await asyncio.shield(self.connection.close())
                raise
        except BaseException:
            self.engine.write_lock.release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        """Commit, or roll back on an error; the connection and the turn are given back in every case."""
        if self._parent is not None:
            return exception is None
        try:
            if exception is None and not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]
        finally:
            # close() rolls back whatever was not committed.
            try:
                await asyncio.shield(self.connection.close())
            finally:
                self.engine.current_transaction.reset(self.context)
                self.engine.write_lock.release()
        return exception is None


class ReadTransaction(SQLiteTransaction):
    """A transaction that sees one state of the database and holds up no writer."""

    __slots__ = ()

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        """Give the connection back; there is nothing to commit."""
        if self._parent is None:
            await asyncio.shield(self.connection.close())
            self.engine.current_transaction.reset(self.context)
        return exception is None


class PooledSQLiteEngine(SQLiteEngine):
    """Piccolo's SQLite engine over connections that stay open; opened lazily, at most `size` of them."""

    __slots__ = ("_all", "_free", "_lock", "_size")

    def __init__(self, path: str, *, size: int = 6) -> None:
        super().__init__(path=path)
        self._size = size
        self._all: list[PooledConnection] = []
        self._free: asyncio.LifoQueue[PooledConnection] = asyncio.LifoQueue()
        self._lock = asyncio.Lock()

    @property
    def write_lock(self) -> asyncio.Lock:
        """Return the lock that writers of this process queue on."""
        return self._lock

    async def get_connection(self) -> PooledConnection:  # type: ignore[override]
        """Return a connection that nobody else uses until it is released."""
        if self._free.empty() and len(self._all) < self._size:
            connection = PooledConnection(self)
            self._all.append(connection)
            try:
                await connection.open()
            except BaseException:
                self._all.remove(connection)
                raise
            return connection
        return await self._free.get()

    def release(self, connection: PooledConnection) -> None:
        """Take a connection back."""
        self._free.put_nowait(connection)

    async def close(self) -> None:
        """Close every connection; the engine can be used again, in another event loop too."""
        connections, self._all = self._all, []
        for connection in connections:
            await connection.shut()
        self._free, self._lock = asyncio.LifoQueue(), asyncio.Lock()

    async def _run_in_new_connection(self, query: str, args: Any = None, query_type: str = "generic", table: Any = None) -> list[Row]:
        connection = await self.get_connection()
        try:
            return await connection.execute(query, args)
        finally:
            self.release(connection)

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: Any = None, query_type: str = "generic", table: Any = None
    ) -> list[Row]:
        await settle()
        rows: list[Row] = await connection.execute(query, args)
        return rows

    def transaction(self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True) -> SQLiteTransaction:
        """Return a transaction that takes the write lock at its start, so that reading first cannot deadlock."""
        return WriteTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    def snapshot(self) -> SQLiteTransaction:
        """Return a transaction that only reads; SQLite keeps what it sees from its first statement."""
        return ReadTransaction(engine=self, transaction_type=TransactionType.deferred)


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
                self.transaction = self.connection.transaction()
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
        await self.transaction.start()
        with mapped_errors():
            await self.connection.execute(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}; SELECT pg_advisory_xact_lock({ONE_WRITER_LOCK})")

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


def create_engine(database_url: str) -> Engine[Any]:
    """Return the engine for a database URL, as `Settings` has checked it."""
    if database_url.startswith(SQLITE_SCHEME):
        return PooledSQLiteEngine(database_url.removeprefix(SQLITE_SCHEME))
    return MappedPostgresEngine(database_url)
