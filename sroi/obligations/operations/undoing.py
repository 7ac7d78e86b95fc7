"""What undoing an import takes back of what contracts owe: entries, milestones and notices of what it added, events that it recorded."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from msgspec.structs import replace

from sroi.access import Viewer
from sroi.contracts.operations import describe_contract, keep_drafts, restore_tenders, save_draft, withdraw_added
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.queries.imports import Batch
from sroi.contracts.rules import DESCRIBED, Amendment, ContractFacts, Correction, Retraction, facts_from_json, standing
from sroi.database import fetch, keys, one_of, transaction
from sroi.ledger.operations import post_entries
from sroi.ledger.rules import Entry, EntryKind
from sroi.obligations.operations.events import Recording, change_contract
from sroi.values import from_cents, local_day

UNDONE = "import"
CHANGED_ROWS = """
    SELECT id, contract, verdict, before FROM import_row WHERE batch = {} AND before <> '' AND verdict IN ('change', 'draft', 'contract')
    ORDER BY position DESC
"""
CHANGED_TENDERS = "SELECT tender, before FROM import_row WHERE batch = {} AND before <> '' AND verdict = 'tender' ORDER BY position DESC"
OWED = """
    SELECT contract, effective_on, SUM(amount_cents) AS cents FROM ledger_entry
    WHERE kind = 'owed' AND %s GROUP BY contract, effective_on ORDER BY contract, effective_on
"""


async def withdraw_contracts(*, viewer: Viewer, batch_id: UUID, now: datetime) -> int:
    """Withdraw what an import added, with what it owed and what was due on it, and return how many contracts and drafts that were."""
    async with transaction():
        completed = [row for row in await fetch(CHANGED_ROWS, batch_id) if row["verdict"] == "contract"]
        withdrawn = await withdraw_added(viewer=viewer, batch_id=batch_id, now=now)
        theirs, ids = one_of("contract", kind="uuid"), keys(withdrawn)
        rows = await fetch(OWED % theirs, ids)
        entries = [
            Entry(row["contract"], EntryKind.OWED, -from_cents(row["cents"]), row["effective_on"], now, UNDONE, batch_id)
            for row in rows
            if row["cents"]
        ]
        await post_entries(entries=entries)
        await fetch(f"UPDATE milestone SET lapsed_at = {{}} WHERE lapsed_at IS NULL AND {theirs}", now, ids)
        seen = f"UPDATE obligation_notice SET seen_at = {{}}, seen_by = {{}} WHERE seen_at IS NULL AND {theirs}"
        await fetch(seen, now, viewer.account_id, ids)
        # A draft that the import completed is a draft again, as it was.
        drafts = [facts_from_json(row["before"]) for row in completed]
        if drafts:
            await keep_drafts(viewer=viewer, facts=drafts, now=now, batch_id=batch_id)
    return len(withdrawn)


async def revert_changes(*, viewer: Viewer, batch: Batch, now: datetime) -> None:
    """Retract the events that an import recorded, and give drafts and descriptions back what they were."""
    async with transaction():
        for row in await fetch(CHANGED_ROWS, batch.id):
            before = facts_from_json(row["before"])
            if row["verdict"] == "draft":
                draft = await contract(viewer=viewer, contract_id=row["contract"])
                before = _with_lots(before, draft.facts)
                await save_draft(viewer=viewer, facts=before, now=now, draft_id=row["contract"], batch_id=batch.id)
            elif row["verdict"] == "change":
                await _revert(viewer, batch, row["contract"], before, now)
        tenders = {row["tender"]: facts_from_json(row["before"]) for row in await fetch(CHANGED_TENDERS, batch.id)}
        if tenders:
            await restore_tenders(viewer=viewer, facts=tenders, now=now, batch_id=batch.id)


async def _revert(viewer: Viewer, batch: Batch, contract_id: UUID, before: ContractFacts, now: datetime) -> None:
    record = await contract(viewer=viewer, contract_id=contract_id)
    described = {name: getattr(before, name) for name in DESCRIBED if getattr(before, name) != getattr(record.facts, name)}
    if described:
        await describe_contract(viewer=viewer, contract_id=contract_id, values=described, now=now, batch_id=batch.id)
    reason = _("Import {file} is teruggedraaid.").format(file=batch.file_name)
    # Another row of the import may have changed this contract too, and was retracted with it.
    for event in reversed(standing(await contract_events(viewer=viewer, contract_id=contract_id))):
        if event.recorded_at == batch.confirmed_at and isinstance(event.change, Correction | Amendment):
            recording = Recording(event.effective_on, reason, now, local_day(now), batch.id)
            await change_contract(viewer=viewer, contract_id=contract_id, change=Retraction(event.number), recording=recording)


def _with_lots(before: ContractFacts, now: ContractFacts) -> ContractFacts:
    """Return facts with the lots that the draft has: what was kept of it does not name them."""
    return replace(before, lots=now.lots, tender_reference=now.tender_reference) if now.lots else before
