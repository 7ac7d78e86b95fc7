"""The pages of coverage: the figures, the rows behind each, who sees them, and what they cost in queries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sroi.contracts.operations import save_draft
from sroi.desk import coverage as pages
from sroi.web import clock
from tests.makers import NOW, TODAY, make_contract, make_facts, make_officer
from tests.personas import Personas


@pytest.fixture(autouse=True)
def is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


async def make_some() -> None:
    await make_contract(number="2023-014")
    await make_contract(number="2023-015", authority="Gemeente Delft", title="Asfalt <Delft>")
    await make_contract(number="2023-016", contract_sum=Decimal("150000.00"))
    facts = await make_facts(number="", title="", awarded_on=None, contract_sum=None)
    await save_draft(viewer=await make_officer(), facts=facts, now=NOW)


async def test_the_figures_open_their_rows(people: Personas) -> None:
    await make_some()
    shown = (await people.officer.get("/dekking/2023")).text
    assert "33,3%" in shown and "1 van 3 opdrachten" in shown
    for slug, number in (("met-verplichting", "2023-014"), ("geen-beleid", "2023-015"), ("concept", "geen nummer")):
        assert f'href="/dekking/2023/{slug}"' in shown
        rows = (await people.officer.get(f"/dekking/2023/{slug}")).text
        assert number in rows and "2023-016" not in rows
    assert "/dekking/2023/te-kort" not in shown
    assert "Er zijn geen opdrachten." in (await people.officer.get("/dekking/2023/te-kort")).text
    assert "Asfalt &lt;Delft&gt;" in (await people.officer.get("/dekking/2023/geen-beleid")).text
    assert "€\xa062.500,00" in (await people.officer.get("/dekking/2023/met-verplichting")).text


async def test_every_part_has_an_address_of_its_own() -> None:
    assert set(pages.PARTS.values()) == set(pages.CoveragePart)


async def test_a_year_without_contracts_has_no_share(people: Personas) -> None:
    shown = (await people.reviewer.get("/dekking/2023")).text
    assert "geen" in shown and "<progress" not in shown


async def test_the_year_that_is_asked_for_is_opened(people: Personas) -> None:
    assert (await people.reviewer.get("/dekking?jaar=2022")).headers["location"] == "/dekking/2022"
    for nonsense in ("", "?jaar=abc", "?jaar=²²²²", "?jaar=99999"):
        assert (await people.reviewer.get(f"/dekking{nonsense}")).headers["location"] == "/dekking/2023"
    assert (await people.reviewer.get("/dekking/12")).status_code == 422
    assert (await people.reviewer.get("/dekking/2023/verzonnen")).status_code == 404


async def test_the_pages_are_for_who_may_read_the_reconciliation(people: Personas) -> None:
    for path in ("/dekking", "/dekking/2023", "/dekking/2023/concept"):
        for person in (people.officer, people.reviewer):
            assert (await person.get(path)).status_code in (200, 303), path
        for person in (people.contractor, people.administrator):
            assert (await person.get(path)).status_code == 403, path
    assert 'href="/dekking"' in (await people.reviewer.get("/dekking/2023")).text
    assert 'href="/dekking"' not in (await people.contractor.get("/mijn-contracten")).text


async def test_rows_are_paged(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    for day in (1, 2, 3):
        await make_contract(number=f"2023-00{day}", awarded_on=date(2023, 8, day))
    first = (await people.officer.get("/dekking/2023/met-verplichting")).text
    assert "2023-003" in first and "2023-002" in first and "2023-001" not in first
    link = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = (await people.officer.get(link)).text
    assert "2023-001" in second and "2023-002" not in second and 'rel="next"' not in second


async def test_the_pages_make_as_many_queries_for_many_contracts_as_for_few(people: Personas, query_counter: Any) -> None:
    async def counted() -> list[int]:
        counts = []
        for path in ("/dekking/2023", "/dekking/2023/met-verplichting", "/dekking/2023/concept"):
            query_counter.reset()
            assert (await people.reviewer.get(path)).status_code == 200
            counts.append(query_counter.count)
        return counts

    few = await counted()
    await make_some()
    for number in range(10):
        await make_contract(number=f"2023-1{number:02}")
    assert await counted() == few
