"""A connection to PostgreSQL in a thread of its own: what a large transaction stores goes to the server while its own thread computes on.

In the thread that computes a connection gets its turn only between two sets of rows, and the server would wait for it.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from threading import Thread
from typing import Any

import asyncpg

from sroi.database.errors import DatabaseError

CLOSING_SECONDS = 10
# What asyncpg raises depends on when it hears that the server is gone: before, while or after it sends something.
LOST = (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


class ConnectionApart:
    """What a transaction asks of a connection of asyncpg, done there in the order in which it was asked.

    Raises the errors of asyncpg, and DatabaseError once the connection is lost.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="postgresql", daemon=True)
        self._turn = asyncio.Lock()
        self._connection: Any = None

    async def open(self, wanted: dict[str, Any]) -> None:
        """Connect as asyncpg is asked to; leave no thread behind when that fails."""
        self._thread.start()
        try:
            self._connection = await self._there(asyncpg.connect(**wanted))
        except BaseException:
            self._loop.call_soon_threadsafe(self._loop.stop)
            raise

    def execute(self, sql: str) -> asyncio.Future[Any]:
        """Run statements without values."""
        return self._asked("execute", sql)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> asyncio.Future[Any]:
        """Run a statement for each row of values."""
        return self._asked("executemany", sql, rows)

    def fetch(self, sql: str, *values: Any) -> asyncio.Future[Any]:
        """Return the rows of a statement."""
        return self._asked("fetch", sql, *values)

    def copy_records_to_table(self, table: str, **what: Any) -> asyncio.Future[Any]:
        """Copy rows into a table; they are on their way when this returns."""
        return self._asked("copy_records_to_table", table, **what)

    async def close(self) -> None:
        """Close the connection, which undoes what was not committed, and end the thread."""
        try:
            await self._there(self._connection.close(timeout=CLOSING_SECONDS))
        except (*LOST, TimeoutError):
            # What the server did not hear of the end, it finds out.
            self._loop.call_soon_threadsafe(self._connection.terminate)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _asked(self, what: str, *values: Any, **named: Any) -> asyncio.Future[Any]:
        async def in_turn() -> Any:
            async with self._turn:
                try:
                    return await getattr(self._connection, what)(*values, **named)
                except LOST as error:
                    raise DatabaseError("the connection to the server is lost") from error

        return self._there(in_turn())

    def _there(self, work: Coroutine[Any, Any, Any]) -> asyncio.Future[Any]:
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
