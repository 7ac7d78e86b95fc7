"""The pages of a review in a workbook: what is shown, downloaded and confirmed, nothing lost, and who may see them."""

from typing import Any

import pytest
from httpx import Response

from sroi.background import kinds_of_jobs
from sroi.exports.workbook import MEDIA_TYPE
from sroi.jobs.operations import run_due_jobs
from sroi.review.operations import workbooks
from sroi.settings import Settings
from sroi.web import clock
from tests.makers import approve, make_contract, make_training_claim
from tests.personas import Persona, Personas
from tests.review.workbooks import row_of, saved

PATH = "/werkvoorraad/werkboek"


async def upload(person: Persona, *rows: tuple[Any, ...]) -> Response:
    return await person.post(PATH, files={"file": ("beoordeling.xlsx", saved(*rows), MEDIA_TYPE)})


async def test_a_reviewer_sees_what_would_be_decided_confirms_it_and_sees_it_after_a_reload(people: Personas) -> None:
    contract_id = await make_contract()
    good, wrong, late = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA", "EHBO", "BHV")]
    rows = [await row_of(good, "Goedkeuren"), await row_of(wrong, "Ja"), await row_of(late, "Afwijzen", reason="Geen scholing.")]
    assert f'href="{PATH}"' in (await people.reviewer.get("/werkvoorraad")).text
    answer = await upload(people.reviewer, *rows)
    address = answer.headers["location"]
    preview = (await people.reviewer.get(address)).text
    assert preview == (await people.reviewer.get(address)).text
    assert "Er is nog niets besloten." in preview and "samen €\u00a01.500,00" in preview and "Over 2 opgaven wordt beslist" in preview
    assert "Blad Opgaven, cel D3 (Besluit): “Ja” is geen besluit." in preview
    assert "Geen scholing." not in (await people.reviewer.get(f"{address}?toon=klopt-niet")).text
    await approve(claim_id=late)
    done = (await people.reviewer.follow(await people.reviewer.post(address))).text
    assert "1 besluit is vastgelegd. 1 rij is ingehaald: zie waarom." in done and "Al beslist op" in done
    again = (await people.reviewer.follow(await people.reviewer.post(address))).text
    assert "al beslist. Er is niets dubbel vastgelegd." in again and "Vastleggen" not in again
    assert "beoordeling.xlsx" in (await people.reviewer.get(PATH)).text


async def test_a_large_workbook_shows_how_far_it_is_before_its_preview_and_while_it_is_decided(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_AT_ONCE", 1)
    monkeypatch.setattr("sroi.desk.workbooks.MOST_AT_ONCE", 1)
    contract_id = await make_contract()
    rows = [await row_of(await make_training_claim(contract_id=contract_id, title=title), "Goedkeuren") for title in ("VCA", "EHBO")]
    address = (await upload(people.reviewer, *rows)).headers["location"]
    for words in ("Er wordt nog niets besloten.", "De besluiten worden vastgelegd"):
        waiting = (await people.reviewer.get(address)).text
        assert words in waiting and "Het werkboek wacht op zijn beurt." in waiting
        assert f'<a href="{address}">Ververs deze pagina</a>' in waiting and "http-equiv" not in waiting
        assert "wacht op zijn beurt" in (await people.reviewer.get(f"{address}/voortgang")).text
        await run_due_jobs(kinds=kinds_of_jobs(Settings.from_env()), now=clock.now())
        assert 'data-over="1"' in (await people.reviewer.get(f"{address}/voortgang")).text
        if words.startswith("Er"):
            assert "Dat gaat in delen" in (await people.reviewer.get(address)).text
            assert (await people.reviewer.post(address)).headers["location"] == address
    assert "Beslist op" in (await people.reviewer.get(address)).text


async def test_problems_are_a_file_to_mend_the_workbook_by(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    address = (await upload(people.reviewer, await row_of(claim_id, "=Ja", "x"))).headers["location"]
    answer = await people.reviewer.get(f"{address}/problemen")
    assert answer.headers["content-type"].startswith("text/csv")
    header, line = answer.content.decode("utf-8-sig").splitlines()
    assert header == "Blad;Cel;Kolom;Wat er mis is" and line.startswith("Opgaven;D2;Besluit;“")


@pytest.mark.parametrize(("content", "sentence"), [(b"", "Kies het werkboek dat u hebt ingevuld."), (b"PK\x03\x04bom", "beschadigd")])
async def test_a_file_that_cannot_be_read_is_told_at_its_field(people: Personas, content: bytes, sentence: str) -> None:
    files = {"file": ("a.xlsx" if content else "", content, MEDIA_TYPE)}
    answer = await people.reviewer.post(PATH, files=files)
    assert answer.status_code == 422 and sentence in answer.text


async def test_the_pages_are_for_the_wsp_alone_and_a_workbook_for_who_handed_it_in(people: Personas) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    address = (await upload(people.reviewer, await row_of(claim_id, "Goedkeuren"))).headers["location"]
    for person in (people.officer, people.contractor, people.administrator):
        for path in (PATH, address, f"{address}/problemen"):
            assert (await person.get(path)).status_code == 403
        assert (await person.post(address)).status_code == 403
    assert (await people.reviewer.get(f"{PATH}/00000000-0000-0000-0000-000000000000")).status_code == 404


async def test_the_preview_makes_as_many_queries_for_many_rows_as_for_few(people: Personas, query_counter: Any) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    counts = []
    for number in (1, 40):
        rows = [await row_of(claim_id, "Goedkeuren")] * number
        address = (await upload(people.reviewer, *rows)).headers["location"]
        query_counter.reset()
        assert (await people.reviewer.get(address)).status_code == 200
        counts.append(query_counter.count)
    assert counts[0] == counts[1]
