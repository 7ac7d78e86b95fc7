"""The tables of a workbook, whatever spreadsheet program wrote it.

In: bytes. Out: tables of text cells. The cells are read by a process of its own with limited memory and time (see
`spreadsheet_process`), so that no file, however hostile, can hurt the program that asked. They come in part by part while they are walked
through, so that both work at once.
"""

import marshal
import os
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import repeat
from pathlib import Path
from signal import SIGABRT
from threading import Condition, Thread
from typing import Any
from weakref import finalize
from zipfile import BadZipFile, ZipFile

from imports.cells import MAX_COLUMNS, MAX_ROWS, Table, too_large
from imports.rows import UnreadableFile
from imports.spreadsheet_process import HAS_PASSWORD, LENGTH_BYTES, OUT_OF_ORDER, PLACE_BYTES, TOO_FULL, TOO_LARGE
from imports.translation import gettext as _

MEMORY_LIMIT = 512 * 1024 * 1024
# A register of 100.000 rows is 7 MB and takes 3 seconds; a small file that takes long is hostile.
CPU_SECONDS, CPU_SECONDS_A_MEGABYTE = 4, 1
SECONDS_LIMIT = 60  # by the clock, that is waited for some rows; for a larger workbook twice what it may take of a processor
ROOMY_BYTES = 10 * 1024 * 1024
MOST_AHEAD = 32 * 1024 * 1024  # bytes that are taken in before anyone asks for them: the process goes on when they are fewer
MOST_SET_ASIDE = 256 * 1024 * 1024  # bytes of sheets of which the rows come before those of the sheet that is asked for
MAX_MERGED_CELLS = 1_000_000
MAX_PARTS = 5_000
# What is unpacked is read piece by piece; to be sure that it is a workbook, it is not many times as large as what was uploaded.
ALWAYS_UNPACKED, MAX_UNPACKED, MAX_TIMES_AS_LARGE = 256 * 1024 * 1024, 1024 * 1024 * 1024, 32
LOCAL_HEADER, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"

# Isolated, and by a path behind the others, on which nothing that is installed is hidden.
_RUN = "import sys; sys.path.append(sys.argv.pop(1)); from spreadsheet_process.program import main; sys.exit(main())"
_PROGRAM: Sequence[str] = ("-c", _RUN, str(Path(__file__).parent))


def read_tables(*, content: bytes) -> list[Table]:
    """Return the worksheets of a workbook; raise UnreadableFile when it cannot be read within the limits.

    That may also be raised while rows are walked through. Tables may be walked through in any order, and left halfway.
    """
    reading = _Reading(content)
    return [
        Table(name, _rows(reading.parts(place)), _continued(tall), is_hidden, height)
        for place, (name, is_hidden, tall, height) in enumerate(reading.heads)
    ]


def _rows(parts: Iterable[tuple[int, list[list[str]]]]) -> Iterator[Sequence[str]]:
    """Yield the rows of a sheet, of which each part begins anywhere with one that is not empty."""
    height = 0
    for row, columns in parts:
        yield from repeat((), row - height)
        yield from zip(*columns, strict=True)
        height = row + len(columns[0])


class _Reading:
    """What a process tells of a workbook. It is ended when nobody can ask for more: when all tables are gone."""

    def __init__(self, content: bytes) -> None:
        self._process = _Process(content)
        self._heads: Any = None
        self._set_aside: defaultdict[int, deque[bytes]] = defaultdict(deque)
        self._bytes_aside = 0
        finalize(self, self._process.end)

    @property
    def heads(self) -> Any:
        """Return the worksheets, as the process tells of them."""
        if self._heads is None:
            self._heads = marshal.loads(self._process.next_frame()[1])
        return self._heads

    def parts(self, place: int) -> Iterator[tuple[int, list[list[str]]]]:
        """Yield rows of the sheet in this place, so many at once: the number of the first, and columns.

        What comes in for another sheet is set aside until it is asked for.
        """
        assert self.heads is not None
        while True:
            while not self._set_aside[place]:
                self._set_next_aside()
            frame = self._set_aside[place].popleft()
            self._bytes_aside -= len(frame)
            row, columns = marshal.loads(frame)
            if columns is None:
                return
            yield row, columns

    def _set_next_aside(self) -> None:
        place, frame = self._process.next_frame()
        self._set_aside[place].append(frame)
        self._bytes_aside += len(frame)
        if self._bytes_aside > max(MOST_SET_ASIDE, len(frame)):
            raise too_full()


class _Process:
    """A process that reads a workbook, and the frames that it wrote for which nobody asked yet.

    A thread takes them in, so that the process goes on while others are looked at, but no more than MOST_AHEAD and a frame: the process
    waits to write the next.
    """

    def __init__(self, content: bytes) -> None:
        seconds = CPU_SECONDS + CPU_SECONDS_A_MEGABYTE * len(content) // 1_000_000
        self._seconds = max(SECONDS_LIMIT, 2 * seconds)
        self._started = _started((MAX_ROWS, MAX_COLUMNS, MEMORY_LIMIT, seconds), _arenas(len(content)))
        self._frames: deque[tuple[int, bytes]] = deque()
        self._bytes = 0
        self._has_told_all = False
        self._is_ended = False
        self._changed = Condition()
        self._content = content
        Thread(target=self._take_in, daemon=True).start()

    def next_frame(self) -> tuple[int, bytes]:
        """Return the place of a sheet and what is told of it; raise UnreadableFile after the last, or when it takes too long."""
        with self._changed:
            if not self._changed.wait_for(self._has_come, self._seconds):
                self._started.kill()
                raise damaged()
            if not self._frames:
                raise _refusal(self._started.returncode)
            place, frame = self._frames.popleft()
            self._bytes -= len(frame)
            self._changed.notify_all()
        return place, frame

    def end(self) -> None:
        """Stop the process where it is, and forget what it wrote."""
        self._started.kill()
        with self._changed:
            self._is_ended = True
            self._frames.clear()
            self._changed.notify_all()

    def _has_come(self) -> bool:
        return bool(self._frames) or self._has_told_all

    def _has_room(self) -> bool:
        return self._bytes < MOST_AHEAD or self._is_ended

    def _take_in(self) -> None:
        """Give the process the workbook and take in what it writes."""
        try:
            with self._started as process:
                _write(process, self._content)
                self._content = b""  # of which there is one in the process
                for place, frame in _whole_frames(process):
                    self._put(place, frame)
        finally:
            with self._changed:
                self._has_told_all = True
                self._changed.notify_all()

    def _put(self, place: int, frame: bytes) -> None:
        with self._changed:
            self._changed.wait_for(self._has_room)
            if not self._is_ended:
                self._frames.append((place, frame))
                self._bytes += len(frame)
                self._changed.notify_all()


def _started(limits: Sequence[int], arenas: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", *_PROGRAM, *map(str, limits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(os.environ) | {"MALLOC_ARENA_MAX": arenas},
    )


def _arenas(size: int) -> str:
    """Return how many pieces of memory the threads of the reading process may have beside each other.

    With one they wait for each other, which takes a quarter longer. A second sets aside 64 MB of the memory that the process may have,
    which a large workbook needs itself.
    """
    return "2" if size <= ROOMY_BYTES else "1"


def _write(process: "subprocess.Popen[bytes]", content: bytes) -> None:
    assert process.stdin is not None
    with suppress(OSError):  # it may end before it has taken in everything
        process.stdin.write(content)
    with suppress(OSError):
        process.stdin.close()


def _whole_frames(process: "subprocess.Popen[bytes]") -> Iterator[tuple[int, bytes]]:
    """Yield what the process writes, each with the place of its sheet, but for a frame that it did not end."""
    assert process.stdout is not None
    while length := int.from_bytes(process.stdout.read(LENGTH_BYTES), "big"):
        place = int.from_bytes(process.stdout.read(PLACE_BYTES), "big")
        frame = process.stdout.read(length)
        if len(frame) < length:
            return
        yield place, frame


def tables_of_archive(content: bytes) -> list[Table]:
    """Return the worksheets of a workbook that is an archive, of which is judged what it says of its size before it is unpacked."""
    if content.count(CENTRAL_HEADER) > MAX_PARTS:
        raise too_large()
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged() from None
    if sum(part.file_size for part in parts) > max(ALWAYS_UNPACKED, min(MAX_UNPACKED, MAX_TIMES_AS_LARGE * len(content))):
        raise too_full()
    return read_tables(content=content)


def too_full() -> UnreadableFile:
    """Return the refusal of a workbook of which the cells take more memory than they may."""
    message = _("Dit rekenblad is te groot om te lezen. Haal de kolommen weg die niet nodig zijn, of sla het blad op als csv.")
    return UnreadableFile(message)


def with_password() -> UnreadableFile:
    """Return the refusal of a workbook with a password."""
    return UnreadableFile(_("Dit bestand is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het nog eens."))


def damaged() -> UnreadableFile:
    """Return the refusal of a workbook that cannot be read."""
    return UnreadableFile(_("Dit rekenblad is beschadigd, onvolledig of te groot. Open het en sla het opnieuw op als xlsx."))


def _refusal(status: int | None) -> UnreadableFile:
    if status == TOO_LARGE:
        return too_large()
    if status in (TOO_FULL, -SIGABRT):  # the reader of cells stops its process when it gets no more memory
        return too_full()
    if status == HAS_PASSWORD:
        return with_password()
    if status == OUT_OF_ORDER:
        return UnreadableFile(_("De rijen van dit rekenblad staan niet op volgorde. Open het in Excel en sla het opnieuw op als xlsx."))
    return damaged()


def _continued(tall: Iterable[tuple[int, int, int]]) -> dict[int, frozenset[int]]:
    """Return by row the columns of which the cell belongs to a merged range that started above."""
    ranges = list(tall)
    if sum(bottom - top for top, bottom, _column in ranges) > MAX_MERGED_CELLS:
        raise too_large()
    columns: dict[int, set[int]] = {}
    for top, bottom, column in ranges:
        for row in range(top + 1, bottom + 1):
            columns.setdefault(row, set()).add(column)
    return {row: frozenset(found) for row, found in columns.items()}
