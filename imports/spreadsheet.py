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
from queue import SimpleQueue
from signal import SIGABRT
from threading import Thread, Timer
from typing import Any
from zipfile import BadZipFile, ZipFile

from imports.cells import MAX_COLUMNS, MAX_ROWS, Table, too_large
from imports.rows import UnreadableFile
from imports.spreadsheet_process import HAS_PASSWORD, LENGTH_BYTES, TOO_FULL, TOO_LARGE
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
LOCAL_HEADER, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"

# Isolated, and by a path behind the others, on which nothing that is installed is hidden.
_RUN = "import sys; sys.path.append(sys.argv.pop(1)); from spreadsheet_process.program import main; sys.exit(main())"
_PROGRAM: Sequence[str] = ("-c", _RUN, str(Path(__file__).parent))

_Frames = SimpleQueue[bytes | UnreadableFile]


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
    """A process that reads a workbook, and what it wrote of that so far."""

    def __init__(self, content: bytes) -> None:
        self._frames = _Frames()
        self._heads: Any = None
        self._waiting: defaultdict[int, deque[Any]] = defaultdict(deque)
        seconds = CPU_SECONDS + CPU_SECONDS_A_MEGABYTE * len(content) // 1_000_000
        limits = (MAX_ROWS, MAX_COLUMNS, MEMORY_LIMIT, seconds)
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
