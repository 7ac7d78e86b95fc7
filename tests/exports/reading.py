"""Reading what was exported, as an outsider does: the text of any file, and all of it as plain values for a golden file."""

import ctypes
import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

import pypdfium2
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdfium2 import raw


def text_of_pdf(content: bytes) -> str:
    """Return the text of a PDF with single spaces."""
    return " ".join(" ".join(pages_of_pdf(content)).split())


def text_of(content: bytes) -> str:
    """Return all text of a file: of a PDF its pages, of a workbook or a zip what its parts say."""
    if content.startswith(b"%PDF"):
        return text_of_pdf(content)
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return content.decode()


def described(content: bytes) -> Any:
    """Return a file as plain values: a workbook by its cells, a PDF by its pages, a zip by its parts, other text by its lines."""
    if content.startswith(b"%PDF"):
        return described_pdf(content)
    if not content.startswith(b"PK"):
        return content.decode().splitlines(keepends=True)
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            return described_book(content)
        return {name: _described_part(name, archive.read(name)) for name in names}


def _described_part(name: str, content: bytes) -> Any:
    return described(content) if name.endswith((".csv", ".json")) else f"sha256 {sha256(content).hexdigest()}"


def described_book(content: bytes) -> dict[str, Any]:
    """Return a workbook as plain values: of each filled cell its type, format, content, and the value beside a formula."""
    formulas, values = (load_workbook(io.BytesIO(content), data_only=data_only) for data_only in (False, True))
    return {sheet.title: _described_sheet(sheet, values[sheet.title]) for sheet in formulas.worksheets}


def _described_sheet(sheet: Worksheet, values: Worksheet) -> dict[str, Any]:
    cells = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                shown = values[cell.coordinate].value if cell.data_type == "f" else None
                cells[cell.coordinate] = " | ".join(
                    str(part) for part in (cell.data_type, cell.number_format, cell.value, shown) if part is not None
                )
    return {
        "filter": sheet.auto_filter.ref,
        "frozen": sheet.freeze_panes,
        "repeated": sheet.print_title_rows,
        "charts": len(sheet._charts),
        "cells": cells,
    }


def pages_of_pdf(content: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def language_of_pdf(content: bytes) -> str:
    """Return in which language a PDF says that it is written."""
    document = pypdfium2.PdfDocument(content)
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * size)()
    raw.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def described_pdf(content: bytes) -> list[dict[str, list[str]]]:
    """Return of each page of a PDF its lines, and its tags as a screen reader walks them: indented, with the text for a picture."""
    document, texts = pypdfium2.PdfDocument(content), pages_of_pdf(content)
    return [{"text": text.splitlines(), "tags": _tags_of_page(document[number])} for number, text in enumerate(texts)]


def _tags_of_page(page: pypdfium2.PdfPage) -> list[str]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        number = raw.FPDF_StructTree_CountChildren(tree)
        return [line for place in range(number) for line in _tags(raw.FPDF_StructTree_GetChildAtIndex(tree, place), depth=0)]
    finally:
        raw.FPDF_StructTree_Close(tree)


def _tags(element: Any, *, depth: int) -> list[str]:
    """Return a tag and those within it. A child that is no tag is the text of the page itself."""
    alternative = _said(raw.FPDF_StructElement_GetAltText, element)
    lines = [" " * depth + _said(raw.FPDF_StructElement_GetType, element) + (f": {alternative}" if alternative else "")]
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, place):
            lines += _tags(child, depth=depth + 1)
    return lines


def _said(ask: Callable[[Any, Any, int], int], element: Any) -> str:
    """Return what PDFium says of a tag; it answers with the number of bytes, of UTF-16 with a zero at the end."""
    size = ask(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(element, buffer, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
