"""What the database refuses, by one name on both engines."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from sroi.accounts.tables import Organisation
from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject
from sroi.contracts.tables import Contract, ContractingAuthority
from sroi.database import CheckViolation, DatabaseBusy, ForeignKeyViolation, UniqueViolation, engine, fetch, transaction
from sroi.database.engines import create_engine
from sroi.database.sqlite import PooledSQLiteEngine
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.queries import current_obligations
from tests.audit.acts_desk import answering_the_wsp, asking_about_a_claim, reopening_a_decision
from tests.makers import approve, make_contract, make_training_claim

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
APPEND_ONLY = ("contract_event", "audit_event", "obligation_revision", "ledger_entry", "claim_status_change", "review_decision")
APPEND_ONLY += ("review_question", "review_answer", "review_reopening")


async def add_firm(*, kvk_number: str | None) -> UUID:
    firm_id = uuid4()
    row = Organisation(id=firm_id, name="Groen Voorbeeld", kvk_number=kvk_number, search_text="groen voorbeeld", created_at=NOW)
    await Organisation.insert(row)
    return firm_id


async def test_a_second_firm_with_the_same_kvk_number_is_a_unique_violation(database: None) -> None:
    await add_firm(kvk_number="00100001")
    with pytest.raises(UniqueViolation):
        await add_firm(kvk_number="00100001")


async def test_firms_without_a_kvk_number_do_not_stand_in_each_others_way(database: None) -> None:
    assert await add_firm(kvk_number=None) != await add_firm(kvk_number=None)


async def test_a_second_row_with_the_same_key_is_a_unique_violation(database: None) -> None:
    firm_id = await add_firm(kvk_number=None)
    with pytest.raises(UniqueViolation):
        await Organisation.insert(Organisation(id=firm_id, name="Weg Voorbeeld", kvk_number=None, search_text="weg", created_at=NOW))


async def test_a_kvk_number_of_seven_digits_is_a_check_violation(database: None) -> None:
    with pytest.raises(CheckViolation):
        await add_firm(kvk_number="0100001")


async def test_a_missing_value_is_a_check_violation(database: None) -> None:
    with pytest.raises(CheckViolation):
        await fetch("INSERT INTO organisation (id, name, search_text) VALUES ({}, 'Groen', 'groen')", uuid4())


async def test_an_entry_for_a_contract_that_does_not_exist_is_a_foreign_key_violation(database: None) -> None:
    with pytest.raises(ForeignKeyViolation):
        await LedgerEntry.insert(
            LedgerEntry(
                seq=1,
                contract=uuid4(),
                kind="owed",
                amount_cents=100,
                effective_on=NOW.date(),
                recorded_at=NOW,
                source_kind="obligation_revision",
                source_id=uuid4(),
            )
        )


async def test_there_is_one_home_authority(database: None) -> None:
    assert await ContractingAuthority.count().where(ContractingAuthority.is_home.eq(True)) == 1
    with pytest.raises(UniqueViolation):
        await fetch("UPDATE contracting_authority SET is_home = {} WHERE search_text = 'gemeente den haag'", True)


async def test_a_contract_cannot_end_before_it_starts(database: None) -> None:
    contract_id = await make_contract()
    with pytest.raises(CheckViolation):
        await Contract.update({Contract.ends_before: Contract.starts_on}).where(Contract.id == contract_id)


async def fill_append_only() -> None:
    """Leave a row in every table that may only be appended to."""
    contract_id = await make_contract()
    assert (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation.amount > 0
    claim_id = await make_training_claim(contract_id=contract_id)
    for act in (asking_about_a_claim, answering_the_wsp, reopening_a_decision):
        await (await act()).write()
    await approve(claim_id=claim_id)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"],
    ids=["changed", "deleted"],
)
async def test_what_was_recorded_is_never_changed_or_deleted(database: None, table: str, statement: str) -> None:
    await fill_append_only()
    column = (await fetch(f"SELECT * FROM {table}"))[0].popitem()[0]
    before = await fetch(f"SELECT * FROM {table}")
    with pytest.raises(CheckViolation, match="may only be appended to"):
        await fetch(statement.format(table=table, column=column))
    assert await fetch(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_what_was_recorded_is_never_emptied_in_one_go(database: None, table: str) -> None:
    await fill_append_only()
    emptying = f"DELETE FROM {table}" if isinstance(engine(), PooledSQLiteEngine) else f"TRUNCATE {table} CASCADE"
    with pytest.raises(CheckViolation, match="may only be appended to"):
        await fetch(emptying)
    assert await fetch(f"SELECT * FROM {table}")


async def test_what_was_recorded_is_not_replaced_by_a_row_with_the_same_key(database: None) -> None:
    async with transaction():
        await record_event(actor=Actor("user", "inkoper"), action="contract.registered", subject=Subject("contract", "1"), now=NOW)
    columns = "seq, at, actor_kind, actor_id, action, subject_kind, subject_id, details, previous_hash, hash"
    if isinstance(engine(), PooledSQLiteEngine):
        replacing = f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {columns} FROM audit_event"
    else:
        copied = f"INSERT INTO audit_event ({columns}) SELECT {columns} FROM audit_event"
        replacing = f"{copied} ON CONFLICT (seq) DO UPDATE SET details = 'changed'"
    with pytest.raises(CheckViolation, match="may only be appended to"):
        await fetch(replacing)


async def test_an_error_that_no_name_stands_for_stays_what_it_is(database: None) -> None:
    with pytest.raises(Exception, match=r"(?i)no such table|does not exist") as caught:
        await fetch("SELECT 1 FROM no_table_of_ours")
    assert not isinstance(caught.value, UniqueViolation | ForeignKeyViolation | CheckViolation | DatabaseBusy)


@asynccontextmanager
async def another_process_that_writes(patience_ms: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Hold the turn to write from outside this engine, and let this engine wait for it no longer than `patience_ms`."""
    current = engine()
    if isinstance(current, PooledSQLiteEngine):
        await fetch(f"PRAGMA busy_timeout = {patience_ms}")
        other = sqlite3.connect(current.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()
        other.close()
    else:
        monkeypatch.setattr("sroi.database.postgres.BUSY_TIMEOUT_MS", patience_ms)
        async with create_engine(current.config["dsn"]).transaction():
            yield


async def test_a_database_that_another_process_holds_too_long_is_said_to_be_busy(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async with another_process_that_writes(100, monkeypatch):
        with pytest.raises(DatabaseBusy):
            async with transaction():
                await fetch("UPDATE contracting_authority SET name = name")
    async with transaction():
        await fetch("UPDATE contracting_authority SET name = name")
