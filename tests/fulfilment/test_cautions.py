"""What deserves a second look: told at entry without a word of others, and to the reviewer with the claims in which it stands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.fulfilment.operations import value_claim
from sroi.fulfilment.queries.cautions import cautions_at_entry, cautions_of_claims
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import Caution, evidence_cautions, invoice_cautions
from sroi.fulfilment.tables import SocialPurchase
from sroi.partners.operations import add_partner, change_partner
from sroi.partners.rules import PartnerFacts
from tests.fulfilment.test_placements import PLACED
from tests.makers import (
    GREEN_FIRM,
    NOW,
    ROAD_FIRM,
    contractor_of,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
)

TOKEN = "a1" * 32
TODAY = date(2024, 12, 31)
INVOICE = SocialPurchaseDetails("Sociale werkplaats Voorbeeld", "work_company", "F-2023-118", date(2023, 11, 3), Decimal("999.99"))
PARTNER = PartnerFacts(name="Sociale werkplaats Voorbeeld", supplier_kind="work_company", recognised_from=date(2022, 1, 1))


async def at_entry(contract_id: UUID, kind: str, details: Any) -> tuple[Caution, ...]:
    viewer = await contractor_of(contract_id=contract_id)
    about: dict[str, Any] = {"viewer": viewer, "contract_id": contract_id, "kind": kind, "details": details, "today": TODAY}
    valued, _share = await value_claim(**about)
    return await cautions_at_entry(period=valued.period, **about)


async def at_review(claim_id: UUID) -> tuple[Caution, ...]:
    record = await claim(viewer=await make_reviewer(), claim_id=claim_id)
    return (await cautions_of_claims(records=[record], reader=None))[claim_id]


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"hours_per_week": Decimal(40)}, "hours_per_week", "40 uur per week is meer dan een volledige werkweek"),
        ({"starts_on": date(2022, 8, 1)}, "starts_on", "ten hoogste 12 maanden eerder"),
    ],
    ids=["over full time", "long before the contract"],
)
async def test_what_the_policy_counts_for_less_is_told_on_its_field(database: None, facts: dict[str, Any], field: str, words: str) -> None:
    found = await at_entry(await make_contract(), "placement", replace(PLACED, **facts))
    assert [caution.field for caution in found] == [field]
    assert words in found[0].text


async def test_what_is_in_order_is_told_nothing(database: None) -> None:
    contract_id = await make_contract()
    assert await at_entry(contract_id, "placement", PLACED) == ()
    assert await at_entry(contract_id, "social_purchase", INVOICE) == ()


async def test_the_same_person_at_another_employer_is_told_and_only_the_wsp_reads_where(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    await make_placement_claim(contract_id=green, person_token=TOKEN, hours_per_week=Decimal(12))
    details = replace(PLACED, candidate_label="B-7", employer_name=ROAD_FIRM.name, person_token=TOKEN)
    (told,) = await at_entry(road, "placement", details)
    assert told.field == "employer_name"
    assert "andere werkgever" in told.text and "volledige werkweek" not in told.text
    assert not any(secret in told.text for secret in ("opgave", GREEN_FIRM.name, "K-01", "2023-014"))
    (over,) = await at_entry(road, "placement", replace(details, hours_per_week=Decimal(30)))
    assert "meer dan een volledige werkweek" in over.text
    second = await make_placement_claim(contract_id=road, candidate_label="B-7", employer_name=ROAD_FIRM.name, person_token=TOKEN)
    assert "Kijk bij opgave 1" in (await at_review(second))[0].text


async def test_a_contractor_reads_the_numbers_of_its_own_claims(database: None) -> None:
    contract_id, other = await make_contract(), await make_contract(number="2023-015")
    await make_placement_claim(contract_id=contract_id, employer_name="Ander Voorbeeld B.V.", submitted=False)
    assert "Kijk bij opgave 1" in (await at_entry(contract_id, "placement", PLACED))[0].text
    await make_purchase_claim(contract_id=contract_id, submitted=False)
    assert "Kijk bij opgave 2" in (await at_entry(other, "social_purchase", INVOICE))[0].text


async def test_an_invoice_that_anyone_submitted_is_told_however_it_is_typed(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    await make_purchase_claim(contract_id=green, submitted=False)
    assert await at_entry(road, "social_purchase", INVOICE) == ()  # a draft is nobody's business
    await make_purchase_claim(contract_id=await make_contract(number="2023-015"), invoice_number="f 2023/118")
    (told,) = await at_entry(road, "social_purchase", replace(INVOICE, supplier_name="SOCIALE Werkplaats voorbeeld"))
    assert told.field == "invoice_number"
    assert "al eens opgegeven" in told.text and "opgave 2" not in told.text


@pytest.mark.parametrize(
    ("partner", "field", "words"),
    [
        (replace(PARTNER, recognised_before=date(2023, 11, 3)), "invoiced_on", "tot en met 2 november 2023"),
        (replace(PARTNER, recognised_before=date(2023, 11, 4)), None, ""),
        (replace(PARTNER, recognised_from=date(2023, 11, 4)), "invoiced_on", "vanaf 4 november 2023"),
        (replace(PARTNER, supplier_kind="aspirant"), "supplier_kind", "andere soort"),
        (replace(PARTNER, supplier_kind=None, recognised_from=None), "supplier_name", "niet erkend"),
    ],
    ids=["expired the day before", "last day", "recognised later", "another kind", "never recognised"],
)
async def test_a_supplier_that_is_not_recognised_on_the_day_is_told(
    database: None, partner: PartnerFacts, field: str | None, words: str
) -> None:
    await add_partner(viewer=await make_reviewer(), facts=partner, now=NOW)
    found = await at_entry(await make_contract(), "social_purchase", INVOICE)
    assert [caution.field for caution in found] == ([] if field is None else [field])
    assert all(words in caution.text for caution in found)


async def test_a_supplier_of_the_register_is_linked_and_another_is_new(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    partner_id = await add_partner(viewer=reviewer, facts=PARTNER, now=NOW)
    known = await make_purchase_claim(contract_id=contract_id, supplier_name="sociale werkplaats  VOORBEELD")
    new = await make_purchase_claim(contract_id=contract_id, supplier_name="Andere werkplaats", invoice_number="A-1")
    rows = await SocialPurchase.select(SocialPurchase.claim, SocialPurchase.partner)
    assert {row["claim"]: row["partner"] for row in rows} == {known: partner_id, new: None}
    for claim_id, words in ((known, "staat erin"), (new, "nieuw, staat er niet in")):
        assert ("Partnerregister", words) in (await claim(viewer=reviewer, claim_id=claim_id)).facts
    # What it is linked to holds, whatever the partner is called later and whether its recognition ended.
    changed = replace(PARTNER, name="Werkbedrijf Anders", recognised_before=date(2023, 1, 1))
    await change_partner(viewer=reviewer, partner_id=partner_id, version=1, facts=changed, now=NOW)
    record = await claim(viewer=reviewer, claim_id=known)
    (told,) = (await cautions_of_claims(records=[record], reader=None))[known]
    assert "gold tot en met" in told.text and not told.is_own


def test_an_invoice_number_that_may_be_a_persons_is_told_not_refused() -> None:
    (told,) = invoice_cautions(invoice_number="123456782", same=(), reader=None)
    assert "burgerservicenummer" in told.text
    assert invoice_cautions(invoice_number="123456783", same=(), reader=None) == ()


def test_evidence_that_is_missing_or_not_named_is_told() -> None:
    asked = ("arbeidsovereenkomst", "urenstaat")
    assert evidence_cautions(required=asked, shown=asked) == ()
    assert evidence_cautions(required=(), shown=["", "foto"]) == ()
    missing, odd = evidence_cautions(required=asked, shown=["urenstaat", "factuur", "factuur"])
    assert "ontbreekt: arbeidsovereenkomst" in missing.text
    assert "noemt dit bewijsstuk hier niet: factuur" in odd.text
    # a file of which nobody said what it shows may be the one that is missing
    assert evidence_cautions(required=asked, shown=["urenstaat", ""]) == ()
    assert len(evidence_cautions(required=asked, shown=[""])) == 2


async def test_many_claims_are_looked_at_in_as_many_queries_as_one(database: None, query_counter: Any) -> None:
    contract_id = await make_contract()
    reviewer = await make_reviewer()
    ids = [
        await make_placement_claim(contract_id=contract_id),
        await make_purchase_claim(contract_id=contract_id),
        await make_training_claim(contract_id=contract_id),
    ]
    counts = []
    for more in (0, 4):
        for number in range(more):
            ids.append(await make_placement_claim(contract_id=contract_id, candidate_label=f"K-1{number}"))
            ids.append(await make_purchase_claim(contract_id=contract_id, invoice_number=f"F-9{number}"))
        records = [await claim(viewer=reviewer, claim_id=claim_id) for claim_id in ids]
        query_counter.reset()
        assert len(await cautions_of_claims(records=records, reader=None)) == len(ids)
        counts.append(query_counter.count)
    assert counts[0] == counts[1] <= 8
