"""What comes into the queue, from a page or from the calendar, and what leaves it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.database import transaction
from sroi.jobs.rules import DEFAULT_ATTEMPTS, KEPT_AFTER_END, JobNotFound, Recurrence, TakenJob, payload_text
from sroi.jobs.tables import Job


async def enqueue(
    *,
    kind: str,
    payload: Mapping[str, object],
    now: datetime,
    due_at: datetime | None = None,
    asked_by: UUID | None = None,
    max_attempts: int = DEFAULT_ATTEMPTS,
    occurrence: str | None = None,
) -> UUID:
    """Leave a job in the transaction of the caller, so that it is there when what it follows from is, and return its id.

    `due_at` is from when it may be taken, at once when None. `asked_by` is the account that may watch its progress. Of one `occurrence`
    there is one job: the id of the first is returned.
    """
    row = Job(
        id=uuid4(),
        kind=kind,
        payload=payload_text(payload),
        occurrence=occurrence,
        asked_by=asked_by,
        created_at=now,
        due_at=due_at or now,
        taken_by=None,
        attempts=0,
        max_attempts=max_attempts,
        steps_done=0,
        steps_total=None,
        message="",
        error="",
        ended_at=None,
        has_failed=False,
    )
    async with transaction():
        same = await Job.select(Job.id).where((Job.kind == kind) & (Job.occurrence == occurrence)) if occurrence is not None else []
        if not same:
            await Job.insert(row)
        found: UUID = same[0]["id"] if same else row.id
    return found


async def plan_recurring(*, recurring: Iterable[Recurrence], now: datetime) -> None:
    """Leave a job for the next moment of each recurrence that has none yet; of several processes one does."""
    for each in recurring:
        moment = each.next_moment(after=now)
        occurrence = moment.isoformat()
        # Asked first, so that a worker does not wait for its turn to write each minute for nothing.
        if not await Job.exists().where((Job.kind == each.kind) & (Job.occurrence == occurrence)):
            await enqueue(kind=each.kind, payload={}, now=now, due_at=moment, occurrence=occurrence)


async def retry_job(*, viewer: Viewer, job_id: UUID, now: datetime) -> None:
    """Let a job that failed be tried from the start again; raise JobNotFound when it did not fail."""
    viewer.require(Permission.MANAGE_ACCOUNTS)
    async with transaction():
        failed = (Job.id == job_id) & Job.has_failed.eq(True)
        if not await Job.exists().where(failed):
            raise JobNotFound(_("Deze taak is niet gevonden, of is niet mislukt."))
        again: dict[Any, Any] = {Job.attempts: 0, Job.due_at: now, Job.ended_at: None, Job.has_failed: False, Job.was_refused: False}
        await Job.update(again).where(failed)


async def clear_ended_jobs(taken: TakenJob) -> None:
    """Delete what was done a month ago; what failed stays until somebody has looked at it."""
    async with transaction():
        await Job.delete().where((Job.ended_at < taken.now - KEPT_AFTER_END) & Job.has_failed.eq(False))
