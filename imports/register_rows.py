"""The rows under a register's header -> contract rows.

In: a table whose columns are known. Out: rows and problems, gathered over the sheets of one file, so that a contract that
stands on two sheets is seen. Cells are read a column at a time, each distinct text once: registers are long and repeat much.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple

from imports.assembly import Values, assemble
from imports.cells import Table, cell_address, column_letters
from imports.fields import CellReader, Noted, duration_reader
from imports.header import Header
from imports.profile import Profile
from imports.rows import Column, ContractRow, Problem, Severity

IDENTIFYING_FIELDS = ("reference", "title", "contractor")
TOTAL_WORDS = frozenset(["totaal", "totalen", "subtotaal", "eindtotaal", "total"])

NumberedCells = tuple[int, Sequence[str]]  # the cells of a row, and which row of the sheet it is, from 0


@dataclass(slots=True)
class Gathered:
    """What was read so far; `first_seen` tells where each authority and reference stood first."""

    rows: list[ContractRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    first_seen: dict[tuple[str, str], str] = field(default_factory=dict)


class _Note(NamedTuple):
    """A problem with a row of the sheet, or with its cell for `field`."""

    row: int
    field: str | None
    message: str
    severity: Severity = "error"


class SheetReader:
    """Reads the rows of one sheet into what is gathered; `sheet_where` names the sheet when there are more."""

    def __init__(
        self, *, table: Table, header: Header, profile: Profile, readers: Mapping[str, CellReader], gathered: Gathered, sheet_where: str
    ) -> None:
        self._table = table
        self._header = header
        self._columns = header.columns
        self._identifying = [self._columns[name] for name in IDENTIFYING_FIELDS if name in self._columns]
        self._header_texts = [header.cells[column].text for column in self._identifying]
        self._readers = dict(readers)
        if (column := self._columns.get("duration")) is not None:
            self._readers["duration"] = duration_reader(profile=profile, header=header.cells[column].text)
        self._gathered = gathered
        self._notes: list[_Note] = []
        self._sheet_prefix = f"{sheet_where}, " if sheet_where else ""
        self._row_words, self._cell_words = _("rij {row}"), _("{row}, kolom {header} ({address})")

    def read(self) -> None:
        """Gather every contract under the header, and what a person must know of any row."""
        kept = [numbered for numbered in self._rows_below_header() if not self._is_left_out(*numbered)]
        texts = {name: [cells[column] for _row, cells in kept] for name, column in self._columns.items()}
        values = zip(*(self._column(name, texts.get(name), kept) for name in Values._fields), strict=False)
        raw = (dict(zip(texts, row_texts, strict=True)) for row_texts in zip(*texts.values(), strict=True))
        origins = {name: column_letters(column) for name, column in self._columns.items()}
        first = len(self._gathered.rows)
        for (row, _cells), row_values, row_raw in zip(kept, map(Values._make, values), raw, strict=True):
            contract, contradictions = assemble(where=self._where(row), values=row_values, raw=row_raw, origins=origins)
            self._notes.extend(_Note(row, *contradiction) for contradiction in contradictions)
            self._check_seen(row, contract)
            self._gathered.rows.append(contract)
        positions = {row: first + position for position, (row, _cells) in enumerate(kept)}
        self._gathered.problems.extend(self._problems(positions))

    def _rows_below_header(self) -> Iterator[NumberedCells]:
        """Yield the rows under the header, as wide as it; a cell merged with the one above it holds the same text."""
        width = len(self._header.cells)
        continued = self._table.continued
        above: Sequence[str] = ()
        for row, cells in enumerate(self._table.rows):
            if len(cells) != width:
                cells = self._fitted(row, cells)
            if row in continued:
                cells = [above[column] if column in continued[row] else text for column, text in enumerate(cells)]
            above = cells
            if row > self._header.row:
                yield row, cells

    def _fitted(self, row: int, cells: Sequence[str]) -> Sequence[str]:
        """Return the cells as wide as the header; what stands beyond it is an error of the row."""
        width = len(self._header.cells)
        if row > self._header.row and any(cells[width:]):
            message = _("Deze rij heeft meer cellen dan de kop. Zet een tekst met een scheidingsteken erin tussen aanhalingstekens.")
            self._notes.append(_Note(row, None, message))
        return [*cells[:width], *[""] * (width - len(cells))]

    def _is_left_out(self, row: int, cells: Sequence[str]) -> bool:
        """Return whether the row is no contract, with a warning unless that goes without saying."""
        told = [text for column in self._identifying if (text := cells[column].strip())]
        if not told:
            if any(map(str.strip, cells)):
                message = _("Deze rij is overgeslagen: er staat geen nummer, omschrijving of opdrachtnemer in.")
                self._notes.append(_Note(row, None, message, "warning"))
            return True
        if len(told) == 1 and told[0].split()[0].rstrip(":").casefold() in TOTAL_WORDS:
            self._notes.append(_Note(row, None, _("Deze rij is overgeslagen: het is een totaal."), "warning"))
            return True
        return told == self._header_texts

    def _column(self, name: str, texts: Sequence[str] | None, kept: Sequence[NumberedCells]) -> Iterable[Any]:
        """Return what the cells of a column say, row by row."""
        if texts is None:
            return repeat(None)
        said = {text: self._readers[name](text) for text in set(texts)}
        noted = {text: found for text, found in said.items() if isinstance(found, Noted)}
        if noted:
            said |= {text: found.value for text, found in noted.items()}
            self._notes.extend(
                _Note(row, name, noted[text].message, noted[text].severity)
                for (row, _cells), text in zip(kept, texts, strict=True)
                if text in noted
            )
        values = [said[text] for text in texts]
        return self._without_shared_sums(values, kept) if name == "contract_sum" and self._table.continued else values

    def _without_shared_sums(self, sums: Sequence[Any], kept: Sequence[NumberedCells]) -> Iterator[Any]:
        """Yield the sums but for those in one merged cell for several contracts: nobody knows how they are divided."""
        column, continued = self._columns["contract_sum"], self._table.continued
        for (row, _cells), found in zip(kept, sums, strict=True):
            is_shared = any(column in continued.get(index, ()) for index in (row, row + 1))
            if found is not None and is_shared:
                message = _("Dit bedrag staat in een samengevoegde cel voor meer contracten. Vul bij elk contract het eigen bedrag in.")
                self._notes.append(_Note(row, "contract_sum", message))
            yield None if is_shared else found

    def _check_seen(self, row: int, contract: ContractRow) -> None:
        """Note an error when an earlier row has the same authority and reference."""
        if contract.reference is None:
            return
        key = ((contract.contracting_authority or "").casefold(), contract.reference.casefold())
        first = self._gathered.first_seen.setdefault(key, contract.where)
        if first != contract.where:
            message = _("Contract {reference} staat ook in {where}. Laat het één keer staan, of geef het een eigen nummer.")
            self._notes.append(_Note(row, "reference", message.format(reference=contract.reference, where=first)))

    def _problems(self, positions: Mapping[int, int]) -> Iterator[Problem]:
        """Yield the notes as problems, in the order of the rows; `positions` gives the place in the reading of each row that was kept."""
        for note in sorted(self._notes, key=attrgetter("row")):
            where = self._where(note.row) if note.field is None else self._cell_where(note.row, note.field)
            yield Problem(where, positions.get(note.row), note.field, note.message, note.severity)

    def _where(self, row: int) -> str:
        return self._sheet_prefix + self._row_words.format(row=row + 1)

    def _cell_where(self, row: int, name: str) -> str:
        column = self._columns[name]
        header = self._header.cells[column].text
        return self._cell_words.format(row=self._where(row), header=header, address=cell_address(row, column))
