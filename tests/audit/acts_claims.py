"""Writes of claims, each ready to be done."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sroi.access import Viewer
from sroi.fulfilment import operations as fulfilment
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.queries.claims import claim, evidence_of_claim
from sroi.review.operations import decide
from sroi.review.rules import Verdict
from tests.audit.act import Act
from tests.makers import (
    EVIDENCE,
    NOW,
    TODAY,
    contractor_of,
    make_contract,
    make_contractor,
    make_reviewer,
    make_training_claim,
    submit,
)

TRAINING = TrainingDetails("VCA Basis", "Voorbeeldopleidingen", date(2023, 10, 9), date(2023, 10, 12), Decimal("1500.00"), block="costs")


async def keeping_a_claim() -> Act:
    contract_id, contractor = await make_contract(), await make_contractor()
    return Act(
        contractor,
        "claim.kept",
        lambda: fulfilment.keep_claim(viewer=contractor, contract_id=contract_id, kind="training", details=TRAINING, now=NOW, today=TODAY),
    )


async def draft_claim() -> tuple[Viewer, Any]:
    contract_id = await make_contract()
    return await contractor_of(contract_id=contract_id), await make_training_claim(contract_id=contract_id, submitted=False)


async def changing_a_claim() -> Act:
    contractor, claim_id = await draft_claim()
    changed = replace(TRAINING, participants=3)
    return Act(
        contractor,
        "claim.changed",
        lambda: fulfilment.change_claim(viewer=contractor, claim_id=claim_id, details=changed, now=NOW, today=TODAY),
    )


async def adding_evidence(directory: Path = Path()) -> Act:
    contractor, claim_id = await draft_claim()
    return Act(
        contractor,
        "evidence.added",
        lambda: fulfilment.add_evidence(
            viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=directory, now=NOW
        ),
    )


async def removing_evidence(directory: Path = Path()) -> Act:
    contractor, claim_id = await draft_claim()
    await fulfilment.add_evidence(viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=directory, now=NOW)
    evidence_id = (await evidence_of_claim(viewer=contractor, claim_id=claim_id))[0].id
    return Act(
        contractor,
        "evidence.removed",
        lambda: fulfilment.remove_evidence(viewer=contractor, claim_id=claim_id, evidence_id=evidence_id, now=NOW),
    )


async def submitting_a_claim() -> Act:
    contractor, claim_id = await draft_claim()
    await submit(claim_id=claim_id, contractor=contractor)
    await fulfilment.take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    await make_reviewer()
    return Act(contractor, "claim.submitted", lambda: fulfilment.submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY))


async def taking_a_claim_back() -> Act:
    contractor, claim_id = await draft_claim()
    await submit(claim_id=claim_id, contractor=contractor)
    return Act(contractor, "claim.draft", lambda: fulfilment.take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW))


async def withdrawing_a_claim() -> Act:
    contractor, claim_id = await draft_claim()
    return Act(contractor, "claim.withdrawn", lambda: fulfilment.withdraw_claim(viewer=contractor, claim_id=claim_id, now=NOW))


async def _deciding(verdict: Verdict) -> Act:
    contractor, claim_id = await draft_claim()
    await submit(claim_id=claim_id, contractor=contractor)
    reviewer = await make_reviewer()
    record = await claim(viewer=reviewer, claim_id=claim_id)
    return Act(
        reviewer,
        "review.decided",
        lambda: decide(
            viewer=reviewer,
            claim_id=claim_id,
            version=record.version,
            verdict=verdict,
            amount=record.value,
            reason="Gezien en besproken.",
            now=NOW,
        ),
    )


async def approving_a_claim() -> Act:
    return await _deciding(Verdict.APPROVED)


async def returning_a_claim() -> Act:
    return await _deciding(Verdict.RETURNED)


async def rejecting_a_claim() -> Act:
    return await _deciding(Verdict.REJECTED)


ACTS = (
    keeping_a_claim,
    changing_a_claim,
    adding_evidence,
    removing_evidence,
    submitting_a_claim,
    taking_a_claim_back,
    withdrawing_a_claim,
    approving_a_claim,
    returning_a_claim,
    rejecting_a_claim,
)
