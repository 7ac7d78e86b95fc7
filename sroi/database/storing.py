"""The program of a process that stores for another one, see `beside`: it does what arrives over a channel until that is closed.

Nothing answers an insert. What one refuses is the answer to all that is asked after it until the transaction is rolled back. Those that
arrive while another is stored are stored together.
"""

import gc
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection as Channel
from queue import Queue
from threading import Thread
from typing import Any

import msgspec

from sroi.database.connections import FileConnection, Insert
from sroi.database.server import ServerConnection

# What waits is held in memory: parts of a thousand rows. An import sends eight of them for each thousand contracts.
MOST_WAITING = 32

Request = tuple[str, list[Any]]


class StoringFileConnection(FileConnection):
    """A connection of SQLite that moves what it committed from the log into the database when it closes.

    That is work of seconds, which whoever waits for the commit need not wait for.
    """

    def __init__(self, wanted: dict[str, Any]) -> None:
        super().__init__(wanted)
        self.run("PRAGMA wal_autocheckpoint = 0", ())

    def insert_together(self, inserts: Sequence[Insert]) -> None:
        """Insert rows in the order in which they came."""
        for insert in inserts:
            self.insert(*insert)

    def close(self) -> None:
        """Close it; what was not committed is undone."""
        self.roll_back()
        self.run("PRAGMA wal_checkpoint(PASSIVE)", ())
        super().close()


Storing = StoringFileConnection | ServerConnection
KINDS: dict[str, Callable[[dict[str, Any]], Storing]] = {"sqlite": StoringFileConnection, "postgresql": ServerConnection}


def main() -> None:
    """Do what the process that started this one asks over the channel that it names, until it closes that."""
    # Ctrl+C reaches both: the other decides what becomes of the transaction.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Rows come and go, and no row refers to itself: to look for such cycles would cost more than it finds.
    gc.disable()
    _serve(Channel(int(sys.argv[1])))


def _serve(channel: Channel) -> None:
    """Do each request, and answer all but inserts with what it gives or with an error."""
    connection: Storing | None = None
    refusal: Exception | None = None
    for what, arguments in _requests(channel):
        if what == "roll_back":
            refusal = None
        answer: Any = refusal
        if refusal is None:
            try:
                if what == "open":
                    connection = _opened(*arguments)
                else:
                    answer = getattr(connection, what)(*arguments)
            except Exception as error:
                answer = error
        if what == "insert_together":
            refusal = answer
            continue
        with suppress(OSError):  # the other process stopped, of which the requests end
            channel.send_bytes(pickle.dumps(answer))
    if connection is not None:
        connection.close()


def _opened(kind: str, wanted: dict[str, Any]) -> Storing:
    return KINDS[kind](wanted)


def _requests(channel: Channel) -> Iterator[Request]:
    """Give the requests in their order, until the other end is closed; some are read while the one before them is done.

    Inserts that wait one behind another are given as one.
    """
    waiting: Queue[Request | None] = Queue(MOST_WAITING)

    def read() -> None:
        try:
            while True:
                waiting.put(msgspec.msgpack.decode(channel.recv_bytes()))
        except (EOFError, OSError):
            waiting.put(None)

    Thread(target=read, daemon=True).start()
    inserts: list[Any] = []
    while (request := waiting.get()) is not None:
        is_insert = request[0] == "insert"
        if is_insert:
            inserts.append(request[1])
        if inserts and (not is_insert or waiting.empty() or len(inserts) == MOST_WAITING):
            yield "insert_together", [inserts]
            inserts = []
        if not is_insert:
            yield request
