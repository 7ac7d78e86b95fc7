"""A job is taken for the time of a lease, which its process extends while it works; a process that is killed loses it."""

import json
from collections.abc import Container
from datetime import datetime
from typing import Any
from uuid import uuid4

from sroi.database import fetch, transaction
from sroi.database.dialect import is_sqlite
from sroi.jobs.operations.queue import enqueue
from sroi.jobs.rules import LEASE, STOPPED_TOO_OFTEN, LeaseLost, TakenJob, given_up, told, wait_after
from sroi.jobs.tables import Job

# One statement, so that no two takings see the same row as free. `transaction` lets one writer in at a time on both engines, which is
# why there is no SKIP LOCKED: no row is ever locked while somebody else chooses.
TAKE = """
    UPDATE job SET taken_by = {}, taken_at = {}, due_at = {}, attempts = attempts + 1, steps_done = 0, steps_total = NULL, message = ''
    WHERE id IN (
        SELECT id FROM job WHERE ended_at IS NULL AND due_at <= {} ORDER BY due_at, id LIMIT {}
    ) RETURNING id
"""


async def take_due(*, now: datetime, limit: int, kinds: Container[str] = ()) -> tuple[TakenJob, ...]:
    """Take at most `limit` jobs that are due; no other process gets them before their lease ends.

    Those that stopped their process too often end, and leave the job that tells of it where that is one of `kinds`.
    """
    taken_by = uuid4()
    async with transaction():
        await _give_up(now, kinds)
        if not await fetch(TAKE, taken_by, now, now + LEASE, now, limit):
            return ()
        rows = await Job.select().where(Job.taken_by == taken_by).order_by(Job.created_at).order_by(Job.id)
    return tuple(
        TakenJob(
            id=row["id"],
            kind=row["kind"],
            payload=json.loads(row["payload"]),
            asked_by=row["asked_by"],
            attempt=row["attempts"],
            max_attempts=row["max_attempts"],
            taken_by=taken_by,
            now=now,
        )
        for row in rows
    )


async def _give_up(now: datetime, kinds: Container[str]) -> None:
    stopped = Job.ended_at.is_null() & (Job.due_at <= now) & (Job.attempts >= Job.max_attempts)
    rows = await Job.select(Job.kind, Job.payload, Job.asked_by).where(stopped)
    if not rows:
        return
    for row in rows:
        if (kind := given_up(row["kind"])) in kinds:
            await enqueue(kind=kind, payload=json.loads(row["payload"]), now=now, asked_by=row["asked_by"])
    ended: dict[Any, Any] = {Job.ended_at: now, Job.has_failed: True, Job.taken_by: None, Job.error: STOPPED_TOO_OFTEN}
    await Job.update(ended).where(stopped)


def _ours(taken: TakenJob) -> Any:
    return (Job.id == taken.id) & (Job.taken_by == taken.taken_by)


async def _update(taken: TakenJob, values: dict[object, object]) -> None:
    """Write about a job that is still ours; raise LeaseLost."""
    async with transaction():
        if not await Job.exists().where(_ours(taken)):
            raise LeaseLost(str(taken.id))
        await Job.update(values).where(_ours(taken))  # type: ignore[arg-type]


async def report_progress(*, taken: TakenJob, done: int, total: int | None = None, message: str = "") -> None:
    """Tell how far a job is: `done` of `total` steps and a sentence for people, without personal data. Raises LeaseLost."""
    await _update(taken, {Job.steps_done: done, Job.steps_total: total, Job.message: message})


async def extend_lease(*, taken: TakenJob, now: datetime) -> None:
    """Keep a job for another lease from `now`; raise LeaseLost.

    On PostgreSQL without a turn to write, which the work itself may have for longer than a lease. SQLite takes no second writer: it waits
    there, and what the work tells beside the database is its sign of life.
    """
    if is_sqlite():
        await _update(taken, {Job.due_at: now + LEASE})
    elif not await Job.update({Job.due_at: now + LEASE}).where(_ours(taken)).returning(Job.id):
        raise LeaseLost(str(taken.id))


async def finish(*, taken: TakenJob, now: datetime) -> None:
    """End a job whose work is done; raise LeaseLost."""
    await _update(taken, {Job.ended_at: now, Job.taken_by: None, Job.error: ""})


async def fail(*, taken: TakenJob, error: BaseException, is_final: bool, now: datetime) -> None:
    """Keep what went wrong and try again later, or end the job when this is final or was its last attempt. Raises LeaseLost."""
    values: dict[object, object] = {Job.taken_by: None, Job.error: told(error)}
    if is_final or taken.is_last_attempt:
        values |= {Job.ended_at: now, Job.has_failed: True, Job.was_refused: is_final}
    else:
        values |= {Job.due_at: now + wait_after(taken.attempt)}
    await _update(taken, values)


async def give_back(*, taken: TakenJob, now: datetime) -> None:
    """Let another process do a job at once; this attempt does not count. Raises LeaseLost."""
    await _update(taken, {Job.taken_by: None, Job.due_at: now, Job.attempts: taken.attempt - 1})
