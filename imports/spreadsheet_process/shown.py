"""What cells show that calamine does not tell: a number that its format shows as a percentage, in pounds or as `C-0012`, and errors.

In: the XML of a sheet and of the styles. Out: row by row what makes of the text of a cell what it shows.
"""

import posixpath
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, partial
from operator import itemgetter
from xml.etree import ElementTree
from zipfile import ZipFile

from . import opendocument
from .archive import first_bytes, part_key, pieces, sheet_names, unpack
from .formats import Showing, Shown, instead, month_text, percentage_text, showing_of
from .tags import error_cells, formula_cells, prefix_in, styled_cells

PERCENTAGE_FORMATS = frozenset(["9", "10"])
MONTH_FORMAT = "17"  # mmm-yy
NO_OUTCOME = "#FORMULE"  # how a formula is shown of which no outcome was kept
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
            prefix = prefix_in(first_bytes(archive, part))
            shown[sheets[key]] = look_up(pieces(archive, part, b"<" + prefix + b"c "), styles, prefix)
        else:
            unpack(archive, part)
    return shown


def _shown_in_opendocument(archive: ZipFile, part: str) -> dict[str, Shown]:
    is_telling = any(map(opendocument.TELLING.search, pieces(archive, part, OPENDOCUMENT_CELL)))
    return opendocument.shown_by_sheet(pieces(archive, part, OPENDOCUMENT_CELL)) if is_telling else {}


def look_up(sheet: Iterable[bytes], styles: Styles, prefix: bytes = b"") -> Shown:
    """Return what cells show that calamine does not tell, in the pieces of a sheet of which the elements have this prefix."""
    found: Shown = []
    for xml in sheet:
        styled = ((letters, digits, styles.get(style)) for letters, digits, style in styled_cells(xml, styles, prefix))
        found += [(int(digits) - 1, column_index(letters), showing) for letters, digits, showing in styled if showing is not None]
        for letters, digits, text in error_cells(xml, prefix):
            found.append((int(digits) - 1, column_index(letters), partial(instead, shown=text.decode("ascii", "replace"))))
        for letters, digits in formula_cells(xml, prefix):
            found.append((int(digits) - 1, column_index(letters), partial(instead, shown=NO_OUTCOME)))
    return sorted(found, key=BY_ROW)


def styles_shown_otherwise(archive: ZipFile, parts: dict[str, str]) -> Styles:
    """Return by the number of a style what it makes of a number."""
    part = next((name for key, name in parts.items() if posixpath.basename(key) == "styles.xml"), None)
    styles = ElementTree.fromstring(archive.read(part)) if part else ElementTree.Element("none")
    formats: dict[str, Showing] = {**dict.fromkeys(PERCENTAGE_FORMATS, percentage_text), MONTH_FORMAT: month_text}
    for number_format in styles.iterfind("{*}numFmts/{*}numFmt"):
        if (found := showing_of(number_format.get("formatCode", ""))) is not None:
            formats[number_format.get("numFmtId", "")] = found
    numbered = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(index).encode(): formats[one] for index, style in numbered if (one := style.get("numFmtId", "")) in formats}


@cache
def column_index(letters: bytes) -> int:
    """Return the column, from 0, that the letters of an address mean."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def show_otherwise(columns: list[list[str]], first: int, shown: Shown, widest: int) -> None:
    """Put in columns of rows from this one on what some of their cells show that calamine does not tell.

    Where calamine found nothing in the last columns, what is shown there makes more of them, up to the widest that there may be.
    """
    height = len(columns[0]) if columns else 0
    begin, end = (bisect_left(shown, row, key=BY_ROW) for row in (first, first + height))
    for row, column, showing in shown[begin:end]:
        text = showing(columns[column][row - first] if column < len(columns) else "")
        if column >= len(columns) and text and column < widest:
            columns += ([""] * height for _column in range(len(columns), column + 1))
        if column < len(columns):
            columns[column][row - first] = text
