"""Rows as CSV for a Dutch spreadsheet: semicolons, UTF-8 with a mark, and no text that would be taken for a formula."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(,\d+)?")


def csv_bytes(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a header and rows; a text that a spreadsheet would take for a formula gets a quote before it, a negative number does not."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _harmless(cell: object) -> object:
    is_like_one = isinstance(cell, str) and cell.startswith(LIKE_A_FORMULA) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if is_like_one else cell
