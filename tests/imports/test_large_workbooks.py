"""Large sheets: what cells show is found wherever a piece of the XML ends, and nothing shows where one part of the rows ended."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from openpyxl import Workbook

from imports import UnreadableFile, spreadsheet
from imports.spreadsheet import read_tables, tables_of_archive
from imports.spreadsheet_process import archive, parts, program, weight
from imports.spreadsheet_process.parts import CutWorkbook
from imports.spreadsheet_process.program import read_sheets
from imports.spreadsheet_process.shown import cells_shown_otherwise, look_up
from imports.spreadsheet_process.weight import is_read_in_parts
from tests.imports.workbooks import HEADER, SNOW, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"
NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ERROR = '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'


@pytest.mark.parametrize("size", [1, 7, 100])
def test_an_error_is_found_wherever_a_part_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{ERROR.replace("D2", f"D{row}")}</row>' for row in range(1, 9))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})
    monkeypatch.setattr(archive, "READ_AT_ONCE", size)
    shown = cells_shown_otherwise(ZipFile(BytesIO(content)))["Register"]
    assert [(row, column, showing("")) for row, column, showing in shown] == [(row, 3, "#DIV/0!") for row in range(8)]


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    return ((f"2024-{row}", "Groen & <grijs>", row * 1.5, row % 7 / 100, None if row % 3 else "x", row % 2 == 0) for row in range(count))


def written_by_xlsxwriter(*, has_shared_texts: bool) -> bytes:
    """Return three sheets: rows with gaps between them and merged cells, an empty one, and a hidden one that starts low."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": not has_shared_texts, "in_memory": has_shared_texts}) as book:
        sheet, percentage = book.add_worksheet("Contracten"), book.add_format({"num_format": "0%"})
        for row, cells in enumerate(rows(120)):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row + row // 25 * 4, column + 1, cell, percentage if column == 3 else None)
        if has_shared_texts:
            sheet.merge_range("J3:J90", "samen")
        book.add_worksheet("Leeg")
        hidden = book.add_worksheet("Verborgen")
        hidden.write(5, 2, "eén")
        hidden.write_formula(6, 2, "=1/0", None, "#DIV/0!")
        hidden.hide()
    return content.getvalue()


def written_by_openpyxl() -> bytes:
    book, content = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for cells in rows(120):
        sheet.append(cells)
    sheet["A1"] = "  met spaties "
    sheet["G60"], sheet["G60"].number_format = date(2024, 3, 1), "dd-mm-yyyy"
    sheet.merge_cells("H2:I70")
    book.create_sheet("Tweede")["C3"] = 5
    book.save(content)
    return content.getvalue()


def told_of(content: bytes) -> tuple[Any, dict[int, list[tuple[str, ...]]]]:
    """Return the heads and by sheet the rows, without what is empty at their end."""
    heads, *parts = read_sheets(content, (1_000, 100))
    found: dict[int, list[tuple[str, ...]]] = {}
    for sheet, row, columns in parts:
        if columns is not None:
            read = found.setdefault(sheet, [])
            assert len(read) <= row
            read += [()] * (row - len(read))
            read += (tuple("\t".join(cells).rstrip("\t").split("\t")) for cells in zip(*columns, strict=True))
    assert [sheet for sheet, _row, columns in parts if columns is None] == list(range(len(heads)))
    return heads, {sheet: [() if cells == ("",) else cells for cells in read] for sheet, read in found.items()}


@pytest.mark.parametrize(("part", "kept"), [(1, 0), (700, 0), (700, 1_000_000), (1_000_000, 0)])
@pytest.mark.parametrize("size", [150, 400, 1_000])
@pytest.mark.parametrize(
    "content",
    [written_by_xlsxwriter(has_shared_texts=True), written_by_xlsxwriter(has_shared_texts=False), written_by_openpyxl()],
    ids=["shared texts", "texts in their cells", "openpyxl"],
)
def test_parts_of_a_workbook_are_the_workbook(content: bytes, size: int, part: int, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told_of(content)
    monkeypatch.setattr(archive, "READ_AT_ONCE", size)
    monkeypatch.setattr(weight, "LARGE_SHEET", 0)
    monkeypatch.setattr(parts, "PART_BYTES", part)
    monkeypatch.setattr(weight, "MOST_KEPT", kept)
    assert told_of(content) == whole
    assert len(whole[1][0]) >= 120
    assert (len(list(CutWorkbook(ZipFile(BytesIO(content))).parts())) > 1) is (part < len(content))


@pytest.mark.parametrize(
    ("rows_written", "is_cut"),
    [
        ('<row spans="1:2"><c t="inlineStr"><is><t>{}</t></is></c></row>', False),
        ('<row spans="1:2" r="{}"><c r="A{}"><v>{}</v></c></row>', False),
        ("<x:row r='{}'><x:c r='A{}'><x:v>{}</x:v></x:c></x:row>", False),
        ('<row r="{}"><c><v>{}</v></c></row>', True),
    ],
)
def test_rows_that_do_not_tell_their_number_first_are_all_in_one_part(
    rows_written: str, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = "x:" if "<x:" in rows_written else ""
    written = "".join(rows_written.replace("{}", str(row)) for row in range(1, 60))
    name = f'xmlns{":x" if prefix else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    xml = f"<{prefix}worksheet {name}><{prefix}sheetData>{written}</{prefix}sheetData></{prefix}worksheet>"
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})
    monkeypatch.setattr(archive, "READ_AT_ONCE", 200)
    monkeypatch.setattr(parts, "PART_BYTES", 400)
    monkeypatch.setattr(weight, "LARGE_SHEET", 0)
    whole = told_of(content)[1]
    monkeypatch.setattr(program, "is_read_in_parts", lambda _archive: True)
    assert told_of(content)[1] == whole == {0: [(str(row),) for row in range(1, 60)]}
    assert (len(list(CutWorkbook(ZipFile(BytesIO(content))).parts())) > 1) is is_cut


def sheet_of(*written: str) -> bytes:
    """Return a workbook of one sheet with rows as they are written, which is read in small parts."""
    xml = f'<worksheet xmlns="{NAMES}"><sheetData>{"".join(written)}</sheetData></worksheet>'
    return with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every sheet in parts of some rows."""
    monkeypatch.setattr(archive, "READ_AT_ONCE", 50)
    monkeypatch.setattr(parts, "PART_BYTES", 200)
    monkeypatch.setattr(weight, "LARGE_SHEET", 0)


@pytest.mark.parametrize("places", [[*range(1, 40), 90, *range(41, 80)], [*range(41, 80), *range(1, 41)], [*range(1, 80), 3]])
def test_rows_in_disorder_are_read_as_those_of_a_small_sheet(places: list[int], small_parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {row: (str(value),) for value, row in enumerate(places)}
    content = sheet_of(*(f'<row r="{row}"><c r="A{row}"><v>{value}</v></c></row>' for value, row in enumerate(places)))
    in_parts = told_of(content)
    assert in_parts[1] == {0: [found.get(row, ()) for row in range(1, max(places) + 1)]}
    monkeypatch.setattr(weight, "LARGE_SHEET", len(content) * 100)
    assert told_of(content) == in_parts


@pytest.mark.parametrize("kept", [0, 1_000_000])
def test_rows_in_disorder_that_are_too_many_to_sort_are_refused(kept: int, small_parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "MOST_KEPT", kept)
    monkeypatch.setattr(weight, "MOST_AS_A_WHOLE", 1)
    with pytest.raises(parts.RowsOutOfOrder):
        told_of(sheet_of(*(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in [*range(41, 80), *range(1, 41)])))


def test_a_cell_that_says_it_is_in_a_row_far_away_is_refused_not_lost(small_parts: None) -> None:
    with pytest.raises(ValueError, match="Span"):
        told_of(sheet_of(*(f'<row r="{row}"><c r="A{90 if row == 40 else row}"><v>{row}</v></c></row>' for row in range(1, 80))))


@pytest.mark.parametrize("part", [1, 60, 200, 1_000_000])
def test_rows_of_nothing_but_formulas_without_outcome_are_shown_wherever_a_part_ends(
    part: int, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, formula = '<row r="{0}"><c r="B{0}"><v>{0}</v></c></row>', '<row r="{0}"><c r="A{0}"><f>B1</f></c></row>'
    content = sheet_of(*((formula if row % 3 or row > 30 else value).format(row) for row in range(2, 41)))
    monkeypatch.setattr(parts, "PART_BYTES", part)
    read = told_of(content)
    assert read[0] == [("Register", False, [], 40)]
    assert read[1] == {0: [(), *(("#FORMULE",) if row % 3 or row > 30 else ("", str(row)) for row in range(2, 41))]}
    monkeypatch.setattr(weight, "LARGE_SHEET", len(content) * 100)
    assert told_of(content) == read
    with pytest.raises(OverflowError):
        list(read_sheets(content, (39, 100)))


def test_a_sheet_of_nothing_but_formulas_without_outcome_shows_them() -> None:
    assert told_of(sheet_of('<row r="2"><c r="C2"><f>A1</f></c></row>'))[1] == {0: [(), ("", "", "#FORMULE")]}


def test_a_large_sheet_is_read_in_parts_as_one() -> None:
    text = "Groen & grijs" * 200
    written = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is><t>{text.replace("&", "&amp;")}</t></is></c></row>'
        for row in range(1, 10_001)
    )
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{written}</sheetData></worksheet>'
    content = with_parts(workbook(Blad1=[HEADER], Blad2=[HEADER, SNOW]), {SHEET: xml.encode()})
    assert is_read_in_parts(ZipFile(BytesIO(content)))
    large, small = read_tables(content=content)
    assert list(map(tuple, large.rows)) == [(str(row), text) for row in range(1, 10_001)]
    assert [(table.name, table.height) for table in (large, small)] == [("Blad1", 10_000), ("Blad2", 2)]
    assert [cells[0] for cells in small.rows] == [HEADER[0], SNOW[0]]


@pytest.mark.parametrize(("row", "is_cut"), [('<row r="{}">', True), ('<row spans="1:2" r="{}">', False)])
def test_a_large_sheet_is_read_in_parts_when_it_can_be_cut(row: str, is_cut: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    written = "".join(f"{row.format(place)}<c><v>{place}</v></c></row>" for place in range(1, 200))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{written}</sheetData></worksheet>'
    monkeypatch.setattr(weight, "LARGE_SHEET", len(xml))

    large, small = (with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: sheet.encode()}) for sheet in (xml, xml[1:]))
    assert is_read_in_parts(ZipFile(BytesIO(large))) is is_cut
    assert not is_read_in_parts(ZipFile(BytesIO(small)))


def test_a_workbook_may_be_large_unless_it_is_packed_too_tightly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ALWAYS_UNPACKED", 1_000)
    sheet = workbook(Blad1=list(rows(50)))
    assert len(tables_of_archive(sheet)) == 1
    with pytest.raises(UnreadableFile, match="te groot om te lezen"):
        tables_of_archive(with_parts(sheet, {"docProps/app.xml": b"0" * 100 * len(sheet)}))


@pytest.mark.parametrize(
    ("number_format", "cell", "shown"),
    [
        ("[$£-809]#,##0.00", 250_000, "£ 250000"),
        ('"$"#,##0', 250_000.5, "$ 250000,5"),
        ("$#,##0", 250_000, "$ 250000"),
        ("[$$-409]#,##0.00", 250_000, "$ 250000"),
        ("[$USD] #,##0", -5, "USD -5"),
        ('#,##0 "CHF"', 250_000, "CHF 250000"),
        ("[$-413]#,##0.00", 250_000, "250000"),
        ("_ [$€-413] * #,##0.00", 250_000, "250000"),
        ('"€" #,##0.00', 250_000, "250000"),
        ("[$£-809]#,##0.00", "n.t.b.", "n.t.b."),
        ("0.0%", 0.05, "5%"),
    ],
)
def test_an_amount_comes_with_the_currency_that_its_format_shows(number_format: str, cell: object, shown: str) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, look, plain = book.add_worksheet(), book.add_format({"num_format": number_format}), book.add_format({"num_format": "0"})
        sheet.set_row(1, None, look)
        sheet.write_row(0, 0, ("Nummer", "Waarde", "Stad"))
        sheet.write(1, 0, "2024-1", plain)
        sheet.write(1, 1, cell, look)
        sheet.write(1, 2, 7, plain)
    [table] = read_tables(content=content.getvalue())
    assert [tuple(cells) for cells in table.rows][1] == ("2024-1", shown, "7")


def test_the_style_of_a_row_is_not_that_of_a_cell() -> None:
    xml = b'<row r="2" s="1" customFormat="1"><c r="A2" s="1"><v>5</v></c><c r="B2" s="2"/></row><row r="3" spans="1:2" s="1"></row>'
    assert look_up([xml], {b"1": str}) == [(1, 0, str)]


def test_sheets_may_not_have_too_many_rows_together() -> None:
    content = workbook(**{f"Blad{number}": [HEADER, SNOW, SNOW] for number in range(7)})
    assert len(list(read_sheets(content, (11, 100)))) > 7
    with pytest.raises(OverflowError):
        list(read_sheets(content, (10, 100)))


def test_a_sheet_in_which_no_cell_comes_is_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = b"<worksheet><sheetData>" + b" " * 5_000 + b"</sheetData></worksheet>"
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml})
    monkeypatch.setattr(archive, "READ_AT_ONCE", 100)
    monkeypatch.setattr(program, "is_read_in_parts", lambda _archive: True)
    assert list(read_sheets(content, (10, 100)))
    monkeypatch.setattr(archive, "MOST_WITHOUT", 1_000)
    with pytest.raises(MemoryError):
        list(read_sheets(content, (10, 100)))
