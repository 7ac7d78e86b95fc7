"""What a cell says of how long a contract runs: text as people type it -> durations, or a first and a last day.

In: the text of one cell that tells something. Out: the value, or `Noted` when a person must know something. What is no term raises
ValueError with a Dutch sentence that says what to write instead.
"""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from imports.days import EARLIEST_YEAR, MONTHS_A_YEAR
from imports.noted import Noted, mended
from imports.profile import Profile, plain_words
from imports.translation import gettext as _
from imports.until import DAY, Until
from sroi.values import format_short_date, parse_date

LONGEST_MONTHS = 1_200

_BARE_NUMBER = re.compile(r"^[\d.,]+$")
_DURATION = re.compile(
    r"(?:(?P<years>\d{1,4}(?:[.,]\d+)?)\s*(?:jaar|jaren|jr|years?)\.?)?(?:\s*(?:en|and|\+|,)?\s*(?P<months>\d{1,4})\s*(?:maanden|maand|mnd|mnden|mdn|months?)\.?)?",
    re.IGNORECASE,
)
_UNITS = {"maanden": re.compile(r"maand|\bmnd|month"), "jaren": re.compile(r"jaar|jaren|\bjr\b|year")}
_TERM = re.compile(
    r"^(?:van |vanaf )?(?P<start>\S.*?\d{2})(?: ?t/m ?| tot en met | ?[–—] ?| [-/] |(?P<until> tot ))(?P<last>\S.*)$", re.IGNORECASE
)


class Duration(NamedTuple):
    """How long a contract runs, in whole months; None when it runs on."""

    months: int | None


class Term(NamedTuple):
    """The first and the last day of a contract, in one cell."""

    start: date
    last: date


def duration(text: str, *, profile: Profile, unit: str = "") -> Duration | Term | Noted[Term]:
    """Return how long a contract runs: `48 maanden`, `4 jaar`, `2,5 jr`, `2 jaar en 6 maanden`; a bare number is in `unit`.

    Two days with `t/m`, a dash or a stroke between them are the first and the last day; after `tot` the second may be the day after it.
    """
    if text.casefold() in profile.open_ends:
        return Duration(None)
    if days := _TERM.match(" ".join(text.split())):
        start, last = parse_date(days["start"]), parse_date(days["last"])
        return _term_until(start, last, text) if days["until"] else _term(start, last)
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


def _term_until(start: date, until: date, text: str) -> Term | Noted[Term]:
    """Return the term until a day, which its length shows to be the last day or the one after, as in a column that is called `Tot`."""
    meant = Until(start, until).meant
    if meant is None:
        raise ValueError(_("Is {day} de laatste dag, of de dag erna? Schrijf t/m met de laatste dag.").format(day=format_short_date(until)))
    if meant == "last":
        return _term(start, until)
    term = _term(start, until - DAY)
    return mended(term, text, _("{first} t/m {last}").format(first=format_short_date(start), last=format_short_date(term.last)))


def duration_unit(header: str) -> str:
    """Return the unit of bare numbers under a header such as `Looptijd (maanden)`, or an empty text when it names none, or both."""
    plain = plain_words(header)
    units = [unit for unit, named in _UNITS.items() if named.search(plain)]
    return units[0] if len(units) == 1 else ""
