"""Posting to the ledger: once for each source, in the order of recording, and added up in SQL."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from sroi.contracts.operations import register_contract
from sroi.database import UniqueViolation, transaction
from sroi.ledger.operations import post_entry
from sroi.ledger.queries import balances, entries
from sroi.ledger.rules import Balance, Entry, EntryKind, balance_of
from sroi.ledger.tables import LedgerEntry
from tests.makers import make_facts, make_officer

NOW = datetime(2024, 3, 1, 9, 30, 15, 123_456, tzinfo=UTC)


async def contract_without_obligation(number: str = "2024-031") -> UUID:
    return await register_contract(viewer=await make_officer(), facts=await make_facts(number=number), now=NOW)


def entry(contract_id: UUID, amount: str, kind: EntryKind = EntryKind.OWED, source_id: UUID | None = None) -> Entry:
    return Entry(contract_id, kind, Decimal(amount), date(2024, 2, 1), NOW, "obligation_revision", source_id or uuid4())


async def test_an_entry_comes_back_as_it_was_posted(database: None) -> None:
    posted = entry(await contract_without_obligation(), "62500.01")
    await post_entry(entry=posted)
    assert await entries(contract_id=posted.contract_id) == (posted,)


async def test_one_source_posts_one_amount_of_a_kind(database: None) -> None:
    contract_id, revision = await contract_without_obligation(), uuid4()
    await post_entry(entry=entry(contract_id, "62500.00", source_id=revision))
    with pytest.raises(UniqueViolation):
        await post_entry(entry=entry(contract_id, "1.00", source_id=revision))
    await post_entry(entry=entry(contract_id, "1.00", EntryKind.EXEMPTED, revision))
    assert (await balances(contract_ids=[contract_id]))[contract_id] == Balance(owed=Decimal("62500.00"), exempted=Decimal("1.00"))


async def test_the_balance_in_sql_is_the_balance_of_the_entries(database: None) -> None:
    first, second = await contract_without_obligation("2024-031"), await contract_without_obligation("2024-032")
    await post_entry(entry=entry(first, "62500.00"))
    for amount in ("0.10", "0.10", "0.10", "-0.05"):
        await post_entry(entry=entry(first, amount, EntryKind.APPROVED))
    await post_entry(entry=entry(second, "99999999999.99"))
    found = await balances(contract_ids=[first, second])
    assert found == {contract_id: balance_of(await entries(contract_id=contract_id)) for contract_id in (first, second)}
    assert found[first].remaining == Decimal("62499.75")


async def test_a_contract_without_entries_has_a_balance_of_zeros(database: None) -> None:
    contract_id = await contract_without_obligation()
    assert await balances(contract_ids=[contract_id]) == {contract_id: Balance()}
    assert await balances(contract_ids=[]) == {}


async def test_an_amount_with_half_a_cent_is_never_posted(database: None) -> None:
    with pytest.raises(ValueError, match="twee decimalen"):
        await post_entry(entry=entry(await contract_without_obligation(), "0.005"))
    assert not await LedgerEntry.exists()


async def test_entries_at_the_same_moment_get_numbers_without_gaps(database: None) -> None:
    contract_id = await contract_without_obligation()
    await asyncio.gather(*(post_entry(entry=entry(contract_id, "1.00")) for _ in range(20)))
    rows = await LedgerEntry.select(LedgerEntry.seq).order_by(LedgerEntry.seq)
    assert [int(row["seq"]) for row in rows] == list(range(1, 21))


async def test_an_entry_is_undone_with_what_it_tells_of(database: None) -> None:
    contract_id = await contract_without_obligation()
    with pytest.raises(RuntimeError):
        async with transaction():
            await post_entry(entry=entry(contract_id, "1.00"))
            raise RuntimeError
    assert await entries(contract_id=contract_id) == ()
