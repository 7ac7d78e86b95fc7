"""Registers as an Excel workbook (xlsx, xlsm): macros, pictures and formulas are never looked at, only what cells show.

In: bytes. Out: the contracts on its visible sheets. What the archive says of its size is judged before it is unpacked.
"""

from imports.cells import Table
from imports.mapped import Source
from imports.register import register_format
from imports.rows import MAX_WORKBOOK_BYTES
from imports.spreadsheet import LOCAL_HEADER, tables_of_archive


def _recognises(content: bytes) -> bool:
    return content.startswith(LOCAL_HEADER) and b"workbook.xml" in content


def _tables(content: Source) -> list[Table]:
    return tables_of_archive(content[:])  # of a mapped file: its bytes


FORMAT = register_format(name="xlsx", recognises=_recognises, tables=_tables, max_bytes=MAX_WORKBOOK_BYTES)
