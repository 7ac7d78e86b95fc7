"""The tables of a workbook, whatever spreadsheet program wrote it.

In: bytes. Out: tables of text cells. The cells are read by a process of its own with limited memory and time (see
`spreadsheet_process`), so that no file, however hostile, can hurt the program that asked.
"""

import marshal
import os
import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from imports.cells import MAX_COLUMNS, MAX_ROWS, Table, too_large
from imports.rows import UnreadableFile
from imports.spreadsheet_process import HAS_PASSWORD, TOO_LARGE
from imports.translation import gettext as _

MEMORY_LIMIT = 512 * 1024 * 1024
# A register of 100.000 rows is 7 MB and takes 3 seconds; a small file that takes long is hostile.
CPU_SECONDS, CPU_SECONDS_A_MEGABYTE = 4, 1
SECONDS_LIMIT = 60
MAX_MERGED_CELLS = 1_000_000
MAX_PARTS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
LOCAL_HEADER, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"

_PROGRAM = Path(__file__).with_name("spreadsheet_process.py")


def read_tables(*, content: bytes) -> list[Table]:
    """Return the worksheets of a workbook; raise UnreadableFile when it cannot be read within the limits."""
    seconds = CPU_SECONDS + CPU_SECONDS_A_MEGABYTE * len(content) // 1_000_000
    limits = (MAX_ROWS, MAX_COLUMNS, MEMORY_LIMIT, seconds)
    command = [sys.executable, "-I", str(_PROGRAM), *map(str, limits)]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Every thread would otherwise set aside 128 MB of the memory that the process may have.
            env=dict(os.environ) | {"MALLOC_ARENA_MAX": "1"},
            timeout=SECONDS_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise damaged() from None
    if done.returncode:
        raise _refusal(done.returncode)
    sheets = marshal.loads(done.stdout)
    return [Table(name, zip(*columns, strict=True), _continued(tall), is_hidden) for name, is_hidden, columns, tall in sheets]


def tables_of_archive(content: bytes) -> list[Table]:
    """Return the worksheets of a workbook that is an archive, of which is judged what it says of its size before it is unpacked."""
    _check_archive(content)
    return read_tables(content=content)


def _check_archive(content: bytes) -> None:
    """Raise UnreadableFile when the archive is broken or says that it would take too much space."""
    if content.count(CENTRAL_HEADER) > MAX_PARTS:
        raise too_large()
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged() from None
    if unpacked > MAX_UNPACKED:
        raise too_large()


def with_password() -> UnreadableFile:
    """Return the refusal of a workbook with a password."""
    return UnreadableFile(_("Dit bestand is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het nog eens."))


def damaged() -> UnreadableFile:
    """Return the refusal of a workbook that cannot be read."""
    return UnreadableFile(_("Dit rekenblad is beschadigd, onvolledig of te groot. Open het en sla het opnieuw op als xlsx."))


def _refusal(status: int) -> UnreadableFile:
    if status == TOO_LARGE:
        return too_large()
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
