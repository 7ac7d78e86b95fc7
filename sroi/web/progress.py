"""How far work behind a page is, as a page shows it; a script asks again, or without it the reader."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from gettext import ngettext

from sroi.jobs.rules import JobRecord, JobState
from sroi.web import clock


@dataclass(frozen=True)
class ProgressLine:
    """How far something is, in words and as a share; `is_over` says that there is something else to see."""

    share_pct: int
    text: str
    is_over: bool


OVER = ProgressLine(100, _("Klaar."), is_over=True)


def progress_line(record: JobRecord, *, waits: str, works: str, now: datetime) -> ProgressLine:
    """Return how far a job is; `waits` is told while it waits for its turn, `works` while it works and tells nothing itself."""
    if not record.is_at_work:
        return OVER
    stopped = _stopped(record, now)
    if record.state is JobState.WAITING:
        return ProgressLine(0, stopped or waits, is_over=False)
    text = " ".join(filter(None, (stopped, record.message or works, "" if record.is_silent(now=now) else _left(record, now))))
    share = 100 * record.steps_done / record.steps_total if record.steps_total else 0
    return ProgressLine(round(share), text, is_over=False)


def _stopped(record: JobRecord, now: datetime) -> str:
    """Return that work stopped or went wrong, and when it begins again by itself; empty when nothing is the matter."""
    begins = f"{clock.local(record.due_at):%H:%M}"
    if record.is_silent(now=now):
        return _("Het werk staat stil. Is de server gestopt, dan begint het om {time} vanzelf opnieuw.").format(time=begins)
    if record.state is JobState.WAITING and record.attempts and record.due_at > now:
        return _("Er ging iets mis. Om {time} wordt het vanzelf opnieuw geprobeerd.").format(time=begins)
    return _("Het werk was gestopt en is opnieuw begonnen.") if record.state is JobState.RUNNING and record.attempts > 1 else ""


def _left(record: JobRecord, now: datetime) -> str:
    """Return how long it will take as it goes, in whole minutes or less."""
    done, total = record.steps_done, record.steps_total
    if not total or not done or done >= total:
        return ""
    seconds = (now - (record.taken_at or record.created_at)).total_seconds() * (total - done) / done
    if seconds < 60:
        return _("Nog minder dan een minuut.")
    minutes = round(seconds / 60)
    return ngettext("Nog ongeveer {minutes} minuut.", "Nog ongeveer {minutes} minuten.", minutes).format(minutes=minutes)
