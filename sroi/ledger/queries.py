"""Reads of the ledger. Who may see a contract is decided by the query that found its id."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from piccolo.query.functions import Sum

from sroi.ledger.rules import Balance, Entry, EntryKind
from sroi.ledger.tables import LedgerEntry
from sroi.values import from_cents


async def balances(*, contract_ids: Sequence[UUID], as_of: date | None = None, as_known_on: datetime | None = None) -> dict[UUID, Balance]:
    """Return the balance of each contract, in one query; a contract without entries has zeros.

    With `as_of` only what counts on that day is summed, with `as_known_on` only what was recorded by that moment.
    """
    found: dict[UUID, dict[str, object]] = {contract_id: {} for contract_id in contract_ids}
    if contract_ids:
        query = LedgerEntry.select(LedgerEntry.contract, LedgerEntry.kind, Sum(LedgerEntry.amount_cents, alias="cents"))
        query = query.where(LedgerEntry.contract.is_in(list(contract_ids)))
        if as_of is not None:
            query = query.where(LedgerEntry.effective_on <= as_of)
        if as_known_on is not None:
            query = query.where(LedgerEntry.recorded_at <= as_known_on)
        for row in await query.group_by(LedgerEntry.contract, LedgerEntry.kind):
            found[row["contract"]][row["kind"]] = from_cents(row["cents"])
    return {contract_id: Balance(**sums) for contract_id, sums in found.items()}  # type: ignore[arg-type]


async def posted_by_day(*, contract_id: UUID, kind: EntryKind) -> dict[date, Decimal]:
    """Return what was posted of one kind on a contract, in euros, by the day that it counts from."""
    rows = (
        await LedgerEntry.select(LedgerEntry.effective_on, Sum(LedgerEntry.amount_cents, alias="cents"))
        .where((LedgerEntry.contract == contract_id) & (LedgerEntry.kind == kind.value))
        .group_by(LedgerEntry.effective_on)
    )
    return {row["effective_on"]: from_cents(row["cents"]) for row in rows}


async def entries(*, contract_id: UUID) -> tuple[Entry, ...]:
    """Return every entry of one contract, in the order in which they were recorded."""
    return (await entries_of_contracts(contract_ids=[contract_id]))[contract_id]


async def entries_of_contracts(*, contract_ids: Sequence[UUID]) -> dict[UUID, tuple[Entry, ...]]:
    """Return every entry of each contract, in the order in which they were recorded, in one query."""
    found: dict[UUID, list[Entry]] = {contract_id: [] for contract_id in contract_ids}
    if contract_ids:
        for row in await LedgerEntry.select().where(LedgerEntry.contract.is_in(list(contract_ids))).order_by(LedgerEntry.seq):
            found[row["contract"]].append(entry_of(row))
    return {contract_id: tuple(of_contract) for contract_id, of_contract in found.items()}


def entry_of(row: dict[str, Any]) -> Entry:
    """Return the entry that a row of the ledger holds."""
    return Entry(
        contract_id=row["contract"],
        kind=EntryKind(row["kind"]),
        amount=from_cents(row["amount_cents"]),
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        source_kind=row["source_kind"],
        source_id=row["source_id"],
        block=row["block"],
    )
