"""The program itself: limits, and the frames that go out. See the package."""

import gc
import io
import marshal
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, count, islice, repeat
from threading import Thread, stack_size
from typing import Any, TypeVar
from zipfile import ZipFile, is_zipfile

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from . import HAS_PASSWORD, LENGTH_BYTES, OUT_OF_ORDER, PLACE_BYTES, TOO_FULL, TOO_LARGE
from .formats import Shown
from .parts import CutWorkbook, Part, RowsOutOfOrder, Span
from .shown import cells_shown_otherwise, show_otherwise
from .texts import Texts, column_texts
from .weight import is_read_in_parts, weight

T = TypeVar("T")

ROWS_AT_ONCE = 5_000
SECONDS_A_TURN = 0.0001  # the thread that reads asks for the interpreter now and then, for a moment: to wait for it takes longer
SMALL_STACK = 128 * 1024
MOST_IN_ALL = 2  # times the rows of one sheet, that all sheets have


def main() -> int:
    """Read the workbook on standard input and write its tables on standard output, part by part."""
    max_rows, max_columns, memory, seconds = map(int, sys.argv[1:])
    limit_resources(memory, seconds)
    end_when_nobody_reads()
    gc.disable()
    sys.setswitchinterval(SECONDS_A_TURN)
    try:
        told = read_sheets(sys.stdin.buffer.read(), (max_rows, max_columns))
        write_frame(0, next(told))
        for place, *rows in told:
            write_frame(place, rows)
    except OverflowError:
        return TOO_LARGE
    except MemoryError:
        return TOO_FULL
    except PasswordError:
        return HAS_PASSWORD
    except RowsOutOfOrder:
        return OUT_OF_ORDER
    return 0


def write_frame(place: int, value: Any) -> None:
    """Write what is told of the sheet in this place."""
    frame = marshal.dumps(value)
    sys.stdout.buffer.write(len(frame).to_bytes(LENGTH_BYTES, "big") + place.to_bytes(PLACE_BYTES, "big"))
    sys.stdout.buffer.write(frame)
    sys.stdout.buffer.flush()


def limit_resources(memory: int, seconds: int) -> None:
    """Let the system end this process when it uses more, where the system can; the parent limits the time everywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(limit, (most, most))


def end_when_nobody_reads() -> None:
    """Let a thread end this process, whatever it does, when the one that reads what it writes is gone; else it would first read all."""
    try:
        from select import POLLERR, poll
    except ImportError:  # Windows: the next write ends it
        return

    def wait_for_the_end() -> None:
        output = poll()
        output.register(sys.stdout.fileno(), POLLERR)
        output.poll()
        os._exit(1)

    usual = stack_size(SMALL_STACK)
    Thread(target=wait_for_the_end, daemon=True).start()
    stack_size(usual)


def read_sheets(content: bytes, limits: tuple[int, int]) -> Iterator[Any]:
    """Yield the worksheets and then their rows, as the package tells; raise OverflowError when a sheet is larger than allowed."""
    if not is_zipfile(io.BytesIO(content)):
        yield from _read_whole(content, dict, limits)
        return
    with ZipFile(io.BytesIO(content)) as archive:
        if is_read_in_parts(archive):
            try:
                with _beside() as beside:
                    yield from _read_parts(CutWorkbook(archive), limits, beside)
                return
            except RowsOutOfOrder:  # of which nothing was told yet; calamine puts the rows of a whole sheet in order
                if weight(archive).is_too_large_as_a_whole:
                    raise
        with _beside() as beside:
            yield from _read_whole(content, beside.submit(cells_shown_otherwise, archive).result, limits)


@contextmanager
def _beside() -> Iterator[Executor]:
    """Give a thread in which calamine reads, which lets go of the interpreter meanwhile."""
    beside = ThreadPoolExecutor(1)
    try:
        yield beside
    finally:
        beside.shutdown(wait=False, cancel_futures=True)


def _read_whole(content: bytes, shown_otherwise: Callable[[], Mapping[str, Shown]], limits: tuple[int, int]) -> Iterator[Any]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    heads, sheets = [], []
    for name, is_hidden in _worksheets(workbook):
        sheet = workbook.get_sheet_by_name(name)
        _check_size(sheet, limits)
        heads.append((name, is_hidden, _tall(sheet), _height(sheet, ())))
        sheets.append(sheet)
        _check_heights(heads, limits)
    shown = shown_otherwise()
    yield [(*head[:-1], _height(sheet, shown.get(head[0], ()))) for head, sheet in zip(heads, sheets, strict=True)]
    for place, (head, sheet) in enumerate(zip(heads, sheets, strict=True)):
        for row, columns in _text_columns(sheet.iter_rows(), sheet, 0, shown.get(head[0], []), limits):
            yield place, row, columns
        yield place, 0, None


def _read_parts(cut: CutWorkbook, limits: tuple[int, int], beside: Executor) -> Iterator[Any]:
    if cut.read_ahead is not None:
        deque(cut.parts(), maxlen=0)  # what stands behind the rows is told before them
    reading = _ahead(((part, beside.submit(_sheets, cut, part)) for part in cut.parts()), cut.read_ahead)
    reading = chain(list(islice(reading, 1)), reading)  # the first asks for all that is read ahead
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(cut.without_rows()))
    heads = [(name, hidden, _tall(workbook.get_sheet_by_name(name)), cut.sheets[name].height) for name, hidden in _worksheets(workbook)]
    _check_heights(heads, limits)
    yield heads
    ended, places = 0, {name: place for place, (name, *_rest) in enumerate(heads)}
    for part, sheets in reading:
        for place, row, columns in _read_part(cut, part, sheets.result(), places, limits):
            yield from ((before, 0, None) for before in range(ended, place))
            ended = place
            yield place, row, columns
        del part, sheets  # memory may be as good as full
    yield from ((place, 0, None) for place in range(ended, len(heads)))


def _read_part(
    cut: CutWorkbook, part: Part, sheets: Mapping[str, CalamineSheet], places: Mapping[str, int], limits: tuple[int, int]
) -> Iterator[tuple[int, int, list[list[str]]]]:
    for name in filter(places.__contains__, part):
        (number, rows), sheet = part[name], sheets[name]
        _check_size(sheet, limits)
        span = cut.sheets[name].spans.get(number, Span(0, limits[0]))
        _check_span(sheet, span)
        above = repeat(_empty_row(sheet), (sheet.start or span)[0] - span.first)
        for row, columns in _text_columns(chain(above, sheet.to_python()), sheet, span.first, cut.shown_otherwise(rows), limits):
            yield places[name], row, columns


def _ahead(values: Iterable[T], most: int | None) -> Iterator[T]:
    """Yield each value when so many more were asked for, None for all: what they began goes on meanwhile."""
    waiting: deque[T] = deque()
    for value in values:
        waiting.append(value)
        if most is not None and len(waiting) > most:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _sheets(cut: CutWorkbook, part: Part) -> dict[str, CalamineSheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(cut.holding(part)))
    return {name: workbook.get_sheet_by_name(name) for name in part}


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


def _height(sheet: CalamineSheet, shown: Sequence[tuple[int, int, Any]]) -> int:
    """Return how many rows a sheet has up to the last in which something stands, with what is shown there that calamine does not tell."""
    return max(sheet.end[0] if sheet.end else -1, shown[-1][0] if shown else -1) + 1


def _check_size(sheet: CalamineSheet, limits: tuple[int, int]) -> None:
    """Raise OverflowError when a sheet is larger than allowed."""
    if sheet.end is not None and (sheet.end[0] >= limits[0] or sheet.end[1] >= limits[1]):
        raise OverflowError


def _check_heights(heads: Iterable[tuple[Any, ...]], limits: tuple[int, int]) -> None:
    """Raise OverflowError when sheets have more rows than allowed together."""
    if sum(head[-1] for head in heads) > MOST_IN_ALL * limits[0]:
        raise OverflowError


def _check_span(sheet: CalamineSheet, span: Span) -> None:
    """Raise ValueError when a cell says that it is in a row that is not in this part."""
    if sheet.start and sheet.end and (sheet.start[0] < span.first or sheet.end[0] >= span.end):
        raise ValueError(span)


def _empty_row(sheet: CalamineSheet) -> list[str]:
    return [""] * (sheet.end[1] - sheet.start[1] + 1 if sheet.start and sheet.end else 1)


def _text_columns(
    read: Iterable[list[Any]], sheet: CalamineSheet, first: int, shown: Shown, limits: tuple[int, int]
) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield so many rows at once as columns, all from A, each cell as text; with the number of the first, which is `first` of all.

    Calamine gives no rows behind the last in which it found something: what is shown there makes more of them. Raises OverflowError when
    that is below the rows that a sheet may have.
    """
    height = _height(sheet, shown)
    if height > limits[0]:
        raise OverflowError
    below = repeat(_empty_row(sheet), height - (_height(sheet, ()) or first))
    rows, texts = chain(read, below), Texts()
    before = sheet.start[1] if sheet.start else 0  # calamine gives the rows from the first column in which something stands
    for row in count(first, ROWS_AT_ONCE):
        if not (taken := list(islice(rows, ROWS_AT_ONCE))):
            return
        columns = [[""] * len(taken) for _column in range(before)]
        columns += [column_texts(cells, texts) for cells in zip(*taken, strict=True)]
        show_otherwise(columns, row, shown, limits[1])
        yield row, columns
