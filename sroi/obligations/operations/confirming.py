"""Confirming a long import behind the page: a job stores all of it, or none of it."""

from datetime import datetime
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.operations import leave_to_job, mail_given_up, work_behind_page
from sroi.contracts.operations.imports import Tell
from sroi.contracts.queries.imports import CONFIRM_IMPORT
from sroi.jobs.rules import TakenJob
from sroi.mail.rules import ImportEnded
from sroi.obligations.operations.imports import confirm_import


async def begin_confirmation(*, viewer: Viewer, batch_id: UUID, now: datetime) -> None:
    """Let a job confirm an import; raise UnableToImport when it was confirmed before, or is being confirmed."""
    await leave_to_job(viewer=viewer, batch_id=batch_id, kind=CONFIRM_IMPORT, now=now)


async def confirm_behind_page(taken: TakenJob) -> None:
    """Confirm an import and mail how that ended."""
    await work_behind_page(taken=taken, work=_confirm, mail=ImportEnded)


async def mail_confirmation_given_up(taken: TakenJob) -> None:
    """Mail that an import was not confirmed, as the process stopped at every attempt."""
    await mail_given_up(taken=taken, kind=CONFIRM_IMPORT, mail=ImportEnded)


async def _confirm(*, viewer: Viewer, batch_id: UUID, now: datetime, tell: Tell) -> str:
    return (await confirm_import(viewer=viewer, batch_id=batch_id, now=now, tell=tell)).words
