"""What the format of a number shows is what is read: a number of a contract with its letters and zeros, words beside an amount."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

import imports
from imports.spreadsheet import tables_of_archive
from imports.spreadsheet_process import opendocument as opendocument_reader
from imports.spreadsheet_process.formats import showing_of
from tests.imports.workbooks import HEADER, SNOW, ods, with_parts, workbook


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ('"C-"0000', "12", "C-0012"),
        ('"C-"0000', "123456", "C-123456"),
        (r"\C\-0000", "12", "C-0012"),
        ('"C-"#', "12", "C-12"),
        ("00000000", "1234567", "01234567"),
        ('0000"-"00', "202401", "2024-01"),
        ("0000-000", "2024001", "2024-001"),
        ('"2024-"000;-0;0', "7", "2024-007"),
        ('[Red]"C-"0000', "12", "C-0012"),
        ('0 "maanden"', "48", "48 maanden"),
        ('0" jaar"', "4", "4 jaar"),
        ('#,##0.00 "p.j."', "25000,5", "25000,5 p.j."),
        ('"ca. "#,##0', "250000", "ca. 250000"),
        ('"C-"0000', "C-0013", "C-0013"),
        ('"C-"0000', "", ""),
        ('"C-"0000', "-5", "-5"),
        ('0 "maanden"', "n.v.t.", "n.v.t."),
        ("0.0%", "0,05", "5%"),
        ("[$£-809]#,##0", "5", "£ 5"),
        ('0" D";0" C"', "5", "5 D"),
        ('0" D";0" C"', "-5", "-5"),
        ('0" D"', "-5", "-5 D"),
        ("+#,##0;-#,##0", "-5", "-5"),
        ('0" ; "0', "12", "1 ; 2"),
        ("mmm-yy", "01-12-2025", "12-2025"),
        ("[$-413]mmmm\\ yyyy;@", "01-12-2025 00:00:00", "12-2025"),
        ("mmm-yy", "30-12-2025", "30-12-2025"),  # nobody typed that as a month
        ("mm/yyyy", "t.b.d.", "t.b.d."),
    ],
)
def test_a_number_is_what_its_format_shows(code: str, number: str, shown: str) -> None:
    showing = showing_of(code)
    assert showing is not None and showing(number) == shown


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "d-m-yyyy",
        "[$-413]d mmm yy;@",
        "mm:ss",
        "yyyy-mm-dd hh:mm",
        '[<1000]0" k";0',
        "[$EUR] #,##0",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00_-",
        '_-"€" * #,##0.00_-;-"€" * #,##0.00_-;_-"€" * "-"??_-;_-@_-',
        '"€ "0',
        "€ #,##0",
        '0 "EUR"',
        '#,##0 "euro"',
        "[$-413]#,##0.00",
        '0.00" %"',
        "dd-mm-yyyy",
        "d mmmm yyyy",
        "[$-F800]dddd, mmmm dd, yyyy",
        "# ?/?",
        "0.00E+00",
        "@",
        '"Ja";"Ja";"Nee"',
        ";;;",
        "",
        "#,##0_);(#,##0)",
        '#,##0,"k"',
        '0.0,,"M"',
    ],
)
def test_a_format_that_only_writes_a_number_adds_nothing(code: str) -> None:
    assert showing_of(code) is None


def test_a_contract_is_known_by_the_number_that_a_person_sees() -> None:
    cells = [(12, '"C-"0000'), *SNOW[1:3], (1234567, "00000000"), (180000, '#,##0 "excl. btw"'), *SNOW[5:]]
    reading = imports.read(workbook(Register=[HEADER, cells]))
    [row] = reading.rows
    assert (row.reference, row.contract_sum, row.contractors[0].kvk_number) == ("C-0012", Decimal(180000), "01234567")
    assert reading.problems == ()


@pytest.mark.parametrize("code", ["mmm-yy", "mmmm yyyy", "mm/yyyy"])
def test_of_a_day_that_is_shown_as_a_month_the_day_is_asked(code: str) -> None:
    december, whole = (46_357, code), (46_386, code)  # the first and the thirtieth of December 2026
    reading = imports.read(workbook(Register=[HEADER, (*SNOW[:7], december), ("2024-102", *SNOW[1:7], whole)]))
    assert [None if row.end is None else row.end.isoformat() for row in reading.rows] == [None, "2026-12-30"]
    (problem,) = [problem for problem in reading.problems if problem.field == "end"]
    assert (problem.severity, "Welke dag in december 2026 is dat?" in problem.message) == ("error", True)


def test_an_amount_that_is_shown_for_a_year_is_asked() -> None:
    reading = imports.read(workbook(Register=[HEADER, [*SNOW[:4], (25000, '#,##0 "p.j."'), *SNOW[5:]]]))
    assert reading.rows[0].contract_sum is None
    assert [(problem.field, "per periode" in problem.message) for problem in reading.problems] == [("contract_sum", True)]


def opendocument(value_type: str, value: str, shown: str, currency: str = "", repeated: str = "") -> bytes:
    """Return a spreadsheet of LibreOffice in which the sum of a contract is of this type, and shown so."""
    content = ods(Register=[HEADER, [*SNOW[:4], 12345, *SNOW[5:]]])
    cell = b'<table:table-cell office:value-type="float" office:value="12345"><text:p>12345</text:p></table:table-cell>'
    attributes = f'office:value-type="{value_type}" office:value="{value}"{repeated}'
    attributes += f' office:currency="{currency}"' if currency else ""
    own = f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    assert cell in xml
    return with_parts(content, {"content.xml": xml.replace(cell, own.encode())})


@pytest.mark.parametrize(
    ("value_type", "value", "shown", "currency", "text"),
    [
        ("currency", "250000", "£250,000", "GBP", "GBP 250000"),
        ("currency", "250000", "€ 250.000,00", "EUR", "250000"),
        ("currency", "250000", "250.000,00 €", "", "250000"),
        ("currency", "250000", "EUR 250.000,00", "EUR", "250000"),
        ("percentage", "0.05", "5,00%", "", "5%"),
        ("float", "12", "C-0012", "", "C-0012"),
        ("float", "1234567", "01234567", "", "01234567"),
        ("float", "25000", "25.000 p.j.", "", "25.000 p.j."),
        ("float", "250000.5", "250.000,50", "", "250000,5"),
        ("float", "0", "0", "", "0"),
    ],
)
def test_a_cell_of_libreoffice_is_what_it_shows(value_type: str, value: str, shown: str, currency: str, text: str) -> None:
    [table] = tables_of_archive(opendocument(value_type, value, shown, currency))
    assert list(table.rows)[1][4] == text


def test_an_amount_in_pounds_of_libreoffice_is_asked() -> None:
    [row] = imports.read(opendocument("currency", "250000", "£250,000", "GBP")).rows
    assert (row.contract_sum, row.currency) == (Decimal(250000), "GBP")


def test_cells_and_rows_of_libreoffice_that_are_written_once_are_each_in_their_place() -> None:
    content = opendocument("currency", "5", "$5", "USD", ' table:number-columns-repeated="2"')
    [table] = tables_of_archive(content)
    assert list(table.rows)[1][3:7] == (SNOW[3], "USD 5", "USD 5", SNOW[5])
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("content.xml").replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="3">')
    [table] = tables_of_archive(with_parts(content, {"content.xml": xml}))
    assert [cells[4] for cells in table.rows] == [HEADER[4]] * 3 + ["USD 5"] * 3


def test_a_cell_of_libreoffice_behind_others_that_are_written_once_is_in_its_place() -> None:
    cells = '<table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="currency" office:currency="USD"/>'
    xml = f'<x><table:table table:name="Blad"><table:table-row>{cells}</table:table-row></table:table></x>'
    [(row, column, showing)] = opendocument_reader.shown_by_sheet([xml.encode()])["Blad"]
    assert (row, column, showing("5")) == (0, 3, "USD 5")


def test_a_document_of_libreoffice_that_defines_entities_is_not_looked_through() -> None:
    with pytest.raises(ValueError, match="document type"):
        opendocument_reader.shown_by_sheet([b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'])
