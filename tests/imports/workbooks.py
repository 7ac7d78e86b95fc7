"""Workbooks and csv files made for a test."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import xlsxwriter

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
ODS_MANIFEST = f"""<manifest:manifest xmlns:manifest="{ODS_NAMES}:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
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


def ods(**sheets: Iterable[Sequence[Any]]) -> bytes:
    """Return an OpenDocument spreadsheet with a sheet for each keyword, as LibreOffice writes it."""
    tables = "".join(f'<table:table table:name="{name}">{"".join(map(_ods_row, rows))}</table:table>' for name, rows in sheets.items())
    names = " ".join(f'xmlns:{prefix}="{ODS_NAMES}:{prefix}:1.0"' for prefix in ("office", "table", "text"))
    body = f'<office:document-content {names} office:version="1.3"><office:body><office:spreadsheet>{tables}'
    content = f"{body}</office:spreadsheet></office:body></office:document-content>"
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
    return buffer.getvalue()


def _ods_row(cells: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: Any) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"><text:p>{cell}</text:p></table:table-cell>'
        )
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


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
