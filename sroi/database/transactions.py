"""Transactions that operations open or join, and the life of the connections.

One writer at a time, on both engines: SQLite by its write lock, PostgreSQL by an advisory lock that lasts as long as the
transaction. What a transaction reads, nobody changes before it ends, so that a sum, a sequence number or the head
of the audit chain can be read and then used. Readers are never held up.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import asyncpg
from piccolo.querystring import QueryString

from sroi.database.engines import Engine
from sroi.database.errors import DatabaseError
from sroi.database.postgres import MappedPostgresEngine

_LOG = logging.getLogger(__name__)

POOL_SIZE = 10
# From so many new rows on, PostgreSQL is told to count the tables that they are in. It plans by its last count, and counts by itself only
# a minute or more after a table grew; until then a page that joins tables which it holds for empty may take minutes.
ROWS_TO_COUNT = 1_000
# It looks at three hundred rows for each value that it keeps of a column. This is enough to plan by; its own hundred takes three times as
# long, while whoever wrote the rows waits.
VALUES_TO_COUNT = 30
_WRITTEN = "rows written, by table"

_notes: ContextVar[dict[str, Any]] = ContextVar("notes")


def engine() -> Engine:
    """Return the engine of this process."""
    from sroi.database.piccolo_conf import DB  # chosen at first use, so that a test or command can set the environment

    return DB


async def fetch(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Return the rows of a query written by hand; `{}` stands for each argument."""
    rows: list[Any] = await engine().run_querystring(QueryString(sql, *args))
    # SQLite's rows are dicts already: to copy them is a large part of what a large read costs.
    return rows if rows and type(rows[0]) is dict else [dict(row) for row in rows]


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Open a transaction as the only writer, or join the one that is open; an error undoes all of it."""
    if engine().current_transaction.get() is not None:
        yield
        return
    async with _opened(engine().transaction()):
        yield


@asynccontextmanager
async def large_transaction() -> AsyncIterator[None]:
    """Open a transaction for very many rows, whose inserts the database takes while the caller computes the next ones; or join an open one.

    What an insert refuses is raised by the next read, or at the end.
    """
    if engine().current_transaction.get() is not None:
        yield
        return
    async with _opened(engine().large_transaction()):
        yield


@asynccontextmanager
async def _opened(opening: AbstractAsyncContextManager[Any]) -> AsyncIterator[None]:
    """Keep notes of a transaction, and have counted afterwards what it wrote much of."""
    notes: dict[str, Any] = {}
    async with opening:
        token = _notes.set(notes)
        try:
            yield
        finally:
            _notes.reset(token)
    await _count_again(notes.get(_WRITTEN, Counter()))


async def _count_again(written: Counter[str]) -> None:
    """Let PostgreSQL count tables that grew much, which also makes it plan anew what it asks of them. SQLite plans by its indexes alone."""
    if written.total() < ROWS_TO_COUNT or not isinstance(engine(), MappedPostgresEngine):
        return
    try:
        async with snapshot():
            await fetch(f"SET LOCAL default_statistics_target = {VALUES_TO_COUNT}")
            await fetch(f"ANALYZE {', '.join(written)}")
    except (DatabaseError, asyncpg.PostgresError, OSError):
        # What was written is stored: whoever wrote it must not hear that it failed.
        _LOG.exception("the tables %s could not be counted", ", ".join(written))


def note_written(*, table: str, rows: int) -> None:
    """Note that the transaction that is open writes so many new rows into a table."""
    written = notes_of_transaction().setdefault(_WRITTEN, Counter())
    written[table] += rows


def notes_of_transaction() -> dict[str, Any]:
    """Return what operations noted in the transaction that is open, by a name of their own, such as where a table ends that only grows.

    Nobody else can change that before the transaction ends, so that it is read once. Raises LookupError outside a transaction.
    """
    return _notes.get()


@contextmanager
def as_committed() -> Iterator[None]:
    """Read, within, what was there before the transaction that is open; nobody changes that, and its writes need not be waited for."""
    current: ContextVar[Any] = engine().current_transaction
    token = current.set(None)
    try:
        yield
    finally:
        current.reset(token)


@asynccontextmanager
async def snapshot() -> AsyncIterator[None]:
    """Read one state of the database however long it takes, or join the transaction that is open. Holds up no writer; writes nothing."""
    async with engine().snapshot():
        yield


@asynccontextmanager
async def connected() -> AsyncIterator[None]:
    """Keep the engine's connections open for as long as the application or the command runs."""
    current = engine()
    if isinstance(current, MappedPostgresEngine):
        await current.start_connection_pool(min_size=1, max_size=POOL_SIZE)
    try:
        yield
    finally:
        if isinstance(current, MappedPostgresEngine):
            await current.close_connection_pool()
        else:
            await current.close()
