"""The table of jobs."""

from piccolo.columns import UUID, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class Job(Table):
    """Work to be done once.

    `due_at` is when it may be taken, and of a job that is taken when its lease ends: then it may be taken again. `taken_by` names one
    taking, `taken_at` when the last one was. `was_refused` says that `error` is a sentence of the house. `occurrence` keeps a recurring
    job from being planned twice.
    """

    id = UUID(primary_key=True)
    kind = Varchar(length=60)
    payload = Text()
    occurrence = Varchar(length=60, null=True, default=None)
    asked_by = UUID(null=True, default=None)
    created_at = Timestamptz()
    due_at = Timestamptz()
    taken_by = UUID(null=True, default=None)
    taken_at = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    max_attempts = Integer(default=1)
    steps_done = Integer(default=0)
    steps_total = Integer(null=True, default=None)
    message = Text()
    error = Text()
    ended_at = Timestamptz(null=True, default=None)
    has_failed = Boolean(default=False)
    was_refused = Boolean(default=False)
