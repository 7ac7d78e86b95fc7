"""A share of the rows of a large workbook of Excel since 2007, some megabytes at a time.

In: the workbook. Out: workbooks with some of those rows each. Calamine reads the cells of a whole workbook before it gives one of them;
so the first are here sooner, and those that are there already need not stay.
"""

import io
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

from . import ROW
from .archive import part_key, pieces, sheet_names
from .shown import Shown, Styles, look_up, styles_shown_otherwise

CELL_END, ROWS_BEGIN, ROWS_END = b"</c>", b"<sheetData>", b"</sheetData>"
SHEET_END, NO_ROWS = b"</worksheet>", b"<worksheet><sheetData></sheetData></worksheet>"
# How many bytes of rows are read at once: every part is read with all texts that cells share, so it is no less than those.
PART_BYTES, SHARED_TEXTS = 8 * 1024 * 1024, "sharedstrings.xml"


class Share(NamedTuple):
    """Which share of the rows of each sheet is read, from 0, of how many."""

    place: int
    of: int


class Span(NamedTuple):
    """Which rows of a sheet a share has, from 0 and up to `end`, None where nothing follows; `height` is how many all shares have."""

    first: int
    end: int | None
    height: int


@dataclass
class Cut:
    """A sheet around its rows, and those of a share in pieces; one that cannot be cut has nothing around its one piece, if it has that."""

    part: str
    rows: deque[bytes]
    span: Span
    head: bytes = b""
    tail: bytes = b""

    def holding(self, rows: Sequence[bytes]) -> bytes:
        """Return the XML of the sheet with some of its rows."""
        return b"".join([self.head, ROWS_BEGIN, *rows, ROWS_END, SHEET_END]) if self.head else b"".join(rows) or NO_ROWS

    @property
    def without_rows(self) -> bytes:
        """Return the XML of the sheet without the rows, with what stands behind them, such as which cells are merged."""
        return self.head + ROWS_BEGIN + ROWS_END + self.tail if self.head else b"".join(self.rows) or NO_ROWS


class CutWorkbook:
    """A workbook of which `sheets` have a share of their rows, by name in the order of the workbook."""

    def __init__(self, content: bytes, share: Share) -> None:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = {part_key(name): name for name in archive.namelist()}
            names = sheet_names(archive, parts)
            self._styles: Styles = styles_shown_otherwise(archive, parts)
            self.sheets = {name: _cut(archive, parts[key], share) for key, name in names.items() if key in parts}
            others = [part for key, part in parts.items() if key not in names and key.endswith((".xml", ".rels"))]
            self._others = {part: archive.read(part) for part in others}

    def without_rows(self) -> bytes:
        """Return the workbook with no rows."""
        sheets = {cut.part: cut.without_rows for cut in self.sheets.values()}
        return _archived({part: xml for part, xml in self._others.items() if not part.lower().endswith(SHARED_TEXTS)} | sheets)

    def parts(self) -> Iterator[tuple[bytes, Mapping[str, Shown]]]:
        """Yield workbooks with some of the rows each, and by sheet what cells of it show; all rows come once, in order, sheet by sheet."""
        most = max(PART_BYTES, sum(len(xml) for part, xml in self._others.items() if part.lower().endswith(SHARED_TEXTS)))
        taken: dict[str, list[bytes]] = {}
        for name, cut in self.sheets.items():
            while cut.rows:
                taken.setdefault(name, []).append(cut.rows.popleft())
                if sum(map(len, chain.from_iterable(taken.values()))) >= most:
                    part, taken = self._part(taken), {}
                    yield part
        if taken:
            yield self._part(taken)

    def _part(self, taken: Mapping[str, Sequence[bytes]]) -> tuple[bytes, Mapping[str, Shown]]:
        shown: dict[str, Shown] = {name: defaultdict(list) for name in taken}
        for name, rows in taken.items():
            for xml in rows:
                look_up(xml, self._styles, shown[name])
        held = {cut.part: cut.holding(taken.get(name, ())) for name, cut in self.sheets.items()}
        return _archived(self._others | held), shown


def _archived(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for part, xml in parts.items():
            archive.writestr(part, xml)
    return written.getvalue()


def _cut(archive: ZipFile, part: str, share: Share) -> Cut:
    """Return a sheet with only a share of its rows.

    It is cut where a row that tells its number begins, as those of nearly every program do; others are all in the first share.
    """
    size, at, height, rows, starts = archive.getinfo(part).file_size, 0, 0, deque[bytes](), dict[int, int]()
    head = tail = b""
    for xml in pieces(archive, part, ROW):
        whose = share.of * at // size
        at += len(xml)
        if not head:
            head, begin, xml = xml.partition(ROWS_BEGIN)
            if not begin:
                return Cut(part, deque([] if share.place else [archive.read(part)]), Span(0, None, 0))
        else:
            starts.setdefault(whose, row_number(xml))
        xml, _end, tail = xml.partition(ROWS_END)
        height = last_row(xml) or height
        if whose == share.place:
            rows.append(xml)
    end = min((row for whose, row in starts.items() if whose > share.place), default=None)
    first = starts.get(share.place, 0) if share.place else 0
    return Cut(part, rows, Span(first, end, height), head, tail)


def last_row(xml: bytes) -> int:
    """Return the number, from 1, of the last row here in which a cell holds something, 0 where no row tells its number."""
    at = xml.rfind(ROW, 0, xml.rfind(CELL_END) + 1)
    return row_number(xml[at:]) + 1 if at >= 0 else 0


def row_number(xml: bytes) -> int:
    """Return the number, from 0, of the row that begins here."""
    return int(xml[len(ROW) : xml.index(b'"', len(ROW))]) - 1
