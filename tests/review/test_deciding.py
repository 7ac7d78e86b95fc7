"""Decisions of the WSP: wholly, in part, back with a question or rejected, once, and never on one's own organisation."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, UnableToAllow, Viewer
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.errors import UnableTo
from sroi.fulfilment.operations import submit_claim, take_claim_back
from sroi.fulfilment.queries.claims import claim, history_of_claim
from sroi.fulfilment.rules import ClaimNotFound, ClaimStatus, UnableToMoveClaim
from sroi.fulfilment.tables import Claim
from sroi.ledger.queries import balances, entries
from sroi.ledger.rules import EntryKind
from sroi.ledger.tables import LedgerEntry
from sroi.review.operations import decide, deciding
from sroi.review.queries import decisions_on_claim, queue_page, warnings_for_claim
from sroi.review.rules import QueueFilter, UnableToDecide, Verdict, verdict_label
from sroi.review.tables import ReviewDecision
from tests.makers import (
    GREEN_FIRM,
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_administrator,
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

DECIDED_AT = datetime(2024, 1, 8, 10, 0, tzinfo=UTC)
TOKEN = "a1" * 32


async def decided(
    claim_id: UUID,
    verdict: Verdict = Verdict.APPROVED,
    amount: str | None = None,
    reason: str = "",
    viewer: Viewer | None = None,
    version: int | None = None,
) -> None:
    """Decide on a claim as it is now."""
    reviewer = viewer or await make_reviewer()
    if version is None:
        version = (await claim(viewer=await make_reviewer(), claim_id=claim_id)).version
    approved = None if amount is None else Decimal(amount)
    await decide(viewer=reviewer, claim_id=claim_id, version=version, verdict=verdict, amount=approved, reason=reason, now=DECIDED_AT)


async def status_of(claim_id: UUID) -> str:
    rows = await Claim.select(Claim.status).where(Claim.id == claim_id)
    return str(rows[0]["status"])


async def nothing_was_decided() -> bool:
    return not await ReviewDecision.exists() and not await LedgerEntry.exists().where(LedgerEntry.kind == "approved")


# ---------------------------------------------------------------- the four outcomes


async def test_a_claim_is_approved_wholly_without_a_reason(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    await decided(claim_id, amount="1500.00")
    record = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id)
    assert (record.status, record.approved) == (ClaimStatus.APPROVED, Decimal("1500.00"))
    posted = (await entries(contract_id=contract_id))[-1]
    assert (posted.kind, posted.amount, posted.recorded_at) == (EntryKind.APPROVED, Decimal("1500.00"), DECIDED_AT)
    assert posted.effective_on == date(2023, 10, 11)  # the last day of the training
    assert (await balances(contract_ids=[contract_id]))[contract_id].remaining == Decimal("61000.00")


async def test_a_claim_is_approved_in_part_with_a_reason(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    with pytest.raises(UnableToDecide) as refusal:
        await decided(claim_id, amount="1499.99")
    assert refusal.value.field == "reason"
    await decided(claim_id, amount="1499.99", reason="  Zonder koffie.  ")
    contractor = await contractor_of(contract_id=contract_id)
    (decision,) = await decisions_on_claim(viewer=contractor, claim_id=claim_id)
    assert (decision.verdict, decision.amount, decision.reason) == (Verdict.APPROVED, Decimal("1499.99"), "Zonder koffie.")
    assert (decision.decided_by, decision.decided_at) == ("Beoordelaar Voorbeeld", DECIDED_AT)
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == Decimal("1499.99")


@pytest.mark.parametrize(("verdict", "status"), [(Verdict.RETURNED, "returned"), (Verdict.REJECTED, "rejected")])
async def test_a_claim_is_returned_or_rejected_with_a_reason_and_posts_nothing(database: None, verdict: Verdict, status: str) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    for empty in ("", "   "):
        with pytest.raises(UnableToDecide) as refusal:
            await decided(claim_id, verdict, reason=empty)
        assert refusal.value.field == "reason"
    await decided(claim_id, verdict, reason="Stuurt u het certificaat mee?")
    assert await status_of(claim_id) == status
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == 0
    history = await history_of_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id)
    assert (history[-1].status.value, history[-1].reason) == (status, "Stuurt u het certificaat mee?")


async def test_an_amount_beside_a_rejection_is_left_out(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await decided(claim_id, Verdict.REJECTED, amount="500.00", reason="Dit telt niet mee.")
    (decision,) = await decisions_on_claim(viewer=await make_reviewer(), claim_id=claim_id)
    assert decision.amount is None
    assert not await LedgerEntry.exists().where(LedgerEntry.kind == "approved")


async def test_a_returned_claim_is_decided_on_again_after_it_was_answered(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    await send_back(claim_id=claim_id)
    assert await queue_page(viewer=await make_reviewer(), narrowed=QueueFilter(), as_of=TODAY) == ()
    await submit_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id, now=NOW, today=TODAY)
    await decided(claim_id, amount="1500.00")
    decisions = await decisions_on_claim(viewer=await make_reviewer(), claim_id=claim_id)
    assert [decision.verdict for decision in decisions] == [Verdict.APPROVED, Verdict.RETURNED]


async def test_periods_of_one_placement_are_approved_one_by_one(database: None) -> None:
    contract_id = await make_contract()
    facts: dict[str, Any] = {"contract_id": contract_id, "hours_per_week": Decimal(24), "starts_on": date(2023, 9, 1)}
    first = await make_placement_claim(reported_before=date(2023, 12, 1), **facts)
    await approve(claim_id=first)
    second = await make_placement_claim(reported_before=date(2024, 3, 1), today=date(2024, 3, 1), **facts)
    await approve(claim_id=second)
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == Decimal("13260.47")
    assert [entry.effective_on for entry in await entries(contract_id=contract_id)][1:] == [date(2023, 11, 30), date(2024, 2, 29)]


def test_every_verdict_has_a_dutch_name_of_its_own() -> None:
    assert len({verdict_label(verdict) for verdict in Verdict}) == len(Verdict)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("verdict", "amount", "reason", "field"),
    [
        (Verdict.APPROVED, "1500.01", "", "amount"),
        (Verdict.APPROVED, "1500.01", "Omdat het kan.", "amount"),
        (Verdict.APPROVED, "0.00", "Niets.", "amount"),
        (Verdict.APPROVED, "-1.00", "Minder dan niets.", "amount"),
        (Verdict.APPROVED, None, "Vergeten.", "amount"),
        (Verdict.APPROVED, "1000.00", "", "reason"),
        (Verdict.APPROVED, "1000.00", "x" * 2001, "reason"),
        (Verdict.REJECTED, None, "x" * 2001, "reason"),
    ],
)
async def test_a_decision_that_cannot_be_taken_is_refused_on_its_field(
    database: None, verdict: Verdict, amount: str | None, reason: str, field: str
) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    with pytest.raises(UnableToDecide) as refusal:
        await decided(claim_id, verdict, amount=amount, reason=reason)
    assert refusal.value.field == field
    assert await status_of(claim_id) == "submitted"
    assert await nothing_was_decided()


async def test_nobody_reviews_a_claim_of_their_own_organisation(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    reviewer = await make_reviewer()
    contractor = await make_contractor(firm=GREEN_FIRM)
    insider = replace(reviewer, organisation_id=contractor.organisation_id)
    for verdict in Verdict:
        with pytest.raises(UnableToDecide, match="eigen organisatie"):
            await decided(claim_id, verdict, amount="1500.00", reason="Goed zo.", viewer=insider)
    assert await nothing_was_decided()


async def test_only_the_wsp_decides(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    for viewer in (await make_officer(), await make_contractor(), await make_administrator(), OPERATOR):
        with pytest.raises(UnableToAllow):
            await decided(claim_id, amount="1500.00", viewer=viewer)
    assert await nothing_was_decided()


async def test_a_claim_that_is_not_submitted_or_does_not_exist_is_not_decided_on(database: None) -> None:
    draft = await make_training_claim(contract_id=await make_contract(), submitted=False)
    for claim_id in (draft, uuid4()):
        with pytest.raises(ClaimNotFound):
            await decided(claim_id, amount="1500.00", version=1)


@pytest.mark.parametrize("settle", [approve, reject], ids=["approved", "rejected"])
async def test_a_decision_is_final(database: None, settle: Any) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await settle(claim_id=claim_id)
    for verdict in Verdict:
        with pytest.raises(UnableToMoveClaim, match="Dit kan niet meer"):
            await decided(claim_id, verdict, amount="1500.00", reason="Toch maar anders.")
    assert await ReviewDecision.count() == 1


async def test_a_claim_that_was_changed_since_the_reviewer_saw_it_is_not_decided_on(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id)
    seen = (await claim(viewer=await make_reviewer(), claim_id=claim_id)).version
    await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    with pytest.raises(UnableToMoveClaim, match="intussen gewijzigd"):
        await decided(claim_id, amount="1500.00", version=seen)
    assert await nothing_was_decided()


# ---------------------------------------------------------------- all of it or nothing, and once


async def test_of_two_reviewers_at_the_same_moment_one_decides(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    reviewers = [await make_reviewer(email=f"wsp{number}@example.nl", name=f"Beoordelaar {number}") for number in range(1, 9)]
    version = (await claim(viewer=reviewers[0], claim_id=claim_id)).version
    outcomes = await asyncio.gather(
        *(decided(claim_id, amount="1500.00", viewer=reviewer, version=version) for reviewer in reviewers), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToMoveClaim] * 7
    assert await ReviewDecision.count() == 1
    assert [entry.kind for entry in await entries(contract_id=contract_id)] == [EntryKind.OWED, EntryKind.APPROVED]
    assert await AuditEvent.count().where(AuditEvent.action == "review.decided") == 1
    assert await verify_chain(viewer=OPERATOR) is None


async def test_a_decision_and_a_withdrawal_at_the_same_moment_leave_one_of_the_two(database: None) -> None:
    contract_id = await make_contract()
    contractor, reviewer = await contractor_of(contract_id=contract_id), await make_reviewer()
    claim_id = await make_training_claim(contract_id=contract_id)
    version = (await claim(viewer=reviewer, claim_id=claim_id)).version
    outcomes = await asyncio.gather(
        take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW),
        decided(claim_id, amount="1500.00", viewer=reviewer, version=version),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], UnableTo | ClaimNotFound)
    assert (await status_of(claim_id) == "approved") is not await nothing_was_decided()


@pytest.mark.parametrize("broken", ["transition", "post_entry", "record_event"])
async def test_a_failure_halfway_leaves_no_decision_entry_or_event(database: None, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await make_reviewer()
    events = await AuditEvent.count()

    async def fail(**kwargs: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(deciding, broken, fail)
    with pytest.raises(OSError, match="disk"):
        await decided(claim_id, amount="1500.00")
    assert await status_of(claim_id) == "submitted"
    assert await nothing_was_decided()
    assert await AuditEvent.count() == events


# ---------------------------------------------------------------- reading


async def test_a_contractor_reads_the_decisions_on_its_own_claims_alone(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    await reject(claim_id=claim_id)
    assert len(await decisions_on_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id)) == 1
    await make_contract(number="2023-099", firm=ROAD_FIRM)
    with pytest.raises(ClaimNotFound):
        await decisions_on_claim(viewer=await make_contractor(firm=ROAD_FIRM), claim_id=claim_id)


async def warnings(claim_id: UUID) -> tuple[str, ...]:
    reviewer = await make_reviewer()
    return await warnings_for_claim(viewer=reviewer, record=await claim(viewer=reviewer, claim_id=claim_id))


async def test_the_same_person_on_the_same_days_with_anyone_is_warned_of(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    first = await make_placement_claim(contract_id=green, person_token=TOKEN)
    assert await warnings(first) == ()
    second = await make_placement_claim(contract_id=road, candidate_label="B-7", employer_name=ROAD_FIRM.name, person_token=TOKEN)
    assert "opgave 2" in (await warnings(first))[0]
    assert "opgave 1" in (await warnings(second))[0]


async def test_one_candidate_with_two_employers_is_warned_of(database: None) -> None:
    contract_id = await make_contract()
    first = await make_placement_claim(contract_id=contract_id)
    await make_placement_claim(contract_id=contract_id, employer_name="Ander Voorbeeld B.V.")
    assert len(await warnings(first)) == 1


async def test_other_days_other_people_and_withdrawn_or_draft_claims_are_not_warned_of(database: None) -> None:
    contract_id = await make_contract()
    first = await make_placement_claim(contract_id=contract_id, person_token=TOKEN, reported_before=date(2023, 11, 1))
    await make_placement_claim(contract_id=contract_id, person_token=TOKEN)  # goes on from 1 November
    await make_placement_claim(contract_id=contract_id, candidate_label="K-02")
    await make_placement_claim(contract_id=contract_id, person_token=TOKEN, employer_name="Ander Voorbeeld B.V.", submitted=False)
    rejected = await make_placement_claim(contract_id=contract_id, person_token=TOKEN, employer_name="Derde Voorbeeld B.V.")
    await reject(claim_id=rejected)
    assert await warnings(first) == ()


async def test_an_invoice_that_anyone_claimed_before_is_warned_of(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    first = await make_purchase_claim(contract_id=green)
    second = await make_purchase_claim(contract_id=road, supplier_name="SOCIALE werkplaats voorbeeld")
    assert ["opgave 2" in warning for warning in await warnings(first)] == [True]
    assert ["opgave 1" in warning for warning in await warnings(second)] == [True]


async def test_another_suppliers_invoice_with_the_same_number_is_not_warned_of(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    first = await make_purchase_claim(contract_id=green)
    await make_purchase_claim(contract_id=road, supplier_name="Andere werkplaats")
    assert await warnings(first) == ()


async def test_a_training_has_no_warnings_and_only_the_wsp_reads_any(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    assert await warnings(claim_id) == ()
    contractor = await contractor_of(contract_id=contract_id)
    with pytest.raises(UnableToAllow):
        await warnings_for_claim(viewer=contractor, record=await claim(viewer=contractor, claim_id=claim_id))
