"""Placements: what each period is worth, by hand, and which days may be reported."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.access import Viewer
from sroi.errors import UnableTo
from sroi.fulfilment.kinds.placement import PlacementDetails
from sroi.fulfilment.operations import keep_claim, value_claim, withdraw_claim
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimRecord
from sroi.fulfilment.tables import Candidate, Claim, Placement
from sroi.policy.queries import shipped_policy
from sroi.policy.rules import PlacementFacts, value_of_period, value_until
from sroi.values import Period
from tests.makers import GREEN_FIRM, NOW, ROAD_FIRM, contractor_of, make_contract, make_contractor, submit

PLACED = PlacementDetails(
    candidate_label="K-01",
    target_group="participatiewet",
    employer_name=GREEN_FIRM.name,
    employer_kvk_number=GREEN_FIRM.kvk_number,
    starts_on=date(2023, 9, 1),
    hours_per_week=Decimal(24),
    reported_before=date(2023, 12, 1),
    ends_before=date(2024, 3, 1),
)
TODAY = date(2024, 12, 31)
TOKEN = "a1" * 32


async def reported(contract_id: UUID, viewer: Viewer | None = None, submitted: bool = True, **facts: Any) -> ClaimRecord:
    """Report a placement and return its claim."""
    contractor = viewer or await contractor_of(contract_id=contract_id)
    details = replace(PLACED, **facts)
    claim_id = await keep_claim(viewer=contractor, contract_id=contract_id, kind="placement", details=details, now=NOW, today=TODAY)
    if submitted:
        await submit(claim_id=claim_id, contractor=contractor, today=TODAY)
    return await claim(viewer=contractor, claim_id=claim_id)


async def refused_on(contract_id: UUID, today: date = TODAY, **facts: Any) -> str | None:
    """Return the field on which a placement is refused."""
    contractor = await contractor_of(contract_id=contract_id)
    with pytest.raises(UnableTo) as refusal:
        await keep_claim(
            viewer=contractor, contract_id=contract_id, kind="placement", details=replace(PLACED, **facts), now=NOW, today=today
        )
    assert refusal.value.message.endswith(".")
    assert not await Claim.exists()
    return refusal.value.field


# ---------------------------------------------------------------- values by hand


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        # 40.000 x 24/36 x 91/366, for 1 September 2023 to 1 September 2024 has 366 days
        ({}, "6630.24"),
        # 20.000 x 1 x 61/366 from 1 October
        ({"target_group": "ww", "hours_per_week": Decimal(36), "starts_on": date(2023, 10, 1)}, "3333.33"),
        # hours above full time count as full time
        ({"target_group": "ww", "hours_per_week": Decimal(40), "starts_on": date(2023, 10, 1)}, "3333.33"),
        # a whole year is exactly one, leap day or not
        (
            {
                "target_group": "banenafspraak",
                "hours_per_week": Decimal(36),
                "reported_before": date(2024, 9, 1),
                "ends_before": None,
            },
            "50000.00",
        ),
        # the cap of 12 months: 20.000 and not a cent more
        (
            {
                "target_group": "ww",
                "hours_per_week": Decimal(36),
                "reported_before": date(2024, 12, 1),
                "ends_before": None,
            },
            "20000.00",
        ),
        # half an hour counts: 40.000 x 24,5/36 x 91/366
        ({"hours_per_week": Decimal("24.5")}, "6768.37"),
        # started in June, the contract in September: counted from the contract on
        ({"starts_on": date(2023, 6, 1)}, "6630.24"),
        # started more than twelve months before the contract: does not count
        ({"starts_on": date(2022, 8, 1)}, "0.00"),
    ],
    ids=["part time", "full time", "over full time", "a year", "the cap", "half an hour", "before the contract", "long before it"],
)
async def test_a_placement_is_worth_what_the_policy_says(database: None, facts: dict[str, Any], value: str) -> None:
    record = await reported(await make_contract(), submitted=False, **facts)
    assert record.value == Decimal(value)
    assert record.steps


async def test_a_placement_tells_what_it_will_be_worth_at_its_end(database: None) -> None:
    record = await reported(await make_contract(), submitted=False)
    assert (record.value, record.expected) == (Decimal("6630.24"), Decimal("13260.47"))


async def test_a_placement_comes_back_as_it_was_reported(database: None) -> None:
    facts: dict[str, Any] = {
        "residence": "GM0603",
        "birth_year": 1965,
        "bonuses": frozenset({"age_55_plus"}),
        "wage_cost_subsidy_before": date(2025, 1, 1),
    }
    record = await reported(await make_contract(), submitted=False, **facts)
    assert record.details == replace(PLACED, **facts)
    shown = dict(record.facts)
    assert shown["Kandidaat"] == "K-01"
    assert shown["Woongemeente"].startswith("Rijswijk")
    assert shown["Laatste werkdag"] == "29 februari 2024"


# ---------------------------------------------------------------- periods


async def test_periods_continue_by_themselves_and_add_up_to_the_cent(database: None) -> None:
    contract_id = await make_contract()
    first = await reported(contract_id)
    second = await reported(contract_id, reported_before=date(2024, 3, 1))
    assert (first.period, second.period) == (
        Period(date(2023, 9, 1), date(2023, 12, 1)),
        Period(date(2023, 12, 1), date(2024, 3, 1)),
    )
    assert (first.value, second.value) == (Decimal("6630.24"), Decimal("6630.23"))
    assert first.value + second.value == second.expected == Decimal("13260.47")


async def test_days_that_were_reported_already_are_refused(database: None) -> None:
    contract_id = await make_contract()
    record = await reported(contract_id, submitted=False)
    contractor = await contractor_of(contract_id=contract_id)
    for label in ("K-01", "  k-01 "):
        for reported_before in (date(2023, 12, 1), date(2023, 10, 1)):
            with pytest.raises(UnableTo, match="al opgegeven") as refusal:
                await value_claim(
                    viewer=contractor,
                    contract_id=contract_id,
                    kind="placement",
                    details=replace(PLACED, candidate_label=label, reported_before=reported_before),
                    today=TODAY,
                )
            assert refusal.value.field == "reported_on"
    await withdraw_claim(viewer=contractor, claim_id=record.id, now=NOW)
    assert (await reported(contract_id)).period == record.period


async def test_the_same_person_under_another_label_is_not_reported_twice(database: None) -> None:
    contract_id = await make_contract()
    await reported(contract_id, person_token=TOKEN)
    contractor = await contractor_of(contract_id=contract_id)
    other_label = replace(PLACED, candidate_label="K-02", person_token=TOKEN)
    with pytest.raises(UnableTo, match="al opgegeven"):
        await value_claim(viewer=contractor, contract_id=contract_id, kind="placement", details=other_label, today=TODAY)


async def test_another_employer_or_another_person_may_have_the_same_days(database: None) -> None:
    contract_id = await make_contract()
    await reported(contract_id)
    assert (await reported(contract_id, employer_name="Ander Voorbeeld B.V.")).value == Decimal("6630.24")
    assert (await reported(contract_id, candidate_label="K-02")).value == Decimal("6630.24")


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.sets(st.integers(1, 729), max_size=5),
    hours=st.integers(1, 6000).map(lambda hundredths: Decimal(hundredths) / 100),
    group=st.sampled_from(["participatiewet", "ww", "banenafspraak", "internship_vso_pro"]),
)
def test_any_division_of_a_placement_adds_up_to_the_whole(cuts: set[int], hours: Decimal, group: str) -> None:
    start = date(2023, 9, 1)
    facts = PlacementFacts(group, hours, start, date(2025, 8, 31), contract_start=start)
    days = [start, *(date.fromordinal(start.toordinal() + cut) for cut in sorted(cuts)), date(2025, 8, 31)]
    parts = [
        value_of_period(policy=shipped_policy("rijswijk-2023"), placement=facts, period=Period(first, end)).amount
        for first, end in pairwise(days)
    ]
    assert sum(parts) == value_until(policy=shipped_policy("rijswijk-2023"), placement=facts, until=None).amount
    assert min(parts) >= 0


# ---------------------------------------------------------------- the cap of a person


async def test_days_with_another_contractor_count_for_the_cap_and_nothing_tells_which(database: None) -> None:
    green = await make_contract(number="2023-014")
    road = await make_contract(
        number="2024-099", title="Wegonderhoud", firm=ROAD_FIRM, starts_on=date(2024, 3, 1), ends_before=date(2026, 3, 1)
    )
    half_a_year: dict[str, Any] = {"target_group": "ww", "hours_per_week": Decimal(36), "person_token": TOKEN}
    await reported(green, reported_before=date(2024, 3, 1), **half_a_year)
    later: dict[str, Any] = {
        **half_a_year,
        "candidate_label": "B-7",
        "employer_name": ROAD_FIRM.name,
        "employer_kvk_number": ROAD_FIRM.kvk_number,
        "starts_on": date(2024, 3, 1),
        "reported_before": date(2024, 12, 1),
        "ends_before": None,
    }
    capped = await reported(road, **later)
    # 182 of its twelve months were counted: until 1 September 2024, 20.000 x 184/365
    assert capped.value == Decimal("10082.19")
    told = " ".join(f"{step.label} {step.explanation} {step.figure}" for step in capped.steps) + repr(capped.facts)
    for secret in (GREEN_FIRM.name, GREEN_FIRM.kvk_number, "2023-014", "K-01", TOKEN):
        assert secret not in told


async def test_days_that_nobody_submitted_do_not_count_for_the_cap(database: None) -> None:
    green = await make_contract(number="2023-014")
    road = await make_contract(number="2024-099", firm=ROAD_FIRM, starts_on=date(2024, 3, 1), ends_before=date(2026, 3, 1))
    draft: dict[str, Any] = {"target_group": "ww", "hours_per_week": Decimal(36), "person_token": TOKEN}
    await reported(green, submitted=False, reported_before=date(2024, 3, 1), **draft)
    record = await reported(
        road, starts_on=date(2024, 3, 1), reported_before=date(2024, 12, 1), ends_before=None, employer_name=ROAD_FIRM.name, **draft
    )
    assert record.value == Decimal("15068.49")  # 20.000 x 275/365


async def test_without_a_token_another_contractors_label_is_another_person(database: None) -> None:
    green = await make_contract(number="2023-014")
    road = await make_contract(number="2024-099", firm=ROAD_FIRM)
    await reported(green, target_group="ww", reported_before=date(2024, 3, 1))
    await reported(road, target_group="ww", reported_before=date(2024, 3, 1))
    assert await Candidate.count() == 2


async def test_a_label_that_belongs_to_someone_else_is_refused(database: None) -> None:
    contract_id = await make_contract()
    await reported(contract_id, person_token=TOKEN)
    contractor = await contractor_of(contract_id=contract_id)
    other = replace(PLACED, person_token="b2" * 32, reported_before=date(2024, 1, 1))
    with pytest.raises(UnableTo, match="K-01") as refusal:
        await value_claim(viewer=contractor, contract_id=contract_id, kind="placement", details=other, today=TODAY)
    assert refusal.value.field == "candidate_label"


async def test_a_label_that_gets_a_token_later_stays_the_same_person(database: None) -> None:
    contract_id = await make_contract()
    await reported(contract_id)
    await reported(contract_id, person_token=TOKEN, reported_before=date(2024, 2, 1))
    await reported(contract_id, reported_before=date(2024, 3, 1))
    rows = await Candidate.select(Candidate.person_token)
    assert [row["person_token"] for row in rows] == [TOKEN]


# ---------------------------------------------------------------- what cannot be true


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"hours_per_week": Decimal("60.01")}, "hours_per_week"),
        ({"hours_per_week": Decimal(0)}, "hours_per_week"),
        ({"hours_per_week": Decimal(-8)}, "hours_per_week"),
        ({"hours_per_week": Decimal("24.001")}, "hours_per_week"),
        ({"ends_before": date(2023, 9, 1)}, "ends_on"),
        ({"ends_before": date(2023, 1, 1)}, "ends_on"),
        ({"reported_before": date(2023, 9, 1)}, "reported_on"),
        ({"reported_before": date(2024, 3, 2)}, "reported_on"),
        ({"starts_on": date(2023, 6, 1), "reported_before": date(2023, 9, 1)}, "reported_on"),
        ({"birth_year": 2009}, "birth_year"),
        ({"birth_year": 2030}, "birth_year"),
        ({"birth_year": 1900}, "birth_year"),
        ({"target_group": "astronauts"}, "target_group"),
        ({"bonuses": frozenset({"astronauts"})}, "bonuses"),
        ({"bonuses": frozenset({"age_55_plus"})}, "birth_year"),
        ({"bonuses": frozenset({"age_55_plus"}), "birth_year": 1990}, "birth_year"),
    ],
    ids=lambda value: str(value)[:70],
)
async def test_what_cannot_be_true_is_refused_on_its_field(database: None, facts: dict[str, Any], field: str) -> None:
    assert await refused_on(await make_contract(), **facts) == field


@pytest.mark.parametrize(
    "facts",
    [
        {"hours_per_week": Decimal(60)},
        {"hours_per_week": Decimal("0.01")},
        {"birth_year": 2008},
        {"reported_before": date(2024, 3, 1)},
        {"reported_before": date(2023, 9, 2)},
    ],
    ids=str,
)
async def test_what_is_just_possible_is_kept(database: None, facts: dict[str, Any]) -> None:
    await reported(await make_contract(), submitted=False, **facts)


async def test_days_in_the_future_are_reported_when_they_have_passed(database: None) -> None:
    contract_id, today = await make_contract(), date(2023, 11, 15)
    assert await refused_on(contract_id, today=today, reported_before=date(2023, 11, 17)) == "reported_on"
    assert await refused_on(contract_id, today=today, starts_on=date(2023, 12, 1), reported_before=date(2023, 12, 5)) == "reported_on"
    contractor = await contractor_of(contract_id=contract_id)
    valued, _share = await value_claim(
        viewer=contractor,
        contract_id=contract_id,
        kind="placement",
        details=replace(PLACED, reported_before=date(2023, 11, 16)),
        today=today,
    )
    assert valued.period == Period(date(2023, 9, 1), date(2023, 11, 16))


async def test_valuing_a_claim_keeps_nothing(database: None) -> None:
    contract_id = await make_contract()
    contractor = await make_contractor()
    valued, _share = await value_claim(viewer=contractor, contract_id=contract_id, kind="placement", details=PLACED, today=TODAY)
    assert valued.value == Decimal("6630.24")
    for table in (Claim, Placement, Candidate):
        assert not await table.exists()
