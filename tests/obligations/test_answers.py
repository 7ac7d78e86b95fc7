"""Answering what a registered contract asks: a new revision, and in the ledger what that changes on any day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import save_draft
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractFacts, Correction, UnableToChange, UnableToRegister, answerable
from sroi.ledger.queries import entries
from sroi.ledger.rules import balance_of
from sroi.obligations.operations import answer_questions, imposing, register_contract
from sroi.obligations.queries import current_obligations, revisions, unseen_notices
from sroi.obligations.rules import Outcome
from sroi.obligations.tables import ObligationRevision
from tests.makers import NOW, make_administrator, make_contract, make_contractor, make_facts, make_officer, make_reviewer

LATER = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def answered(contract_id: UUID, **answers: Any) -> None:
    await answer_questions(
        viewer=await make_officer(), contract_id=contract_id, answers=Correction(**answers), now=LATER, today=LATER.date()
    )


async def assumed_award(awarded_on: date) -> UUID:
    """Return a contract of which the start was taken for the award."""
    facts = replace(await make_facts(awarded_on=awarded_on, starts_on=awarded_on), award_date_is_assumed=True)
    return await register_contract(viewer=await make_officer(), facts=facts, now=NOW)


async def owed(contract_id: UUID, on: date, known: datetime = LATER) -> Decimal:
    return balance_of(await entries(contract_id=contract_id), as_of=on, as_known_on=known).owed


async def test_the_real_sum_in_the_place_of_one_euro_gives_the_obligation_and_its_notice(database: None) -> None:
    contract_id = await make_contract(contract_sum=Decimal("1.00"))
    assert await unseen_notices(viewer=await make_reviewer()) == ()
    await answered(contract_id, contract_sum=Decimal("1250000.00"))
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id]
    assert (held.number, held.obligation.outcome, held.obligation.amount) == (2, Outcome.OWED, Decimal("62500.00"))
    assert [notice.created_at for notice in await unseen_notices(viewer=await make_reviewer())] == [LATER]


async def test_a_lower_amount_is_posted_as_the_difference(database: None) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    await answered(contract_id, labour_share_pct=Decimal(20))
    assert [entry.amount for entry in await entries(contract_id=contract_id)] == [Decimal(62500), Decimal(-37500)]
    assert await owed(contract_id, date(2023, 8, 15)) == Decimal(25000)
    assert await owed(contract_id, date(2023, 8, 15), known=LATER - timedelta(seconds=1)) == Decimal(62500)
    assert await owed(contract_id, date(2023, 8, 14)) == 0


async def test_an_answer_that_changes_no_amount_is_a_revision_without_an_entry(database: None) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    await answered(contract_id, labour_share_pct=Decimal(60))
    assert len(await entries(contract_id=contract_id)) == 1
    newest, _first = await revisions(viewer=await make_officer(), contract_id=contract_id)
    assert newest.obligation.questions == ()


@pytest.mark.parametrize(("assumed", "real"), [(date(2023, 9, 1), date(2023, 7, 10)), (date(2023, 9, 1), date(2023, 11, 1))])
async def test_another_award_date_moves_the_obligation_to_that_day(database: None, assumed: date, real: date) -> None:
    contract_id = await assumed_award(assumed)
    await answered(contract_id, awarded_on=real)
    day = timedelta(days=1)
    assert [await owed(contract_id, on) for on in (real - day, real, real + 365 * day)] == [0, Decimal(62500), Decimal(62500)]
    assert await owed(contract_id, assumed, known=NOW) == Decimal(62500)
    record = await contract(viewer=await make_officer(), contract_id=contract_id)
    assert (record.facts.awarded_on, record.facts.award_date_is_assumed) == (real, False)


async def test_an_award_before_the_policy_takes_the_obligation_back_on_every_day(database: None) -> None:
    contract_id = await assumed_award(date(2023, 9, 1))
    await answered(contract_id, awarded_on=date(2023, 3, 1))
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id]
    assert (held.obligation.outcome, held.effective_on) == (Outcome.ASKS, date(2023, 3, 1))
    for on in (date(2023, 3, 1), date(2023, 6, 1), date(2023, 9, 1), date(2025, 1, 1)):
        assert await owed(contract_id, on) == 0


async def test_what_is_known_is_not_answered_again(database: None) -> None:
    contract_id = await make_contract(tender_sum=Decimal(1))
    for known in ({"contract_sum": Decimal(9)}, {"labour_share_pct": Decimal(9)}, {"awarded_on": date(2023, 8, 1)}):
        with pytest.raises(UnableToChange, match="al bekend") as refusal:
            await answered(contract_id, **known)
        assert refusal.value.field == next(iter(known))
    with pytest.raises(UnableToChange, match="ten minste één antwoord"):
        await answered(contract_id)
    assert await ObligationRevision.count() == 1


async def test_an_answer_that_cannot_be_true_is_refused_on_its_field(database: None) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    with pytest.raises(UnableToRegister) as refusal:
        await answered(contract_id, labour_share_pct=Decimal(101))
    assert refusal.value.field == "labour_share_pct"


async def test_a_draft_is_completed_and_not_answered(database: None) -> None:
    draft_id = await save_draft(viewer=await make_officer(), facts=await make_facts(contract_sum=None), now=NOW)
    with pytest.raises(UnableToChange, match="concept"):
        await answered(draft_id, labour_share_pct=Decimal(20))


async def test_only_a_procurement_officer_answers(database: None) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    answers = Correction(labour_share_pct=Decimal(20))
    for viewer in (await make_reviewer(), await make_contractor(), await make_administrator(), OPERATOR):
        with pytest.raises(UnableToAllow):
            await answer_questions(viewer=viewer, contract_id=contract_id, answers=answers, now=LATER, today=LATER.date())
    assert await ObligationRevision.count() == 1


async def test_a_failure_halfway_leaves_the_contract_as_it_was(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    events = await AuditEvent.count()

    async def fail(**kwargs: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(imposing, "post_entries", fail)
    with pytest.raises(OSError, match="disk"):
        await answered(contract_id, labour_share_pct=Decimal(20))
    record = await contract(viewer=await make_officer(), contract_id=contract_id)
    assert record.facts.labour_share_pct is None
    assert (await ObligationRevision.count(), await AuditEvent.count()) == (1, events)
    assert await verify_chain(viewer=OPERATOR) is None


def test_only_what_is_missing_assumed_or_a_placeholder_may_be_answered() -> None:
    known = ContractFacts(
        UUID(int=1),
        contract_sum=Decimal(500),
        tender_sum=Decimal(500),
        wage_sum=Decimal(200),
        labour_share_pct=Decimal(5),
        published_on=date(2023, 9, 1),
        awarded_on=date(2024, 1, 1),
    )
    assert answerable(known) == frozenset()
    assert answerable(ContractFacts(UUID(int=1), contract_sum=Decimal(1), award_date_is_assumed=True)) == {
        "contract_sum",
        "tender_sum",
        "wage_sum",
        "labour_share_pct",
        "published_on",
        "awarded_on",
    }
