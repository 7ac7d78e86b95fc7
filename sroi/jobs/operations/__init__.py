"""Writes of jobs: left by a page, taken by a worker, ended. A job has no audit event of its own: what it does has."""

from sroi.jobs.operations.holding import held, release_left_jobs
from sroi.jobs.operations.meanwhile import forget_meanwhile, report_meanwhile
from sroi.jobs.operations.queue import clear_ended_jobs, enqueue, plan_recurring, retry_job
from sroi.jobs.operations.taking import extend_lease, fail, finish, give_back, report_progress, take_due
from sroi.jobs.operations.worker import run_due_jobs, work_until

__all__ = [
    "clear_ended_jobs",
    "enqueue",
    "extend_lease",
    "fail",
    "finish",
    "forget_meanwhile",
    "give_back",
    "held",
    "plan_recurring",
    "release_left_jobs",
    "report_meanwhile",
    "report_progress",
    "retry_job",
    "run_due_jobs",
    "take_due",
    "work_until",
]
