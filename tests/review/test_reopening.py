"""A decision that is taken back: both stay, the ledger is right again, and what it used up is free."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import UnableToAllow
from sroi.fulfilment.queries.claims import claim, history_of_claim
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, UnableToMoveClaim
from sroi.ledger.queries import balances, entries
from sroi.ledger.rules import EntryKind
from sroi.review.operations import reopen
from sroi.review.queries import decisions_on_claim
from sroi.review.rules import UnableToReopen, Verdict
from sroi.review.tables import ReviewDecision, ReviewReopening
from tests.fulfilment.makers import make_limited_contract
from tests.makers import (
    NOW,
    approve,
    contractor_of,
    make_activity_claim,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
    reject,
    send_back,
)

REOPENED_AT = datetime(2024, 1, 9, 9, 0, tzinfo=UTC)


async def seen(claim_id: UUID) -> ClaimRecord:
    return await claim(viewer=await make_reviewer(), claim_id=claim_id)


async def reopened(claim_id: UUID, *, reason: str = "Het certificaat hoort bij een ander.", version: int | None = None) -> None:
    version = (await seen(claim_id)).version if version is None else version
    await reopen(viewer=await make_reviewer(), claim_id=claim_id, version=version, reason=reason, now=REOPENED_AT)


async def test_what_was_approved_goes_off_the_ledger_by_an_entry_of_its_own(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    before = await seen(claim_id)
    await approve(claim_id=claim_id, amount=Decimal("1200.00"))
    await reopened(claim_id)
    posted = [entry for entry in await entries(contract_id=contract_id) if entry.kind is EntryKind.APPROVED]
    assert [(entry.amount, entry.source_kind) for entry in posted] == [
        (Decimal("1200.00"), "review_decision"),
        (Decimal("-1200.00"), "review_reopening"),
    ]
    assert posted[0].effective_on == posted[1].effective_on and posted[1].recorded_at == REOPENED_AT
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == 0
    assert (await balances(contract_ids=[contract_id], as_known_on=NOW))[contract_id].approved == Decimal("1200.00")
    after = await seen(claim_id)
    assert (after.status, after.approved, after.submitted_at) == (ClaimStatus.SUBMITTED, None, before.submitted_at)


async def test_decision_and_reopening_both_stay_in_the_history(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await approve(claim_id=claim_id)
    await reopened(claim_id)
    await reject(claim_id=claim_id, now=REOPENED_AT)
    rejected, approved = await decisions_on_claim(viewer=await make_reviewer(), claim_id=claim_id)
    assert (rejected.verdict, rejected.reopening) == (Verdict.REJECTED, None)
    assert approved.reopening is not None
    assert (approved.reopening.reason, approved.reopening.reopened_by) == ("Het certificaat hoort bij een ander.", "Beoordelaar Voorbeeld")
    history = await history_of_claim(viewer=await make_reviewer(), claim_id=claim_id)
    assert [step.status.value for step in history] == ["draft", "submitted", "approved", "submitted", "rejected"]
    assert history[3].reason == "Het certificaat hoort bij een ander."


async def test_a_claim_can_be_approved_reopened_and_approved_again_and_counts_once(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    steps = (await seen(claim_id)).steps
    for _time in range(2):
        await approve(claim_id=claim_id)
        await reopened(claim_id)
    await approve(claim_id=claim_id)
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == Decimal("1500.00")
    assert (await seen(claim_id)).steps == steps
    assert (await ReviewDecision.count(), await ReviewReopening.count()) == (3, 2)


async def test_what_a_decision_used_up_of_a_limit_is_free_again(database: None) -> None:
    contract_id = await make_limited_contract()  # at most 15.625,00 by activities
    facts: Any = {"contract_id": contract_id, "block": "money", "costs": Decimal("15000.00")}
    first, second = [await make_activity_claim(**facts, description=what) for what in ("Schooltuin", "Clubhuis")]
    own_steps = (await seen(second)).steps
    await approve(claim_id=first)
    assert await _most(second) == Decimal("625.00")
    await approve(claim_id=second, amount=Decimal("625.00"), reason="Tot het maximum.")
    await reopened(first)
    await reopened(second)
    assert await _most(second) == Decimal("15000.00")
    assert (await seen(second)).steps == own_steps


async def _most(claim_id: UUID) -> Decimal:
    share = await share_in_review(viewer=await make_reviewer(), record=await seen(claim_id), as_of=NOW.date())
    return share.amount


async def test_a_rejected_claim_whose_days_were_claimed_again_stays_rejected(database: None) -> None:
    contract_id = await make_contract()
    first = await make_placement_claim(contract_id=contract_id)
    await reject(claim_id=first)
    await make_placement_claim(contract_id=contract_id)
    with pytest.raises(UnableToReopen, match="al opgegeven"):
        await reopened(first)
    bought = await make_purchase_claim(contract_id=contract_id)
    await reject(claim_id=bought)
    await make_purchase_claim(contract_id=contract_id)
    with pytest.raises(UnableToReopen, match="kan niet worden heropend"):
        await reopened(bought)


async def test_a_rejected_claim_is_reviewed_again(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_placement_claim(contract_id=contract_id)
    await reject(claim_id=claim_id)
    await reopened(claim_id)
    await approve(claim_id=claim_id)
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == (await seen(claim_id)).value


async def test_only_a_claim_that_was_decided_on_is_reopened_with_a_reason_by_the_wsp(database: None) -> None:
    contract_id = await make_contract()
    waiting, returned, approved = [
        await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck", "EHBO")
    ]
    await send_back(claim_id=returned)
    for claim_id in (waiting, returned):
        with pytest.raises(UnableToReopen, match="goedgekeurd of afgewezen"):
            await reopened(claim_id)
    await approve(claim_id=approved)
    for text, field in (("  ", "reopen_reason"), ("x" * 2001, "reopen_reason"), ("BSN 111222333", "reopen_reason")):
        with pytest.raises(UnableToReopen) as refusal:
            await reopened(approved, reason=text)
        assert refusal.value.field == field
    version = (await seen(approved)).version
    for viewer in (await make_officer(), await contractor_of(contract_id=contract_id)):
        with pytest.raises(UnableToAllow):
            await reopen(viewer=viewer, claim_id=approved, version=version, reason="Toch niet.", now=NOW)
    insider = replace(await make_reviewer(), organisation_id=(await make_contractor()).organisation_id)
    with pytest.raises(UnableToReopen, match="eigen organisatie"):
        await reopen(viewer=insider, claim_id=approved, version=version, reason="Toch niet.", now=NOW)
    assert await ReviewReopening.count() == 0


async def test_of_two_reviewers_who_reopen_at_the_same_moment_one_does(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    await approve(claim_id=claim_id)
    version = (await seen(claim_id)).version
    outcomes = await asyncio.gather(*(reopened(claim_id, version=version) for _time in range(4)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert len(refused) == 3
    assert all(isinstance(outcome, UnableToReopen | UnableToMoveClaim) for outcome in refused)
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == 0
