"""The pages of milestones for staff: the list, one milestone, and what a contractor may not see."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR
from sroi.obligations.operations import plan_milestones
from sroi.obligations.queries import milestones_of_contract
from sroi.obligations.rules import MilestoneRecord
from sroi.obligations.tables import Milestone
from sroi.values import format_date, format_short_date
from sroi.web import clock
from tests.makers import ROAD_FIRM, make_contract
from tests.personas import Personas

# A contract of long ago: everything is late.
OLD: dict[str, Any] = {"ends_before": date(2024, 9, 1)}


async def the(contract_id: UUID, key: str) -> MilestoneRecord:
    return next(record for record in await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id) if record.key == key)


def late(day: date) -> str:
    return f"{(clock.today() - day).days} dagen te laat"


async def test_the_list_says_what_is_late_and_by_how_much(people: Personas) -> None:
    contract_id = await make_contract(number="2023-014", **OLD)
    page = (await people.officer.get("/mijlpalen")).text
    for key in ("contact", "plan_of_approach", "cure_period"):
        record = await the(contract_id, key)
        assert f'href="/mijlpalen/{record.id}">{record.label}</a>' in page
        assert late(record.due_on) in page and format_date(record.due_on) in page
    assert page.index("Contact met het WSP") < page.index("Plan van aanpak") < page.index("Einde hersteltermijn")
    assert f'href="/contracten/{contract_id}"' in page
    for colleague in (people.reviewer, people.administrator):
        assert "Contact met het WSP" in (await colleague.get("/mijlpalen")).text
    assert (await people.contractor.get("/mijlpalen")).status_code == 403


async def test_the_list_is_narrowed_and_counted(people: Personas) -> None:
    await make_contract(number="2023-014", title="Beheer cafés", **OLD)
    today = clock.today()
    await make_contract(
        number="2023-015", title="Asfalt", firm=ROAD_FIRM, awarded_on=today, starts_on=today, ends_before=None, now=clock.now()
    )
    page = (await people.officer.get("/mijlpalen?zoek=CAFES")).text
    assert "2023-014" in page and "2023-015" not in page
    page = (await people.officer.get("/mijlpalen?toon=late")).text
    assert "2023-014" in page and "2023-015" not in page and 'value="late" selected' in page
    assert '<dd class="app-figure__value">7</dd>' in page
    page = (await people.officer.get("/mijlpalen?zoek=asfalt&toon=open")).text
    assert "over " in page and "te laat</span>" not in page and '<dd class="app-figure__value">0</dd>' in page
    assert "Er zijn geen open mijlpalen" in (await people.officer.get("/mijlpalen?zoek=asfalt&toon=late")).text
    assert (await people.officer.get("/mijlpalen?toon=verzonnen&vanaf=zzz&zoek=%00")).status_code == 200


async def test_every_milestone_is_on_one_page_of_the_list(people: Personas) -> None:
    for number in range(8):
        await make_contract(number=f"2023-01{number}", **OLD)
    found: list[str] = []
    place = "/mijlpalen?toon=late"
    while place:
        page = (await people.officer.get(place)).text
        found += [part.split('"')[0] for part in page.split('href="/mijlpalen/')[1:]]
        following = page.split('rel="next" href="')
        place = following[1].split('"')[0].replace("&amp;", "&") if len(following) > 1 else ""
    assert len(found) == len(set(found)) == 56


async def test_the_list_makes_as_many_queries_for_many_milestones_as_for_few(people: Personas, query_counter: Any) -> None:
    await make_contract(number="2023-014", **OLD)
    query_counter.reset()
    await people.officer.get("/mijlpalen")
    few = query_counter.count
    for number in range(20, 28):
        await make_contract(number=f"2023-0{number}", firm=ROAD_FIRM, **OLD)
    query_counter.reset()
    await people.officer.get("/mijlpalen")
    assert query_counter.count == few


async def test_a_milestone_is_met_and_reopened_by_form(people: Personas) -> None:
    contract_id = await make_contract(number="2023-014", **OLD)
    plan = await the(contract_id, "plan_of_approach")
    page = (await people.reviewer.get(f"/mijlpalen/{plan.id}")).text
    for shown in ("Plan van aanpak", "2 oktober 2023", "1 maand na de start op 1 september 2023", "niet vastgesteld", "rijswijk-2023"):
        assert shown in page, shown
    assert f'value="{format_short_date(clock.today())}"' in page
    done = await people.reviewer.post(f"/mijlpalen/{plan.id}", {"met_on": "5-10-2023", "note": "Per mail\nen besproken"})
    assert done.headers["location"] == "/mijlpalen"
    assert "Plan van aanpak is afgerond." in (await people.reviewer.follow(done)).text
    page = (await people.officer.get(f"/mijlpalen/{plan.id}")).text
    assert "afgerond op 5 oktober 2023, 3 dagen te laat" in page and "Beoordelaar Voorbeeld" in page and "<li>Per mail</li>" in page
    assert f'href="/mijlpalen/{plan.id}"' not in (await people.officer.get("/mijlpalen")).text

    done = await people.officer.post(f"/mijlpalen/{plan.id}/heropenen", {"reason": "Het plan is ingetrokken"})
    assert "Plan van aanpak staat weer open." in (await people.officer.follow(done)).text
    opened = await the(contract_id, "plan_of_approach")
    page = (await people.officer.get(f"/mijlpalen/{opened.id}")).text
    assert "Heropend: Het plan is ingetrokken" in page and "Eerder afgerond" in page and "Per mail" in page
    assert "geldt niet meer" in (await people.officer.get(f"/mijlpalen/{plan.id}")).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("met_on", "", "Vul “Afgerond op” in."),
        ("met_on", "31-2-2024", "Deze datum bestaat niet."),
        ("met_on", "gisteren", "dag-maand-jaar"),
        ("met_on", "tomorrow", "Deze dag ligt in de toekomst."),
        ("note", "x" * 2001, "ten hoogste 2000 tekens"),
    ],
)
async def test_bad_input_is_told_on_its_field_and_loses_nothing(people: Personas, field: str, typed: str, sentence: str) -> None:
    plan = await the(await make_contract(**OLD), "plan_of_approach")
    day = format_short_date(clock.today() + timedelta(days=2)) if typed == "tomorrow" else typed
    sent = {"met_on": "5-10-2023", "note": "Ontvangen per mail", field: day}
    answer = await people.reviewer.post(f"/mijlpalen/{plan.id}", sent)
    assert answer.status_code == 422
    assert sentence in answer.text and f'href="#field-{field}"' in answer.text
    assert sent["note"] in answer.text and f'value="{sent["met_on"]}"' in answer.text
    assert not await Milestone.exists().where(Milestone.met_on.is_not_null())


async def test_reopening_without_a_reason_or_what_is_open_is_told(people: Personas) -> None:
    contact = await the(await make_contract(**OLD), "contact")
    answer = await people.officer.post(f"/mijlpalen/{contact.id}/heropenen", {"reason": "Vergissing"})
    assert answer.status_code == 422 and "nog niet afgerond" in answer.text
    await people.officer.post(f"/mijlpalen/{contact.id}", {"met_on": "20-8-2023"})
    answer = await people.officer.post(f"/mijlpalen/{contact.id}/heropenen", {"reason": " "})
    assert answer.status_code == 422 and 'href="#field-reason"' in answer.text
    again = await people.officer.post(f"/mijlpalen/{contact.id}", {"met_on": "21-8-2023"})
    assert again.status_code == 422 and "al afgerond" in again.text


async def test_who_may_not_meet_sees_no_form_and_is_refused(people: Personas) -> None:
    contact = await the(await make_contract(**OLD), "contact")
    page = (await people.administrator.get(f"/mijlpalen/{contact.id}")).text
    assert "Contact met het WSP" in page and f'action="/mijlpalen/{contact.id}"' not in page
    assert (await people.administrator.post(f"/mijlpalen/{contact.id}", {"met_on": "20-8-2023"})).status_code == 403
    for path in (f"/mijlpalen/{contact.id}", f"/mijlpalen/{contact.id}/heropenen"):
        assert (await people.contractor.post(path, {"met_on": "20-8-2023", "reason": "Zomaar"})).status_code == 403
    assert (await people.contractor.get(f"/mijlpalen/{contact.id}")).status_code == 403
    assert (await people.officer.get(f"/mijlpalen/{uuid4()}")).status_code == 404
    assert (await people.officer.post(f"/mijlpalen/{uuid4()}", {"met_on": "20-8-2023"})).status_code == 404


async def test_the_page_of_a_contract_lists_its_milestones(people: Personas) -> None:
    contract_id = await make_contract(**OLD)
    contact = await the(contract_id, "contact")
    page = (await people.officer.get(f"/contracten/{contract_id}")).text
    assert "<h2>Mijlpalen</h2>" in page and f'href="/mijlpalen/{contact.id}"' in page and late(contact.due_on) in page
    await plan_milestones(contract_id=contract_id, policy=None, dates=None, owes=False, now=clock.now())
    assert "<h2>Mijlpalen</h2>" not in (await people.officer.get(f"/contracten/{contract_id}")).text
    assert (await people.contractor.get(f"/contracten/{contract_id}")).status_code == 403
