"""The connection of PostgreSQL that blocks, for a process that has nothing else to do; everything it is given comes as text or number."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import asyncpg

from sroi.database.connections import Insert, Row
from sroi.database.errors import DatabaseError

CLOSING_SECONDS = 10
# PostgreSQL counts days and microseconds from here.
FIRST_DAY = date(2000, 1, 1).toordinal()
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
REFERENCES = """
    SELECT child.relname AS child, parent.relname AS parent
    FROM pg_constraint JOIN pg_class AS child ON child.oid = conrelid JOIN pg_class AS parent ON parent.oid = confrelid
    WHERE contype = 'f'
"""
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
        self._refers: dict[str, set[str]] = {}
        for row in self.run(REFERENCES, ()):
            self._refers.setdefault(row["child"], set()).add(row["parent"])

    def run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        return [dict(row) for row in self._done(self._connection.fetch(sql, *values))]

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""
        self._done(self._connection.executemany(sql, rows))

    def insert_together(self, inserts: Sequence[Insert]) -> None:
        """Insert rows by binary COPY: of many rows in one it takes less than of the same rows in many."""
        for table, columns, rows in joined(inserts, self._refers):
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


def joined(inserts: Iterable[Insert], refers: Mapping[str, set[str]]) -> list[Insert]:
    """Return inserts with those into one table as one, but where rows would then come before some that they may refer to.

    `refers` says to which tables the rows of a table refer.
    """
    found: list[Insert] = []
    for table, columns, rows in inserts:
        before = _place(found, table, columns, refers.get(table, set()))
        if before is None:
            found.append((table, columns, [*rows]))
        else:
            before.extend(rows)
    return found


def _place(found: list[Insert], table: str, columns: Sequence[str], parents: set[str]) -> list[Sequence[Any]] | None:
    """Return the rows that others of these columns may be put behind: nothing that they refer to comes after those."""
    for name, into, rows in reversed(found):
        if (name, into) == (table, columns):
            return rows
        if name in parents:
            break
    return None
