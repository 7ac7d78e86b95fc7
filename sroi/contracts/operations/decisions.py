"""What an officer decides about a row of an import that is in doubt: a contract of its own, part of one that is known, or left out."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from msgspec import structs

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.operations.packs import change_rows
from sroi.contracts.queries import authorities, contract_ids_by_number
from sroi.contracts.queries.import_knowledge import knowledge
from sroi.contracts.queries.import_rows import import_row
from sroi.contracts.queries.imports import BatchStatus, import_batch, import_job, is_at_work
from sroi.contracts.rules import Choice, Decision, FileJudge, StagedRow
from sroi.database import transaction
from sroi.values import local_day


async def decide_about_row(
    *,
    viewer: Viewer,
    batch_id: UUID,
    position: int,
    decision: Decision,
    number: str = "",
    authority_id: UUID | None = None,
    now: datetime,
) -> None:
    """Keep a decision about a row of a preview; raise UnableToImport on the field that stands in the way.

    `number` is that of the contract, of the same authority, which the row is linked to. `authority_id` is who awards, of a row that names
    an authority which the register does not know.
    """
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        row = await _open_row(viewer, batch_id, position)
        if row.asks_authority and decision is not Decision.SKIP:
            row = row.awarded_by(await _known_authority(authority_id))
        linked = await _linked(row, number) if decision is Decision.LINK else None
        register = await knowledge(told=[row.told], linked=[linked] if linked else [])
        judge = FileJudge(local_day(now))
        judged = judge.judge(row_id=row.id, told=row.told, register=register, choice=Choice(decision, linked))
        changed = structs.replace(
            row,
            decision=decision,
            becomes=judged.becomes,
            doubts=judged.doubts,
            differences=judged.differences,
            contract_id=judged.contract_id or judged.like_id,
        )
        await change_rows(batch_id=batch_id, rows={position: changed})
        details: dict[str, object] = {"position": position, "decision": decision.value, "contract": str(linked or "")}
        details |= {"authority": str(row.facts.authority_id)} if row.asks_authority and not row.told.lacks_authority else {}
        subject = Subject("import", str(batch_id))
        await record_event(actor=actor_of(viewer), action="import.decided", subject=subject, now=now, details=details)


async def _open_row(viewer: Viewer, batch_id: UUID, position: int) -> StagedRow:
    """Return a row about which a person may still decide."""
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    row = await import_row(viewer=viewer, batch_id=batch_id, position=position)
    if is_at_work(batch, await import_job(viewer=viewer, batch=batch)):
        raise UnableToImport(_("Deze import wordt nu verwerkt. U kunt over deze rij niet meer kiezen."))
    if batch.status is not BatchStatus.PREVIEW or not row.may_be_decided:
        raise UnableToImport(_("Over deze rij hoeft u niet te kiezen."))
    return row


async def _known_authority(authority_id: UUID | None) -> UUID:
    if authority_id not in {authority.id for authority in await authorities()}:
        raise UnableToImport(_("Kies welke aanbestedende dienst deze opdracht gaf."), field="authority")
    return authority_id


async def _linked(row: StagedRow, number: str) -> UUID:
    wanted = number.strip()
    if not wanted:
        raise UnableToImport(_("Vul het nummer in van het contract waar deze rij bij hoort."), field="number")
    found = await contract_ids_by_number(numbers=[wanted])
    contract_id = found.get((row.facts.authority_id, wanted))
    if contract_id is None:
        message = _("Contract {number} is er niet bij deze aanbestedende dienst. Controleer het nummer.")
        raise UnableToImport(message.format(number=wanted), field="number")
    return contract_id
