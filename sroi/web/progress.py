"""How far work behind a page is, as a page shows it; it asks again by itself, with or without a script."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from gettext import ngettext


@dataclass(frozen=True)
class ProgressLine:
    """How far something is, in words and as a share; `is_over` says that there is something else to see."""

    share_pct: int
    text: str
    is_over: bool


def progress_line(*, words: str, done: int, total: int | None, since: datetime, now: datetime) -> ProgressLine:
    """Return how far something is that began at `since`, with the time that is left as it goes."""
    text = " ".join(filter(None, (words, _left(done, total, since, now))))
    return ProgressLine(round(100 * done / total) if total else 0, text, is_over=False)


def _left(done: int, total: int | None, since: datetime, now: datetime) -> str:
    """Return how long it will take as it goes, in whole minutes or less."""
    if not total or not done or done >= total:
        return ""
    seconds = (now - since).total_seconds() * (total - done) / done
    if seconds < 60:
        return _("Nog minder dan een minuut.")
    minutes = round(seconds / 60)
    return ngettext("Nog ongeveer {minutes} minuut.", "Nog ongeveer {minutes} minuten.", minutes).format(minutes=minutes)
