"""What a connection does that blocks, and the connection of SQLite: its pragmas and how values become what it stores."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from types import NoneType
from typing import Any, Protocol
from uuid import UUID

from piccolo.engine.sqlite import convert_datetime_in, convert_uuid_in

Row = dict[str, Any]
Insert = tuple[str, Sequence[str], list[Sequence[Any]]]  # into which table, which columns, and rows of values in their order

BUSY_TIMEOUT_MS = 15_000
# A table with triggers costs SQLite a place to go back to for each statement: a hundred rows in one halve what they cost.
ROWS_A_STATEMENT = 100
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
# The driver looks for an adapter for these too, and to find none costs it more than to call one.
sqlite3.register_adapter(NoneType, lambda none: none)
sqlite3.register_adapter(bool, int)


class Connection(Protocol):
    """What runs statements, here or in a process of its own; raises the errors of its driver."""

    def run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows of values in the order of the columns."""

    def roll_back(self) -> None:
        """Undo the transaction that is open, if one is."""

    def close(self) -> None:
        """Close it; what was not committed is undone."""


class FileConnection:
    """A connection of SQLite in this process, opened as Piccolo asks (`wanted`)."""

    def __init__(self, wanted: dict[str, Any]) -> None:
        self._connection = sqlite3.connect(**wanted, check_same_thread=False)
        for pragma in PRAGMAS:
            self._connection.execute(pragma)

    def run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        cursor = self._connection.execute(sql, values)
        if cursor.description is None:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""
        self._connection.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows by statements of so many each that the number of values in one never grows."""
        into, places = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", f"({', '.join('?' * len(columns))})"
        for at in range(0, len(rows), ROWS_A_STATEMENT):
            part = rows[at : at + ROWS_A_STATEMENT]
            self._connection.execute(into + ", ".join([places] * len(part)), list(chain.from_iterable(part)))

    def roll_back(self) -> None:
        """Undo the transaction that is open, if one is."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close it; what was not committed is undone."""
        self._connection.close()
