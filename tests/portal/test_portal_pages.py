"""The contractor's pages, as owner, as another contractor, and as staff; and what they cost in queries."""

from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.fulfilment.tables import Candidate, Claim
from tests.makers import (
    EVIDENCE,
    GREEN_FIRM,
    ROAD_FIRM,
    approve,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_training_claim,
)
from tests.personas import Personas

PLACEMENT = {
    "candidate_label": "K-07",
    "target_group": "participatiewet",
    "employer_name": "Hoveniers Voorbeeld",
    "starts_on": "1-10-2023",
    "ends_on": "30-9-2024",
    "reported_on": "30-11-2023",
    "hours_per_week": "24",
}
TRAINING = {
    "title": "VCA Basis",
    "provider": "Voorbeeldopleidingen",
    "participants": "1",
    "starts_on": "9-10-2023",
    "ends_on": "11-10-2023",
    "amount": "1.500,00",
}
PURCHASE = {
    "supplier_name": "Sociale werkplaats Voorbeeld",
    "supplier_kind": "work_company",
    "invoice_number": "F-2023-118",
    "invoiced_on": "3-11-2023",
    "amount": "999,99",
}


async def _claim_of(people: Personas, contract_id: UUID, data: dict[str, Any]) -> str:
    answer = await people.contractor.post(f"/mijn-contracten/{contract_id}/opgeven/plaatsing", data)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_contractor_sees_its_own_contracts_alone(people: Personas) -> None:
    own = await make_contract(number="2023-014", firm=GREEN_FIRM)
    other = await make_contract(number="2023-015", title="Asfaltonderhoud", firm=ROAD_FIRM)
    shown = (await people.contractor.get("/mijn-contracten")).text
    assert "2023-014" in shown and "Asfaltonderhoud" not in shown
    assert (await people.contractor.get(f"/mijn-contracten/{own}")).status_code == 200
    assert (await people.contractor.get(f"/mijn-contracten/{other}")).status_code == 404
    assert (await people.officer.get(f"/mijn-contracten/{own}")).status_code == 403


async def test_a_claim_of_another_contractor_does_not_exist(people: Personas) -> None:
    contract_id = await make_contract(number="2023-014", firm=GREEN_FIRM)
    place = await _claim_of(people, contract_id, PLACEMENT)
    for path in ("", "/wijzigen"):
        assert (await people.other_contractor.get(f"{place}{path}")).status_code == 404
    for path in ("/indienen", "/terugnemen", "/intrekken", "/bewijsstukken"):
        files = {"evidence": ("bewijs.png", EVIDENCE, "image/png")} if path == "/bewijsstukken" else None
        assert (await people.other_contractor.post(f"{place}{path}", files=files)).status_code == 404
    assert (await people.contractor.get(place)).status_code == 200


async def test_evidence_is_sent_as_an_attachment_to_who_may_see_the_claim(people: Personas) -> None:
    place = await _claim_of(people, await make_contract(firm=GREEN_FIRM), PLACEMENT)
    added = await people.contractor.post(f"{place}/bewijsstukken", files={"evidence": ("contract <b>.png", EVIDENCE, "image/png")})
    page = (await people.contractor.follow(added)).text
    link = page.split("/bewijsstukken/")[1].split('"')[0].removesuffix("/verwijderen")
    sent = await people.contractor.get(f"{place}/bewijsstukken/{link}")
    assert sent.content == EVIDENCE
    assert sent.headers["content-disposition"].startswith("attachment")
    assert (await people.other_contractor.get(f"{place}/bewijsstukken/{link}")).status_code == 404
    assert "<b>" not in page.split("<main")[1].split("</main>")[0].replace("<body", "")
    # A draft does not exist for the reviewer yet.
    assert (await people.reviewer.get(f"{place.replace('mijn-opgaven', 'werkvoorraad')}/bewijsstukken/{link}")).status_code == 404


async def test_the_value_is_shown_without_keeping_anything(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    answer = await people.contractor.post(f"/mijn-contracten/{contract_id}/opgeven/plaatsing", PLACEMENT | {"action": "calculate"})
    # 40.000 x 24/36 x 61/366: October and November 2023 in the year that starts on 1 October 2023.
    assert answer.status_code == 200
    assert "€\xa04.444,44" in answer.text
    assert await Claim.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("candidate_label", "123456782", "burgerservicenummer"),
        ("hours_per_week", "61", "Een werkweek heeft ten hoogste 60 uren."),
        ("hours_per_week", "-3", "groter dan 0"),
        ("hours_per_week", "0", "groter dan 0"),
        ("starts_on", "31-2-2023", "Deze datum bestaat niet."),
        ("ends_on", "1-9-2023", "De einddatum ligt voor de startdatum."),
        ("reported_on", "1-1-2199", "U kunt opgeven tot en met vandaag."),
        ("target_group", "", "doelgroep"),
        ("target_group", "verzonnen", "mogelijkheden"),
        ("birth_year", "2015", "15 jaar"),
        ("birth_year", "2009", "15 jaar"),
        ("birth_year", "2199", "Dit geboortejaar ligt in de toekomst."),
        ("birth_year", "85", "vier cijfers"),
        ("birth_date", "1-1-1990", "Vul de naam en de geboortedatum samen in"),
    ],
)
async def test_bad_input_is_told_on_its_field_and_loses_nothing(people: Personas, field: str, typed: str, sentence: str) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    answer = await people.contractor.post(f"/mijn-contracten/{contract_id}/opgeven/plaatsing", PLACEMENT | {field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="error-{"candidate_name" if field == "birth_date" else field}"' in answer.text
    assert 'value="Hoveniers Voorbeeld"' in answer.text
    assert await Claim.count() == 0


@pytest.mark.parametrize(
    ("kind", "field", "typed", "sentence"),
    [
        ("training", "amount", "0", "Vul een bedrag groter dan € 0,00 in"),
        ("training", "amount", "-5", "Vul een bedrag groter dan € 0,00 in"),
        ("training", "ends_on", "8-10-2023", "De einddatum ligt voor de startdatum."),
        ("sociale-inkoop", "amount", "0", "Vul een bedrag groter dan € 0,00 in"),
        ("sociale-inkoop", "amount", "-5", "Vul een bedrag groter dan € 0,00 in"),
    ],
)
async def test_an_amount_or_a_period_that_cannot_be_is_told_on_its_field(
    people: Personas, kind: str, field: str, typed: str, sentence: str
) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    known = {"training": TRAINING, "sociale-inkoop": PURCHASE}[kind]
    answer = await people.contractor.post(f"/mijn-contracten/{contract_id}/opgeven/{kind}", known | {field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text and f'id="error-{field}"' in answer.text
    assert "Voorbeeldopleidingen" in answer.text or "Sociale werkplaats Voorbeeld" in answer.text
    assert await Claim.count() == 0


async def test_a_name_and_birth_date_become_a_token_and_are_kept_nowhere(people: Personas) -> None:
    first, second = await make_contract(number="2023-014", firm=GREEN_FIRM), await make_contract(number="2023-015", firm=GREEN_FIRM)
    person = {"candidate_name": "J. Voorbeeldpersoon", "birth_date": "2-3-1990", "share_pct": "40"}
    await _claim_of(people, first, PLACEMENT | person)
    place = await _claim_of(
        people,
        second,
        PLACEMENT
        | person
        | {"candidate_label": "K-08", "candidate_name": "j voorbeeldpersoon", "birth_date": "02-03-1990", "share_pct": "60"},
    )
    tokens = {row["person_token"] for row in await Candidate.select(Candidate.person_token)}
    assert len(tokens) == 1 and None not in tokens
    assert "Voorbeeldpersoon" not in (await people.contractor.get(f"{place}/wijzigen")).text
    assert "oorbeeldpersoon" not in str(await Candidate.select())


async def test_a_claim_is_submitted_once_even_from_two_tabs(people: Personas) -> None:
    place = await _claim_of(people, await make_contract(firm=GREEN_FIRM), PLACEMENT)
    await people.contractor.post(f"{place}/bewijsstukken", files={"evidence": ("bewijs.png", EVIDENCE, "image/png")})
    assert (await people.contractor.post(f"{place}/indienen")).status_code == 303
    again = await people.contractor.post(f"{place}/indienen")
    assert again.status_code == 422
    record = await claim(viewer=OPERATOR, claim_id=UUID(place.rsplit("/", 1)[1]))
    assert record.status is ClaimStatus.SUBMITTED


async def test_a_page_makes_as_many_queries_for_many_claims_as_for_few(people: Personas, query_counter: Any) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    await make_placement_claim(contract_id=contract_id, candidate_label="K-01")
    await make_training_claim(contract_id=contract_id)
    await make_purchase_claim(contract_id=contract_id)
    few = await _queries(people, query_counter, contract_id)
    for number in range(2, 12):
        await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label=f"K-{number:02}"))
        await make_contract(number=f"2023-1{number:02}", firm=GREEN_FIRM)
    assert await _queries(people, query_counter, contract_id) == few


async def _queries(people: Personas, counter: Any, contract_id: UUID) -> list[int]:
    counts = []
    for path in ("/mijn-contracten", f"/mijn-contracten/{contract_id}"):
        counter.reset()
        assert (await people.contractor.get(path)).status_code == 200
        counts.append(counter.count)
    return counts


async def test_a_last_page_that_is_full_leads_to_no_empty_one(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    contract_id = await make_contract()
    await make_training_claim(contract_id=contract_id)
    monkeypatch.setattr("sroi.portal.contracts.PAGE_SIZE", 1)
    monkeypatch.setattr("sroi.portal.subcontract.PAGE_SIZE", 1)
    monkeypatch.setattr("sroi.register.contracts.PAGE_SIZE", 1)
    pages = (people.contractor, "/mijn-contracten"), (people.contractor, f"/mijn-contracten/{contract_id}"), (people.officer, "/contracten")
    for someone, path in pages:
        assert 'rel="next"' not in (await someone.get(path)).text
    await make_training_claim(contract_id=contract_id, title="Heftruck")
    await make_contract(number="2023-015", title="Snoeiwerk")
    for someone, path in pages:
        first = (await someone.get(path)).text
        following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert 'rel="next"' not in (await someone.get(following)).text
