"""Text stays text, figures are figures, and the same workbook gives the same bytes, in a process of its own."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.escape import unescape

from sroi.exports import workbook as room
from sroi.exports.workbook import (
    BookWriter,
    CellKind,
    Column,
    Formula,
    Heading,
    Sheet,
    Table,
    Value,
    Workbook,
    clean,
    column_range,
    rendered,
    written,
)

NOW = datetime(2023, 12, 15, 9, 0, tzinfo=UTC)


def make_book(*values: Value, kind: CellKind = CellKind.TEXT, total_label: str = "") -> Workbook:
    column = Column("Kolom", kind, is_totalled=bool(total_label))
    table = Table((column,), tuple((value,) for value in values), empty="Niets", total_label=total_label, is_filtered=True)
    return Workbook("Titel", "Gemeente Rijswijk", NOW, (Sheet("Blad", (table,), is_register=True),))


def first_cell(content: bytes, *, values_only: bool = False) -> Cell:
    cell = load_workbook(io.BytesIO(content), data_only=values_only)["Blad"]["A2"]
    assert isinstance(cell, Cell)
    return cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.nl";"klik")',
        "+31 70 123",
        "-5",
        "@SUM(A1)",
        "{=1+1}",
        "https://example.nl/",
        "mailto:a@example.nl",
    ],
)
def test_text_that_looks_like_a_formula_or_a_link_is_text(text: str) -> None:
    cell = first_cell(written(make_book(text)))
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert cell.quotePrefix is (text[0] in "=+-@")


def test_a_number_in_a_text_column_keeps_its_zeros() -> None:
    assert first_cell(written(make_book("01234567"))).value == "01234567"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x0bc\x1bd", "abcd"),
        ("\ud800x\ufffe\uffff", "x"),
        ("eerste\r\ntweede\tderde", "eerste\ntweede\tderde"),
        ("x" * 40_000, "x" * 32_767),
        ("é€😀", "é€😀"),
    ],
)
def test_what_a_cell_cannot_hold_is_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept
    assert first_cell(written(make_book(text))).value == kept


def test_an_escape_of_the_file_format_is_no_way_in_for_control_characters() -> None:
    # A spreadsheet program decodes such an escape, which openpyxl leaves to us; what it reads must be the text that was written.
    assert unescape(first_cell(written(make_book("_x0000_"))).value) == "_x0000_"


@pytest.mark.parametrize(
    ("value", "kind", "read", "number_format"),
    [
        (Decimal("1250000.10"), CellKind.EUROS, 1250000.10, "[$-413]€ #,##0.00"),
        (Decimal("99999999999.99"), CellKind.EUROS, 99999999999.99, "[$-413]€ #,##0.00"),
        (Decimal("0.4471"), CellKind.SHARE, 0.4471, "[$-413]0.0%"),
        (Decimal("24.5"), CellKind.DECIMAL, 24.5, "[$-413]#,##0.00"),
        (65, CellKind.WHOLE, 65, "[$-413]#,##0"),
        (date(2023, 8, 15), CellKind.DATE, datetime(2023, 8, 15), "dd-mm-yyyy"),
    ],
)
def test_figures_and_dates_are_real(value: Value, kind: CellKind, read: object, number_format: str) -> None:
    cell = first_cell(written(make_book(value, kind=kind)))
    assert (cell.value, cell.number_format) == (read, number_format)


def test_a_formula_has_its_value_with_it() -> None:
    content = written(make_book(Formula("=1+1", Decimal("2.00")), kind=CellKind.EUROS))
    assert first_cell(content).value == "=1+1"
    assert first_cell(content, values_only=True).value == 2


def test_totals_follow_the_filter_and_stand_apart_from_the_rows() -> None:
    content = written(make_book(Decimal("0.10"), None, Decimal("0.20"), kind=CellKind.EUROS, total_label="Totaal"))
    sheet, cached = (load_workbook(io.BytesIO(content), data_only=only)["Blad"] for only in (False, True))
    assert (sheet["A6"].value, cached["A6"].value) == ("=SUBTOTAL(109,A2:A4)", 0.3)
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet["A5"].value) == ("A1:A4", "B2", None)


def test_a_table_without_rows_says_so_and_has_no_total() -> None:
    content = written(make_book(kind=CellKind.EUROS, total_label="Totaal"))
    assert first_cell(content).value == "Niets"
    assert load_workbook(io.BytesIO(content))["Blad"].max_row == 2


def test_a_column_is_named_as_a_formula_on_another_sheet_names_it() -> None:
    columns = tuple(Column(f"Kolom {number}") for number in range(28))
    sheet = Sheet("Opgaven", (Table(columns, (("x",) * 28,) * 9),), is_register=True)
    assert column_range(sheet=sheet, header="Kolom 27") == "'Opgaven'!$AB$2:$AB$10"
    assert column_range(sheet=Sheet("Leeg", (Table(columns, ()),)), header="Kolom 0") == "'Leeg'!$A$2:$A$2"


async def test_the_same_workbook_gives_the_same_bytes_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book("Groenonderhoud")
    expected = written(book)

    def refuse(workbook: Workbook) -> bytes:
        raise AssertionError("written in this process")

    monkeypatch.setattr(room, "written", refuse)
    assert await rendered(book) == await rendered(book) == expected
    properties = load_workbook(io.BytesIO(expected)).properties
    assert (properties.title, properties.creator, properties.created) == ("Titel", "Gemeente Rijswijk", NOW.replace(tzinfo=None))


async def test_a_failure_of_the_process_is_raised_here() -> None:
    sheet = Sheet("[geen naam]", (Heading("Titel"),))
    with pytest.raises(RuntimeError, match="Invalid Excel character"):
        await rendered(Workbook("Titel", "Gemeente Rijswijk", NOW, (sheet,)))


def test_rows_that_a_sheet_cannot_hold_go_on_on_a_next_one_with_totals_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sroi.exports.workbook.writing.MOST_ROWS", 2)
    table = Table((Column("Bedrag", CellKind.EUROS, is_totalled=True),), (), total_label="Totaal", is_filtered=True)
    to = io.BytesIO()
    with BookWriter(to, title="Titel", author="Gemeente Rijswijk", created_at=NOW, names=("Opgaven", "Toelichting")) as book:
        register = book.register(Sheet("Opgaven", (table,), is_register=True, is_protected=True))
        register.add([(Decimal("0.10"),), (Decimal("0.20"),), (Decimal("0.30"),)])
        register.add([(Decimal("0.40"),), (Decimal("0.50"),)])
        register.end()
    found = load_workbook(to, data_only=True)
    assert found.sheetnames == ["Opgaven", "Toelichting", "Opgaven 2", "Opgaven 3"]
    columns = {name: [cell.value for cell in found[name]["A"]] for name in ("Opgaven", "Opgaven 2", "Opgaven 3")}
    assert columns == {
        "Opgaven": ["Bedrag", 0.1, 0.2, None, 0.3],
        "Opgaven 2": ["Bedrag", 0.3, 0.4, None, 0.7],
        "Opgaven 3": ["Bedrag", 0.5, None, 0.5],
    }
    assert found["Opgaven 2"].freeze_panes == "B2"
    assert [found[name].protection.sheet for name in columns] == [True, True, True]


def test_a_choice_is_offered_in_every_row_of_its_column() -> None:
    columns = (Column("Opgave", CellKind.WHOLE), Column("Uitkomst", choices=("goed", "fout")), Column("Reden", choices=("A", "B", "C")))
    sheet = Sheet("Opgaven", (Table(columns, ((1, "", "A"), (2, "goed", ""))),), is_register=True)
    found = load_workbook(io.BytesIO(written(Workbook("Titel", "Gemeente Rijswijk", NOW, (sheet,)))))
    lists = [(str(each.sqref), each.formula1) for each in found["Opgaven"].data_validations.dataValidation]
    assert lists == [("B2:B3", "Keuzes!$A$1:$B$1"), ("C2:C3", "Keuzes!$A$2:$C$2")]
    assert [[cell.value for cell in row] for row in found["Keuzes"]["A1:C2"]] == [["goed", "fout", None], ["A", "B", "C"]]
    assert found["Keuzes"].sheet_state == "hidden"
