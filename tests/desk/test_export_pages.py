"""The pages of exports: making one, finding it back, and making it again."""

import re

import pytest
from litestar import Litestar

from tests.makers import make_contract
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")


async def test_an_export_is_made_found_back_and_made_again(app: Litestar) -> None:
    async with personas(app) as people:
        await make_contract()
        made = await people.reviewer.post("/exporten", {"export": "ledger", "year": "2023"})
        assert made.headers["content-type"].startswith("text/csv")
        assert "sroi-ledger-2023.csv" in made.headers["content-disposition"]
        listed = await people.reviewer.get("/exporten")
        (href,) = re.findall(r'href="(/exporten/[0-9a-f-]{36})"', listed.text)
        assert people.reviewer.viewer.name in listed.text
        assert (await people.reviewer.get(f"{href}/bestand")).content == made.content
        again = await people.reviewer.follow(await people.reviewer.post(f"{href}/opnieuw"))
        assert "tot op de byte gelijk" in again.text
        assert (await people.officer.get("/exporten")).status_code == 403


@pytest.mark.parametrize("sent", [{"export": "verzonnen", "year": "2023"}, {"export": "ledger", "year": "ooit"}, {"export": "ledger"}])
async def test_a_choice_that_cannot_be_is_told(app: Litestar, sent: dict[str, str]) -> None:
    async with personas(app) as people:
        page = await people.reviewer.follow(await people.reviewer.post("/exporten", sent))
        assert "Kies een export en een jaar." in page.text


async def test_a_year_that_cannot_be_meant_is_told(app: Litestar) -> None:
    async with personas(app) as people:
        page = await people.reviewer.follow(await people.reviewer.post("/exporten", {"export": "ledger", "year": "1999"}))
        assert "Vul een jaar in" in page.text
