"""Large sheets: what cells show is found wherever a piece of the XML ends, and nothing shows where one process read on for another."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from operator import itemgetter
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from imports import UnreadableFile, spreadsheet
from imports.spreadsheet import read_tables, tables_of_archive
from imports.spreadsheet_process import archive, shares
from imports.spreadsheet_process.program import read_sheets
from imports.spreadsheet_process.shares import Share
from imports.spreadsheet_process.shown import cells_shown_otherwise, styled_cells
from tests.imports.workbooks import HEADER, SNOW, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"
ERROR = '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'


@pytest.mark.parametrize("size", [1, 7, 100])
def test_an_error_is_found_wherever_a_part_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{ERROR.replace("D2", f"D{row}")}</row>' for row in range(1, 9))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})
    monkeypatch.setattr(archive, "READ_AT_ONCE", size)
    shown = cells_shown_otherwise(content)["Register"]
    assert {row: [(column, showing("")) for column, showing in cells] for row, cells in shown.items()} == {
        row: [(3, "#DIV/0!")] for row in range(8)
    }


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


def told_of(content: bytes, of: int) -> tuple[Any, dict[int, list[tuple[str, ...]]]]:
    """Return the heads as the first share tells them, and by sheet the rows of all shares, without what is empty at their end."""
    heads: list[Any] = []
    found: dict[int, list[tuple[str, ...]]] = {}
    parts: list[Any] = []
    for place in range(of):
        values = read_sheets(content, (1_000, 100), Share(place, of))
        heads.append(next(values))
        parts += (value for value in values if value[2] is not None)
    for sheet, row, columns in sorted(parts, key=itemgetter(1)):
        read = found.setdefault(sheet, [])
        assert len(read) <= row
        read += [()] * (row - len(read))
        read += (tuple("\t".join(cells).rstrip("\t").split("\t")) for cells in zip(*columns, strict=True))
    return heads[0], {sheet: [() if cells == ("",) else cells for cells in read] for sheet, read in found.items()}


@pytest.mark.parametrize(("part", "kept"), [(1, 0), (700, 0), (700, 1_000_000), (1_000_000, 0)])
@pytest.mark.parametrize("of", [2, 3, 9])
@pytest.mark.parametrize("size", [150, 1_000])
@pytest.mark.parametrize(
    "content",
    [written_by_xlsxwriter(has_shared_texts=True), written_by_xlsxwriter(has_shared_texts=False), written_by_openpyxl()],
    ids=["shared texts", "texts in their cells", "openpyxl"],
)
def test_shares_of_a_workbook_are_the_workbook(
    content: bytes, size: int, of: int, part: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told_of(content, 1)
    monkeypatch.setattr(archive, "READ_AT_ONCE", size)
    monkeypatch.setattr(shares, "PART_BYTES", part)
    monkeypatch.setattr(shares, "MOST_KEPT", kept)
    assert told_of(content, of) == whole
    assert len(whole[1][0]) >= 120


@pytest.mark.parametrize(
    ("rows_written", "is_cut"),
    [
        ('<row spans="1:2"><c t="inlineStr"><is><t>{}</t></is></c></row>', False),
        ('<row spans="1:2" r="{}"><c r="A{}"><v>{}</v></c></row>', False),
        ("<x:row r='{}'><x:c r='A{}'><x:v>{}</x:v></x:c></x:row>", False),
        ('<row r="{}"><c><v>{}</v></c></row>', True),
    ],
)
def test_rows_that_do_not_tell_their_number_first_are_all_in_one_share(
    rows_written: str, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = "x:" if "<x:" in rows_written else ""
    written = "".join(rows_written.replace("{}", str(row)) for row in range(1, 60))
    name = f'xmlns{":x" if prefix else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    xml = f"<{prefix}worksheet {name}><{prefix}sheetData>{written}</{prefix}sheetData></{prefix}worksheet>"
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})
    monkeypatch.setattr(archive, "READ_AT_ONCE", 200)
    monkeypatch.setattr(shares, "PART_BYTES", 400)
    assert told_of(content, 4)[1] == told_of(content, 1)[1] == {0: [(str(row),) for row in range(1, 60)]}
    second = [row for _sheet, row, columns in list(read_sheets(content, (1_000, 100), Share(1, 2)))[1:] if columns]
    assert bool(second) is is_cut


def test_rows_in_disorder_are_refused_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [*range(1, 40), 90, *range(41, 80)]
    written = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in places)
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{written}</sheetData></worksheet>'
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})
    monkeypatch.setattr(archive, "READ_AT_ONCE", 50)
    monkeypatch.setattr(shares, "PART_BYTES", 200)
    with pytest.raises(ValueError, match="Span"):
        told_of(content, 2)


def test_a_large_sheet_is_read_by_several_processes_as_by_one() -> None:
    content = workbook(Blad1=list(rows(15_000)), Blad2=[HEADER, SNOW])
    whole, divided = read_tables(content=content), read_tables(content=content, processes=3)
    assert [list(map(tuple, table.rows)) for table in divided] == [list(map(tuple, table.rows)) for table in whole]
    assert [(table.name, table.height) for table in divided] == [("Blad1", 15_000), ("Blad2", 2)]


@pytest.mark.parametrize(("row", "processes"), [('<row r="{}">', 2), ('<row spans="1:2" r="{}">', 1)])
def test_a_large_sheet_is_dealt_out_when_it_can_be_cut(row: str, processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    written = "".join(f"{row.format(place)}<c><v>{place}</v></c></row>" for place in range(1, 200))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{written}</sheetData></worksheet>'
    dealt: list[int] = []
    monkeypatch.setattr(spreadsheet, "LARGE_SHEET", len(xml))
    monkeypatch.setattr(spreadsheet, "read_tables", lambda *, content, processes: dealt.append(processes))
    tables_of_archive(with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()}))
    tables_of_archive(with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml[1:].encode()}))
    assert dealt == [processes, 1]


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
    assert list(styled_cells(xml, {b"1": str})) == [(b"A", b"2", b"1")]


def test_sheets_may_not_have_too_many_rows_together() -> None:
    content = workbook(**{f"Blad{number}": [HEADER, SNOW, SNOW] for number in range(7)})
    assert len(list(read_sheets(content, (11, 100), Share(0, 1)))) > 7
    with pytest.raises(OverflowError):
        list(read_sheets(content, (10, 100), Share(0, 1)))


def test_a_sheet_in_which_no_cell_comes_is_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = b"<worksheet><sheetData>" + b" " * 5_000 + b"</sheetData></worksheet>"
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml})
    monkeypatch.setattr(archive, "READ_AT_ONCE", 100)
    assert list(read_sheets(content, (10, 100), Share(0, 2)))
    monkeypatch.setattr(archive, "MOST_WITHOUT", 1_000)
    with pytest.raises(MemoryError):
        list(read_sheets(content, (10, 100), Share(0, 2)))
