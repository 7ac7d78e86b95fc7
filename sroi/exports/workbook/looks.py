"""How cells look: their formats, each made once for a workbook, and what a cell can hold of a text."""

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sroi.exports.workbook.model import CellKind

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

MAX_TEXT = 32_767
# What XML cannot hold, and control characters that have no meaning in a cell.
NOT_IN_A_CELL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A spreadsheet would take such a text for a formula if someone edits the cell.
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Where something may be filled in.
OPEN = "#FFF8DC"
DARK, LIGHT, RULE = "#14613A", "#EEF6F1", "#8FC1A4"
# The locale 413 is Dutch (Netherlands): points between thousands and a decimal comma, whoever opens it.
NUMBER_FORMATS = {
    CellKind.TEXT: "General",
    CellKind.LONG_TEXT: "General",
    CellKind.EUROS: "[$-413]€ #,##0.00",
    CellKind.DATE: "dd-mm-yyyy",
    CellKind.WHOLE: "[$-413]#,##0",
    CellKind.DECIMAL: "[$-413]#,##0.00",
    CellKind.SHARE: "[$-413]0.0%",
}
DAY_ZERO = date(1899, 12, 30).toordinal()
TEXTS = (CellKind.TEXT, CellKind.LONG_TEXT)


def clean(text: str) -> str:
    """Return a text as a cell can hold it: without control characters, and no longer than a cell is."""
    if text.isprintable() and len(text) <= MAX_TEXT:
        return text
    return NOT_IN_A_CELL.sub("", text.replace("\r\n", "\n"))[:MAX_TEXT]


def figure(exact: Decimal | int) -> float | int:
    """Return an exact amount as a cell holds it; the only place where one becomes a float."""
    return exact if isinstance(exact, int) else float(exact)


def serial(day: date) -> int:
    """Return a day as a spreadsheet counts days. Source: ECMA-376, the date system of 1900, which is right from 1 March 1900."""
    return day.toordinal() - DAY_ZERO


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self.title = self._format(bold=True, font_size=16, font_color=DARK)
        self.heading = self._format(bold=True, font_size=12, font_color=DARK)
        self.empty = self._format(italic=True, indent=1)

    def header(self, kind: CellKind) -> "Format":
        """Return how the header of a column of this kind looks."""
        look = {"bold": True, "bg_color": DARK, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        return self._format(**look, **({"align": "left", "indent": 1} if kind in TEXTS else {"align": "right"}))

    def cell(self, kind: CellKind, *, is_total: bool = False, is_quoted: bool = False, is_open: bool = False) -> "Format":
        """Return how a cell of this kind looks; a quoted one stays text when someone edits it, an open one may be edited where a sheet is
        protected."""
        look: dict[str, Any] = {"num_format": NUMBER_FORMATS[kind], "valign": "top"}
        if kind in TEXTS:
            look |= {"align": "left", "indent": 1, "text_wrap": kind is CellKind.LONG_TEXT}
        else:
            look["align"] = "right"
        if is_total:
            look |= {"bold": True, "bg_color": LIGHT, "top": 1, "top_color": RULE}
        if is_quoted:
            look["quote_prefix"] = True
        if is_open:
            look |= {"locked": False, "bg_color": OPEN}
        return self._format(**look)

    def _format(self, **look: Any) -> "Format":
        key = repr(look)
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]
