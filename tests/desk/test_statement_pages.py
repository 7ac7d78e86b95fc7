"""The pages of statements of one contractor: of the WSP, of the contractor, and of whoever is neither."""

import re

import pytest
from litestar import Litestar

from tests.makers import make_contract
from tests.personas import Persona, personas

pytestmark = pytest.mark.usefixtures("database")
HREF = r'href="(%s/[0-9a-f-]{36})"'


async def made_href(person: Persona, page: str, base: str) -> str:
    (href,) = re.findall(HREF % base, (await person.get(page)).text)
    return str(href)


async def test_a_contractor_makes_a_statement_finds_it_back_and_makes_it_again(app: Litestar) -> None:
    async with personas(app) as people:
        await make_contract()
        assert 'href="/mijn-overzicht"' in (await people.contractor.get("/mijn-contracten")).text
        sent = await people.contractor.post("/mijn-overzicht", {"year": "2023"})
        assert (sent.headers["content-type"], sent.content[:4]) == ("application/pdf", b"%PDF")
        assert "sroi-opdrachtnemer-2023.pdf" in sent.headers["content-disposition"]
        href = await made_href(people.contractor, "/mijn-overzicht", "/mijn-overzicht")
        assert "de opdrachtnemer zelf" in (await people.contractor.get(href)).text
        assert (await people.contractor.get(f"{href}/bestand")).content == sent.content
        assert "tot op de byte gelijk" in (await people.contractor.follow(await people.contractor.post(f"{href}/opnieuw"))).text
        # A colleague of the same organisation sees it too; nobody of another one does.
        assert (await people.colleague.get(f"{href}/bestand")).content == sent.content
        for path in (href, f"{href}/bestand"):
            assert (await people.other_contractor.get(path)).status_code == 404
        assert (await people.other_contractor.post(f"{href}/opnieuw")).status_code == 404
        assert (await people.officer.get(href)).status_code == 403


async def test_the_wsp_makes_one_of_a_contractor_which_that_contractor_does_not_find(app: Litestar) -> None:
    async with personas(app) as people:
        await make_contract()
        page = f"/opdrachtnemers/{people.contractor.viewer.organisation_id}/overzicht"
        assert f'href="{page}"' in (await people.reviewer.get("/geld?per=opdrachtnemer")).text
        sent = await people.reviewer.post(page, {"year": "2023"})
        assert sent.content[:4] == b"%PDF"
        href = await made_href(people.reviewer, page, "/exporten")
        assert href == await made_href(people.reviewer, "/exporten", "/exporten")
        assert (await people.reviewer.get(f"{href}/bestand")).content == sent.content
        assert (await people.contractor.get(page)).status_code == 403
        assert (await people.contractor.get(href.replace("/exporten", "/mijn-overzicht"))).status_code == 404
        assert "Er is nog niets gemaakt." in (await people.contractor.get("/mijn-overzicht")).text


@pytest.mark.parametrize(("year", "told"), [("ooit", "Kies een jaar."), ("1999", "Vul een jaar in")])
async def test_a_year_that_cannot_be_is_told(app: Litestar, year: str, told: str) -> None:
    async with personas(app) as people:
        page = await people.contractor.follow(await people.contractor.post("/mijn-overzicht", {"year": year}))
        assert told in page.text
