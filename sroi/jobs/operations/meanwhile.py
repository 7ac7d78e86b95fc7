"""Telling how far a job is from within its own transaction, of which nobody else sees anything before it ends.

PostgreSQL takes it on another connection. SQLite has one writer, which is that transaction: there it stands in a small file beside the
database, which every process that works with that database can read.
"""

import json
from contextlib import suppress

from sroi.database import as_committed
from sroi.jobs.queries import meanwhile_file
from sroi.jobs.rules import TakenJob
from sroi.jobs.tables import Job


async def report_meanwhile(*, taken: TakenJob, done: int, total: int | None, message: str) -> None:
    """Tell how far a job is while its transaction is open: `done` of `total` steps and a sentence, without personal data."""
    if (path := meanwhile_file(taken.id)) is not None:
        told = {"attempt": taken.attempt, "steps_done": done, "steps_total": total, "message": message}
        draft = path.with_name(f"{path.name}.new")
        with suppress(OSError):  # the work matters more than what is told of it
            draft.write_text(json.dumps(told), encoding="utf-8")
            draft.replace(path)
        return
    ours = (Job.id == taken.id) & (Job.taken_by == taken.taken_by)
    with as_committed():
        await Job.update({Job.steps_done: done, Job.steps_total: total, Job.message: message}).where(ours)


def forget_meanwhile(*, taken: TakenJob) -> None:
    """Take away what was told of a job while its transaction was open."""
    if (path := meanwhile_file(taken.id)) is not None:
        with suppress(OSError):
            path.unlink(missing_ok=True)
