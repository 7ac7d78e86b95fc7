"""What staff and contractors read of decisions, and what a decision does to each balance that it touches."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR, UnableToAllow, Viewer
from sroi.contracts.rules import ContractNotFound, Takeover
from sroi.ledger.rules import Balance
from sroi.obligations.operations import Recording, hand_over_contract
from sroi.settlement.operations import reject, withdraw
from sroi.settlement.queries import (
    decision,
    decisions_of_contract,
    decisions_page,
    effects_of_decision,
    obstacle_to,
    page_key,
    possible_targets,
    valued_proposal,
)
from sroi.settlement.rules import DecisionKind, DecisionStatus, UnableToSettle, kind_label, status_label
from tests.makers import NOW, ROAD_FIRM, TODAY, contractor_of, make_contract, make_contractor, make_officer, make_reviewer
from tests.settlement.makers import adopted, deliver, make_decision, make_proposal, proposal, surplus_and_shortfall

PART, TRANSFER = DecisionKind.PARTIAL_EXEMPTION, DecisionKind.TRANSFER
LATER = date(2024, 2, 1)


async def listed(after: tuple[int, int] | None = None, size: int = 25) -> list[int]:
    return [record.number for record in await decisions_page(viewer=await make_reviewer(), after=after, size=size)]


async def test_the_list_has_what_waits_first_and_then_the_newest(database: None) -> None:
    contract_id = await make_contract()
    ids = [await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00")) for _number in range(6)]
    await adopted(ids[0])
    await adopted(ids[4])
    await withdraw(viewer=await make_officer(), decision_id=ids[2], reason="Vergissing.", now=NOW)
    assert await listed() == [6, 4, 2, 5, 3, 1]
    pages, after = [], None
    while found := await decisions_page(viewer=await make_reviewer(), after=after, size=2):
        pages.append([record.number for record in found])
        after = page_key(found[-1])
    assert pages == [[6, 4], [2, 5], [3, 1]]


async def test_a_contractor_has_no_list_and_no_amounts_to_try(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    with pytest.raises(UnableToAllow):
        await decisions_page(viewer=contractor)
    with pytest.raises(UnableToAllow):
        await valued_proposal(viewer=contractor, contract_id=contract_id, proposal=proposal(PART, amount="1.00"), today=TODAY)
    with pytest.raises(UnableToAllow):
        await possible_targets(viewer=contractor, contract_id=contract_id, today=TODAY)


async def read(viewer: Viewer, contract_id: UUID) -> list[tuple[int, str, str]]:
    return [(one.number, one.words, one.status) for one in await decisions_of_contract(viewer=viewer, contract_id=contract_id)]


async def test_the_contractor_reads_what_was_adopted_and_staff_read_all(database: None) -> None:
    contract_id = await make_contract()
    await make_decision(contract_id=contract_id, proposed=proposal(PART, amount="100.00"))
    refused = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="200.00"))
    await reject(viewer=await make_reviewer(), decision_id=refused, reason="Te veel.", now=NOW)
    await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.HARDSHIP, amount="300.00"))
    contractor = await contractor_of(contract_id=contract_id)
    assert await read(contractor, contract_id) == [(1, "Gedeeltelijke vrijstelling", "Aangenomen")]
    (own,) = await decisions_of_contract(viewer=contractor, contract_id=contract_id)
    assert (own.amount, own.effective_on, own.reason, own.href) == (Decimal("100.00"), TODAY, "Besproken met de opdrachtnemer", "")
    assert [status for _number, _words, status in await read(await make_officer(), contract_id)] == [
        "Voorgesteld",
        "Afgewezen",
        "Aangenomen",
    ]
    assert all(one.href for one in await decisions_of_contract(viewer=await make_officer(), contract_id=contract_id))
    assert not any(one.href for one in await decisions_of_contract(viewer=OPERATOR, contract_id=contract_id))


async def test_another_contractor_finds_nothing(database: None) -> None:
    contract_id = await make_contract()
    await make_decision(contract_id=contract_id, proposed=proposal(PART, amount="100.00"))
    with pytest.raises(ContractNotFound):
        await decisions_of_contract(viewer=await make_contractor(firm=ROAD_FIRM), contract_id=contract_id)


async def test_a_transfer_is_read_on_both_sides(database: None) -> None:
    own, other = await surplus_and_shortfall()
    await make_decision(contract_id=own, proposed=proposal(TRANSFER, amount="1000.00", other_contract_id=other))
    for viewer in (await make_officer(), await contractor_of(contract_id=own)):
        assert await read(viewer, own) == [(1, "Overschot naar contract 2023-099", "Aangenomen")]
        assert await read(viewer, other) == [(1, "Overschot van contract 2023-014", "Aangenomen")]


async def test_after_a_takeover_nobody_reads_of_another_contractor(database: None) -> None:
    own, other = await surplus_and_shortfall()
    before = await contractor_of(contract_id=other)
    await make_decision(contract_id=own, proposed=proposal(TRANSFER, amount="1000.00", other_contract_id=other))
    recording = Recording(date(2023, 12, 14), "Faillissement", NOW, TODAY)
    event = await hand_over_contract(
        viewer=await make_officer(), contract_id=other, name=ROAD_FIRM.name, kvk_number=ROAD_FIRM.kvk_number, recording=recording
    )
    assert isinstance(event.change, Takeover)
    after = await contractor_of(contract_id=other)
    assert after.organisation_id != before.organisation_id
    assert await read(after, other) == [(1, "Overschot van een ander contract", "Aangenomen")]
    assert await read(before, own) == [(1, "Overschot naar een ander contract", "Aangenomen")]
    assert await read(before, other) == []


# ---------------------------------------------------------------- the effect


async def test_the_effect_of_a_transfer_is_shown_for_both_contracts(database: None) -> None:
    own, other = await surplus_and_shortfall()
    decision_id = await make_proposal(contract_id=own, proposed=proposal(TRANSFER, amount="400.00", other_contract_id=other))
    for _moment in ("proposed", "adopted"):
        record = await decision(viewer=OPERATOR, decision_id=decision_id)
        source, target = await effects_of_decision(viewer=await make_officer(), record=record, today=LATER)
        assert (source.before.surplus, source.after.surplus) == (Decimal("1000.00"), Decimal("600.00"))
        assert (target.before.remaining, target.after.remaining) == (Decimal("10000.00"), Decimal("9600.00"))
        assert [entry.amount for effect in (source, target) for entry in effect.entries] == [Decimal("-400.00"), Decimal("400.00")]
        if record.is_open:
            await adopted(decision_id)


async def test_what_came_after_an_adoption_does_not_change_what_it_did(database: None) -> None:
    contract_id = await make_contract()
    first = await make_decision(contract_id=contract_id, proposed=proposal(PART, amount="500.00"))
    second = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="700.00"))
    await adopted(second)  # three days later
    record = await decision(viewer=OPERATOR, decision_id=first)
    (effect,) = await effects_of_decision(viewer=await make_officer(), record=record, today=LATER)
    assert effect.before == Balance(owed=Decimal("62500.00"))
    assert effect.after == Balance(owed=Decimal("62500.00"), exempted=Decimal("500.00"))


async def test_what_was_refused_has_no_effect(database: None) -> None:
    decision_id = await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    await reject(viewer=await make_reviewer(), decision_id=decision_id, reason="Nee.", now=NOW)
    record = await decision(viewer=OPERATOR, decision_id=decision_id)
    assert await effects_of_decision(viewer=await make_officer(), record=record, today=LATER) == ()


async def test_an_open_proposal_says_what_stands_in_its_way_by_now(database: None) -> None:
    contract_id = await make_contract()
    whole = await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.EXEMPTION))
    part = await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="62500.00"))

    async def obstacles() -> list[str]:
        officer = await make_officer()
        records = [await decision(viewer=officer, decision_id=one) for one in (whole, part)]
        return [await obstacle_to(viewer=officer, record=record, today=TODAY) for record in records]

    assert await obstacles() == ["", ""]
    await deliver(contract_id=contract_id, amount="1.00")
    changed, too_much = await obstacles()
    assert "Sinds het voorstel is de stand veranderd" in changed
    assert "Meer vrijstellen kan niet" in too_much


# ---------------------------------------------------------------- what may be chosen


async def test_a_surplus_may_go_to_the_contractor_s_other_contracts_that_must_deliver(database: None) -> None:
    own, other = await surplus_and_shortfall()
    done = await make_contract(number="2023-100", contract_sum=Decimal("200000.00"))
    await deliver(contract_id=done, amount="10000.00")
    await make_contract(number="2023-200", firm=ROAD_FIRM)
    found = await possible_targets(viewer=await make_officer(), contract_id=own, today=TODAY)
    assert [(target.id, target.number, target.remaining) for target in found] == [(other, "2023-099", Decimal("10000.00"))]


async def test_trying_an_amount_keeps_nothing(database: None) -> None:
    contract_id = await make_contract()
    asked: dict[str, Any] = {"viewer": await make_officer(), "contract_id": contract_id, "today": TODAY}
    assert (await valued_proposal(proposal=proposal(DecisionKind.EXEMPTION), **asked)).amount == Decimal("62500.00")
    with pytest.raises(UnableToSettle):
        await valued_proposal(proposal=proposal(PART, amount="62500.01"), **asked)
    assert await listed() == []


def test_every_kind_and_every_status_has_a_dutch_name_of_its_own() -> None:
    assert len({kind_label(kind) for kind in DecisionKind}) == len(DecisionKind)
    assert len({status_label(status) for status in DecisionStatus}) == len(DecisionStatus)
