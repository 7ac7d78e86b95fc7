"""The pages of the goal, of closing a year, and of setting goals."""

import re
from datetime import date

import pytest
from litestar import Litestar

from sroi.access import OPERATOR
from sroi.reconciliation.operations import set_goal
from sroi.reconciliation.queries import year_report
from sroi.reconciliation.queries.goals import counted_months
from sroi.reconciliation.rules.facts import EVERY_CONTRACT, Fact, GoalRule
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from tests.conftest import QueryCounter
from tests.makers import NOW, TODAY, approve, make_administrator, make_contract, make_placement_claim, make_reviewer
from tests.personas import PASSWORD, persona, personas

pytestmark = pytest.mark.usefixtures("database")


async def _placed(number: str, label: str) -> None:
    contract_id = await make_contract(number=number)
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label=label))


async def test_the_goal_shows_what_counts_what_is_expected_and_where_there_is_room(app: Litestar) -> None:
    async with personas(app) as people:
        await _placed("2023-014", "K-01")
        await make_placement_claim(contract_id=await make_contract(number="2023-015"), candidate_label="K-02")
        page = (await people.officer.get("/doel/2023")).text
        for told in ("65", "nog 64 te gaan", "waarvan 1 nieuw", "Verwachting voor het hele jaar", "Ruimte voor plaatsingen", "2023-014"):
            assert told in page
        assert "K-01" not in page
        assert "Elk verschil verklaard" in page
        assert "/brug/" not in page
        assert "/doel/2023/brug/alleen-bij-partners" in (await people.reviewer.get("/doel/2023")).text
        assert "Participatiewet" not in page  # a group can reveal health: for those who review
        assert "Participatiewet" in (await people.reviewer.get("/doel/2023")).text
        recorded = (await people.officer.get("/doel/2022")).text
        assert "63" in recorded
        assert "Verwachting voor het hele jaar" not in recorded
        assert (await people.officer.get("/doel")).headers["location"] == "/doel/2023"
        assert (await people.officer.get("/doel?jaar=2022")).headers["location"] == "/doel/2022"
        assert (await people.contractor.get("/doel/2023")).status_code == 403


async def test_two_close_a_year_and_an_adjustment_stands_beside_it(app: Litestar) -> None:
    colleague = await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld", password=PASSWORD)
    async with personas(app) as people, persona(app, colleague) as second:
        await _placed("2023-014", "K-01")
        href = "/doel/2023/afsluiten"
        shown = await people.reviewer.follow(await people.reviewer.post(href, {"action": "propose"}))
        assert "Voorstel intrekken" in shown.text
        own = await people.reviewer.follow(await people.reviewer.post(href, {"action": "close", "seen": "x"}))
        assert "zelf voorgesteld" in own.text
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', (await second.get(href)).text)
        assert seen is not None
        closed = await second.follow(await second.post(href, {"action": "close", "seen": seen[1]}))
        assert "2023 is afgesloten" in closed.text
        kept = await second.get("/doel/2023/vastgelegd")
        assert kept.headers["content-type"].startswith("application/json")
        refused = await second.post("/doel/2023/aanpassen", {"scope": "local", "placements": "nul", "reason": "Dubbel <geteld>"})
        assert refused.status_code == 422
        assert re.search(r'id="error-placements">', refused.text)
        assert "Dubbel &lt;geteld&gt;" in refused.text
        done = await second.follow(await second.post("/doel/2023/aanpassen", {"scope": "local", "placements": "-1", "reason": "Dubbel"}))
        assert "De aanpassing is vastgelegd." in done.text
        assert "Het register telt nu anders" in done.text
        assert "Vastgelegd, met aanpassingen: 0 plaatsingen" in (await people.officer.get("/doel/2023")).text


async def test_a_year_that_runs_on_says_when_it_can_be_closed(app: Litestar) -> None:
    async with personas(app) as people:
        assert "vanaf 1 januari" in (await people.reviewer.get("/doel/2099/afsluiten")).text
        page = await people.reviewer.follow(await people.reviewer.get("/doel/2023/vastgelegd"))
        assert "nog niet afgesloten" in page.text


async def test_an_administrator_sets_a_goal(app: Litestar) -> None:
    async with personas(app) as people:
        assert "65" in (await people.administrator.get("/doelen")).text
        sent = {"year": "2024", "kind": "placements", "target": "70", "source": "Jaarplan <2024>"}
        page = await people.administrator.follow(await people.administrator.post("/doelen", sent))
        assert "Jaarplan &lt;2024&gt;" in page.text
        refused = await people.administrator.post("/doelen", {**sent, "target": "veel"})
        assert refused.status_code == 422
        assert re.search(r'id="error-target">', refused.text)
        assert "Jaarplan" in refused.text


async def test_the_goal_costs_as_many_queries_with_one_placement_as_with_five(app: Litestar, query_counter: QueryCounter) -> None:
    async with personas(app) as people:
        counts = set()
        for number in range(5):
            await _placed(f"2023-01{number}", f"K-0{number}")
            query_counter.reset()
            await people.officer.get("/doel/2023")
            counts.add(query_counter.count)
    assert len(counts) == 1


async def test_the_picture_of_a_year_stands_beside_its_figures_and_tells_what_it_shows(app: Litestar) -> None:
    async with personas(app) as people:
        await _placed("2023-014", "K-01")
        for page in ("/doel/2023", "/aansluiting/2023"):
            # Nothing waits in a year that is over: what counts, without a forecast.
            assert 'src="/doel/2023/verloop/geteld" width="900"' in (await people.officer.get(page)).text
        await make_placement_claim(contract_id=await make_contract(number="2023-015"), candidate_label="K-02")
        for page in ("/doel/2023", "/aansluiting/2023"):
            text = (await people.officer.get(page)).text
            assert 'src="/doel/2023/verloop" width="900"' in text and "De cijfers van deze grafiek" in text
        for address in ("/doel/2023/verloop", "/doel/2023/verloop?smal=1"):
            drawn = await people.officer.get(address)
            assert drawn.headers["content-type"].startswith("image/svg+xml")
            assert "<script" not in drawn.text and 'role="img"' in drawn.text
            assert drawn.text.count("<title>") == drawn.text.count("<desc>") == 1
            names = re.findall(r' id="([^"]+)"', drawn.text)
            assert len(names) == len(set(names))
            assert {"stroke-dasharray:14,6", "stroke-dasharray:3,5"} <= set(re.findall(r"stroke-dasharray:[\d,]+", drawn.text))
        assert (await people.contractor.get("/doel/2023/verloop")).status_code == 403


async def test_the_goal_tells_all_that_was_asked_and_2022_as_its_source_gives_it(app: Litestar) -> None:
    async with personas(app) as people:
        await _placed("2023-014", "K-01")
        page = (await people.reviewer.get("/doel/2023")).text
        for told in (
            "In beoordeling",
            "Betwist",
            "Voltijd",
            "Deeltijd",
            "Plaatsingen per maand",
            "Plaatsingen per doelgroep",
            "Plaatsingen per opdrachtgever",
            "Plaatsingen naar wie ze claimt",
            "Plaatsingen per WSP dat leverde",
            "Plaatsingen per woonplaats",
            "Plaatsingen op elk contract tellen mee, lokaal en regionaal.",
            "Contracten die het verschil kunnen maken",
        ):
            assert told in page
        opened = re.search(r'href="(/doel/2023/plaatsingen\?oordeel=counted&amp;maand=10)"', page)
        assert opened is not None
        assert "1 van 1 plaatsingen" in (await people.reviewer.get(opened[1].replace("&amp;", "&"))).text
        recorded = re.search(r'<th scope="row">2022</th>.*?</tr>', page, re.DOTALL)
        assert recorded is not None
        assert re.findall(r'<td class="numeric">(\w+)</td>', recorded[0]) == ["63", "21", "42", "27"]
        assert "evaluatie 2021-2022" in recorded[0]


async def test_the_desk_starts_with_the_queue_and_shows_the_way_to_the_goal_under_it(app: Litestar) -> None:
    async with personas(app) as people:
        await _placed("2023-014", "K-01")
        text = (await people.reviewer.get("/werkvoorraad")).text
        assert text.index('id="opgaven"') < text.index('src="/doel/2023/verloop/geteld"') < text.index("De cijfers van deze grafiek")
        assert 'href="/doel/2023"' in text
        assert "verloop/geteld" not in (await people.reviewer.get("/werkvoorraad?soort=training")).text
        picture = await people.officer.get("/doel/2023/verloop/geteld")
        assert picture.headers["content-type"].startswith("image/svg+xml") and "dec</text>" in picture.text
        assert (await people.contractor.get("/doel/2023/verloop/geteld")).status_code == 403


@pytest.mark.parametrize("rule", [EVERY_CONTRACT, GoalRule(Fact.SCOPE, "local"), GoalRule(Fact.RESIDENCE, "Delft")])
async def test_what_counts_by_month_is_the_same_in_sql_as_in_the_report(rule: GoalRule) -> None:
    first, then = date(2023, 10, 1), date(2023, 11, 1)
    for number, days in (("2023-014", (first, then)), ("2023-015", (then, date(2023, 12, 1)))):  # one person, on two contracts
        contract_id = await make_contract(number=number)
        await approve(claim_id=await make_placement_claim(contract_id=contract_id, starts_on=days[0], reported_before=days[1]))
    elsewhere = await make_contract(number="2023-016", authority="Gemeente Den Haag")
    await approve(claim_id=await make_placement_claim(contract_id=elsewhere, candidate_label="K-02", residence="GM0503"))
    goal = GoalOfKind(2023, GoalKind.PLACEMENTS, 65, "Jaarplan", rule)
    await set_goal(viewer=await make_administrator(), goal=goal, now=NOW)
    report = await year_report(viewer=OPERATOR, year=2023, on=TODAY)
    assert await counted_months(viewer=OPERATOR, year=2023, rule=rule) == report.months


async def test_a_residence_that_only_a_later_claim_tells_counts_by_month_as_in_the_report() -> None:
    contract_id, rule = await make_contract(), GoalRule(Fact.RESIDENCE, "Delft")
    await approve(claim_id=await make_placement_claim(contract_id=contract_id))
    await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 12, 15), residence="GM0503")
    goal = GoalOfKind(2023, GoalKind.PLACEMENTS, 65, "Jaarplan", rule)
    await set_goal(viewer=await make_administrator(), goal=goal, now=NOW)
    report = await year_report(viewer=OPERATOR, year=2023, on=TODAY)
    assert report.total == 1
    assert await counted_months(viewer=OPERATOR, year=2023, rule=rule) == report.months
