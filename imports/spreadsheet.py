"""The tables of a workbook, whatever spreadsheet program wrote it.

In: bytes. Out: tables of text cells. The cells are read by a process of its own with limited memory and time (see
`spreadsheet_process`), so that no file, however hostile, can hurt the program that asked; those of a large sheet by several, each a
share of its rows. They come in part by part while they are walked through, so that all processes work at once.
"""

import marshal
import os
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from heapq import merge
from io import BytesIO
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from queue import SimpleQueue
from signal import SIGABRT
from threading import Thread, Timer
from typing import Any
from zipfile import BadZipFile, ZipFile

from imports.cells import MAX_COLUMNS, MAX_ROWS, Table, too_large
from imports.rows import UnreadableFile
from imports.spreadsheet_process import HAS_PASSWORD, LENGTH_BYTES, TOO_FULL, TOO_LARGE
from imports.spreadsheet_process.archive import tells_rows, weight
from imports.translation import gettext as _

MEMORY_LIMIT = 512 * 1024 * 1024
# A register of 100.000 rows is 7 MB and takes 3 seconds; a small file that takes long is hostile.
CPU_SECONDS, CPU_SECONDS_A_MEGABYTE = 4, 1
SECONDS_LIMIT = 60  # by the clock; for a larger workbook twice what it may take of a processor
ROOMY_BYTES = 10 * 1024 * 1024
MAX_MERGED_CELLS = 1_000_000
MAX_PARTS = 5_000
# What is unpacked is read piece by piece; to be sure that it is a workbook, it is not many times as large as what was uploaded.
ALWAYS_UNPACKED, MAX_UNPACKED, MAX_TIMES_AS_LARGE = 256 * 1024 * 1024, 1024 * 1024 * 1024, 32
# A large sheet of Excel is read by two processes, which have the memory of one together. Each of them holds all texts that cells share, and
# looks those of every part of the rows up: where there are some, one process is as quick; where there are many, there is no room for two.
LARGE_SHEET, PROCESSES = 24 * 1024 * 1024, 2
FEW_SHARED, MOST_SHARED = 2 * 1024 * 1024, 24 * 1024 * 1024
LOCAL_HEADER, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"

# Isolated, and by a path behind the others, on which nothing that is installed is hidden.
_RUN = "import sys; sys.path.append(sys.argv.pop(1)); from spreadsheet_process.program import main; sys.exit(main())"
_PROGRAM: Sequence[str] = ("-c", _RUN, str(Path(__file__).parent))

_Frames = SimpleQueue[bytes | UnreadableFile]


def read_tables(*, content: bytes, processes: int = 1) -> list[Table]:
    """Return the worksheets of a workbook, read by so many processes; raise UnreadableFile when it cannot be read within the limits.

    That may also be raised while rows are walked through. Tables may be walked through in any order, and left halfway.
    """
    readings = [_Reading(content, place, processes) for place in range(processes)]
    return [
        Table(name, _rows(place, readings), _continued(tall), is_hidden, height)
        for place, (name, is_hidden, tall, height) in enumerate(readings[0].heads)
    ]


def _rows(place: int, readings: Iterable["_Reading"]) -> Iterator[Sequence[str]]:
    """Yield the rows of the sheet in this place, which begin anywhere with one that is not empty."""
    height = 0
    for row, columns in merge(*(reading.parts(place) for reading in readings), key=itemgetter(0)):
        yield from repeat((), row - height)
        yield from zip(*columns, strict=True)
        height = row + len(columns[0])


class _Reading:
    """A process that reads a share of the rows of each sheet, and what it wrote of that so far."""

    def __init__(self, content: bytes, place: int, of: int) -> None:
        self._frames = _Frames()
        self._heads: Any = None
        self._waiting: defaultdict[int, deque[Any]] = defaultdict(deque)
        seconds = CPU_SECONDS + CPU_SECONDS_A_MEGABYTE * len(content) // 1_000_000
        limits = (MAX_ROWS, MAX_COLUMNS, MEMORY_LIMIT // of, seconds, place, of)
        # A thread takes in all that is written, so that the process ends by itself, also when nobody asks for the rest.
        Thread(target=_take_in, args=(content, limits, max(SECONDS_LIMIT, 2 * seconds), self._frames), daemon=True).start()

    @property
    def heads(self) -> Any:
        """Return the worksheets, as the process tells of them."""
        if self._heads is None:
            self._heads = self._next()
        return self._heads

    def parts(self, place: int) -> Iterator[tuple[int, list[list[str]]]]:
        """Yield rows of the sheet in this place, so many at once: the number of the first, and columns.

        What comes in for another sheet waits until it is asked for.
        """
        assert self.heads is not None
        while True:
            while not self._waiting[place]:
                found, *rows = self._next()
                self._waiting[found].append(rows)
            row, columns = self._waiting[place].popleft()
            if columns is None:
                return
            yield row, columns

    def _next(self) -> Any:
        if isinstance(frame := self._frames.get(), bytes):
            return marshal.loads(frame)
        self._frames.put(frame)  # for whoever asks again
        raise frame


def _take_in(content: bytes, limits: Sequence[int], seconds: int, frames: _Frames) -> None:
    """Start a reading process that ends within so many seconds by the clock, and put each frame that it writes in a queue.

    After the last comes a refusal, for whoever asks for more than there is.
    """
    status = None
    try:
        with _started(limits, _arenas(len(content))) as process:
            limit = Timer(seconds, process.kill)
            limit.daemon = True
            limit.start()
            _write(process, content)
            for frame in _whole_frames(process):
                frames.put(frame)
        limit.cancel()
        status = process.returncode
    finally:
        frames.put(_refusal(status))


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


def _whole_frames(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """Yield what the process writes, but for a frame that it did not end."""
    assert process.stdout is not None
    while length := int.from_bytes(process.stdout.read(LENGTH_BYTES), "big"):
        frame = process.stdout.read(length)
        if len(frame) < length:
            return
        yield frame


def tables_of_archive(content: bytes) -> list[Table]:
    """Return the worksheets of a workbook that is an archive, of which is judged what it says of its size before it is unpacked."""
    if content.count(CENTRAL_HEADER) > MAX_PARTS:
        raise too_large()
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            processes = _processes(archive)
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged() from None
    if sum(part.file_size for part in parts) > max(ALWAYS_UNPACKED, min(MAX_UNPACKED, MAX_TIMES_AS_LARGE * len(content))):
        raise too_full()
    return read_tables(content=content, processes=processes)


def _processes(archive: ZipFile) -> int:
    """Return how many processes read a workbook: one as a rule, two when it has a large sheet of Excel that can be cut."""
    sheet, texts = largest = weight(archive)
    if sheet is None or sheet.file_size < LARGE_SHEET or texts > MOST_SHARED or not tells_rows(archive, sheet):
        return 1
    return PROCESSES if texts < FEW_SHARED or largest.is_too_large_as_a_whole else 1


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
