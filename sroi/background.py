"""Composition root of the work behind the pages: every kind of job, and which of them the calendar starts."""

import asyncio
from datetime import time
from functools import partial

from sroi.accounts.operations import send_reset
from sroi.contracts.operations import choose_authorities_behind_page, choose_columns_behind_page, clear_abandoned_files, read_import
from sroi.exports.apart import make_export
from sroi.exports.retention import forget_exports
from sroi.fulfilment.operations.retention import apply_retention
from sroi.jobs.operations import clear_ended_jobs, work_until
from sroi.jobs.rules import Kinds, Recurrence
from sroi.mail.operations import send_mail
from sroi.obligations.operations import confirm_behind_page, mail_confirmation_given_up, mail_news, plan_import, remind_of_milestones
from sroi.review.operations import decide_large_workbook, mail_weekly_summaries, try_workbook
from sroi.settings import Settings
from sroi.settlement.operations import mail_undoing_given_up, undo_behind_page

RECURRING = (
    Recurrence("apply_retention", at=time(3, 0)),
    Recurrence("clear_abandoned_files", at=time(3, 15)),
    Recurrence("forget_exports", at=time(3, 15)),
    Recurrence("clear_ended_jobs", at=time(3, 30)),
    Recurrence("remind_of_milestones", at=time(7, 0)),
    Recurrence("mail_weekly_summaries", at=time(7, 30), weekday=0),
)


def kinds_of_jobs(settings: Settings) -> Kinds:
    """Return what does each kind of job in an installation."""
    return {
        "apply_retention": partial(apply_retention, directory=settings.evidence_dir),
        "choose_authorities": choose_authorities_behind_page,
        "choose_columns": choose_columns_behind_page,
        "clear_abandoned_files": clear_abandoned_files,
        "clear_ended_jobs": clear_ended_jobs,
        "confirm_import": confirm_behind_page,
        "confirm_import_given_up": mail_confirmation_given_up,
        "decide_workbook": decide_large_workbook,
        "forget_exports": partial(forget_exports, directory=settings.evidence_dir),
        "make_export": partial(make_export, directory=settings.evidence_dir),
        "mail_news_to_reviewers": mail_news,
        "mail_weekly_summaries": mail_weekly_summaries,
        "plan_import": plan_import,
        "read_import": read_import,
        "remind_of_milestones": remind_of_milestones,
        "send_password_reset": send_reset,
        "send_mail": partial(send_mail, settings=settings),
        "try_workbook": try_workbook,
        "undo_import": undo_behind_page,
        "undo_import_given_up": mail_undoing_given_up,
    }


async def work(*, settings: Settings, stop: asyncio.Event) -> None:
    """Do jobs until `stop` is set."""
    await work_until(stop=stop, kinds=kinds_of_jobs(settings), recurring=RECURRING)
