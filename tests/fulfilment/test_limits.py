"""Claims under the limits of a policy: at entry, at submission and at review, whatever happens to other claims and to the obligation."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.contracts.rules import Amendment
from sroi.fulfilment.kinds.community_activity import CommunityActivityDetails
from sroi.fulfilment.operations import submit_claim, take_claim_back, value_claim, withdraw_claim
from sroi.fulfilment.queries.claims import claim, claim_sums
from sroi.fulfilment.queries.limits import share_in_review, share_of
from sroi.fulfilment.rules import Share
from sroi.ledger.queries import balances
from sroi.reconciliation.queries import year_report
from sroi.review.operations import decide
from sroi.review.rules import UnableToDecide, Verdict
from tests.fulfilment.makers import another_contract, make_limited_contract
from tests.makers import (
    NOW,
    TODAY,
    approve,
    change,
    contractor_of,
    make_activity_claim,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
    reject,
    send_back,
)

MOST = Decimal("15625.00")  # 25% of 62.500


async def activity(contract_id: UUID, costs: str, **how: Any) -> UUID:
    """Report an activity of so many euros of costs, in review unless told otherwise."""
    return await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal(costs), **how)


async def entered(contract_id: UUID, costs: str) -> Share:
    """Return what would count of an activity that is entered now."""
    details = CommunityActivityDetails(
        "Schooltuin", "Basisschool Voorbeeld", "money", date(2023, 11, 6), date(2023, 11, 7), 1, Decimal(costs)
    )
    contractor = await contractor_of(contract_id=contract_id)
    valued, share = await value_claim(viewer=contractor, contract_id=contract_id, kind="community_activity", details=details, today=TODAY)
    assert valued.value == Decimal(costs)
    return share


async def counting(claim_id: UUID) -> Decimal:
    """Return what counts of a claim now."""
    return (await share_of(record=await claim(viewer=OPERATOR, claim_id=claim_id), as_of=TODAY)).amount


async def approvable(claim_id: UUID) -> Decimal:
    """Return what may be approved of a claim at most."""
    return (await share_in_review(viewer=await make_reviewer(), record=await claim(viewer=OPERATOR, claim_id=claim_id), as_of=TODAY)).amount


async def in_review(contract_id: UUID) -> Decimal:
    return (await claim_sums(contract_ids=[contract_id], as_of=TODAY))[contract_id].in_review


async def approved(contract_id: UUID) -> Decimal:
    return (await balances(contract_ids=[contract_id]))[contract_id].approved


# ---------------------------------------------------------------- at entry


async def test_what_still_counts_is_told_with_its_steps_before_a_claim_is_kept(database: None) -> None:
    contract_id = await make_limited_contract()
    share = await entered(contract_id, "20000.00")
    assert (share.amount, share.expected, share.is_limited) == (MOST, MOST, True)
    limit, counted = share.steps
    assert limit.explanation == "Maatschappelijke activiteiten en PSO: ten hoogste 25% van de verplichting; €\u00a00,00 telt al mee"
    assert (limit.figure, counted.figure) == ("€\u00a015.625,00", "€\u00a015.625,00")
    await approve(claim_id=await activity(contract_id, "10000.00"))
    await activity(contract_id, "5000.01")
    share = await entered(contract_id, "20000.00")
    assert share.amount == Decimal("624.99")
    assert "€\u00a015.000,01 telt al mee" in share.steps[0].explanation


async def test_what_no_limit_holds_for_counts_whole_and_has_no_steps_of_a_limit(database: None) -> None:
    contract_id = await make_limited_contract()
    claim_id = await make_training_claim(contract_id=contract_id, costs=Decimal("50000.00"))
    share = await share_of(record=await claim(viewer=OPERATOR, claim_id=claim_id), as_of=TODAY)
    assert (share.amount, share.is_limited) == (Decimal("50000.00"), False)
    other = await make_contract(number="2023-077")
    await make_activity_claim(contract_id=other, costs=Decimal("50000.00"))
    assert await in_review(other) == Decimal("50000.00")


async def test_a_limit_on_one_block_leaves_the_other_blocks_of_its_kind_free(database: None) -> None:
    limit = '[limits.aspirants]\nlabel = "Aspiranten"\nblocks = ["aspirant"]\nmaximum = 1000\n'
    contract_id = await make_limited_contract(limits=limit)
    aspirant = await make_purchase_claim(contract_id=contract_id, supplier_kind="aspirant", amount=Decimal("5000.00"))
    whole = await make_purchase_claim(
        contract_id=contract_id, supplier_kind="social_enterprise", invoice_number="F-2", amount=Decimal("5000.00")
    )
    assert (await counting(aspirant), await counting(whole)) == (Decimal("1000.00"), Decimal("5000.00"))


# ---------------------------------------------------------------- in review


async def test_claims_in_review_count_in_the_order_in_which_they_were_submitted(database: None) -> None:
    contract_id = await make_limited_contract()
    first, second = await activity(contract_id, "10000.00"), await activity(contract_id, "10000.00")
    third = await activity(contract_id, "1.00", submitted=False)
    assert [await counting(first), await counting(second)] == [Decimal("10000.00"), Decimal("5625.00")]
    draft = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=third)
    assert (await share_of(record=draft, as_of=TODAY)).amount == 0
    assert await in_review(contract_id) == MOST
    assert (await claim_sums(contract_ids=[contract_id], as_of=TODAY))[contract_id].in_preparation == 0


async def test_submitting_tells_what_counts_in_its_turn(database: None) -> None:
    contract_id = await make_limited_contract()
    contractor = await contractor_of(contract_id=contract_id)
    await activity(contract_id, "15000.00")
    claim_id = await activity(contract_id, "1000.00")
    await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    share = await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    record = await claim(viewer=contractor, claim_id=claim_id)
    assert (share.amount, record.value) == (Decimal("625.00"), Decimal("1000.00"))


@pytest.mark.parametrize("end", ["returned", "rejected", "withdrawn", "taken back"])
async def test_a_claim_that_no_longer_waits_leaves_its_room_to_the_next(database: None, end: str) -> None:
    contract_id = await make_limited_contract()
    contractor = await contractor_of(contract_id=contract_id)
    first, second = await activity(contract_id, "15000.00"), await activity(contract_id, "5000.00")
    assert await counting(second) == Decimal("625.00")
    match end:
        case "returned":
            await send_back(claim_id=first)
        case "rejected":
            await reject(claim_id=first)
        case "withdrawn":
            await withdraw_claim(viewer=contractor, claim_id=first, now=NOW)
        case _:
            await take_claim_back(viewer=contractor, claim_id=first, now=NOW)
    assert await counting(second) == await in_review(contract_id) == Decimal("5000.00")


async def test_a_contract_s_limit_is_its_own(database: None) -> None:
    contract_id = await make_limited_contract()
    other = await another_contract(number="2023-099")
    await approve(claim_id=await activity(contract_id, "15625.00"))
    assert (await entered(other, "15625.00")).amount == MOST
    assert (await entered(contract_id, "1.00")).amount == 0


async def test_the_report_of_the_year_counts_what_waits_as_the_contract_s_page_does(database: None) -> None:
    contract_id = await make_limited_contract()
    await activity(contract_id, "12000.00")
    await activity(contract_id, "12000.00")
    (line,) = (await year_report(viewer=OPERATOR, year=2023, on=TODAY)).contracts
    assert line.euros.in_review == await in_review(contract_id) == MOST


# ---------------------------------------------------------------- at review


async def test_no_more_is_approved_than_the_limit_leaves(database: None) -> None:
    contract_id = await make_limited_contract()
    claim_id = await activity(contract_id, "20000.00")
    with pytest.raises(UnableToDecide, match=r"ten hoogste €\s15\.625,00 mee") as refusal:
        await approve(claim_id=claim_id, amount=Decimal("15625.01"))
    assert refusal.value.field == "amount"
    assert await approved(contract_id) == 0
    await approve(claim_id=claim_id, amount=MOST)
    assert await approved(contract_id) == MOST


async def test_all_that_counts_is_approved_without_a_reason_and_less_with_one(database: None) -> None:
    contract_id = await make_limited_contract()
    claim_id, reviewer = await activity(contract_id, "20000.00"), await make_reviewer()
    record = await claim(viewer=reviewer, claim_id=claim_id)
    asked: dict[str, Any] = {"viewer": reviewer, "claim_id": claim_id, "version": record.version, "verdict": Verdict.APPROVED, "now": NOW}
    with pytest.raises(UnableToDecide) as refusal:
        await decide(amount=Decimal("15624.99"), reason="", **asked)
    assert refusal.value.field == "reason"
    await decide(amount=MOST, reason="", **asked)
    assert await approved(contract_id) == MOST


async def test_what_was_approved_keeps_the_steps_of_its_limit(database: None) -> None:
    contract_id = await make_limited_contract()
    claim_id = await activity(contract_id, "20000.00")
    await approve(claim_id=claim_id, amount=MOST)
    record = await claim(viewer=OPERATOR, claim_id=claim_id)
    assert (record.value, record.approved) == (Decimal("20000.00"), MOST)
    assert [step.figure for step in record.steps[-2:]] == ["€\u00a015.625,00", "€\u00a015.625,00"]
    assert not (await share_of(record=record, as_of=TODAY)).is_limited


async def test_of_two_claims_in_review_the_one_that_is_approved_second_gets_what_is_left(database: None) -> None:
    contract_id = await make_limited_contract()
    first, second = await activity(contract_id, "10000.00"), await activity(contract_id, "10000.00")
    assert await approvable(second) == Decimal("10000.00")
    await approve(claim_id=second)
    assert (await approvable(first), await counting(first)) == (Decimal("5625.00"), Decimal("5625.00"))
    with pytest.raises(UnableToDecide):
        await approve(claim_id=first, amount=Decimal("5625.01"))
    await approve(claim_id=first, amount=Decimal("5625.00"))
    assert await approved(contract_id) == MOST


async def test_two_reviewers_at_the_same_moment_do_not_pass_the_limit_together(database: None) -> None:
    contract_id = await make_limited_contract()
    claims = [await activity(contract_id, "10000.00") for _number in range(4)]
    reviewers = [await make_reviewer(email=f"wsp{number}@example.nl", name=f"Beoordelaar {number}") for number in range(4)]
    outcomes = await asyncio.gather(
        *(approve(claim_id=one, amount=Decimal("10000.00"), reviewer=reviewer) for one, reviewer in zip(claims, reviewers, strict=True)),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToDecide] * 3
    assert await approved(contract_id) == Decimal("10000.00")
    assert await in_review(contract_id) == Decimal("5625.00")


async def test_a_claim_of_which_nothing_counts_any_more_may_be_approved_for_nothing(database: None) -> None:
    contract_id = await make_limited_contract()
    await approve(claim_id=await activity(contract_id, "15625.00"))
    claim_id = await activity(contract_id, "300.00")
    with pytest.raises(UnableToDecide):
        await approve(claim_id=claim_id, amount=Decimal("0.01"))
    await approve(claim_id=claim_id, amount=Decimal("0.00"))
    assert await approved(contract_id) == MOST


# ---------------------------------------------------------------- periods and amendments


async def test_periods_of_a_running_placement_add_up_to_the_limit_and_not_a_cent_more(database: None) -> None:
    limit = '[limits.placements]\nlabel = "Plaatsingen"\nkinds = ["blocks"]\nmaximum_pct = 10\n'
    contract_id = await make_limited_contract(limits=limit)
    facts: dict[str, Any] = {"contract_id": contract_id, "starts_on": date(2023, 9, 1), "hours_per_week": Decimal(36)}
    # 36.600 a year is 100 a day, for 1 September 2023 to 1 September 2024 has 366 days; the limit is 6.250.
    first = await make_placement_claim(reported_before=date(2023, 10, 1), **facts)
    second = await make_placement_claim(reported_before=date(2023, 12, 1), **facts)
    assert [await counting(one) for one in (first, second)] == [Decimal("3000.00"), Decimal("3250.00")]
    share = await share_of(record=await claim(viewer=OPERATOR, claim_id=second), as_of=TODAY)
    assert share.expected == Decimal("6250.00")
    await approve(claim_id=first)
    with pytest.raises(UnableToDecide):
        await approve(claim_id=second)
    await approve(claim_id=second, amount=Decimal("3250.00"))
    assert await approved(contract_id) == Decimal("6250.00")


async def test_an_amendment_that_lowers_the_obligation_lowers_what_still_counts(database: None) -> None:
    contract_id = await make_limited_contract()
    await approve(claim_id=await activity(contract_id, "10000.00"))
    waiting = await activity(contract_id, "5000.00")
    assert await counting(waiting) == Decimal("5000.00")
    # 5% of 850.000 is 42.500, and 25% of that 10.625
    await change(contract_id, Amendment(Decimal("-400000.00")), on=date(2023, 12, 1))
    assert await counting(waiting) == await approvable(waiting) == await in_review(contract_id) == Decimal("625.00")
    with pytest.raises(UnableToDecide):
        await approve(claim_id=waiting, amount=Decimal("625.01"))
    # 5% of 450.000 is 22.500, and 25% of that 5.625: less than was approved, which stays
    await change(contract_id, Amendment(Decimal("-400000.00")), on=date(2023, 12, 2))
    assert await counting(waiting) == 0
    assert await approved(contract_id) == Decimal("10000.00")


async def test_an_amendment_of_a_later_day_is_reckoned_with_from_the_day_it_is_known(database: None) -> None:
    contract_id = await make_limited_contract()
    waiting = await activity(contract_id, "15000.00")
    await change(contract_id, Amendment(Decimal("-400000.00")), on=date(2024, 3, 1))
    assert await approvable(waiting) == Decimal("10625.00")


async def test_an_amendment_that_raises_the_obligation_makes_room(database: None) -> None:
    contract_id = await make_limited_contract()
    waiting = await activity(contract_id, "20000.00")
    await change(contract_id, Amendment(Decimal("400000.00")), on=date(2023, 12, 1))
    assert await approvable(waiting) == Decimal("20000.00")


# ---------------------------------------------------------------- what it costs


async def test_sums_under_limits_take_as_many_queries_for_many_claims_as_for_few(database: None, query_counter: Any) -> None:
    ids = [await make_limited_contract()]
    counts = []
    for number in range(3):
        await activity(ids[0], "100.00")
        ids.append(await another_contract(number=f"2023-20{number}"))
        query_counter.reset()
        await claim_sums(contract_ids=ids, as_of=TODAY)
        counts.append(query_counter.count)
    assert counts[0] == counts[1] == counts[2] <= 8
