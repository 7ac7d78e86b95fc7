"""Many rows at once: inserts by the driver's own bulk statement, ids that follow each other, and one query for however many keys.

Everything here joins the transaction that is open: many rows are stored together or not at all.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import randbits
from typing import Any, Literal
from uuid import UUID

import msgspec
from piccolo.table import Table

from sroi.database.dialect import is_sqlite
from sroi.database.errors import mapped_errors
from sroi.database.threaded import ThreadedConnection
from sroi.database.transactions import engine, note_written


def new_ids(count: int, *, now: datetime) -> list[UUID]:
    """Return new ids that follow each other and those of before `now` (version 7 of RFC 9562).

    Every index on them grows at its end, where ids by chance would touch all of a large index for each few rows.
    """
    first = int(now.timestamp() * 1000) << 80 | 7 << 76 | randbits(12) << 64 | 0b10 << 62 | randbits(61)
    return ids_from(first, count)


def ids_from(first: int, count: int) -> list[UUID]:
    """Return the ids of these numbers that follow each other; one by one they would take four times as long."""
    return msgspec.convert([number.to_bytes(16, "big") for number in range(first, first + count)], list[UUID])


async def insert_all(table: type[Table], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values in the order of `columns`; raise RuntimeError outside a transaction.

    PostgreSQL takes them as one binary COPY, SQLite by statements of some rows each. In a large transaction they are on their way when this
    returns.
    """
    if not rows:
        return
    name, connection = table._meta.tablename, _connection()
    note_written(table=name, rows=len(rows))
    if isinstance(connection, ThreadedConnection):
        await connection.insert(name, columns, rows)
        return
    with mapped_errors():
        await connection.copy_records_to_table(name, columns=columns, records=rows)


async def update_all(table: type[Table], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Give each row whose `id` stands last in a row of values the other values; raise RuntimeError outside a transaction."""
    if not rows:
        return
    connection = _connection()
    places = ["?" if is_sqlite() else f"${number}" for number in range(1, len(columns) + 2)]
    values = ", ".join(f"{column} = {place}" for column, place in zip(columns, places, strict=False))
    sql = f"UPDATE {table._meta.tablename} SET {values} WHERE id = {places[-1]}"
    if isinstance(connection, ThreadedConnection):
        await connection.run_each(sql, rows)
        return
    with mapped_errors():
        await connection.executemany(sql, rows)


def one_of(column: str, *, kind: Literal["text", "uuid"] = "text") -> str:
    """Return the condition that a column of this kind is one of the keys that `keys` puts in its one `{}`, however many there are."""
    if is_sqlite():
        return f"{column} IN (SELECT value FROM json_each({{}}))"
    return f"{column} = ANY(ARRAY(SELECT jsonb_array_elements_text({{}}::jsonb))::{kind}[])"


def keys(values: Iterable[Any]) -> str:
    """Return the argument of `one_of`."""
    return msgspec.json.encode(list(map(str, values))).decode()


def _connection() -> Any:
    current = engine().current_transaction.get()
    if current is None:
        raise RuntimeError("many rows are stored in one transaction")
    return current.connection
