"""The page of a claim and what goes with the queue: next one opens, questions, reopening, bulk approval, filters, presence and the keys."""

from typing import Any
from uuid import UUID

from litestar import Litestar

from sroi.access import OPERATOR
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.review.queries import questions_on_claim, saved_filters
from tests.fulfilment.makers import make_limited_contract
from tests.makers import approve, make_contract, make_purchase_claim, make_reviewer, make_training_claim
from tests.personas import PASSWORD, Personas, persona
from tests.review.test_approving_together import WITH_CHECKLIST


async def _version(claim_id: UUID) -> str:
    return str((await claim(viewer=OPERATOR, claim_id=claim_id)).version)


async def _status(claim_id: UUID) -> ClaimStatus:
    return (await claim(viewer=OPERATOR, claim_id=claim_id)).status


async def _three() -> list[UUID]:
    contract_id = await make_contract()
    return [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck", "EHBO")]


async def test_after_a_decision_the_next_one_opens_under_the_same_filter(people: Personas) -> None:
    first, second, _third = await _three()
    typed = {"verdict": "approved", "amount": "1.500,00", "version": await _version(first)}
    answer = await people.reviewer.post(f"/werkvoorraad/{first}?soort=training", typed)
    assert answer.headers["location"] == f"/werkvoorraad/{second}?soort=training"
    assert "Opgave 1 is goedgekeurd. Dit is de volgende." in (await people.reviewer.follow(answer)).text


async def test_after_the_last_decision_the_queue_opens(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    typed = {"verdict": "rejected", "reason": "Dit telt niet mee.", "version": await _version(claim_id)}
    answer = await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)
    assert answer.headers["location"] == "/werkvoorraad"


async def test_the_second_of_two_reviewers_is_told_who_decided_and_loses_nothing_typed(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    version = await _version(claim_id)
    await approve(claim_id=claim_id, reviewer=await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld"))
    typed = {"verdict": "rejected", "reason": "Het certificaat ontbreekt.", "version": version}
    answer = await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)
    assert answer.status_code == 422
    assert "Collega Voorbeeld heeft al over deze opgave beslist: goedgekeurd" in answer.text
    assert "Wat u had ingevuld" in answer.text and "Het certificaat ontbreekt." in answer.text and "Afwijzen" in answer.text


async def test_two_reviewers_see_each_other(app: Litestar, people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    assert "bekijkt deze opgave nu ook" not in (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    colleague = await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld", password=PASSWORD)
    async with persona(app, colleague) as other:
        assert "Beoordelaar Voorbeeld bekijkt deze opgave nu ook" in (await other.get(f"/werkvoorraad/{claim_id}")).text
    part = (await people.reviewer.post(f"/werkvoorraad/{claim_id}/aanwezig")).text
    assert "Collega Voorbeeld bekijkt deze opgave nu ook" in part and "<html" not in part


async def test_a_question_is_asked_and_answered_in_the_portal(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    empty = await people.reviewer.post(f"/werkvoorraad/{claim_id}/vraag", {"version": await _version(claim_id)})
    assert empty.status_code == 422 and "Vul in wat u wilt weten." in empty.text
    asked = await people.reviewer.post(
        f"/werkvoorraad/{claim_id}/vraag", {"question": "Hoeveel uren waren dit?", "version": await _version(claim_id)}
    )
    assert "Wacht op antwoord" in (await people.reviewer.follow(asked)).text
    assert "Opgave 1: vraag van" in (await people.contractor.get("/mijn-contracten")).text
    shown = (await people.contractor.get(f"/mijn-opgaven/{claim_id}")).text
    assert "Hoeveel uren waren dit?" in shown and "Wacht op antwoord" in shown
    (question,) = await questions_on_claim(viewer=OPERATOR, claim_id=claim_id)
    address = f"/mijn-opgaven/{claim_id}/vragen/{question.id}"
    refused = await people.contractor.post(address, {"answer": "Nummer 111222333, acht uren."})
    assert refused.status_code == 422 and "burgerservicenummer" in refused.text and "acht uren." in refused.text
    assert (await people.other_contractor.post(address, {"answer": "Acht."})).status_code == 404
    answered = await people.contractor.post(address, {"answer": "Acht uren."})
    assert "Uw antwoord is bij het WSP." in (await people.contractor.follow(answered)).text
    assert "Acht uren." in (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    assert "antwoord binnen" in (await people.reviewer.get("/werkvoorraad")).text


async def test_a_decision_is_reopened_with_a_reason(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await approve(claim_id=claim_id)
    address, version = f"/werkvoorraad/{claim_id}/heropenen", await _version(claim_id)
    empty = await people.reviewer.post(address, {"version": version})
    assert empty.status_code == 422 and "Vul in waarom u het besluit heropent." in empty.text
    shown = (
        await people.reviewer.follow(await people.reviewer.post(address, {"version": version, "reopen_reason": "Verkeerd contract."}))
    ).text
    assert "weer in beoordeling" in shown and "Heropend" in shown and "Verkeerd contract." in shown
    assert await _status(claim_id) is ClaimStatus.SUBMITTED
    again = await people.reviewer.post(address, {"version": version, "reopen_reason": "Nog eens."})
    assert again.status_code == 422 and "Nog eens." in again.text


async def test_claims_are_approved_together_after_a_look(people: Personas) -> None:
    ids = await _three()
    look = (await people.reviewer.get("/werkvoorraad/samen-goedkeuren?" + "&".join(f"opgave={one}" for one in ids))).text
    assert "Er is nog niets besloten" in look and "4.500,00" in look and look.count("app-steps") == 3
    form = {f"version-{one}": await _version(one) for one in ids} | {"opgave": [str(one) for one in ids]}
    assert (
        "3 opgaven zijn goedgekeurd."
        in (await people.reviewer.follow(await people.reviewer.post("/werkvoorraad/samen-goedkeuren", form))).text
    )
    again = await people.reviewer.post("/werkvoorraad/samen-goedkeuren", form)
    assert again.status_code == 422 and "Opgave 1" in again.text
    for nothing in ("", "?opgave=geen-nummer"):
        assert (await people.reviewer.get(f"/werkvoorraad/samen-goedkeuren{nothing}")).status_code == 303


async def test_a_claim_with_a_warning_has_no_tick_and_is_left_out_of_the_look(people: Personas) -> None:
    first = await make_purchase_claim(contract_id=await make_contract())
    await make_purchase_claim(contract_id=await make_contract(number="2023-021"))
    shown = (await people.reviewer.get("/werkvoorraad")).text
    assert 'name="opgave"' not in shown and "1 waarschuwing" in shown
    look = (await people.reviewer.get(f"/werkvoorraad/samen-goedkeuren?opgave={first}")).text
    assert "doen niet mee" in look and "staat ook in opgave 2" in look and "Goedkeuren:" not in look


async def test_the_checklist_of_the_policy_is_ticked_and_shown_with_the_decision(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_limited_contract(rules=WITH_CHECKLIST))
    assert "Is de factuur betaald?" in (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    typed: dict[str, Any] = {"verdict": "approved", "amount": "1.500,00", "version": await _version(claim_id)}
    typed["checks"] = ["Is de factuur betaald?", "Klopt het aantal deelnemers?"]
    await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)
    shown = (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    assert "Ja: Is de factuur betaald?" in shown and "Niet afgevinkt: Gezien: factuur" in shown


async def test_a_filter_is_used_kept_and_removed(people: Personas) -> None:
    await _three()
    assert "U bent bij" in (await people.reviewer.get("/werkvoorraad?soort=placement")).text
    assert "Opgave 3" in (await people.reviewer.get("/werkvoorraad?soort=verzonnen&wacht=veel")).text
    kept = await people.reviewer.post("/werkvoorraad?soort=training&zoek=a%26b", {"name": "Scholing & meer"})
    shown = (await people.reviewer.follow(kept)).text
    assert kept.headers["location"] == "/werkvoorraad?zoek=a%26b&soort=training" and 'aria-current="true">Scholing &amp; meer' in shown
    for name, told in (("", "Geef het filter een naam"), ("Scholing 111222333", "burgerservicenummer")):
        refused = await people.reviewer.post("/werkvoorraad?soort=placement", {"name": name})
        assert (refused.status_code, f'value="{name}"' in refused.text) == (422, True)
        assert told in refused.text and 'href="#field-name"' in refused.text and "U bent bij" in refused.text
    (saved,) = await saved_filters(viewer=await make_reviewer())
    await people.reviewer.post(f"/werkvoorraad/filters/{saved.id}/verwijderen")
    assert await saved_filters(viewer=await make_reviewer()) == ()


async def test_the_keys_are_told_and_can_be_switched_off(people: Personas) -> None:
    await _three()
    assert 'data-shortcuts="on"' in (await people.reviewer.get("/werkvoorraad")).text
    assert "<kbd>j</kbd>" in (await people.reviewer.get("/werkvoorraad/hulp")).text
    await people.reviewer.post("/werkvoorraad/sneltoetsen", {"shortcuts": "off"})
    assert 'data-shortcuts="off"' in (await people.reviewer.get("/werkvoorraad")).text
    await people.reviewer.post("/werkvoorraad/sneltoetsen", {"shortcuts": "on"})
    assert 'data-shortcuts="on"' in (await people.reviewer.get("/werkvoorraad")).text


async def test_every_page_of_the_queue_keeps_its_filter(people: Personas) -> None:
    contract_id = await make_contract()
    for number in range(27):
        await make_training_claim(contract_id=contract_id, title=f"Cursus {number}")
    first = (await people.reviewer.get("/werkvoorraad?soort=training")).text
    assert first.count("data-row>") == 25 and "soort=training&amp;vanaf=" in first
    href = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert (await people.reviewer.get(href)).text.count("data-row>") == 2
