"""The page on which an officer chooses once which authorities the names in a file mean."""

import re
from typing import Any

import pytest

from sroi.register.imports import awarding
from sroi.web.paging import encode_cursor
from tests.makers import authority_id_of
from tests.personas import Personas

HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum;Opdrachtgever"
ROW = "{number};Dijk {number};werk;Weg Voorbeeld B.V.;00100002;350.000;1-2-2024;1-3-2024;28-2-2026;{authority}"
DIKES, ALIAS = "Waterschap Onbekend", "Gem. R&wijk"


async def uploaded(people: Personas, *authorities: str) -> str:
    rows = (ROW.format(number=f"D-{number}", authority=authority) for number, authority in enumerate(authorities))
    content = "\r\n".join([HEADER, *rows, ""]).encode()
    answer = await people.officer.post("/importeren", files={"file": ("register.csv", content, "text/csv")})
    place: str = answer.headers["location"]
    return place


def field_names(page: str) -> list[str]:
    return re.findall(r'<select[^>]* name="(dienst-[0-9a-f]+)"', page)


async def test_one_choice_for_each_name_holds_for_all_its_rows(people: Personas) -> None:
    place = await uploaded(people, DIKES, ALIAS, DIKES)
    preview = (await people.officer.get(place)).text
    for page in (preview, (await people.officer.get(f"{place}/rijen/1")).text):
        assert re.search(r"<td>D-0\s*<", page)  # the number that it has there
    assert preview.count(f"Aanbestedende dienst {DIKES} is niet bekend") == 2  # once at each of the two rows
    assert f'href="{place}/aanbestedende-diensten"' in preview and "Dit register kent 2 aanbestedende diensten" in preview
    page = (await people.officer.get(f"{place}/aanbestedende-diensten")).text
    assert "In 2 rijen." in page and "In 1 rij." in page and page.index(DIKES) < page.index("Gem. R&amp;wijk")
    dikes, alias = field_names(page)
    home = str(await authority_id_of())
    answer = await people.officer.post(f"{place}/aanbestedende-diensten", data={dikes: "nieuw", alias: home})
    assert answer.headers["location"] == place
    preview = (await people.officer.get(place)).text
    assert "Bij 3 rijen is de dienst nu gekozen." in preview and "is niet bekend" not in preview
    assert f'<a href="{place}/aanbestedende-diensten">Bekijk of wijzig welke aanbestedende diensten u koos</a>' in preview
    again = (await people.officer.get(f"{place}/aanbestedende-diensten")).text
    assert f'<option value="{home}" selected>' in again


async def test_a_name_that_ends_in_a_point_ends_the_sentence(people: Personas) -> None:
    assert "uit dit bestand niet: Tuin Voorbeeld B.V. <a" in (await people.officer.get(await uploaded(people, "Tuin Voorbeeld B.V."))).text


async def test_a_name_without_a_choice_stays_open_and_a_false_choice_is_told(people: Personas) -> None:
    place = await uploaded(people, DIKES, DIKES, ALIAS)
    dikes, _alias = field_names((await people.officer.get(f"{place}/aanbestedende-diensten")).text)
    answer = await people.officer.post(f"{place}/aanbestedende-diensten", data={dikes: "verzonnen"})
    assert answer.status_code == 422 and f'href="#field-{dikes}"' in answer.text
    nothing = await people.officer.post(f"{place}/aanbestedende-diensten", data={dikes: ""})
    assert nothing.status_code == 422 and "Kies bij ten minste één naam" in nothing.text
    await people.officer.post(f"{place}/aanbestedende-diensten", data={dikes: "nieuw"})
    preview = (await people.officer.get(place)).text
    assert "kent een aanbestedende dienst uit dit bestand niet: Gem. R&amp;wijk." in preview


async def test_only_the_names_of_most_rows_are_asked_at_once(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awarding, "NAMES_SHOWN", 1)
    place = await uploaded(people, ALIAS, DIKES, DIKES)
    page = (await people.officer.get(f"{place}/aanbestedende-diensten")).text
    assert len(field_names(page)) == 1 and "Er is nog 1 naam" in page
    await people.officer.post(f"{place}/aanbestedende-diensten", data={field_names(page)[0]: "nieuw"})
    assert "Gem. R&amp;wijk" in (await people.officer.get(f"{place}/aanbestedende-diensten")).text


async def test_every_name_can_be_reached_also_when_something_was_chosen_for_it(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awarding, "NAMES_SHOWN", 2)
    names = [f"Waterschap {letter}" for letter in "ABCDE"]
    place = f"{await uploaded(people, *names)}/aanbestedende-diensten"

    async def walked() -> list[str]:
        seen, href = [], place
        while href:
            page = (await people.officer.get(href)).text
            seen += re.findall(r"Waterschap [A-E]", page.split("<form")[-1])
            href = "".join(re.findall(r'rel="next" href="([^"]+)"', page))
        return list(dict.fromkeys(seen))

    first = (await people.officer.get(place)).text
    assert await walked() == names and "Er zijn nog 3 namen" in first and "Bekijk of wijzig wat al is gekozen" not in first
    (after_two,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = (await people.officer.get(after_two)).text
    (action,) = re.findall(rf'action="({place}[^"]*)"', second)
    await people.officer.post(action, data={field_names(second)[0]: str(await authority_id_of()), field_names(second)[1]: ""})
    assert await walked() == [*names[:2], *names[3:], names[2]]
    (chosen,) = re.findall(r'href="([^"]+)">Bekijk of wijzig wat al is gekozen', (await people.officer.get(place)).text)
    page = (await people.officer.get(chosen)).text
    assert field_names(page) == field_names(second)[:1] and " selected" in page
    (action,) = re.findall(rf'action="({place}[^"]*)"', page)
    refused = await people.officer.post(action, data={field_names(page)[0]: "verzonnen"})  # which stays on the page of those
    for told in (page, refused.text):
        assert field_names(told) == field_names(page) and f'<a href="{place}">Bekijk alle namen</a>' in told and "Er zijn nog" not in told
    for beyond in (2, 2**63 - 1):  # a cursor beyond the last name begins again
        assert field_names((await people.officer.get(f"{place}?vanaf={encode_cursor(beyond, -beyond, '')}")).text) == field_names(first)


async def test_a_choice_for_a_name_that_a_colleague_chose_meanwhile_is_not_lost_in_silence(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awarding, "NAMES_SHOWN", 1)
    place = await uploaded(people, ALIAS, DIKES, DIKES)
    (dikes,) = field_names((await people.officer.get(f"{place}/aanbestedende-diensten")).text)
    await people.officer.post(f"{place}/aanbestedende-diensten", data={dikes: "nieuw"})  # the colleague
    late = await people.officer.post(f"{place}/aanbestedende-diensten", data={dikes: str(await authority_id_of())})
    assert late.status_code == 422 and "Een collega koos intussen ook voor deze import." in late.text


async def test_the_page_makes_as_many_queries_for_many_rows_as_for_few(people: Personas, query_counter: Any) -> None:
    counts = []
    for place in (await uploaded(people, DIKES), await uploaded(people, *[DIKES, ALIAS] * 300)):
        query_counter.reset()
        await people.officer.get(f"{place}/aanbestedende-diensten")
        counts.append(query_counter.count)
    assert counts[0] == counts[1]


async def test_there_is_no_such_page_when_all_are_known_and_for_nobody_else(people: Personas) -> None:
    known, unknown = await uploaded(people, "Gemeente Rijswijk"), await uploaded(people, DIKES)
    assert (await people.officer.get(f"{known}/aanbestedende-diensten")).status_code == 404
    assert "/aanbestedende-diensten" not in (await people.officer.get(known)).text
    for someone in (people.reviewer, people.contractor, people.administrator):
        assert (await someone.get(f"{unknown}/aanbestedende-diensten")).status_code == 403
