"""Reads of the ledger. Who may see a contract is decided by the query that found its id."""

from collections.abc import Sequence
from uuid import UUID

from piccolo.query.functions import Sum

from sroi.ledger.rules import Balance, Entry, EntryKind
from sroi.ledger.tables import LedgerEntry
from sroi.values import from_cents


async def balances(*, contract_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """Return today's balance of each contract, in one query; a contract without entries has zeros."""
    found: dict[UUID, dict[str, object]] = {contract_id: {} for contract_id in contract_ids}
    if contract_ids:
        rows = (
            await LedgerEntry.select(LedgerEntry.contract, LedgerEntry.kind, Sum(LedgerEntry.amount_cents, alias="cents"))
            .where(LedgerEntry.contract.is_in(list(contract_ids)))
            .group_by(LedgerEntry.contract, LedgerEntry.kind)
        )
        for row in rows:
            found[row["contract"]][row["kind"]] = from_cents(row["cents"])
    return {contract_id: Balance(**sums) for contract_id, sums in found.items()}  # type: ignore[arg-type]


async def entries(*, contract_id: UUID) -> tuple[Entry, ...]:
    """Return every entry of one contract, in the order in which they were recorded."""
    rows = await LedgerEntry.select().where(LedgerEntry.contract == contract_id).order_by(LedgerEntry.seq)
    return tuple(
        Entry(
            contract_id=row["contract"],
            kind=EntryKind(row["kind"]),
            amount=from_cents(row["amount_cents"]),
            effective_on=row["effective_on"],
            recorded_at=row["recorded_at"],
            source_kind=row["source_kind"],
            source_id=row["source_id"],
        )
        for row in rows
    )
