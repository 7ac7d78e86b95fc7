"""What cells of a spreadsheet of LibreOffice show that calamine does not tell: another currency than the euro, a percentage, words.

In: its XML, piece by piece. Out: by sheet, row by row, what makes of the text of a cell what it shows. Each cell holds what it shows beside
its number; of most that is the number in another dress, and nothing is kept of it. The digits stay those of the number,
never of a rounded one.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from operator import itemgetter
from xml.parsers.expat import ParserCreate

from .formats import NUMBER, OWN_CURRENCY, Showing, Shown, amount_text, instead, percentage_text

NUMBERS = frozenset(["float", "currency", "percentage"])
EURO = "EUR"
# A sheet in which nothing like this stands need not be looked through cell by cell. Of a cell that holds a number this looks as far as the
# cell goes, and nowhere twice: a sheet may hold very many.
TELLING = re.compile(
    rb'office:value-type="percentage"|office:currency="(?!EUR")|office:value-type="(?:float|currency)"[^<>]*+(?<!/)>'
    rb"(?:(?!0\d)[^<A-Za-z]*+<(?!/?table:|[^<>]*office:value)[^<>]*+>)*+(?:0\d|[^<A-Za-z]*+[A-Za-z])"
)
_SAYS_MORE = re.compile(r"^0\d+$|[^\W\d_]")
_ERROR = re.compile(r"#[A-Z]|Err:\d")
_EXPONENT = re.compile(r"\dE[+-]?\d", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\d.,\s]*\d)?")
MOST_REPEATED = 1_000  # cells or rows that are written once


def shown_by_sheet(pieces: Iterable[bytes]) -> dict[str, Shown]:
    """Return by sheet what cells show; raise ValueError for a document that defines entities."""
    reader = _Reader()
    for xml in pieces:
        reader.feed(xml)
    return {name: sorted(shown, key=itemgetter(0)) for name, shown in reader.shown.items()}


class _Reader:
    """Walks through the cells, of which it keeps the place."""

    def __init__(self) -> None:
        self.shown: dict[str, Shown] = {}
        self._sheet: Shown = []
        self._row = self._column = 0
        self._rows = 1
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._is_in_paragraph = False
        self._beside = 0  # how deep in a comment or a drawing
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = _refuse

    def feed(self, xml: bytes) -> None:
        """Read on."""
        self._parser.Parse(xml)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._beside or name == "office:annotation" or name.startswith("draw:"):
            self._beside += 1
        elif name == "table:table":
            self._sheet = self.shown.setdefault(attributes.get("table:name", ""), [])
            self._row = 0
        elif name == "table:table-row":
            self._column, self._rows = 0, int(attributes.get("table:number-rows-repeated", "1"))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = attributes, []
        elif name == "text:p":
            self._is_in_paragraph = True

    def _characters(self, text: str) -> None:
        if self._is_in_paragraph and not self._beside:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._beside:
            self._beside -= 1
        elif name == "text:p":
            self._is_in_paragraph = False
        elif name == "table:table-row":
            self._row += self._rows
        elif name in ("table:table-cell", "table:covered-table-cell"):
            times = int(self._cell.get("table:number-columns-repeated", "1"))
            if self._cell.get("office:value-type") in NUMBERS and max(times, self._rows) <= MOST_REPEATED:
                self._look_at("".join(self._text).strip(), times)
            self._column += times

    def _look_at(self, text: str, times: int) -> None:
        currency = self._cell.get("office:currency", EURO)
        if self._cell["office:value-type"] == "percentage":
            showing: Showing = percentage_text
        elif currency != EURO:
            showing = partial(amount_text, currency=currency)
        elif _SAYS_MORE.search(OWN_CURRENCY.sub("", text)):
            showing = partial(instead, shown=text) if _ERROR.match(text) else partial(_number_as_shown, shown=text)
        else:
            return
        for row in range(self._row, self._row + self._rows):
            self._sheet += ((row, column, showing) for column in range(self._column, self._column + times))


def _number_as_shown(text: str, *, shown: str) -> str:
    """Return what is shown when that holds the number whole, else the number with the words around it: `1253,4 p.j.` of `1.253 p.j.`.

    In thousands, in millions or as a power of ten a number is shown by other digits: then no more than the number is returned.
    """
    if not NUMBER.fullmatch(text) or _EXPONENT.search(shown):
        return text
    places = list(_DIGITS.finditer(shown))
    written = [_digits(shown), *(_digits(place[0]) for place in places)]
    if text.isdecimal() and text.lstrip("0") in (digits.lstrip("0") for digits in written if digits):
        return shown
    number = Decimal(text.replace(",", "."))
    for place in places:
        if _is_rounded(abs(number), place[0]):
            before = shown[: place.start()]
            return f"{before.rstrip('-') if number < 0 else before}{text}{shown[place.end() :]}"
    return text


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_rounded(number: Decimal, shown: str) -> bool:
    """Return whether digits are those of a number, rounded to the decimals that are shown; a dot or a comma may begin the decimals."""
    decimals = re.split(r"[.,]", shown)[1:]
    possible = (0, len(decimals[-1])) if decimals else (0,)
    return any(abs(Decimal(_digits(shown)).scaleb(-places) - number) * 2 <= Decimal(1).scaleb(-places) for places in possible)


def _refuse(*_doctype: object) -> None:
    raise ValueError("a document type")
