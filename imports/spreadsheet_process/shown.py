"""What cells show that calamine does not tell: a number that its format shows as a percentage, in pounds or as `C-0012`, and errors.

In: the XML of a sheet and of the styles. Out: row by row what makes of the text of a cell what it shows.
"""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from operator import itemgetter
from xml.etree import ElementTree
from zipfile import ZipFile

from . import opendocument
from .archive import part_key, pieces, sheet_names, unpack
from .formats import Showing, Shown, instead, percentage_text, showing_of

PERCENTAGE_FORMATS = frozenset(["9", "10"])
ERROR_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")? t="e"[^>]*>(?:<f[^<]*</f>|<f[^>]*/>)?<v>([^<]*)')
FORMULA_CELL = re.compile(rb' r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="n")?><f(?:[^>]*/>|[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
NO_OUTCOME = "#FORMULE"  # how a formula is shown of which no outcome was kept
NOTHING = re.compile(rb"(?!)")
CELL = b' r="'
BY_ROW = itemgetter(0)

OPENDOCUMENT, OPENDOCUMENT_CELL = "content.xml", b"<table:table-cell"

Styles = Mapping[bytes, Showing]  # what the number of a style makes of a number


def cells_shown_otherwise(archive: ZipFile) -> dict[str, Shown]:
    """Return by sheet what calamine gives as a bare number (5%, £ 5) or as nothing (an error); of a workbook that is an archive.

    Every part is unpacked once, which raises BadZipFile when it is not what the archive says: calamine would not notice.
    """
    parts = {part_key(name): name for name in archive.namelist()}
    sheets, styles = sheet_names(archive, parts), styles_shown_otherwise(archive, parts)
    shown: dict[str, Shown] = {}
    for key, part in parts.items():
        if key == OPENDOCUMENT:
            shown |= _shown_in_opendocument(archive, part)
        elif key in sheets:
            shown[sheets[key]] = look_up(pieces(archive, part, CELL), styles)
        else:
            unpack(archive, part)
    return shown


def _shown_in_opendocument(archive: ZipFile, part: str) -> dict[str, Shown]:
    telling = [opendocument.TELLING.search(xml) is not None for xml in pieces(archive, part, OPENDOCUMENT_CELL)]
    return opendocument.cells_shown_otherwise(pieces(archive, part, OPENDOCUMENT_CELL)) if any(telling) else {}


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
    """Return by the number of a style what it makes of a number."""
    part = next((name for key, name in parts.items() if posixpath.basename(key) == "styles.xml"), None)
    styles = ElementTree.fromstring(archive.read(part)) if part else ElementTree.Element("none")
    formats: dict[str, Showing] = dict.fromkeys(PERCENTAGE_FORMATS, percentage_text)
    for number_format in styles.iterfind("{*}numFmts/{*}numFmt"):
        if (found := showing_of(number_format.get("formatCode", ""))) is not None:
            formats[number_format.get("numFmtId", "")] = found
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


def show_otherwise(columns: Sequence[list[str]], first: int, shown: Shown) -> None:
    """Put in columns of rows from this one on what some of their cells show that calamine does not tell."""
    height = len(columns[0]) if columns else 0
    begin, end = (bisect_left(shown, row, key=BY_ROW) for row in (first, first + height))
    for row, column, showing in shown[begin:end]:
        if column < len(columns):
            columns[column][row - first] = showing(columns[column][row - first])
