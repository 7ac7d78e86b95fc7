"""What cells show is found however a program writes them: attributes in any order, prefixes, empty columns, other parts of the workbook."""

from io import BytesIO
from zipfile import ZipFile

import pytest

import imports
from imports.spreadsheet import read_tables
from imports.spreadsheet_process import archive, parts, program, weight
from imports.spreadsheet_process.formats import Showing, amount_text, percentage_text
from imports.spreadsheet_process.shared_texts import SharedTexts
from imports.spreadsheet_process.shown import look_up
from imports.spreadsheet_process.tags import FEW_STYLES, prefix_in
from tests.imports.workbooks import HEADER, SNOW, with_parts, workbook

NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
PERCENT: dict[bytes, Showing] = {b"1": percentage_text}
LOOKS = f"""<styleSheet {NAMES}><numFmts count="1"><numFmt numFmtId="170" formatCode="[$$-409]#,##0"/></numFmts>
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/></cellXfs></styleSheet>"""


def sheet(*rows: str) -> str:
    return f"<worksheet {NAMES}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def holding(xml: str, **others: str) -> bytes:
    return with_parts(
        workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode(), STYLES: LOOKS.encode()} | {k: v.encode() for k, v in others.items()}
    )


@pytest.mark.parametrize(
    "cell",
    [
        'r="B2" s="1"',
        'r="B2" s="1" t="n"',
        'r="B2" t="n" s="1"',
        's="1" r="B2"',
        't="n" s="1" r="B2"',
        'r="B2" s="1" cm="1"',
        'cm="1" r="B2" s="1"',
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_style_counts_wherever_it_stands_in_a_cell(cell: str, prefix: str) -> None:
    xml = f"<{prefix}row><{prefix}c {cell}><{prefix}v>0.05</{prefix}v></{prefix}c></{prefix}row>"
    assert look_up([xml.encode()], PERCENT, prefix.encode()) == [(1, 1, percentage_text)]


@pytest.mark.parametrize("kind", ["s", "str", "inlineStr", "b", "e"])
def test_a_format_of_numbers_says_nothing_of_another_cell(kind: str) -> None:
    for cell in (f'r="B2" s="1" t="{kind}"', f'r="B2" t="{kind}" s="1"', f's="1" t="{kind}" r="B2"'):
        assert not look_up([f"<c {cell}></c>".encode()], PERCENT)


def test_of_many_styles_each_is_known() -> None:
    many = dict.fromkeys((str(number).encode() for number in range(FEW_STYLES + 1)), percentage_text)
    xml = b'<c r="A1" s="7"><v>1</v></c><c r="B1" s="700"><v>1</v></c>'
    assert look_up([xml], many) == [(0, 0, percentage_text)]
    assert look_up([b'<c s="8" r="C1"><v>1</v></c>'], many) == [(0, 2, percentage_text)]


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c t="e" r="B2"><v>#N/A</v></c>', "#N/A"),
        ('<c r="B2" s="1" t="e" cm="1"><f>A1</f> <v>#REF!</v></c>', "#REF!"),
        ('<c r="B2" s="3"><f t="shared" si="0"/></c>', "#FORMULE"),
        ('<c s="3" r="B2" cm="1">\n<f>A1</f>\n<v></v>\n</c>', "#FORMULE"),
        ('<c r="B2"><f>A1</f><v/></c>', "#FORMULE"),
    ],
)
def test_an_error_and_a_formula_without_outcome_are_found_however_they_are_written(cell: str, shown: str, prefix: str) -> None:
    written = cell.replace("</", f"</{prefix}").replace("<c", f"<{prefix}c").replace("<f", f"<{prefix}f").replace("<v", f"<{prefix}v")
    [(row, column, showing)] = look_up([written.encode()], {}, prefix.encode())
    assert (row, column, showing("")) == (1, 1, shown)
    assert not look_up([b'<c r="A1" t="str"><f>A2</f><v></v></c><c r="B1"/><c r="C1"><f>A1</f><v>5</v></c>'], {})


def test_the_prefix_of_a_sheet_is_that_of_its_rows() -> None:
    assert prefix_in(b"<x:worksheet><x:sheetData><x:row>") == b"x:"
    assert prefix_in(b"<worksheet><sheetData><row>") == prefix_in(b"") == b""


def test_a_workbook_with_prefixes_shows_what_its_formats_show() -> None:
    cells = '<c r="A1" s="1"><v>0.05</v></c><c r="B1" t="n" s="2"><v>5</v></c><c r="C1"><f>A1</f></c>'
    xml = sheet(f'<row r="1">{cells}</row>').replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns", "xmlns:x")
    [table] = read_tables(content=holding(xml))
    assert list(map(tuple, table.rows)) == [("5%", "$ 5", "#FORMULE")]


@pytest.mark.parametrize("in_parts", [False, True])
def test_formulas_without_outcome_are_shown_beside_the_last_value(in_parts: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="C{row}"><f>A{row}</f></c><c r="ZZ{row}"><f>1</f></c></row>'
        for row in range(1, 60)
    ]
    monkeypatch.setattr(archive, "READ_AT_ONCE", 100)
    monkeypatch.setattr(parts, "PART_BYTES", 200)
    monkeypatch.setattr(program, "is_read_in_parts", lambda _archive: in_parts)
    values = list(program.read_sheets(holding(sheet(*rows)), (1_000, 100)))
    cells = [cells for _place, _row, columns in values[1:] if columns for cells in zip(*columns, strict=True)]
    assert cells == [(str(row), "", "#FORMULE") for row in range(1, 60)]
    assert (len(values) > 5) is in_parts


def test_other_parts_of_a_workbook_are_not_read_with_every_part_of_the_rows() -> None:
    content = holding(
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), **{"xl/pivotCache/pivotCacheRecords1.xml": "<x/>", "xl/calcChain.xml": "<x/>"}
    )
    cut = parts.CutWorkbook(ZipFile(BytesIO(content)))
    [part] = cut.parts()
    kept = ZipFile(BytesIO(cut.holding(part))).namelist()
    assert {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", STYLES, SHEET} <= set(kept)
    assert not [name for name in kept if "pivot" in name or "calc" in name or "theme" in name]


def test_a_sheet_that_begins_otherwise_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 60))
    content = holding(f"<worksheet {NAMES}><sheetData >{rows}</sheetData></worksheet>")
    monkeypatch.setattr(weight, "LARGE_SHEET", 0)
    assert not weight.is_read_in_parts(ZipFile(BytesIO(content)))
    monkeypatch.setattr(parts, "PART_BYTES", 100)
    monkeypatch.setattr(archive, "READ_AT_ONCE", 100)
    monkeypatch.setattr(program, "is_read_in_parts", lambda _archive: True)
    values = list(program.read_sheets(content, (1_000, 100)))
    assert [row for _place, _row, columns in values[1:] if columns for row in columns[0]] == [str(row) for row in range(1, 60)]


def test_shared_texts_are_counted_however_they_begin() -> None:
    xml = b"<sst><si><t>a</t></si><si\n><t>b</t></si><si\tx='1'><t>c</t></si></sst>"
    assert SharedTexts(xml).of([b"<v>2</v>"]) == b"<sst><si><t/></si><si><t/></si><si\tx='1'><t>c</t></si></sst>"


@pytest.mark.parametrize(
    ("code", "amount"),
    [("[$kr-414] #,##0", "kr 250000"), ("[$¥-411]#,##0", "¥ 250000"), ("[$HUF] #,##0", "HUF 250000"), ("[$A$-C09]#,##0", "A$ 250000")],
)
def test_an_amount_in_any_currency_that_is_not_the_euro_is_asked(code: str, amount: str) -> None:
    assert amount_text("250000", currency=amount.split()[0]) == amount
    content = workbook(Register=[HEADER, (*SNOW[:4], (250_000, code), *SNOW[5:])])
    reading = imports.read(content)
    assert reading.rows[0].raw["contract_sum"] == amount
    assert any(problem.severity == "error" and problem.field in ("contract_sum", "currency") for problem in reading.problems)
