"""Workbooks as data, and the one small interface over XlsxWriter.

In: a `Workbook` of sheets, tables and charts. Out: the bytes of an xlsx file, written by a process of its own: in a thread the event loop
would stall. The same workbook always gives the same bytes.
"""

import pickle
import sys

from sroi.exports.processes import own_process
from sroi.exports.workbook.looks import clean
from sroi.exports.workbook.model import (
    CellKind,
    Chart,
    Column,
    Formula,
    Heading,
    Paragraph,
    Sheet,
    Table,
    Value,
    Workbook,
    column_range,
    register_range,
    total_of,
)
from sroi.exports.workbook.writing import BookWriter, written

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = [
    "MEDIA_TYPE",
    "BookWriter",
    "CellKind",
    "Chart",
    "Column",
    "Formula",
    "Heading",
    "Paragraph",
    "Sheet",
    "Table",
    "Value",
    "Workbook",
    "clean",
    "column_range",
    "register_range",
    "rendered",
    "total_of",
    "written",
]


async def rendered(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook, written by a process of its own; a failure there is raised here."""
    async with own_process(__name__) as process:
        content, complaint = await process.communicate(pickle.dumps(workbook))
    if process.returncode != 0:
        raise RuntimeError(f"the workbook was not written: {complaint.decode(errors='replace')}")
    return content


def main() -> None:
    """Write the workbook on standard input to standard output; the other end of `rendered`."""
    sys.stdout.buffer.write(written(pickle.load(sys.stdin.buffer)))
