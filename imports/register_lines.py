"""The lines under a register's header -> which of them are contracts.

In: a table whose columns are known. Out: the cells of its contracts, some thousands at a time, and what a person must know of the other
lines: totals, captions, the header once more, an explanation of the columns, the foot of the list.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from imports.cells import Table
from imports.explanation import explains_columns
from imports.foot import MOST_FOOT_ROWS, foot_rows, is_printed
from imports.header import Header
from imports.meaning import UNKNOWN, by_header, by_titles, by_unit
from imports.profile import Profile
from imports.rows import Severity
from imports.translation import gettext as _

ROWS_AT_ONCE = 5_000
HEADER_FIELDS = 3  # that make a row the header of another table
FEWEST_FIELDS = 2  # in a table of more, a row with nothing but its first cell is a caption
IDENTIFYING_FIELDS = ("reference", "title", "contractor")
REFERENCE_ENDS = "rRdDkKeE."  # how the names of a column of references end
REMARKED_FIELDS = ("reference", "title")  # where a remark under the list may stand
MOST_REMARKS, LONGEST_REMARK = 1_000, 500
UNIT_ROWS = 2  # under the header, in which may stand what amounts are in
TOTAL_WORDS = frozenset(["totaal", "totalen", "subtotaal", "eindtotaal", "tot.", "total", "subtotal"])
RECKONED_WORDS = frozenset(["som", "aantal", "gemiddelde", "gemiddeld", "sum", "count", "average"])  # with nothing behind them


Line = tuple[int, Sequence[str]]  # the number of a row in its sheet, from 0, and its cells


class Note(NamedTuple):
    """A problem with a row of the sheet, or with its cell for `field`."""

    row: int
    field: str | None
    message: str
    severity: Severity = "error"


class RegisterLines:
    """The lines of one sheet; `notes` holds what must be known of those that were looked at so far."""

    def __init__(self, *, table: Table, header: Header, profile: Profile) -> None:
        self.notes: list[Note] = []
        self._remarks: deque[str] = deque(maxlen=MOST_REMARKS)
        self._units: list[str] = []
        self._table = table
        self._header = header
        self._profile = profile
        self._columns = header.columns
        self._first = next(index for index, cell in enumerate(header.cells) if cell.text)
        self._identifying = [self._columns[name] for name in IDENTIFYING_FIELDS if name in self._columns]
        self._header_texts = [header.cells[column].text for column in self._identifying]
        self._other_table: int | None = None
        self._beside_list = _("Deze rij is overgeslagen: het lijkt een regel bij de lijst. Is het een contract, vul dan meer gegevens in.")

    def contracts(self, *, looked_at: Callable[[int], None]) -> Iterator[list[Line]]:
        """Yield the contracts, some thousands at a time; a cell merged with the one above it holds the same text.

        `looked_at` hears, each time that some thousands were looked at, how many contracts were among all of them.
        The last ones wait until it is known whether more contracts follow: what stands under the last contract is no contract.
        """
        waiting: list[Line] = []
        count = 0
        rows = self._under_explanation(islice(enumerate(self._whole_rows()), self._header.row + 1, None))
        while self._other_table is None and (part := list(islice(rows, ROWS_AT_ONCE))):
            waiting += self._contracts(part)
            if self._other_table is not None:
                waiting = [one for one in waiting if one[0] < self._other_table]
            looked_at(count + len(waiting))
            count += len(waiting[:-MOST_FOOT_ROWS])
            yield waiting[:-MOST_FOOT_ROWS]
            waiting = waiting[-MOST_FOOT_ROWS:]
        yield self._without_foot(waiting)

    def remark_on_sums(self) -> str | None:
        """Return why the amounts are no contract sums, which the lines that are no contracts say: `x € 1.000`, `bedragen incl. btw`."""
        column = self._columns.get("contract_sum")
        if column is None:
            return None
        header = self._header.cells[column]
        if header.meaning.certainty == "chosen":
            return None
        units = (by_unit(text, self._profile) for text in self._units)
        told = by_titles(header.meaning, header.text, list(self._remarks), self._profile)
        return next(filter(None, units), None if told is header.meaning else told.remark)

    def _leave_out(self, row: int, cells: Sequence[str], message: str) -> None:
        """Warn of a line that is no contract, and keep what it may say of all contracts; a total says so of itself alone."""
        self.notes.append(Note(row, None, message, "warning"))
        if row <= self._header.row + UNIT_ROWS and (column := self._columns.get("contract_sum")) is not None:
            self._units.append(cells[column][:LONGEST_REMARK])
        own = {self._first, *self._identifying}
        named = enumerate(zip(cells, self._header.cells, strict=True))
        self._remarks += [text[:LONGEST_REMARK] for column, (text, header) in named if text and (column in own or not header.text)]

    def _without_foot(self, last: list[Line]) -> list[Line]:
        """Return the last rows without those under the last contract that are no contracts, with a warning for each of those."""
        cells = [[cells[column] for column in self._columns.values()] for _row, cells in last]
        alone = [list(self._columns).index(name) for name in REMARKED_FIELDS if name in self._columns]
        kept = len(last) - foot_rows(cells, [row for row, _cells in last], alone if len(self._columns) > FEWEST_FIELDS else ())
        for row, beside in last[kept:]:
            self._leave_out(row, beside, self._beside_list)
        return last[:kept]

    def _under_explanation(self, rows: Iterator[Line]) -> Iterator[Line]:
        """Return the rows without those directly under the header that explain the columns, with a warning for each."""
        for row, cells in rows:
            if not any(map(str.strip, cells)):
                continue
            beside = [text for text, header in zip(cells, self._header.cells, strict=True) if not header.text]
            if not explains_columns({name: cells[column] for name, column in self._columns.items()}, beside, self._profile):
                return chain([(row, cells)], rows)
            message = _("Deze rij is overgeslagen: er staat uitleg bij de kolommen in. Is het een contract, vul dan de gegevens ervan in.")
            self._leave_out(row, cells, message)
        return rows

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

    def _fitted(self, row: int, cells: Sequence[str]) -> Sequence[str]:
        """Return the cells as wide as the header; what stands beyond it is an error of the row."""
        width = len(self._header.cells)
        if row > self._header.row and any(cells[width:]):
            message = _("Deze rij heeft meer cellen dan de kop. Zet een tekst met een scheidingsteken erin tussen aanhalingstekens.")
            self.notes.append(Note(row, None, message))
        return [*cells[:width], *[""] * (width - len(cells))]

    def _contracts(self, rows: Sequence[Line]) -> list[Line]:
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

    def _is_left_out(self, row: int, cells: Sequence[str]) -> bool:
        """Return whether the row is no contract, with a warning unless that goes without saying."""
        told = [text for column in self._identifying if (text := cells[column].strip())]
        if told and self._adds_up(told, cells):
            self.notes.append(Note(row, None, _("Deze rij is overgeslagen: het is een totaal."), "warning"))
            return True
        if is_printed(cells):
            self._leave_out(row, cells, self._beside_list)
            return True
        if len(told) > 1:
            return self._is_header(cells) or self._is_other_header(row, cells)
        if not told:
            if any(map(str.strip, cells)):
                message = _("Deze rij is overgeslagen: er staat geen nummer, omschrijving of opdrachtnemer in.")
                self._leave_out(row, cells, message)
            return True
        if len(self._columns) > FEWEST_FIELDS and not any(map(str.strip, cells[self._first + 1 :])):
            self._leave_out(row, cells, _("Deze rij is overgeslagen: er staat alleen iets in de eerste kolom."))
            return True
        return self._is_header(cells)

    def _adds_up(self, told: Sequence[str], cells: Sequence[str]) -> bool:
        """Return whether the row adds up others, as the first of its cells or of those that a contract is known by says."""
        first = next(text for text in map(str.strip, cells) if text)
        return (len(told) == 1 or self._is_of_nobody(cells)) and (_is_total(told[0]) or _is_total(first))

    def _is_of_nobody(self, cells: Sequence[str]) -> bool:
        """Return whether there is a column of contractors, and nothing in it."""
        column = self._columns.get("contractor")
        return column is not None and not cells[column].strip()

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Return whether the row repeats the header, of which the last row may say only part of a name."""
        for column, header in zip(self._identifying, self._header_texts, strict=True):
            if not header.casefold().endswith(" ".join(cells[column].split()).casefold()):
                return False
        return True

    def _is_other_header(self, row: int, cells: Sequence[str]) -> bool:
        """Return whether the row is a header again; of a table with other columns nothing is read from there on, which is said."""
        by_column = [by_header(text, self._profile) for text in cells]
        if {meaning.field: column for column, meaning in enumerate(by_column) if meaning.field is not None} == self._columns:
            return True  # the same columns, in other words
        meanings = [meaning for meaning, text in zip(by_column, cells, strict=True) if text.strip()]
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
    """Return whether a text says that its row adds up other rows: `Totaal afdeling`, or `Groen B.V. Totaal` as Excel writes it."""
    said = text.casefold().replace(":", " ").split()
    return bool(said) and (said[0] in TOTAL_WORDS or said[-1] in TOTAL_WORDS or (len(said) == 1 and said[0] in RECKONED_WORDS))
