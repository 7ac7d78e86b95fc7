"""Registers as an Excel workbook (xlsx, xlsm): macros, pictures and formulas are never looked at, only what cells show.

In: bytes. Out: the contracts on its visible sheets. What the archive says of its size is judged before it is unpacked.
"""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from imports.cells import Table, too_large
from imports.register import register_format
from imports.spreadsheet import damaged, read_tables

MAX_PARTS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
LOCAL_HEADER, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"


def _recognises(content: bytes) -> bool:
    return content.startswith(LOCAL_HEADER) and b"workbook.xml" in content


def _tables(content: bytes) -> list[Table]:
    _check_size(content)
    return read_tables(content=content)


FORMAT = register_format(name="xlsx", recognises=_recognises, tables=_tables)


def _check_size(content: bytes) -> None:
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
