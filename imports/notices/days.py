"""Days and durations of a notice.

In: the text of a date or a duration. Out: the day as it was written where it was written, whatever its offset; periods by their first
and last day.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from imports.notices.draft import Draft
from imports.notices.elements import text_of
from imports.translation import gettext as _
from imports.xml_document import Element
from sroi.values import add_months, format_short_date

EARLIEST_YEAR = 1950
OPEN_END_YEAR = 2099  # buyers who mean 'without end' fill in a year so far off
WITHHELD_DAY = date(1970, 1, 1)  # what TED puts where a date is withheld from publication
MAX_MONTHS, MAX_DAYS = 1_200, 36_525
ENDS = frozenset(["end", "extension_options"])

_DATE = re.compile(r"^(\d{4})-?(\d{2})-?(\d{2})(?:[T ][\d:.]+)?(?:Z|[+-]\d{2}:?\d{2})?$")
_MONTHS_IN = {"YEAR": 12, "MONTH": 1, "ANN": 12, "MON": 1}
_DAYS_IN = {"DAY": 1, "WEEK": 7, "WEE": 7}
# One and more of each.
_UNITS = {
    "YEAR": (_("jaar"), _("jaar")),
    "ANN": (_("jaar"), _("jaar")),
    "MONTH": (_("maand"), _("maanden")),
    "MON": (_("maand"), _("maanden")),
    "WEEK": (_("week"), _("weken")),
    "WEE": (_("week"), _("weken")),
    "DAY": (_("dag"), _("dagen")),
}
MAX_DIGITS = 6


def read_day(text: str) -> date | None:
    """Return the day in `2024-02-14+01:00`, `2024-04-02Z`, `2024-04-02` or `20240402`; None for nothing or what is withheld.

    Raises ValueError for what is no day.
    """
    if not text:
        return None
    found = _DATE.match(text)
    if found is None:
        raise ValueError(text)
    read = date(int(found[1]), int(found[2]), int(found[3]))
    return None if read == WITHHELD_DAY else read


def counted(count: int, unit: str) -> str:
    """Return a number of units in words: `1 maand`, `24 maanden`; a unit is `YEAR`, `MONTH`, `WEEK` or `DAY`."""
    return f"{count} {_UNITS[unit][count != 1]}"


def put_day(draft: Draft, name: str, element: Element | None) -> None:
    """Keep the day in an element as a value of the row; ask when it is no day."""
    day = _told_day(draft, name, element)
    draft.put(name, day, element)


def _told_day(draft: Draft, name: str, element: Element | None) -> date | None:
    try:
        day = read_day(text_of(element))
    except ValueError:
        day = None
        draft.ask(name, _("Deze datum is niet te lezen. Vul de juiste datum in."), element)
    if day is not None and is_too_far_off(name, day):
        draft.ask(name, _("Controleer het jaar van deze datum en vul de juiste datum in."), element)
        return None
    return day


def is_too_far_off(name: str, day: date) -> bool:
    """Return whether a day lies so far off that it is a slip of the pen; an end in the far future means that there is none."""
    return day.year < EARLIEST_YEAR or (day.year >= OPEN_END_YEAR and name not in ENDS)


class Planned(NamedTuple):
    """The elements that say when a lot runs: a first and last day, or a duration; `unit` and `is_unlimited` go with the duration."""

    start: Element | None = None
    end: Element | None = None
    duration: Element | None = None
    unit: str = ""
    unlimited: Element | None = None


class _Term(NamedTuple):
    start: date | None
    last: date | None
    is_open: bool
    duration: str


def put_period(draft: Draft, planned: Sequence[Planned]) -> None:
    """Keep from the first start to the last end of the lots; what is missing for that is asked, and a difference told."""
    terms = [_term(draft, one) for one in planned]
    starts = [term.start for term in terms if term.start]
    lasts = [term.last for term in terms if term.last]
    is_open = any(term.is_open for term in terms)
    start, last = min(starts, default=None), None if is_open else max(lasts, default=None)
    if start and last and last < start:
        message = _("De einddatum {end} ligt voor de startdatum {start}. Vul de juiste einddatum in.")
        draft.ask("end", message.format(end=format_short_date(last), start=format_short_date(start)), _source(planned, "end"))
        last = None
    draft.put("start", start, *[one.start for one in planned])
    draft.put("end", last, *[source for one in planned for source in (one.end, one.duration, one.unlimited)], raw=_raw_end(planned, terms))
    if is_open:
        draft.values["end_is_open"] = True
    if len({(term.start, term.last, term.is_open) for term in terms}) > 1:
        draft.warn("end", _("De percelen lopen niet gelijk. Genomen zijn de eerste startdatum en de laatste einddatum. Controleer dit."))
    if start is None and (told := [term.duration for term in terms if term.duration]):
        message = _("De looptijd is {duration}, maar er staat geen startdatum bij. Vul de startdatum en de einddatum in.")
        draft.ask("start", message.format(duration=told[0]), _source(planned, "duration"))


def _source(planned: Sequence[Planned], name: str) -> Element | None:
    return next((source for one in planned if (source := getattr(one, name)) is not None), None)


def _raw_end(planned: Sequence[Planned], terms: Sequence[_Term]) -> str:
    return "; ".join(
        dict.fromkeys(
            text for one, term in zip(planned, terms, strict=True) if (text := text_of(one.end) or term.duration or text_of(one.unlimited))
        )
    )


def _term(draft: Draft, planned: Planned) -> _Term:
    """Return what the elements of one lot say together."""
    start, last = _told_day(draft, "start", planned.start), _told_day(draft, "end", planned.end)
    duration, after = _duration(draft, planned, start)
    is_open = text_of(planned.unlimited).upper() == "UNLIMITED"
    if last is not None and last.year >= OPEN_END_YEAR:
        message = _("De einddatum {end} is gelezen als onbepaald. Controleer dit.").format(end=format_short_date(last))
        draft.warn("end", message, planned.end)
        last, is_open = None, True
    return _Term(start, last or after, is_open and last is None, duration)


def _duration(draft: Draft, planned: Planned, start: date | None) -> tuple[str, date | None]:
    """Return the duration in words, and the last day that it gives from `start`."""
    text, unit = text_of(planned.duration), planned.unit.upper().removeprefix("CALENDAR_")
    if not text:
        return "", None
    if (
        not text.isdecimal()
        or not text.isascii()
        or len(text) > MAX_DIGITS
        or unit not in _UNITS
        or int(text) * _MONTHS_IN.get(unit, 0) >= MAX_MONTHS
        or int(text) * _DAYS_IN.get(unit, 0) >= MAX_DAYS
    ):
        draft.ask("end", _("De looptijd is niet te lezen. Vul de einddatum in."), planned.duration)
        return "", None
    count = int(text)
    words = counted(count, unit)
    if start is None:
        return words, None
    end = add_months(start, count * _MONTHS_IN[unit]) if unit in _MONTHS_IN else start + timedelta(days=count * _DAYS_IN[unit])
    return words, end - timedelta(days=1)
