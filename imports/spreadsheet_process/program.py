"""The program itself: limits, and the frames that go out. See the package."""

import gc
import io
import marshal
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count, islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from . import HAS_PASSWORD, LENGTH_BYTES, TOO_FULL, TOO_LARGE
from .formats import Shown
from .shares import CutWorkbook, Share, Span, is_read_in_parts
from .shown import cells_shown_otherwise, show_otherwise
from .texts import Texts, column_texts

ROWS_AT_ONCE = 5_000
MOST_IN_ALL = 2  # times the rows of one sheet, that all sheets have


def main() -> int:
    """Read the workbook on standard input and write its tables on standard output, part by part."""
    max_rows, max_columns, memory, seconds, place, of = map(int, sys.argv[1:])
    limit_resources(memory, seconds)
    gc.disable()
    try:
        for value in read_sheets(sys.stdin.buffer.read(), (max_rows, max_columns), Share(place, of)):
            frame = marshal.dumps(value)
            sys.stdout.buffer.write(len(frame).to_bytes(LENGTH_BYTES, "big") + frame)
            sys.stdout.buffer.flush()
    except OverflowError:
        return TOO_LARGE
    except MemoryError:
        return TOO_FULL
    except PasswordError:
        return HAS_PASSWORD
    return 0


def limit_resources(memory: int, seconds: int) -> None:
    """Let the system end this process when it uses more, where the system can; the parent limits the time everywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(limit, (most, most))


def read_sheets(content: bytes, limits: tuple[int, int], share: Share) -> Iterator[Any]:
    """Yield the worksheets and then their rows, as the package tells; raise OverflowError when a sheet is larger than allowed."""
    return _read_share(CutWorkbook(content, share), limits) if is_read_in_parts(content, share) else _read_whole(content, limits)


def _read_whole(content: bytes, limits: tuple[int, int]) -> Iterator[Any]:
    with ThreadPoolExecutor(1) as beside:  # calamine lets go of the interpreter while it reads
        looked_up = beside.submit(cells_shown_otherwise, content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        heads, sheets = [], []
        for name, is_hidden in _worksheets(workbook):
            sheet = workbook.get_sheet_by_name(name)
            _check_size(sheet, limits)
            heads.append((name, is_hidden, _tall(sheet), (sheet.end or (-1, 0))[0] + 1))
            sheets.append(sheet)
            _check_heights(heads, limits)
        shown = looked_up.result()
    yield heads
    for place, (head, sheet) in enumerate(zip(heads, sheets, strict=True)):
        for row, columns in _text_columns(sheet.iter_rows(), sheet, 0, shown.get(head[0], {})):
            yield place, row, columns
        yield place, 0, None


def _read_share(cut: CutWorkbook, limits: tuple[int, int]) -> Iterator[Any]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(cut.without_rows()))
    heads = [(name, hidden, _tall(workbook.get_sheet_by_name(name)), cut.sheets[name].height) for name, hidden in _worksheets(workbook)]
    _check_heights(heads, limits)
    yield heads
    ended, places = 0, {name: place for place, (name, *_rest) in enumerate(heads)}
    for content, told in cut.parts():
        for place, row, columns in _read_part(CalamineWorkbook.from_filelike(io.BytesIO(content)), told, places, limits):
            yield from ((before, 0, None) for before in range(ended, place))
            ended = place
            yield place, row, columns
    yield from ((place, 0, None) for place in range(ended, len(heads)))


def _read_part(
    workbook: CalamineWorkbook, told: Mapping[str, tuple[Span, Shown]], places: Mapping[str, int], limits: tuple[int, int]
) -> Iterator[tuple[int, int, list[list[str]]]]:
    """Yield the rows of one part of a workbook, of which nothing is kept behind them: memory may be as good as full."""
    for name in filter(places.__contains__, told):
        (span, shown), sheet = told[name], workbook.get_sheet_by_name(name)
        _check_size(sheet, limits)
        _check_span(sheet, span)
        for row, columns in _text_columns(sheet.to_python(), sheet, (sheet.start or (0, 0))[0], shown):
            yield places[name], row, columns


def _worksheets(workbook: CalamineWorkbook) -> list[tuple[str, bool]]:
    """Return the names of the sheets with cells, and whether each is hidden."""
    return [
        (metadata.name, metadata.visible is not SheetVisibleEnum.Visible)
        for metadata in workbook.sheets_metadata
        if metadata.typ is SheetTypeEnum.WorkSheet
    ]


def _tall(sheet: CalamineSheet) -> list[tuple[int, int, int]]:
    """Return which merged ranges have more than one row."""
    return [(top, bottom, left) for (top, left), (bottom, _right) in sheet.merged_cell_ranges or [] if bottom > top]


def _check_size(sheet: CalamineSheet, limits: tuple[int, int]) -> None:
    """Raise OverflowError when a sheet is larger than allowed."""
    if sheet.end is not None and (sheet.end[0] >= limits[0] or sheet.end[1] >= limits[1]):
        raise OverflowError


def _check_heights(heads: Iterable[tuple[Any, ...]], limits: tuple[int, int]) -> None:
    """Raise OverflowError when sheets have more rows than allowed together."""
    if sum(head[-1] for head in heads) > MOST_IN_ALL * limits[0]:
        raise OverflowError


def _check_span(sheet: CalamineSheet, span: Span) -> None:
    """Raise ValueError when rows of another part are among those of this one."""
    if sheet.start and sheet.end and (sheet.start[0] < span.first or (span.end is not None and sheet.end[0] >= span.end)):
        raise ValueError(span)


def _text_columns(read: Iterable[list[Any]], sheet: CalamineSheet, first: int, shown: Shown) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield so many rows at once as columns, all from A, each cell as text; with the number of the first, which is `first` of all."""
    rows, texts = iter(read), Texts()
    before = sheet.start[1] if sheet.start else 0  # calamine gives the rows from the first column in which something stands
    for row in count(first, ROWS_AT_ONCE):
        if not (taken := list(islice(rows, ROWS_AT_ONCE))):
            return
        columns = [[""] * len(taken) for _column in range(before)]
        columns += [column_texts(cells, texts) for cells in zip(*taken, strict=True)]
        for found in shown.keys() & range(row, row + len(taken)):
            show_otherwise(columns, found - row, shown[found])
        yield row, columns
