"""The pages on which an officer says what happened to a contract, and sees what was held when."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.rules import Amendment, ContractRole, EventKind
from sroi.obligations.queries import current_obligations
from sroi.values import NO_BREAK_SPACE
from tests.makers import GREEN_FIRM, NOW, ROAD_FIRM, change, make_contract, make_facts, make_officer
from tests.personas import Personas

FORMS: tuple[tuple[str, dict[str, str], EventKind], ...] = (
    ("meerwerk", {"effective_on": "1-10-2023", "sum_change": "25.000,00", "ends_on": "31-12-2025"}, EventKind.AMENDMENT),
    ("optie", {"effective_on": "1-10-2023", "sum_change": "25.000,00"}, EventKind.OPTION),
    ("omzet", {"start": "1-9-2023", "until": "30-9-2023", "amount": "12.345,67"}, EventKind.TURNOVER),
    ("opschorting", {"start": "1-10-2023", "until": "", "reason": "Vorst"}, EventKind.SUSPENSION),
    ("beeindiging", {"effective_on": "31-10-2023", "final_sum": "900.000,00", "reason": "Faillissement"}, EventKind.TERMINATION),
    (
        "overname",
        {"effective_on": "1-11-2023", "contractor_name": ROAD_FIRM.name, "kvk_number": ROAD_FIRM.kvk_number, "reason": "Faillissement"},
        EventKind.TAKEOVER,
    ),
    ("correctie", {"labour_share_pct": "20", "reason": "Verkeerd overgenomen"}, EventKind.CORRECTION),
)


async def last_kind(contract_id: UUID) -> EventKind:
    return (await contract_events(viewer=await make_officer(), contract_id=contract_id))[-1].kind


@pytest.mark.parametrize(("slug", "typed", "kind"), FORMS, ids=[slug for slug, *_rest in FORMS])
async def test_an_officer_records_each_kind_of_event(people: Personas, slug: str, typed: dict[str, str], kind: EventKind) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    path = f"/contracten/{contract_id}/gebeurtenissen/nieuw"
    assert f"{path}/{slug}" in (await people.officer.get(path)).text
    assert (await people.officer.get(f"{path}/{slug}")).status_code == 200
    answer = await people.officer.post(f"{path}/{slug}", {**typed, "action": "record"})
    assert answer.status_code == 303
    assert "De wijziging is vastgelegd" in (await people.officer.follow(answer)).text
    assert await last_kind(contract_id) is kind


async def test_the_effect_is_shown_before_anything_is_recorded(people: Personas) -> None:
    contract_id = await make_contract()
    typed = {"effective_on": "1-10-2023", "sum_change": "-1.150.000,00", "action": "preview"}
    answer = await people.officer.post(f"/contracten/{contract_id}/gebeurtenissen/nieuw/meerwerk", typed)
    text = answer.text.replace(NO_BREAK_SPACE, " ")
    assert answer.status_code == 200
    assert "Er is nog niets vastgelegd" in text and "Minderwerk van € 1.150.000,00" in text
    assert "Vervalt de verplichting, of blijft zij?" in text and 'value="-1.150.000,00"' in text
    assert await last_kind(contract_id) is EventKind.AWARD


async def test_what_cannot_be_is_refused_on_its_field_and_keeps_what_was_typed(people: Personas) -> None:
    contract_id = await make_contract()
    path = f"/contracten/{contract_id}/gebeurtenissen/nieuw"
    early = await people.officer.post(f"{path}/meerwerk", {"effective_on": "1-1-2023", "sum_change": "25.000,00", "reason": "Extra banken"})
    assert early.status_code == 422
    assert 'href="#field-effective_on"' in early.text and "ligt voor de gunning" in early.text and "Extra banken" in early.text
    words = await people.officer.post(f"{path}/omzet", {"start": "gisteren", "until": "30-9-2023", "amount": "veel"})
    assert words.status_code == 422 and "gisteren" in words.text and "veel" in words.text
    unknown = await people.officer.get(f"{path}/verzonnen")
    assert unknown.status_code == 404


async def test_a_contract_under_the_threshold_asks_for_a_decision_and_gets_one(people: Personas) -> None:
    contract_id = await make_contract(contract_sum=Decimal("160000.00"))
    await change(contract_id, Amendment(Decimal("-20000.00")), on=date(2023, 10, 1))
    assert f"/contracten/{contract_id}/gebeurtenissen/nieuw/besluit" in (await people.officer.get(f"/contracten/{contract_id}")).text
    typed = {"effective_on": "1-11-2023", "keeps": "lapses", "reason": "Onder de drempel door minderwerk"}
    decided = await people.officer.post(f"/contracten/{contract_id}/gebeurtenissen/nieuw/besluit", typed)
    page = (await people.officer.follow(decided)).text
    assert "gebeurtenissen/nieuw/besluit" not in page and "Onder de drempel door minderwerk" in page
    assert (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation.amount == 0


async def test_only_the_officer_changes_contracts_and_drafts_have_no_events(people: Personas) -> None:
    contract_id = await make_contract()
    path = f"/contracten/{contract_id}/gebeurtenissen/nieuw"
    for person in (people.reviewer, people.contractor, people.administrator):
        assert (await person.get(path)).status_code == 403
        assert (await person.post(f"{path}/meerwerk", {"effective_on": "1-10-2023", "sum_change": "1,00"})).status_code == 403
    assert await last_kind(contract_id) is EventKind.AWARD


async def test_the_history_answers_what_was_held_on_a_day_about_a_day(people: Personas) -> None:
    contract_id = await make_contract(now=datetime(2023, 8, 20, 9, tzinfo=UTC))
    await change(contract_id, Amendment(Decimal("100000.00")), on=date(2023, 10, 1), now=NOW)
    path = f"/contracten/{contract_id}/verplichting"

    async def shown(about: str, known: str) -> str:
        answer = await people.reviewer.get(f"{path}?over={about}&bekend-op={known}")
        assert answer.status_code == 200
        return answer.text.replace(NO_BREAK_SPACE, " ").split("<caption>Alle berekeningen")[0]

    assert "€ 67.500,00" in await shown("1-10-2023", "15-12-2023")
    assert "berekening van de verplichting" in await shown("1-10-2023", "15-12-2023")
    assert "€ 5.000,00" in await shown("1-10-2023", "15-12-2023")  # the entry of the amendment
    assert "€ 5.000,00" not in await shown("1-10-2023", "14-12-2023")
    assert "€ 62.500,00" in await shown("1-10-2023", "14-12-2023")
    assert "€ 62.500,00" in await shown("30-9-2023", "15-12-2023")
    assert "nog geen gunning bekend" in await shown("1-10-2023", "19-8-2023")
    assert "naar € 67.500,00, € 5.000,00 meer" in (await people.officer.get(path)).text.replace(NO_BREAK_SPACE, " ")


async def test_a_day_that_is_none_is_said_on_its_field(people: Personas) -> None:
    contract_id = await make_contract()
    answer = await people.officer.get(f"/contracten/{contract_id}/verplichting?over=morgen")
    assert answer.status_code == 422 and 'href="#field-over"' in answer.text and "morgen" in answer.text
    assert (await people.contractor.get(f"/contracten/{contract_id}/verplichting")).status_code == 403


async def test_a_framework_shows_its_call_offs_with_their_total(people: Personas) -> None:
    framework_id = await make_contract(number="2023-R1", role=ContractRole.FRAMEWORK)
    for number in ("2023-N1", "2023-N2"):
        facts = await make_facts(number=number, contract_sum=Decimal("200000.00"))
        typed = {
            "authority": str(facts.authority_id),
            "title": f"Nadere overeenkomst {number}",
            "contract_type": "services",
            "role": "call_off",
            "framework": "2023-R1",
            "number": number,
            "contractor_name": GREEN_FIRM.name,
            "kvk_number": GREEN_FIRM.kvk_number,
            "contract_sum": "200.000,00",
            "labour_share_pct": "60",
            "awarded_on": "15-8-2023",
            "starts_on": "1-9-2023",
            "action": "register",
        }
        assert (await people.officer.post("/contracten/nieuw", typed)).status_code == 303
    page = (await people.officer.get(f"/contracten/{framework_id}")).text.replace(NO_BREAK_SPACE, " ")
    assert "2023-N1" in page and "2023-N2" in page and "€ 20.000,00" in page
    held = (await current_obligations(contract_ids=[framework_id]))[framework_id].obligation
    assert held.amount == 0 and "nadere overeenkomsten" in held.steps[0].explanation


async def test_a_call_off_without_its_framework_is_refused_on_the_field(people: Personas) -> None:
    facts = await make_facts()
    typed = {"authority": str(facts.authority_id), "title": "Nader", "role": "call_off", "framework": "bestaat-niet", "action": "draft"}
    answer = await people.officer.post("/contracten/nieuw", typed)
    assert answer.status_code == 422 and 'href="#field-framework"' in answer.text and "bestaat-niet" in answer.text


async def test_a_portal_shows_a_contract_that_was_taken_over_to_both(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    typed = dict(FORMS[5][1])
    assert (await people.other_contractor.get(f"/mijn-contracten/{contract_id}")).status_code == 404
    await people.officer.post(f"/contracten/{contract_id}/gebeurtenissen/nieuw/overname", typed)
    for person in (people.contractor, people.other_contractor):
        assert (await person.get(f"/mijn-contracten/{contract_id}")).status_code == 200
    record = await contract(viewer=OPERATOR, contract_id=contract_id)
    assert record.facts.contractor_name == ROAD_FIRM.name
