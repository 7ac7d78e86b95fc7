"""Posting to the ledger, inside the transaction of what it tells of."""

from collections.abc import Iterable

from sroi.database import insert_all, notes_of_transaction, transaction
from sroi.ledger.rules import Entry
from sroi.ledger.tables import LedgerEntry
from sroi.values import to_cents

LAST = "ledger_entry"
COLUMNS = ("seq", "contract", "kind", "amount_cents", "effective_on", "recorded_at", "source_kind", "source_id", "block")


async def post_entry(*, entry: Entry) -> None:
    """Append one entry; its source may post one amount of a kind, so that nothing is counted twice."""
    await post_entries(entries=[entry])


async def post_entries(*, entries: Iterable[Entry]) -> None:
    """Append entries in this order; see `post_entry`."""
    async with transaction():
        notes = notes_of_transaction()
        if LAST not in notes:
            last = await LedgerEntry.select(LedgerEntry.seq).order_by(LedgerEntry.seq, ascending=False).limit(1)
            notes[LAST] = int(last[0]["seq"]) if last else 0
        rows = [
            (
                seq,
                entry.contract_id,
                entry.kind.value,
                to_cents(entry.amount),
                entry.effective_on,
                entry.recorded_at,
                entry.source_kind,
                entry.source_id,
                entry.block,
            )
            for seq, entry in enumerate(entries, notes[LAST] + 1)
        ]
        await insert_all(LedgerEntry, COLUMNS, rows)
        notes[LAST] += len(rows)
