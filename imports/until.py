"""A column that is called `Tot`: some mean the last day by it, others the day after, and what stands beside it tells which.

In: first days and the days of such a column. Out: last days, and what a person must know of them. `31-12-2025` is a last day, as is a day
with which a whole number of months ends; `01-01-2026` is the day after one, as is a day with which another month would begin. Of other days
the rest of the column tells, if all of it is written in one way.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from imports.days import LastDay
from imports.noted import Noted
from imports.profile import plain_words
from imports.translation import gettext as _
from sroi.values import add_months, format_short_date

DAY = timedelta(days=1)

Meant = Literal["last", "after"]


class Until(NamedTuple):
    """A day of the column, and the first day beside it."""

    start: date | None
    day: date

    @property
    def meant(self) -> Meant | None:
        """Return whether it is the last day or the one after, or None when nothing tells."""
        is_last = self._ends_months(self.day + DAY) or (self.day + DAY).day == 1
        is_after = self._ends_months(self.day) or self.day.day == 1
        if is_last == is_after:
            return None
        return "last" if is_last else "after"

    def _ends_months(self, after: date) -> bool:
        """Return whether whole months lie between the first day and this one."""
        if self.start is None or after <= self.start:
            return False
        return add_months(self.start, (after.year - self.start.year) * 12 + after.month - self.start.month) == after


def is_until_day(header: str) -> bool:
    """Return whether a header of ends says `tot` without `en met`."""
    plain = f" {plain_words(header)} "
    return " tot " in plain and " tot en met " not in plain


def last_days(starts: Sequence[date | None], ends: Sequence[LastDay | None]) -> Iterator[LastDay | Noted[LastDay] | None]:
    """Yield the last day of each row: as it stands, the day before with a warning, or a question in its place."""
    told: list[Meant | None] = [
        None if end is None or end.day is None else "last" if end.is_said else Until(start, end.day).meant
        for start, end in zip(starts, ends, strict=True)
    ]
    ways = set(filter(None, told))
    usual = ways.pop() if len(ways) == 1 else None
    for end, meant in zip(ends, told, strict=True):
        if end is None or end.day is None or (meant or usual) == "last":
            yield end
        elif (meant or usual) == "after":
            message = _("Deze kolom noemt de dag tot wanneer. De laatste dag is dan {last}. Controleer dit.")
            yield Noted(LastDay(end.day - DAY), message.format(last=format_short_date(end.day - DAY)), "warning")
        else:
            message = _("De kolom zegt niet of {day} de laatste dag is of de dag erna. Vul de laatste dag in.")
            yield Noted(None, message.format(day=format_short_date(end.day)), "error")
