"""A cap counts per person over all placements, with any contractor and on any contract: at entry, at submission and at review.

The group `ww` of the shipped policy counts for twelve months at most, EUR 20.000,00 a year.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.fulfilment.operations import submit_claim, take_claim_back, value_claim
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.tables import Candidate
from sroi.ledger.queries import balances
from sroi.review.rules import UnableToDecide
from tests.fulfilment.test_placements import PLACED
from tests.makers import ROAD_FIRM, approve, contractor_of, make_contract, make_placement_claim, make_reviewer

TOKEN = "a1" * 32
LATER = date(2025, 6, 1)
YEAR = Decimal("20000.00")
AT = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)


async def two_contracts() -> tuple[UUID, UUID]:
    """Return contracts of two contractors over the same two years."""
    return await make_contract(number="2023-014"), await make_contract(number="2023-099", firm=ROAD_FIRM)


async def placed(contract_id: UUID, start: date, before: date, label: str = "K-01", minutes: int = 0, **more: Any) -> UUID:
    """Report a placement of one person, submitted on 1 June 2025 so many minutes past eleven."""
    facts: dict[str, Any] = {"target_group": "ww", "person_token": TOKEN, "employer_name": f"Werkgever {label}"}
    return await make_placement_claim(
        contract_id=contract_id, candidate_label=label, starts_on=start, reported_before=before, now=AT + timedelta(minutes=minutes),
        today=LATER, **{**facts, **more},
    )  # fmt: skip


async def worth(claim_id: UUID) -> Decimal:
    return (await claim(viewer=OPERATOR, claim_id=claim_id)).value


async def approvable(claim_id: UUID) -> Decimal:
    reviewer = await make_reviewer()
    record = await claim(viewer=reviewer, claim_id=claim_id)
    return (await share_in_review(viewer=reviewer, record=record, as_of=LATER)).amount


async def test_a_placement_of_earlier_days_that_is_reported_later_has_what_the_cap_leaves(database: None) -> None:
    green, road = await two_contracts()
    first = await placed(green, date(2024, 3, 1), date(2025, 3, 1))
    assert await worth(first) == YEAR
    second = await placed(road, date(2023, 9, 1), date(2024, 3, 1), "B-7")
    assert await worth(second) == 0


async def test_days_on_two_placements_at_once_use_up_the_cap_once(database: None) -> None:
    green, road = await two_contracts()
    first = await placed(green, date(2023, 9, 1), date(2024, 9, 1), hours_per_week=Decimal(18))
    second = await placed(road, date(2023, 9, 1), date(2024, 9, 1), "B-7", hours_per_week=Decimal(18))
    assert await worth(first) == await worth(second) == Decimal("10000.00")
    third = await placed(road, date(2024, 9, 1), date(2025, 3, 1), "B-8", hours_per_week=Decimal(18))
    assert await worth(third) == 0


async def test_the_cap_is_told_before_a_claim_is_kept_and_again_when_it_is_submitted(database: None) -> None:
    green, road = await two_contracts()
    draft = await placed(road, date(2024, 9, 1), date(2025, 3, 1), "B-7", submitted=False)
    contractor = await contractor_of(contract_id=road)
    assert (await claim(viewer=contractor, claim_id=draft)).value > 0
    await placed(green, date(2023, 9, 1), date(2024, 9, 1))
    record = await claim(viewer=contractor, claim_id=draft)
    details: Any = record.details
    valued, _share = await value_claim(viewer=contractor, contract_id=road, kind="placement", details=details, today=LATER, claim_id=draft)
    assert valued.value == 0
    assert any("12 maanden" in step.explanation for step in valued.steps)


async def test_a_claim_that_is_submitted_again_counts_after_those_that_were_submitted_since(database: None) -> None:
    green, road = await two_contracts()
    first = await placed(green, date(2023, 9, 1), date(2024, 9, 1))
    contractor = await contractor_of(contract_id=green)
    await take_claim_back(viewer=contractor, claim_id=first, now=AT)
    second = await placed(road, date(2024, 3, 1), date(2025, 3, 1), "B-7", minutes=5)
    assert await worth(second) == YEAR
    await submit_claim(viewer=contractor, claim_id=first, now=AT + timedelta(minutes=10), today=LATER)
    # The other claim used up the cap, and the first days of this one lie outside its year.
    assert await worth(first) == await approvable(first) == 0
    assert await approvable(second) == YEAR


async def test_at_review_two_candidates_who_turned_out_to_be_one_person_share_a_cap(database: None) -> None:
    green, road = await two_contracts()
    first = await placed(green, date(2023, 9, 1), date(2024, 9, 1), person_token=None)
    second = await placed(road, date(2024, 9, 1), date(2025, 3, 1), "B-7", minutes=5)
    before = await worth(second)
    assert before == await approvable(second) > 0
    await Candidate.update({Candidate.person_token: TOKEN}).where(Candidate.label == "K-01")
    assert (await approvable(first), await approvable(second)) == (YEAR, 0)
    with pytest.raises(UnableToDecide) as refusal:
        await approve(claim_id=second, now=AT + timedelta(days=1))
    assert refusal.value.field == "amount"
    await approve(claim_id=second, amount=Decimal("0.00"), now=AT + timedelta(days=1))
    record = await claim(viewer=OPERATOR, claim_id=second)
    assert record.steps[-1].label == "Opnieuw gerekend"


async def test_a_later_claim_takes_nothing_from_one_that_waits_already(database: None) -> None:
    green, road = await two_contracts()
    first = await placed(green, date(2023, 9, 1), date(2024, 3, 1))
    second = await placed(road, date(2024, 3, 1), date(2025, 3, 1), "B-7", minutes=5)
    assert await approvable(first) == await worth(first)
    assert await worth(first) + await worth(second) == pytest.approx(YEAR, abs=Decimal("60.00"))  # half years of other lengths
    await approve(claim_id=second, now=AT + timedelta(days=1))
    await approve(claim_id=first, now=AT + timedelta(days=1))


# ---------------------------------------------------------------- periods, through the operations


@pytest.mark.parametrize(
    "cuts",
    [
        (date(2023, 10, 1), date(2023, 11, 7), date(2024, 2, 29), date(2024, 8, 31), date(2024, 9, 1)),
        (date(2023, 9, 2), date(2024, 3, 1), date(2024, 9, 1), date(2025, 3, 1)),
        (date(2024, 12, 31), date(2025, 3, 1)),
    ],
)
async def test_periods_that_are_reported_and_approved_one_by_one_add_up_to_the_whole(database: None, cuts: tuple[date, ...]) -> None:
    contract_id = await make_contract()
    facts: dict[str, Any] = {
        "contract_id": contract_id, "hours_per_week": Decimal("23.5"), "starts_on": date(2023, 9, 1), "ends_before": date(2025, 3, 1),
    }  # fmt: skip
    fixed = []
    for number, before in enumerate(cuts):
        now = datetime(before.year, before.month, before.day, 9, number, tzinfo=UTC)
        claim_id = await make_placement_claim(reported_before=before, today=before, now=now, **facts)
        await approve(claim_id=claim_id, now=now)
        fixed.append((await claim(viewer=OPERATOR, claim_id=claim_id)).approved or Decimal(0))
    other = await make_contract(number="2023-077", firm=ROAD_FIRM)
    at_once = replace(PLACED, candidate_label="B-9", hours_per_week=Decimal("23.5"), reported_before=cuts[-1], ends_before=date(2025, 3, 1))
    whole, _share = await value_claim(
        viewer=await contractor_of(contract_id=other), contract_id=other, kind="placement", details=at_once, today=LATER
    )
    assert sum(fixed, Decimal(0)) == whole.value == (await balances(contract_ids=[contract_id]))[contract_id].approved
