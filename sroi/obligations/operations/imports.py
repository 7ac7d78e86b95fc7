"""Confirming an import: every row becomes a contract with its obligation or a draft that asks, or none does."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import UnableToAllow, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations import save_draft
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.imports import ERROR, StagedRow, import_batch, import_rows, known_contracts
from sroi.contracts.rules import is_ahead, needs
from sroi.contracts.tables import ImportBatch, ImportRow
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.obligations.operations.registration import register_contract
from sroi.values import AMSTERDAM


@dataclass(frozen=True)
class ImportOutcome:
    """How many rows became what."""

    contracts: int
    drafts: int
    known: int


async def confirm_import(*, viewer: Viewer, batch_id: UUID, now: datetime) -> ImportOutcome:
    """Store all rows of a preview, or nothing; raise UnableToImport when it was confirmed before, or naming the row that is refused."""
    counts = {"contract": 0, "draft": 0, "known": 0}
    async with transaction():
        if (await import_batch(viewer=viewer, batch_id=batch_id)).is_confirmed:
            raise UnableToImport(_("Deze import is al bevestigd."))
        after = 0
        while rows := await import_rows(batch_id=batch_id, after=after):
            known = await known_contracts(facts=[row.facts for row in rows])
            for row in rows:
                verdict, contract_id = await _store_or_name(viewer, row, known, now)
                counts[verdict] += 1
                is_row = (ImportRow.batch == batch_id) & (ImportRow.position == row.position)
                await ImportRow.update({ImportRow.contract: contract_id, ImportRow.verdict: verdict}).where(is_row)
            after = rows[-1].position
        await ImportBatch.update({ImportBatch.status: "confirmed", ImportBatch.confirmed_at: now}).where(ImportBatch.id == batch_id)
        await record_event(
            actor=actor_of(viewer), action="import.confirmed", subject=Subject("import", str(batch_id)), now=now, details={**counts}
        )
    return ImportOutcome(counts["contract"], counts["draft"], counts["known"])


async def _store_or_name(viewer: Viewer, row: StagedRow, known: dict[str, UUID], now: datetime) -> tuple[str, UUID]:
    try:
        return await _store(viewer, row, known, now)
    except UnableToAllow:
        raise
    except UnableTo as refusal:
        text = _("Er is niets opgeslagen. In {location} staat iets dat niet kan: {message}")
        raise UnableToImport(text.format(location=row.location, message=refusal.message)) from refusal


async def _store(viewer: Viewer, row: StagedRow, known: dict[str, UUID], now: datetime) -> tuple[str, UUID]:
    # The register may have changed since the preview, and one file may name a contract twice.
    contract_id = known.get(row.facts.identity)
    if contract_id is not None:
        return "known", contract_id
    has_errors = any(problem.severity == ERROR for problem in row.problems)
    if has_errors or needs(row.facts) or is_ahead(row.facts, on=now.astimezone(AMSTERDAM).date()):
        contract_id = await save_draft(viewer=viewer, facts=row.facts, now=now)
        verdict = "draft"
    else:
        contract_id = await register_contract(viewer=viewer, facts=row.facts, now=now)
        verdict = "contract"
    known[row.facts.identity] = contract_id
    return verdict, contract_id
