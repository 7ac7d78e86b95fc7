"""The contracts under a register's header -> contract rows.

In: a table whose columns are known. Out: rows and problems, gathered over the sheets of one file, so that a contract that
stands on two sheets is seen. Cells are read a column at a time, each distinct text once: registers are long and repeat much.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, NamedTuple

from imports.assembly import Assembly, Parties
from imports.cells import Table, cell_address, column_letters
from imports.days import month_first
from imports.fields import duration_reader
from imports.fractions_of_one import whole_of_fractions
from imports.header import Header
from imports.noted import CellReader, Noted, wrong
from imports.profile import Profile
from imports.register_lines import IDENTIFYING_FIELDS, Line, Note, RegisterLines
from imports.rows import Column, ContractRow, Heard, Notice, Problem
from imports.thousands import by_column
from imports.translation import gettext as _
from imports.until import is_until_day

LOTS_LENGTH = 60
DAYS = ("awarded_on", "start", "end")  # which are written in one way
# What makes of cells that mean two things what the rest of their column shows, or of all columns with days.
DECIDED_BY_COLUMN: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Noted[Any]]]] = {
    **dict.fromkeys(DAYS, month_first),
    **dict.fromkeys(["labour_share_pct", "agreed_rate_pct"], whole_of_fractions),
    "contract_sum": by_column,
}
LONE = frozenset([*IDENTIFYING_FIELDS, "contract_sum"])
NOT_SHOWN = frozenset(["description"])  # long, and perhaps about people: only what it says of social return is kept


Finish = Callable[[dict[str, Sequence[Any]], int], Iterable[Notice | None]]


@dataclass(slots=True)
class Gathered:
    """What was read so far, of about `height` rows; `first_seen` tells where each authority and reference stood first."""

    heard: Heard
    height: int
    rows: list[ContractRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    first_seen: dict[str | tuple[str, str], str] = field(default_factory=dict)


class Texts(Mapping[str, str]):
    """The texts of a row by field; of a hundred thousand rows, dicts would take longer to make than all else."""

    __slots__ = ("fields", "texts")

    def __init__(self, fields: tuple[str, ...], texts: tuple[str, ...]) -> None:
        self.fields, self.texts = fields, texts

    def __getitem__(self, name: str) -> str:
        try:
            return self.texts[self.fields.index(name)]
        except ValueError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)


class _Said(dict[str, Any]):
    """What the texts of a column say, each read once; `noted` are those of which a person must know something."""

    def __init__(self, read: CellReader) -> None:
        self._read = read
        self.noted: dict[str, Noted[Any]] = {}

    def __missing__(self, text: str) -> Any:
        self[text] = found = self._read(text)
        if type(found) is Noted:
            self.noted[text] = found
        return found

    def by(self, texts: Sequence[str]) -> list[Any]:
        """Return what each of these texts says."""
        return list(map(self.__getitem__, texts))


class _SaidOnce(_Said):
    """What the texts of a column say of which nearly all differ, as numbers of contracts do: to keep them takes as long as to read them.

    Only for a column of which the cells mean the same whatever the others say.
    """

    def by(self, texts: Sequence[str]) -> list[Any]:
        """Return what each of these texts says."""
        if not self or 2 * len(set(texts) - self.keys()) < len(texts):
            return super().by(texts)
        found = list(map(self._read, texts))
        if Noted in set(map(type, found)):
            self.noted |= {text: one for text, one in zip(texts, found, strict=True) if type(one) is Noted}
        return found


class _Cells(NamedTuple):
    """What was read of contracts: their rows in the sheet, and by field the texts of their cells and what those say."""

    numbers: list[int]
    texts: Mapping[str, Sequence[str]]
    values: Mapping[str, Sequence[Any]]


class SheetReader:
    """Reads the rows of one sheet into what is gathered; `sheet_where` names the sheet when there are more.

    `finish` is for a register of notices: it makes its columns those of any register, and returns what only a notice tells.

    Rows are put together as their cells come in, while the rest of the sheet is read. Where in the end the columns as a whole decide what
    some cells mean, that is done again.
    """

    def __init__(
        self,
        *,
        table: Table,
        header: Header,
        profile: Profile,
        readers: Mapping[str, CellReader],
        gathered: Gathered,
        sheet_where: str,
        finish: Finish | None = None,
    ) -> None:
        self._table = table
        self._header = header
        self._columns = header.columns
        self._lines = RegisterLines(table=table, header=header, profile=profile)
        self._parties = Parties()
        if (column := self._columns.get("duration")) is not None:
            readers = {**readers, "duration": duration_reader(profile=profile, header=header.cells[column].text)}
        self._said = {name: (_Said if name in DECIDED_BY_COLUMN else _SaidOnce)(readers[name]) for name in self._columns}
        self._gathered = gathered
        self._finish = finish
        self._is_until = "end" in self._columns and is_until_day(header.cells[self._columns["end"]].text)
        self._has_lots = finish is None and {"lots", "reference"} <= self._columns.keys()
        self._sheet_prefix = f"{sheet_where}, " if sheet_where else ""
        self._row_words, self._cell_words = _("rij {row}"), _("{row}, kolom {header} ({address})")
        self._start()

    def _start(self) -> None:
        """Forget the rows that were put together."""
        self._rows: list[ContractRow] = []
        self._numbers: list[int] = []
        self._notes: list[Note] = []
        self._first_seen = dict(self._gathered.first_seen)

    def read(self) -> None:
        """Gather every contract under the header, and what a person must know of any row."""
        is_of_one_piece = self._finish is not None or self._is_until or self._has_lots
        parts, gathered = [], self._gathered
        for lines in self._lines.contracts(looked_at=self._tell):
            parts.append(cells := self._cells(lines))
            if not is_of_one_piece:
                self._assemble(cells)
        decided = self._decided()
        if decided or is_of_one_piece:
            self._start()
            self._assemble(self._together(parts, decided))
        first, notes = len(gathered.rows), [*self._lines.notes, *self._notes]
        positions = {row: first + position for position, row in enumerate(self._numbers)} if notes else {}
        gathered.first_seen = self._first_seen
        gathered.rows.extend(self._rows)
        gathered.problems.extend(self._problems(notes, positions))

    def _tell(self, count: int) -> None:
        """Tell who waits that so many contracts of this sheet were found so far."""
        gathered = self._gathered
        problems = len(gathered.problems) + len(self._lines.notes) + len(self._notes)
        gathered.heard(len(gathered.rows) + count, gathered.height, problems)

    def _cells(self, lines: Sequence[Line]) -> _Cells:
        columns = list(zip(*(cells for _row, cells in lines), strict=True)) or [()] * len(self._header.cells)
        texts = {name: columns[column] for name, column in self._columns.items()}
        values = {name: self._said[name].by(column) for name, column in texts.items()}
        return _Cells([row for row, _cells in lines], texts, values)

    def _decided(self) -> dict[str, Mapping[str, Noted[Any]]]:
        """Return by field what texts say of which only all cells together tell what they mean."""
        days = ChainMap(*(self._said[day] for day in DAYS if day in self._said))
        said = {name: days if name in DAYS else self._said[name] for name in DECIDED_BY_COLUMN if name in self._said}
        decided = {name: found for name, texts in said.items() if (found := DECIDED_BY_COLUMN[name](texts))}
        if (remark := self._lines.remark_on_sums()) is not None:
            sums = self._said["contract_sum"]
            decided["contract_sum"] = {text: wrong(None, text, remark) for text, found in sums.items() if found is not None}
        return decided

    def _together(self, parts: Sequence[_Cells], decided: Mapping[str, Mapping[str, Noted[Any]]]) -> _Cells:
        """Return all cells, with what their columns decide."""
        texts = {name: list(chain.from_iterable(part.texts[name] for part in parts)) for name in self._columns}
        values = {name: list(chain.from_iterable(part.values[name] for part in parts)) for name in self._columns}
        for name, instead in decided.items():
            self._said[name].noted |= instead
            values[name] = [instead.get(text, found) for text, found in zip(texts[name], values[name], strict=True)]
        return _Cells(list(chain.from_iterable(part.numbers for part in parts)), texts, values)

    def _assemble(self, cells: _Cells) -> None:
        """Put the rows of these cells together."""
        numbers, count = cells.numbers, len(cells.numbers)
        shown = {name: column for name, column in cells.texts.items() if name not in NOT_SHOWN}
        values = {name: self._column(name, column, cells) for name, column in cells.values.items()}
        before, after = self._row_words.split("{row}")
        where = [f"{self._sheet_prefix}{before}{row + 1}{after}" for row in numbers]
        self._note_lone_contractors(numbers, values)
        if self._has_lots:
            values["reference"] = self._numbered_by_lot(numbers, values)
        notices: Iterable[Notice | None] = repeat(None, count) if self._finish is None else self._finish(values, count)
        assembly = Assembly(columns=values, count=count, parties=self._parties, is_until=self._is_until)
        self._rows += assembly.rows(
            where=where,
            raw=map(partial(Texts, tuple(shown)), zip(*shown.values(), strict=True)),
            origins={name: column_letters(column) for name, column in self._columns.items() if name in shown},
            notices=notices,
        )
        self._numbers += numbers
        self._notes.extend(Note(numbers[found.place], *found[1:]) for found in assembly.contradictions)
        if self._finish is None:  # notices are known by more than their number
            self._check_seen(numbers, values, where)

    def _column(self, name: str, values: Sequence[Any], cells: _Cells) -> Sequence[Any]:
        """Return what the cells of a column say, row by row."""
        noted, numbers = self._said[name].noted, cells.numbers
        if noted:
            self._notes.extend(
                Note(row, name, noted[text].message, noted[text].severity)
                for row, text in zip(numbers, cells.texts[name], strict=True)
                if text in noted
            )
            values = [found.value if type(found) is Noted else found for found in values]
        return list(self._without_shared_sums(values, numbers)) if name == "contract_sum" and self._table.continued else values

    def _without_shared_sums(self, sums: Sequence[Any], numbers: Sequence[int]) -> Iterator[Any]:
        """Yield the sums but for those in one merged cell for several contracts: nobody knows how they are divided."""
        column, continued = self._columns["contract_sum"], self._table.continued
        for row, found in zip(numbers, sums, strict=True):
            is_shared = any(column in continued.get(index, ()) for index in (row, row + 1))
            if found is not None and is_shared:
                message = _("Dit bedrag staat in een samengevoegde cel voor meer contracten. Vul bij elk contract het eigen bedrag in.")
                self._notes.append(Note(row, "contract_sum", message))
            yield None if is_shared else found

    def _note_lone_contractors(self, numbers: Sequence[int], values: Mapping[str, Sequence[Any]]) -> None:
        """Note a warning for each row of which the contractor alone is told: it may belong to the contract above."""
        if not LONE.issubset(values) or None not in values["reference"] or None not in values["title"]:
            return
        message = _("Deze rij noemt alleen een opdrachtnemer. Hoort die bij de rij erboven? Zet de namen dan samen in één cel.")
        rows = zip(numbers, *(values[name] for name in ("contractor", "reference", "title", "contract_sum")), strict=True)
        self._notes.extend(Note(row, None, message, "warning") for row, who, *others in rows if who and others == [None] * 3)

    def _numbered_by_lot(self, numbers: Sequence[int], values: Mapping[str, Sequence[Any]]) -> list[str | None]:
        """Return the references; of rows that share one and are each about other numbered lots, with those behind it, and say so.

        Lots with names have no number in their tender yet: those rows are asked about.
        """
        references = list(values["reference"])
        lots = [", ".join(named)[:LOTS_LENGTH] if named and all(map(str.isdecimal, named)) else "" for named in values["lots"]]
        keys = list(zip(values.get("contracting_authority") or repeat(None), references, strict=False))
        lots_of: dict[tuple[Any, str | None], list[str]] = {}
        for key, lot in zip(keys, lots, strict=True):
            lots_of.setdefault(key, []).append(lot)
        divided = {key for key, every in lots_of.items() if len(every) > 1 and all(every) and len(set(every)) == len(every)}
        message = _("Contract {reference} staat er met meer percelen. Elk perceel is een contract met een eigen nummer: {number}.")
        for place, (key, lot) in enumerate(zip(keys, lots, strict=True)):
            if key[1] is not None and key in divided:
                references[place] = f"{key[1]} / {lot}"
                self._notes.append(Note(numbers[place], "reference", message.format(reference=key[1], number=references[place]), "warning"))
        return references

    def _check_seen(self, numbers: Sequence[int], values: Mapping[str, Sequence[Any]], where: Sequence[str]) -> None:
        """Note an error for each row of which an earlier one has the same authority and reference."""
        message = _("Contract {reference} staat ook in {where}. Laat het één keer staan, of geef het een eigen nummer.")
        authorities = values.get("contracting_authority") or repeat(None, len(numbers))
        references = values.get("reference") or repeat(None, len(numbers))
        for row, authority, reference, place in zip(numbers, authorities, references, where, strict=True):
            if reference is None:
                continue
            key = reference.casefold() if authority is None else (authority.casefold(), reference.casefold())
            first = self._first_seen.setdefault(key, place)
            if first is not place:
                self._notes.append(Note(row, "reference", message.format(reference=reference, where=first)))

    def _problems(self, notes: Iterable[Note], positions: Mapping[int, int]) -> Iterator[Problem]:
        """Yield the notes as problems, in the order of the rows; `positions` gives the place in the reading of each row that was kept."""
        for note in sorted(notes, key=attrgetter("row")):
            where = self._cell_where(note.row, note.field) if note.field in self._columns else self._where(note.row)
            yield Problem(where, positions.get(note.row), note.field, note.message, note.severity)

    def _where(self, row: int) -> str:
        return self._sheet_prefix + self._row_words.format(row=row + 1)

    def _cell_where(self, row: int, name: str) -> str:
        column = self._columns[name]
        header = self._header.cells[column].text
        return self._cell_words.format(row=self._where(row), header=header, address=cell_address(row, column))
