"""The rows under a register's header -> contract rows.

In: a table whose columns are known. Out: rows and problems, gathered over the sheets of one file, so that a contract that
stands on two sheets is seen. Cells are read a column at a time, each distinct text once: registers are long and repeat much.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice, repeat
from operator import attrgetter
from typing import Any, NamedTuple

from imports.assembly import Assembly
from imports.cells import Table, cell_address, column_letters
from imports.days import month_first
from imports.explanation import explains_columns
from imports.fields import duration_reader
from imports.foot import MOST_FOOT_ROWS, foot_rows, is_printed
from imports.fractions_of_one import whole_of_fractions
from imports.header import Header
from imports.meaning import UNKNOWN, by_header
from imports.noted import CellReader, Noted
from imports.profile import Profile
from imports.rows import Column, ContractRow, Heard, Notice, Problem, Severity
from imports.thousands import by_column
from imports.translation import gettext as _
from imports.until import is_until_day

ROWS_AT_ONCE = 5_000
HEADER_FIELDS = 3  # that make a row the header of another table
FEWEST_FIELDS = 2  # in a table of more, a row with nothing but its first cell is a caption
LOTS_LENGTH = 60
DAYS = ("awarded_on", "start", "end")  # which are written in one way
# What makes of cells that mean two things what the rest of their column shows, or of all columns with days.
DECIDED_BY_COLUMN: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Noted[Any]]]] = {
    **dict.fromkeys(DAYS, month_first),
    **dict.fromkeys(["labour_share_pct", "agreed_rate_pct"], whole_of_fractions),
    "contract_sum": by_column,
}
IDENTIFYING_FIELDS = ("reference", "title", "contractor")
LONE = frozenset([*IDENTIFYING_FIELDS, "contract_sum"])
REFERENCE_ENDS = "rRdDkKeE."  # how the names of a column of references end
REMARKED_FIELDS = ("reference", "title")  # where a remark under the list may stand
NOT_SHOWN = frozenset(["description"])  # long, and perhaps about people: only what it says of social return is kept
TOTAL_WORDS = frozenset(["totaal", "totalen", "subtotaal", "eindtotaal", "tot.", "total", "subtotal"])
RECKONED_WORDS = frozenset(["som", "aantal", "gemiddelde", "gemiddeld", "sum", "count", "average"])  # with nothing behind them


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


class _Note(NamedTuple):
    """A problem with a row of the sheet, or with its cell for `field`."""

    row: int
    field: str | None
    message: str
    severity: Severity = "error"


class SheetReader:
    """Reads the rows of one sheet into what is gathered; `sheet_where` names the sheet when there are more.

    `finish` is for a register of notices: it makes its columns those of any register, and returns what only a notice tells.
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
        self._first = next(index for index, cell in enumerate(header.cells) if cell.text)
        self._identifying = [self._columns[name] for name in IDENTIFYING_FIELDS if name in self._columns]
        self._header_texts = [header.cells[column].text for column in self._identifying]
        self._said = {name: _Said(readers[name]) for name in self._columns}
        if (column := self._columns.get("duration")) is not None:
            self._said["duration"] = _Said(duration_reader(profile=profile, header=header.cells[column].text))
        self._values: dict[str, list[Any]] = {name: [] for name in self._columns}
        self._gathered = gathered
        self._finish = finish
        self._profile = profile
        self._other_table: int | None = None
        self._notes: list[_Note] = []
        self._sheet_prefix = f"{sheet_where}, " if sheet_where else ""
        self._beside_list = _("Deze rij is overgeslagen: het lijkt een regel bij de lijst. Is het een contract, vul dan meer gegevens in.")
        self._row_words, self._cell_words = _("rij {row}"), _("{row}, kolom {header} ({address})")

    def read(self) -> None:
        """Gather every contract under the header, and what a person must know of any row."""
        numbers, columns = self._kept_rows()
        texts = {name: columns[column] for name, column in self._columns.items()}
        shown = {name: column for name, column in texts.items() if name not in NOT_SHOWN}
        values: dict[str, Sequence[Any]] = {name: self._column(name, column, numbers) for name, column in texts.items()}
        before, after = self._row_words.split("{row}")
        where = [f"{self._sheet_prefix}{before}{row + 1}{after}" for row in numbers]
        self._note_lone_contractors(numbers, values)
        if self._finish is None and "lots" in values and "reference" in values:
            values["reference"] = self._numbered_by_lot(numbers, values)
        notices: Iterable[Notice | None] = repeat(None, len(numbers)) if self._finish is None else self._finish(values, len(numbers))
        is_until = "end" in values and is_until_day(self._header.cells[self._columns["end"]].text)
        assembly = Assembly(columns=values, count=len(numbers), is_until=is_until)
        rows = assembly.rows(
            where=where,
            raw=map(partial(Texts, tuple(shown)), zip(*shown.values(), strict=True)),
            origins={name: column_letters(column) for name, column in self._columns.items() if name in shown},
            notices=notices,
        )
        self._notes.extend(_Note(numbers[found.place], *found[1:]) for found in assembly.contradictions)
        if self._finish is None:  # notices are known by more than their number
            self._check_seen(numbers, values, where)
        first = len(self._gathered.rows)
        positions = {row: first + position for position, row in enumerate(numbers)} if self._notes else {}
        self._gathered.rows.extend(rows)
        self._gathered.problems.extend(self._problems(positions))

    def _kept_rows(self) -> tuple[list[int], list[list[str]]]:
        """Return which rows of the sheet are contracts, from 0, and their columns; what the cells say is read as they come in.

        The columns are those of the header, of which those that mean nothing stay empty; a cell merged with the one above it holds the
        same text.
        """
        numbers: list[int] = []
        columns: list[list[str]] = [[] for _cell in self._header.cells]
        rows = self._under_explanation(islice(enumerate(self._whole_rows()), self._header.row + 1, None))
        while self._other_table is None and (part := list(islice(rows, ROWS_AT_ONCE))):
            kept = self._contracts(part)
            if self._other_table is not None:
                kept = [one for one in kept if one[0] < self._other_table]
            numbers.extend(row for row, _cells in kept)
            self._take([cells for _row, cells in kept], columns)
            gathered = self._gathered
            gathered.heard(len(gathered.rows) + len(numbers), gathered.height, len(gathered.problems) + len(self._notes))
        self._leave_out_foot(numbers, columns)
        return numbers, columns

    def _under_explanation(self, rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
        """Return the rows without those directly under the header that explain the columns, with a warning for each."""
        for row, cells in rows:
            if not any(map(str.strip, cells)):
                continue
            beside = [text for text, header in zip(cells, self._header.cells, strict=True) if not header.text]
            if not explains_columns({name: cells[column] for name, column in self._columns.items()}, beside, self._profile):
                return chain([(row, cells)], rows)
            message = _("Deze rij is overgeslagen: er staat uitleg bij de kolommen in. Is het een contract, vul dan de gegevens ervan in.")
            self._notes.append(_Note(row, None, message, "warning"))
        return rows

    def _leave_out_foot(self, numbers: list[int], columns: Sequence[list[str]]) -> None:
        """Drop the rows under the last contract that are no contracts, with a warning."""
        cells = list(zip(*(columns[column][-MOST_FOOT_ROWS:] for column in self._columns.values()), strict=True))
        alone = [list(self._columns).index(name) for name in REMARKED_FIELDS if name in self._columns]
        kept = len(numbers) - foot_rows(cells, numbers[-MOST_FOOT_ROWS:], alone if len(self._columns) > FEWEST_FIELDS else ())
        self._notes.extend(_Note(row, None, self._beside_list, "warning") for row in numbers[kept:])
        for name, column in self._columns.items():
            del columns[column][kept:], self._values[name][kept:]
        del numbers[kept:]

    def _whole_rows(self) -> Iterator[Sequence[str]]:
        """Yield the rows of the sheet, each as wide as the header and with what stands in cells merged with the one above."""
        width, continued = len(self._header.cells), self._table.continued
        above: Sequence[str] = ()
        for row, cells in enumerate(self._table.rows):
            if len(cells) != width:
                cells = self._fitted(row, cells)
            if row in continued:
                cells = [above[column] if column in continued[row] else text for column, text in enumerate(cells)]
            above = cells
            yield cells

    def _contracts(self, rows: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[int, Sequence[str]]]:
        """Return the rows that are a contract.

        Most show at a glance that they are: all that a contract is known by is there, and the first of it ends otherwise than a header.
        """
        if len(self._identifying) < 2:
            return [one for one in rows if not self._is_left_out(*one)]
        told = zip(*([cells[column].strip() for _row, cells in rows] for column in self._identifying), strict=True)
        ends = self._header_texts[0][-1:] + (REFERENCE_ENDS if "reference" in self._columns else "")
        return [
            one
            for one, texts in zip(rows, told, strict=True)
            if ("" not in texts and texts[0][-1] not in ends) or not self._is_left_out(*one)
        ]

    def _take(self, rows: Sequence[Sequence[str]], columns: Sequence[list[str]]) -> None:
        """Add rows to the columns, and to what those say."""
        names = {column: name for name, column in self._columns.items()}
        for column, texts in enumerate(zip(*rows, strict=True)):
            if (name := names.get(column)) is not None:
                columns[column].extend(texts)
                self._values[name].extend(map(self._said[name].__getitem__, texts))

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
        if told and _is_total(told[0]) and (len(told) == 1 or self._is_of_nobody(cells)):
            self._notes.append(_Note(row, None, _("Deze rij is overgeslagen: het is een totaal."), "warning"))
            return True
        if is_printed(cells):
            self._notes.append(_Note(row, None, self._beside_list, "warning"))
            return True
        if len(told) > 1:
            return self._is_header(cells) or self._is_other_header(row, cells)
        if not told:
            if any(map(str.strip, cells)):
                message = _("Deze rij is overgeslagen: er staat geen nummer, omschrijving of opdrachtnemer in.")
                self._notes.append(_Note(row, None, message, "warning"))
            return True
        if len(self._columns) > FEWEST_FIELDS and not any(map(str.strip, cells[self._first + 1 :])):
            self._notes.append(_Note(row, None, _("Deze rij is overgeslagen: er staat alleen iets in de eerste kolom."), "warning"))
            return True
        return self._is_header(cells)

    def _is_of_nobody(self, cells: Sequence[str]) -> bool:
        """Return whether there is a column of contractors, and nothing in it."""
        column = self._columns.get("contractor")
        return column is not None and not cells[column].strip()

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Return whether the row repeats the header, of which the last row may say only part of a name."""
        for column, header in zip(self._identifying, self._header_texts, strict=True):
            if not header.endswith(" ".join(cells[column].split())):
                return False
        return True

    def _is_other_header(self, row: int, cells: Sequence[str]) -> bool:
        """Return whether the row is the header of another table, of which nothing is read from there on, and say so."""
        meanings = [by_header(text, self._profile) for text in cells if text.strip()]
        fields = {meaning.field for meaning in meanings if meaning.field is not None}
        is_all_known = bool(fields) and UNKNOWN not in meanings and len(meanings) >= HEADER_FIELDS
        if not is_all_known and (len(fields) < HEADER_FIELDS or 2 * meanings.count(UNKNOWN) > len(meanings)):
            return False
        if self._other_table is None:
            self._other_table = row
            message = _("Hier begint een tabel met andere kolommen. Die is niet gelezen. Zet die tabel op een eigen blad.")
            self._notes.append(_Note(row, None, message))
        return True

    def _column(self, name: str, texts: Sequence[str], numbers: Sequence[int]) -> Sequence[Any]:
        """Return what the cells of a column say, row by row."""
        said, values = self._said[name], self._values[name]
        all_said = ChainMap(*(self._said[day] for day in DAYS if day in self._said)) if name in DAYS else said
        if (decides := DECIDED_BY_COLUMN.get(name)) is not None and (decided := decides(all_said)):
            said.noted |= decided
            values = [decided.get(text, found) for text, found in zip(texts, values, strict=True)]
        if said.noted:
            self._notes.extend(
                _Note(row, name, said.noted[text].message, said.noted[text].severity)
                for row, text in zip(numbers, texts, strict=True)
                if text in said.noted
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
                self._notes.append(_Note(row, "contract_sum", message))
            yield None if is_shared else found

    def _note_lone_contractors(self, numbers: Sequence[int], values: Mapping[str, Sequence[Any]]) -> None:
        """Note a warning for each row of which the contractor alone is told: it may belong to the contract above."""
        if not LONE.issubset(values) or None not in values["reference"] or None not in values["title"]:
            return
        message = _("Deze rij noemt alleen een opdrachtnemer. Hoort die bij de rij erboven? Zet de namen dan samen in één cel.")
        rows = zip(numbers, *(values[name] for name in ("contractor", "reference", "title", "contract_sum")), strict=True)
        self._notes.extend(_Note(row, None, message, "warning") for row, who, *others in rows if who and others == [None] * 3)

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
                self._notes.append(
                    _Note(numbers[place], "reference", message.format(reference=key[1], number=references[place]), "warning")
                )
        return references

    def _check_seen(self, numbers: Sequence[int], values: Mapping[str, Sequence[Any]], where: Sequence[str]) -> None:
        """Note an error for each row of which an earlier one has the same authority and reference."""
        message = _("Contract {reference} staat ook in {where}. Laat het één keer staan, of geef het een eigen nummer.")
        first_seen = self._gathered.first_seen
        authorities = values.get("contracting_authority") or repeat(None, len(numbers))
        references = values.get("reference") or repeat(None, len(numbers))
        for row, authority, reference, place in zip(numbers, authorities, references, where, strict=True):
            if reference is None:
                continue
            key = reference.casefold() if authority is None else (authority.casefold(), reference.casefold())
            first = first_seen.setdefault(key, place)
            if first is not place:
                self._notes.append(_Note(row, "reference", message.format(reference=reference, where=first)))

    def _problems(self, positions: Mapping[int, int]) -> Iterator[Problem]:
        """Yield the notes as problems, in the order of the rows; `positions` gives the place in the reading of each row that was kept."""
        for note in sorted(self._notes, key=attrgetter("row")):
            where = self._cell_where(note.row, note.field) if note.field in self._columns else self._where(note.row)
            yield Problem(where, positions.get(note.row), note.field, note.message, note.severity)

    def _where(self, row: int) -> str:
        return self._sheet_prefix + self._row_words.format(row=row + 1)

    def _cell_where(self, row: int, name: str) -> str:
        column = self._columns[name]
        header = self._header.cells[column].text
        return self._cell_words.format(row=self._where(row), header=header, address=cell_address(row, column))


def _is_total(text: str) -> bool:
    """Return whether a text says that its row adds up other rows."""
    plain = text.casefold()
    return plain.split()[0].rstrip(":") in TOTAL_WORDS or plain.rstrip(": ") in RECKONED_WORDS
