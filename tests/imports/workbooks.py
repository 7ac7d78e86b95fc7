"""Workbooks and csv files made for a test."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

HEADER = ("Contractnummer", "Omschrijving", "Leverancier", "KvK-nummer", "Contractwaarde (excl. btw)", "Soort", "Ingangsdatum", "Einddatum")
SNOW = ("2024-101", "Gladheidsbestrijding", "Strooibedrijf Voorbeeld B.V.", "12345678", "180.000,00", "Dienst", "01-11-2024", "31-10-2026")
BRIDGE = ("2024-102", "Vervanging houten brug", "Bruggenbouw Voorbeeld B.V.", "23456789", "420.000,00", "Werk", "15-04-2024", "31-12-2024")


def csv_file(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Return a csv file of the rows as they are, without quotes."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def workbook(**sheets: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook with a sheet for each keyword; days are shown as days, a `(number, format)` pair in that format."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        days = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, tuple):
                        sheet.write_number(row, column, cell[0], book.add_format({"num_format": cell[1]}))
                    elif isinstance(cell, datetime | date):
                        sheet.write_datetime(row, column, cell, days)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return buffer.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with some of its parts replaced or added."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return buffer.getvalue()
