"""The life of a claim: kept, submitted, taken back, corrected, withdrawn, and who may see it on the way."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, UnableToAllow, Viewer
from sroi.contracts.rules import ContractNotFound
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import (
    add_evidence,
    change_claim,
    keep_claim,
    remove_evidence,
    submit_claim,
    take_claim_back,
    transition,
    value_claim,
    withdraw_claim,
)
from sroi.fulfilment.queries.claims import (
    ClaimSums,
    claim,
    claim_sums,
    claims_of_contract,
    evidence_of_claim,
    history_of_claim,
)
from sroi.fulfilment.queries.evidence import evidence_file
from sroi.fulfilment.rules import ClaimNotFound, ClaimStatus, UnableToMoveClaim
from sroi.fulfilment.tables import Claim, ClaimStatusChange
from sroi.review.queries import queue_counts
from tests.makers import (
    EVIDENCE,
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
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
    reject,
    send_back,
)

TRAINING = TrainingDetails("VCA Basis", "Voorbeeldopleidingen", date(2023, 10, 9), date(2023, 10, 12), Decimal("1500.00"), block="costs")
DRAFT, SUBMITTED, RETURNED = ClaimStatus.DRAFT, ClaimStatus.SUBMITTED, ClaimStatus.RETURNED
WITHDRAWN, APPROVED, REJECTED = ClaimStatus.WITHDRAWN, ClaimStatus.APPROVED, ClaimStatus.REJECTED


async def status_of(claim_id: UUID) -> ClaimStatus:
    rows = await Claim.select(Claim.status).where(Claim.id == claim_id)
    return ClaimStatus(rows[0]["status"])


async def in_status(status: ClaimStatus, contract_id: UUID, title: str = "VCA Basis") -> UUID:
    """Return a training claim that stands where `status` says."""
    claim_id = await make_training_claim(contract_id=contract_id, title=title, submitted=status not in (DRAFT, WITHDRAWN))
    match status:
        case ClaimStatus.RETURNED:
            await send_back(claim_id=claim_id)
        case ClaimStatus.APPROVED:
            await approve(claim_id=claim_id)
        case ClaimStatus.REJECTED:
            await reject(claim_id=claim_id)
        case ClaimStatus.WITHDRAWN:
            await withdraw_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id, now=NOW)
    assert await status_of(claim_id) is status
    return claim_id


# ---------------------------------------------------------------- moving


async def test_a_claim_is_numbered_in_the_order_of_reporting(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    details = [replace(TRAINING, title=f"Training {number}") for number in range(10)]
    made = await asyncio.gather(
        *(keep_claim(viewer=contractor, contract_id=contract_id, kind="training", details=one, now=NOW, today=TODAY) for one in details)
    )
    rows = await Claim.select(Claim.number).where(Claim.id.is_in(list(made)))
    assert sorted(int(row["number"]) for row in rows) == list(range(1, 11))


async def test_the_history_tells_every_step_by_whom_and_why(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id)
    await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    await send_back(claim_id=claim_id, reason="Stuurt u het certificaat mee?")
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    await approve(claim_id=claim_id, amount=Decimal("1000.00"), reason="Zonder reiskosten.")
    history = await history_of_claim(viewer=contractor, claim_id=claim_id)
    firm, wsp = "Opdrachtnemer Voorbeeld", "Beoordelaar Voorbeeld"
    assert [(step.status, step.changed_by, step.reason) for step in history] == [
        (DRAFT, firm, ""),
        (SUBMITTED, firm, ""),
        (DRAFT, firm, ""),
        (SUBMITTED, firm, ""),
        (RETURNED, wsp, "Stuurt u het certificaat mee?"),
        (SUBMITTED, firm, ""),
        (APPROVED, wsp, "Zonder reiskosten."),
    ]
    assert history[-1].status is await status_of(claim_id)


async def test_a_submitted_claim_is_taken_back_to_be_corrected(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id)
    corrected = replace(TRAINING, costs=Decimal("900.00"))
    with pytest.raises(UnableToMoveClaim, match="Neem de opgave terug"):
        await change_claim(viewer=contractor, claim_id=claim_id, details=corrected, now=NOW, today=TODAY)
    await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    await change_claim(viewer=contractor, claim_id=claim_id, details=corrected, now=NOW, today=TODAY)
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    record = await claim(viewer=contractor, claim_id=claim_id)
    assert (record.status, record.value, record.details) == (SUBMITTED, Decimal("900.00"), corrected)


async def test_a_returned_claim_is_corrected_and_submitted_again(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await in_status(RETURNED, contract_id)
    await change_claim(viewer=contractor, claim_id=claim_id, details=replace(TRAINING, participants=3), now=NOW, today=TODAY)
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW + timedelta(days=1), today=TODAY)
    record = await claim(viewer=contractor, claim_id=claim_id)
    assert (record.status, record.submitted_at) == (SUBMITTED, NOW + timedelta(days=1))


@pytest.mark.parametrize("status", [DRAFT, SUBMITTED, RETURNED])
async def test_a_claim_is_withdrawn_until_it_is_reviewed(database: None, status: ClaimStatus) -> None:
    contract_id = await make_contract()
    claim_id = await in_status(status, contract_id)
    await withdraw_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id, now=NOW)
    assert await status_of(claim_id) is WITHDRAWN


@pytest.mark.parametrize("status", [APPROVED, REJECTED, WITHDRAWN])
async def test_a_contractor_changes_nothing_after_the_review_or_a_withdrawal(database: None, tmp_path: Path, status: ClaimStatus) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await in_status(status, contract_id)
    steps = await ClaimStatusChange.count()
    with pytest.raises(UnableToMoveClaim):
        await withdraw_claim(viewer=contractor, claim_id=claim_id, now=NOW)
    with pytest.raises(UnableToMoveClaim):
        await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    with pytest.raises(UnableToMoveClaim):
        await change_claim(viewer=contractor, claim_id=claim_id, details=TRAINING, now=NOW, today=TODAY)
    with pytest.raises(UnableToMoveClaim):
        await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    with pytest.raises(UnableToMoveClaim):
        await add_evidence(viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=tmp_path, now=NOW)
    assert await status_of(claim_id) is status
    assert await ClaimStatusChange.count() == steps


async def test_of_two_who_move_a_claim_at_once_one_is_refused(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_training_claim(contract_id=contract_id)
    record = await claim(viewer=contractor, claim_id=claim_id)
    moves = [transition(viewer=contractor, record=record, status=status, now=NOW) for status in (DRAFT, WITHDRAWN)]
    outcomes = await asyncio.gather(*moves, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "UnableToMoveClaim"]
    assert await ClaimStatusChange.count().where(ClaimStatusChange.claim == claim_id) == 3


# ---------------------------------------------------------------- who sees what


async def test_another_contractors_claim_is_not_found(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    own = await make_contract(number="2023-099", firm=ROAD_FIRM)
    other = await contractor_of(contract_id=own)
    evidence = (await evidence_of_claim(viewer=await make_contractor(), claim_id=claim_id))[0]
    asked: tuple[Any, ...] = (
        claim(viewer=other, claim_id=claim_id),
        evidence_of_claim(viewer=other, claim_id=claim_id),
        history_of_claim(viewer=other, claim_id=claim_id),
        evidence_file(viewer=other, claim_id=claim_id, evidence_id=evidence.id, directory=tmp_path),
        withdraw_claim(viewer=other, claim_id=claim_id, now=NOW),
        take_claim_back(viewer=other, claim_id=claim_id, now=NOW),
        submit_claim(viewer=other, claim_id=claim_id, now=NOW, today=TODAY),
        change_claim(viewer=other, claim_id=claim_id, details=TRAINING, now=NOW, today=TODAY),
        add_evidence(viewer=other, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=tmp_path, now=NOW),
        remove_evidence(viewer=other, claim_id=claim_id, evidence_id=evidence.id, now=NOW),
        claim(viewer=other, claim_id=uuid4()),
    )
    for attempt in asked:
        with pytest.raises(ClaimNotFound, match="niet gevonden"):
            await attempt
    assert await claims_of_contract(viewer=other, contract_id=contract_id) == ()
    with pytest.raises(ContractNotFound):
        await keep_claim(viewer=other, contract_id=contract_id, kind="training", details=TRAINING, now=NOW, today=TODAY)
    with pytest.raises(ContractNotFound):
        await value_claim(viewer=other, contract_id=contract_id, kind="training", details=TRAINING, today=TODAY)
    assert await status_of(claim_id) is SUBMITTED


async def test_a_colleague_of_the_same_firm_goes_on_with_a_claim(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    colleague = await make_contractor(firm=GREEN_FIRM, email="collega@example.nl", name="Collega Voorbeeld")
    await withdraw_claim(viewer=colleague, claim_id=claim_id, now=NOW)
    assert (await history_of_claim(viewer=colleague, claim_id=claim_id))[-1].changed_by == "Collega Voorbeeld"


@pytest.mark.parametrize(
    ("status", "is_shown"),
    [(DRAFT, False), (WITHDRAWN, False), (SUBMITTED, True), (RETURNED, True), (APPROVED, True), (REJECTED, True)],
)
async def test_the_wsp_sees_a_claim_from_when_it_is_submitted(database: None, status: ClaimStatus, is_shown: bool) -> None:
    contract_id = await make_contract()
    claim_id = await in_status(status, contract_id)
    for viewer in (await make_reviewer(), OPERATOR):
        shown = await claims_of_contract(viewer=viewer, contract_id=contract_id)
        assert [record.id for record in shown] == ([claim_id] if is_shown else [])
        if not is_shown:
            with pytest.raises(ClaimNotFound):
                await claim(viewer=viewer, claim_id=claim_id)


async def test_a_claim_that_was_taken_back_is_off_the_desk_until_it_is_submitted_again(database: None) -> None:
    contract_id = await make_contract()
    contractor, reviewer = await contractor_of(contract_id=contract_id), await make_reviewer()
    claim_id = await make_training_claim(contract_id=contract_id)
    await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    with pytest.raises(ClaimNotFound):
        await claim(viewer=reviewer, claim_id=claim_id)
    assert (await queue_counts(viewer=reviewer)).to_decide == 0


async def test_a_withdrawn_claim_that_was_once_submitted_stays_in_sight(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    await withdraw_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id, now=NOW)
    assert (await claim(viewer=await make_reviewer(), claim_id=claim_id)).status is WITHDRAWN


async def test_officers_and_administrators_do_not_see_claims(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    for viewer in (await make_officer(), await make_administrator()):
        with pytest.raises(ClaimNotFound):
            await claim(viewer=viewer, claim_id=claim_id)
        assert await claims_of_contract(viewer=viewer, contract_id=contract_id) == ()


async def test_only_a_contractor_reports(database: None, tmp_path: Path) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    viewers: list[Viewer] = [await make_officer(), await make_reviewer(), await make_administrator(), OPERATOR]
    for viewer in viewers:
        attempts: tuple[Any, ...] = (
            keep_claim(viewer=viewer, contract_id=contract_id, kind="training", details=TRAINING, now=NOW, today=TODAY),
            change_claim(viewer=viewer, claim_id=claim_id, details=TRAINING, now=NOW, today=TODAY),
            submit_claim(viewer=viewer, claim_id=claim_id, now=NOW, today=TODAY),
            withdraw_claim(viewer=viewer, claim_id=claim_id, now=NOW),
            take_claim_back(viewer=viewer, claim_id=claim_id, now=NOW),
            add_evidence(viewer=viewer, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=tmp_path, now=NOW),
            remove_evidence(viewer=viewer, claim_id=claim_id, evidence_id=uuid4(), now=NOW),
        )
        for attempt in attempts:
            with pytest.raises(UnableToAllow):
                await attempt


# ---------------------------------------------------------------- lists and sums


async def test_the_claims_of_a_contract_are_shown_newest_first_page_by_page(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    for number in range(5):
        await make_training_claim(contract_id=contract_id, title=f"Training {number}", submitted=False)
    first = await claims_of_contract(viewer=contractor, contract_id=contract_id, size=3)
    second = await claims_of_contract(viewer=contractor, contract_id=contract_id, size=3, before=first[-1].number)
    assert [record.number for record in (*first, *second)] == [5, 4, 3, 2, 1]


async def test_claims_of_every_kind_stand_in_one_list_with_their_own_details(database: None) -> None:
    contract_id = await make_contract()
    await make_training_claim(contract_id=contract_id)
    await make_purchase_claim(contract_id=contract_id)
    await make_training_claim(contract_id=contract_id, title="Heftruck")
    shown = await claims_of_contract(viewer=await make_reviewer(), contract_id=contract_id)
    assert [(record.kind_label, record.summary.split(",")[0]) for record in shown] == [
        ("Training of scholing", "Heftruck"),
        ("Sociale inkoop", "Sociale werkplaats Voorbeeld"),
        ("Training of scholing", "VCA Basis"),
    ]


async def test_sums_tell_what_is_in_review_and_what_in_preparation(database: None) -> None:
    contract_id, empty = await make_contract(), await make_contract(number="2023-099")
    for status in ClaimStatus:
        await in_status(status, contract_id, title=f"Training {status}")
    assert await claim_sums(contract_ids=[contract_id, empty], as_of=TODAY) == {
        contract_id: ClaimSums(in_review=Decimal("1500.00"), in_preparation=Decimal("3000.00")),
        empty: ClaimSums(),
    }
    assert await claim_sums(contract_ids=[], as_of=TODAY) == {}


# ---------------------------------------------------------------- evidence
