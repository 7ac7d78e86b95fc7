"""Several claims approved at once after a look: each its own decision, all or none; and the checklist of a decision."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.fulfilment.operations import submit_claim, take_claim_back
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.ledger.queries import balances
from sroi.review.operations import Seen, approve_together, decide
from sroi.review.queries import decisions_on_claim
from sroi.review.rules import UnableToDecide, Verdict
from sroi.review.tables import ReviewDecision
from tests.fulfilment.makers import RULES, make_limited_contract
from tests.makers import (
    NOW,
    TODAY,
    approve,
    contractor_of,
    make_activity_claim,
    make_contract,
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
)

POINTS = 'checklist = ["Is de factuur betaald?", "Klopt het aantal deelnemers?"]\n'
WITH_CHECKLIST = RULES.replace('label = "Opleidingskosten"\n', f'label = "Opleidingskosten"\nevidence = ["factuur"]\n{POINTS}')


async def seen(*claim_ids: UUID, ticked: frozenset[str] = frozenset()) -> tuple[Seen, ...]:
    reviewer = await make_reviewer()
    return tuple([Seen(one, (await claim(viewer=reviewer, claim_id=one)).version, ticked) for one in claim_ids])


async def approved(looked: tuple[Seen, ...]) -> None:
    await approve_together(viewer=await make_reviewer(), seen=looked, now=NOW)


async def statuses(*claim_ids: UUID) -> set[ClaimStatus]:
    reviewer = await make_reviewer()
    return {(await claim(viewer=reviewer, claim_id=one)).status for one in claim_ids}


async def test_each_claim_gets_a_decision_of_its_own(database: None) -> None:
    contract_id = await make_contract()
    ids = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck", "EHBO")]
    await approved(await seen(*ids))
    assert await statuses(*ids) == {ClaimStatus.APPROVED}
    assert await ReviewDecision.count() == 3
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == Decimal("4500.00")


async def test_one_that_was_changed_or_decided_on_meanwhile_stops_them_all(database: None) -> None:
    contract_id = await make_contract()
    first, second, third = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck", "EHBO")]
    looked, contractor = await seen(first, second, third), await contractor_of(contract_id=contract_id)
    await take_claim_back(viewer=contractor, claim_id=third, now=NOW)
    await submit_claim(viewer=contractor, claim_id=third, now=NOW, today=TODAY)
    with pytest.raises(UnableToDecide, match=r"Opgave 3: .* intussen gewijzigd") as refusal:
        await approved(looked)
    assert refusal.value.field == str(third)
    assert await statuses(first, second, third) == {ClaimStatus.SUBMITTED}
    await approve(claim_id=second)
    with pytest.raises(UnableToDecide, match="Opgave 2"):
        await approved((*looked[:2], *await seen(third)))
    assert (await ReviewDecision.count(), await statuses(first)) == (1, {ClaimStatus.SUBMITTED})


async def test_a_claim_with_a_warning_or_that_counts_in_part_needs_a_look_of_its_own(database: None) -> None:
    green = await make_contract(number="2023-020")
    first, second = [await make_purchase_claim(contract_id=one) for one in (green, await make_contract(number="2023-021"))]
    with pytest.raises(UnableToDecide, match="waarschuwing"):
        await approved(await seen(first, second))
    limited = await make_limited_contract()
    facts: dict[str, Any] = {"contract_id": limited, "block": "money", "costs": Decimal("10000.00")}
    ids = [await make_activity_claim(**facts, description=what) for what in ("Schooltuin", "Clubhuis")]
    with pytest.raises(UnableToDecide, match="Niet het hele bedrag"):
        await approved(await seen(*ids))  # the first uses up what is left for the second
    assert await statuses(*ids) == {ClaimStatus.SUBMITTED}


async def test_of_two_who_approve_the_same_claims_at_the_same_moment_one_does(database: None) -> None:
    contract_id = await make_contract()
    ids = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    looked = await seen(*ids)
    outcomes = await asyncio.gather(approved(looked), approved(tuple(reversed(looked))), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToDecide]
    assert await ReviewDecision.count() == 2
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == Decimal("3000.00")


async def test_the_ticks_of_the_checklist_are_kept_with_the_decision(database: None) -> None:
    contract_id = await make_limited_contract(rules=WITH_CHECKLIST)
    claim_id, reviewer = await make_training_claim(contract_id=contract_id), await make_reviewer()
    record = await claim(viewer=reviewer, claim_id=claim_id)
    assert (record.required_evidence, record.checklist) == (("factuur",), ("Is de factuur betaald?", "Klopt het aantal deelnemers?"))

    async def decided(*ticked: str, reason: str = "") -> None:
        how: dict[str, Any] = {"verdict": Verdict.APPROVED, "amount": record.value, "reason": reason, "ticked": ticked, "now": NOW}
        await decide(viewer=reviewer, claim_id=claim_id, version=record.version, **how)

    with pytest.raises(UnableToDecide, match="checklist") as refusal:
        await decided("Is de factuur betaald?", "Verzonnen punt")
    assert refusal.value.field == "reason"
    with pytest.raises(UnableToDecide, match="checklist"):
        await approved(await seen(claim_id, ticked=frozenset({"Is de factuur betaald?"})))
    await decided("Is de factuur betaald?", "Verzonnen punt", reason="Het aantal deelnemers doet niet ter zake.")
    (decision,) = await decisions_on_claim(viewer=reviewer, claim_id=claim_id)
    assert [(check.text, check.is_ticked) for check in decision.checks] == [
        ("Gezien: factuur", False),
        ("Is de factuur betaald?", True),
        ("Klopt het aantal deelnemers?", False),
    ]


async def test_with_every_tick_no_reason_is_asked(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_limited_contract(rules=WITH_CHECKLIST))
    await approved(await seen(claim_id, ticked=frozenset({"Is de factuur betaald?", "Klopt het aantal deelnemers?"})))
    assert await statuses(claim_id) == {ClaimStatus.APPROVED}
