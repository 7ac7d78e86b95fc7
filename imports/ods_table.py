"""Registers as an OpenDocument spreadsheet (ods), as LibreOffice saves it; macros and formulas are never looked at.

In: bytes. Out: the contracts on its visible sheets.
"""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from imports.cells import Table
from imports.register import register_format
from imports.spreadsheet import LOCAL_HEADER, tables_of_archive, with_password

MANIFEST, ENCRYPTION = "META-INF/manifest.xml", b"encryption-data"
SEARCHED_BYTES = 100_000


def _recognises(content: bytes) -> bool:
    return content.startswith(LOCAL_HEADER) and b"content.xml" in content


def _tables(content: bytes) -> list[Table]:
    if _is_encrypted(content):
        raise with_password()
    return tables_of_archive(content)


def _is_encrypted(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive, archive.open(MANIFEST) as manifest:
            return ENCRYPTION in manifest.read(SEARCHED_BYTES)
    except (BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return False  # reading it will tell what is wrong


FORMAT = register_format(name="ods", recognises=_recognises, tables=_tables)
