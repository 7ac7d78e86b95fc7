"""A connection in a process of its own: what a large transaction stores, it stores there while this process computes the rest.

In one process the two would wait for each other, for Python runs one thread at a time. The process ends with its one transaction. When
either process stops, or the server does, nothing is stored of what was not committed.
"""

import asyncio
import pickle
import sys
from collections.abc import Sequence
from functools import partial
from multiprocessing import Pipe
from subprocess import Popen
from typing import Any

import msgspec

from sroi.database.connections import Row
from sroi.database.errors import DatabaseError
from sroi.database.threaded import ThreadedConnection

COMMAND = "from sroi.database.storing import main; main()"
# Values arrive as text, numbers and moments, which is how SQLite stores them and the driver of PostgreSQL takes them.
_encoder = msgspec.msgpack.Encoder(decimal_format="number")


class ConnectionBeside:
    """The end of such a connection in this process; raises DatabaseError when the other process is gone.

    An insert is on its way when it returns: what it refuses is raised by whatever is asked next, the commit at the latest.
    """

    def __init__(self, kind: str, wanted: dict[str, Any]) -> None:
        self._channel, theirs = Pipe()
        with theirs:
            self._process = Popen([sys.executable, "-c", COMMAND, str(theirs.fileno())], pass_fds=[theirs.fileno()])
        try:
            self._asked("open", kind, wanted)
        except BaseException:
            self.close()
            raise

    def run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        rows: list[Row] = self._asked("run", sql, values)
        return rows

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""
        self._asked("run_each", sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Send rows of values in the order of the columns; waits only while too many are on their way."""
        self._send("insert", table, columns, rows)

    def roll_back(self) -> None:
        """Undo the transaction that is open, if one is."""
        self._asked("roll_back")

    def close(self) -> None:
        """Let the process end, and wait until it has."""
        self._channel.close()
        self._process.wait()

    def _asked(self, what: str, *arguments: Any) -> Any:
        self._send(what, *arguments)
        try:
            answer = pickle.loads(self._channel.recv_bytes())
        except (EOFError, OSError) as error:
            raise DatabaseError("the process that stores stopped") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _send(self, what: str, *arguments: Any) -> None:
        try:
            self._channel.send_bytes(_encoder.encode((what, arguments)))
        except OSError as error:
            raise DatabaseError("the process that stores stopped") from error


class ConnectionsBeside:
    """The connections of an engine that each have a process of their own; `kind` and `wanted` say how one is opened there."""

    def __init__(self, kind: str, wanted: dict[str, Any]) -> None:
        self._make = partial(ConnectionBeside, kind, wanted)
        self._leaving: dict[ThreadedConnection, asyncio.Task[None]] = {}

    async def open(self) -> ThreadedConnection:
        """Return a new one, which ends with the one transaction that it is for."""
        connection = ThreadedConnection(self._make, self._let_go)
        await connection.open()
        return connection

    def _let_go(self, connection: ThreadedConnection) -> None:
        """Let a process end in its own time: what it still does after the transaction, nobody waits for."""
        self._leaving[connection] = asyncio.create_task(connection.shut())
        self._leaving[connection].add_done_callback(lambda _done: self._leaving.pop(connection, None))

    async def close(self) -> None:
        """Wait for those that are ending."""
        await asyncio.gather(*self._leaving.values())
