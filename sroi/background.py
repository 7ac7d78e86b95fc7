"""Composition root of the work behind the pages: every kind of job, and which of them the calendar starts."""

import asyncio
from datetime import time
from functools import partial

from sroi.jobs.operations import clear_ended_jobs, work_until
from sroi.jobs.rules import Kinds, Recurrence
from sroi.mail.operations import send_mail
from sroi.settings import Settings

RECURRING = (Recurrence("clear_ended_jobs", at=time(3, 30)),)


def kinds_of_jobs(settings: Settings) -> Kinds:
    """Return what does each kind of job in an installation."""
    return {
        "clear_ended_jobs": clear_ended_jobs,
        "send_mail": partial(send_mail, settings=settings),
    }


async def work(*, settings: Settings, stop: asyncio.Event) -> None:
    """Do jobs until `stop` is set."""
    await work_until(stop=stop, kinds=kinds_of_jobs(settings), recurring=RECURRING)
