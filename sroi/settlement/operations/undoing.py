"""Undoing an import, a long one by a job: what it added is withdrawn, what it changed is as before, and history keeps both.

Only while nothing was built on it.

It stands in this room because claims and decisions are what may be built on a contract.
"""

from datetime import datetime
from gettext import gettext as _
from gettext import ngettext
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations import leave_to_job, mail_given_up, work_behind_page
from sroi.contracts.operations.imports import Tell, UnableToImport, silent
from sroi.contracts.queries.imports import UNDO_IMPORT, Batch, import_batch
from sroi.contracts.tables import ImportBatch
from sroi.database import transaction
from sroi.jobs.rules import TakenJob
from sroi.mail.rules import ImportUndone
from sroi.obligations.operations import take_back
from sroi.settlement.queries import built_on_import


async def begin_undoing(*, viewer: Viewer, batch_id: UUID, now: datetime) -> None:
    """Let a job undo an import; raise UnableToImport that says why that cannot be done, or that it is being done."""
    async with transaction():
        await _require_untouched(viewer, batch_id)
        await leave_to_job(viewer=viewer, batch_id=batch_id, kind=UNDO_IMPORT, now=now)


async def undo_behind_page(taken: TakenJob) -> None:
    """Undo an import and mail how that ended."""
    await work_behind_page(taken=taken, work=_undo, mail=ImportUndone)


async def mail_undoing_given_up(taken: TakenJob) -> None:
    """Mail that an import was not undone, as the process stopped at every attempt."""
    await mail_given_up(taken=taken, kind=UNDO_IMPORT, mail=ImportUndone)


async def _undo(*, viewer: Viewer, batch_id: UUID, now: datetime, tell: Tell) -> str:
    withdrawn = await undo_import(viewer=viewer, batch_id=batch_id, now=now, tell=tell)
    told = ngettext("{number} contract of concept is ingetrokken.", "{number} contracten en concepten zijn ingetrokken.", withdrawn)
    return told.format(number=withdrawn)


async def undo_import(*, viewer: Viewer, batch_id: UUID, now: datetime, tell: Tell = silent) -> int:
    """Withdraw all that an import added and retract all that it changed, or nothing; raise UnableToImport that says why not.

    Returns how many contracts and drafts are withdrawn. `tell` hears how far it is.
    """
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch = await _require_untouched(viewer, batch_id)
        withdrawn = await take_back(viewer=viewer, batch=batch, now=now, tell=tell)
        await ImportBatch.update({ImportBatch.status: "undone", ImportBatch.undone_at: now}).where(ImportBatch.id == batch_id)
        details: dict[str, object] = {"withdrawn": withdrawn}
        subject = Subject("import", str(batch_id))
        await record_event(actor=actor_of(viewer), action="import.undone", subject=subject, now=now, details=details)
    return withdrawn


async def _require_untouched(viewer: Viewer, batch_id: UUID) -> Batch:
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    if not batch.is_confirmed:
        raise UnableToImport(_("Deze import is niet bevestigd: er is niets om terug te draaien."))
    built = await built_on_import(viewer=viewer, batch_id=batch_id)
    if built:
        raise UnableToImport(_("Deze import kan niet worden teruggedraaid. {why}").format(why=" ".join(built)))
    return batch
