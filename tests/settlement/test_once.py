"""A decision is taken once, wholly or not at all, also when several act at the same moment."""

import asyncio
from typing import Any

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.database import CheckViolation, fetch
from sroi.ledger.tables import LedgerEntry
from sroi.settlement.operations import decisions, reject, withdraw
from sroi.settlement.rules import DecisionKind, DecisionStatus, UnableToSettle
from sroi.settlement.tables import SettlementStatusChange
from tests.makers import NOW, make_contract, make_officer, make_reviewer
from tests.settlement.makers import (
    adopted,
    make_decision,
    make_proposal,
    nothing_was_settled,
    proposal,
    status_of,
    surplus_and_shortfall,
)

PART, TRANSFER = DecisionKind.PARTIAL_EXEMPTION, DecisionKind.TRANSFER


async def test_of_two_deciders_at_the_same_moment_one_decides(database: None) -> None:
    own, other = await surplus_and_shortfall()
    decision_id = await make_proposal(contract_id=own, proposed=proposal(TRANSFER, amount="500.00", other_contract_id=other))
    reviewers = [await make_reviewer(email=f"wsp{number}@example.nl", name=f"Beoordelaar {number}") for number in range(1, 9)]
    outcomes = await asyncio.gather(*(adopted(decision_id, reviewer) for reviewer in reviewers), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToSettle] * 7
    assert await LedgerEntry.count().where(LedgerEntry.source_id == decision_id) == 2
    assert await AuditEvent.count().where(AuditEvent.action == "settlement.adopted") == 1
    assert await SettlementStatusChange.count() == 2
    assert await verify_chain(viewer=OPERATOR) is None


async def test_of_an_adoption_and_a_withdrawal_at_the_same_moment_one_holds(database: None) -> None:
    decision_id = await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    officer, reviewer = await make_officer(), await make_reviewer()
    outcomes = await asyncio.gather(
        adopted(decision_id, reviewer),
        withdraw(viewer=officer, decision_id=decision_id, reason="Vergissing.", now=NOW),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToSettle]
    assert (await status_of(decision_id) is DecisionStatus.ADOPTED) is not await nothing_was_settled()


async def test_what_is_closed_stays_as_it_is(database: None) -> None:
    decision_id = await make_decision(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    for act in (
        adopted(decision_id),
        reject(viewer=await make_reviewer(), decision_id=decision_id, reason="Nee.", now=NOW),
        withdraw(viewer=await make_officer(), decision_id=decision_id, reason="Nee.", now=NOW),
    ):
        with pytest.raises(UnableToSettle, match="Dit kan niet meer"):
            await act
    with pytest.raises(CheckViolation):
        await fetch("DELETE FROM settlement_status_change")


@pytest.mark.parametrize("broken", ["post_entry", "record_event"])
async def test_a_failure_halfway_leaves_no_decision_entry_or_event(database: None, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    own, other = await surplus_and_shortfall()
    decision_id = await make_proposal(contract_id=own, proposed=proposal(TRANSFER, amount="500.00", other_contract_id=other))
    await make_reviewer()
    events, real = await AuditEvent.count(), getattr(decisions, broken)
    calls: list[Any] = []

    async def fail(**kwargs: Any) -> None:
        calls.append(kwargs)
        if len(calls) == (2 if broken == "post_entry" else 1):  # the second of the two sides
            raise OSError("the disk is full")
        await real(**kwargs)

    monkeypatch.setattr(decisions, broken, fail)
    with pytest.raises(OSError, match="disk"):
        await adopted(decision_id)
    assert await status_of(decision_id) is DecisionStatus.PROPOSED
    assert await nothing_was_settled()
    assert (await AuditEvent.count(), await SettlementStatusChange.count()) == (events, 1)
