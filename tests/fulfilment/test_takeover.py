"""When another contractor takes a contract over: each reports its own days, and neither sees the other's claims."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from sroi.access import Viewer
from sroi.contracts.rules import Takeover
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import keep_claim, value_claim
from sroi.fulfilment.queries.claims import claim, claims_of_contract
from sroi.fulfilment.rules import ClaimNotFound, UnableToReport
from tests.makers import GREEN_FIRM, NOW, ROAD_FIRM, TODAY, change, make_contract, make_contractor, make_placement_claim, make_reviewer

NOVEMBER = date(2023, 11, 1)


def training(before: date) -> TrainingDetails:
    """Return a training of three days that ends before a day."""
    return TrainingDetails("VCA Basis", "Voorbeeldopleidingen", date(2023, 10, 9), before, Decimal("1500.00"), block="costs")


async def taken_over(contract_id: UUID) -> Viewer:
    """Hand a contract over on 1 November 2023 and return who now reports for it."""
    successor = await make_contractor(firm=ROAD_FIRM)
    assert successor.organisation_id is not None
    await change(contract_id, Takeover(successor.organisation_id, ROAD_FIRM.name), on=NOVEMBER)
    return successor


async def test_claims_stay_with_the_contractor_who_reported_them(database: None) -> None:
    contract_id = await make_contract()
    former = await make_contractor(firm=GREEN_FIRM)
    claim_id = await make_placement_claim(contract_id=contract_id)
    successor = await taken_over(contract_id)
    record = await claim(viewer=former, claim_id=claim_id)
    assert (record.contractor_id, record.contractor_name) == (former.organisation_id, GREEN_FIRM.name)
    assert (await claim(viewer=await make_reviewer(), claim_id=claim_id)).contractor_name == GREEN_FIRM.name
    with pytest.raises(ClaimNotFound):
        await claim(viewer=successor, claim_id=claim_id)
    assert await claims_of_contract(viewer=successor, contract_id=contract_id) == ()


async def test_the_former_contractor_reports_the_days_before_the_takeover_alone(database: None) -> None:
    contract_id = await make_contract()
    former = await make_contractor(firm=GREEN_FIRM)
    await taken_over(contract_id)
    await keep_claim(viewer=former, contract_id=contract_id, kind="training", details=training(NOVEMBER), now=NOW, today=TODAY)
    with pytest.raises(UnableToReport, match="sinds 1 november 2023 van een andere opdrachtnemer"):
        await keep_claim(viewer=former, contract_id=contract_id, kind="training", details=training(date(2023, 11, 2)), now=NOW, today=TODAY)


async def test_a_placement_of_the_successor_counts_from_the_takeover(database: None) -> None:
    contract_id = await make_contract()
    successor = await taken_over(contract_id)
    claim_id = await make_placement_claim(contract_id=contract_id, starts_on=date(2023, 9, 1))
    assert (await claim(viewer=successor, claim_id=claim_id)).period.start == NOVEMBER


async def test_who_never_had_the_contract_reports_nothing(database: None) -> None:
    contract_id = await make_contract()
    former = await make_contractor(firm=GREEN_FIRM)
    successor = await make_contractor(firm=ROAD_FIRM)
    assert successor.organisation_id is not None
    await change(contract_id, Takeover(successor.organisation_id, ROAD_FIRM.name), on=date(2023, 9, 1))
    with pytest.raises(UnableToReport, match="niet uit"):
        await value_claim(viewer=former, contract_id=contract_id, kind="training", details=training(NOVEMBER), today=TODAY)
