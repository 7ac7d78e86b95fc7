"""The pages of partners: who sees and changes them, and what was typed stays."""

import re

import pytest
from litestar import Litestar

from tests.conftest import QueryCounter
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")

NEW = {
    "name": "Werkbedrijf Voorbeeld <b>",
    "kvk_number": "100009",
    "municipality": "GM0603",
    "website": "www.voorbeeld.example",
    "offers": ("placements", "purchases"),
    "description": "Groenonderhoud",
    "supplier_kind": "work_company",
    "recognised_from": "1-1-2023",
    "recognised_until": "31-12-2023",
    "pso_level": "step_2",
    "pso_until": "31-12-2099",
    "joined_on": "1-1-2023",
}


async def test_the_wsp_adds_a_partner_and_a_contractor_finds_it(app: Litestar) -> None:
    async with personas(app) as people:
        page = await people.reviewer.follow(await people.reviewer.post("/partners/toevoegen", NEW))
        for told in ("00100009", "https://www.voorbeeld.example", "erkenning verlopen", "PSO trede 2", "Netwerkpartner", "Rijswijk"):
            assert told in page.text
        assert "Werkbedrijf Voorbeeld &lt;b&gt;" in page.text
        found = await people.contractor.get(
            "/partners?zoek=groenonderhoud&aanbod=purchases&soort=work_company&gemeente=GM0603&alleen=netwerk"
        )
        (href,) = re.findall(r'href="(/partners/[0-9a-f-]{36})"', found.text)
        shown = await people.contractor.get(href)
        assert "31 december 2023" in shown.text
        assert "/wijzigen" not in shown.text
        assert "Werkbedrijf" not in (await people.contractor.get("/partners?alleen=erkend")).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Vul “Naam” in."),
        ("kvk_number", "12", "te kort"),
        ("website", "geen adres", "webadres"),
        ("recognised_from", "31-2-2023", "datum"),
        ("recognised_until", "1-12-2022", "niet eindigen voor zij begint"),
        ("supplier_kind", "verzonnen", "Kies een van de mogelijkheden."),
    ],
)
async def test_what_is_wrong_is_said_on_its_field_and_the_rest_stays(app: Litestar, field: str, typed: str, said: str) -> None:
    async with personas(app) as people:
        answer = await people.reviewer.post("/partners/toevoegen", {**NEW, field: typed})
    assert answer.status_code == 422
    error = re.search(rf'id="error-{field}">(.*?)</div>', answer.text, re.DOTALL)
    assert error is not None
    assert said in error[1]
    assert "Groenonderhoud" in answer.text


async def test_a_change_over_that_of_a_colleague_is_asked_again_with_what_was_typed(app: Litestar) -> None:
    async with personas(app) as people:
        added = await people.reviewer.post("/partners/toevoegen", NEW)
        href = f"{added.headers['location']}/wijzigen"
        assert 'value="31-12-2023"' in (await people.reviewer.get(href)).text
        await people.reviewer.post(href, {**NEW, "version": "1", "description": "Van een collega"})
        refused = await people.reviewer.post(href, {**NEW, "version": "1", "description": "Van mij"})
        assert refused.status_code == 422
        assert "intussen gewijzigd" in refused.text
        assert "Van mij" in refused.text
        assert 'name="version" value="2"' in refused.text
        for version in ("", "drie", "9" * 30):  # no page of ours sends these
            assert (await people.reviewer.post(href, {**NEW, "version": version, "description": "Van mij"})).status_code == 422
        again = await people.reviewer.follow(await people.reviewer.post(href, {**NEW, "version": "2", "description": "Van mij"}))
        assert "Van mij" in again.text


async def test_a_list_costs_as_many_queries_with_one_partner_as_with_ten(app: Litestar, query_counter: QueryCounter) -> None:
    async with personas(app) as people:
        counts = []
        for number in range(10):
            await people.reviewer.post("/partners/toevoegen", {**NEW, "name": f"Voorbeeld {number}", "kvk_number": f"0010001{number}"})
            query_counter.reset()
            await people.contractor.get("/partners")
            counts.append(query_counter.count)
    assert set(counts) == {counts[0]}
