"""The pages of money: every figure on them opens rows that add up to it, in so many queries, for those who may read them."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from sroi.values import parse_euros
from tests.makers import REGIONAL, ROAD_FIRM, approve, make_contract, make_placement_claim, make_training_claim
from tests.personas import Personas

GROUPINGS = ("opdrachtgever", "opdrachtnemer", "soort", "jaar", "contract")
FIGURE = re.compile(r'<(?:td class="numeric[^"]*"|dd class="app-figure__value")>(?:<a href="(?P<href>[^"]+)">)?(?P<text>[^<]+)')


async def portfolio() -> None:
    """Register two contracts: one with claims that were approved and that wait, one that ended without any."""
    contract_id = await make_contract()
    await approve(claim_id=await make_training_claim(contract_id=contract_id), amount=Decimal("1000.01"))
    await make_training_claim(contract_id=contract_id, title="Heftruck", costs=Decimal("250.50"))
    await make_placement_claim(contract_id=contract_id)
    await make_contract(number="2023-901", firm=ROAD_FIRM, authority=REGIONAL)


def figures(html: str) -> list[tuple[str | None, Decimal]]:
    """Return the figures of a page in their order, each with what it opens."""
    return [(found["href"] and unescape(found["href"]), parse_euros(unescape(found["text"]))) for found in FIGURE.finditer(html)]


async def opened(people: Personas, href: str) -> list[tuple[str | None, Decimal]]:
    answer = await people.officer.get(href)
    assert answer.status_code == 200, href
    body = answer.text[answer.text.index("<tbody>") : answer.text.index("</tbody>")]
    return figures(body)


@pytest.mark.parametrize("grouping", GROUPINGS)
async def test_every_figure_opens_rows_that_add_up_to_it(people: Personas, grouping: str) -> None:
    await portfolio()
    shown = [(href, amount) for href, amount in figures((await people.officer.get(f"/geld?per={grouping}")).text) if href]
    assert len(shown) > 10
    for href, amount in shown:
        assert href is not None
        rows = await opened(people, href)
        assert sum(each for _href, each in rows) == amount, href
        for of_contract, each in rows:
            assert of_contract is not None
            assert sum(line for _none, line in await opened(people, of_contract)) == each, of_contract


async def test_the_pages_say_what_they_hold(people: Personas) -> None:
    await portfolio()
    page = (await people.reviewer.get("/geld")).text
    assert "Gemeente Rijswijk" in page and "Wat er nu had moeten zijn en er niet is." in page
    (lines,) = {href for href, _amount in await opened(people, "/geld/contracten?cijfer=verwacht")}
    assert lines is not None
    told = (await people.reviewer.get(lines)).text
    assert "Goedgekeurd, opgave 1" in told and "Opgave 2, in beoordeling" in told and "Lopende plaatsing, na opgave 3" not in told
    claims = set(re.findall(r'href="(/werkvoorraad/[0-9a-f-]{36})"', told))
    assert len(claims) == 3 and all([(await people.reviewer.get(href)).status_code == 200 for href in claims])
    assert 'href="/werkvoorraad/' not in (await people.officer.get(lines)).text


async def test_an_address_that_means_nothing_is_not_found(people: Personas) -> None:
    await portfolio()
    assert (await people.officer.get("/geld?per=verzonnen&vanaf=verzonnen")).status_code == 200
    nobody = "00000000-0000-0000-0000-000000000000"
    for path in ("?cijfer=verzonnen", "", "?cijfer=verplicht&per=jaar&groep=1999", f"/{nobody}/verplicht"):
        assert (await people.officer.get(f"/geld/contracten{path}")).status_code == 404, path


async def test_only_officers_and_the_wsp_see_money(people: Personas) -> None:
    await portfolio()
    for person in people.signed_in:
        may = person in (people.officer, people.reviewer)
        for path in ("/geld", "/geld/contracten?cijfer=verplicht"):
            assert (await person.get(path)).status_code == (200 if may else 403)
        assert ('href="/geld"' in (await person.get("/mijn-account")).text) is may


async def test_the_pages_make_as_many_queries_for_many_contracts_as_for_few(people: Personas, query_counter: Any) -> None:
    counts = []
    for number in (1, 30):
        for place in range(number):
            await make_contract(number=f"2023-{number}-{place}")
        made = []
        for path in ("/geld?per=contract", "/geld/contracten?cijfer=verplicht"):
            query_counter.reset()
            assert (await people.officer.get(path)).status_code == 200
            made.append(query_counter.count)
        counts.append(made)
    assert counts[0] == counts[1]
