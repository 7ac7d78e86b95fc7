"""The pages of the region's lists: preview, lines, decisions, and who may see them."""

import re
from typing import Any

import pytest
from httpx import Response

from tests.makers import approve, make_contract, make_placement_claim
from tests.personas import Personas

LIST = (
    "Volgnr;Soort;Werkgever;Startdatum;Uren per week;Doelgroep\r\n"
    "1;plaatsing;groenbedrijf voorbeeldtuin;1-10-2023;36;Participatiewet\r\n"
    "2;plaatsing;Bakkerij Anders;31-2-2023;24;WW\r\n"
)


async def upload(people: Personas, text: str = LIST, **typed: str) -> Response:
    files = {"file": ("regio.csv", text.encode(), "text/csv")}
    return await people.reviewer.post("/regiolijsten", {"partner": "WSP Voorbeeld", "year": "2023", **typed}, files=files)


async def taken_in(people: Personas) -> str:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
    address = (await upload(people)).headers["location"]
    await people.reviewer.post(f"{address}/vergelijken")
    return str(address)


async def test_the_preview_shows_what_was_read_and_what_is_wrong_with_which_cell(people: Personas) -> None:
    answer = await upload(people)
    shown = (await people.reviewer.follow(answer)).text
    assert "groenbedrijf voorbeeldtuin" in shown and "rij 3, kolom Startdatum (D3)" in shown and "Deze datum bestaat niet" in shown
    assert "Vergelijken met ons register" in shown


async def test_a_column_that_a_person_corrects_is_read_like_that(people: Personas) -> None:
    answer = await upload(people, LIST.replace("Werkgever", "Bij wie"), **{"kolom-Bij wie": "employer", "kolom-Doelgroep": "-"})
    shown = (await people.reviewer.follow(answer)).text
    assert "groenbedrijf voorbeeldtuin" in shown and "Participatiewet" not in shown


@pytest.mark.parametrize(
    ("typed", "sentence"), [({"partner": ""}, "Vul “Partner” in."), ({"year": "23"}, "vier cijfers"), ({"year": "1200"}, "jaar")]
)
async def test_an_upload_that_cannot_be_read_keeps_what_was_typed(people: Personas, typed: dict[str, str], sentence: str) -> None:
    answer = await upload(people, **typed)
    assert answer.status_code == 422 and sentence in answer.text
    assert typed.get("year", "2023") in answer.text


async def test_an_upload_that_cannot_be_read_keeps_what_was_chosen_for_its_columns(people: Personas) -> None:
    answer = await upload(people, year="23", **{"kolom-Bij wie": "employer", "kolom-Doelgroep": "-", "kolom-Wie": "verzonnen"})
    chosen = re.findall(r'name="kolom-([^"]*)">.*?value="([^"]*)" selected', answer.text, re.S)
    assert (answer.status_code, chosen) == (422, [("Bij wie", "employer"), ("Doelgroep", "-")])


async def test_a_line_shows_both_sides_with_reasons_and_takes_a_decision(people: Personas) -> None:
    address = await taken_in(people)
    lines = (await people.reviewer.get(f"{address}?toon=sure")).text
    assert "van 100" in lines and "Bevestig zekere rijen" in lines
    path = lines.split('href="/regiolijsten/rijen/')[1].split('"')[0]
    shown = (await people.reviewer.get(f"/regiolijsten/rijen/{path}")).text
    assert "Groenbedrijf De Voorbeeldtuin B.V." in shown and "Werkgever: gelijk" in shown
    assert "groenbedrijf voorbeeldtuin" in shown and "verschilt" not in shown  # one name, written in two ways
    refused = await people.reviewer.post(f"/regiolijsten/rijen/{path}", {"verdict": "matched"})
    assert refused.status_code == 422 and "Vul in waarom u dit besluit." in refused.text
    decided = await people.reviewer.post(f"/regiolijsten/rijen/{path}", {"verdict": "matched", "reason": "Zelfde plaatsing"})
    assert "Uw oordeel is bewaard." in (await people.reviewer.follow(decided)).text
    assert "Zelfde plaatsing" in (await people.reviewer.get(f"{address}?toon=matched")).text


async def test_sure_lines_are_confirmed_with_one_reason(people: Personas) -> None:
    address = await taken_in(people)
    assert (await people.reviewer.post(f"{address}/bevestigen", {"reason": ""})).status_code == 422
    done = await people.reviewer.post(f"{address}/bevestigen", {"reason": "Nagelopen"})
    assert "bevestigd" in (await people.reviewer.follow(done)).text


async def test_the_lists_are_for_the_wsp_alone(people: Personas) -> None:
    address = await taken_in(people)
    for person in (people.officer, people.contractor, people.administrator):
        assert (await person.get("/regiolijsten")).status_code == 403
        assert (await person.get(address)).status_code == 403
    assert (await people.reviewer.get("/regiolijsten/00000000-0000-0000-0000-000000000000")).status_code == 404


async def test_a_page_of_lines_makes_as_many_queries_for_many_as_for_few(people: Personas, query_counter: Any) -> None:
    counts = []
    for rows in (2, 60):
        lines = "".join(f"{number};plaatsing;Bakkerij {number};6-3-2023;24;WW\r\n" for number in range(rows))
        address = (await upload(people, LIST + lines, partner=f"Partner {rows}")).headers["location"]
        await people.reviewer.post(f"{address}/vergelijken")
        query_counter.reset()
        assert (await people.reviewer.get(f"{address}?toon=sure")).status_code == 200
        counts.append(query_counter.count)
    assert counts[0] == counts[1]
