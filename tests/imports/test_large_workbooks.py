"""Sheets of which the XML is looked at part by part: what cells show is found wherever a part ends."""

import pytest

from imports import spreadsheet_process
from imports.spreadsheet_process import cells_shown_otherwise
from tests.imports.workbooks import HEADER, SNOW, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"
ERROR = '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'


@pytest.mark.parametrize("size", [1, 7, 100])
def test_an_error_is_found_wherever_a_part_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{ERROR.replace("D2", f"D{row}")}</row>' for row in range(1, 9))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    content = with_parts(workbook(Register=[HEADER, SNOW]), {SHEET: xml.encode()})
    whole = cells_shown_otherwise(content)
    assert whole["Register"] == {0: [(row, 3, "#DIV/0!") for row in range(8)]}
    monkeypatch.setattr(spreadsheet_process, "READ_AT_ONCE", size)
    assert cells_shown_otherwise(content) == whole
