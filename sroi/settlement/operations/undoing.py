"""Undoing an import: what it added is withdrawn, what it changed is as before, and history keeps both. Only while nothing was built on it.

It stands in this room because claims and decisions are what may be built on a contract.
"""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.imports import import_batch
from sroi.contracts.tables import ImportBatch
from sroi.database import transaction
from sroi.obligations.operations import revert_changes, withdraw_contracts
from sroi.settlement.queries import built_on_import


async def undo_import(*, viewer: Viewer, batch_id: UUID, now: datetime) -> None:
    """Withdraw all that an import added and retract all that it changed, or nothing; raise UnableToImport that says why not."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        if not batch.is_confirmed:
            raise UnableToImport(_("Deze import is niet bevestigd: er is niets om terug te draaien."))
        built = await built_on_import(viewer=viewer, batch_id=batch_id)
        if built:
            raise UnableToImport(_("Deze import kan niet worden teruggedraaid. {why}").format(why=" ".join(built)))
        await revert_changes(viewer=viewer, batch=batch, now=now)
        withdrawn = await withdraw_contracts(viewer=viewer, batch_id=batch_id, now=now)
        await ImportBatch.update({ImportBatch.status: "undone", ImportBatch.undone_at: now}).where(ImportBatch.id == batch_id)
        details: dict[str, object] = {"withdrawn": withdrawn}
        subject = Subject("import", str(batch_id))
        await record_event(actor=actor_of(viewer), action="import.undone", subject=subject, now=now, details=details)
