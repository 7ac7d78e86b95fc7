"""Writing the rows of one table beneath its header, part by part: no row is held after it was written."""

from collections.abc import Iterable
from decimal import Decimal

from sroi.exports.workbook.looks import Formats, clean, figure
from sroi.exports.workbook.model import CellKind, Formula, Table, Value, letters
from sroi.exports.workbook.quick import ColumnCells, QuickWorksheet

LINE_HEIGHT, MAX_LINES = 15, 20
CHARACTER_WIDTH = 1.02


class TableWriter:
    """Writes a table from row `top` (from 0) of a sheet: first its header, then rows as they come, and at the end what follows them."""

    def __init__(self, to: QuickWorksheet, table: Table, top: int, formats: Formats, *, is_register: bool = False) -> None:
        self._to, self.table, self._top, self._formats = to, table, top, formats
        self.rows = 0
        self._totals: list[Decimal | int] = [0] * len(table.columns)
        self._added = [index for index, column in enumerate(table.columns) if column.is_totalled]
        looks = [
            [formats.cell(column.kind, is_quoted=is_quoted, is_open=column.is_open) for is_quoted in (False, True)]
            for column in table.columns
        ]
        self._cells = [ColumnCells(index, *look) for index, look in enumerate(looks)]
        self._long = [(index, column.width) for index, column in enumerate(table.columns) if column.kind is CellKind.LONG_TEXT]
        for index, column in enumerate(table.columns):
            to.write_string(top, index, clean(column.header), formats.header(column.kind))
        if is_register:
            to.set_row(top, 2 * LINE_HEIGHT + 4)

    @property
    def first(self) -> int:
        """Return the first row below the header, from 0."""
        return self._top + 1

    @property
    def last(self) -> int:
        """Return the last row; the one that says that there is nothing, when there is nothing."""
        return self._top + max(self.rows, 1)

    def add(self, rows: Iterable[tuple[Value, ...]]) -> None:
        """Write rows beneath those that were written before."""
        for values in rows:
            self.rows += 1
            row = self._top + self.rows
            cells = "".join([each.cell(value, row + 1) for each, value in zip(self._cells, values, strict=True)])
            self._to.put_row(row=row, cells=cells, columns=len(values), lines=self._lines(values), line_height=LINE_HEIGHT)
            for index in self._added:
                value = values[index]
                figure_of = value.value if isinstance(value, Formula) else value
                if isinstance(figure_of, Decimal | int):
                    self._totals[index] += figure_of

    def end(self) -> int:
        """Write what stands below the rows, and return the first row that is free."""
        if not self.rows:
            self._to.write_string(self.first, 0, clean(self.table.empty), self._formats.empty)
        if self.table.is_filtered:
            self._to.autofilter(self._top, 0, self.last, len(self.table.columns) - 1)
        # An empty row keeps the totals out of what is sorted and filtered.
        return self._total(self.last + 2) if self.table.total_label and self.rows else self.last + 1

    def _total(self, row: int) -> int:
        for index, column in enumerate(self.table.columns):
            look = self._formats.cell(column.kind, is_total=True)
            if column.is_totalled:
                name = letters(index)
                formula = f"=SUBTOTAL(109,{name}{self.first + 1}:{name}{self.last + 1})"
                self._to.write_formula(row, index, formula, look, figure(self._totals[index]))
            else:
                self._to.write_string(row, index, clean(self.table.total_label) if index == 0 else "", look)
        return row + 1

    def _lines(self, values: tuple[Value, ...]) -> int:
        """Return over how many lines a row goes: a viewer that does not lay out anew would show the first line alone."""
        lines = 1
        for index, width in self._long:
            value = values[index]
            if isinstance(value, str) and (len(value) * CHARACTER_WIDTH >= width or "\n" in value):
                lines = max(lines, sum(1 + int(len(line) * CHARACTER_WIDTH) // width for line in value.splitlines()))
        return min(lines, MAX_LINES)
