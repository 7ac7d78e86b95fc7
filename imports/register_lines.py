"""The lines under a register's header -> which of them are contracts.

In: a table whose columns are known. Out: the cells of its contracts, some thousands at a time, and what a person must know of the other
lines: totals, captions, the header once more, an explanation of the columns, the foot of the list.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress, islice
from typing import NamedTuple

from imports.cells import Table
from imports.explanation import explains_columns
from imports.foot import MOST_FOOT_ROWS, foot_rows, is_printed
from imports.header import Header
from imports.meaning import UNKNOWN, by_header
from imports.profile import Profile
from imports.rows import Severity
from imports.translation import gettext as _

ROWS_AT_ONCE = 5_000
HEADER_FIELDS = 3  # that make a row the header of another table
FEWEST_FIELDS = 2  # in a table of more, a row with nothing but its first cell is a caption
IDENTIFYING_FIELDS = ("reference", "title", "contractor")
REFERENCE_ENDS = "rRdDkKeE."  # how the names of a column of references end
REMARKED_FIELDS = ("reference", "title")  # where a remark under the list may stand
TOTAL_WORDS = frozenset(["totaal", "totalen", "subtotaal", "eindtotaal", "tot.", "total", "subtotal"])
RECKONED_WORDS = frozenset(["som", "aantal", "gemiddelde", "gemiddeld", "sum", "count", "average"])  # with nothing behind them


class Lines(NamedTuple):
    """Contracts of a sheet: their rows in it, from 0, and by field the texts of their cells."""

    numbers: list[int]
    texts: dict[str, tuple[str, ...]]

    def followed_by(self, others: "Lines") -> "Lines":
        """Return these contracts with others behind them."""
        texts = {name: column + others.texts[name] for name, column in self.texts.items()}
        return Lines(self.numbers + others.numbers, texts)

    def part(self, which: slice) -> "Lines":
        """Return some of them."""
        return Lines(self.numbers[which], {name: column[which] for name, column in self.texts.items()})


class Note(NamedTuple):
    """A problem with a row of the sheet, or with its cell for `field`."""

    row: int
    field: str | None
    message: str
    severity: Severity = "error"


class RegisterLines:
    """The lines of one sheet; `notes` holds what must be known of those that were looked at so far.

    `looked_at` hears, each time that some thousands were looked at, how many contracts were among all of them.
    """

    def __init__(self, *, table: Table, header: Header, profile: Profile, looked_at: Callable[[int], None]) -> None:
        self.notes: list[Note] = []
        self._looked_at = looked_at
        self._table = table
        self._header = header
        self._profile = profile
        self._columns = header.columns
        self._first = next(index for index, cell in enumerate(header.cells) if cell.text)
        self._identifying = [self._columns[name] for name in IDENTIFYING_FIELDS if name in self._columns]
        self._header_texts = [header.cells[column].text for column in self._identifying]
        self._other_table: int | None = None
        self._beside_list = _("Deze rij is overgeslagen: het lijkt een regel bij de lijst. Is het een contract, vul dan meer gegevens in.")

    def contracts(self) -> Iterator[Lines]:
        """Yield the contracts, some thousands at a time; a cell merged with the one above it holds the same text.

        The last ones wait until it is known whether more contracts follow: what stands under the last contract is no contract.
        """
        waiting, count = Lines([], dict.fromkeys(self._columns, ())), 0
        for numbers, rows in self._under_header():
            found = waiting.followed_by(self._contracts(numbers, rows))
            self._looked_at(count + len(found.numbers))
            ended, waiting = found.part(slice(-MOST_FOOT_ROWS)), found.part(slice(-MOST_FOOT_ROWS, None))
            count += len(ended.numbers)
            yield ended
            if self._other_table is not None:
                break
        yield self._without_foot(waiting)

    def _without_foot(self, last: Lines) -> Lines:
        """Return the last rows without those under the last contract that are no contracts, with a warning for each of those."""
        cells = list(zip(*last.texts.values(), strict=True))
        alone = [list(self._columns).index(name) for name in REMARKED_FIELDS if name in self._columns]
        kept = len(last.numbers) - foot_rows(cells, last.numbers, alone if len(self._columns) > FEWEST_FIELDS else ())
        self.notes.extend(Note(row, None, self._beside_list, "warning") for row in last.numbers[kept:])
        return last.part(slice(kept))

    def _under_header(self) -> Iterator[tuple[range, list[Sequence[str]]]]:
        """Yield the rows under the header and what explains it, some thousands at a time, with their places in the sheet."""
        has_begun = False
        for numbers, rows in islice(self._whole_rows(), 1, None):
            begin = 0 if has_begun else self._explaining(numbers, rows)
            has_begun = begin < len(rows)
            if has_begun:
                yield numbers[begin:], rows[begin:]

    def _explaining(self, numbers: range, rows: Sequence[Sequence[str]]) -> int:
        """Return how many of these rows, directly under the header, are empty or explain the columns; with a warning for each of those."""
        for place, (row, cells) in enumerate(zip(numbers, rows, strict=True)):
            if not any(map(str.strip, cells)):
                continue
            beside = [text for text, header in zip(cells, self._header.cells, strict=True) if not header.text]
            if not explains_columns({name: cells[column] for name, column in self._columns.items()}, beside, self._profile):
                return place
            message = _("Deze rij is overgeslagen: er staat uitleg bij de kolommen in. Is het een contract, vul dan de gegevens ervan in.")
            self.notes.append(Note(row, None, message, "warning"))
        return len(rows)

    def _whole_rows(self) -> Iterator[tuple[range, list[Sequence[str]]]]:
        """Yield the rows of the sheet, each as wide as the header and with what stands in cells merged with the one above.

        Those down to the header come first.
        """
        width, continued = len(self._header.cells), self._table.continued
        source, first, size = iter(self._table.rows), 0, self._header.row + 1
        above: Sequence[str] = ()
        while rows := list(islice(source, size)):
            numbers = range(first, first + len(rows))
            if set(map(len, rows)) != {width}:
                rows = [cells if len(cells) == width else self._fitted(row, cells) for row, cells in zip(numbers, rows, strict=True)]
            for row in filter(continued.__contains__, numbers if continued else ()):
                before = rows[row - first - 1] if row > first else above
                cells = rows[row - first]
                rows[row - first] = [before[column] if column in continued[row] else text for column, text in enumerate(cells)]
            yield numbers, rows
            first, above, size = numbers.stop, rows[-1], ROWS_AT_ONCE

    def _fitted(self, row: int, cells: Sequence[str]) -> Sequence[str]:
        """Return the cells as wide as the header; what stands beyond it is an error of the row."""
        width = len(self._header.cells)
        if row > self._header.row and any(cells[width:]):
            message = _("Deze rij heeft meer cellen dan de kop. Zet een tekst met een scheidingsteken erin tussen aanhalingstekens.")
            self.notes.append(Note(row, None, message))
        return [*cells[:width], *[""] * (width - len(cells))]

    def _contracts(self, numbers: range, rows: Sequence[Sequence[str]]) -> Lines:
        """Return the rows that are a contract."""
        columns = list(zip(*rows, strict=True))
        texts = {name: columns[column] for name, column in self._columns.items()}
        kept = self._at_a_glance(columns)
        if all(kept):
            return Lines(list(numbers), texts)
        kept = [known or not self._is_left_out(row, cells) for known, row, cells in zip(kept, numbers, rows, strict=True)]
        if self._other_table is not None:
            kept = [is_kept and row < self._other_table for is_kept, row in zip(kept, numbers, strict=True)]
        return Lines(list(compress(numbers, kept)), {name: tuple(compress(column, kept)) for name, column in texts.items()})

    def _at_a_glance(self, columns: Sequence[Sequence[str]]) -> list[bool]:
        """Return which rows show at a glance that they are a contract, as most do.

        All that a contract is known by is there, and the first of it ends otherwise than a header.
        """
        if len(self._identifying) < 2:
            return [False] * len(columns[0])
        told = zip(*(map(str.strip, columns[column]) for column in self._identifying), strict=True)
        ends = self._header_texts[0][-1:] + (REFERENCE_ENDS if "reference" in self._columns else "")
        return ["" not in texts and texts[0][-1] not in ends for texts in told]

    def _is_left_out(self, row: int, cells: Sequence[str]) -> bool:
        """Return whether the row is no contract, with a warning unless that goes without saying."""
        told = [text for column in self._identifying if (text := cells[column].strip())]
        if told and _is_total(told[0]) and (len(told) == 1 or self._is_of_nobody(cells)):
            self.notes.append(Note(row, None, _("Deze rij is overgeslagen: het is een totaal."), "warning"))
            return True
        if is_printed(cells):
            self.notes.append(Note(row, None, self._beside_list, "warning"))
            return True
        if len(told) > 1:
            return self._is_header(cells) or self._is_other_header(row, cells)
        if not told:
            if any(map(str.strip, cells)):
                message = _("Deze rij is overgeslagen: er staat geen nummer, omschrijving of opdrachtnemer in.")
                self.notes.append(Note(row, None, message, "warning"))
            return True
        if len(self._columns) > FEWEST_FIELDS and not any(map(str.strip, cells[self._first + 1 :])):
            self.notes.append(Note(row, None, _("Deze rij is overgeslagen: er staat alleen iets in de eerste kolom."), "warning"))
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
            self.notes.append(Note(row, None, message))
        return True


def _is_total(text: str) -> bool:
    """Return whether a text says that its row adds up other rows."""
    plain = text.casefold()
    return plain.split()[0].rstrip(":") in TOTAL_WORDS or plain.rstrip(": ") in RECKONED_WORDS
