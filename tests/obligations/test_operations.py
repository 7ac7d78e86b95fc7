"""Registering a contract with what it owes: the revision, the ledger and the notice, all of it or nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import save_draft
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractStatus, ContractType, UnableToRegister
from sroi.contracts.tables import Contract, Tender
from sroi.database import fetch
from sroi.ledger.queries import balances, entries
from sroi.ledger.rules import EntryKind
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.operations import complete_draft, imposing, register_contract, see_notice
from sroi.obligations.queries import current_obligations, policy_of_contract, revisions, unseen_notices
from sroi.obligations.rules import Outcome
from sroi.obligations.tables import ObligationNotice, ObligationRevision
from tests.makers import (
    REGIONAL,
    ROAD_FIRM,
    make_administrator,
    make_contract,
    make_contractor,
    make_facts,
    make_officer,
    make_reviewer,
)

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)


async def owed_by(contract_id: UUID) -> tuple[Outcome, Decimal]:
    obligation = (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation
    return obligation.outcome, obligation.amount


async def actions_on(subject_id: UUID) -> list[str]:
    rows = await AuditEvent.select(AuditEvent.action).where(AuditEvent.subject_id == str(subject_id)).order_by(AuditEvent.seq)
    return [row["action"] for row in rows]


@pytest.mark.parametrize("contract_type", ContractType)
@pytest.mark.parametrize(
    ("contract_sum", "outcome", "amount"),
    [
        ("149999.99", Outcome.NOT_OWED, "0.00"),
        ("150000.00", Outcome.NOT_OWED, "0.00"),
        ("150000.01", Outcome.OWED, "7500.00"),
        ("1250000.00", Outcome.OWED, "62500.00"),
        ("1.00", Outcome.ASKS, "0.00"),
    ],
)
async def test_a_contract_owes_from_just_above_the_threshold(
    database: None, contract_type: ContractType, contract_sum: str, outcome: Outcome, amount: str
) -> None:
    contract_id = await make_contract(contract_type=contract_type, contract_sum=Decimal(contract_sum))
    assert await owed_by(contract_id) == (outcome, Decimal(amount))
    posted = await entries(contract_id=contract_id)
    notices = await unseen_notices(viewer=await make_reviewer())
    if outcome is Outcome.OWED:
        assert [(entry.kind, entry.amount, entry.effective_on) for entry in posted] == [
            (EntryKind.OWED, Decimal(amount), date(2023, 8, 15))
        ]
        assert [notice.contract_id for notice in notices] == [contract_id]
    else:
        assert (posted, notices) == ((), ())


async def test_a_low_labour_share_owes_two_percent_and_none_given_owes_five_and_asks(database: None) -> None:
    low = await make_contract(number="2024-031", labour_share_pct=Decimal("29.99"))
    bound = await make_contract(number="2024-032", labour_share_pct=Decimal(30))
    unknown = await make_contract(number="2024-033", labour_share_pct=None)
    held = await current_obligations(contract_ids=[low, bound, unknown])
    assert [held[each].obligation.amount for each in (low, bound, unknown)] == [Decimal(25000), Decimal(62500), Decimal(62500)]
    assert [len(held[each].obligation.questions) for each in (low, bound, unknown)] == [0, 0, 1]
    assert "arbeidsdeel" in held[unknown].obligation.questions[0]


async def test_a_revision_keeps_its_steps_and_the_version_of_its_policy(database: None) -> None:
    contract_id = await make_contract()
    (revision,) = await revisions(viewer=await make_officer(), contract_id=contract_id)
    assert (revision.number, revision.effective_on) == (1, date(2023, 8, 15))
    assert revision.obligation.policy_name == "rijswijk-2023"
    held = await policy_of_contract(contract_id=contract_id)
    assert held is not None and held.sha256 == revision.obligation.policy_sha256
    labels = [step.label for step in revision.obligation.steps]
    assert labels[0] == "Beleid"
    assert labels[-1] == "Verplichting"
    assert {step.is_confirmed for step in revision.obligation.steps} == {True, False}


async def test_an_award_that_no_policy_covers_is_kept_and_asks(database: None) -> None:
    contract_id = await make_contract(awarded_on=date(2019, 1, 15), starts_on=date(2019, 2, 1), ends_before=date(2021, 2, 1))
    assert await owed_by(contract_id) == (Outcome.ASKS, Decimal(0))
    (revision,) = await revisions(viewer=await make_officer(), contract_id=contract_id)
    assert revision.obligation.policy_name is None
    assert "15 januari 2019" in revision.obligation.questions[0]
    assert await policy_of_contract(contract_id=contract_id) is None
    assert (await contract(viewer=await make_officer(), contract_id=contract_id)).status is ContractStatus.REGISTERED
    assert await unseen_notices(viewer=await make_reviewer()) == ()


async def test_an_award_of_an_authority_outside_the_region_is_kept_and_asks(database: None) -> None:
    contract_id = await make_contract(authority="Waterschap Voorbeeld")
    assert await owed_by(contract_id) == (Outcome.ASKS, Decimal(0))


async def test_a_regional_contract_owes_by_the_policy_of_its_own_authority(database: None) -> None:
    contract_id = await make_contract(authority=REGIONAL, contract_sum=Decimal("200000.00"))
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id]
    assert (held.obligation.policy_name, held.obligation.outcome) == ("den-haag-2023", Outcome.NOT_OWED)


async def test_a_draft_owes_nothing_until_it_is_completed(database: None) -> None:
    officer = await make_officer()
    draft_id = await save_draft(viewer=officer, facts=await make_facts(contract_sum=None), now=NOW)
    assert await current_obligations(contract_ids=[draft_id]) == {}
    await complete_draft(viewer=officer, draft_id=draft_id, facts=await make_facts(), now=LATER)
    assert await owed_by(draft_id) == (Outcome.OWED, Decimal(62500))
    assert [notice.created_at for notice in await unseen_notices(viewer=await make_reviewer())] == [LATER]
    assert (await balances(contract_ids=[draft_id]))[draft_id].remaining == Decimal(62500)


async def test_a_contract_is_completed_once(database: None) -> None:
    officer = await make_officer()
    draft_id = await save_draft(viewer=officer, facts=await make_facts(contract_sum=None), now=NOW)
    await complete_draft(viewer=officer, draft_id=draft_id, facts=await make_facts(), now=LATER)
    with pytest.raises(UnableToRegister, match="geen concept meer"):
        await complete_draft(viewer=officer, draft_id=draft_id, facts=await make_facts(), now=LATER)
    assert await ObligationRevision.count() == 1


@pytest.mark.parametrize("broken", ["insert_all", "post_entries", "record_events"])
async def test_a_failure_halfway_leaves_no_contract_obligation_entry_notice_or_event(
    database: None, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    officer, facts = await make_officer(), await make_facts(tender_reference="AANB-7")
    events = await AuditEvent.count()

    async def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(imposing, broken, fail)
    with pytest.raises(OSError, match="disk"):
        await register_contract(viewer=officer, facts=facts, now=NOW)
    for table in (Contract, Tender, ObligationRevision, LedgerEntry, ObligationNotice):
        assert not await table.exists(), table
    assert await AuditEvent.count() == events


async def test_facts_that_no_obligation_can_be_computed_from_leave_nothing(database: None) -> None:
    with pytest.raises(UnableToRegister) as refusal:
        await make_contract(ends_before=date(2023, 1, 1))
    assert refusal.value.field == "ends_on"
    assert not await Contract.exists()


async def test_registering_is_recorded_once_for_the_contract_and_once_for_what_it_owes(database: None) -> None:
    contract_id = await make_contract()
    assert await actions_on(contract_id) == ["contract.registered", "obligation.computed"]
    assert await verify_chain(viewer=await make_administrator()) is None


async def test_only_a_procurement_officer_registers(database: None) -> None:
    facts = await make_facts()
    for viewer in (await make_reviewer(), await make_contractor(), await make_administrator()):
        with pytest.raises(UnableToAllow):
            await register_contract(viewer=viewer, facts=facts, now=NOW)
    assert not await Contract.exists()


# ---------------------------------------------------------------- notices


async def test_a_notice_tells_which_contract_of_whom_is_new(database: None) -> None:
    contract_id = await make_contract()
    (notice,) = await unseen_notices(viewer=await make_reviewer())
    facts = await make_facts()
    assert (notice.contract_id, notice.number, notice.title) == (contract_id, facts.number, facts.title)
    assert notice.contractor_name == facts.contractor_name


async def test_a_notice_is_seen_once_and_recorded_once(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    colleague = await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld")
    (notice,) = await unseen_notices(viewer=reviewer)
    await see_notice(viewer=reviewer, notice_id=notice.id, now=NOW)
    await see_notice(viewer=colleague, notice_id=notice.id, now=LATER)
    assert await unseen_notices(viewer=reviewer) == ()
    row = await ObligationNotice.select().first()
    assert row is not None and (row["seen_at"], row["seen_by"]) == (NOW, reviewer.user_id)
    assert (await actions_on(contract_id)).count("notice.seen") == 1


async def test_a_notice_of_a_contract_that_does_not_exist_changes_nothing(database: None) -> None:
    reviewer = await make_reviewer()
    events = await AuditEvent.count()
    await see_notice(viewer=reviewer, notice_id=uuid4(), now=NOW)
    assert await AuditEvent.count() == events


async def test_only_the_wsp_sees_and_takes_off_notices(database: None) -> None:
    await make_contract()
    (notice,) = await unseen_notices(viewer=await make_reviewer())
    for viewer in (await make_officer(), await make_contractor(), await make_administrator()):
        with pytest.raises(UnableToAllow):
            await unseen_notices(viewer=viewer)
        with pytest.raises(UnableToAllow):
            await see_notice(viewer=viewer, notice_id=notice.id, now=NOW)


# ---------------------------------------------------------------- reading


async def test_a_contractor_reads_the_revisions_of_its_own_contracts_alone(database: None) -> None:
    own, other = await make_contract(number="2024-031"), await make_contract(number="2024-032", firm=ROAD_FIRM)
    contractor = await make_contractor()
    assert len(await revisions(viewer=contractor, contract_id=own)) == 1
    with pytest.raises(ContractNotFound):
        await revisions(viewer=contractor, contract_id=other)


async def test_the_revision_with_the_highest_number_holds(database: None) -> None:
    contract_id = await make_contract()
    columns = "contract, cause, effective_on, recorded_at, outcome, policy_name, policy_sha256, steps, questions, recorded_by"
    copy = (
        f"INSERT INTO obligation_revision (id, number, amount_cents, {columns}) SELECT {{}}, 2, 7000000, {columns} FROM obligation_revision"
    )
    await fetch(copy, uuid4())
    assert await owed_by(contract_id) == (Outcome.OWED, Decimal(70000))
    kept = await revisions(viewer=await make_officer(), contract_id=contract_id)
    assert [revision.number for revision in kept] == [2, 1]


async def test_obligations_of_no_contracts_are_none(database: None) -> None:
    assert await current_obligations(contract_ids=[]) == {}
