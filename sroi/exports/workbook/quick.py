"""A worksheet that takes a whole row at once, as text of the file format.

XlsxWriter keeps each cell as an object and writes it with some ten calls, which is most of the time that a large sheet takes. Here
a row is made as one text and put where XlsxWriter puts its own rows in constant_memory mode, so that all else of the file stays its work.
Source of the elements: ECMA-376 part 1, 18.3.1.4 (c) and 18.3.1.73 (row).
"""

import re
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sroi.exports.workbook.looks import LIKE_A_FORMULA, clean, figure, serial
from sroi.exports.workbook.model import Formula, Value, letters

# Text that looks like an escape of the file format is escaped itself.
LIKE_AN_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")


class QuickWorksheet(Worksheet):  # type: ignore[misc]
    """A worksheet of a workbook in constant_memory mode."""

    def put_row(self, *, row: int, cells: str, columns: int, lines: int = 1, line_height: int = 15) -> None:
        """Write row `row` (from 0), below all that was written, of so many columns and as high as so many lines of text."""
        self._check_dimensions(row, 0)
        self._check_dimensions(row, columns - 1)
        self._write_single_row(row)  # what is still held of the row before
        height = f' ht="{lines * line_height}" customHeight="1"' if lines > 1 else ""
        self.fh.write(f'<row r="{row + 1}"{height}>{cells}</row>')


class ColumnCells:
    """Makes the cells of one column. `quoted` is the look of a text that a spreadsheet would take for a formula."""

    def __init__(self, index: int, look: Format, quoted: Format) -> None:
        self._start = f'<c r="{letters(index)}'
        self._look, self._quoted = (f'" s="{each._get_xf_index()}"' for each in (look, quoted))

    def cell(self, value: Value, number: int) -> str:
        """Return the cell of row `number`, from 1."""
        start = f"{self._start}{number}"
        # Most common first: a large sheet has a million cells.
        if isinstance(value, str):
            return self._text(start, clean(value)) if value else f"{start}{self._look}/>"
        if isinstance(value, Decimal | int):
            return f"{start}{self._look}><v>{figure(value):.16G}</v></c>"
        if value is None:
            return f"{start}{self._look}/>"
        if isinstance(value, date):
            return f"{start}{self._look}><v>{serial(value)}</v></c>"
        assert isinstance(value, Formula)
        return f"{start}{self._look}><f>{escape(value.text.removeprefix('='))}</f><v>{figure(value.value):.16G}</v></c>"

    def _text(self, start: str, text: str) -> str:
        look = self._quoted if text.startswith(LIKE_A_FORMULA) else self._look
        space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        if "_x" in text:
            text = LIKE_AN_ESCAPE.sub(r"_x005F\1", text)
        if "&" in text or "<" in text or ">" in text:
            text = escape(text)
        return f'{start}{look} t="inlineStr"><is><t{space}>{text}</t></is></c>'
