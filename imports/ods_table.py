"""Registers as an OpenDocument spreadsheet (ods), as LibreOffice saves it; macros and formulas are never looked at.

In: bytes. Out: the contracts on its visible sheets. What the archive says of its size is judged before it is unpacked.
"""

from imports.register import register_format
from imports.spreadsheet import LOCAL_HEADER, tables_of_archive

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SEARCHED_BYTES = 200  # the media type is stored first, and not packed


def _recognises(content: bytes) -> bool:
    return content.startswith(LOCAL_HEADER) and MEDIA_TYPE in content[:SEARCHED_BYTES]


FORMAT = register_format(name="ods", recognises=_recognises, tables=tables_of_archive)
