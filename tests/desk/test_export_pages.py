"""The pages of exports: making one, finding it back, and making it again."""

import re
from uuid import uuid4

import pytest
from litestar import Litestar

from sroi.background import kinds_of_jobs
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.rules import TakenJob
from sroi.jobs.tables import Job
from sroi.settings import Settings
from sroi.web import clock
from tests.makers import make_contract, make_purchase_claim
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")


async def test_an_export_is_made_found_back_and_made_again(app: Litestar) -> None:
    async with personas(app) as people:
        await make_contract()
        made = await people.reviewer.post("/exporten", {"export": "ledger", "year": "2023"})
        assert made.headers["content-type"].startswith("text/csv")
        assert "sroi-grootboek-2023.csv" in made.headers["content-disposition"]
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


async def test_a_large_export_shows_how_far_it_is_until_it_can_be_downloaded(app: Litestar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sroi.exports.apart.MOST_AT_ONCE", 0)
    async with personas(app) as people:
        await make_purchase_claim(contract_id=await make_contract())
        sent = await people.reviewer.post("/exporten", {"export": "compliance", "year": "2023"})
        href = sent.headers["location"]
        waiting = await people.reviewer.get(href)
        assert "De export wacht op zijn beurt." in waiting.text
        assert f'<a href="{href}">Ververs deze pagina</a>' in waiting.text and "http-equiv" not in waiting.text
        assert "De export wacht op zijn beurt." in (await people.reviewer.get(f"{href}/voortgang")).text
        assert (await people.officer.get(href)).status_code == 403
        await run_due_jobs(kinds=kinds_of_jobs(Settings.from_env()), now=clock.now())
        assert 'data-over="1"' in (await people.reviewer.get(f"{href}/voortgang")).text
        done = await people.reviewer.get(href)
        assert f'href="{href}/bestand"' in done.text
        file = await people.reviewer.get(f"{href}/bestand")
        assert "sroi-compliance-2023.xlsx" in file.headers["content-disposition"]
        assert file.content.startswith(b"PK")


async def test_an_export_that_could_not_be_made_says_what_to_do_and_not_what_broke(app: Litestar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sroi.exports.apart.MOST_AT_ONCE", 0)

    async def broken(taken: TakenJob) -> None:
        raise OSError("the disk is full")

    async with personas(app) as people:
        await make_purchase_claim(contract_id=await make_contract())
        href = (await people.reviewer.post("/exporten", {"export": "compliance", "year": "2023"})).headers["location"]
        await Job.update({Job.max_attempts: 1}, force=True)
        await run_due_jobs(kinds={"make_export": broken}, now=clock.now())
        assert 'data-over="1"' in (await people.reviewer.get(f"{href}/voortgang")).text
        failed = (await people.reviewer.get(href)).text
        assert "De export is niet gemaakt. Er ging iets mis. Maak de export opnieuw." in failed and "OSError" not in failed


async def test_an_export_that_nobody_asked_for_is_not_found(app: Litestar) -> None:
    async with personas(app) as people:
        assert (await people.reviewer.get(f"/exporten/{uuid4()}")).status_code == 404
        assert (await people.reviewer.get(f"/exporten/{uuid4()}/voortgang")).status_code == 404
