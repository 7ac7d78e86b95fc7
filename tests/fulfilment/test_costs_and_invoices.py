"""Trainings and social purchases: what they are worth, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import Viewer
from sroi.errors import UnableTo
from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import change_claim, keep_claim, submit_claim, withdraw_claim
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus, UnableToReport
from sroi.fulfilment.tables import Claim
from sroi.values import Period
from tests.makers import NOW, ROAD_FIRM, contractor_of, make_contract, submit

TODAY = date(2023, 12, 15)
TRAINING = TrainingDetails(
    "VCA Basis", "Voorbeeldopleidingen", date(2023, 10, 9), date(2023, 10, 12), Decimal("1500.00"), 2, Decimal("16.5"), block="costs"
)
PURCHASE = SocialPurchaseDetails(
    supplier_name="Sociale werkplaats Voorbeeld",
    supplier_kind="work_company",
    invoice_number="F-2023-118",
    invoiced_on=date(2023, 11, 3),
    amount=Decimal("999.99"),
    description="Plantgoed",
    supplier_kvk_number="00100009",
)
KINDS: dict[str, Any] = {"training": TRAINING, "social_purchase": PURCHASE}


async def reported(contract_id: UUID, kind: str, viewer: Viewer | None = None, **facts: Any) -> UUID:
    contractor = viewer or await contractor_of(contract_id=contract_id)
    details = replace(KINDS[kind], **facts)
    return await keep_claim(viewer=contractor, contract_id=contract_id, kind=kind, details=details, now=NOW, today=TODAY)


async def test_a_training_is_worth_its_costs_over_the_days_that_it_took(database: None) -> None:
    contract_id = await make_contract()
    record = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=await reported(contract_id, "training"))
    assert (record.value, record.expected) == (Decimal("1500.00"), Decimal("1500.00"))
    assert record.period == Period(date(2023, 10, 9), date(2023, 10, 12))
    assert record.details == TRAINING
    assert dict(record.facts)["Laatste dag"] == "11 oktober 2023"
    assert record.summary == "VCA Basis, door Voorbeeldopleidingen"


async def test_a_purchase_is_worth_its_invoice_on_the_day_of_the_invoice(database: None) -> None:
    contract_id = await make_contract()
    record = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=await reported(contract_id, "social_purchase"))
    assert record.value == Decimal("999.99")
    assert record.period == Period(date(2023, 11, 3), date(2023, 11, 4))
    assert record.details == PURCHASE
    assert record.summary == "Sociale werkplaats Voorbeeld, factuur F-2023-118"


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("training", {"ends_before": date(2023, 10, 9)}, "ends_on"),
        ("training", {"starts_on": date(2023, 12, 16), "ends_before": date(2023, 12, 17)}, "starts_on"),
        ("training", {"participants": 0}, "participants"),
        ("training", {"costs": Decimal(0)}, "amount"),
        ("training", {"costs": Decimal("-0.01")}, "amount"),
        ("social_purchase", {"supplier_kind": "bakery"}, "supplier_kind"),
        ("social_purchase", {"invoiced_on": date(2023, 12, 16)}, "invoiced_on"),
        ("social_purchase", {"amount": Decimal(0)}, "amount"),
        ("social_purchase", {"amount": Decimal(-5)}, "amount"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_cannot_be_true_is_refused_on_its_field(database: None, kind: str, facts: dict[str, Any], field: str) -> None:
    contract_id = await make_contract()
    with pytest.raises(UnableTo) as refusal:
        await reported(contract_id, kind, **facts)
    assert refusal.value.field == field
    assert not await Claim.exists()


async def test_an_invoice_or_training_of_today_is_kept(database: None) -> None:
    contract_id = await make_contract()
    await reported(contract_id, "social_purchase", invoiced_on=TODAY)
    await reported(contract_id, "training", starts_on=TODAY, ends_before=date(2023, 12, 16))


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"invoice_number": " f-2023-118 "},
        {"supplier_name": "SOCIALE WERKPLAATS  VOORBEELD", "amount": Decimal("5.00")},
    ],
    ids=["the same", "the number in other signs", "the supplier in other signs"],
)
async def test_an_invoice_is_claimed_once_on_a_contract(database: None, written: dict[str, Any]) -> None:
    contract_id = await make_contract()
    await reported(contract_id, "social_purchase")
    with pytest.raises(UnableToReport, match="al opgegeven") as refusal:
        await reported(contract_id, "social_purchase", **written)
    assert refusal.value.field == "invoice_number"


@pytest.mark.parametrize(
    "other", [{"invoice_number": "F-2023-119"}, {"supplier_name": "Andere werkplaats", "supplier_kvk_number": "00200009"}], ids=str
)
async def test_another_invoice_or_supplier_is_another_purchase(database: None, other: dict[str, Any]) -> None:
    contract_id = await make_contract()
    await reported(contract_id, "social_purchase")
    await reported(contract_id, "social_purchase", **other)
    assert await Claim.count() == 2


async def test_an_invoice_that_was_withdrawn_may_be_claimed_again(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    await withdraw_claim(viewer=contractor, claim_id=await reported(contract_id, "social_purchase"), now=NOW)
    await reported(contract_id, "social_purchase")


async def test_the_same_invoice_on_another_contract_is_left_to_the_reviewer(database: None) -> None:
    await reported(await make_contract(number="2023-014"), "social_purchase")
    await reported(await make_contract(number="2023-015", firm=ROAD_FIRM), "social_purchase")
    assert await Claim.count() == 2


async def test_a_claim_may_keep_its_own_invoice_and_not_take_that_of_another(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    first = await reported(contract_id, "social_purchase")
    second = await reported(contract_id, "social_purchase", invoice_number="F-2023-119")
    with pytest.raises(UnableToReport):
        await change_claim(viewer=contractor, claim_id=second, details=PURCHASE, now=NOW, today=TODAY)
    await change_claim(viewer=contractor, claim_id=first, details=replace(PURCHASE, amount=Decimal("800.00")), now=NOW, today=TODAY)
    await submit(claim_id=first, contractor=contractor)
    record = await claim(viewer=contractor, claim_id=first)
    assert (record.status, record.value) == (ClaimStatus.SUBMITTED, Decimal("800.00"))


async def test_evidence_is_needed_to_submit(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    claim_id = await reported(contract_id, "training")
    with pytest.raises(UnableToReport, match="bewijsstuk") as refusal:
        await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY)
    assert refusal.value.field == "evidence"
    assert (await claim(viewer=contractor, claim_id=claim_id)).status is ClaimStatus.DRAFT


async def test_nothing_is_reported_on_a_contract_that_owes_nothing(database: None) -> None:
    contract_id = await make_contract(contract_sum=Decimal("150000.00"))
    with pytest.raises(UnableToReport, match="geen verplichting"):
        await reported(contract_id, "training")
