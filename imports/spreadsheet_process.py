"""Read the cells of one workbook, as a program of its own: the workbook on standard input, its tables on standard output.

A workbook is a stranger's file, and calamine, which reads its cells, may panic on it or ask for all the memory there is.
Here that ends this process and nothing else. Arguments: rows and columns that a sheet may have, bytes of memory, seconds, and which share
of the rows of each sheet to read, from 0, of how many: several such processes read a large workbook together.

Out come frames: eight bytes with the length, and a value by `marshal`. The first lists the worksheets, each with its name, whether it is
hidden, its tall merged ranges as (first row, last row, column), all from 0, and how many rows it has in all; only the first share knows.
Then, sheet by sheet, come its rows, so many at once that whoever asked looks at some while the next are made texts here: (place in the
list, number of the first row, columns of text cells), and (place, 0, None) after the last. All that is read is in memory by then. Exit
status: see below; anything else is a file that could not be read.

A cell is given as a person sees it: `5%` for 0.05 with a percentage format, `£ 250000` for an amount that is shown in pounds, `01-03-2024`
for a day, `#DIV/0!` for an error.
A formula is what it last came to. This file is run by its path and imports nothing of the house.
"""

import gc
import io
import marshal
import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from itertools import count, islice
from typing import Any, NamedTuple
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile, is_zipfile

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

TOO_LARGE = 3
HAS_PASSWORD = 4
TOO_FULL = 5

PERCENTAGE_FORMATS = frozenset(["9", "10"])
ERROR_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")? t="e"[^>]*>(?:<f[^<]*</f>|<f[^>]*/>)?<v>([^<]*)')
FORMULA_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="n")?><f(?:[^>]*/>|[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
NO_OUTCOME = "#FORMULE"  # how a formula is shown of which no outcome was kept
CURRENCY_IN_FORMAT = re.compile(r"USD|GBP|CHF|SEK|NOK|DKK|PLN|£|(?<!\[)\$|(?<=\[\$)\$")  # `[$` begins what stands for a currency
NUMBER, NOTHING = re.compile(r"-?\d+(?:,\d+)?"), re.compile(rb"(?!)")
LITERAL_IN_FORMAT = re.compile(r'"[^"]*"|\\.')

ROWS_AT_ONCE = 5_000
CELL, CELL_END, ROW, ROWS_BEGIN, ROWS_END = b' r="', b"</c>", b'<row r="', b"<sheetData>", b"</sheetData>"
NO_ROWS = b"<worksheet><sheetData></sheetData></worksheet>"
READ_AT_ONCE, MOST_WITHOUT = 1024 * 1024, 64 * 1024 * 1024
MOST_IN_ALL = 2  # times the rows of one sheet, that all sheets have
LENGTH_BYTES = 8

# What a cell shows, from its text as calamine tells it: by row of the sheet, from 0, with the column; and by the number of a style.
Showing = Callable[[str], str]
Shown = dict[int, list[tuple[int, Showing]]]
Styles = Mapping[bytes, Showing]


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


class Share(NamedTuple):
    """Which share of the rows of each sheet is read, from 0, of how many."""

    place: int
    of: int


class Span(NamedTuple):
    """Which rows of a sheet a share has, from 0 and up to `end`, None where nothing follows; `height` is how many all shares have."""

    first: int
    end: int | None
    height: int


def read_sheets(content: bytes, limits: tuple[int, int], share: Share) -> Iterator[Any]:
    """Yield the worksheets and then their rows, as told above; raise OverflowError when a sheet is larger than allowed."""
    spans: Mapping[str, Span] = {}
    if share.of > 1:
        content, spans = cut_workbook(content, share)
    with ThreadPoolExecutor(1) as beside:  # calamine lets go of the interpreter while it reads
        looked_up = beside.submit(cells_shown_otherwise, content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        heads, sheets = [], []
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet, span = workbook.get_sheet_by_name(metadata.name), spans.get(metadata.name)
            check_sheet(sheet, span, limits)
            tall = [(top, bottom, left) for (top, left), (bottom, _right) in sheet.merged_cell_ranges or [] if bottom > top]
            height = span.height if span else (sheet.end or (-1, 0))[0] + 1
            heads.append((metadata.name, metadata.visible is not SheetVisibleEnum.Visible, tall, height))
            sheets.append(sheet)
            if sum(head[-1] for head in heads) > MOST_IN_ALL * limits[0]:
                raise OverflowError
        shown = looked_up.result()
    yield heads
    for place, (head, sheet) in enumerate(zip(heads, sheets, strict=True)):
        first = sheet.start[0] if share.place and sheet.start else 0
        for row, columns in text_columns(sheet, first, shown.get(head[0], {})):
            yield place, row, columns
        yield place, 0, None


def check_sheet(sheet: CalamineSheet, span: Span | None, limits: tuple[int, int]) -> None:
    """Raise OverflowError when a sheet is larger than allowed, ValueError when rows of another share are among those of this one."""
    if sheet.start is None or sheet.end is None:
        return
    if sheet.end[0] >= limits[0] or sheet.end[1] >= limits[1]:
        raise OverflowError
    if span and (sheet.start[0] < span.first or (span.end is not None and sheet.end[0] >= span.end)):
        raise ValueError(span)


def text_columns(sheet: CalamineSheet, first: int, shown: Shown) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield so many rows at once, from this one on, as columns, all from A, each cell as text; with the number of the first of them."""
    rows, texts = islice(sheet.iter_rows(), first, None), Texts()  # calamine gives the rows from the first of the sheet
    before = sheet.start[1] if sheet.start else 0  # and from the first column in which something stands
    for row in count(first, ROWS_AT_ONCE):
        if not (taken := list(islice(rows, ROWS_AT_ONCE))):
            return
        columns = [[""] * len(taken) for _column in range(before)]
        columns += [column_texts(cells, texts) for cells in zip(*taken, strict=True)]
        for found in shown.keys() & range(row, row + len(taken)):
            show_otherwise(columns, found - row, shown[found])
        yield row, columns


def show_otherwise(columns: Sequence[list[str]], row: int, shown: Sequence[tuple[int, Showing]]) -> None:
    """Put in a row what some of its cells show that calamine does not tell."""
    for column, showing in shown:
        if column < len(columns):
            columns[column][row] = showing(columns[column][row])


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


def amount_text(text: str, *, currency: str) -> str:
    """Return a number with the currency that it is shown in."""
    return f"{currency} {text}" if NUMBER.fullmatch(text) else text


def instead(_text: str, *, shown: str) -> str:
    """Return what is shown whatever the cell holds."""
    return shown


def cells_shown_otherwise(content: bytes) -> dict[str, Shown]:
    """Return by sheet what calamine gives as a bare number (5%, £ 5) or as nothing (an error); of a workbook of Excel since 2007.

    Every part is unpacked once, which raises BadZipFile when it is not what the archive says: calamine would not notice.
    """
    if not is_zipfile(io.BytesIO(content)):
        return {}
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {part_key(name): name for name in archive.namelist()}
        sheets, styles = sheet_names(archive, parts), styles_shown_otherwise(archive, parts)
        shown: dict[str, Shown] = {}
        for key, part in parts.items():
            if key not in sheets:
                unpack(archive, part)
                continue
            found: Shown = defaultdict(list)
            for xml in pieces(archive, part, CELL):
                look_up(xml, styles, found)
            shown[sheets[key]] = found
        return shown


def unpack(archive: ZipFile, part: str) -> None:
    """Unpack a part and keep nothing of it."""
    with archive.open(part) as file:
        while file.read(READ_AT_ONCE):
            pass


def pieces(archive: ZipFile, part: str, sign: bytes) -> Iterator[bytes]:
    """Yield a sheet some bytes at a time, cut before this sign: it may be as large as all memory that there is.

    Raises MemoryError where the sign does not come for so long that it is no sheet.
    """
    with archive.open(part) as file:
        left: list[bytes] = []
        while read := file.read(READ_AT_ONCE):
            at = read.rfind(sign)
            if at >= 0:
                yield b"".join([*left, read[:at]])
                left = []
            elif len(left) * READ_AT_ONCE > MOST_WITHOUT:
                raise MemoryError
            left.append(read[max(at, 0) :])
        yield b"".join(left)


def look_up(xml: bytes, styles: Styles, found: Shown) -> None:
    """Add to `found` what cells in a piece of a sheet show that calamine does not tell."""
    for letters, digits, style in styled_cells(xml, styles):
        found[int(digits) - 1].append((column_index(letters), styles[style]))
    for letters, digits, text in error_cells(xml):
        found[int(digits) - 1].append((column_index(letters), partial(instead, shown=text.decode("ascii", "replace"))))
    for letters, digits in formula_cells(xml):
        found[int(digits) - 1].append((column_index(letters), partial(instead, shown=NO_OUTCOME)))


def cut_workbook(content: bytes, share: Share) -> tuple[bytes, dict[str, Span]]:
    """Return a workbook of Excel since 2007 with only a share of the rows of each sheet, and by sheet which those are."""
    written, spans = io.BytesIO(), {}
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(written, "w", ZIP_STORED) as cut:
        parts = {part_key(name): name for name in archive.namelist()}
        sheets = sheet_names(archive, parts)
        for key, part in parts.items():
            if key in sheets:
                xml, spans[sheets[key]] = cut_sheet(archive, part, share)
                cut.writestr(part, xml)
            elif key.endswith((".xml", ".rels")):
                cut.writestr(part, archive.read(part))
    return written.getvalue(), spans


def cut_sheet(archive: ZipFile, part: str, share: Share) -> tuple[bytes, Span]:
    """Return the XML of a sheet with only a share of its rows, and which those are.

    It is cut where a row that tells its number begins, as those of nearly every program do; others are all in the first share. What
    stands behind the rows, such as merged cells, is in every share.
    """
    size, at, height, rows, starts = archive.getinfo(part).file_size, 0, 0, list[bytes](), dict[int, int]()
    head = tail = b""
    for xml in pieces(archive, part, ROW):
        whose = share.of * at // size
        at += len(xml)
        if not head:
            head, begin, xml = xml.partition(ROWS_BEGIN)
            if not begin:
                return (NO_ROWS if share.place else archive.read(part)), Span(0, None, 0)
        else:
            starts.setdefault(whose, row_number(xml))
        xml, _end, tail = xml.partition(ROWS_END)
        height = last_row(xml) or height
        if whose == share.place:
            rows.append(xml)
    end = min((row for whose, row in starts.items() if whose > share.place), default=None)
    first = starts.get(share.place, 0) if share.place else 0
    return b"".join([head, ROWS_BEGIN, *rows, ROWS_END, tail]), Span(first, end, height)


def last_row(xml: bytes) -> int:
    """Return the number, from 1, of the last row here in which a cell holds something, 0 where no row tells its number."""
    at = xml.rfind(ROW, 0, xml.rfind(CELL_END) + 1)
    return row_number(xml[at:]) + 1 if at >= 0 else 0


def row_number(xml: bytes) -> int:
    """Return the number, from 0, of the row that begins here."""
    return int(xml[len(ROW) : xml.index(b'"', len(ROW))]) - 1


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


def styles_shown_otherwise(archive: ZipFile, parts: dict[str, str]) -> Styles:
    """Return by the number of a style what it makes of a number: a percentage, or an amount in another currency than the euro."""
    part = next((name for key, name in parts.items() if posixpath.basename(key) == "styles.xml"), None)
    styles = ElementTree.fromstring(archive.read(part)) if part else ElementTree.Element("none")
    formats: dict[str, Showing] = dict.fromkeys(PERCENTAGE_FORMATS, percentage_text)
    for number_format in styles.iterfind("{*}numFmts/{*}numFmt"):
        code = number_format.get("formatCode", "")
        if "%" in LITERAL_IN_FORMAT.sub("", code):
            formats[number_format.get("numFmtId", "")] = percentage_text
        elif currency := CURRENCY_IN_FORMAT.search(code):
            formats[number_format.get("numFmtId", "")] = partial(amount_text, currency=currency[0])
    numbered = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(index).encode(): formats[one] for index, style in numbered if (one := style.get("numFmtId", "")) in formats}


def styled_cells(xml: bytes, styles: Styles) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield letters and digits of the address of each cell in one of these styles, and the style."""
    wanted = re.compile(b'" s="(' + b"|".join(styles) + b')"') if styles else NOTHING
    for found in wanted.finditer(xml):
        address = xml[xml.rfind(b'"', 0, found.start()) + 1 : found.start()]
        letters = address.rstrip(b"0123456789")
        if letters.isalpha():  # a row has a style too, behind its number
            yield letters, address[len(letters) :], found[1]


def error_cells(xml: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Return the addresses of cells that hold an error, each with its text."""
    return ERROR_CELL.findall(xml) if b't="e"' in xml else []


def formula_cells(xml: bytes) -> list[tuple[bytes, bytes]]:
    """Return the addresses of formulas of which no outcome was kept: programs that reckon nothing write them so."""
    return FORMULA_CELL.findall(xml) if b"<f" in xml else []


@cache
def column_index(letters: bytes) -> int:
    """Return the column, from 0, that the letters of an address mean."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


if __name__ == "__main__":
    sys.exit(main())
