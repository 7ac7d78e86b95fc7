"""Previews that nobody confirmed: after a while the file itself is deleted, as it may name people; what was read of it stays."""

from datetime import timedelta

from sroi.audit.operations import record_events
from sroi.audit.rules import Actor, Subject
from sroi.contracts.tables import ImportBatch, ImportFile
from sroi.database import transaction
from sroi.jobs.rules import TakenJob

KEPT = timedelta(days=30)
CALENDAR = Actor("operator", "retention")


async def clear_abandoned_files(taken: TakenJob) -> None:
    """Delete the files of imports that were uploaded a month ago and never confirmed; each leaves an event."""
    async with transaction():
        old = ImportBatch.select(ImportBatch.id).where(ImportBatch.created_at < taken.now - KEPT)
        files = await ImportFile.delete().where(ImportFile.batch.is_in(old)).returning(ImportFile.batch)
        told: list[tuple[Subject, dict[str, object]]] = [(Subject("import", str(file["batch"])), {}) for file in files]
        await record_events(actor=CALENDAR, action="import.file_deleted", told=told, now=taken.now)
