"""The engine for SQLite: Piccolo's own over a pool of connections that stay open.

Piccolo's stock engine opens a connection and a thread for each query. Here a connection keeps its own thread, its caches and its pragmas.
Writers queue on a lock in the process, so that SQLite never has to poll. A transaction of very many rows has a connection in a process of
its own.
"""

import asyncio
from functools import partial
from typing import Any

from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from sroi.database.beside import ConnectionsBeside
from sroi.database.connections import FileConnection, Row
from sroi.database.threaded import ThreadedConnection
from sroi.database.turns import TakesTurn


class WriteTransaction(TakesTurn, SQLiteTransaction):
    """A transaction that waits for its turn in the process before it asks SQLite for the write lock."""

    __slots__ = ()

    async def give_back(self) -> None:
        """Give the connection back, which rolls back whatever was not committed."""
        await self.connection.close()


class LargeTransaction(WriteTransaction):
    """A transaction on a connection in a process of its own."""

    __slots__ = ()

    async def get_connection(self) -> ThreadedConnection:
        """Return a new connection, which ends with the transaction."""
        connection: ThreadedConnection = await self.engine.beside.open()
        return connection


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

    __slots__ = ("_all", "_free", "_lock", "_size", "beside")

    def __init__(self, path: str, *, size: int = 6) -> None:
        super().__init__(path=path)
        self._size = size
        self._all: list[ThreadedConnection] = []
        self._free: asyncio.LifoQueue[ThreadedConnection] = asyncio.LifoQueue()
        self._lock = asyncio.Lock()
        self.beside = ConnectionsBeside("sqlite", self.connection_kwargs)

    @property
    def write_lock(self) -> asyncio.Lock:
        """Return the lock that writers of this process queue on."""
        return self._lock

    async def get_connection(self) -> ThreadedConnection:  # type: ignore[override]
        """Return a connection that nobody else uses until it is released."""
        if self._free.empty() and len(self._all) < self._size:
            connection = ThreadedConnection(partial(FileConnection, self.connection_kwargs), self.release)
            self._all.append(connection)
            try:
                await connection.open()
            except BaseException:
                self._all.remove(connection)
                raise
            return connection
        return await self._free.get()

    def release(self, connection: ThreadedConnection) -> None:
        """Take a connection back."""
        self._free.put_nowait(connection)

    async def close(self) -> None:
        """Close every connection; the engine can be used again, in another event loop too."""
        connections, self._all = self._all, []
        for connection in connections:
            await connection.shut()
        await self.beside.close()
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
