"""Work on an import behind the page: one job at a time, all of it in one transaction or none of it, and a mail about how it ended."""

from collections.abc import Callable, Mapping
from datetime import datetime
from gettext import gettext as _
from typing import Any, Protocol
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.accounts.queries import recipients_for, viewer_by_id
from sroi.contracts.operations.imports import Progress, Tell, UnableToImport
from sroi.contracts.queries.imports import BEGINS_AT, Batch, import_batch, import_job, is_at_work
from sroi.contracts.tables import ImportBatch
from sroi.database import large_transaction, transaction
from sroi.jobs.operations import enqueue, forget_meanwhile, report_meanwhile, report_progress
from sroi.jobs.rules import TakenJob, is_final
from sroi.mail.operations import queue_mail
from sroi.mail.rules import ImportEnded, ImportUndone

EndMail = Callable[..., ImportEnded | ImportUndone]
NOTHING: Mapping[str, object] = {}


class ImportWork(Protocol):
    """Work on all rows of an import, which returns what became of them in a sentence."""

    async def __call__(self, *, viewer: Viewer, batch_id: UUID, now: datetime, tell: Tell) -> str:
        """Do it in the transaction that is open."""


async def leave_to_job(*, viewer: Viewer, batch_id: UUID, kind: str, now: datetime, payload: Mapping[str, object] = NOTHING) -> None:
    """Let a job of this kind go on with an import; raise UnableToImport when the import is not at its beginning, or another is at work.

    `payload` is what the job needs to know beside which import it is.
    """
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        if batch.status is not BEGINS_AT[kind] or is_at_work(batch, await import_job(viewer=viewer, batch=batch)):
            raise UnableToImport(_("Dit is al gedaan met deze import, of de import wordt nu verwerkt."))
        job_id = await enqueue(kind=kind, payload={**payload, "batch": batch_id}, now=now, asked_by=viewer.account_id)
        await ImportBatch.update({ImportBatch.job: job_id}).where(ImportBatch.id == batch_id)


async def work_behind_page(*, taken: TakenJob, work: ImportWork, mail: EndMail | None = None) -> None:
    """Do the work of a job on an import and mail how that ended, if `mail` says in what words.

    What a run that was stopped after it has done, is done.
    """
    assert taken.asked_by is not None
    viewer, batch_id = await viewer_by_id(user_id=taken.asked_by), UUID(taken.payload["batch"])
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    if batch.status is not BEGINS_AT[taken.kind]:
        return

    async def tell(progress: Progress) -> None:
        done, total = progress.steps
        await report_meanwhile(taken=taken, done=done, total=total, message=progress.words)

    how: dict[str, Any] = {"to": taken.asked_by, "batch": batch, "mail": mail, "now": taken.now}
    try:
        async with large_transaction():
            await _mail_end(outcome=await work(viewer=viewer, batch_id=batch_id, now=taken.now, tell=tell), **how)
    except Exception as error:
        if is_final(error) or taken.is_last_attempt:
            await _mail_end(outcome="", **how)
        raise
    finally:
        forget_meanwhile(taken=taken)


async def mail_given_up(*, taken: TakenJob, kind: str, mail: EndMail) -> None:
    """Mail that a job of this kind on an import ended without its work done, as its process stopped at every attempt."""
    assert taken.asked_by is not None
    viewer = await viewer_by_id(user_id=taken.asked_by)
    batch = await import_batch(viewer=viewer, batch_id=UUID(taken.payload["batch"]))
    if batch.status is BEGINS_AT[kind]:
        await _mail_end(outcome="", to=taken.asked_by, batch=batch, mail=mail, now=taken.now)


def told_to(taken: TakenJob) -> Tell:
    """Return what tells a job between its transactions how far an import is."""

    async def tell(progress: Progress) -> None:
        done, total = progress.steps
        await report_progress(taken=taken, done=done, total=total, message=progress.words)

    return tell


async def _mail_end(*, to: UUID, batch: Batch, mail: EndMail | None, outcome: str, now: datetime) -> None:
    if mail is None:
        return
    written = mail(path=f"/importeren/{batch.id}", file=batch.file_name, outcome=outcome)
    async with transaction():
        for recipient in await recipients_for(account_id=to):
            await queue_mail(to=recipient, mail=written, now=now)
