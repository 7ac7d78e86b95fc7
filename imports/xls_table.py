"""Registers as a workbook of Excel before 2007 (xls); macros and formulas are never looked at, only what cells show.

In: bytes. Out: the contracts on its visible sheets. A newer workbook with a password looks the same from outside: it is refused.
"""

from imports.cells import Table
from imports.register import register_format
from imports.rows import UnreadableFile
from imports.spreadsheet import read_tables, with_password
from imports.translation import gettext as _

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def _recognises(content: bytes) -> bool:
    return content.startswith(COMPOUND_FILE)


def _tables(content: bytes) -> list[Table]:
    if ENCRYPTED in content:
        raise with_password()
    if not any(stream in content for stream in STREAMS):
        raise UnreadableFile(
            _("Dit is geen Excel-bestand maar een ander Office-bestand, of het is beschadigd. Sla het register op als xlsx.")
        )
    return read_tables(content=content)


FORMAT = register_format(name="xls", recognises=_recognises, tables=_tables)
