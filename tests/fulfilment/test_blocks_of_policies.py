"""Every block that a policy has can be claimed: several trainings, activities by hour, cost or day, and kinds of supplier."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS, is_offered
from sroi.fulfilment.kinds.community_activity import CommunityActivityDetails
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import change_claim, keep_claim
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.fulfilment.tables import Claim
from sroi.policy.queries import shipped_policy, shipped_text
from sroi.policy.rules import read_policy
from sroi.portal.forms import FORMS
from sroi.simulation.queries import simulate
from tests.fulfilment.makers import RULES, make_limited_contract
from tests.makers import NOW, TODAY, approve, contractor_of, make_activity_claim, make_administrator, make_contract, make_training_claim
from tests.simulation.test_simulating import HELD, draft

TRAINING = TrainingDetails("VCA Basis", "Voorbeeldopleidingen", date(2023, 10, 9), date(2023, 10, 12), Decimal("800.00"), 2, block="costs")
ACTIVITY = CommunityActivityDetails(
    "Gastlessen over groen", "Basisschool Voorbeeld", "hours", date(2023, 11, 6), date(2023, 11, 8), people=3, hours=Decimal("2.5")
)
KNOWN: dict[str, Any] = {"training": TRAINING, "community_activity": ACTIVITY}


async def reported(contract_id: UUID, kind: str, **facts: Any) -> UUID:
    """Keep a training or activity with other facts than the known ones."""
    contractor = await contractor_of(contract_id=contract_id)
    details = replace(KNOWN[kind], **facts)
    return await keep_claim(viewer=contractor, contract_id=contract_id, kind=kind, details=details, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "facts", "value"),
    [
        ("training", {}, "800.00"),
        ("training", {"block": "certificate", "costs": None}, "3000.00"),  # 1.500 for each of two
        ("training", {"block": "mentor", "costs": None, "hours": Decimal("7.5")}, "450.00"),  # 60 an hour
        ("community_activity", {}, "750.00"),  # 100 x 2,5 hours x 3 people
        ("community_activity", {"block": "money", "costs": Decimal("123.45"), "hours": None}, "123.45"),
        ("community_activity", {"block": "day", "costs": Decimal("5000.00"), "hours": None, "days": Decimal(2)}, "2000.00"),
        ("community_activity", {"block": "day", "costs": Decimal("5000.00"), "hours": None}, "1000.00"),  # a day when none is told
    ],
    ids=lambda value: str(value)[:60],
)
async def test_a_claim_is_worth_what_its_block_says_and_comes_back_as_it_was_reported(
    database: None, kind: str, facts: dict[str, Any], value: str
) -> None:
    contract_id = await make_limited_contract()
    claim_id = await reported(contract_id, kind, **facts)
    record = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id)
    assert (record.value, record.expected) == (Decimal(value), Decimal(value))
    assert record.details == replace(KNOWN[kind], **facts)
    assert dict(record.facts)["Bouwblok"] in {block.label for block in _blocks(kind)}


def _blocks(kind: str) -> list[Any]:
    return list(getattr(read_policy(name="voorbeeld", text=RULES), KINDS[kind].policy_table).values())


async def test_an_activity_is_shown_in_words_with_what_its_block_asks_for(database: None) -> None:
    contract_id = await make_limited_contract()
    record = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=await reported(contract_id, "community_activity"))
    assert (record.kind_label, record.summary) == ("Maatschappelijke activiteit", "Gastlessen over groen, voor Basisschool Voorbeeld")
    shown = dict(record.facts)
    assert (shown["Voor wie"], shown["Mensen"], shown["Uren"]) == ("Basisschool Voorbeeld", "3", "2,5")
    assert shown["Laatste dag"] == "7 november 2023" and "Dagen" not in shown
    assert record.required_evidence == ("urenstaat",)


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("training", {"block": "astronauts"}, "block"),
        ("training", {"block": "mentor"}, "hours"),
        ("training", {"costs": None}, "amount"),
        ("training", {"costs": Decimal("-0.01")}, "amount"),
        ("training", {"block": "certificate", "costs": Decimal(0)}, "amount"),
        ("training", {"block": "mentor", "hours": Decimal("144.01")}, "hours"),  # two people, three days
        ("training", {"hours": Decimal(-1)}, "hours"),
        ("training", {"hours": Decimal("1.001")}, "hours"),
        ("training", {"days": Decimal("3.5")}, "days"),
        ("training", {"ends_before": date(2023, 10, 9)}, "ends_on"),
        ("training", {"ends_before": date(2023, 10, 1)}, "ends_on"),
        ("community_activity", {"block": "astronauts"}, "block"),
        ("community_activity", {"hours": None}, "hours"),
        ("community_activity", {"hours": Decimal(0)}, "hours"),
        ("community_activity", {"people": 0}, "people"),
        ("community_activity", {"block": "money"}, "amount"),
        ("community_activity", {"block": "money", "costs": Decimal(0)}, "amount"),
        ("community_activity", {"block": "money", "costs": Decimal(-5)}, "amount"),
        ("community_activity", {"block": "day", "costs": Decimal(5), "days": Decimal(3)}, "days"),
        ("community_activity", {"ends_before": date(2023, 11, 6)}, "ends_on"),
        ("community_activity", {"ends_before": date(2023, 12, 17)}, "ends_on"),
        ("community_activity", {"starts_on": date(2023, 12, 16), "ends_before": date(2023, 12, 17)}, "starts_on"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_cannot_be_true_is_refused_on_its_field(database: None, kind: str, facts: dict[str, Any], field: str) -> None:
    contract_id = await make_limited_contract()
    with pytest.raises(UnableTo) as refusal:
        await reported(contract_id, kind, **facts)
    assert refusal.value.field == field and refusal.value.message.endswith(".")
    assert not await Claim.exists()


async def test_an_activity_lives_as_every_claim_does(database: None) -> None:
    contract_id = await make_limited_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await make_activity_claim(contract_id=contract_id, block="hours", hours=Decimal(4), people=2, submitted=False)
    changed = replace(ACTIVITY, block="money", costs=Decimal("250.00"))
    await change_claim(viewer=contractor, claim_id=claim_id, details=changed, now=NOW, today=TODAY)
    assert (await claim(viewer=contractor, claim_id=claim_id)).details == changed
    other = await make_activity_claim(contract_id=contract_id, block="hours", hours=Decimal(4), people=2)
    await approve(claim_id=other)
    record = await claim(viewer=OPERATOR, claim_id=other)
    assert (record.status, record.approved) == (ClaimStatus.APPROVED, Decimal("800.00"))


def test_a_kind_without_a_block_in_the_policy_is_not_offered() -> None:
    leiden, utrecht = shipped_policy("leiden-2023"), shipped_policy("utrecht")
    assert [key for key, kind in KINDS.items() if not is_offered(kind=kind, policy=leiden)] == ["training"]
    assert all(is_offered(kind=kind, policy=utrecht) for kind in KINDS.values())


def test_every_kind_has_a_form_of_its_own_and_an_address_of_its_own() -> None:
    assert list(FORMS) == list(KINDS)
    assert len({form.url for form in FORMS.values()}) == len(KINDS)


async def test_a_draft_policy_changes_what_trainings_and_activities_are_worth_by_their_own_block(database: None) -> None:
    contract_id = await make_contract()
    await make_training_claim(contract_id=contract_id)
    hours = await make_activity_claim(contract_id=contract_id, block="community_hours", hours=Decimal(4), people=2)
    await make_activity_claim(contract_id=contract_id, block="community_costs", costs=Decimal("300.00"))
    region = shipped_text("haaglanden-2023")
    old = 'per = "hour"\nvalue = 100\n'
    assert region.count(old) == 1
    found = await simulate(viewer=await make_administrator(), policy=draft(HELD, region.replace(old, 'per = "hour"\nvalue = 80\n')))
    changes = {change.claim_id: (change.before, change.after) for change in found.claims}
    assert changes == {hours: (Decimal("800.00"), Decimal("640.00"))}
