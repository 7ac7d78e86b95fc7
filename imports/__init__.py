"""Readers of foreign formats: bytes -> rows and row problems. Pure: no database, no web, no clock.

`read_file` and `read` recognise the format by the content, never by a file name, and give a `Reading`: contract rows in the order of the
file, what is wrong with them and where, and which column was read as what. A file of which nothing can be read raises
`UnreadableFile`. Nothing in here knows the house, but for `sroi.values`.

    reading = read_file(path)
    for problem in reading.problems:
        print(problem.where, problem.message)

`columns` tells what the columns of a register seem to mean, also when `read` refuses it, for a person to correct:

    profile = load_profile().with_columns({"Contractpartij": "contractor", "Bijzonder": None})
    reading = read(content, profile=profile)

A new format is one file that makes a `Format`, and one line in `FORMATS`; the first that recognises the content reads it.
A register that a person can open as a table needs no more than to become `Table`s: `read_register` does the rest.
"""

from mmap import ACCESS_READ, mmap
from pathlib import Path

from imports import csv_table, eforms, ocds, ods_table, other_files, ted, xls_table, xlsx_table
from imports.profile import FIELDS, NOTICE_FIELDS, Profile, load_profile
from imports.rows import (
    MAX_DATA_BYTES,
    MAX_FILE_BYTES,
    Certainty,
    Clause,
    Column,
    ContractRow,
    ContractType,
    Format,
    Heard,
    Lot,
    Notice,
    NoticeKind,
    Party,
    Problem,
    Reading,
    Severity,
    UnknownColumns,
    UnreadableFile,
    nobody,
)
from imports.spreadsheet import LOCAL_HEADER
from imports.translation import gettext as _
from imports.xml_document import OTHER_XML

HEAD_BYTES = 1024 * 1024  # of a large file, to recognise it by
FORMATS: tuple[Format, ...] = (
    xlsx_table.FORMAT,
    xls_table.FORMAT,
    ods_table.FORMAT,
    ocds.FORMAT,
    eforms.FORMAT,
    ted.FORMAT,
    other_files.FORMAT,
    OTHER_XML,
    csv_table.FORMAT,
)

__all__ = [
    "FIELDS",
    "FORMATS",
    "MAX_DATA_BYTES",
    "MAX_FILE_BYTES",
    "NOTICE_FIELDS",
    "Certainty",
    "Clause",
    "Column",
    "ContractRow",
    "ContractType",
    "Heard",
    "Lot",
    "Notice",
    "NoticeKind",
    "Party",
    "Problem",
    "Profile",
    "Reading",
    "Severity",
    "UnknownColumns",
    "UnreadableFile",
    "columns",
    "load_profile",
    "nobody",
    "read",
    "read_file",
]


def read(content: bytes, *, profile: Profile | None = None, heard: Heard = nobody) -> Reading:
    """Return what stands in a file; raise UnreadableFile when no format knows it or nothing in it can be read.

    Of a table with too few known columns it raises UnknownColumns, an UnreadableFile too: `columns` then says what may be chosen.
    `profile` says which headers of a register stand for which field; without one, the shipped profile does. Of a long file `heard` is
    told how far it is: rows read, of about how many (0: not known), and the problems with them so far.
    """
    return _format_of(content).read(content, profile or load_profile(), heard)


def read_file(path: Path, *, profile: Profile | None = None, heard: Heard = nobody) -> Reading:
    """Return what stands in a file on disk, as `read` does; a large one is read from where it lies."""
    size = path.stat().st_size
    if size <= MAX_FILE_BYTES:
        return read(path.read_bytes(), profile=profile, heard=heard)
    with path.open("rb") as file:
        mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    head = mapped[:HEAD_BYTES]
    if head.startswith(LOCAL_HEADER):  # an archive tells at its end what is in it
        head += mapped[-HEAD_BYTES:]
    known = next((known for known in FORMATS if known.recognises(head)), None)
    if known is None or known.read_mapped is None or size > known.max_bytes:
        raise _too_large(known)
    return known.read_mapped(mapped, profile or load_profile(), heard)


def _format_of(content: bytes) -> Format:
    if not content[:MAX_FILE_BYTES].strip():
        raise UnreadableFile(_("Dit bestand is leeg."))
    known = next((known for known in FORMATS if known.recognises(content)), None)
    if len(content) > (known.max_bytes if known else MAX_FILE_BYTES):
        raise _too_large(known)
    if known is None:
        raise _unknown()
    return known


def _too_large(known: Format | None) -> UnreadableFile:
    most = known.max_bytes if known else MAX_FILE_BYTES
    message = _("Dit bestand is groter dan {size} MB. Verdeel het over meer bestanden.")
    return UnreadableFile(message.format(size=most // 1024 // 1024))


def columns(content: bytes, *, profile: Profile | None = None) -> tuple[Column, ...]:
    """Return the columns of a register with what each seems to mean, how sure that is and some cells of it.

    It also answers for a register that `read` refuses because too few columns are recognised. A format that is no table has no
    columns. Raises UnreadableFile as `read` does. `Reading.columns` says the same of a register that was read.
    """
    known = _format_of(content)
    return () if known.columns is None else known.columns(content, profile or load_profile())


def _unknown() -> UnreadableFile:
    return UnreadableFile(
        _("Dit bestand is geen register (xlsx, xls, ods of csv), aankondiging (xml) of OCDS-bestand (json), of het is beschadigd.")
    )
