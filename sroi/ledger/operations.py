"""Posting to the ledger, inside the transaction of what it tells of."""

from collections.abc import Iterable

from sroi.database import insert_all, transaction
from sroi.ledger.rules import Entry
from sroi.ledger.tables import LedgerEntry
from sroi.values import to_cents

COLUMNS = ("seq", "contract", "kind", "amount_cents", "effective_on", "recorded_at", "source_kind", "source_id", "block")


async def post_entry(*, entry: Entry) -> None:
    """Append one entry; its source may post one amount of a kind, so that nothing is counted twice."""
    await post_entries(entries=[entry])


async def post_entries(*, entries: Iterable[Entry]) -> None:
    """Append entries in this order; see `post_entry`."""
    async with transaction():
        last = await LedgerEntry.select(LedgerEntry.seq).order_by(LedgerEntry.seq, ascending=False).limit(1)
        first = int(last[0]["seq"]) + 1 if last else 1
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
            for seq, entry in enumerate(entries, first)
        ]
        await insert_all(LedgerEntry, COLUMNS, rows)
