"""The pages of a plan of approach and the planner, for the contractor and the WSP."""

import re

import pytest
from litestar import Litestar

from tests.conftest import QueryCounter
from tests.makers import make_contract
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")

LINE = {
    "block": "participatiewet",
    "people": "2",
    "hours_per_week": "18",
    "starts_on": "1-9-2023",
    "ends_on": "31-8-2024",
    "with_whom": "Opleider <Voorbeeld>",
    "version": "0",
}
ASKED = "plan=1&starts_on=1-9-2023&ends_on=31-8-2025&hours_per_week=36&placement--participatiewet=1&social_purchase--work_company=90000"


def error_on(text: str, field: str) -> str:
    found = re.search(rf'id="error-{field}">(.*?)</div>', text, re.DOTALL)
    return found[1] if found else ""


async def test_a_contractor_plans_the_wsp_asks_and_agrees_and_both_see_what_came(app: Litestar) -> None:
    async with personas(app) as people:
        href = f"/mijn-contracten/{await make_contract()}/plan"
        assert "nog geen rijen" in (await people.contractor.get(href)).text
        page = await people.contractor.follow(await people.contractor.post(f"{href}/toevoegen/plaatsing", LINE))
        assert "40.000,00" in page.text
        assert "Opleider &lt;Voorbeeld&gt;" in page.text
        sent = await people.contractor.follow(await people.contractor.post(f"{href}/indienen", {"version": "1"}))
        assert "Bij het WSP" in sent.text
        (at_wsp,) = re.findall(r'href="(/plannen/[0-9a-f-]{36})"', (await people.reviewer.get("/plannen")).text)
        refused = await people.reviewer.post(at_wsp, {"answer": "ask", "reason": "", "version": "2"})
        assert "moet veranderen" in error_on(refused.text, "reason")
        await people.reviewer.post(at_wsp, {"answer": "ask", "reason": "Wie begeleidt?", "version": "2"})
        assert "Wie begeleidt?" in (await people.contractor.get(href)).text
        changed = {**LINE, "people": "1", "version": "3"}
        page = await people.contractor.follow(await people.contractor.post(f"{href}/rij/1", changed))
        assert "20.000,00" in page.text
        await people.contractor.post(f"{href}/indienen", {"version": "4"})
        await people.reviewer.post(at_wsp, {"answer": "agree", "reason": "", "version": "5"})
        agreed = await people.contractor.get(href)
        assert "Wat is er van het plan gekomen?" in agreed.text
        assert "loopt achter" in agreed.text
        renewed = await people.contractor.follow(await people.contractor.post(f"{href}/wijzigen", {"version": "0"}))
        assert "Versie 2 van het plan" in renewed.text
        emptied = await people.contractor.follow(await people.contractor.post(f"{href}/rij/1/verwijderen", {"version": "1"}))
        assert "nog geen rijen" in emptied.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("block", "verzonnen", "Kies een van de mogelijkheden."),
        ("people", "nul", "aantal mensen"),
        ("hours_per_week", "61", "60"),
        ("ends_on", "1-8-2023", "voor de startdatum"),
        ("starts_on", "1-9-2030", "voor de startdatum"),
        ("with_whom", "bel 111222333", "burgerservicenummer"),
    ],
)
async def test_what_is_wrong_is_said_on_its_field_and_the_rest_stays(app: Litestar, field: str, typed: str, said: str) -> None:
    async with personas(app) as people:
        href = f"/mijn-contracten/{await make_contract()}/plan"
        answer = await people.contractor.post(f"{href}/toevoegen/plaatsing", {**LINE, "note": "Mijn toelichting", field: typed})
    assert answer.status_code == 422
    assert said in error_on(answer.text, "ends_on" if field == "starts_on" else field)
    assert "Mijn toelichting" in answer.text


async def test_a_stale_button_changes_nothing_and_says_why(app: Litestar) -> None:
    async with personas(app) as people:
        href = f"/mijn-contracten/{await make_contract()}/plan"
        await people.contractor.post(f"{href}/toevoegen/plaatsing", LINE)
        for version in ("7", "x", ""):
            page = await people.contractor.follow(await people.contractor.post(f"{href}/rij/1/verwijderen", {"version": version}))
            assert "intussen gewijzigd" in page.text
            assert "Rij 1" in page.text


async def test_a_plan_of_another_contractor_does_not_exist(app: Litestar) -> None:
    async with personas(app) as people:
        href = f"/mijn-contracten/{await make_contract()}"
        for path in ("plan", "planner", "plan/toevoegen/plaatsing", "plan/rij/1"):
            assert (await people.other_contractor.get(f"{href}/{path}")).status_code == 404
        assert (await people.contractor.get(f"{href}/plan/rij/1")).status_code == 404
        assert (await people.contractor.get(f"{href}/plan/toevoegen/verzonnen")).status_code == 404


async def test_the_planner_proposes_stores_nothing_and_hands_a_mix_to_the_plan(app: Litestar) -> None:
    async with personas(app) as people:
        contract_id = await make_contract()
        href = f"/mijn-contracten/{contract_id}"
        first = await people.contractor.get(f"{href}/planner")
        assert 'value="31-08-2025"' in first.text
        shown = await people.contractor.get(f"{href}/planner?{ASKED}")
        assert "Vooral mensen aan het werk" in shown.text
        assert "Vooral sociale inkoop" in shown.text
        assert "nog geen rijen" in (await people.contractor.get(f"{href}/plan")).text
        data = dict(part.split("=") for part in ASKED.split("&")) | {"mix": "people"}
        page = await people.contractor.follow(await people.contractor.post(f"{href}/planner", data))
        assert "Het voorstel staat in uw plan." in page.text
        assert "Rij 1" in page.text
        gone = await people.contractor.follow(await people.contractor.post(f"{href}/planner", {**data, "mix": "verzonnen"}))
        assert "Dit voorstel is er niet meer." in gone.text


async def test_what_the_planner_cannot_read_is_said_on_its_field(app: Litestar) -> None:
    async with personas(app) as people:
        href = f"/mijn-contracten/{await make_contract()}/planner"
        for field, typed in (("placement--wia", "veel"), ("placement--wia", "-1"), ("ends_on", "ooit"), ("hours_per_week", "0")):
            answer = await people.contractor.get(f"{href}?plan=1&starts_on=1-9-2023&{field}={typed}")
            assert answer.status_code == 422
            assert error_on(answer.text, field)


async def test_a_plan_costs_as_many_queries_with_one_line_as_with_five(app: Litestar, query_counter: QueryCounter) -> None:
    async with personas(app) as people:
        href = f"/mijn-contracten/{await make_contract()}/plan"
        counts = set()
        for version in range(5):
            await people.contractor.post(f"{href}/toevoegen/plaatsing", {**LINE, "version": str(version)})
            query_counter.reset()
            await people.contractor.get(href)
            counts.add(query_counter.count)
    assert len(counts) == 1
