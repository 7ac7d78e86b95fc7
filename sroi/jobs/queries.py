"""Reads of jobs."""

import json
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import engine
from sroi.database.sqlite import PooledSQLiteEngine
from sroi.jobs.rules import JobNotFound, JobRecord, state_of
from sroi.jobs.tables import Job

PAGE_SIZE = 50
_COLUMNS = (
    Job.id,
    Job.kind,
    Job.created_at,
    Job.due_at,
    Job.taken_by,
    Job.taken_at,
    Job.attempts,
    Job.steps_done,
    Job.steps_total,
    Job.message,
    Job.error,
    Job.ended_at,
    Job.has_failed,
    Job.was_refused,
)


def _record(row: dict[str, Any]) -> JobRecord:
    return JobRecord(
        id=row["id"],
        kind=row["kind"],
        state=state_of(is_taken=row["taken_by"] is not None, has_ended=row["ended_at"] is not None, has_failed=bool(row["has_failed"])),
        created_at=row["created_at"],
        due_at=row["due_at"],
        taken_at=row["taken_at"],
        attempts=row["attempts"],
        steps_done=row["steps_done"],
        steps_total=row["steps_total"],
        message=row["message"],
        error=row["error"],
        ended_at=row["ended_at"],
        was_refused=bool(row["was_refused"]),
        heard_at=row.get("heard_at"),
    )


async def job(*, viewer: Viewer, job_id: UUID, shared_with: Permission = Permission.MANAGE_ACCOUNTS) -> JobRecord:
    """Return a job and how far it is, to who asked for it or has the permission that it is shared with; raise JobNotFound."""
    query = Job.select(*_COLUMNS).where(Job.id == job_id)
    if not viewer.may(shared_with):
        query = query.where(Job.asked_by == viewer.account_id)
    rows = await query
    if not rows:
        raise JobNotFound(_("Deze taak is niet gevonden."))
    return _record(rows[0] | _told_meanwhile(rows[0]))


async def jobs_by_id(*, viewer: Viewer, job_ids: list[UUID], shared_with: Permission) -> dict[UUID, JobRecord]:
    """Return those of these jobs that are still known, by id, to who has the permission that they are shared with."""
    viewer.require(shared_with)
    rows = await Job.select(*_COLUMNS).where(Job.id.is_in(job_ids)) if job_ids else []
    return {row["id"]: _record(row) for row in rows}


def meanwhile_file(job_id: UUID) -> Path | None:
    """Return where a process tells others how far a job is whose transaction is open; None on PostgreSQL, which tells it itself."""
    database = engine()
    return Path(f"{database.path}-job-{job_id}") if isinstance(database, PooledSQLiteEngine) else None


def _told_meanwhile(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the process that does a job told of it since the transaction of this attempt began, and when; mostly nothing."""
    path = meanwhile_file(row["id"])
    if path is None or row["taken_by"] is None:
        return {}
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        told["heard_at"] = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return {}
    return told if told.pop("attempt") == row["attempts"] else {}


async def failed_jobs(*, viewer: Viewer, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE) -> tuple[JobRecord, ...]:
    """Return the jobs that ended without their work done, newest first, or those that follow the key `after`; at most `size`."""
    viewer.require(Permission.MANAGE_ACCOUNTS)
    query = Job.select(*_COLUMNS).where(Job.has_failed.eq(True)).order_by(Job.ended_at, ascending=False).order_by(Job.id).limit(size)
    if after is not None:
        ended_at, key = after
        query = query.where((Job.ended_at < ended_at) | ((Job.ended_at == ended_at) & (Job.id > key)))
    return tuple(_record(row) for row in await query)


async def open_payloads(*, kind: str) -> tuple[dict[str, Any], ...]:
    """Return what the jobs of a kind that wait or are busy were given, the oldest first."""
    rows = await Job.select(Job.payload).where((Job.kind == kind) & Job.ended_at.is_null()).order_by(Job.created_at, Job.id)
    return tuple(json.loads(row["payload"]) for row in rows)


async def has_due_job(*, now: datetime) -> bool:
    """Return whether there is a job to take; a worker with nothing to do asks this, which holds up no writer."""
    return bool(await Job.exists().where(Job.ended_at.is_null() & (Job.due_at <= now)))


async def last_done(*, kind: str) -> datetime | None:
    """Return when a job of this kind was last done; None when it never was, or so long ago that it was cleared."""
    is_done = Job.ended_at.is_not_null() & Job.has_failed.eq(False)
    rows = await Job.select(Job.ended_at).where((Job.kind == kind) & is_done).order_by(Job.ended_at, ascending=False).limit(1)
    found: datetime | None = rows[0]["ended_at"] if rows else None
    return found
