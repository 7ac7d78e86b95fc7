"""The contractor chooses from the blocks of the policy, and sees what counts under its limits; the reviewer what may be approved."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.tables import Claim
from tests.fulfilment.makers import RULES, make_limited_contract
from tests.makers import EVIDENCE, GREEN_FIRM, approve, contractor_of, make_activity_claim, make_contract
from tests.personas import Personas

ACTIVITY = {
    "block": "money",
    "description": "Schooltuin aangelegd",
    "beneficiary": "Basisschool Voorbeeld",
    "people": "2",
    "starts_on": "6-11-2023",
    "ends_on": "7-11-2023",
    "amount": "20.000,00",
}
TRAINING = {
    "block": "mentor",
    "title": "Begeleiding op de werkplek",
    "provider": "Voorbeeldopleidingen",
    "participants": "1",
    "starts_on": "9-10-2023",
    "ends_on": "11-10-2023",
    "hours": "7,5",
}
KNOWN = {"maatschappelijke-activiteit": ACTIVITY, "training": TRAINING}


async def sent(personas: Personas, contract_id: UUID, kind: str = "maatschappelijke-activiteit", **typed: str) -> Any:
    return await personas.contractor.post(f"/mijn-contracten/{contract_id}/opgeven/{kind}", KNOWN[kind] | typed)


async def test_the_forms_offer_the_blocks_of_the_policy_in_its_words(people: Personas) -> None:
    contract_id = await make_limited_contract(firm=GREEN_FIRM)
    offered = {
        "training": ("Opleidingskosten", "Praktijkverklaring", "Begeleiding per uur"),
        "maatschappelijke-activiteit": ("Inzet van medewerkers", "Kosten van een project", "Dag op maat"),
        "sociale-inkoop": ("Sociale onderneming", "Aspirant"),
        "plaatsing": ("Participatiewet",),
    }
    contract = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    for kind, labels in offered.items():
        assert f"/opgeven/{kind}" in contract
        form = (await people.contractor.get(f"/mijn-contracten/{contract_id}/opgeven/{kind}")).text
        for label in labels:
            assert label in form


async def test_a_policy_with_one_block_asks_no_choice_and_one_with_none_has_no_form(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    form = (await people.contractor.get(f"/mijn-contracten/{contract_id}/opgeven/training")).text
    assert "Soort training" not in form and 'name="block"' not in form
    before, after = RULES[: RULES.index("[trainings")], RULES[RULES.index("[activities") :]
    other = await make_limited_contract(rules=before + after, number="2023-099", firm=GREEN_FIRM)
    contract = (await people.contractor.get(f"/mijn-contracten/{other}")).text
    assert "/opgeven/training" not in contract and "/opgeven/maatschappelijke-activiteit" in contract
    assert (await people.contractor.get(f"/mijn-contracten/{other}/opgeven/training")).status_code == 404


async def test_a_training_and_an_activity_are_kept_by_the_block_that_was_chosen_and_can_be_changed(people: Personas) -> None:
    contract_id = await make_limited_contract(firm=GREEN_FIRM)
    place = (await sent(people, contract_id, "training")).headers["location"]
    record = await claim(viewer=await contractor_of(contract_id=contract_id), claim_id=UUID(place.rsplit("/", 1)[1]))
    assert record.value == Decimal("450.00")
    form = (await people.contractor.get(f"{place}/wijzigen")).text
    assert 'value="7,5"' in form and 'value="mentor" checked' in " ".join(form.split())
    changed = await people.contractor.post(f"{place}/wijzigen", TRAINING | {"block": "certificate"})
    assert changed.status_code == 303
    assert "€\xa01.500,00" in (await people.contractor.follow(changed)).text


@pytest.mark.parametrize(
    ("kind", "field", "typed", "sentence"),
    [
        ("training", "block", "", "Maak een keuze"),
        ("training", "block", "verzonnen", "mogelijkheden"),
        ("training", "hours", "", "Vul het aantal uren in."),
        ("training", "hours", "0", "groter dan 0"),
        ("training", "hours", "99999999999", "te groot"),
        ("training", "ends_on", "1-10-2023", "De einddatum ligt voor de startdatum."),
        ("training", "participants", "0", "van 1 tot en met 1.000"),
        ("maatschappelijke-activiteit", "amount", "", "Vul een bedrag groter dan € 0,00 in"),
        ("maatschappelijke-activiteit", "amount", "0", "Vul een bedrag groter dan € 0,00 in"),
        ("maatschappelijke-activiteit", "amount", "-5", "Vul een bedrag groter dan € 0,00 in"),
        ("maatschappelijke-activiteit", "ends_on", "5-11-2023", "De einddatum ligt voor de startdatum."),
        ("maatschappelijke-activiteit", "starts_on", "1-1-2199", "De einddatum ligt voor de startdatum."),
        ("maatschappelijke-activiteit", "hours", "500", "Zo veel uren"),
        ("maatschappelijke-activiteit", "days", "3", "Zo veel dagen"),
        ("maatschappelijke-activiteit", "people", "-1", "van 1 tot en met 1.000"),
    ],
)
async def test_bad_input_is_told_on_its_field_and_loses_nothing(people: Personas, kind: str, field: str, typed: str, sentence: str) -> None:
    contract_id = await make_limited_contract(firm=GREEN_FIRM)
    answer = await sent(people, contract_id, kind, **{field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="error-{"ends_on" if "einddatum" in sentence else field}"' in answer.text
    assert "Basisschool Voorbeeld" in answer.text or "Voorbeeldopleidingen" in answer.text
    assert not await Claim.exists()


async def test_what_counts_is_shown_at_entry_after_keeping_and_when_it_is_submitted(people: Personas) -> None:
    contract_id = await make_limited_contract(firm=GREEN_FIRM)
    shown = await sent(people, contract_id, action="calculate")
    assert "Telt mee" in shown.text and "€\xa015.625,00" in shown.text and "€\xa020.000,00" in shown.text
    assert "ten hoogste 25% van de verplichting" in shown.text
    place = (await sent(people, contract_id)).headers["location"]
    kept = (await people.contractor.get(place)).text
    assert "Telt mee" in kept and "€\xa015.625,00" in kept and "Het beleid vraagt" not in kept
    await people.contractor.post(f"{place}/bewijsstukken", files={"evidence": ("bewijs.png", EVIDENCE, "image/png")})
    submitted = await people.contractor.follow(await people.contractor.post(f"{place}/indienen"))
    assert "Door een maximum in het beleid telt nu €\xa015.625,00 mee van €\xa020.000,00." in submitted.text
    contract = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    assert "telt mee: €\xa015.625,00" in contract
    assert "€\xa046.875,00 daarvan is nog niet opgegeven" in contract  # 62.500 less the 15.625 that counts


async def test_the_reviewer_sees_what_may_be_approved_and_more_is_refused_on_the_field(people: Personas) -> None:
    contract_id = await make_limited_contract(firm=GREEN_FIRM)
    await approve(claim_id=await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal("15000.00")))
    claim_id = await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal("2000.00"))
    page = (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    assert "Ten hoogste goed te keuren" in page and 'value="625"' in page.replace('value="625,00"', 'value="625"')
    assert "€\xa015.000,00 telt al mee" in page
    version = str((await claim(viewer=OPERATOR, claim_id=claim_id)).version)
    typed = {"verdict": "approved", "amount": "2.000,00", "reason": "Alles is aangetoond.", "version": version}
    refused = await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)
    assert refused.status_code == 422
    assert "Van deze opgave telt ten hoogste €\xa0625,00 mee" in refused.text and 'id="error-amount"' in refused.text
    assert "Alles is aangetoond." in refused.text
    taken = await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed | {"amount": "625", "reason": ""})
    assert taken.status_code == 303
    assert (await claim(viewer=OPERATOR, claim_id=claim_id)).approved == Decimal("625.00")


async def test_pages_under_limits_cost_as_many_queries_for_many_claims_as_for_few(people: Personas, query_counter: Any) -> None:
    contract_id = await make_limited_contract(firm=GREEN_FIRM)
    counts = []
    for _round in range(2):
        for _number in range(3):
            claim_id = await make_activity_claim(contract_id=contract_id, block="money", costs=Decimal("2000.00"))
        paths = (f"/mijn-contracten/{contract_id}", "/mijn-contracten", f"/mijn-opgaven/{claim_id}")
        counts.append([await _queries(people.contractor, query_counter, path) for path in paths])
        counts[-1].append(await _queries(people.reviewer, query_counter, f"/werkvoorraad/{claim_id}"))
    assert counts[0] == counts[1]


async def _queries(browser: Any, counter: Any, path: str) -> int:
    counter.reset()
    assert (await browser.get(path)).status_code == 200
    return int(counter.count)
