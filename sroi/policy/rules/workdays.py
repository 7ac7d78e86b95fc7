"""Workdays in the Netherlands: no weekend, no public holiday, no Good Friday and no 5 May, of whatever year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from gettext import gettext as _

from sroi.values import format_date

# Good Friday, and 5 May in the years between its five-yearly day off, are optional holidays in the library.
CATEGORIES = ("public", "optional")
SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Workday:
    """The workday that a day was moved to, and why in words; the same day and no words when it was one itself."""

    day: date
    moved: str = ""


@lru_cache(maxsize=20_000)
def first_workday(day: date) -> Workday:
    """Return the first workday on or after a day."""
    found, passed = day, list[str]()
    while _is_weekend(found) or found in dutch_holidays(found.year):
        if not _is_weekend(found):
            passed.append(dutch_holidays(found.year)[found])
        found += DAY
    if found == day:
        return Workday(day)
    words = _("verschoven van {day} naar {workday}").format(day=_with_weekday(day), workday=_with_weekday(found))
    return Workday(found, f"{words} ({', '.join(passed)})" if passed else words)


@cache
def dutch_holidays(year: int) -> Mapping[date, str]:
    """Return the holidays of a year with their Dutch names; two on one day have both names."""
    from holidays import country_holidays

    found = country_holidays("NL", years=year, categories=CATEGORIES, language="nl")
    return {day: " en ".join(name.capitalize() for name in found.get_list(day)) for day in found}


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _with_weekday(day: date) -> str:
    weekdays = (_("maandag"), _("dinsdag"), _("woensdag"), _("donderdag"), _("vrijdag"), _("zaterdag"), _("zondag"))
    return f"{weekdays[day.weekday()]} {format_date(day)}"
