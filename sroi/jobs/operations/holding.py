"""Which jobs are of a process that is gone, where that is certain, so that they need not wait until their lease has ended.

On SQLite all processes are on one machine: the one that does a job holds a lock on a file beside the database, which the machine lets go
with the process, however that ended. PostgreSQL may have processes anywhere: there only the lease tells.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO
from uuid import UUID

from sroi.database import transaction
from sroi.jobs.queries import meanwhile_file
from sroi.jobs.rules import TakenJob
from sroi.jobs.tables import Job


@contextmanager
def held(taken: TakenJob) -> Iterator[None]:
    """Hold a job for as long as this process does it; without a file for it, only its lease does."""
    path = _file_of(taken.id)
    file = None if path is None else _locked(path)
    try:
        yield
    finally:
        if path is not None and file is not None:
            path.unlink(missing_ok=True)
            file.close()


async def release_left_jobs(*, now: datetime) -> int:
    """Let jobs be taken at once of which the process is gone, and return how many there are.

    A job whose file is not there is left alone: its process may be about to make it.
    """
    released = 0
    for row in await Job.select(Job.id, Job.taken_by).where(Job.taken_by.is_not_null() & Job.ended_at.is_null() & (Job.due_at > now)):
        path = _file_of(row["id"])
        file = _locked(path) if path is not None and path.exists() else None
        if path is None or file is None:
            continue
        with file:
            async with transaction():
                await Job.update({Job.due_at: now}).where((Job.id == row["id"]) & (Job.taken_by == row["taken_by"]))
            path.unlink(missing_ok=True)
        released += 1
    return released


def _file_of(job_id: UUID) -> Path | None:
    path = meanwhile_file(job_id)
    return None if path is None else path.with_name(f"{path.name}.held")


def _locked(path: Path) -> TextIO | None:
    """Return the file, locked until it is closed; None when another has it or it cannot be made, which must not stop the work."""
    file = None
    try:
        file = path.open("a", encoding="utf-8")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if file is not None:
            file.close()
        return None
    return file
