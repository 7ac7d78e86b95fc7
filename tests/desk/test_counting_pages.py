"""The pages of the facts by which a placement counts: told at the desk, chosen by the administrator, and every row of a year with them."""

import re

import pytest
from litestar import Litestar

from tests.conftest import QueryCounter
from tests.makers import approve, make_contract, make_placement_claim
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")


async def test_the_desk_tells_who_delivered_and_the_year_shows_it(app: Litestar) -> None:
    async with personas(app) as people:
        claim_id = await make_placement_claim(contract_id=await make_contract(), residence="GM0603")
        await approve(claim_id=claim_id)
        href = f"/werkvoorraad/{claim_id}/telling"
        assert href in (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
        shown = await people.reviewer.get(href)
        assert "Rijswijk (ZH.)" in shown.text and "Lokaal" in shown.text
        sent = {"delivering_wsp": "WSP <Voorbeeld>", "claiming_authority": "Gemeente Nergens"}
        refused = await people.reviewer.post(href, sent)
        assert refused.status_code == 422 and "WSP &lt;Voorbeeld&gt;" in refused.text
        assert re.search(r'id="error-claiming_authority">', refused.text)
        kept = await people.reviewer.follow(await people.reviewer.post(href, {**sent, "claiming_authority": "Gemeente Den Haag"}))
        assert "zijn bewaard" in kept.text
        rows = await people.reviewer.get("/doel/2023/plaatsingen?wsp=wsp+%3Cvoorbeeld%3E&claimt=gemeente+den+haag")
        assert "1 van 1 plaatsingen" in rows.text and str(claim_id) in rows.text
        assert "0 van 1 plaatsingen" in (await people.reviewer.get("/doel/2023/plaatsingen?bereik=regional")).text
        for outsider in (people.contractor, people.officer, people.administrator):
            assert (await outsider.get(href)).status_code == 403
            assert (await outsider.post(href, sent)).status_code == 403
            assert (await outsider.get("/doel/2023/plaatsingen")).status_code == 403


async def test_the_administrator_chooses_what_counts_and_the_goal_says_so(app: Litestar) -> None:
    async with personas(app) as people:
        sent = {"year": "2023", "kind": "placements", "target": "65", "source": "Jaarplan", "counts_by": "residence"}
        refused = await people.administrator.post("/doelen", {**sent, "counts_value": "Nergensdorp"})
        assert refused.status_code == 422 and re.search(r'id="error-counts_value">', refused.text) and "Nergensdorp" in refused.text
        kept = await people.administrator.follow(await people.administrator.post("/doelen", {**sent, "counts_value": "rijswijk"}))
        said = "Alleen plaatsingen van kandidaten die in Rijswijk (ZH.) wonen tellen mee."
        assert said in kept.text and "Beheerder Voorbeeld" in kept.text
        assert said in (await people.officer.get("/doel/2023")).text
        local = await people.administrator.follow(await people.administrator.post("/doelen", {**sent, "counts_by": "scope:local"}))
        assert "bereik lokaal" in local.text


async def test_the_administrator_chooses_when_in_which_year_and_by_which_contract_a_person_counts(app: Litestar) -> None:
    async with personas(app) as people:
        await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
        sent = {
            "year": "2023",
            "kind": "placements",
            "target": "65",
            "source": "Jaarplan",
            "counts_by": "scope",
            "counts_moment": "approved",
        }
        refused = await people.administrator.post("/doelen", {**sent, "counts_stage": "reported"})
        assert refused.status_code == 422 and re.search(r'id="error-counts_moment">', refused.text)
        assert re.search(r'value="reported"[^>]* checked', refused.text)
        await people.administrator.post("/doelen", {**sent, "counts_contract": "largest"})
        said = "in het jaar waarin die voor het eerst is goedgekeurd, bij het contract met de hoogste opdrachtsom."
        for address in ("/doel/2023", "/aansluiting/2023"):
            page = (await people.officer.get(address)).text
            assert said in page and "Plaatsingen per maand van hun goedkeuring" in page


async def test_the_rows_of_a_year_are_paged_and_cost_as_many_queries_with_one_as_with_many(
    app: Litestar, query_counter: QueryCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sroi.desk.year_placements.PAGE_SIZE", 2)
    counts = set()
    async with personas(app) as people:
        contract_id = await make_contract()
        for number in range(3):
            await make_placement_claim(contract_id=contract_id, candidate_label=f"K-0{number}")
            query_counter.reset()
            page = (await people.reviewer.get("/doel/2023/plaatsingen")).text
            counts.add(query_counter.count)
        assert len(counts) == 1
        following = re.search(r'rel="next" href="([^"]+)"', page)
        assert following is not None and page.count('<th scope="row">') == 2
        assert (await people.reviewer.get(following[1].replace("&amp;", "&"))).text.count('<th scope="row">') == 1
