"""The connection of PostgreSQL that blocks, for a process that has nothing else to do; everything it is given comes as text or number."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import asyncpg

from sroi.database.connections import Row
from sroi.database.errors import DatabaseError

CLOSING_SECONDS = 10
# PostgreSQL counts days and microseconds from here.
FIRST_DAY = date(2000, 1, 1).toordinal()
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# What asyncpg raises depends on when it hears that the server is gone: before, while or after it sends something.
LOST = (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


@lru_cache(maxsize=10_000)
def _day_in(text: str) -> tuple[int]:
    return (date.fromisoformat(text).toordinal() - FIRST_DAY,)


def _day_out(day: tuple[int]) -> date:
    return date.fromordinal(day[0] + FIRST_DAY)


# Many rows of a transaction share one moment: to count the microseconds of each would be a third of the work on a row here.
@lru_cache(maxsize=1_000)
def _moment_in(moment: datetime) -> tuple[int]:
    return ((moment - FIRST_MOMENT) // MICROSECOND,)


def _moment_out(moment: tuple[int]) -> datetime:
    return FIRST_MOMENT + moment[0] * MICROSECOND


class ServerConnection:
    """A connection of asyncpg, opened as it is asked to (`wanted`). Raises its errors, and DatabaseError once it is lost."""

    def __init__(self, wanted: dict[str, Any]) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection = self._done(asyncpg.connect(**wanted))
        for kind, into, out_of in (("date", _day_in, _day_out), ("timestamptz", _moment_in, _moment_out)):
            codec = {"schema": "pg_catalog", "encoder": into, "decoder": out_of, "format": "tuple"}
            self._done(self._connection.set_type_codec(kind, **codec))

    def run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        return [dict(row) for row in self._done(self._connection.fetch(sql, *values))]

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""
        self._done(self._connection.executemany(sql, rows))

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows as one binary COPY."""
        self._done(self._connection.copy_records_to_table(table, columns=columns, records=rows))

    def roll_back(self) -> None:
        """Undo the transaction that is open, if one is; with a lost connection the server has done so."""
        if self._connection.is_in_transaction():
            self._done(self._connection.execute("ROLLBACK"))

    def close(self) -> None:
        """Close it; what was not committed is undone."""
        try:
            self._loop.run_until_complete(self._connection.close(timeout=CLOSING_SECONDS))
        except (*LOST, TimeoutError):
            # What the server did not hear of the end, it finds out.
            self._connection.terminate()

    def _done(self, work: Coroutine[Any, Any, Any]) -> Any:
        try:
            return self._loop.run_until_complete(work)
        except LOST as error:
            raise DatabaseError("the connection to the server is lost") from error
