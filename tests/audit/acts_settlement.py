"""Writes of settlement, each ready to be done."""

from decimal import Decimal
from uuid import UUID

from sroi.access import Viewer
from sroi.settlement import operations as settlement
from sroi.settlement.rules import DecisionKind, Proposal
from tests.audit.act import Act
from tests.makers import (
    NOW,
    TODAY,
    make_contract,
    make_officer,
    make_reviewer,
)


async def _proposal() -> tuple[Viewer, Viewer, UUID]:
    proposed = Proposal(DecisionKind.HARDSHIP, TODAY, "Gezien en besproken", Decimal("100.00"))
    contract_id, officer, reviewer = await make_contract(), await make_officer(), await make_reviewer()
    return officer, reviewer, await settlement.propose(viewer=officer, contract_id=contract_id, proposal=proposed, now=NOW, today=TODAY)


async def proposing_a_settlement() -> Act:
    proposed = Proposal(DecisionKind.HARDSHIP, TODAY, "Gezien en besproken", Decimal("100.00"))
    contract_id, officer = await make_contract(), await make_officer()
    return Act(
        officer,
        "settlement.proposed",
        lambda: settlement.propose(viewer=officer, contract_id=contract_id, proposal=proposed, now=NOW, today=TODAY),
    )


async def adopting_a_settlement() -> Act:
    _officer, reviewer, decision_id = await _proposal()
    return Act(
        reviewer,
        "settlement.adopted",
        lambda: settlement.adopt(viewer=reviewer, decision_id=decision_id, reason="Gezien en besproken", now=NOW, today=TODAY),
    )


async def rejecting_a_settlement() -> Act:
    _officer, reviewer, decision_id = await _proposal()
    return Act(
        reviewer,
        "settlement.rejected",
        lambda: settlement.reject(viewer=reviewer, decision_id=decision_id, reason="Gezien en besproken", now=NOW),
    )


async def withdrawing_a_settlement() -> Act:
    officer, _reviewer, decision_id = await _proposal()
    return Act(
        officer,
        "settlement.withdrawn",
        lambda: settlement.withdraw(viewer=officer, decision_id=decision_id, reason="Gezien en besproken", now=NOW),
    )


ACTS = (
    proposing_a_settlement,
    adopting_a_settlement,
    rejecting_a_settlement,
    withdrawing_a_settlement,
)
