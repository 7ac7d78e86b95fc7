"""What cells show that calamine does not tell: a number that its format shows as a percentage or in pounds, and errors.

In: the XML of a sheet and of the styles. Out: row by row what makes of the text of a cell what it shows.
"""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from operator import itemgetter
from xml.etree import ElementTree
from zipfile import ZipFile

from .archive import part_key, pieces, sheet_names, unpack
from .texts import number_text

PERCENTAGE_FORMATS = frozenset(["9", "10"])
ERROR_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")? t="e"[^>]*>(?:<f[^<]*</f>|<f[^>]*/>)?<v>([^<]*)')
FORMULA_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="n")?><f(?:[^>]*/>|[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
NO_OUTCOME = "#FORMULE"  # how a formula is shown of which no outcome was kept
CURRENCY_IN_FORMAT = re.compile(r"USD|GBP|CHF|SEK|NOK|DKK|PLN|£|(?<!\[)\$|(?<=\[\$)\$")  # `[$` begins what stands for a currency
NUMBER, NOTHING = re.compile(r"-?\d+(?:,\d+)?"), re.compile(rb"(?!)")
LITERAL_IN_FORMAT = re.compile(r'"[^"]*"|\\.')
CELL = b' r="'

# What cells show, from their text as calamine tells it: by row of the sheet and column, both from 0, the rows in order.
Showing = Callable[[str], str]
Shown = list[tuple[int, int, Showing]]
Styles = Mapping[bytes, Showing]  # by the number of a style
BY_ROW = itemgetter(0)


def cells_shown_otherwise(archive: ZipFile) -> dict[str, Shown]:
    """Return by sheet what calamine gives as a bare number (5%, £ 5) or as nothing (an error); of a workbook of Excel since 2007.

    Every part is unpacked once, which raises BadZipFile when it is not what the archive says: calamine would not notice.
    """
    parts = {part_key(name): name for name in archive.namelist()}
    sheets, styles = sheet_names(archive, parts), styles_shown_otherwise(archive, parts)
    shown: dict[str, Shown] = {}
    for key, part in parts.items():
        if key in sheets:
            shown[sheets[key]] = look_up(pieces(archive, part, CELL), styles)
        else:
            unpack(archive, part)
    return shown


def look_up(sheet: Iterable[bytes], styles: Styles) -> Shown:
    """Return what cells show that calamine does not tell, in the pieces of a sheet."""
    found: Shown = []
    styled = re.compile(rb' r="([A-Z]++)(\d++)" s="(' + b"|".join(styles) + b')"') if styles else NOTHING
    for xml in sheet:
        found += [(int(digits) - 1, column_index(letters), styles[style]) for letters, digits, style in styled.findall(xml)]
        for letters, digits, text in error_cells(xml):
            found.append((int(digits) - 1, column_index(letters), partial(instead, shown=text.decode("ascii", "replace"))))
        for letters, digits in formula_cells(xml):
            found.append((int(digits) - 1, column_index(letters), partial(instead, shown=NO_OUTCOME)))
    return sorted(found, key=BY_ROW)


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


def show_otherwise(columns: Sequence[list[str]], first: int, shown: Shown) -> None:
    """Put in columns of rows from this one on what some of their cells show that calamine does not tell."""
    height = len(columns[0]) if columns else 0
    begin, end = (bisect_left(shown, row, key=BY_ROW) for row in (first, first + height))
    for row, column, showing in shown[begin:end]:
        if column < len(columns):
            columns[column][row - first] = showing(columns[column][row - first])
