"""A workbook as data: sheets of headings, tables and charts, and how a formula on one sheet names a column of another."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

FIRST_ROW_AFTER_HEADER = 1


class CellKind(StrEnum):
    """What a column holds; it decides how a value is shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EUROS = "euros"
    DATE = "date"
    WHOLE = "whole"
    DECIMAL = "decimal"
    SHARE = "share"


@dataclass(frozen=True)
class Formula:
    """A formula in the notation of the file format (English names, commas) with the value that it has now."""

    text: str
    value: Decimal | int


Value = str | int | Decimal | date | Formula | None


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, what it holds, its width in characters, what it means, and whether it is added up.

    With `choices` a cell is chosen from a list. On a protected sheet only the cells of a column that `is_open` can be changed; one that
    `is_hidden` is not shown.
    """

    header: str
    kind: CellKind = CellKind.TEXT
    width: int = 14
    explanation: str = ""
    is_totalled: bool = False
    choices: tuple[str, ...] = ()
    is_open: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Heading:
    """A line that names what follows, not above row `from_row`; the first of a sheet is its title."""

    text: str
    from_row: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A line of text that may run on over the cells to its right."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows under a header. `total_label` adds a row of totals; `empty` is what stands there without rows.

    `blank_rows` are left below them to be filled in.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = ""
    total_label: str = ""
    is_filtered: bool = False
    blank_rows: int = 0


@dataclass(frozen=True)
class Chart:
    """Columns of an earlier table of the sheet, stacked, with those of `marks` as loose marks above them; `alt` tells it in words."""

    title: str
    alt: str
    table: int
    columns: tuple[int, ...]
    at: str
    marks: tuple[int, ...] = ()
    number_format: str = "0"


@dataclass(frozen=True)
class Sheet:
    """One sheet. A `register` starts with its table: the header stays in sight and is repeated on every page.

    A protected one asks no password: it keeps a person from typing beside the columns that are open, and can be sorted and filtered.
    """

    name: str
    parts: tuple[Heading | Paragraph | Table | Chart, ...]
    is_register: bool = False
    is_protected: bool = False


@dataclass(frozen=True)
class Workbook:
    """A whole workbook, made at `created_at`."""

    title: str
    author: str
    created_at: datetime
    sheets: tuple[Sheet, ...]


def column_range(*, sheet: Sheet, header: str) -> str:
    """Return the cells of a column of a register, as a formula on another sheet names them."""
    table = sheet.parts[0]
    assert isinstance(table, Table)
    return register_range(sheet=sheet, header=header, rows=len(table.rows))


def register_range(*, sheet: Sheet, header: str, rows: int) -> str:
    """Return the cells of a column of a register whose rows are written part by part, so many of them."""
    table = sheet.parts[0]
    assert isinstance(table, Table)
    column = letters([each.header for each in table.columns].index(header))
    return f"'{sheet.name}'!${column}${FIRST_ROW_AFTER_HEADER + 1}:${column}${FIRST_ROW_AFTER_HEADER + max(rows, 1)}"


def total_of(*, table: Table, column: int) -> Decimal | int:
    """Return the sum of a column, leaving out empty cells."""
    figures = [row[column] for row in table.rows]
    return sum((figure for figure in figures if isinstance(figure, Decimal | int)), start=0)


def letters(index: int) -> str:
    """Return how a spreadsheet names the column at a place, from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
