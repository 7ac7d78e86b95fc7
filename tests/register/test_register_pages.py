"""The officer's pages: the register, a contract with its explanation, drafts, imports and invitations."""

from pathlib import Path
from typing import Any

import pytest

from sroi.contracts.tables import Contract
from sroi.ledger.tables import LedgerEntry
from tests.makers import GREEN_FIRM, ROAD_FIRM, authority_id_of, make_contract
from tests.personas import Personas

REGISTER = Path(__file__).parents[1] / "golden" / "imports" / "synthetic_contractregister.xlsx"
AWARD = {
    "title": "Renovatie zwembad",
    "contract_type": "works",
    "cpv": "45212212-5",
    "lots": "1 Ruwbouw\n2 Installaties",
    "tender_reference": "TN-4711",
    "number": "2024-031",
    "contractor_name": "Bouwbedrijf Voorbeeld B.V.",
    "kvk_number": "1234567",
    "contract_sum": "€ 1.250.000,00",
    "labour_share_pct": "25",
    "awarded_on": "15-2-2024",
    "starts_on": "1-3-2024",
    "ends_on": "28-2-2026",
    "action": "register",
}


async def _award(**more: str) -> dict[str, str]:
    return {"authority": str(await authority_id_of()), **AWARD, **more}


async def test_an_award_is_registered_with_its_obligation_explained(people: Personas) -> None:
    answer = await people.officer.post("/contracten/nieuw", await _award())
    page = (await people.officer.follow(answer)).text
    for shown in ("€\xa025.000,00", "rijswijk-2023", "niet vastgesteld", "01234567", "1. Ruwbouw", "2. Installaties", "28 februari 2026"):
        assert shown in page, shown
    assert "aangevuld met voorloopnullen" in page
    place = answer.headers["location"]
    assert (await people.reviewer.get(place)).status_code == 200
    assert (await people.contractor.get(place)).status_code == 403


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("contract_sum", "0", "Vul een bedrag groter dan € 0,00 in."),
        ("contract_sum", "-5", "Vul een bedrag groter dan € 0,00 in."),
        ("tender_sum", "0,00", "Vul een bedrag groter dan € 0,00 in."),
        ("contract_sum", "veel", "Schrijf het bedrag in cijfers"),
        ("kvk_number", "123456789", "acht cijfers"),
        ("ends_on", "1-1-2024", "De einddatum ligt voor de startdatum."),
        ("awarded_on", "2024-13-01", "Deze datum bestaat niet."),
        ("labour_share_pct", "140", "tussen 0 en 100"),
        ("cpv", "99999999", "Kies een CPV-code van acht cijfers."),
        ("lots", "Ruwbouw", "Schrijf per regel een nummer en een naam"),
        ("lots", "0 Noord", "Schrijf per regel een nummer en een naam"),
        ("lots", "1 Noord\n2  ", "Schrijf per regel een nummer en een naam"),
        ("tender_reference", "", "percelen horen bij een aanbesteding"),
        ("number", "", "Contractnummer"),
    ],
)
async def test_bad_input_is_told_on_its_field_and_loses_nothing(people: Personas, field: str, typed: str, sentence: str) -> None:
    answer = await people.officer.post("/contracten/nieuw", await _award(**{field: typed}))
    assert answer.status_code == 422
    assert sentence in answer.text.replace("\xa0", " ")
    assert f'href="#field-{field}"' in answer.text and f'id="error-{field}"' in answer.text
    assert 'value="Renovatie zwembad"' in answer.text
    assert await Contract.count() == 0


async def test_a_contract_that_was_registered_without_a_last_day_has_none(people: Personas) -> None:
    page = await people.officer.follow(await people.officer.post("/contracten/nieuw", await _award(ends_on="")))
    assert "vanaf 1 maart 2024, geen einddatum" in page.text


async def test_a_value_of_one_euro_is_a_placeholder_and_asks_a_person(people: Personas) -> None:
    answer = await people.officer.post("/contracten/nieuw", await _award(contract_sum="1"))
    page = (await people.officer.follow(answer)).text
    assert "Nog niet te berekenen" in page and "meestal een plaatshouder: vul het echte bedrag in" in page
    assert await LedgerEntry.count() == 0


async def test_a_draft_keeps_what_is_known_and_says_what_it_needs(people: Personas) -> None:
    known = {"title": "Catering", "authority": str(await authority_id_of()), "tender_reference": "TN-9", "action": "draft"}
    answer = await people.officer.post("/contracten/nieuw", known)
    place = answer.headers["location"]
    page = (await people.officer.get(place)).text
    assert "Dit is een concept" in page and "Vul het KVK-nummer van de opdrachtnemer in." in page
    form = (await people.officer.get(f"{place}/aanvullen")).text
    assert 'value="Catering"' in form and 'value="TN-9"' in form
    done = await people.officer.post(f"{place}/aanvullen", await _award(tender_reference="TN-9"))
    assert "Social return verplicht" in (await people.officer.follow(done)).text
    assert (await people.officer.get(f"{place}/aanvullen")).status_code == 404


async def test_a_cpv_code_is_looked_up_without_losing_the_form(people: Personas) -> None:
    answer = await people.officer.post("/contracten/nieuw", await _award(cpv="zwembad", action="look_up"))
    assert answer.status_code == 200
    assert "zwembad" in answer.text.split("Gevonden codes")[1].casefold()
    assert 'value="2024-031"' in answer.text


async def test_the_list_is_searched_and_narrowed(people: Personas) -> None:
    await make_contract(number="2023-014", title="Beheer cafés", firm=GREEN_FIRM)
    await make_contract(number="2023-015", title="Asfalt", firm=ROAD_FIRM, authority="Gemeente Den Haag")
    shown = (await people.officer.get("/contracten?zoek=CAFES")).text
    assert "2023-014" in shown and "2023-015" not in shown
    shown = (await people.officer.get("/contracten?soort=regional")).text
    assert "2023-015" in shown and "2023-014" not in shown
    assert (await people.officer.get("/contracten?soort=verzonnen&status=x&vanaf=zzz")).status_code == 200


async def test_an_import_is_previewed_then_confirmed_by_who_may(people: Personas) -> None:
    files = {"file": (REGISTER.name, REGISTER.read_bytes(), "application/octet-stream")}
    answer = await people.officer.post("/importeren", {"award_date_from_start": "1"}, files=files)
    place = answer.headers["location"]
    preview = (await people.officer.get(place)).text
    assert "max. 750.000" in preview and "01234567" in preview and "rij 7" in preview
    assert await Contract.count() == 0
    assert (await people.reviewer.post(f"{place}/bevestigen")).status_code == 403
    done = (await people.officer.follow(await people.officer.post(f"{place}/bevestigen"))).text
    assert "3 contracten, 1 concept" in done
    assert (await people.officer.post(f"{place}/bevestigen")).status_code == 422
    assert await Contract.count() == 4


async def test_a_file_that_cannot_be_read_is_told_on_its_field(people: Personas) -> None:
    answer = await people.officer.post(
        "/importeren", files={"file": ("register.xlsx", b"\x00\x01binary noise", "application/octet-stream")}
    )
    assert answer.status_code == 422
    assert 'href="#field-file"' in answer.text


async def test_an_invitation_shows_its_link_once(people: Personas) -> None:
    contract_id = await make_contract()
    answer = await people.officer.post(f"/contracten/{contract_id}/uitnodigen", {"email": "nieuw@opdrachtnemer.example"})
    assert "/uitnodiging/" in answer.text
    assert "/uitnodiging/" not in (await people.officer.get(f"/contracten/{contract_id}/uitnodigen")).text
    wrong = await people.officer.post(f"/contracten/{contract_id}/uitnodigen", {"email": "geen adres"})
    assert wrong.status_code == 422 and 'value="geen adres"' in wrong.text


async def test_the_list_makes_as_many_queries_for_many_contracts_as_for_few(people: Personas, query_counter: Any) -> None:
    await make_contract(number="2023-014")
    query_counter.reset()
    await people.officer.get("/contracten")
    few = query_counter.count
    for number in range(20):
        await make_contract(number=f"2023-1{number:02}")
    query_counter.reset()
    await people.officer.get("/contracten")
    assert query_counter.count == few


async def test_an_authority_that_is_not_known_is_added_once(people: Personas) -> None:
    for _again in range(2):
        answer = await people.officer.post("/aanbestedende-diensten", {"authority": "Gemeente Groningen"})
        page = (await people.officer.follow(answer)).text
        assert page.count("Gemeente Groningen</th>") == 1
    assert (await people.officer.post("/aanbestedende-diensten", {"authority": " "})).status_code == 422
    assert (await people.reviewer.get("/aanbestedende-diensten")).status_code == 403


async def test_a_search_for_signs_that_no_database_keeps_is_answered(people: Personas) -> None:
    assert (await people.officer.get("/contracten?zoek=a%00b&status=%00")).status_code == 200


async def test_completing_a_draft_keeps_what_only_the_register_told(people: Personas) -> None:
    files = {"file": (REGISTER.name, REGISTER.read_bytes(), "application/octet-stream")}
    place = (await people.officer.post("/importeren", {"award_date_from_start": "1"}, files=files)).headers["location"]
    await people.officer.post(f"{place}/bevestigen")
    draft = (await Contract.select(Contract.id).where(Contract.status == "draft"))[0]["id"]
    typed = {
        "number": "2025-009",
        "contractor_name": "Schoon BV",
        "kvk_number": "11223344",
        "contract_sum": "700.000",
        "awarded_on": "1-2-2025",
    }
    done = await people.officer.post(f"/contracten/{draft}/aanvullen", await _award(**typed, starts_on="1-2-2025", ends_on="31-1-2027"))
    page = (await people.officer.follow(done)).text
    assert "In het contractregister staat 2,5%" in page
    assert "De gunningsdatum was niet opgegeven" in page


async def test_a_kvk_number_of_another_firm_does_not_hand_it_the_contract(people: Personas) -> None:
    await make_contract(number="2023-014", firm=GREEN_FIRM)
    wrong = await people.officer.post(
        "/contracten/nieuw", await _award(kvk_number=GREEN_FIRM.kvk_number, contractor_name="Heel andere B.V.")
    )
    assert wrong.status_code == 422
    assert f"op naam van {GREEN_FIRM.name}" in wrong.text and 'value="Heel andere B.V."' in wrong.text
    spelled = GREEN_FIRM.name.replace("B.V.", "bv")
    right = await people.officer.post("/contracten/nieuw", await _award(kvk_number=GREEN_FIRM.kvk_number, contractor_name=spelled))
    assert right.status_code == 303
