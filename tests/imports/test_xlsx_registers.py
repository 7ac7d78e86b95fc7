"""Registers as workbooks: cells as a person sees them, merged cells and more sheets."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

import imports
from imports import UnreadableFile
from imports.spreadsheet import read_tables
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, csv_file, with_parts, workbook

STYLED = ("2024-110", "Onderhoud riolering", "Rioolbedrijf Voorbeeld B.V.", 1234567, 1250000, "Dienst", date(2024, 3, 1), date(2028, 2, 28))


def test_a_workbook_gives_the_same_rows_as_the_csv_of_it() -> None:
    sheet, text = imports.read(workbook(Register=[HEADER, SNOW, BRIDGE])), imports.read(csv_file(HEADER, SNOW, BRIDGE))
    assert (sheet.rows, sheet.problems) == (text.rows, text.problems)


def test_numbers_and_days_of_excel_are_read_as_what_they_show() -> None:
    reading = imports.read(workbook(Register=[HEADER, STYLED]))
    (row,) = reading.rows
    assert (row.contract_sum, row.start, row.end) == (Decimal("1250000.00"), date(2024, 3, 1), date(2028, 2, 28))
    assert row.contractors[0].kvk_number == "01234567"
    assert [(problem.field, problem.severity) for problem in reading.problems] == [("kvk_number", "warning")]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ((0.05, "0%"), "5%"),
        ((0.025, "0.0%"), "2,5%"),
        ((0.07, '0.00" %"'), "0,07"),
        ((1, "0%"), "100%"),
        ((0.05, "0.00"), "0,05"),
        ((249999.99, "#,##0.00"), "249999,99"),
        (1234567.0, "1234567"),
        (0.1 + 0.2, "0,3"),
        (1e20, "100000000000000000000"),
        (datetime(2024, 3, 1, 14, 30), "01-03-2024 14:30:00"),
        (datetime(2024, 3, 1), "01-03-2024"),
        (True, "WAAR"),
        (False, "ONWAAR"),
        ("=1+1", "0"),
        ("tekst", "tekst"),
        (None, ""),
    ],
)
def test_a_cell_is_given_as_a_person_sees_it(cell: object, shown: str) -> None:
    (table,) = read_tables(content=workbook(Blad=[["eerste", "laatste"], [1, 0, cell, "einde"]]))
    assert list(table.rows)[1] == ("1", "0", shown, "einde")


def test_an_error_of_a_formula_is_seen_and_asked() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, SNOW)
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    (problem,) = imports.read(buffer.getvalue()).problems
    assert (problem.where, problem.severity) == ("rij 2, kolom Contractwaarde (excl. btw) (E2)", "error")
    assert "#DIV/0!" in problem.message


def test_a_formula_counts_for_what_it_last_came_to() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, SNOW)
        sheet.write_formula(1, 4, "=90000*2+10000", None, 190000)
    assert imports.read(buffer.getvalue()).rows[0].contract_sum == Decimal("190000.00")


def test_a_formula_that_never_came_to_anything_is_nothing() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append((SNOW[0], '=HYPERLINK("http://voorbeeld.nl")', *SNOW[2:]))
    buffer = BytesIO()
    book.save(buffer)
    assert imports.read(buffer.getvalue()).rows[0].title is None


def test_a_table_that_starts_elsewhere_keeps_its_addresses() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, cells in enumerate((HEADER, (*SNOW[:3], "87654", *SNOW[4:])), 4):
        for column, cell in enumerate(cells, 3):
            sheet.cell(row, column, cell)
    buffer = BytesIO()
    book.save(buffer)
    (problem,) = imports.read(buffer.getvalue()).problems
    assert problem.where == "rij 5, kolom KvK-nummer (F5)"


def merged_workbook(*ranges: str) -> bytes:
    book = openpyxl.load_workbook(BytesIO(workbook(Register=[HEADER, SNOW, BRIDGE, ("2024-111", *STYLED[1:])])))
    for merged in ranges:
        book.worksheets[0].merge_cells(merged)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_contractor_in_one_merged_cell_belongs_to_every_row() -> None:
    rows = imports.read(merged_workbook("C2:C4", "D2:D4")).rows
    assert [row.contractors for row in rows] == [rows[0].contractors] * 3


def test_a_sum_in_one_merged_cell_belongs_to_no_row_alone() -> None:
    reading = imports.read(merged_workbook("E2:E3"))
    assert [row.contract_sum for row in reading.rows] == [None, None, Decimal("1250000.00")]
    assert [(problem.row, problem.field) for problem in reading.problems if problem.severity == "error"] == [
        (0, "contract_sum"),
        (1, "contract_sum"),
    ]


def test_every_sheet_with_a_register_is_read_and_named() -> None:
    reading = imports.read(workbook(**{"2023": [HEADER, SNOW], "2024": [["Register"], HEADER, BRIDGE, SNOW]}))
    assert [row.where for row in reading.rows] == ["blad 2023, rij 2", "blad 2024, rij 3", "blad 2024, rij 4"]
    (problem,) = reading.problems
    assert (problem.row, problem.where) == (2, "blad 2024, rij 4, kolom Contractnummer (A4)")
    assert "blad 2023, rij 2" in problem.message


def test_a_sheet_that_is_no_register_is_left_out_and_said() -> None:
    reading = imports.read(workbook(Toelichting=[["Bel de afdeling inkoop"]], Leeg=[], Register=[HEADER, SNOW]))
    assert len(reading.rows) == 1
    assert [(problem.where, problem.severity) for problem in reading.problems] == [("blad Toelichting", "warning")]


def test_a_hidden_register_is_left_out_and_said() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, cells in (("Register", SNOW), ("Oud", BRIDGE)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, cells)
        sheet.hide()
    reading = imports.read(buffer.getvalue())
    assert [row.reference for row in reading.rows] == [SNOW[0]]
    assert "verborgen" in reading.problems[0].message


def test_a_sheet_may_have_any_name() -> None:
    reading = imports.read(workbook(**{"{0} & {row}": [HEADER, SNOW], "%s": [HEADER, BRIDGE]}))
    assert reading.rows[0].where == "blad {0} & {row}, rij 2"


def test_a_file_is_known_by_its_content() -> None:
    assert imports.read(workbook(Register=[HEADER, SNOW])).format == "xlsx"
    assert imports.read(csv_file(HEADER, SNOW)).format == "csv"


def test_macros_and_pictures_are_never_looked_at() -> None:
    content = with_parts(workbook(Register=[HEADER, SNOW]), {"xl/vbaProject.bin": b"\0" * 1000, "xl/media/image1.png": b"noise"})
    assert len(imports.read(content).rows) == 1


@pytest.mark.parametrize("rows", [[["Voorjaar", "Najaar"]], [[]], [["Contractnummer"], ["1"]]])
def test_a_workbook_without_recognisable_columns_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(UnreadableFile, match="herkenbare kolommen"):
        imports.read(workbook(Blad=rows))


@pytest.mark.parametrize("left", ["<v></v>", "<v/>", ""])
def test_a_formula_without_an_outcome_is_asked_and_not_lost(left: str) -> None:
    known = '<c r="A3" t="str"><f>"2024"</f><v>2024</v></c><c r="B3" t="str"><f>""</f><v></v></c>'
    cells = f'<row r="3">{known}<c r="C3"><f>A1</f>{left}</c></row>'
    content = workbook(Register=[HEADER, SNOW])
    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"</sheetData>", f"{cells}</sheetData>".encode())
    reading = imports.read(with_parts(content, {"xl/worksheets/sheet1.xml": sheet}))
    assert (reading.rows[1].reference, reading.rows[1].title, reading.rows[1].contractors) == ("2024", None, ())
    assert [(problem.row, problem.field, "geen uitkomst" in problem.message) for problem in reading.problems] == [(1, "contractor", True)]
