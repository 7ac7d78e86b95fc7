"""Writing a workbook as an xlsx file, by XlsxWriter: sheet by sheet, and a large table part by part."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import zip_longest
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from sroi.exports.workbook.charts import insert_chart
from sroi.exports.workbook.looks import Formats, clean
from sroi.exports.workbook.model import Chart, Heading, Paragraph, Sheet, Table, Value, Workbook, letters

if TYPE_CHECKING:
    from sroi.exports.workbook.quick import QuickWorksheet
    from sroi.exports.workbook.rows import TableWriter

A3, A4 = 8, 9
LISTS = "Keuzes"
# What a protected sheet lets a person do beside filling in what is open.
ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
# What Excel holds on a sheet, less a header, an empty row and totals. Source: the limits that Microsoft publishes for Excel.
MOST_ROWS = 1_048_576 - 3


def written(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook, written in this process."""
    buffer = BytesIO()
    with BookWriter(buffer, title=workbook.title, author=workbook.author, created_at=workbook.created_at) as book:
        for sheet in workbook.sheets:
            book.write(sheet)
    return buffer.getvalue()


class BookWriter:
    """One xlsx file in the making, written when it is left without an error.

    `names` puts sheets in an order before they are written; others follow. Rows are on disk as soon as the next one is written, so that
    memory does not grow with them.
    """

    def __init__(self, to: IO[bytes], *, title: str, author: str, created_at: datetime, names: Iterable[str] = ()) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(to, options)
        moment = created_at.astimezone(UTC).replace(tzinfo=None)
        self.book.set_properties({"title": title, "author": author, "created": moment})
        self.formats = Formats(self.book)
        for name in names:
            self.worksheet(name)

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write the file."""
        if kind is None:
            self.book.close()

    def write(self, sheet: Sheet) -> None:
        """Write a whole sheet."""
        _SheetWriter(self, sheet).write()

    def register(self, sheet: Sheet) -> "RegisterWriter":
        """Begin a sheet of one table whose rows come part by part."""
        return RegisterWriter(self, sheet)

    def worksheet(self, name: str) -> "QuickWorksheet":
        """Return the sheet of a name, which is made where there is none."""
        from sroi.exports.workbook.quick import QuickWorksheet

        found: QuickWorksheet | None = self.book.get_worksheet_by_name(name)
        return self.book.add_worksheet(name, QuickWorksheet) if found is None else found

    def listed(self, choices: tuple[str, ...]) -> str:
        """Return where choices stand on the hidden sheet, a row for each list; it is made at the first call."""
        lists = self.worksheet(LISTS)
        lists.hide()
        row = 0 if lists.dim_rowmax is None else lists.dim_rowmax + 1
        for column, choice in enumerate(choices):
            lists.write_string(row, column, clean(choice))
        return f"={LISTS}!$A${row + 1}:${letters(len(choices) - 1)}${row + 1}"


class RegisterWriter:
    """Writes a register part by part; what a sheet of Excel cannot hold goes on, on a next one."""

    def __init__(self, book: BookWriter, sheet: Sheet) -> None:
        self._book, self._sheet, self._sheets = book, sheet, 1
        self._writer = _SheetWriter(book, sheet)
        self._table = self._begun()

    def _begun(self) -> "TableWriter":
        (table,) = self._sheet.parts
        assert isinstance(table, Table)
        return self._writer.begin(table)

    def add(self, rows: list[tuple[Value, ...]]) -> None:
        """Write rows beneath those that were written before."""
        while rows:
            free = MOST_ROWS - self._table.rows
            self._table.add(rows[:free])
            rows = rows[free:]
            if rows:
                self.end()
                self._sheets += 1
                self._writer = _SheetWriter(self._book, replace(self._sheet, name=f"{self._sheet.name} {self._sheets}"))
                self._table = self._begun()

    def end(self) -> None:
        """Write what stands below the rows."""
        self._writer.end(self._table)


class _SheetWriter:
    """Writes the parts of one sheet beneath each other."""

    def __init__(self, book: BookWriter, sheet: Sheet) -> None:
        self._book, self._sheet, self._row = book, sheet, 0
        self._to = book.worksheet(sheet.name)
        self._tables: list[TableWriter] = []
        self._set_page()

    def write(self) -> None:
        """Write the whole sheet."""
        for part in self._sheet.parts:
            if isinstance(part, Table):
                table = self.begin(part)
                table.add(part.rows)
                self.end(table)
            elif isinstance(part, Chart):
                of = self._tables[part.table]
                insert_chart(book=self._book.book, to=self._to, chart=part, header_row=of.first - 1, rows=of.rows)
            else:
                self._line(part)

    def begin(self, table: Table) -> "TableWriter":
        """Write the header of a table."""
        from sroi.exports.workbook.rows import TableWriter

        is_register = self._sheet.is_register
        self._tables.append(TableWriter(self._to, table, self._row, self._book.formats, is_register=is_register))
        return self._tables[-1]

    def end(self, table: "TableWriter") -> None:
        """Write what stands below a table, and the lists to choose from."""
        blank = table.table.blank_rows
        for index, column in enumerate(table.table.columns):
            if column.choices and table.rows + blank:
                reach = (table.first, index, table.first + table.rows + blank - 1, index)
                listed = self._book.listed(column.choices)
                self._to.data_validation(*reach, {"validate": "list", "source": listed, "error_type": "warning"})
        self._row = table.end()

    def _set_page(self) -> None:
        self._to.set_landscape()
        self._to.set_paper(A3 if self._sheet.is_register else A4)
        self._to.fit_to_pages(1, 0)
        self._to.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._to.set_footer("&L&A&R&P / &N")
        self._to.hide_gridlines(1 if self._sheet.is_register else 2)
        if self._sheet.is_register:
            self._to.freeze_panes(1, 1)
            self._to.repeat_rows(0)
        if self._sheet.is_protected:
            self._to.protect("", ALLOWED)
        self._set_columns()

    def _set_columns(self) -> None:
        """Give each column the widest of its widths, and cells that are left blank their format."""
        tables = [part for part in self._sheet.parts if isinstance(part, Table)]
        widths = ([column.width for column in table.columns] for table in tables)
        for index, at_one_place in enumerate(zip_longest(*widths, fillvalue=0)):
            looks = [self._book.formats.cell(table.columns[index].kind) for table in tables if table.blank_rows]
            hidden = {"hidden": any(table.columns[index].is_hidden for table in tables if index < len(table.columns))}
            self._to.set_column(index, index, max(at_one_place), looks[0] if looks else None, hidden)

    def _line(self, part: Heading | Paragraph) -> None:
        formats = self._book.formats
        if isinstance(part, Paragraph):
            self._to.write_string(self._row, 0, clean(part.text))
        elif self._row == 0:
            self._to.write_string(self._row, 0, clean(part.text), formats.title)
        else:
            self._row = max(self._row + 1, part.from_row - 1)
            self._to.write_string(self._row, 0, clean(part.text), formats.heading)
        self._row += 1
