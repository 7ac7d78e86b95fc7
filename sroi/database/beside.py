"""A connection of SQLite in a process of its own: what a large transaction stores, it stores there while this process computes the rest.

In one process the two would wait for each other, for Python runs one thread at a time. The process ends with its connection. When either
stops, nothing is stored of what was not committed: SQLite undoes what a process leaves.
"""

import pickle
import signal
import sys
from collections.abc import Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection as Channel
from subprocess import Popen
from typing import Any, Literal

import msgspec

from sroi.database.connections import OpenConnection, Row
from sroi.database.errors import DatabaseError

COMMAND = "from sroi.database.beside import main; main()"
# Values arrive as SQLite stores them anyway (ids and days as text), moments as moments, and decimal numbers as Piccolo writes them.
_encoder = msgspec.msgpack.Encoder(decimal_format="number")


class ConnectionBeside:
    """The end of such a connection in this process; raises DatabaseError when the other process is gone."""

    def __init__(self, wanted: dict[str, Any]) -> None:
        self._channel, theirs = Pipe()
        with theirs:
            words = [sys.executable, "-c", COMMAND, str(theirs.fileno()), msgspec.json.encode(wanted).decode()]
            self._process = Popen(words, pass_fds=[theirs.fileno()])

    def run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        rows: list[Row] = self._asked("run", sql, values)
        return rows

    def run_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement that gives no rows once for each row of values."""
        self._asked("run_each", sql, rows)

    def insert_each(self, into: str, rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows of values by a statement that ends with VALUES."""
        self._asked("insert_each", into, rows)

    def roll_back(self) -> None:
        """Undo the transaction that is open, if one is."""
        self._asked("roll_back")

    def close(self) -> None:
        """Let the process end, and wait until it has."""
        self._channel.close()
        self._process.wait()

    def _asked(self, what: Literal["run", "run_each", "insert_each", "roll_back"], *arguments: Any) -> Any:
        try:
            self._channel.send_bytes(_encoder.encode((what, arguments)))
            answer = pickle.loads(self._channel.recv_bytes())
        except (EOFError, OSError) as error:
            raise DatabaseError("the process that stores stopped") from error
        if isinstance(answer, Exception):
            raise answer
        return answer


def main() -> None:
    """Do what the process that started this one asks over the channel that it names, until it closes that."""
    # Ctrl+C reaches both: the other decides what becomes of the transaction.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel, connection = Channel(int(sys.argv[1])), OpenConnection(msgspec.json.decode(sys.argv[2]))
    # To move what was committed from the log into the database is work of seconds, that whoever waits for the commit need not wait for.
    connection.run("PRAGMA wal_autocheckpoint = 0", ())
    try:
        _serve(channel, connection)
    except (EOFError, OSError):
        connection.roll_back()
        connection.run("PRAGMA wal_checkpoint(PASSIVE)", ())
    connection.close()


def _serve(channel: Channel, connection: OpenConnection) -> None:
    """Answer each request with its rows or its error; raise EOFError when the other end is closed."""
    while True:
        what, arguments = msgspec.msgpack.decode(channel.recv_bytes())
        try:
            answer = getattr(connection, what)(*arguments)
        except Exception as error:
            answer = error
        channel.send_bytes(pickle.dumps(answer))
