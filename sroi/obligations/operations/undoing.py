"""What undoing an import takes back of what contracts owe: entries, milestones and notices of what it added, events that it recorded."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from sroi.access import Viewer
from sroi.contracts.operations import (
    describe_contract,
    keep_drafts,
    remove_left_over_tenders,
    restore_tenders,
    save_draft,
    withdraw_added,
)
from sroi.contracts.operations.imports import Progress, Tell, silent
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.queries.imports import Batch
from sroi.contracts.rules import DESCRIBED, Amendment, ContractFacts, Correction, Retraction, facts_from_json, standing
from sroi.database import fetch, keys, one_of, transaction
from sroi.ledger.operations import post_entries
from sroi.ledger.rules import Entry, EntryKind
from sroi.obligations.operations.events import Recording, change_contract
from sroi.obligations.operations.imports import ROWS_AT_ONCE
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


async def take_back(*, viewer: Viewer, batch: Batch, now: datetime, tell: Tell = silent) -> int:
    """Take back all that an import changed and added, with what that owed, and return how many contracts and drafts are withdrawn."""
    async with transaction():
        changed = await fetch(CHANGED_ROWS, batch.id)
        # Changes first: what they are about may have been added by another row.
        for number, row in enumerate(changed, 1):
            await _take_back_change(viewer, batch, row, now)
            if number % ROWS_AT_ONCE == 0:
                await tell(Progress(number, batch.row_count, None, _("Wijzigingen worden teruggenomen.")))
        await _restore_tenders(viewer, batch, now)
        withdrawn, left = 0, max(batch.row_count - len(changed), 0)
        for first in range(1, batch.row_count + 1, ROWS_AT_ONCE):
            part = range(first, min(first + ROWS_AT_ONCE, batch.row_count + 1))
            withdrawn += await _withdraw(viewer, batch, part, now)
            done = len(changed) + left * (part.stop - 1) // batch.row_count
            await tell(Progress(done, batch.row_count, None, _("Contracten en concepten worden ingetrokken.")))
        await remove_left_over_tenders(viewer=viewer, batch_id=batch.id)
        # A draft that the import completed is a draft again, as it was.
        drafts = [facts_from_json(row["before"]) for row in changed if row["verdict"] == "contract"]
        if drafts:
            await keep_drafts(viewer=viewer, facts=drafts, now=now, batch_id=batch.id)
    return withdrawn


async def _withdraw(viewer: Viewer, batch: Batch, positions: range, now: datetime) -> int:
    """Withdraw what rows added, with what it owed and what was due on it."""
    withdrawn = await withdraw_added(viewer=viewer, batch_id=batch.id, positions=positions, now=now)
    theirs, ids = one_of("contract", kind="uuid"), keys(withdrawn)
    rows = await fetch(OWED % theirs, ids)
    entries = [
        Entry(row["contract"], EntryKind.OWED, -from_cents(row["cents"]), row["effective_on"], now, UNDONE, batch.id)
        for row in rows
        if row["cents"]
    ]
    await post_entries(entries=entries)
    await fetch(f"UPDATE milestone SET lapsed_at = {{}} WHERE lapsed_at IS NULL AND {theirs}", now, ids)
    seen = f"UPDATE obligation_notice SET seen_at = {{}}, seen_by = {{}} WHERE seen_at IS NULL AND {theirs}"
    await fetch(seen, now, viewer.account_id, ids)
    return len(withdrawn)


async def _take_back_change(viewer: Viewer, batch: Batch, row: dict[str, Any], now: datetime) -> None:
    """Retract the events that a row recorded, or give a draft or description back what it was."""
    before = facts_from_json(row["before"])
    if row["verdict"] == "draft":
        draft = await contract(viewer=viewer, contract_id=row["contract"])
        before = _with_lots(before, draft.facts)
        await save_draft(viewer=viewer, facts=before, now=now, draft_id=row["contract"], batch_id=batch.id)
    elif row["verdict"] == "change":
        await _revert(viewer, batch, row["contract"], before, now)


async def _restore_tenders(viewer: Viewer, batch: Batch, now: datetime) -> None:
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
