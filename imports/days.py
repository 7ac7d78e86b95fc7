"""What a cell says of days: text as people type it -> days.

In: the text of one cell that tells something. Out: the value, or `Noted` when a person must know something. What is no day raises
ValueError with a Dutch sentence that says what to write instead.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from imports.noted import Noted, mended, wrong
from imports.profile import Profile
from imports.translation import gettext as _
from sroi.values import AMSTERDAM, add_months, format_date, format_short_date, parse_date

EARLIEST_YEAR, FAR_OFF_YEAR = 1950, 2099
SERIAL_DIGITS, SERIAL_DAYS, SERIAL_ORIGIN = 5, range(20_000, 70_000), date(1899, 12, 30)  # how Excel numbers the days from 1954 to 2091
MONTHS_A_YEAR = 12

_SERIAL_WITH_ZEROS = re.compile(r"(?<=^\d{5})[.,]0+$")
_FAR_OFF = re.compile(r"^(?:\d{1,2}[-/.]\d{1,2}[-/.])?(?:2099|2[1-9]\d\d|[3-9]\d{3})(?:-\d{1,2}-\d{1,2})?(?:[T ][\d:]+)?$")
_WITHOUT_SIGNS = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_MONTH = re.compile(
    r"^(?:(?P<name>[^\W\d]{3,9})\.?[ -]{1,2}'?(?P<named>\d{4}|\d{2})"
    r"|(?P<number>\d\d?)[-/](?P<after>\d{4})|(?P<before>\d{4})-(?P<last>\d\d?))$"
)
_IN_DIGITS = re.compile(r"^\s*(?P<first>\d{1,2})(?P<sign>[-/])(?P<second>\d{1,2})(?P=sign)'?(?:\d{4}|\d{2})(?:\s.*)?$")
_MONTH_LEADS = re.compile(r"^[^\S\n]*+(?:0?[1-9]|1[0-2])([-/])(?:1[3-9]|2\d|3[01])\1", re.MULTILINE)
_FROM = re.compile(r"^(?:per|vanaf|met ingang van|ingaande(?: op)?|m\.?i\.?v\.?)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:t/m|t\.?m\.?|tot en met|uiterlijk)\s+", re.IGNORECASE)
_OPEN = re.compile(r"^(?:voor )?onbep(?:aald|aalde|\.)?(?: (?:tijd|duur))?\b[^\d]*$", re.IGNORECASE)
_DAY_WITH_REMARK = re.compile(
    r"^(?P<day>\d{1,2}([-/. ])\d{1,2}\2(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|\d{1,2} [^\W\d]+\.? \d{4})\s*(?P<remark>\D.*)$"
)
_OPTIONS = r"(?:verlenging(?:en)?|verlengings?(?:optie|mogelijkheid|jaar)\w*|verlengopties?|optie(?:s|jaar|jaren)?)"
_WITHOUT_OPTIONS = re.compile(
    rf"^[(,;]?\s*(?:excl\.?|exclusief|zonder|ex\.?)\s+(?:evt\.?\s+|eventuele\s+|de\s+)?{_OPTIONS}\s*\)?\.?$", re.IGNORECASE
)
# `Met verlenging` does not say whether the day is the last with it or without.
_OPTIONS_AFTER = re.compile(
    r"^(?:[(,;]\s*)?(?!met\s+\d?\s*(?:x|verlenging(?:en|sja\w*)?\b|optieja))(?:\+|plus|met|en)?\s*(?:(?:evt\.?|eventueel)\s+)?"
    r"(?:\d\s*x\s*\d+\s*(?:optie|verlengings?)?(?:jaar|jaren|jr|maand|maanden|mnd|mnden|mdn)\b.*"
    rf"|(?:\d\s*)?{_OPTIONS}(?:\s+(?:mogelijk|tot|van|t/m)\b.*)?)$",
    re.IGNORECASE,
)
_WITH_OPTIONS = re.compile(rf"^[(,;]?\s*(?:incl\.?|inclusief|na)\s+(?:\w+\s+)?{_OPTIONS}", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^(?:\*+\)?|[¹²³]|\d\))$")
_WORLD_TIME = re.compile(r"^\d{4}-\d\d-\d\d[T ]2[23]:00:00(?:\.0{1,6})?(?:Z|\+00:?00)$")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}\S*(?: ?[AaPp][Mm])?$")


class LastDay(NamedTuple):
    """The last day of a contract; None when it runs on. `is_said` tells that the cell itself says so: `t/m 31-12-2025`."""

    day: date | None
    is_said: bool = False


def day(text: str, *, ends: bool = False) -> date | Noted[date]:
    """Return the day, also from a day with a time and from the number that Excel keeps for a day.

    A moment in world time that is midnight in the Netherlands is the day that begins then: so do systems write a day that they keep as one.
    Of a month the day is asked: the last, when something `ends` then, is the example.
    """
    if _WORLD_TIME.match(text) and (moment := datetime.fromisoformat(text).astimezone(AMSTERDAM)).time() == time():
        return mended(moment.date(), text, format_date(moment.date()))
    plain = _SERIAL_WITH_ZEROS.sub("", _TIME.sub("", text) if ":" in text else text)
    if plain.isdecimal():
        if len(plain) == SERIAL_DIGITS and int(plain) in SERIAL_DAYS:
            counted = SERIAL_ORIGIN + timedelta(days=int(plain))
            return mended(counted, text, format_date(counted))
        plain = _WITHOUT_SIGNS.sub(r"\1-\2-\3", plain)
    if (first := _first_of_month(plain)) is not None:
        example = add_months(first, 1) - timedelta(days=1) if ends else first
        advice = _("Welke dag in {month} is dat? Schrijf dag-maand-jaar, bijvoorbeeld {example}.")
        raise ValueError(advice.format(month=format_date(first).partition(" ")[2], example=format_short_date(example)))
    read = parse_date(plain)
    if read.year < EARLIEST_YEAR:
        raise ValueError(_("Controleer het jaar van deze datum."))
    return read


def _first_of_month(text: str) -> date | None:
    """Return the first day of a month without a day: `januari 2024`, `jan-24`, `2024-01`, `01/2024`; None for any other text."""
    found = _MONTH.match(text.strip())
    if found is None:
        return None
    month, year = found["name"] or found["number"] or found["last"], found["named"] or found["after"] or found["before"]
    try:
        return parse_date(f"1-{month}-{year}")
    except ValueError:
        return None


def month_first(texts: Collection[str]) -> dict[str, Noted[Any]]:
    """Return a question for each of the days of a table that may be read in two ways, when another shows that months come first.

    Between strokes one such day is enough. Between dashes, as Dutch readers write days, one beside others that begin with the day is a slip
    of the pen.
    """
    if not _MONTH_LEADS.search("\n".join(texts)):
        return {}
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
    """Return the last day; `onbepaald`, and a year so far off that it means the same, is an end that stays open.

    Behind the day may stand that options are not counted in it, or which there are.
    """
    if text.casefold() in profile.open_ends:
        return LastDay(None)
    if _FAR_OFF.match(text) or _OPEN.match(text):
        return mended(LastDay(None), text, _("onbepaald"))
    plain = _UNTIL.sub("", text)
    is_said = plain != text
    bare = _without_remark(" ".join(plain.split()))
    read = day(bare or plain, ends=True)
    if isinstance(read, Noted):
        return Noted(LastDay(read.value, is_said), read.message, read.severity)
    if read.year >= FAR_OFF_YEAR:
        return mended(LastDay(None), text, _("onbepaald"))
    last = LastDay(read, is_said)
    return mended(last, text, format_date(read)) if bare else last


def _without_remark(text: str) -> str | None:
    """Return the day of a cell that says more behind it, where that leaves no doubt about the day, or None."""
    found = _DAY_WITH_REMARK.match(text)
    if found is None:
        return None
    remark = found["remark"].strip()
    if _WITH_OPTIONS.match(remark):
        raise ValueError(_("In deze datum is verlenging meegeteld. Vul de einddatum zonder verlenging in."))
    is_known = any(known.match(remark) for known in (_WITHOUT_OPTIONS, _OPTIONS_AFTER, _FOOTNOTE))
    return found["day"] if is_known else None
