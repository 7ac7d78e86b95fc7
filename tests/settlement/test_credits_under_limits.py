"""PSO credits and claims under one limit: whichever is decided on first leaves the rest to the other."""

from datetime import date
from decimal import Decimal

import pytest

from sroi.access import OPERATOR
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.limits import share_in_review
from sroi.ledger.queries import entries
from sroi.review.rules import UnableToDecide
from sroi.settlement.queries import valued_proposal
from sroi.settlement.rules import DecisionKind, UnableToSettle
from tests.fulfilment.makers import make_limited_contract
from tests.makers import TODAY, approve, make_activity_claim, make_officer, make_reviewer
from tests.settlement.makers import adopted, make_decision, make_proposal, proposal

CREDIT = proposal(DecisionKind.PSO_CREDIT, on="2023-12-15", until="2024-12-15", pso_level="trede_1")  # 10% of 62.500 is 6.250


async def test_an_adopted_credit_leaves_less_of_the_limit_to_claims(database: None) -> None:
    contract_id = await make_limited_contract()
    claim_id = await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal("15000.00"))
    await make_decision(contract_id=contract_id, proposed=CREDIT)
    assert [entry.block for entry in await entries(contract_id=contract_id)][1:] == ["pso.trede_1", "pso.trede_1"]
    share = await share_in_review(viewer=await make_reviewer(), record=await claim(viewer=OPERATOR, claim_id=claim_id), as_of=TODAY)
    assert share.amount == Decimal("9375.00")
    with pytest.raises(UnableToDecide):
        await approve(claim_id=claim_id, amount=Decimal("9375.01"))
    later = await share_in_review(
        viewer=await make_reviewer(), record=await claim(viewer=OPERATOR, claim_id=claim_id), as_of=date(2024, 12, 15)
    )
    assert later.amount == Decimal("15000.00")  # the certificate expired


async def test_approved_claims_leave_less_of_the_limit_to_a_credit(database: None) -> None:
    contract_id = await make_limited_contract()
    await approve(claim_id=await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal("15000.00")))
    valued = await valued_proposal(viewer=await make_officer(), contract_id=contract_id, proposal=CREDIT, today=TODAY)
    assert valued.amount == Decimal("625.00")
    assert any("€\u00a015.000,00 telt al mee" in step.explanation for step in valued.steps)


async def test_a_credit_is_not_adopted_for_more_than_claims_left_since_it_was_proposed(database: None) -> None:
    contract_id = await make_limited_contract()
    decision_id = await make_proposal(contract_id=contract_id, proposed=CREDIT)
    await approve(claim_id=await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal("15000.00")))
    with pytest.raises(UnableToSettle):
        await adopted(decision_id)
