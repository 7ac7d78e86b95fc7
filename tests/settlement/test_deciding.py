"""Decisions by two persons: proposed, adopted, rejected, withdrawn; by somebody else, and in the ledger on both sides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.contracts.rules import ContractNotFound
from sroi.database import CheckViolation, fetch
from sroi.ledger.queries import entries
from sroi.ledger.rules import Balance, EntryKind
from sroi.policy.rules import Policy
from sroi.settlement import queries
from sroi.settlement.operations import propose, reject, withdraw
from sroi.settlement.queries import cure_period_ends_on, decision, history_of_decision
from sroi.settlement.rules import DecisionKind, DecisionNotFound, DecisionStatus, UnableToSettle
from sroi.settlement.tables import SettlementDecision
from tests.makers import (
    NOW,
    REGIONAL,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_administrator,
    make_contract,
    make_contractor,
    make_officer,
    make_reviewer,
    make_training_claim,
)
from tests.settlement.makers import (
    DECIDED_AT,
    RULES,
    adopted,
    balance_of,
    deliver,
    make_cure_period,
    make_decision,
    make_proposal,
    nothing_was_settled,
    proposal,
    status_of,
    surplus_and_shortfall,
)

PART, TRANSFER = DecisionKind.PARTIAL_EXEMPTION, DecisionKind.TRANSFER


# ---------------------------------------------------------------- adopting


async def test_an_adopted_exemption_counts_from_its_day_and_was_decided_by_another(database: None) -> None:
    contract_id = await make_contract()
    decision_id = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="2500.50"))
    assert await nothing_was_settled()
    await adopted(decision_id, reason="  Akkoord.  ")
    assert (await balance_of(contract_id, date(2023, 12, 14))).exempted == 0
    assert await balance_of(contract_id, date(2023, 12, 15)) == Balance(owed=Decimal("62500.00"), exempted=Decimal("2500.50"))
    posted = (await entries(contract_id=contract_id))[-1]
    assert (posted.kind, posted.source_kind, posted.source_id, posted.recorded_at) == (
        EntryKind.EXEMPTED,
        "partial_exemption",
        decision_id,
        DECIDED_AT,
    )
    found = await decision(viewer=await make_officer(), decision_id=decision_id)
    assert (found.status, found.proposed_by, found.decided_by) == (DecisionStatus.ADOPTED, "Inkoper Voorbeeld", "Beoordelaar Voorbeeld")
    assert (found.decision_reason, found.decided_at) == ("Akkoord.", DECIDED_AT)


@pytest.mark.parametrize(("kind", "source"), [(DecisionKind.EXEMPTION, "exemption"), (DecisionKind.HARDSHIP, "hardship")])
async def test_an_exemption_of_all_and_hardship_leave_their_own_trace(database: None, kind: DecisionKind, source: str) -> None:
    contract_id = await make_contract()
    await make_decision(contract_id=contract_id, proposed=proposal(kind, amount="62500.00"))
    assert (await entries(contract_id=contract_id))[-1].source_kind == source
    assert (await balance_of(contract_id)).remaining == 0


async def test_a_transfer_takes_here_and_gives_there_and_adds_nothing(database: None) -> None:
    own, other = await surplus_and_shortfall()
    await make_decision(contract_id=own, proposed=proposal(TRANSFER, amount="1000.00", other_contract_id=other))
    out, into = (await entries(contract_id=own))[-1], (await entries(contract_id=other))[-1]
    assert (out.kind, out.source_kind, out.amount) == (EntryKind.TRANSFERRED, "transfer_out", Decimal("-1000.00"))
    assert (into.kind, into.source_kind, into.amount) == (EntryKind.TRANSFERRED, "transfer_in", Decimal("1000.00"))
    assert (out.source_id, out.effective_on) == (into.source_id, into.effective_on)
    assert ((await balance_of(own)).surplus, (await balance_of(own)).remaining) == (0, 0)
    assert (await balance_of(other)).remaining == Decimal("9000.00")
    assert out.amount + into.amount == 0


async def test_a_pso_credit_is_taken_back_on_the_day_that_the_certificate_expires(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    contract_id = await make_contract()  # ends on 31 August 2025
    _with_policy(monkeypatch)
    asked = proposal(DecisionKind.PSO_CREDIT, pso_level="trede_2", until="2025-08-31")
    await make_decision(contract_id=contract_id, proposed=asked)
    assert [(one.amount, one.effective_on, one.source_kind) for one in (await entries(contract_id=contract_id))[1:]] == [
        (Decimal("31250.00"), date(2023, 12, 15), "pso_credit"),
        (Decimal("-31250.00"), date(2025, 8, 31), "pso_credit_expired"),
    ]
    assert (await balance_of(contract_id, date(2025, 8, 30))).remaining == Decimal("31250.00")
    assert (await balance_of(contract_id, date(2025, 8, 31))).remaining == Decimal("62500.00")
    with pytest.raises(UnableToSettle, match="al een PSO-certificaat"):
        await make_proposal(contract_id=contract_id, proposed=replace(asked, effective_on=date(2025, 8, 30)))


async def test_a_pso_certificate_that_holds_until_the_contract_s_end_is_not_taken_back(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract_id = await make_contract()
    _with_policy(monkeypatch)
    asked = proposal(DecisionKind.PSO_CREDIT, pso_level="trede_2", until="2025-09-01")
    await make_decision(contract_id=contract_id, proposed=asked)
    assert len(await entries(contract_id=contract_id)) == 2
    assert (await balance_of(contract_id, date(2030, 1, 1))).exempted == Decimal("31250.00")


def _with_policy(monkeypatch: pytest.MonkeyPatch, policy: Policy = RULES) -> None:
    async def policy_of_contract(*, contract_id: UUID) -> Policy:
        return policy

    monkeypatch.setattr(queries, "policy_of_contract", policy_of_contract)


async def test_the_shortfall_is_withheld_after_the_cure_period(database: None) -> None:
    contract_id = await make_contract(ends_before=None)
    await deliver(contract_id=contract_id, amount="50000.00")
    asked = proposal(DecisionKind.WITHHOLDING)
    with pytest.raises(UnableToSettle, match="nog geen hersteltermijn"):
        await make_proposal(contract_id=contract_id, proposed=asked)
    await make_cure_period(contract_id=contract_id, due_on=date(2023, 12, 14))
    decision_id = await make_decision(contract_id=contract_id, proposed=asked)
    assert await balance_of(contract_id) == Balance(owed=Decimal("62500.00"), approved=Decimal("50000.00"), withheld=Decimal("12500.00"))
    percentage = next(step for step in (await decision(viewer=OPERATOR, decision_id=decision_id)).steps if step.label == "Percentage")
    assert (percentage.figure, percentage.is_confirmed) == ("100%", False)


async def test_claims_that_wait_hold_a_withholding_back(database: None) -> None:
    contract_id = await make_contract()
    await make_cure_period(contract_id=contract_id, due_on=date(2023, 12, 1))
    claim_id = await make_training_claim(contract_id=contract_id)
    with pytest.raises(UnableToSettle, match="wachten nog opgaven"):
        await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.WITHHOLDING))
    await approve(claim_id=claim_id)
    await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.WITHHOLDING))


async def test_the_cure_period_ends_with_the_last_that_has_not_lapsed(database: None) -> None:
    contract_id, other = await make_contract(ends_before=None), await make_contract(number="2023-099", ends_before=None)
    assert await cure_period_ends_on(contract_id=contract_id) is None
    await make_cure_period(contract_id=contract_id, due_on=date(2024, 3, 1), lapsed_at=NOW)
    await make_cure_period(contract_id=other, due_on=date(2024, 4, 1))
    assert await cure_period_ends_on(contract_id=contract_id) is None
    await make_cure_period(contract_id=contract_id, due_on=date(2024, 2, 1))
    await make_cure_period(contract_id=contract_id, due_on=date(2024, 1, 1), number=2)
    assert await cure_period_ends_on(contract_id=contract_id) == date(2024, 2, 1)


# ---------------------------------------------------------------- by whom


async def test_nobody_decides_on_a_proposal_of_their_own(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    decision_id = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00"), viewer=reviewer)
    with pytest.raises(UnableToSettle, match="zelf voorgesteld"):
        await adopted(decision_id, reviewer)
    with pytest.raises(UnableToSettle, match="zelf voorgesteld"):
        await reject(viewer=reviewer, decision_id=decision_id, reason="Toch niet.", now=NOW)
    assert await status_of(decision_id) is DecisionStatus.PROPOSED
    await adopted(decision_id, await make_reviewer(email="wsp2@example.nl", name="Tweede Beoordelaar"))
    assert await status_of(decision_id) is DecisionStatus.ADOPTED


async def test_the_database_refuses_one_person_for_both(database: None) -> None:
    decision_id = await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    moved = "UPDATE settlement_decision SET status = 'adopted', decided_at = proposed_at, decided_by = "
    with pytest.raises(CheckViolation):
        await fetch(moved + "proposed_by")
    assert await status_of(decision_id) is DecisionStatus.PROPOSED
    await fetch(moved + "{}", (await make_reviewer()).account_id)
    assert await status_of(decision_id) is DecisionStatus.ADOPTED


async def test_only_those_with_the_permission_propose_and_decide(database: None) -> None:
    contract_id = await make_contract()
    asked = proposal(PART, amount="1.00")
    contractor = await contractor_of(contract_id=contract_id)
    for viewer in (contractor, await make_administrator(), OPERATOR):
        with pytest.raises(UnableToAllow):
            await propose(viewer=viewer, contract_id=contract_id, proposal=asked, now=NOW, today=TODAY)
    decision_id = await make_proposal(contract_id=contract_id, proposed=asked)
    for viewer in (contractor, await make_administrator(), await make_officer(email="inkoper2@example.nl"), OPERATOR):
        with pytest.raises(UnableToAllow):
            await adopted(decision_id, viewer)
        with pytest.raises(UnableToAllow):
            await reject(viewer=viewer, decision_id=decision_id, reason="Nee.", now=NOW)
    assert await nothing_was_settled()


async def test_nobody_proposes_or_decides_about_a_contract_of_their_own_organisation(database: None) -> None:
    contract_id = await make_contract()
    firm = (await contractor_of(contract_id=contract_id)).organisation_id
    with pytest.raises(UnableToSettle, match="eigen organisatie"):
        await make_proposal(
            contract_id=contract_id, proposed=proposal(PART, amount="1.00"), viewer=replace(await make_officer(), organisation_id=firm)
        )
    decision_id = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00"))
    insider = replace(await make_reviewer(), organisation_id=firm)
    with pytest.raises(UnableToSettle, match="eigen organisatie"):
        await adopted(decision_id, insider)
    with pytest.raises(UnableToSettle, match="eigen organisatie"):
        await reject(viewer=insider, decision_id=decision_id, reason="Nee.", now=NOW)


async def test_who_proposed_may_withdraw_with_a_reason_and_nobody_else(database: None) -> None:
    contract_id = await make_contract()
    decision_id = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00"))
    with pytest.raises(UnableToSettle, match="Alleen Inkoper Voorbeeld"):
        await withdraw(viewer=await make_reviewer(), decision_id=decision_id, reason="Vergissing.", now=NOW)
    with pytest.raises(UnableToSettle) as refusal:
        await withdraw(viewer=await make_officer(), decision_id=decision_id, reason="  ", now=NOW)
    assert refusal.value.field == "reason"
    await withdraw(viewer=await make_officer(), decision_id=decision_id, reason="Vergissing.", now=DECIDED_AT)
    found = await decision(viewer=OPERATOR, decision_id=decision_id)
    assert (found.status, found.decided_by, found.decision_reason) == (DecisionStatus.WITHDRAWN, "", "Vergissing.")
    assert await nothing_was_settled()


async def test_a_rejection_has_a_reason_and_posts_nothing(database: None) -> None:
    decision_id = await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    reviewer = await make_reviewer()
    for reason in ("", " ", "x" * 2001):
        with pytest.raises(UnableToSettle) as refusal:
            await reject(viewer=reviewer, decision_id=decision_id, reason=reason, now=NOW)
        assert refusal.value.field == "reason"
    await reject(viewer=reviewer, decision_id=decision_id, reason="Niet onderbouwd.", now=DECIDED_AT)
    steps = await history_of_decision(viewer=OPERATOR, decision_id=decision_id)
    assert [(step.status, step.changed_by, step.reason) for step in steps] == [
        (DecisionStatus.PROPOSED, "Inkoper Voorbeeld", "Besproken met de opdrachtnemer"),
        (DecisionStatus.REJECTED, "Beoordelaar Voorbeeld", "Niet onderbouwd."),
    ]
    assert await nothing_was_settled()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
async def test_a_proposal_has_a_reason(database: None, reason: str) -> None:
    asked = replace(proposal(PART, amount="1.00"), reason=reason)
    with pytest.raises(UnableToSettle) as refusal:
        await make_proposal(contract_id=await make_contract(), proposed=asked)
    assert refusal.value.field == "reason"
    assert not await SettlementDecision.exists()


# ---------------------------------------------------------------- what changed in between


async def test_an_amount_that_no_longer_fits_is_refused_at_the_decision(database: None) -> None:
    contract_id = await make_contract()
    first = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="40000.00"))
    second = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="22500.01"))
    await adopted(first)
    with pytest.raises(UnableToSettle, match=r"nog €.22.500,00 te leveren"):
        await adopted(second)
    assert (await balance_of(contract_id)).exempted == Decimal("40000.00")
    assert await status_of(second) is DecisionStatus.PROPOSED


async def test_an_exemption_of_all_is_refused_when_all_is_another_amount_by_now(database: None) -> None:
    contract_id = await make_contract()
    decision_id = await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.EXEMPTION))
    await deliver(contract_id=contract_id, amount="500.00")
    with pytest.raises(UnableToSettle, match=r"het bedrag zou nu €.62.000,00 zijn"):
        await adopted(decision_id)
    assert await nothing_was_settled()


async def test_the_same_surplus_is_not_moved_twice(database: None) -> None:
    own, other = await surplus_and_shortfall()
    asked = proposal(TRANSFER, amount="600.00", other_contract_id=other)
    first, second = await make_proposal(contract_id=own, proposed=asked), await make_proposal(contract_id=own, proposed=asked)
    await adopted(first)
    with pytest.raises(UnableToSettle, match=r"een overschot van €.400,00"):
        await adopted(second)
    assert (await balance_of(own)).transferred == Decimal("-600.00")


async def test_a_transfer_to_another_contractor_or_to_nothing_is_refused(database: None) -> None:
    own, _other = await surplus_and_shortfall()
    strangers = await make_contract(number="2023-200", firm=ROAD_FIRM)
    for target in (strangers, own, uuid4(), None):
        with pytest.raises(UnableToSettle) as refusal:
            await make_proposal(contract_id=own, proposed=proposal(TRANSFER, amount="1.00", other_contract_id=target))
        assert refusal.value.field == "other_contract_id"


async def test_a_transfer_to_a_contract_of_another_authority_is_kept_with_a_remark(database: None) -> None:
    own, _other = await surplus_and_shortfall()
    regional = await make_contract(number="DH-77", authority=REGIONAL)
    decision_id = await make_proposal(contract_id=own, proposed=proposal(TRANSFER, amount="1.00", other_contract_id=regional))
    assert (await decision(viewer=OPERATOR, decision_id=decision_id)).steps[-1].label == "Twee opdrachtgevers"


async def test_what_does_not_exist_is_not_found(database: None) -> None:
    reviewer, officer = await make_reviewer(), await make_officer()
    with pytest.raises(ContractNotFound):
        await make_proposal(contract_id=uuid4(), proposed=proposal(PART, amount="1.00"))
    with pytest.raises(DecisionNotFound):
        await adopted(uuid4(), reviewer)
    with pytest.raises(DecisionNotFound):
        await withdraw(viewer=officer, decision_id=uuid4(), reason="Vergissing.", now=NOW)
    decision_id = await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    with pytest.raises(DecisionNotFound):
        await decision(viewer=await make_contractor(), decision_id=decision_id)
