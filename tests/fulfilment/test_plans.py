"""Plans of approach: what a line is worth, what of it counts, what came of a plan, and who may do what with it when."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.contracts.rules import ContractNotFound
from sroi.fulfilment.operations.plans import agree_plan, keep_plan, return_plan, submit_plan, take_plan_back
from sroi.fulfilment.queries.plans import plan, plan_history, plans_of_contract, submitted_plans, what_came
from sroi.fulfilment.rules.plans import (
    Came,
    PlanItem,
    PlanNotFound,
    PlanStatus,
    Setting,
    UnableToPlan,
    lines_of,
    measured,
    value_of_item,
)
from sroi.policy.queries import shipped_policy
from sroi.policy.rules import UnableToValue
from sroi.values import Period
from tests.makers import (
    NOW,
    ROAD_FIRM,
    approve,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_reviewer,
)
from tests.policy.makers import policy_of

FIRST, LAST = date(2023, 9, 1), date(2025, 9, 1)
OWED = Decimal("62500.00")
SETTING = Setting(shipped_policy(name="rijswijk-2023"), Period(FIRST, LAST), OWED)
PEOPLE = PlanItem(
    kind="placement", block="participatiewet", starts_on=FIRST, ends_before=date(2024, 9, 1), people=2, hours_per_week=Decimal(18)
)
INVOICE = PlanItem(kind="social_purchase", block="work_company", starts_on=FIRST, ends_before=LAST, costs=Decimal("8000.00"))
ACTIVITIES = """
[activities.inzet]
label = "Inzet"
value = 60
per = "hour"
[purchases.work_company]
label = "Werkbedrijf"
share_pct = 100
[limits.inzet]
label = "Activiteiten"
kinds = ["activities"]
maximum_pct = 25
"""
HOURS = PlanItem(kind="community_activity", block="community_hours", starts_on=FIRST, ends_before=LAST, hours=Decimal(200))


def test_two_people_half_time_for_a_year_are_worth_one_full_year() -> None:
    # 2 x 40.000 x 18/36 x 1
    assert value_of_item(item=PEOPLE, setting=SETTING) == Decimal("40000.00")


def test_what_lies_outside_the_contract_counts_for_nothing() -> None:
    before = replace(PEOPLE, starts_on=date(2023, 6, 1), ends_before=date(2024, 9, 1))
    assert value_of_item(item=before, setting=SETTING) == Decimal("40000.00")


def test_what_should_be_done_by_a_day_follows_the_days_of_a_placement_and_the_end_of_all_else() -> None:
    half = date(2024, 3, 1)
    # 182 of the 366 days of the year from 1 September 2023: 20.000 x 182/366 each, to the cent
    assert value_of_item(item=PEOPLE, setting=SETTING, until=half) == Decimal("9945.36") * 2
    assert value_of_item(item=INVOICE, setting=SETTING, until=half) == 0
    assert value_of_item(item=INVOICE, setting=SETTING, until=LAST) == Decimal("8000.00")
    assert value_of_item(item=PEOPLE, setting=SETTING, until=FIRST) == 0


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (replace(PEOPLE, block="verzonnen"), "block"),
        (replace(PEOPLE, kind="verzonnen"), "block"),
        (replace(PEOPLE, ends_before=FIRST), "ends_on"),
        (replace(PEOPLE, starts_on=LAST, ends_before=date(2026, 1, 1)), "starts_on"),
        (replace(PEOPLE, people=0), "people"),
        (replace(PEOPLE, people=1001), "people"),
        (replace(PEOPLE, hours_per_week=Decimal(61)), "hours_per_week"),
        (replace(PEOPLE, hours_per_week=None), "hours_per_week"),
        (replace(INVOICE, costs=None), "amount"),
        (replace(INVOICE, with_whom="bel 111222333"), "with_whom"),
        (replace(INVOICE, note="111 222 333"), "note"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(item: PlanItem, field: str) -> None:
    with pytest.raises((UnableToPlan, UnableToValue)) as refused:
        value_of_item(item=item, setting=SETTING)
    assert refused.value.field == field


def test_a_limit_of_the_policy_holds_over_the_lines_together() -> None:
    capped = Setting(policy_of(ACTIVITIES), SETTING.contract, OWED)
    hours = replace(HOURS, block="inzet")
    lines = lines_of(items=(hours, INVOICE, hours), setting=capped)
    assert [line.value for line in lines] == [Decimal("12000.00"), Decimal("8000.00"), Decimal("12000.00")]
    # a quarter of 62.500 is 15.625, of which the first line uses 12.000
    assert [line.counts for line in lines] == [Decimal("12000.00"), Decimal("8000.00"), Decimal("3625.00")]


def test_a_line_that_the_policy_no_longer_has_is_shown_and_worth_nothing() -> None:
    (line,) = lines_of(items=(replace(INVOICE, block="verdwenen"),), setting=SETTING)
    assert (line.label, line.value, line.counts) == ("verdwenen", 0, 0)


def test_a_plan_is_measured_block_by_block_and_what_came_beside_it_is_shown() -> None:
    came = {
        ("placement", "participatiewet"): Came(Decimal("10000.00"), Decimal("5000.00")),
        ("training", "costs"): Came(Decimal("700.00")),
    }
    rows = measured(items=(PEOPLE, INVOICE, PEOPLE), setting=SETTING, came=came, on=date(2024, 3, 1))
    assert [(row.block, row.planned, row.by_now, row.is_behind) for row in rows] == [
        ("participatiewet", Decimal("80000.00"), Decimal("39781.44"), True),
        ("work_company", Decimal("8000.00"), 0, False),
        ("costs", 0, 0, False),
    ]


async def _kept(contract_id: UUID, *items: PlanItem, version: int = 0) -> UUID:
    return await keep_plan(viewer=await make_contractor(), contract_id=contract_id, items=items or (PEOPLE,), version=version, now=NOW)


async def test_a_plan_goes_to_the_wsp_comes_back_with_a_question_and_is_agreed(database: None) -> None:
    contract_id, contractor, reviewer = await make_contract(), await make_contractor(), await make_reviewer()
    plan_id = await _kept(contract_id, PEOPLE, INVOICE)
    with pytest.raises(PlanNotFound):
        await plan(viewer=reviewer, plan_id=plan_id)
    await submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=NOW)
    assert [row.id for row in await submitted_plans(viewer=reviewer)] == [plan_id]
    with pytest.raises(UnableToPlan) as refused:
        await return_plan(viewer=reviewer, plan_id=plan_id, version=2, reason=" ", now=NOW)
    assert refused.value.field == "reason"
    await return_plan(viewer=reviewer, plan_id=plan_id, version=2, reason="Wie begeleidt?", now=NOW)
    assert (await plan(viewer=contractor, plan_id=plan_id)).reason == "Wie begeleidt?"
    await _kept(contract_id, PEOPLE, version=3)
    await submit_plan(viewer=contractor, plan_id=plan_id, version=4, now=NOW)
    await agree_plan(viewer=reviewer, plan_id=plan_id, version=5, reason="", now=NOW)
    held = await plan(viewer=contractor, plan_id=plan_id)
    assert (held.status, held.items) == (PlanStatus.AGREED, (PEOPLE,))
    steps = [step.status.value for step in await plan_history(record=held)]
    assert steps == ["draft", "submitted", "returned", "submitted", "agreed"]
    assert await submitted_plans(viewer=reviewer) == ()


async def test_what_was_agreed_is_replaced_by_the_next_that_is_agreed_and_never_changed(database: None) -> None:
    contract_id, contractor, reviewer = await make_contract(), await make_contractor(), await make_reviewer()
    for items in ((PEOPLE,), (INVOICE,)):
        plan_id = await _kept(contract_id, *items)
        await submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=NOW)
        await agree_plan(viewer=reviewer, plan_id=plan_id, version=2, reason="Goed plan", now=NOW)
    plans = await plans_of_contract(viewer=contractor, contract_id=contract_id)
    assert [(one.number, one.status.value, one.items) for one in plans] == [(2, "agreed", (INVOICE,)), (1, "superseded", (PEOPLE,))]


async def test_a_plan_that_was_taken_back_is_the_contractors_alone_again(database: None) -> None:
    plan_id, contractor = await _kept(await make_contract()), await make_contractor()
    await submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=NOW)
    await take_plan_back(viewer=contractor, plan_id=plan_id, version=2, now=NOW)
    with pytest.raises(PlanNotFound):
        await plan(viewer=await make_reviewer(), plan_id=plan_id)
    with pytest.raises(UnableToPlan):
        await take_plan_back(viewer=contractor, plan_id=plan_id, version=3, now=NOW)


async def test_of_two_who_change_a_plan_at_once_the_second_is_told(database: None) -> None:
    contract_id = await make_contract()
    plan_id = await _kept(contract_id, PEOPLE)
    await _kept(contract_id, PEOPLE, INVOICE, version=1)
    with pytest.raises(UnableToPlan, match="intussen"):
        await _kept(contract_id, INVOICE, version=1)
    with pytest.raises(UnableToPlan, match="intussen"):
        await _kept(contract_id, INVOICE, version=0)
    contractor, reviewer = await make_contractor(), await make_reviewer()
    await submit_plan(viewer=contractor, plan_id=plan_id, version=2, now=NOW)
    with pytest.raises(UnableToPlan, match="ligt bij het WSP"):
        await _kept(contract_id, INVOICE, version=3)
    await agree_plan(viewer=reviewer, plan_id=plan_id, version=3, reason="", now=NOW)
    with pytest.raises(UnableToPlan, match="afgehandeld"):
        await return_plan(viewer=reviewer, plan_id=plan_id, version=4, reason="Toch niet", now=NOW)


async def test_a_line_that_cannot_be_keeps_the_whole_plan_as_it_was(database: None) -> None:
    contract_id = await make_contract()
    await _kept(contract_id, PEOPLE)
    with pytest.raises(UnableToPlan):
        await _kept(contract_id, INVOICE, replace(INVOICE, block="verzonnen"), version=1)
    (held,) = await plans_of_contract(viewer=await make_contractor(), contract_id=contract_id)
    assert (held.version, held.items) == (1, (PEOPLE,))


async def test_an_empty_plan_is_not_sent(database: None) -> None:
    contract_id, contractor = await make_contract(), await make_contractor()
    plan_id = await keep_plan(viewer=contractor, contract_id=contract_id, items=(), version=0, now=NOW)
    with pytest.raises(UnableToPlan, match="eerst een rij"):
        await submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=NOW)


async def test_a_plan_of_another_does_not_exist_and_only_the_wsp_answers(database: None) -> None:
    contract_id, stranger = await make_contract(), await make_contractor(firm=ROAD_FIRM)
    plan_id = await _kept(contract_id)
    with pytest.raises(ContractNotFound):
        await plan(viewer=stranger, plan_id=plan_id)
    with pytest.raises(ContractNotFound):
        await keep_plan(viewer=stranger, contract_id=contract_id, items=(PEOPLE,), version=1, now=NOW)
    with pytest.raises(UnableToAllow):
        await plan(viewer=await make_officer(), plan_id=plan_id)
    with pytest.raises(UnableToAllow):
        await agree_plan(viewer=await make_contractor(), plan_id=plan_id, version=1, reason="", now=NOW)
    with pytest.raises(PlanNotFound):
        await plan(viewer=await make_contractor(), plan_id=uuid4())


async def test_what_came_is_what_was_approved_and_what_waits_by_block(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_placement_claim(contract_id=contract_id, candidate_label="K-01")
    await approve(claim_id=claim_id, amount=Decimal("1000.00"))
    await make_placement_claim(contract_id=contract_id, candidate_label="K-02", target_group="wia")
    await make_placement_claim(contract_id=contract_id, candidate_label="K-03", target_group="wia", submitted=False)
    came = await what_came(contract_id=contract_id)
    assert set(came) == {("placement", "participatiewet"), ("placement", "wia")}
    assert came["placement", "participatiewet"] == Came(Decimal("1000.00"))
    assert came["placement", "wia"].approved == 0
    assert came["placement", "wia"].in_review > 0
