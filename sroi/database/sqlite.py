"""The engine for SQLite: Piccolo's own over a pool of connections that stay open.

Piccolo's stock engine opens a connection and a thread for each query. Here a connection keeps its own thread, its caches and its pragmas.
Writers queue on a lock in the process, so that SQLite never has to poll. A transaction of very many rows has a connection in a process of
its own.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from sroi.database.ahead import settle
from sroi.database.beside import ConnectionBeside
from sroi.database.connections import Connection, OpenConnection, Row
from sroi.database.errors import mapped_errors


class PooledConnection:
    """One open SQLite connection and the thread that alone uses it; `make` opens it and `give_back` takes it after a transaction."""

    def __init__(self, make: Callable[[], Connection], give_back: Callable[["PooledConnection"], None]) -> None:
        self._make, self._give_back = make, give_back
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self._connection: Connection | None = None

    async def open(self) -> None:
        """Open the connection in its thread; leave no thread behind when that fails."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._begin)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise

    def _begin(self) -> None:
        self._connection = self._make()

    async def execute(self, sql: str, args: list[Any] | None = None) -> list[Row]:
        """Return the rows of a statement."""
        with mapped_errors():
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._open.run, sql, args or [])

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> asyncio.Future[None]:
        """Run a statement once for each row of values, after what this connection was asked before."""
        return self._sent(lambda: self._open.run_each(sql, rows))

    def insert_each(self, into: str, rows: Sequence[Sequence[Any]]) -> asyncio.Future[None]:
        """Insert rows of values by a statement that ends with VALUES, after what this connection was asked before."""
        return self._sent(lambda: self._open.insert_each(into, rows))

    def _sent(self, work: Callable[[], None]) -> asyncio.Future[None]:
        def run() -> None:
            with mapped_errors():
                work()

        return asyncio.get_running_loop().run_in_executor(self._thread, run)

    @property
    def _open(self) -> Connection:
        assert self._connection is not None
        return self._connection

    async def close(self) -> None:
        """Give the connection back to the pool, clean; Piccolo calls this at the end of a transaction.

        Whether there is something to roll back is known only in the thread: a cancelled statement may still run there.
        """
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._open.roll_back)
        finally:
            self._give_back(self)

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


class LargeTransaction(WriteTransaction):
    """A transaction on a connection in a process of its own, which is started before it waits for its turn."""

    __slots__ = ("_beside",)

    async def __aenter__(self) -> SQLiteTransaction:
        """Open the transaction; leave no process behind when that fails."""
        self._beside = await self.engine.connection_beside()
        try:
            return await super().__aenter__()
        except BaseException:
            await asyncio.shield(self._beside.close())
            raise

    async def get_connection(self) -> PooledConnection:
        """Return the connection in a process of its own."""
        return self._beside


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

    __slots__ = ("_all", "_free", "_leaving", "_lock", "_size")

    def __init__(self, path: str, *, size: int = 6) -> None:
        super().__init__(path=path)
        self._size = size
        self._all: list[PooledConnection] = []
        self._free: asyncio.LifoQueue[PooledConnection] = asyncio.LifoQueue()
        self._lock = asyncio.Lock()
        self._leaving: dict[PooledConnection, asyncio.Task[None]] = {}

    @property
    def write_lock(self) -> asyncio.Lock:
        """Return the lock that writers of this process queue on."""
        return self._lock

    async def get_connection(self) -> PooledConnection:  # type: ignore[override]
        """Return a connection that nobody else uses until it is released."""
        if self._free.empty() and len(self._all) < self._size:
            connection = PooledConnection(partial(OpenConnection, self.connection_kwargs), self.release)
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

    async def connection_beside(self) -> PooledConnection:
        """Return a new connection in a process of its own, which ends with the one transaction that it is for."""
        connection = PooledConnection(partial(ConnectionBeside, self.connection_kwargs), self._let_go)
        await connection.open()
        return connection

    def _let_go(self, connection: PooledConnection) -> None:
        """Let a process end in its own time: what it still does after the transaction, nobody waits for."""
        if connection not in self._leaving:
            self._leaving[connection] = asyncio.create_task(connection.shut())
            self._leaving[connection].add_done_callback(lambda _done: self._leaving.pop(connection, None))

    async def close(self) -> None:
        """Close every connection; the engine can be used again, in another event loop too."""
        connections, self._all = self._all, []
        for connection in connections:
            await connection.shut()
        await asyncio.gather(*self._leaving.values())
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

    def large_transaction(self) -> SQLiteTransaction:
        """Return a transaction for so many rows that storing them is worth a process of its own."""
        return LargeTransaction(engine=self, transaction_type=TransactionType.immediate, allow_nested=False)

    def snapshot(self) -> SQLiteTransaction:
        """Return a transaction that only reads; SQLite keeps what it sees from its first statement."""
        return ReadTransaction(engine=self, transaction_type=TransactionType.deferred)
