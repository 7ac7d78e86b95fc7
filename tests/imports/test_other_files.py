"""Files that people send although they are no register, notice or open data: told what each is; and odd texts that are registers."""

import bz2
import gzip
import lzma

import pytest

import imports
from imports import UnreadableFile
from tests.imports.workbooks import HEADER, SNOW, csv_file, with_parts, workbook

REGISTER = csv_file(HEADER, SNOW)
ARCHIVE = b"PK\x03\x04"
PACKED = {
    "gzip": gzip.compress(REGISTER),
    "bzip2": bz2.compress(REGISTER),
    "xz": lzma.compress(REGISTER),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(99),
    "rar": b"Rar!\x1a\x07\x00" + bytes(99),
    "zstandard": b"\x28\xb5\x2f\xfd" + bytes(99),
    "a zip with a csv in it": with_parts(workbook(Register=[HEADER]), {"register.csv": REGISTER}).replace(b"workbook.xml", b"notebook.xml"),
}
SPREADSHEETML = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
FLAT = b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
WEB_PAGES = (
    b"<!DOCTYPE html>\n<html><body><table><tr><th>Contractnummer</th></tr></table></body></html>",
    b"<HTML><HEAD></HEAD><BODY><TABLE border=1><TR><TD>Contractnummer</TABLE></BODY></HTML>",
    b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- export -->\n<html xmlns="http://www.w3.org/1999/xhtml"/>',
    b"<table><tr><td>Contractnummer<td>Titel</table>",
)


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        imports.read(content)
    return str(refused.value)


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_to_be_unpacked_first(name: str) -> None:
    assert "is ingepakt" in refusal(PACKED[name])


def test_a_binary_workbook_is_to_be_saved_otherwise() -> None:
    content = workbook(Register=[HEADER, SNOW]).replace(b"workbook.xml", b"workbook.bin")
    assert "binair Excel-bestand (xlsb)" in refusal(content)


@pytest.mark.parametrize("content", WEB_PAGES)
def test_a_web_page_is_no_notice(content: bytes) -> None:
    assert "webpagina" in refusal(content)


@pytest.mark.parametrize("content", [SPREADSHEETML, FLAT])
def test_a_spreadsheet_in_xml_is_no_notice(content: bytes) -> None:
    assert "rekenblad in xml" in refusal(content)


def test_a_pdf_is_told_to_be_one() -> None:
    assert "Dit is een pdf" in refusal(b"%PDF-1.7\n1 0 obj<<>>endobj")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_wide_text_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert imports.read(REGISTER.decode().encode(encoding)).rows == imports.read(REGISTER).rows


def test_cells_in_quotes_behind_a_space_are_read() -> None:
    quoted = "\r\n".join("; ".join(f'"{cell}"' for cell in row) for row in (HEADER, SNOW)) + "\r\n"
    assert imports.read(quoted.encode()).rows == imports.read(REGISTER).rows


def test_signs_that_nobody_sees_are_left_out_of_names_and_titles() -> None:
    content = "Contractnummer;Titel;Opdrachtnemer\r\n2024-1;Sneeuw\x1b ruimen \u202ed2026;Sneeuw\u200b Voorbeeld\x07 B.V.\r\n"
    (row,) = imports.read(content.encode()).rows
    assert (row.title, row.contractors[0].name) == ("Sneeuw ruimen d2026", "Sneeuw Voorbeeld B.V.")
