"""A large workbook of Excel since 2007, some megabytes of rows at a time.

In: the workbook. Out: workbooks with some of the rows each. Calamine reads the cells of a whole workbook before it gives one of them; so
the first are here sooner, none stays longer than it is needed, and some are read while others are unpacked.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

from . import ROW, ROWS_BEGIN
from .archive import SHARED_TEXTS, part_key, pieces, sheet_names
from .formats import Shown
from .shared_texts import SharedTexts
from .shown import Styles, look_up, styles_shown_otherwise
from .weight import weight

# Of what is no sheet, without which its cells cannot be read; pivot tables and drawings may be as large as the sheets.
NEEDED = re.compile(r"(?:workbook|styles|sharedstrings|\[content_types\])\.xml$|(?:^|/)(?:workbook\.xml)?\.rels$")
ROW_NUMBER = re.compile(ROW + rb"(\d+)")
CELL_END, ROWS_END = b"</c>", b"</sheetData>"
SHEET_END, NO_ROWS = b"</worksheet>", b"<worksheet><sheetData></sheetData></worksheet>"
PART_BYTES = 8 * 1024 * 1024  # of rows that are read at once


class RowsOutOfOrder(Exception):
    """A sheet of which rows stand in the part of others: to be read as a whole, as calamine sorts them."""


class Span(NamedTuple):
    """Rows of a sheet, from 0 and up to `end`."""

    first: int
    end: int


class Rows(NamedTuple):
    """The XML of some rows of a sheet, and the number of their part."""

    number: int
    rows: list[bytes]


Part = Mapping[str, Rows]  # some rows by the name of their sheet: of one sheet, or of some small ones


@dataclass
class Cut:
    """A sheet around its rows, between which of them those of each part are, and how many there are, as far as it was looked at.

    One that cannot be cut has nothing around it.
    """

    entry: str
    head: bytes = b""
    tail: bytes = b""
    height: int = 0
    spans: dict[int, Span] = field(default_factory=dict)

    def add(self, number: int, found: Span) -> None:
        """Tell of rows that a part has too."""
        span = self.spans.get(number, found)
        self.spans[number] = Span(min(span.first, found.first), max(span.end, found.end))

    @property
    def is_in_order(self) -> bool:
        """Return whether the rows of each part come before those of the next, once the whole sheet was looked at."""
        spans = [self.spans[number] for number in sorted(self.spans)]
        return all(span.end <= after.first for span, after in pairwise(spans))

    def holding(self, rows: Sequence[bytes]) -> bytes:
        """Return the XML of the sheet with some of its rows."""
        return b"".join([self.head, ROWS_BEGIN, *rows, ROWS_END, SHEET_END]) if self.head else b"".join(rows) or NO_ROWS

    @property
    def without_rows(self) -> bytes:
        """Return the XML of the sheet without the rows, with what stands behind them, such as which cells are merged."""
        return self.head + ROWS_BEGIN + ROWS_END + self.tail


class CutWorkbook:
    """A workbook that gives its rows part by part; `sheets` are looked at with the first walk through those."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        entries = {part_key(name): name for name in archive.namelist()}
        names = sheet_names(archive, entries)
        self._styles: Styles = styles_shown_otherwise(archive, entries)
        others = [entry for key, entry in entries.items() if NEEDED.search(key) and key not in names]
        weighed = weight(archive)
        self.read_ahead = weighed.read_ahead
        looked_up = [] if weighed.has_few_texts else [entry for entry in others if SHARED_TEXTS.search(entry)]
        self._texts = {entry: SharedTexts(archive.read(entry)) for entry in looked_up}
        self._others = {entry: archive.read(entry) for entry in others if entry not in self._texts}
        self.sheets = {name: Cut(entries[key]) for key, name in names.items() if key in entries}

    def parts(self) -> Iterator[Part]:
        """Yield all rows once, in order, sheet by sheet."""
        taken: dict[str, Rows] = {}
        size = 0
        for name, cut in self.sheets.items():
            for number, xml in self._rows(cut):
                is_full = size > PART_BYTES and (name not in taken or cut.head)  # what cannot be cut stays whole
                if is_full or (name in taken and taken[name].number != number):
                    yield taken
                    taken, size = {}, 0
                taken.setdefault(name, Rows(number, [])).rows.append(xml)
                size += len(xml)
        if taken:
            yield taken

    def without_rows(self) -> bytes:
        """Return the workbook with no rows, once all were walked through; a sheet that cannot be cut has them.

        Raises RowsOutOfOrder when what was walked through is not as the rows of the sheets are.
        """
        if not all(cut.is_in_order for cut in self.sheets.values()):
            raise RowsOutOfOrder
        sheets = {cut.entry: cut.without_rows if cut.head else self._archive.read(cut.entry) for cut in self.sheets.values()}
        texts = {} if all(cut.head for cut in self.sheets.values()) else {entry: shared.whole for entry, shared in self._texts.items()}
        return _archived(self._others | sheets | texts)

    def holding(self, part: Part) -> bytes:
        """Return the workbook with some rows."""
        held = {cut.entry: cut.holding(part[name].rows if name in part else ()) for name, cut in self.sheets.items()}
        texts = {entry: shared.of(held.values()) for entry, shared in self._texts.items()}
        return _archived(self._others | held | texts)

    def shown_otherwise(self, rows: Sequence[bytes]) -> Shown:
        """Return what cells in rows show that calamine does not tell."""
        return look_up(rows, self._styles)

    def _rows(self, cut: Cut) -> Iterator[tuple[int, bytes]]:
        """Yield the rows of a sheet in pieces, each with the number of its part, and look at what stands around them.

        It is cut where a row that tells its number begins, as those of nearly every program do; others are all in the first part.
        """
        read = number = 0
        for xml in pieces(self._archive, cut.entry, ROW):
            size = len(xml)
            if not read:
                head, begin, rows = xml.partition(ROWS_BEGIN)
                cut.head, xml = (head, rows) if begin else (b"", xml)
            elif cut.head:
                number = read // PART_BYTES
            if cut.head:
                xml, end, tail = xml.partition(ROWS_END)
                cut.tail = tail if end else cut.tail
                cut.height = max(cut.height, last_row(xml))
                if numbers := list(map(int, ROW_NUMBER.findall(xml))):
                    cut.add(number, Span(min(numbers) - 1, max(numbers)))
            yield number, xml
            read += size


def _archived(entries: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    archive = ZipFile(written, "w", ZIP_STORED)
    for entry, xml in entries.items():
        archive.writestr(entry, xml)
    archive.close()  # not by `with`, which makes another error of having no more memory
    return written.getvalue()


def last_row(xml: bytes) -> int:
    """Return the number, from 1, of the last row here in which a cell holds something, 0 where no row tells its number."""
    at = xml.rfind(ROW, 0, xml.rfind(CELL_END) + 1)
    return row_number(xml[at:]) + 1 if at >= 0 else 0


def row_number(xml: bytes) -> int:
    """Return the number, from 0, of the row that begins here."""
    return int(xml[len(ROW) : xml.index(b'"', len(ROW))]) - 1
