"""The choices of a goal: in which year, by which contract and from when a person counts; the year, its months and its rows say the same."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import events_page
from sroi.fulfilment.tables import Claim
from sroi.reconciliation.operations import set_goal
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.queries.goals import counted_months, earlier_years
from sroi.reconciliation.rules import PlacementVerdict, UnableToReconcile
from sroi.reconciliation.rules.facts import Fact, GoalRule, Moment, Preferred, Stage
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from tests.makers import NOW, REGIONAL, approve, make_administrator, make_contract, make_placement_claim

LATER = datetime(2024, 2, 1, 9, tzinfo=UTC)
ON = date(2024, 12, 15)
TOKEN = "ab" * 32
CHOICES = [
    GoalRule(moment=moment, preferred=preferred, stage=stage)
    for moment, preferred, stage in product(Moment, Preferred, Stage)
    if (moment, stage) != (Moment.APPROVED, Stage.REPORTED)
]


async def choose(rule: GoalRule, *, year: int = 2023) -> None:
    goal = GoalOfKind(year, GoalKind.PLACEMENTS, 65, "Jaarplan (verzonnen)", rule)
    await set_goal(viewer=await make_administrator(), goal=goal, now=NOW)


async def register() -> None:
    """Keep one person on two contracts, one who is approved a year later, and one who waits."""
    first = await make_contract(number="2023-101", contract_sum=Decimal(300_000))
    second = await make_contract(number="2023-102", awarded_on=date(2023, 9, 1), contract_sum=Decimal(900_000), authority=REGIONAL)
    for contract_id, employer in ((first, "Bakkerij Voorbeeld"), (second, "Slagerij Voorbeeld")):
        await approve(claim_id=await make_placement_claim(contract_id=contract_id, employer_name=employer, person_token=TOKEN))
    late = await make_placement_claim(contract_id=first, candidate_label="K-02", starts_on=date(2023, 11, 1))
    await approve(claim_id=late, now=LATER)
    await make_placement_claim(contract_id=second, candidate_label="K-03")


@pytest.mark.parametrize(
    ("rule", "year", "counted"),
    [
        (GoalRule(), 2023, ["2023-101", "2023-101"]),
        (GoalRule(preferred=Preferred.LATEST), 2023, ["2023-101", "2023-102"]),
        (GoalRule(preferred=Preferred.LARGEST), 2023, ["2023-101", "2023-102"]),
        (GoalRule(stage=Stage.REPORTED), 2023, ["2023-101", "2023-101", "2023-102"]),
        (GoalRule(moment=Moment.APPROVED), 2023, ["2023-101"]),
        (GoalRule(moment=Moment.APPROVED), 2024, ["2023-101"]),
        (GoalRule(), 2024, []),
    ],
)
async def test_a_goal_chooses_year_contract_and_stage(database: None, rule: GoalRule, year: int, counted: list[str]) -> None:
    await register()
    await choose(rule, year=year)
    judged = await judged_year(viewer=OPERATOR, year=year, on=ON)
    found = [one.placement.contract_number for one in judged.placements if one.verdict is PlacementVerdict.COUNTED]
    assert sorted(found) == counted
    assert judged.report.total == len(counted) == sum(line.placements for line in judged.report.contracts)


async def test_figures_in_sql_are_those_of_the_report_under_every_choice(database: None) -> None:
    await register()
    for year, rule in product((2023, 2024), CHOICES):
        await choose(rule, year=year)
        report = (await judged_year(viewer=OPERATOR, year=year, on=ON)).report
        assert await counted_months(viewer=OPERATOR, year=year, rule=rule) == report.months
        earlier = await earlier_years(viewer=OPERATOR, year=year + 1, on=date(year, 12, 31), rule=rule)
        assert sum(one.later for one in earlier if one.year == year) == report.total


async def test_the_choices_are_dated_and_audited(database: None) -> None:
    await choose(GoalRule())
    await choose(GoalRule(Fact.SCOPE, "local", Moment.APPROVED, Preferred.LATEST))
    event, _first = (event for event in await events_page(viewer=OPERATOR) if event.action == "goal.set")
    told = json.loads(event.details)
    assert told["rule"] == ["scope", "local", "approved", "latest", "approved"]
    assert told["rule_before"] == ["scope", "", "started", "earliest", "approved"]


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        (GoalOfKind(2023, GoalKind.PLACEMENTS, 65, "x", GoalRule(moment=Moment.APPROVED, stage=Stage.REPORTED)), "counts_moment"),
        (GoalOfKind(2023, GoalKind.NETWORK_GROWTH, 5, "x", GoalRule(preferred=Preferred.LATEST)), "counts_by"),
    ],
)
async def test_choices_that_cannot_be_are_refused_on_their_field(database: None, goal: GoalOfKind, field: str) -> None:
    with pytest.raises(UnableToReconcile) as refusal:
        await set_goal(viewer=await make_administrator(), goal=goal, now=NOW)
    assert refusal.value.field == field


async def test_a_claim_keeps_the_day_of_its_approval_until_that_is_taken_back(database: None) -> None:
    claim_id = await make_placement_claim(contract_id=await make_contract())
    await approve(claim_id=claim_id, now=datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    # In the Netherlands it is next year already.
    assert (await Claim.select(Claim.approved_on))[0]["approved_on"] == date(2024, 1, 1)
