"""Cells of LibreOffice: what a cell shows never takes the place of the number that it holds, and a comment is no part of it."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

import imports
from imports.spreadsheet import tables_of_archive
from tests.imports.workbooks import HEADER, SNOW, ods, with_parts

COMMENT = "<office:annotation><dc:creator>Jan</dc:creator><text:p>Zie mail van 3-1</text:p></office:annotation>"
PICTURE = "<draw:frame><draw:text-box><text:p>Let op 7</text:p></draw:text-box></draw:frame>"
CELL = '<table:table-cell office:value-type="float" office:value="12345"><text:p>12345</text:p></table:table-cell>'
NAMES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version'


def with_cell(*, inside: str, value: str, field: str = "Contractnummer", value_type: str = "float") -> bytes:
    """Return a register of LibreOffice in which a cell of one contract holds this number, and this XML."""
    content = ods(Register=[HEADER, [12345 if name == field else cell for name, cell in zip(HEADER, SNOW, strict=True)]])
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("content.xml").decode()
    assert CELL in xml
    own = f'<table:table-cell office:value-type="{value_type}" office:value="{value}">{inside}</table:table-cell>'
    return with_parts(content, {"content.xml": xml.replace(CELL, own).replace("office:version", NAMES, 1).encode()})


def text_of(content: bytes) -> str:
    """Return the cell of the number of the contract."""
    [table] = tables_of_archive(content)
    return list(table.rows)[1][0]


@pytest.mark.parametrize("beside", [COMMENT, PICTURE])
@pytest.mark.parametrize(("value", "shown", "text"), [("2024001", "2024001", "2024001"), ("12", "C-0012", "C-0012")])
def test_what_stands_beside_a_cell_is_no_part_of_it(beside: str, value: str, shown: str, text: str) -> None:
    paragraph = f"<text:p>{shown}</text:p>"
    assert text_of(with_cell(inside=beside + paragraph, value=value)) == text
    assert text_of(with_cell(inside=paragraph + beside, value=value)) == text


def test_a_cell_behind_a_comment_without_letters_is_what_it_shows() -> None:
    comment = "<office:annotation><text:p>3-1</text:p></office:annotation>"
    assert text_of(with_cell(inside=f"{comment}<text:p>C-0012</text:p>", value="12")) == "C-0012"


@pytest.mark.parametrize("end", ["/>", "></table:table-cell>"])
def test_a_sheet_of_numbers_that_show_nothing_is_read(end: str) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="7"{end}'
    rows = f"<table:table-row>{cell * 20}</table:table-row>" * 10_000
    content = ods(Getallen=[])
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("content.xml").replace(b"</table:table>", f"{rows}</table:table>".encode())
    [table] = tables_of_archive(with_parts(content, {"content.xml": xml}))
    assert list(table.rows) == [("7",) * 20] * 10_000


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        ("1234567", "1,2 mln", "1234567"),
        ("1200000", "1,2 mln", "1200000"),
        ("12000", "12 k", "12000"),
        ("1253400", "1,25E+06", "1253400"),
        ("2.5", "2,5E+00", "2,5"),
        ("202400000123", "2,024E+11", "202400000123"),
        ("1253.4", "1.253 p.j.", "1253,4 p.j."),
        ("1253.5", "€ 1.254 p.j.", "€ 1253,5 p.j."),
        ("25000.5", "25.000,50 p.j.", "25000,5 p.j."),
        ("25000.5", "25,000.50 p.a.", "25000,5 p.a."),
        ("25", "25,000 p.j.", "25 p.j."),
        ("-1253.4", "-1.253 p.j.", "-1253,4 p.j."),
        ("25000", "25.000 p.j.", "25.000 p.j."),
        ("250000", "ca. 250.000,00", "ca. 250000"),
        ("7", "P2024-007", "P2024-007"),
        ("202401", "C2024-01", "C2024-01"),
        ("12", "12 maanden (1 jaar)", "12 maanden (1 jaar)"),
        ("1", "Ja", "1"),
        ("0", "n.v.t.", "0"),
        ("0", "#DEEL/0!", "#DEEL/0!"),
        ("0", "Err:502", "Err:502"),
    ],
)
def test_a_cell_keeps_its_number_and_the_words_around_it(value: str, shown: str, text: str) -> None:
    assert text_of(with_cell(inside=f"<text:p>{shown}</text:p>", value=value)) == text


@pytest.mark.parametrize(("value", "shown"), [("1234567", "€ 1,2 mln"), ("1234567", "1,23E+06")])
def test_an_amount_that_is_shown_in_millions_is_read_to_the_cent(value: str, shown: str) -> None:
    content = with_cell(inside=f"<text:p>{shown}</text:p>", value=value, field=HEADER[4], value_type="currency")
    reading = imports.read(content)
    assert (reading.rows[0].contract_sum, reading.problems) == (Decimal(1234567), ())
