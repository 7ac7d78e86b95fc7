"""What the format of a number shows beside the number, or in its place: a percentage, a currency, words, zeros in front, or a bare month.

In: the code of a number format of Excel. Out: what makes of a number, as calamine tells it, what a person sees; None where that is no more
than the number itself, in euros or not. How many decimals and dots a number is shown with does not matter.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, partial

from .texts import number_text

# What cells show, from their text as calamine tells it: by row of the sheet and column, both from 0, the rows in order.
Showing = Callable[[str], str]
Shown = list[tuple[int, int, Showing]]

CURRENCY = re.compile(r"USD|GBP|CHF|SEK|NOK|DKK|PLN|£|(?<!\[)\$")
NAMED_CURRENCY = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]")  # `[$£-809]`: with the country in which it is written so
EURO_NAMES = frozenset(["€", "EUR", "EURO"])
CONDITION = re.compile(r"\[[<>=]")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
NUMBER, NOT_NEGATIVE = re.compile(r"-?\d+(?:,\d+)?"), re.compile(r"\d+(?:,\d+)?")  # a second section is that of negative numbers
# A literal in quotes or behind a stroke, what takes room only, colours and conditions, and any other sign.
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|([_*].)|(\[[^\]]*\])|(.)')
_PLACES = "0#"
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_MONTH_SIGNS = frozenset("my -/.,'")
_FIRST_OF_MONTH = re.compile(r"01-(\d\d-\d{4})(?: 00:00:00)?")
_NUMERIC = frozenset("0#?,.")
_SHOWN_SIGNS = frozenset(" -+/():!'~{}<>=&^€")  # which Excel shows without quotes
OWN_CURRENCY = re.compile(r"[\s€]|\beuro?\b", re.IGNORECASE)


def showing_of(code: str) -> Showing | None:
    """Return what a format makes of a number."""
    if "%" in _without_literals(code):
        return percentage_text
    if _is_month(code):
        return month_text
    names = [*map(str.strip, NAMED_CURRENCY.findall(code)), *CURRENCY.findall(NAMED_CURRENCY.sub("", code))]
    if foreign := [name for name in names if name and name.upper() not in EURO_NAMES]:
        return partial(amount_text, currency=foreign[0])
    return None if CONDITION.search(code) else _showing_words(code)


def _is_month(code: str) -> bool:
    """Return whether a format shows of a day its month and year, or only the year: `mmm-yy`, `[$-413]mmmm yyyy;@`."""
    signs = set(_IN_BRACKETS.sub("", _without_literals(_SECTION.findall(code)[0])).casefold())
    return "y" in signs and signs <= _MONTH_SIGNS


def _without_literals(code: str) -> str:
    return re.sub(r'"[^"]*"|\\.', "", code)


def _showing_words(code: str) -> Showing | None:
    """Return what a format of literals around a number, or between its digits, makes of it; of its sections the first is looked at."""
    section = _SECTION.findall(code)[0]
    parts: list[tuple[bool, str]] = []  # whether it is a literal, and the text
    for quoted, escaped, _room, bracket, sign in _TOKEN.findall(section):
        if sign in _NUMERIC and sign:
            parts.append((False, sign))
        elif quoted or escaped or sign in _SHOWN_SIGNS:
            parts.append((True, quoted or escaped or sign))
        elif sign and not bracket:
            return None  # a day, a fraction, a word of Excel
    places = "".join(text for is_literal, text in parts if not is_literal)
    if not places or "?" in places or places.endswith(",") or ",." in places:  # a comma at the end makes thousands of it
        return None
    if set(places) <= set(_PLACES) and (places.count("0") > 1 or _is_between(parts)):
        return partial(_filled_in, parts=tuple(parts))
    first = _first_place(parts)
    before, after = _literals(parts[:first]), _literals(parts[first:])
    if "%" in after or not OWN_CURRENCY.sub("", before + after):  # which says of an amount what is known, and makes no percentage
        return None
    return partial(_with_words, before=before, after=after, numbers=NUMBER if len(section) == len(code) else NOT_NEGATIVE)


def _first_place(parts: Sequence[tuple[bool, str]]) -> int:
    return next(index for index, (is_literal, _text) in enumerate(parts) if not is_literal)


def _literals(parts: Sequence[tuple[bool, str]]) -> str:
    return "".join(text for is_literal, text in parts if is_literal)


def _is_between(parts: list[tuple[bool, str]]) -> bool:
    """Return whether literals stand between the places for digits."""
    kinds = "".join("L" if is_literal else "0" for is_literal, _text in parts)
    return "L" in kinds.strip("L")


@cache
def percentage_text(text: str) -> str:
    """Return the percentage that a number is shown as."""
    try:
        return f"{number_text(Decimal(text.replace(',', '.')) * 100)}%"
    except InvalidOperation:
        return text


def month_text(text: str) -> str:
    """Return the month of a day that is shown without its day, when it is the first: whoever types `dec-25` gets that one from Excel."""
    found = _FIRST_OF_MONTH.fullmatch(text)
    return found[1] if found else text


def amount_text(text: str, *, currency: str) -> str:
    """Return a number with the currency that it is shown in."""
    return f"{currency} {text}" if NUMBER.fullmatch(text) else text


def instead(_text: str, *, shown: str) -> str:
    """Return what is shown whatever the cell holds."""
    return shown


def _with_words(text: str, *, before: str, after: str, numbers: re.Pattern[str]) -> str:
    return f"{before}{text}{after}".strip() if numbers.fullmatch(text) else text


def _filled_in(text: str, *, parts: tuple[tuple[bool, str], ...]) -> str:
    """Return a whole number with its digits in their places, from the right; what there is no place for stands in front of the first."""
    if not text.isdecimal():
        return text
    digits, first = list(text), _first_place(parts)
    shown: list[str] = []
    for index in range(len(parts) - 1, -1, -1):
        is_literal, sign = parts[index]
        if is_literal:
            shown.append(sign)
        elif digits:
            shown.append(digits.pop())
        elif sign == "0":
            shown.append("0")
        if index == first:
            shown.append("".join(digits))
    return "".join(reversed(shown)).strip()
