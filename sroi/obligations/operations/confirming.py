"""Confirming a long import behind the page: a job stores all of it in one transaction, or none of it.

How far that is cannot be read from the database before the transaction ends, so the process that does it keeps it in `_storing`, for pages
of the same process; other processes show that it is being done.
"""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.accounts.queries import recipients_for, viewer_by_id
from sroi.contracts.operations.imports import Progress, UnableToImport
from sroi.contracts.queries.imports import Batch, BatchStatus, import_batch
from sroi.contracts.tables import ImportBatch
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.jobs.operations import enqueue
from sroi.jobs.queries import job
from sroi.jobs.rules import JobState, TakenJob
from sroi.mail.operations import queue_mail
from sroi.mail.rules import ImportEnded
from sroi.obligations.operations.imports import confirm_import

CONFIRM_IMPORT = "confirm_import"
_storing: dict[UUID, Progress] = {}


async def begin_confirmation(*, viewer: Viewer, batch_id: UUID, now: datetime) -> None:
    """Let a job confirm an import; raise UnableToImport when it was confirmed before, or is being confirmed."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        is_busy = batch.job_id is not None and (await job(viewer=viewer, job_id=batch.job_id)).state in (JobState.WAITING, JobState.RUNNING)
        if batch.status is not BatchStatus.PREVIEW or is_busy:
            raise UnableToImport(_("Deze import is al bevestigd, of wordt nu verwerkt."))
        job_id = await enqueue(kind=CONFIRM_IMPORT, payload={"batch": batch_id}, now=now, asked_by=viewer.account_id)
        await ImportBatch.update({ImportBatch.job: job_id}).where(ImportBatch.id == batch_id)


async def confirm_behind_page(taken: TakenJob) -> None:
    """Confirm an import and mail how that ended; one that was confirmed already, by a run that was stopped after it, is done."""
    assert taken.asked_by is not None
    viewer, batch_id = await viewer_by_id(user_id=taken.asked_by), UUID(taken.payload["batch"])
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    if batch.is_confirmed:
        return

    async def tell(progress: Progress) -> None:
        _storing[batch_id] = progress

    try:
        async with transaction():
            outcome = await confirm_import(viewer=viewer, batch_id=batch_id, now=taken.now, tell=tell)
            await _mail_end(taken.asked_by, batch, outcome.words, taken.now)
    except UnableTo:
        await _mail_end(taken.asked_by, batch, "", taken.now)
        raise
    finally:
        _storing.pop(batch_id, None)


async def _mail_end(asked_by: UUID, batch: Batch, outcome: str, now: datetime) -> None:
    mail = ImportEnded(path=f"/importeren/{batch.id}", file=batch.file_name, outcome=outcome)
    async with transaction():
        for to in await recipients_for(account_id=asked_by):
            await queue_mail(to=to, mail=mail, now=now)


def progress_of(batch_id: UUID) -> Progress | None:
    """Return how far this process is with storing an import; None when it is not doing so."""
    return _storing.get(batch_id)
