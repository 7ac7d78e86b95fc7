"""Read the cells of one workbook, as a program of its own: the workbook on standard input, its tables on standard output.

A workbook is a stranger's file, and calamine, which reads its cells, may panic on it or ask for all the memory there is.
Here that ends this process and nothing else. Arguments: rows and columns that a sheet may have, bytes of memory, seconds.

Out come frames: eight bytes with the length, and a value by `marshal`. The first lists the worksheets, each with its name, whether it is
hidden, its tall merged ranges as (first row, last row, column), all from 0, and how many rows it has. Then, sheet by sheet, come its
rows, so many at once that whoever asked looks at some while the next are made texts here: (place in the list, columns of text cells),
and (place, None) after the last. All sheets are whole in memory by then. Exit status: see below; anything else is a file that could not
be read.

A cell is given as a person sees it: `5%` for 0.05 with a percentage format, `01-03-2024` for a day, `#DIV/0!` for an error.
A formula is what it last came to. This file is run by its path and imports nothing of the house.
"""

import gc
import io
import marshal
import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import count, islice
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

TOO_LARGE = 3
HAS_PASSWORD = 4
TOO_FULL = 5

PERCENTAGE_FORMATS = frozenset(["9", "10"])
ERROR_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")? t="e"[^>]*>(?:<f[^<]*</f>|<f[^>]*/>)?<v>([^<]*)')
FORMULA_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="n")?><f(?:[^>]*/>|[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
NO_OUTCOME = "#FORMULE"  # how a formula is shown of which no outcome was kept
LITERAL_IN_FORMAT = re.compile(r'"[^"]*"|\\.')

ROWS_AT_ONCE = 5_000
CELL_ADDRESS, READ_AT_ONCE = b' r="', 4 * 1024 * 1024
LENGTH_BYTES = 8

Place = tuple[int, int]
# By the place of a part of so many rows: row and column in it of a cell that is an error, with its text, or a percentage.
Shown = dict[int, list[tuple[int, int, str | None]]]


def main() -> int:
    """Read the workbook on standard input and write its tables on standard output, part by part."""
    max_rows, max_columns, memory, seconds = map(int, sys.argv[1:])
    limit_resources(memory, seconds)
    gc.disable()
    try:
        for value in read_sheets(sys.stdin.buffer.read(), max_rows, max_columns):
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


def read_sheets(content: bytes, max_rows: int, max_columns: int) -> Iterator[Any]:
    """Yield the worksheets and then their rows, as told above; raise OverflowError when a sheet is larger than allowed."""
    with ThreadPoolExecutor(1) as beside:  # calamine lets go of the interpreter while it reads
        looked_up = beside.submit(cells_shown_otherwise, content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        heads, sheets = [], []
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            if sheet.end is not None and (sheet.end[0] >= max_rows or sheet.end[1] >= max_columns):
                raise OverflowError
            tall = [(top, bottom, left) for (top, left), (bottom, _right) in sheet.merged_cell_ranges or [] if bottom > top]
            height = sheet.end[0] + 1 if sheet.end is not None else 0
            heads.append((metadata.name, metadata.visible is not SheetVisibleEnum.Visible, tall, height))
            sheets.append(sheet)
        shown = looked_up.result()
    yield heads
    for place, (head, sheet) in enumerate(zip(heads, sheets, strict=True)):
        for columns in text_columns(sheet, shown.get(head[0], {})):
            yield place, columns
        yield place, None


def text_columns(sheet: CalamineSheet, shown: Shown) -> Iterator[list[list[str]]]:
    """Yield so many rows at once as columns, all from A, each cell as text; the first row of the sheet is the first."""
    rows, texts = sheet.iter_rows(), Texts()
    before = sheet.start[1] if sheet.start else 0  # the rows begin at the first column in which something stands
    for part in count():
        if not (taken := list(islice(rows, ROWS_AT_ONCE))):
            return
        columns = [[""] * len(taken) for _column in range(before)]
        columns += [column_texts(cells, texts) for cells in zip(*taken, strict=True)]
        for row, column, text in shown.get(part, ()):
            if column < len(columns) and row < len(columns[column]):
                columns[column][row] = percentage_text(columns[column][row]) if text is None else text
        yield columns


def column_texts(cells: Sequence[Any], texts: "Texts") -> list[str]:
    """Return the cells as texts; most columns hold one kind of cell."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return list(cells)
    if bool in kinds:
        return [text_of(cell) for cell in cells]
    return [cell if type(cell) is str else texts[cell] for cell in cells]


class Texts(dict[Any, str]):
    """Cells as texts, each distinct one made once; not for booleans, which a dict cannot tell from 1 and 0."""

    def __missing__(self, cell: Any) -> str:
        self[cell] = text = text_of(cell)
        return text


def text_of(cell: Any) -> str:
    """Return a cell as a Dutch reader sees it."""
    if isinstance(cell, float):
        digits = f"{cell:.15g}"
        return number_text(Decimal(digits)) if "e" in digits else digits.replace(".", ",")
    if isinstance(cell, bool):
        return "WAAR" if cell else "ONWAAR"
    if isinstance(cell, datetime):
        return f"{text_of(cell.date())} {cell:%H:%M:%S}"
    if isinstance(cell, date):
        return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
    return str(cell)


def number_text(number: Decimal) -> str:
    """Return a number with a decimal comma and without an exponent or closing zeros."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@cache
def percentage_text(text: str) -> str:
    """Return the percentage that a number is shown as."""
    try:
        return f"{number_text(Decimal(text.replace(',', '.')) * 100)}%"
    except InvalidOperation:
        return text


def cells_shown_otherwise(content: bytes) -> dict[str, Shown]:
    """Return by sheet what calamine gives as a bare number (5%) or as nothing (an error); of a workbook of Excel since 2007.

    Every part is unpacked once, which raises BadZipFile when it is not what the archive says: calamine would not notice.
    """
    if not is_zipfile(io.BytesIO(content)):
        return {}
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {part_key(name): name for name in archive.namelist()}
        sheets = sheet_names(archive, parts)
        percentages = percentage_cells(archive, parts)
        shown: dict[str, Shown] = {}
        for key, part in parts.items():
            found: list[tuple[bytes, bytes, str | None]] = []
            for xml in whole_cells(archive, part):
                if key in sheets:
                    found += ((letters, digits, None) for letters, digits in percentages(xml))
                    found += ((letters, digits, text.decode("ascii", "replace")) for letters, digits, text in error_cells(xml))
                    found += ((letters, digits, NO_OUTCOME) for letters, digits in formula_cells(xml))
            if key in sheets:
                shown[sheets[key]] = by_part(found)
        return shown


def whole_cells(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part some bytes at a time, cut before the address of a cell: a sheet may be as large as all memory that there is."""
    with archive.open(part) as file:
        left: list[bytes] = []
        while read := file.read(READ_AT_ONCE):
            at = read.rfind(CELL_ADDRESS)
            if at >= 0:
                yield b"".join([*left, read[:at]])
                left = []
            left.append(read[max(at, 0) :])
        yield b"".join(left)


def by_part(found: Iterable[tuple[bytes, bytes, str | None]]) -> Shown:
    """Return cells, found by the letters and digits of their address, by the part that they are in."""
    parts: Shown = defaultdict(list)
    for letters, digits, text in found:
        row, column = place(letters, digits)
        part, row_of_part = divmod(row, ROWS_AT_ONCE)
        parts[part].append((row_of_part, column, text))
    return parts


def part_key(path: str) -> str:
    """Return the path of a part as all its spellings share it."""
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").lower()


def sheet_names(archive: ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """Return the name of each sheet by the key of its part."""
    workbook = next((key for key in parts if posixpath.basename(key) == "workbook.xml"), None)
    if workbook is None:  # a spreadsheet of LibreOffice
        return {}
    folder = posixpath.dirname(workbook)
    relations = ElementTree.fromstring(archive.read(parts[f"{folder}/_rels/workbook.xml.rels".lstrip("/")]))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = {}
    for sheet in ElementTree.fromstring(archive.read(parts[workbook])).iterfind(".//{*}sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        names[part_key(posixpath.join("/", folder, targets.get(relation, "")))] = sheet.get("name", "")
    return names


def percentage_cells(archive: ZipFile, parts: dict[str, str]) -> Callable[[bytes], list[tuple[bytes, bytes]]]:
    """Return what finds the addresses of cells that are shown as a percentage."""
    part = next((name for key, name in parts.items() if posixpath.basename(key) == "styles.xml"), None)
    styles = ElementTree.fromstring(archive.read(part)) if part else ElementTree.Element("none")
    formats = PERCENTAGE_FORMATS | {
        number_format.get("numFmtId", "")
        for number_format in styles.iterfind("{*}numFmts/{*}numFmt")
        if "%" in LITERAL_IN_FORMAT.sub("", number_format.get("formatCode", ""))
    }
    wanted = [str(index) for index, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")) if style.get("numFmtId") in formats]
    return re.compile(rf' r="([A-Z]+)(\d+)" s="(?:{"|".join(wanted)})"'.encode()).findall if wanted else lambda _xml: []


def error_cells(xml: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Return the addresses of cells that hold an error, each with its text."""
    return ERROR_CELL.findall(xml) if b't="e"' in xml else []


def formula_cells(xml: bytes) -> list[tuple[bytes, bytes]]:
    """Return the addresses of formulas of which no outcome was kept: programs that reckon nothing write them so."""
    return FORMULA_CELL.findall(xml) if b"<f" in xml else []


def place(letters: bytes, digits: bytes) -> Place:
    """Return row and column, from 0, of an address in letters and digits."""
    return int(digits) - 1, column_index(letters)


@cache
def column_index(letters: bytes) -> int:
    """Return the column, from 0, that the letters of an address mean."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


if __name__ == "__main__":
    sys.exit(main())
