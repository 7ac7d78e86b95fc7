"""Posting to the ledger, inside the transaction of what it tells of."""

from sroi.database import transaction
from sroi.ledger.rules import Entry
from sroi.ledger.tables import LedgerEntry
from sroi.values import to_cents


async def post_entry(*, entry: Entry) -> None:
    """Append one entry; its source may post one amount of a kind, so that nothing is counted twice."""
    async with transaction():
        last = await LedgerEntry.select(LedgerEntry.seq).order_by(LedgerEntry.seq, ascending=False).limit(1)
        await LedgerEntry.insert(
            LedgerEntry(
                seq=int(last[0]["seq"]) + 1 if last else 1,
                contract=entry.contract_id,
                kind=entry.kind.value,
                amount_cents=to_cents(entry.amount),
                effective_on=entry.effective_on,
                recorded_at=entry.recorded_at,
                source_kind=entry.source_kind,
                source_id=entry.source_id,
                block=entry.block,
            )
        )
