"""The texts that cells of a workbook share: of a part of the rows only those that it shows are read, each in its own place."""

from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter

from imports.spreadsheet_process import archive, parts, weight
from imports.spreadsheet_process.program import read_sheets
from imports.spreadsheet_process.shared_texts import NO_TEXT, SharedTexts
from imports.spreadsheet_process.weight import Weight, is_read_in_parts
from tests.imports.test_large_workbooks import told_of
from tests.imports.workbooks import HEADER, SNOW, with_parts, workbook

TEXTS = b'<sst count="9"><si><t>nul</t></si><si><r><t>een &lt;si&gt;</t></r></si><si/><si xml:space="p"><t> drie </t></si></sst>'


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        (b"<c><v>1</v></c>", NO_TEXT + b"<si><r><t>een &lt;si&gt;</t></r></si>"),
        (b"<x:v> 3\n</x:v><v>0</v>", b"<si><t>nul</t></si>" + 2 * NO_TEXT + b'<si xml:space="p"><t> drie </t></si>'),
        (b"<v>2</v><v>2</v><v>45123</v><v>-1</v><v>0,5</v>", 2 * NO_TEXT + b"<si/>"),
        (b"<row/>", b""),
    ],
)
def test_the_texts_that_rows_show_keep_their_place(rows: bytes, texts: bytes) -> None:
    assert SharedTexts(TEXTS).of([b"<head>", rows]) == b'<sst count="9">' + texts + b"</sst>"


@pytest.mark.parametrize(
    "xml", [b"<sst></sst>", b"<x:sst><x:si/></x:sst>", b"<sst><si><t><![CDATA[<si>]]></t></si></sst>", b"<sst><si>", b""]
)
def test_texts_that_are_written_otherwise_go_whole(xml: bytes) -> None:
    assert SharedTexts(xml).of([b"<v>0</v>"]) == xml


def rich(count: int) -> bytes:
    """Return a workbook with texts in every form that Excel shares them in, of which many come again and some are empty."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet("Register"), book.add_format({"bold": True})
        for row in range(count):
            sheet.write_row(row, 0, [f"C-{row}", "Groen & <grijs>", " spaties ", row, "één" if row % 2 else "\n"])
            sheet.write_rich_string(row, 5, "deels ", bold, f"vet {row % 5}")
    return content.getvalue()


def test_what_cannot_be_held_as_a_whole_is_read_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    content = rich(90)
    whole = told_of(content)
    monkeypatch.setattr(weight, "MOST_AS_A_WHOLE", 1)
    monkeypatch.setattr(archive, "READ_AT_ONCE", 300)
    monkeypatch.setattr(parts, "PART_BYTES", 900)
    monkeypatch.setattr(weight, "LARGE_SHEET", 0)
    monkeypatch.setattr(weight, "FEW_TEXTS", 0)
    in_parts = [value for value in list(read_sheets(content, (1_000, 100)))[1:] if value[2]]
    assert len(in_parts) > 5
    assert told_of(content) == whole and whole[1][0][7][5] == "deels vet 2"


def test_a_sheet_that_cannot_be_cut_is_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row spans="1:1" r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 60))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    content = with_parts(workbook(Register=[HEADER, SNOW]), {"xl/worksheets/sheet1.xml": xml.encode()})
    monkeypatch.setattr(weight, "MOST_AS_A_WHOLE", 1)
    monkeypatch.setattr(archive, "READ_AT_ONCE", 50)
    monkeypatch.setattr(archive, "MOST_WITHOUT", 100)
    assert len(told_of(content)[1][0]) == 59


@pytest.mark.parametrize(
    ("sheet_megabytes", "text_megabytes", "in_parts"),
    [(20, 1, False), (30, 1, True), (300, 1, True), (30, 20, False), (93, 23, True), (52, 29, True), (300, 120, True)],
)
def test_a_large_sheet_is_read_in_parts_where_that_pays(
    sheet_megabytes: int, text_megabytes: int, in_parts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ZipFile(BytesIO(workbook(Register=[HEADER, SNOW]))) as opened:
        sheet = opened.getinfo("xl/worksheets/sheet1.xml")
        found = Weight(sheet, 0, text_megabytes * 1024 * 1024)
        sheet.file_size = sheet_megabytes * 1024 * 1024
        monkeypatch.setattr(weight, "weight", lambda _archive: found)
        monkeypatch.setattr(weight, "tells_rows", lambda _archive, _sheet: True)
        assert is_read_in_parts(opened) is in_parts
        monkeypatch.setattr(weight, "tells_rows", lambda _archive, _sheet: False)
        assert not is_read_in_parts(opened)
