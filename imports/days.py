"""What a cell says of days and of how long a contract runs: text as people type it -> days, terms, durations.

In: the text of one cell that tells something. Out: the value, or `Noted` when a person must know something. What is no day raises
ValueError with a Dutch sentence that says what to write instead.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from imports.noted import Noted, mended, wrong
from imports.profile import Profile, plain_words
from imports.translation import gettext as _
from sroi.values import format_date, parse_date

EARLIEST_YEAR, FAR_OFF_YEAR = 1950, 2099
SERIAL_DIGITS, SERIAL_DAYS, SERIAL_ORIGIN = 5, range(20_000, 70_000), date(1899, 12, 30)  # how Excel numbers the days from 1954 to 2091
MONTHS_A_YEAR, LONGEST_MONTHS, DURATION_UNITS = 12, 1_200, ("maanden", "jaren")

_FAR_OFF = re.compile(r"^(?:\d{1,2}[-/.]\d{1,2}[-/.])?(?:2099|2[1-9]\d\d|[3-9]\d{3})(?:-\d{1,2}-\d{1,2})?(?:[T ][\d:]+)?$")
_WITHOUT_SIGNS = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_IN_DIGITS = re.compile(r"^\s*(?P<first>\d{1,2})(?P<sign>[-/])(?P<second>\d{1,2})(?P=sign)'?(?:\d{4}|\d{2})(?:\s.*)?$")
_FROM = re.compile(r"^(?:per|vanaf|met ingang van|ingaande(?: op)?|m\.?i\.?v\.?)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:t/m|t\.?m\.?|tot en met|uiterlijk)\s+", re.IGNORECASE)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}\S*(?: ?[AaPp][Mm])?$")
_BARE_NUMBER = re.compile(r"^[\d.,]+$")
_DURATION = re.compile(
    r"(?:(?P<years>\d{1,4}(?:[.,]\d+)?)\s*(?:jaar|jaren|jr)\.?)?(?:\s*(?:en|\+|,)?\s*(?P<months>\d{1,4})\s*(?:maanden|maand|mnd|mnden|mdn)\.?)?",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:van |vanaf )?(?P<start>\S.*?\d{2})(?: ?t/m ?| tot en met | ?[–—] ?| - )(?P<last>\S.*)$", re.IGNORECASE)


class Duration(NamedTuple):
    """How long a contract runs, in whole months; None when it runs on."""

    months: int | None


class Term(NamedTuple):
    """The first and the last day of a contract, in one cell."""

    start: date
    last: date


class LastDay(NamedTuple):
    """The last day of a contract; None when it runs on."""

    day: date | None


def day(text: str) -> date | Noted[date]:
    """Return the day, also from a day with a time and from the number that Excel keeps for a day."""
    plain = _TIME.sub("", text) if ":" in text else text
    if plain.isdecimal():
        if len(plain) == SERIAL_DIGITS and int(plain) in SERIAL_DAYS:
            counted = SERIAL_ORIGIN + timedelta(days=int(plain))
            return mended(counted, text, format_date(counted))
        plain = _WITHOUT_SIGNS.sub(r"\1-\2-\3", plain)
    read = parse_date(plain)
    if read.year < EARLIEST_YEAR:
        raise ValueError(_("Controleer het jaar van deze datum."))
    return read


def month_first(texts: Iterable[str]) -> dict[str, Noted[Any]]:
    """Return a question for each of the days of a table that may be read in two ways, when another shows that months come first.

    Between strokes one such day is enough. Between dashes, as Dutch readers write days, one beside others that begin with the day is a slip
    of the pen.
    """
    found = [(text, *match.group("sign", "first", "second")) for text in texts if (match := _IN_DIGITS.match(text))]
    days = [(text, sign, int(first), int(second)) for text, sign, first, second in found]
    signs = {sign for _text, sign, first, second in days if first <= MONTHS_A_YEAR < second}
    signs -= {sign for _text, sign, first, second in days if sign == "-" and second <= MONTHS_A_YEAR < first}
    advice = _("In dit bestand lijkt de maand voorop te staan. Schrijf de datum als dag-maand-jaar, bijvoorbeeld 31-12-2024.")
    return {
        text: wrong(None, text, advice)
        for text, sign, first, second in days
        if sign in signs and first != second and max(first, second) <= MONTHS_A_YEAR
    }


def first_day(text: str) -> date | Noted[date]:
    """Return the day from which something runs, also after `per` or `vanaf`."""
    return day(_FROM.sub("", text))


def last_day(text: str, *, profile: Profile) -> LastDay | Noted[LastDay]:
    """Return the last day; `onbepaald`, and a year so far off that it means the same, is an end that stays open."""
    if text.casefold() in profile.open_ends:
        return LastDay(None)
    if _FAR_OFF.match(text):
        return mended(LastDay(None), text, _("onbepaald"))
    read = day(_UNTIL.sub("", text))
    if isinstance(read, date) and read.year >= FAR_OFF_YEAR:
        return mended(LastDay(None), text, _("onbepaald"))
    return Noted(LastDay(read.value), read.message, read.severity) if isinstance(read, Noted) else LastDay(read)


def duration(text: str, *, profile: Profile, unit: str = "") -> Duration | Term:
    """Return how long a contract runs: `48 maanden`, `4 jaar`, `2,5 jr`, `2 jaar en 6 maanden`; a bare number is in `unit`.

    Two days with `t/m` or a dash between them are the first and the last day.
    """
    if text.casefold() in profile.open_ends:
        return Duration(None)
    if days := _TERM.match(" ".join(text.split())):
        return _term(parse_date(days["start"]), parse_date(days["last"]))
    found = _DURATION.fullmatch(f"{text} {unit}" if _BARE_NUMBER.match(text) else text)
    if found is None:
        raise ValueError(_("Schrijf de looptijd in maanden of jaren, bijvoorbeeld 48 maanden."))
    years, months = (Decimal((found[part] or "0").replace(",", ".")) for part in ("years", "months"))
    total = years * MONTHS_A_YEAR + months
    if total != int(total) or not 0 < total <= LONGEST_MONTHS:
        raise ValueError(_("Schrijf de looptijd in hele maanden, hooguit {most}.").format(most=LONGEST_MONTHS))
    return Duration(int(total))


def _term(start: date, last: date) -> Term:
    if last < start or start.year < EARLIEST_YEAR:
        raise ValueError(_("Schrijf de looptijd als begindatum t/m einddatum."))
    return Term(start, last)


def duration_unit(header: str) -> str:
    """Return the unit of bare numbers under a header such as `Looptijd (maanden)`, or an empty text."""
    plain = plain_words(header)
    return next((unit for unit in DURATION_UNITS if unit[:4] in plain), "")
