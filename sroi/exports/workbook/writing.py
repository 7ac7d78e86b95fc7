"""Writing a workbook as an xlsx file, by XlsxWriter. The only file that knows it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sroi.exports.workbook.model import (
    CellKind,
    Chart,
    Formula,
    Heading,
    Paragraph,
    Sheet,
    Table,
    Value,
    Workbook,
    letters,
    total_of,
)

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_767
# What XML cannot hold, and control characters that have no meaning in a cell.
NOT_IN_A_CELL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A spreadsheet would take such a text for a formula if someone edits the cell.
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
A3, A4 = 8, 9
LISTS = "Keuzes"
LINE_HEIGHT, MAX_LINES = 15, 20
CHARACTER_WIDTH = 1.02
DARK, LIGHT, RULE = "#14613A", "#EEF6F1", "#8FC1A4"
# A fill, and the ink that can be read on it.
CHART_COLOURS = (("#14613A", "#FFFFFF"), ("#8DB4D6", "#000000"), ("#B8B8B8", "#000000"))
MARK = {
    "line": {"none": True},
    "marker": {"type": "diamond", "size": 10, "fill": {"color": "#B03A2E"}, "border": {"color": "#B03A2E"}},
}
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
TEXTS = (CellKind.TEXT, CellKind.LONG_TEXT)


def written(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook, written in this process."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        moment = workbook.created_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": workbook.title, "author": workbook.author, "created": moment})
        formats = _Formats(book)
        for sheet in workbook.sheets:
            _SheetWriter(book, sheet, formats).write()
    return buffer.getvalue()


def clean(text: str) -> str:
    """Return a text as a cell can hold it: without control characters, and no longer than a cell is."""
    return NOT_IN_A_CELL.sub("", text.replace("\r\n", "\n"))[:MAX_TEXT]


def _figure(exact: Decimal | int) -> float | int:
    # The only place where an exact amount becomes a float: a cell holds nothing else.
    return exact if isinstance(exact, int) else float(exact)


def _lines(text: str, width: int) -> int:
    return sum(1 + int(len(line) * CHARACTER_WIDTH) // width for line in text.splitlines())


class _Formats:
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

    def cell(self, kind: CellKind, *, is_total: bool = False, is_quoted: bool = False) -> "Format":
        """Return how a cell of this kind looks; a quoted one stays text when someone edits it."""
        look: dict[str, Any] = {"num_format": NUMBER_FORMATS[kind], "valign": "top"}
        if kind in TEXTS:
            look |= {"align": "left", "indent": 1, "text_wrap": kind is CellKind.LONG_TEXT}
        else:
            look["align"] = "right"
        if is_total:
            look |= {"bold": True, "bg_color": LIGHT, "top": 1, "top_color": RULE}
        if is_quoted:
            look["quote_prefix"] = True
        return self._format(**look)

    def _format(self, **look: Any) -> "Format":
        key = repr(look)
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@dataclass
class _SheetWriter:
    """Writes the parts of one sheet beneath each other."""

    book: "xlsxwriter.Workbook"
    sheet: Sheet
    formats: _Formats
    row: int = 0
    tables: list[tuple[Table, int]] = field(default_factory=list)

    def write(self) -> None:
        """Write the sheet."""
        self.to: Worksheet = self.book.add_worksheet(self.sheet.name)
        self._set_page()
        for part in self.sheet.parts:
            if isinstance(part, Table):
                self._table(part)
            elif isinstance(part, Chart):
                self._chart(part)
            else:
                self._line(part)
        if not any(isinstance(part, Table) and part.blank_rows for part in self.sheet.parts):  # those have their widths already
            for column, width in enumerate(self._widths()):
                self.to.set_column(column, column, width)

    def _set_page(self) -> None:
        self.to.set_landscape()
        self.to.set_paper(A3 if self.sheet.is_register else A4)
        self.to.fit_to_pages(1, 0)
        self.to.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.to.set_footer("&L&A&R&P / &N")
        self.to.hide_gridlines(1 if self.sheet.is_register else 2)
        if self.sheet.is_register:
            self.to.freeze_panes(1, 1)
            self.to.repeat_rows(0)

    def _widths(self) -> list[int]:
        tables = (part for part in self.sheet.parts if isinstance(part, Table))
        widths = ([column.width for column in table.columns] for table in tables)
        return [max(at_one_place) for at_one_place in zip_longest(*widths, fillvalue=0)]

    def _line(self, part: Heading | Paragraph) -> None:
        if isinstance(part, Paragraph):
            self.to.write_string(self.row, 0, clean(part.text))
        elif self.row == 0:
            self.to.write_string(self.row, 0, clean(part.text), self.formats.title)
        else:
            self.row = max(self.row + 1, part.from_row - 1)
            self.to.write_string(self.row, 0, clean(part.text), self.formats.heading)
        self.row += 1

    def _table(self, table: Table) -> None:
        self.tables.append((table, self.row))
        for index, column in enumerate(table.columns):
            self.to.write_string(self.row, index, clean(column.header), self.formats.header(column.kind))
        if self.sheet.is_register:
            self.to.set_row(self.row, 2 * LINE_HEIGHT + 4)
        first = self.row + 1
        for row, values in enumerate(table.rows, first):
            self._row(table, row, values)
        if not table.rows:
            self.to.write_string(first, 0, clean(table.empty), self.formats.empty)
        if table.blank_rows:
            self._to_fill_in(table, first + len(table.rows))
        last = first + max(len(table.rows), 1) - 1
        if table.is_filtered:
            self.to.autofilter(self.row, 0, last, len(table.columns) - 1)
        self.row = last + 1
        if table.total_label and table.rows:
            self._totals(table, first, last)

    def _to_fill_in(self, table: Table, first: int) -> None:
        """Give the cells that are left blank their format, and their list where there is a choice; the lists stand on a hidden sheet."""
        last = first + table.blank_rows - 1
        for index, column in enumerate(table.columns):
            self.to.set_column(index, index, column.width, self.formats.cell(column.kind))
            if column.choices:
                listed = self._listed(column.choices)
                self.to.data_validation(first, index, last, index, {"validate": "list", "source": listed, "error_type": "warning"})

    def _listed(self, choices: tuple[str, ...]) -> str:
        """Return where the choices stand on the hidden sheet, which is made at the first call."""
        lists = self.book.get_worksheet_by_name(LISTS)
        if lists is None:
            lists = self.book.add_worksheet(LISTS)
            lists.hide()
        column = lists.dim_colmax + 1 if lists.dim_colmax is not None else 0
        for row, choice in enumerate(choices):
            lists.write_string(row, column, clean(choice))
        name = letters(column)
        return f"={LISTS}!${name}$1:${name}${len(choices)}"

    def _row(self, table: Table, row: int, values: tuple[Value, ...]) -> None:
        lines = 1
        for index, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            self._cell(row, index, value, column.kind)
            if column.kind is CellKind.LONG_TEXT and isinstance(value, str):
                lines = max(lines, _lines(value, column.width))
        if lines > 1:
            # A viewer that does not lay out anew would show the first line alone.
            self.to.set_row(row, min(lines, MAX_LINES) * LINE_HEIGHT)

    def _totals(self, table: Table, first: int, last: int) -> None:
        # An empty row keeps the totals out of what is sorted and filtered.
        self.row += 1
        for index, column in enumerate(table.columns):
            look = self.formats.cell(column.kind, is_total=True)
            if column.is_totalled:
                name = letters(index)
                formula = f"=SUBTOTAL(109,{name}{first + 1}:{name}{last + 1})"
                self.to.write_formula(self.row, index, formula, look, _figure(total_of(table=table, column=index)))
            else:
                self.to.write_string(self.row, index, clean(table.total_label) if index == 0 else "", look)
        self.row += 1

    def _cell(self, row: int, column: int, value: Value, kind: CellKind) -> None:
        if value is None or value == "":
            self.to.write_blank(row, column, None, self.formats.cell(kind))
        elif isinstance(value, str):
            text = clean(value)
            self.to.write_string(row, column, text, self.formats.cell(kind, is_quoted=text.startswith(LIKE_A_FORMULA)))
        elif isinstance(value, Formula):
            self.to.write_formula(row, column, value.text, self.formats.cell(kind), _figure(value.value))
        elif isinstance(value, date):
            self.to.write_datetime(row, column, value, self.formats.cell(kind))
        else:
            self.to.write_number(row, column, _figure(value), self.formats.cell(kind))

    def _chart(self, chart: Chart) -> None:
        look = {"type": "column", "subtype": "stacked"} if len(chart.columns) > 1 else {"type": "column"}
        made: Any = self.book.add_chart(look)
        for position, column in enumerate(chart.columns):
            made.add_series({**self._series(chart, column), **self._bars(chart, position)})
        if chart.marks:
            marks: Any = self.book.add_chart({"type": "line"})
            for column in chart.marks:
                marks.add_series({**self._series(chart, column), **MARK, "data_labels": self._labels(chart, position="above")})
            made.combine(marks)
        made.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
        made.set_y_axis({"num_format": chart.number_format, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
        made.set_legend({"none": True} if len(chart.columns) == 1 else {"position": "bottom"})
        made.set_size({"width": 600, "height": 280})
        self.to.insert_chart(chart.at, made, {"description": chart.alt, "object_position": 2})

    def _series(self, chart: Chart, column: int) -> dict[str, Any]:
        table, header_row = self.tables[chart.table]
        first, last = header_row + 1, header_row + len(table.rows)
        return {
            "name": [self.sheet.name, header_row, column],
            "categories": [self.sheet.name, first, 0, last, 0],
            "values": [self.sheet.name, first, column, last, column],
        }

    def _bars(self, chart: Chart, position: int) -> dict[str, Any]:
        fill, ink = CHART_COLOURS[position % len(CHART_COLOURS)]
        is_stacked = len(chart.columns) > 1
        labels = self._labels(chart, position="center" if is_stacked else "outside_end", ink=ink if is_stacked else "#000000")
        return {"fill": {"color": fill}, "border": {"color": "#FFFFFF"}, "gap": 60, "data_labels": labels}

    def _labels(self, chart: Chart, *, position: str, ink: str = "#000000") -> dict[str, Any]:
        # The second and third part of the format hide negative figures and zeros.
        return {"value": True, "num_format": f"{chart.number_format};;", "position": position, "font": {"color": ink}}
