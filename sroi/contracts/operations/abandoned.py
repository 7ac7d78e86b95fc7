"""Previews that nobody wants: one that an officer discards goes at once; of one that is left alone the file is deleted after a while."""

from datetime import datetime, timedelta
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event, record_events
from sroi.audit.rules import Actor, Subject, actor_of
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.operations.packs import delete_packs
from sroi.contracts.queries.imports import import_batch, import_job, may_be_discarded
from sroi.contracts.tables import ImportBatch, ImportFile
from sroi.database import transaction
from sroi.jobs.rules import TakenJob

KEPT = timedelta(days=30)
CALENDAR = Actor("operator", "retention")


async def discard_import(*, viewer: Viewer, batch_id: UUID, now: datetime) -> None:
    """Delete the file of an import that was not confirmed and all that was read of it; raise UnableToImport when that is too late."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        if not may_be_discarded(batch, await import_job(viewer=viewer, batch=batch)):
            raise UnableToImport(_("Deze import kan niet worden weggegooid: hij is al bevestigd of weggegooid, of wordt nu verwerkt."))
        await delete_packs(batch_id=batch_id)
        await ImportFile.delete().where(ImportFile.batch == batch_id)
        values = {ImportBatch.status: "discarded", ImportBatch.problems: "[]", ImportBatch.columns: "[]"}
        await ImportBatch.update(values).where(ImportBatch.id == batch_id)  # type: ignore[arg-type]
        subject = Subject("import", str(batch_id))
        await record_event(actor=actor_of(viewer), action="import.discarded", subject=subject, now=now, details={"rows": batch.row_count})


async def clear_abandoned_files(taken: TakenJob) -> None:
    """Delete the files of imports that were uploaded a month ago and never confirmed; each leaves an event."""
    async with transaction():
        old = ImportBatch.select(ImportBatch.id).where(ImportBatch.created_at < taken.now - KEPT)
        pieces = await ImportFile.delete().where(ImportFile.batch.is_in(old)).returning(ImportFile.batch)
        batches = dict.fromkeys(str(piece["batch"]) for piece in pieces)
        told: list[tuple[Subject, dict[str, object]]] = [(Subject("import", batch), {}) for batch in batches]
        await record_events(actor=CALENDAR, action="import.file_deleted", told=told, now=taken.now)
