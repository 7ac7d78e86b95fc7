"""A large workbook of Excel since 2007, some megabytes of rows at a time, of which each process reads every so manieth.

In: the workbook. Out: workbooks with some of the rows each. Calamine reads the cells of a whole workbook before it gives one of them; so
the first are here sooner, and none stays longer than it is needed.
"""

import io
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile, is_zipfile

from . import ROW
from .archive import SHARED_TEXTS, part_key, pieces, sheet_names, tells_rows, weight
from .formats import Shown
from .shared_texts import SharedTexts
from .shown import Styles, look_up, styles_shown_otherwise

CELL_END, ROWS_BEGIN, ROWS_END = b"</c>", b"<sheetData>", b"</sheetData>"
SHEET_END, NO_ROWS = b"</worksheet>", b"<worksheet><sheetData></sheetData></worksheet>"
PART_BYTES = 8 * 1024 * 1024  # of rows that are read at once
MOST_KEPT = 80 * 1024 * 1024  # bytes of a sheet of which the rows are kept while the rest is looked at; others are unpacked twice


class Share(NamedTuple):
    """Which parts of each sheet are read: from this one on, from 0, every so manieth."""

    place: int
    of: int


class Span(NamedTuple):
    """Which rows of a sheet a part has: from 0 and up to `end`, None where nothing follows."""

    first: int
    end: int | None


@dataclass
class Cut:
    """A sheet around its rows, which part begins at which of them, how many there are, and those of a share, by part.

    One that cannot be cut has nothing around it.
    """

    part: str
    head: bytes = b""
    tail: bytes = b""
    height: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    kept: deque[tuple[int, bytes]] | None = field(default_factory=deque)

    def span(self, number: int) -> Span:
        """Return the rows of a part."""
        return Span(self.starts.get(number, 0), min((row for part, row in self.starts.items() if part > number), default=None))

    def holding(self, rows: Sequence[bytes]) -> bytes:
        """Return the XML of the sheet with some of its rows."""
        return b"".join([self.head, ROWS_BEGIN, *rows, ROWS_END, SHEET_END]) if self.head else b"".join(rows) or NO_ROWS

    @property
    def without_rows(self) -> bytes:
        """Return the XML of the sheet without the rows, with what stands behind them, such as which cells are merged."""
        return self.head + ROWS_BEGIN + ROWS_END + self.tail if self.head else b"".join(xml for _part, xml in self.kept or ()) or NO_ROWS


def is_read_in_parts(content: bytes, share: Share) -> bool:
    """Return whether the rows of a workbook are read part by part, by several processes or by one that cannot hold them all."""
    if share.of > 1 or not is_zipfile(io.BytesIO(content)):
        return share.of > 1
    with ZipFile(io.BytesIO(content)) as archive:
        largest = weight(archive)
        return largest.is_too_large_as_a_whole and largest.sheet is not None and tells_rows(archive, largest.sheet)


class CutWorkbook:
    """A workbook of which `sheets` have a share of their rows, by name in the order of the workbook."""

    def __init__(self, content: bytes, share: Share) -> None:
        self._archive, self._share = ZipFile(io.BytesIO(content)), share
        parts = {part_key(name): name for name in self._archive.namelist()}
        names = sheet_names(self._archive, parts)
        self._styles: Styles = styles_shown_otherwise(self._archive, parts)
        others = [part for key, part in parts.items() if key not in names and key.endswith((".xml", ".rels"))]
        self._texts = {part: SharedTexts(self._archive.read(part)) for part in others if SHARED_TEXTS.search(part)}
        self._others = {part: self._archive.read(part) for part in others if part not in self._texts}
        self.sheets = {name: self._cut(parts[key]) for key, name in names.items() if key in parts}

    def without_rows(self) -> bytes:
        """Return the workbook with no rows."""
        sheets = {cut.part: cut.without_rows for cut in self.sheets.values()}
        return _archived(self._others | sheets)

    def parts(self) -> Iterator[tuple[bytes, Mapping[str, tuple[Span, Shown]]]]:
        """Yield workbooks with a part of a sheet each, or of some small ones, and by sheet which rows those are and what cells show.

        All rows of the share come once, in order, sheet by sheet.
        """
        taken: dict[str, tuple[int, list[bytes]]] = {}
        for name, cut in self.sheets.items():
            for number, xml in self._rows(cut):
                size = sum(len(one) for _number, rows in taken.values() for one in rows)
                if taken.get(name, (number,))[0] != number or size > PART_BYTES:
                    part, taken = self._part(taken), {}
                    yield part
                taken.setdefault(name, (number, []))[1].append(xml)
        if taken:
            yield self._part(taken)

    def _part(self, taken: Mapping[str, tuple[int, Sequence[bytes]]]) -> tuple[bytes, Mapping[str, tuple[Span, Shown]]]:
        told: dict[str, tuple[Span, Shown]] = {}
        for name, (number, rows) in taken.items():
            shown: Shown = defaultdict(list)
            told[name] = self.sheets[name].span(number), shown
            for xml in rows:
                look_up(xml, self._styles, shown)
        held = {cut.part: cut.holding(taken[name][1] if name in taken else ()) for name, cut in self.sheets.items()}
        texts = {part: shared.of(held.values()) for part, shared in self._texts.items()}
        return _archived(self._others | held | texts), told

    def _cut(self, part: str) -> Cut:
        """Return a sheet with only a share of its rows.

        It is cut where a row that tells its number begins, as those of nearly every program do; others are all in the first part.
        """
        cut = Cut(part, kept=deque() if self._archive.getinfo(part).file_size <= MOST_KEPT else None)
        for number, xml in self._pieces(part):
            if not cut.head:
                cut.head, begin, xml = xml.partition(ROWS_BEGIN)
                if not begin:
                    return Cut(part, kept=deque([] if self._share.place else [(0, self._archive.read(part))]))
            elif number:
                cut.starts.setdefault(number, row_number(xml))
            xml, _end, cut.tail = xml.partition(ROWS_END)
            cut.height = last_row(xml) or cut.height
            if cut.kept is not None and self._is_own(number):
                cut.kept.append((number, xml))
        return cut

    def _rows(self, cut: Cut) -> Iterator[tuple[int, bytes]]:
        """Yield the rows of the share in pieces, each with the number of its part; those that were kept are let go of."""
        while cut.kept:
            yield cut.kept.popleft()
        if cut.kept is None:
            for number, xml in self._pieces(cut.part):
                if self._is_own(number):
                    yield number, xml.partition(ROWS_END)[0].removeprefix(cut.head + ROWS_BEGIN)

    def _pieces(self, part: str) -> Iterator[tuple[int, bytes]]:
        at = 0
        for xml in pieces(self._archive, part, ROW):
            yield at // PART_BYTES, xml
            at += len(xml)

    def _is_own(self, number: int) -> bool:
        return number % self._share.of == self._share.place


def _archived(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for part, xml in parts.items():
            archive.writestr(part, xml)
    return written.getvalue()


def last_row(xml: bytes) -> int:
    """Return the number, from 1, of the last row here in which a cell holds something, 0 where no row tells its number."""
    at = xml.rfind(ROW, 0, xml.rfind(CELL_END) + 1)
    return row_number(xml[at:]) + 1 if at >= 0 else 0


def row_number(xml: bytes) -> int:
    """Return the number, from 0, of the row that begins here."""
    return int(xml[len(ROW) : xml.index(b'"', len(ROW))]) - 1
