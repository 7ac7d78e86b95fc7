"""The pages of the bridge and of joining rows that the engine left apart."""

import re
from uuid import UUID

import pytest
from litestar import Litestar

from sroi.reconciliation.operations import compare_region_list, decide_sure_lines, stage_region_list
from sroi.reconciliation.queries.region import region_lines
from sroi.reconciliation.rules.region import Shown
from tests.conftest import QueryCounter
from tests.makers import NOW, approve, make_contract, make_placement_claim, make_reviewer
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")
HEADER = "Volgnr;Soort;Werkgever;Startdatum;Uren per week;Doelgroep"


async def _decided(partner: str, *rows: str) -> list[UUID]:
    """Take in a list, decide all its lines as proposed, and return those of which only the partner has a row."""
    reviewer, content = await make_reviewer(), "\r\n".join((HEADER, *rows)).encode()
    version_id = await stage_region_list(
        viewer=reviewer, partner=partner, year=2023, file_name="regio.csv", content=content, token_key="a key of the test", now=NOW
    )
    await compare_region_list(viewer=reviewer, version_id=version_id, now=NOW)
    await decide_sure_lines(viewer=reviewer, version_id=version_id, reason="Nagelopen", now=NOW)
    found = await region_lines(viewer=reviewer, version_id=version_id, shown=Shown.PARTNER_ONLY)
    return [line.id for line in found]


async def test_rows_are_joined_and_parted_on_the_page_and_the_bridge_follows(app: Litestar) -> None:
    async with personas(app) as people:
        await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
        (bakery,) = await _decided("WSP Voorbeeld", "1;plaatsing;Bakkerij Anders;6-2-2023;24;WW")
        (same,) = await _decided("Gemeente <Elders>", "9;plaatsing;bakkerij anders;7-2-2023;24;WW")
        goal = (await people.reviewer.get("/doel/2023")).text
        assert re.search(r"Gerapporteerd</th>\s*<td class=\"numeric\">3<", goal)
        href = f"/regiolijsten/rijen/{bakery}/samenvoegen"
        assert href in (await people.reviewer.get(f"/regiolijsten/rijen/{bakery}")).text
        shown = (await people.reviewer.get(href)).text
        assert f"partner:{same}" in shown and "Gemeente &lt;Elders&gt;" in shown
        refused = await people.reviewer.post(href, {"other": f"partner:{same}", "reason": "", "zoek": ""})
        assert refused.status_code == 422 and re.search(r'id="error-reason">', refused.text) and "checked" in refused.text
        sent = {"other": f"partner:{same}", "reason": "Zelfde <persoon>", "zoek": ""}
        joined = await people.reviewer.follow(await people.reviewer.post(href, sent))
        assert "Zelfde &lt;persoon&gt;" in joined.text
        elsewhere = (await people.reviewer.get("/doel/2023/brug/persoon-telt-bij-een-ander")).text
        assert "Rijen: 1" in elsewhere and elsewhere.count("/regiolijsten/rijen/") == 1
        held = re.search(r'name="join" value="([0-9a-f-]+)"', joined.text)
        assert held is not None
        apart = f"/regiolijsten/rijen/{bakery}/uit-elkaar"
        for typed, told in (("", "Vul in waarom deze rijen niet bij elkaar horen."), ("Van 111222333 <gehoord>", "burgerservicenummer")):
            refused = await people.reviewer.post(apart, {"join": held[1], f"reason-{held[1]}": typed})
            assert refused.status_code == 422 and told in refused.text and f'id="error-reason-{held[1]}"' in refused.text
        assert "Van 111222333 &lt;gehoord&gt;" in refused.text
        parting = {"join": held[1], f"reason-{held[1]}": "Toch niet"}
        parted = await people.reviewer.follow(await people.reviewer.post(apart, parting))
        assert "weer los" in parted.text and "Samengevoegd met" not in parted.text
        assert "Rijen: 2" in (await people.reviewer.get("/doel/2023/brug/telt-mee")).text
        assert (await people.reviewer.get("/doel/2023/brug/verzonnen")).status_code == 404
        for outsider in (people.officer, people.contractor, people.administrator):
            assert (await outsider.get(href)).status_code == 403
            assert (await outsider.post(href, sent)).status_code == 403
            assert (await outsider.get("/doel/2023/brug/telt-mee")).status_code == 403


async def test_the_bridge_costs_as_many_queries_with_one_row_as_with_many(app: Litestar, query_counter: QueryCounter) -> None:
    async with personas(app) as people:
        counts = set()
        for number in range(1, 4):
            rows = (f"{place};plaatsing;Bedrijf nummer {place};6-{place}-2023;24;WW" for place in range(1, number + 1))
            await _decided(f"Partner {number}", *rows)
            query_counter.reset()
            await people.reviewer.get("/doel/2023/brug/telt-mee")
            counts.add(query_counter.count)
    assert len(counts) == 1
