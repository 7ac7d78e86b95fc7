"""What a contractor sees of milestones: its own, what is next, and how late."""

from datetime import date

from sroi.access import OPERATOR
from sroi.contracts.rules import Takeover
from sroi.obligations.operations import meet_milestone
from sroi.obligations.queries import milestones_of_contract
from sroi.web import clock
from tests.makers import ROAD_FIRM, change, make_contract
from tests.personas import Personas


async def test_a_contractor_sees_what_is_next_and_how_late(people: Personas) -> None:
    contract_id = await make_contract(ends_before=date(2024, 9, 1))
    found = await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id)
    page = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    days = (clock.today() - date(2023, 8, 22)).days
    assert f"Contact met het WSP, uiterlijk 22 augustus 2023: {days} dagen te laat." in page
    assert "utrecht-alert--warning" in page and "Eindverantwoording" in page and "niet vastgesteld" in page
    assert "/mijlpalen/" not in page

    for record in found:
        met = {"met_on": date(2023, 8, 21), "note": "Alleen voor collega's", "now": clock.now()}
        await meet_milestone(viewer=people.reviewer.viewer, milestone_id=record.id, **met)  # type: ignore[arg-type]
    page = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    assert "Nu aan de beurt" not in page and "afgerond op 21 augustus 2023" in page
    assert "Alleen voor collega" not in page


async def test_what_is_not_due_yet_is_no_warning(people: Personas) -> None:
    today = clock.today()
    contract_id = await make_contract(awarded_on=today, starts_on=today, ends_before=None, now=clock.now())
    page = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    assert "Contact met het WSP, uiterlijk" in page and ": over " in page
    assert "utrecht-alert--warning" not in page and "te laat" not in page


async def test_another_contractor_sees_nothing_of_it(people: Personas) -> None:
    contract_id = await make_contract()
    assert (await people.other_contractor.get(f"/mijn-contracten/{contract_id}")).status_code == 404


async def test_who_handed_a_contract_over_has_nothing_due_any_more(people: Personas) -> None:
    contract_id, new = await make_contract(), people.other_contractor.viewer
    assert new.organisation_id is not None
    await change(contract_id, Takeover(new.organisation_id, ROAD_FIRM.name), on=date(2023, 12, 1))
    assert "Nu aan de beurt" in (await people.other_contractor.get(f"/mijn-contracten/{contract_id}")).text
    page = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    assert "Nu aan de beurt" not in page and "Mijlpalen" not in page
