"""The pages of imports: what the officer sees of each row, decides, confirms and takes back; nobody else finds them."""

import html
import re
from pathlib import Path
from typing import Any

import pytest

from sroi.contracts.tables import Contract
from sroi.register.imports import preview_rows, upload
from sroi.web.paging import encode_cursor
from tests.personas import Personas

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
GREEN = "2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100009;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
DRAFT = "2024-033;Schoonmaak stadhuis;dienst;Schoon Voorbeeld B.V.;00100003;;1-2-2024;1-3-2024;28-2-2026"


async def uploaded(people: Personas, *rows: str) -> str:
    """Upload a register and return the address of its preview."""
    content = "\r\n".join([HEADER, *rows, ""]).encode()
    answer = await people.officer.post("/importeren", files={"file": ("register.csv", content, "text/csv")})
    place: str = answer.headers["location"]
    return place


async def confirmed(people: Personas, *rows: str) -> str:
    place = await uploaded(people, *rows)
    await people.officer.post(f"{place}/bevestigen")
    return place


async def test_rows_are_narrowed_to_a_verdict_or_to_remarks(people: Personas) -> None:
    place = await uploaded(people, GREEN, DRAFT)
    assert "2024-031" in (await people.officer.get(f"{place}?oordeel=nieuw")).text
    doubt = (await people.officer.get(f"{place}?oordeel=twijfel")).text
    assert "2024-033" in doubt and "2024-031" not in doubt
    assert "Er zijn geen rijen om te tonen" in (await people.officer.get(f"{place}?problemen=1")).text
    assert (await people.officer.get(f"{place}?oordeel=verzonnen&problemen=x")).status_code == 200


async def test_a_row_shows_each_field_with_the_cell_that_it_came_from(people: Personas) -> None:
    place = await uploaded(people, GREEN)
    page = (await people.officer.get(f"{place}/rijen/1")).text
    assert "kolom F (Contractsom), rij 2" in page
    assert (await people.officer.get(f"{place}/rijen/2")).status_code == 404


async def test_a_notice_tells_days_and_amounts_as_they_are_written_here(people: Personas) -> None:
    notice = GOLDEN / "nl_2024-00191536_waterschap-rivierenland_works_social-return-criterium.xml"
    place = (await people.officer.post("/importeren", files={"file": (notice.name, notice.read_bytes(), "")})).headers["location"]
    assert "Aankondiging (eForms), 1 rij, wacht op bevestiging." in (await people.officer.get(place)).text
    page = (await people.officer.get(f"{place}/rijen/1")).text
    assert "02-04-2024" in page and "€\u00a07.000.000,00" in page


async def test_a_file_without_rows_has_nothing_to_confirm(people: Personas) -> None:
    page = (await people.officer.get(await uploaded(people))).text
    assert "Er staan geen rijen in die een contract of aanbesteding kunnen worden." in page
    assert "Import bevestigen" not in page and "<table" not in page and "Kies zelf wat de kolommen betekenen" in page


async def test_a_file_of_strangers_leads_to_its_columns_before_anything_else(people: Personas) -> None:
    content = b"Dossier;Waarover;Wie\r\nZK-1;Onderhoud fonteinen;Fontein Voorbeeld B.V.\r\n"
    place = (await people.officer.post("/importeren", files={"file": ("lijst.csv", content, "text/csv")})).headers["location"]
    page = (await people.officer.get(place)).text
    assert "geen herkenbare kolommen" in page and f'href="{place}/kolommen"' in page and "<table" not in page
    assert "Er is nog niets gelezen uit dit bestand" in page and "0 rijen, niets om te bevestigen." in page
    assert "<td>niets om te bevestigen</td>" in (await people.officer.get("/importeren")).text


async def test_a_notice_of_no_award_says_that_there_is_nothing_to_register(people: Personas) -> None:
    notice = GOLDEN / "sdk_can_24_no_tenders.xml"
    place = (await people.officer.post("/importeren", files={"file": (notice.name, notice.read_bytes(), "")})).headers["location"]
    page = (await people.officer.get(place)).text
    assert "Er is niets om te registreren" in page and "Niet gegund: perceel LOT-0001." in page and "nog niets gelezen" not in page


async def test_a_lot_without_a_title_of_its_own_is_told_once(people: Personas) -> None:
    notice = GOLDEN / "nl_083598-2018_waterschap-rivierenland_F03_combinatie.xml"
    place = (await people.officer.post("/importeren", files={"file": (notice.name, notice.read_bytes(), "")})).headers["location"]
    told = (await people.officer.get(f"{place}/rijen/1")).text.split('id="gegeven-lots"')[1]
    assert re.findall(r"<td>(.*?)\s*</td>", told)[0] == "1"


async def test_what_cannot_be_read_says_in_which_cell_that_stands(people: Personas) -> None:
    place = await uploaded(people, GREEN.replace("1.250.000,00", "max. 750.000"))
    for page in (place, f"{place}/rijen/1"):
        assert "rij 2, kolom Contractsom (F2): Hier staat &#34;max. 750.000&#34;." in (await people.officer.get(page)).text


async def test_a_contract_leads_to_the_rows_that_it_came_from_and_was_changed_by(people: Personas) -> None:
    first = await confirmed(people, GREEN)
    contract_id = (await people.officer.get(first)).text.split('href="/contracten/')[1].split('"')[0]
    second = await confirmed(people, GREEN.replace("1.250.000", "1.300.000"))
    await confirmed(people, GREEN.replace("1.250.000", "1.300.000").replace("Noord", "noord"))  # says the same in other letters
    page = (await people.officer.get(f"/contracten/{contract_id}")).text
    assert page.index(f'href="{second}/rijen/1"') < page.index(f'href="{first}/rijen/1"') and page.count("/rijen/1") == 2
    assert "heeft het contract gewijzigd" in page and "is contract geworden" in page
    assert "/importeren/" not in (await people.reviewer.get(f"/contracten/{contract_id}")).text


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("onbepaald", "vanaf 1 maart 2024, geen einddatum<"),
        ("", "vanaf 1 maart 2024, einddatum niet opgegeven<"),
        ("28-2-2026", "1 maart 2024 tot en met 28 februari 2026<"),
    ],
)
async def test_a_contract_says_whether_it_has_no_end_or_the_file_told_none(people: Personas, end: str, told: str) -> None:
    place = await confirmed(people, GREEN.replace("28-2-2026", end))
    contract_id = (await people.officer.get(place)).text.split('href="/contracten/')[1].split('"')[0]
    assert told in (await people.officer.get(f"/contracten/{contract_id}")).text


async def test_the_same_register_again_changes_nothing_and_another_sum_is_shown(people: Personas) -> None:
    await confirmed(people, GREEN)
    same = await uploaded(people, GREEN)
    for page in (same, f"{same}/rijen/1"):
        told = (await people.officer.get(page)).text
        assert "er gebeurt niets" in told and re.search(r'<a href="/contracten/[0-9a-f-]{36}">Bekijk 2024-031', told)
    changed = (await people.officer.get(await uploaded(people, GREEN.replace("1.250.000", "1.300.000")))).text
    assert "wijzigt het contract" in changed and "1.300.000,00" in changed


async def test_a_decision_is_kept_and_a_wrong_number_is_told_on_its_field(people: Personas) -> None:
    await confirmed(people, GREEN)
    place = await uploaded(people, GREEN.replace("2024-031", "C-88"))
    wrong = await people.officer.post(f"{place}/rijen/1", {"decision": "link", "number": "2024-999"})
    assert wrong.status_code == 422 and 'href="#field-number"' in wrong.text and 'value="2024-999"' in wrong.text
    assert (await people.officer.post(f"{place}/rijen/1", {})).status_code == 422
    kept = await people.officer.follow(await people.officer.post(f"{place}/rijen/1", {"decision": "link", "number": "2024-031"}))
    assert "Hoort bij een contract dat er al is" in kept.text
    await people.officer.post(f"{place}/bevestigen")
    assert await Contract.count() == 1


async def test_a_row_in_doubt_leads_to_the_next_one(people: Personas) -> None:
    place = await uploaded(people, DRAFT, GREEN, DRAFT.replace("033", "034"))
    assert f'<a href="{place}/rijen/3">Volgende rij in twijfel</a>' in (await people.officer.get(f"{place}/rijen/1")).text
    assert f'<a href="{place}/rijen/1">Volgende rij in twijfel</a>' in (await people.officer.get(f"{place}/rijen/3")).text
    assert "Volgende rij" not in (await people.officer.get(f"{place}/rijen/2")).text


async def test_after_a_choice_the_officer_is_back_in_the_list_with_the_way_to_the_next_open_row(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_rows, "PAGE_SIZE", 2)
    place = await uploaded(people, *(DRAFT.replace("033", f"{number:03}") for number in range(100, 104)), GREEN)
    first = (await people.officer.get(f"{place}?oordeel=twijfel")).text
    (second,) = re.findall(r'rel="next" href="([^"]+)"', first)
    rows = re.findall(rf'<a href="({place}/rijen/3\?[^"]+)"', (await people.officer.get(html.unescape(second))).text)
    third = html.unescape(rows[0])
    answer = await people.officer.post(third, {"decision": "skip"})
    assert answer.headers["location"] == html.unescape(second)
    told = (await people.officer.follow(answer)).text
    assert "Uw keuze voor rij 4 is bewaard: niet overnemen. Er zijn nog 3 rijen in twijfel zonder keuze." in told
    assert f'<a href="{third.replace("rijen/3", "rijen/4").replace("&", "&amp;")}">Kies nu voor rij 5</a>' in told
    for position in (4, 1):
        await people.officer.post(f"{place}/rijen/{position}", {"decision": "new"})
    last = (await people.officer.follow(await people.officer.post(f"{place}/rijen/2", {"decision": "new"}))).text
    assert "eigen contract of concept. Er is nu geen rij in twijfel meer zonder keuze." in last
    assert "Volgende rij" not in (await people.officer.get(f"{place}/rijen/2")).text


async def test_a_row_of_an_unknown_authority_asks_which_one_it_is(people: Personas) -> None:
    content = "\r\n".join([f"{HEADER};Opdrachtgever", f"{GREEN};Waterschap Onbekend", ""]).encode()
    place = (await people.officer.post("/importeren", files={"file": ("register.csv", content, "text/csv")})).headers["location"]
    asked = (await people.officer.get(f"{place}/rijen/1")).text
    assert "Welke aanbestedende dienst gaf deze opdracht?" in asked and "Waterschap Onbekend" in asked
    forgotten = await people.officer.post(f"{place}/rijen/1", {"decision": "new", "authority": ""})
    assert forgotten.status_code == 422 and 'href="#field-authority"' in forgotten.text
    wrong = await people.officer.post(f"{place}/rijen/1", {"decision": "new", "authority": "verzonnen"})
    assert wrong.status_code == 422
    delft = re.search(r'value="([0-9a-f-]{36})"[^>]*>Gemeente Delft<', asked)
    assert delft is not None
    kept = await people.officer.follow(await people.officer.post(f"{place}/rijen/1", {"decision": "new", "authority": delft[1]}))
    assert "wordt contract" in kept.text
    chosen = (await people.officer.get(f"{place}/rijen/1")).text
    assert re.search(rf'value="{delft[1]}"[^>]* selected', chosen)


async def test_an_import_is_taken_back_until_something_is_built_on_it(people: Personas) -> None:
    place = await confirmed(people, GREEN)
    assert "Import terugdraaien" in (await people.officer.get(place)).text
    for page in (place, f"{place}/rijen/1"):
        assert "is contract geworden" in (await people.officer.get(page)).text
    done = (await people.officer.follow(await people.officer.post(f"{place}/terugdraaien"))).text
    assert "De import is teruggedraaid" in done and "Import terugdraaien" not in done
    assert "is contract geworden" not in done and 'href="/contracten/' not in done
    first = await confirmed(people, GREEN)
    await confirmed(people, GREEN.replace("1.250.000", "1.300.000"))
    page = (await people.officer.get(first)).text
    assert "kan niet meer worden teruggedraaid" in page
    refused = await people.officer.post(f"{first}/terugdraaien")
    assert refused.status_code == 422 and "waaraan daarna iets gewijzigd is" in refused.text
    again = await people.officer.post(f"{first}/bevestigen")
    assert again.status_code == 422 and "al bevestigd" in again.text and "2024-031" in again.text


async def test_what_is_asked_twice_is_told_to_be_done_and_not_to_have_failed(people: Personas) -> None:
    place = await confirmed(people, GREEN)
    again = (await people.officer.post(f"{place}/bevestigen")).text
    assert "Deze import is al bevestigd. Er is niets dubbel opgeslagen." in again and "Het is niet gelukt" not in again
    await people.officer.post(f"{place}/terugdraaien")
    for address in (f"{place}/terugdraaien", f"{place}/bevestigen"):
        again = (await people.officer.post(address)).text
        assert "Deze import is al teruggedraaid." in again and "Het is niet gelukt" not in again


@pytest.mark.parametrize(
    ("asked", "told"), [("bevestigen", "Deze import is al bevestigd."), ("weggooien", "Deze import is al weggegooid.")]
)
async def test_nothing_is_chosen_any_more_for_an_import_that_moved_on(people: Personas, asked: str, told: str) -> None:
    content = "\r\n".join([f"{HEADER};Opdrachtgever", f"{GREEN};Waterschap Onbekend", ""]).encode()
    place = (await people.officer.post("/importeren", files={"file": ("register.csv", content, "text/csv")})).headers["location"]
    await people.officer.post(f"{place}/{asked}")
    for page in ("kolommen", "aanbestedende-diensten"):
        assert (await people.officer.get(f"{place}/{page}")).headers["location"] == place
        late = await people.officer.post(f"{place}/{page}", {"name": "Te laat"})  # from a page that was open still
        assert late.status_code == 422 and told in late.text and "Het is niet gelukt" not in late.text


async def test_the_same_file_twice_leads_to_the_first_until_that_is_thrown_away(people: Personas) -> None:
    first = await uploaded(people, GREEN)
    assert "Ditzelfde bestand" not in (await people.officer.get(first)).text
    second = (await people.officer.get(await uploaded(people, GREEN))).text
    assert "Ditzelfde bestand is al eens ingelezen" in second and "door Inkoper Voorbeeld: wacht op bevestiging" in second
    assert f'<a href="{first}">register.csv, ' in second
    await people.officer.post(f"{first}/weggooien")
    third = await uploaded(people, GREEN)
    assert f'href="{first}"' not in (await people.officer.get(third)).text


@pytest.mark.parametrize("number", [2**63 - 1, 2**31 - 1, 2**31, -1, -(2**63) + 1])
async def test_an_address_may_hold_any_number(people: Personas, number: int) -> None:
    place = await uploaded(people, GREEN)
    assert (await people.officer.get(f"{place}?vanaf={encode_cursor(number)}")).status_code == 200
    for position in (number, 10**30):
        assert (await people.officer.get(f"{place}/rijen/{position}")).status_code == 404


async def test_nobody_else_finds_an_import(people: Personas) -> None:
    place = await uploaded(people, GREEN)
    for someone in (people.reviewer, people.contractor, people.administrator):
        for address in (place, f"{place}/rijen/1"):
            assert (await someone.get(address)).status_code == 403
        for address in (f"{place}/bevestigen", f"{place}/terugdraaien", f"{place}/rijen/1"):
            assert (await someone.post(address)).status_code == 403
    assert await Contract.count() == 0


async def test_a_preview_makes_as_many_queries_for_many_rows_as_for_few(people: Personas, query_counter: Any) -> None:
    few, many = await uploaded(people, GREEN), await uploaded(people, *(GREEN.replace("031", f"{number:03}") for number in range(100, 160)))
    counts = []
    for place in (few, many):
        query_counter.reset()
        await people.officer.get(place)
        counts.append(query_counter.count)
    assert counts[0] == counts[1]


async def test_columns_are_corrected_in_the_preview_and_kept_as_a_profile(people: Personas) -> None:
    content = b"Code;Waarover;Wie;Hoeveel\r\n2024-031;Groenonderhoud Noord;Groen Voorbeeld B.V.;1.250.000,00\r\n"
    files = {"file": ("lijst.csv", content, "text/csv")}
    place = (await people.officer.post("/importeren", files=files)).headers["location"]
    form = (await people.officer.get(f"{place}/kolommen")).text
    assert "Bijvoorbeeld: 2024-031" in form
    chosen = {"kolom0": "reference", "kolom1": "title", "kolom2": "contractor", "kolom3": "contractor", "name": "Lijst van inkoop"}
    wrong = await people.officer.post(f"{place}/kolommen", chosen)
    assert wrong.status_code == 422 and "kunnen niet hetzelfde betekenen" in wrong.text and 'value="Lijst van inkoop"' in wrong.text
    assert 'href="#field-kolom3"' in wrong.text
    done = await people.officer.follow(await people.officer.post(f"{place}/kolommen", {**chosen, "kolom3": "contract_sum"}))
    assert "1.250.000,00" in done.text and "Lijst van inkoop" in done.text
    profiles = (await people.officer.get("/kolomprofielen")).text
    assert "Code, Waarover, Wie, Hoeveel" in profiles
    own = profiles.split("/kolomprofielen/")[1].split("/")[0]
    taken = await people.officer.post(f"/kolomprofielen/{own}/naam", {f"name-{own}": "Contractregister"})
    assert taken.status_code == 422 and f'href="#field-name-{own}"' in taken.text and 'value="Contractregister"' in taken.text
    renamed = await people.officer.post(f"/kolomprofielen/{own}/naam", {f"name-{own}": "Beheer"})
    assert "Beheer" in (await people.officer.follow(renamed)).text
    assert "verwijderd" in (await people.officer.follow(await people.officer.post(f"/kolomprofielen/{own}/verwijderen"))).text


async def test_columns_are_chosen_of_a_register_with_as_many_as_there_may_be(people: Personas) -> None:
    headers = [*HEADER.split(";"), *(f"Eigen kolom {number}" for number in range(1_000 - HEADER.count(";") - 1))]
    content = "\r\n".join([";".join(headers), GREEN, ""]).encode()
    place = (await people.officer.post("/importeren", files={"file": ("breed.csv", content, "text/csv")})).headers["location"]
    form = (await people.officer.get(f"{place}/kolommen")).text
    chosen = dict(re.findall(r'<select[^>]* name="(kolom\d+)".*?<option value="([^"]*)" selected', form, re.DOTALL))
    assert len(chosen) == 1_000
    done = await people.officer.follow(await people.officer.post(f"{place}/kolommen", {**chosen, "kolom1": "niet", "name": "Breed"}))
    assert "Gelezen met profiel Breed." in done.text and "Groenonderhoud Noord" not in done.text


async def test_the_columns_of_tenderned_keep_what_they_mean(people: Personas) -> None:
    sample = GOLDEN / "synthetic_tenderned_open_data.xlsx"
    place = (await people.officer.post("/importeren", files={"file": (sample.name, sample.read_bytes(), "")})).headers["location"]
    form = (await people.officer.get(f"{place}/kolommen")).text
    chosen = dict(re.findall(r'<select[^>]* name="(kolom\d+)".*?<option value="([^"]*)" selected', form, re.DOTALL))
    assert chosen["kolom0"] == "notice_id"
    done = await people.officer.follow(await people.officer.post(f"{place}/kolommen", {**chosen, "name": ""}))
    assert "Groenonderhoud Muziekbuurt" in done.text and "A12345 / 1-01234567" in done.text


async def test_a_preview_is_thrown_away_and_stays_in_the_list(people: Personas) -> None:
    place = await uploaded(people, GREEN)
    assert "Import weggooien" in (await people.officer.get(place)).text
    answer = await people.officer.post(f"{place}/weggooien")
    assert answer.headers["location"] == "/importeren"
    told = (await people.officer.get("/importeren")).text
    assert "De import van register.csv is weggegooid." in told and f'href="{place}"' in told
    page = (await people.officer.get(place)).text
    assert "alles wat eruit gelezen was, is verwijderd" in page and "2024-031" not in page and "Bevestigen" not in page
    assert "kan niet worden weggegooid" in (await people.officer.post(f"{place}/weggooien")).text
    assert (await people.officer.get(f"{place}/rijen/1")).status_code == 404


async def test_an_import_that_was_confirmed_cannot_be_thrown_away(people: Personas) -> None:
    place = await confirmed(people, GREEN)
    assert "Import weggooien" not in (await people.officer.get(place)).text


async def test_all_imports_are_listed_a_page_at_a_time(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "IMPORTS_SHOWN", 2)
    places = [await uploaded(people, GREEN) for _number in range(3)]
    first = (await people.officer.get("/importeren")).text
    assert all(f'href="{place}"' in first for place in places[1:]) and places[0] not in first
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = (await people.officer.get(following)).text
    assert f'href="{places[0]}"' in second and places[2] not in second
