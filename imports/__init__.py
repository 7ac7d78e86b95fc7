"""Readers of foreign formats: bytes -> rows and row problems. Pure: no database, no web, no clock.

`read` recognises the format by the content, never by a file name, and gives a `Reading`: contract rows in the order of the
file, what is wrong with them and where, and which column was read as what. A file of which nothing can be read raises
`UnreadableFile`. Nothing in here knows the house, but for `sroi.values`.

    reading = read(path.read_bytes())
    for problem in reading.problems:
        print(problem.where, problem.message)

A new format is one file that makes a `Format`, and one line in `FORMATS`; the first that recognises the content reads it.
A register that a person can open as a table needs no more than to become `Table`s: `read_register` does the rest.
"""

from gettext import gettext as _

from imports import csv_table, eforms, ted, xlsx_table
from imports.profile import Profile, load_profile
from imports.rows import (
    Clause,
    Column,
    ContractRow,
    ContractType,
    Format,
    Lot,
    Notice,
    NoticeKind,
    Party,
    Problem,
    Reading,
    Severity,
    UnreadableFile,
)
from imports.xml_document import OTHER_XML

MAX_FILE_BYTES = 40 * 1024 * 1024

FORMATS: tuple[Format, ...] = (
    xlsx_table.FORMAT,
    eforms.FORMAT,
    ted.FORMAT,
    OTHER_XML,
    csv_table.FORMAT,
)

__all__ = [
    "FORMATS",
    "MAX_FILE_BYTES",
    "Clause",
    "Column",
    "ContractRow",
    "ContractType",
    "Lot",
    "Notice",
    "NoticeKind",
    "Party",
    "Problem",
    "Profile",
    "Reading",
    "Severity",
    "UnreadableFile",
    "load_profile",
    "read",
]


def read(content: bytes, *, profile: Profile | None = None) -> Reading:
    """Return what stands in a file; raise UnreadableFile when no format knows it or nothing in it can be read.

    `profile` says which headers of a register stand for which field; without one, the shipped profile does.
    """
    if len(content) > MAX_FILE_BYTES:
        message = _("Dit bestand is groter dan {size} MB. Verdeel het over meer bestanden.")
        raise UnreadableFile(message.format(size=MAX_FILE_BYTES // 1024 // 1024))
    if not content.strip():
        raise UnreadableFile(_("Dit bestand is leeg."))
    for known in FORMATS:
        if known.recognises(content):
            return known.read(content, profile or load_profile())
    raise UnreadableFile(
        _("Dit bestand is geen Excel-bestand (xlsx) en geen csv-bestand, of het is beschadigd. Sla het opnieuw op als xlsx of csv.")
    )
