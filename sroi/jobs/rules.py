"""What a job is, when it is tried again, and when the calendar starts it. Pure."""

import json
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.values import AMSTERDAM, local_day

LEASE = timedelta(minutes=5)
# A process that works on a job extends its lease as often; one that is this late may have stopped.
EXTENDED_EVERY = LEASE / 3
LATE = timedelta(seconds=20)
DEFAULT_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
KEPT_AFTER_END = timedelta(days=30)
STOPPED_TOO_OFTEN = _("Het proces stopte elke keer dat dit werd geprobeerd.")


class JobNotFound(NotFound):
    """There is no such job, or the viewer may not see it."""


class LeaseLost(Exception):
    """The job took longer than its lease, and another process has taken it."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class TakenJob:
    """A job that this process has taken: what its work needs. `now` is the moment of taking."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    asked_by: UUID | None
    attempt: int
    max_attempts: int
    taken_by: UUID
    now: datetime

    @property
    def is_last_attempt(self) -> bool:
        """Return whether a failure now is the end of it."""
        return self.attempt >= self.max_attempts


Work = Callable[[TakenJob], Awaitable[None]]
Kinds = Mapping[str, Work]


@dataclass(frozen=True)
class JobRecord:
    """A job as a page shows it; `steps_total` is None where the work does not say how much there is, `taken_at` when it was never taken.

    `heard_at` is when its process last told beside the database how far it is; None when it did not.
    """

    id: UUID
    kind: str
    state: JobState
    created_at: datetime
    due_at: datetime
    taken_at: datetime | None
    attempts: int
    steps_done: int
    steps_total: int | None
    message: str
    error: str
    ended_at: datetime | None
    was_refused: bool
    heard_at: datetime | None = None

    @property
    def is_at_work(self) -> bool:
        """Return whether it waits for its turn or runs: there is something to wait for."""
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def refusal(self) -> str:
        """Return the sentence with which the house refused it; empty when something else ended it, or nothing did."""
        return self.error if self.was_refused else ""

    def is_silent(self, *, now: datetime) -> bool:
        """Return whether the process that took it was to extend its lease a while ago and did not, nor told of it: it may be killed."""
        extended_at = self.due_at - LEASE
        return self.state is JobState.RUNNING and now - max(extended_at, self.heard_at or extended_at) > EXTENDED_EVERY + LATE


@dataclass(frozen=True)
class Recurrence:
    """Work that the calendar starts: every day at `at` in the Netherlands, or on one `weekday` (Monday is 0)."""

    kind: str
    at: time
    weekday: int | None = None

    def next_moment(self, *, after: datetime) -> datetime:
        """Return the first moment after `after` that this is due. An hour that the clock skips counts as the hour after it."""
        day = local_day(after)
        for ahead in range(8):
            moment = datetime.combine(day + timedelta(days=ahead), self.at, AMSTERDAM).astimezone(UTC)
            if moment > after and self.weekday in (None, (day + timedelta(days=ahead)).weekday()):
                return moment
        raise AssertionError("a week has every weekday")


def given_up(kind: str) -> str:
    """Return the kind of the job that is left, where there is such a kind, when one of this kind stopped its process at every attempt."""
    return f"{kind}_given_up"


def wait_after(attempt: int) -> timedelta:
    """Return how long to wait after attempt number `attempt` failed: a minute, two, four, up to four hours."""
    return min(FIRST_WAIT * (1 << min(attempt - 1, 20)), LONGEST_WAIT)


def is_final(error: BaseException) -> bool:
    """Return whether trying again is of no use: the house refused, and will again."""
    return isinstance(error, UnableTo | NotFound)


def told(error: BaseException) -> str:
    """Return what is kept of an error: the sentence of a refusal; of another its class and line: its text may quote a form."""
    if is_final(error):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{where}"


def payload_text(payload: Mapping[str, object]) -> str:
    """Return a payload as it is kept: JSON, with ids and dates as text."""
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str)


def state_of(*, is_taken: bool, has_ended: bool, has_failed: bool) -> JobState:
    """Return where a job stands."""
    if has_ended:
        return JobState.FAILED if has_failed else JobState.DONE
    return JobState.RUNNING if is_taken else JobState.WAITING
