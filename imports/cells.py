"""A table of cells as a person sees them, before anyone knows what its columns mean.

In: nothing. Out: `Table`, the one shape that every spreadsheet and text format is brought into, and cell addresses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from imports.rows import UnreadableFile
from imports.translation import gettext as _

MAX_ROWS = 250_000
MAX_COLUMNS = 1_000
LONG_CELL, LONGEST_CELL = 200, 6_000  # signs: from the first on a text is made shorter, from the last on it is not read

_BLANKS = re.compile(r"\s{2,}")
_HYPHENS = str.maketrans("\u2010\u2011\u2212", "---")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of text cells; `rows` starts at the first row of the file and may be walked only once.

    `continued` gives by row, from 0, the columns of which the cell is merged with the one above it; `height` says about how many rows
    there are, 0 where nobody knows.
    """

    name: str
    rows: Iterable[Sequence[str]]
    continued: Mapping[int, frozenset[int]] = field(default_factory=dict)
    is_hidden: bool = False
    height: int = 0


def column_letters(index: int) -> str:
    """Return the letters of the column with `index`, from 0: `A`, `Z`, `AA`."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell by its row and column from 0: `D5` for 4 and 3."""
    return f"{column_letters(column)}{row + 1}"


def words(text: str) -> str:
    """Return the text with single spaces, without signs that nobody sees but that hide or turn round what stands beside them."""
    plain = " ".join(text.split())
    if plain == text and text.isprintable():
        return text  # itself, as it is kept beside what it says
    return plain if plain.isprintable() else "".join(filter(str.isprintable, plain))


def visible(text: str) -> str:
    """Return the text without signs that nobody sees, and with the hyphen of the keyboard for those that keep words on one line."""
    return "".join(sign for sign in text.translate(_HYPHENS) if sign.isprintable() or sign.isspace())


def squeezed(text: str) -> str:
    """Return a text with single blanks between its words and lines, as patterns take the square of the time that a run of them is long.

    Raises ValueError with a Dutch sentence for a text that is much longer than a number, a day, an amount or a list of names.
    """
    if len(text) <= LONG_CELL:
        return text
    plain = _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", text)
    if len(plain) > LONGEST_CELL:
        raise ValueError(_("Deze tekst is te lang om te lezen. Vul alleen in wat in deze kolom hoort."))
    return plain


def too_large() -> UnreadableFile:
    """Return the refusal of a table that is too large to be a register."""
    message = _("Dit bestand is te groot: een register heeft hooguit {rows} rijen en {columns} kolommen. Verdeel het over meer bestanden.")
    return UnreadableFile(message.format(rows=f"{MAX_ROWS:,}".replace(",", "."), columns=f"{MAX_COLUMNS:,}".replace(",", ".")))
