"""A connection that blocks, with a thread of its own in which it does what it is asked, in that order."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sroi.database.connections import Connection, Row
from sroi.database.errors import mapped_errors


class ThreadedConnection:
    """Such a connection, by the names that Piccolo asks for; `make` opens it and `give_back` takes it after a transaction."""

    def __init__(self, make: Callable[[], Connection], give_back: Callable[["ThreadedConnection"], None]) -> None:
        self._make, self._give_back = make, give_back
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._connection: Connection | None = None

    async def open(self) -> None:
        """Open the connection in its thread; leave no thread behind when that fails."""
        try:
            await self._in_thread(self._begin)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise

    def _begin(self) -> None:
        self._connection = self._make()

    async def execute(self, sql: str, args: Sequence[Any] | None = None) -> list[Row]:
        """Return the rows of a statement; Piccolo's name for it on SQLite."""
        rows: list[Row] = await self._in_thread(lambda: self._open.run(sql, args or []))
        return rows

    async def fetch(self, sql: str, *args: Any) -> list[Row]:
        """Return the rows of a statement; Piccolo's name for it on PostgreSQL."""
        return await self.execute(sql, args)

    async def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""
        await self._in_thread(lambda: self._open.run_each(sql, rows))

    async def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows of values in the order of the columns."""
        await self._in_thread(lambda: self._open.insert(table, columns, rows))

    async def close(self) -> None:
        """Give the connection back, clean; Piccolo calls this at the end of a transaction.

        Whether there is something to roll back is known only in the thread: a cancelled statement may still run there.
        """
        try:
            await self._in_thread(lambda: self._open.roll_back())
        finally:
            self._give_back(self)

    async def shut(self) -> None:
        """Close the connection and end its thread."""
        try:
            if self._connection is not None:
                await self._in_thread(self._connection.close)
        finally:
            self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        with mapped_errors():
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    @property
    def _open(self) -> Connection:
        assert self._connection is not None
        return self._connection
