"""The rows under a register's header -> contract rows.

In: a table whose columns are known. Out: rows and problems, gathered over the sheets of one file, so that a contract that
stands on two sheets is seen.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from imports.assembly import assemble
from imports.cells import Table, cell_address
from imports.fields import Found
from imports.header import Header
from imports.rows import Column, ContractRow, Problem, Severity

IDENTIFYING_FIELDS = ("reference", "title", "contractor")
TOTAL_WORDS = frozenset(["totaal", "totalen", "subtotaal", "eindtotaal", "total"])


@dataclass(slots=True)
class Gathered:
    """What was read so far; `first_seen` tells where each authority and reference stood first."""

    rows: list[ContractRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    first_seen: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, its place in the sheet from 0, and that place in words."""

    index: int
    cells: list[str]
    where: str


class RowReader:
    """Reads the rows of one sheet into what is gathered; `sheet_where` names the sheet when there are more."""

    def __init__(
        self, header: Header, readers: Mapping[str, Callable[[str], Found[Any]]], gathered: Gathered, sheet_where: str | None
    ) -> None:
        self._header = header
        self._places = header.places
        self._columns = [(name, column, readers[name]) for name, column in self._places.items()]
        self._identifying = [self._places[name] for name in IDENTIFYING_FIELDS if name in self._places]
        self._header_texts = [header.cells[column].text for column in self._identifying]
        self._gathered = gathered
        self._sheet_prefix = f"{sheet_where}, " if sheet_where else ""

    def read_all(self, table: Table) -> None:
        """Gather every row of `table` under the header."""
        row_where = _("rij {row}")
        for index, cells in self._cells_below_header(table):
            row = _Row(index, cells, self._sheet_prefix + row_where.format(row=index + 1))
            if not self._is_left_out(row):
                self._read(row, table)

    def _cells_below_header(self, table: Table) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows under the header, at least as wide; a cell merged with the one above it holds the same text."""
        width = len(self._header.cells)
        above: list[str] = []
        for index, cells in enumerate(table.rows):
            if len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            for column in table.continued.get(index, ()):
                cells[column] = above[column]
            above = cells
            if index > self._header.row:
                yield index, cells

    def _is_left_out(self, row: _Row) -> bool:
        """Return whether the row is no contract, with a warning unless that goes without saying."""
        told = [text for column in self._identifying if (text := row.cells[column].strip())]
        if not told:
            if any(map(str.strip, row.cells)):
                self._leave_out(row, _("Deze rij is overgeslagen: er staat geen nummer, omschrijving of opdrachtnemer in."))
            return True
        if len(told) == 1 and told[0].split()[0].rstrip(":").casefold() in TOTAL_WORDS:
            self._leave_out(row, _("Deze rij is overgeslagen: het is een totaal."))
            return True
        return told == self._header_texts

    def _leave_out(self, row: _Row, message: str) -> None:
        self._gathered.problems.append(Problem(row.where, None, None, message, "warning"))

    def _read(self, row: _Row, table: Table) -> None:
        values: dict[str, Any] = {}
        raw: dict[str, str] = {}
        for name, column, read in self._columns:
            if text := row.cells[column]:
                raw[name] = text
                value, message, severity = read(text)
                if value is not None:
                    values[name] = value
                if message is not None:
                    self._add_problem(row, name, message, severity)
        self._leave_out_shared_sum(row, table, values)
        contract, remarks = assemble(where=row.where, values=values, raw=raw)
        for remark in remarks:
            self._add_problem(row, remark.field, remark.message)
        self._check_width(row)
        self._check_seen(row, contract)
        self._gathered.rows.append(contract)

    def _leave_out_shared_sum(self, row: _Row, table: Table, values: dict[str, Any]) -> None:
        """Leave out an amount that stands in one merged cell for several contracts: nobody knows how it is divided."""
        if not table.continued or "contract_sum" not in values:
            return
        column = self._places["contract_sum"]
        if any(column in table.continued.get(index, ()) for index in (row.index, row.index + 1)):
            del values["contract_sum"]
            message = _("Dit bedrag staat in een samengevoegde cel voor meer contracten. Vul bij elk contract het eigen bedrag in.")
            self._add_problem(row, "contract_sum", message)

    def _check_width(self, row: _Row) -> None:
        width = len(self._header.cells)
        if len(row.cells) > width and any(row.cells[width:]):
            message = _("Deze rij heeft meer cellen dan de kop. Staat er een scheidingsteken in een tekst? Zet die tekst tussen aanhalingstekens.")
            self._add_problem(row, None, message)

    def _check_seen(self, row: _Row, contract: ContractRow) -> None:
        """Add an error when an earlier row has the same authority and reference."""
        if contract.reference is None:
            return
        key = ((contract.contracting_authority or "").casefold(), contract.reference.casefold())
        first = self._gathered.first_seen.setdefault(key, row.where)
        if first != row.where:
            message = _("Contract {reference} staat ook in {where}. Laat het één keer staan, of geef het een eigen nummer.")
            self._add_problem(row, "reference", message.format(reference=contract.reference, where=first))

    def _add_problem(self, row: _Row, name: str | None, message: str, severity: Severity = "error") -> None:
        where = row.where if name is None else self._cell_where(row, name)
        self._gathered.problems.append(Problem(where, len(self._gathered.rows), name, message, severity))

    def _cell_where(self, row: _Row, name: str) -> str:
        column = self._places[name]
        header = self._header.cells[column].text
        return _("{row}, kolom {header} ({address})").format(row=row.where, header=header, address=cell_address(row.index, column))
