"""The pages on which one person proposes and another decides; as both, as the contractor, and as those who may not."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar

from sroi.access import Role
from sroi.ledger.queries import balances
from sroi.settlement.rules import DecisionKind, DecisionStatus
from sroi.settlement.tables import SettlementDecision
from sroi.values import NO_BREAK_SPACE
from sroi.web import clock
from tests.makers import GREEN_FIRM, make_contract, make_viewer
from tests.personas import PASSWORD, Personas, persona
from tests.settlement.makers import deliver, make_cure_period, make_decision, make_proposal, proposal, status_of, surplus_and_shortfall

PART = DecisionKind.PARTIAL_EXEMPTION
WHY = {"reason": "Het werk is korter dan gedacht"}


def path_of(contract_id: UUID, slug: str = "") -> str:
    return f"/contracten/{contract_id}/beslissingen/nieuw" + (f"?soort={slug}" if slug else "")


def words(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


async def proposed(person: Any, contract_id: UUID, slug: str, typed: dict[str, str]) -> Any:
    """See the amount and then propose it, as a browser would; return the answer."""
    path = path_of(contract_id, slug)
    seen = await person.post(path, {**typed, "action": "preview"})
    assert seen.status_code == 200, seen.text[:2000]
    amount = seen.text.split('name="seen" value="')[1].split('"')[0]
    return await person.post(path, {**typed, "action": "propose", "seen": amount})


async def the_decision() -> UUID:
    rows = await SettlementDecision.select(SettlementDecision.id)
    assert len(rows) == 1
    return UUID(str(rows[0]["id"]))


async def remaining(contract_id: UUID) -> Decimal:
    return (await balances(contract_ids=[contract_id]))[contract_id].remaining


# ---------------------------------------------------------------- proposing


async def test_the_kinds_are_offered_and_each_has_its_form(people: Personas) -> None:
    contract_id = await make_contract()
    for person in (people.officer, people.reviewer):
        shown = (await person.get(path_of(contract_id))).text
        for slug in ("vrijstelling", "gedeeltelijke-vrijstelling", "hardheidsclausule", "pso", "overschot", "inhouding"):
            assert path_of(contract_id, slug) in shown
            form = (await person.get(path_of(contract_id, slug))).text
            assert 'name="effective_on"' in form and 'name="reason"' in form
    assert "Wat stelt u voor?" in (await people.officer.get(path_of(contract_id, "verzonnen"))).text
    assert (await people.officer.post(path_of(contract_id, "verzonnen"), WHY)).status_code == 404


async def test_an_amount_is_explained_before_it_is_proposed_and_decided_by_a_colleague(people: Personas) -> None:
    contract_id = await make_contract()
    typed = {"effective_on": "1-12-2023", "amount": "2.500,50", **WHY}
    path = path_of(contract_id, "gedeeltelijke-vrijstelling")
    straight = await people.officer.post(path, {**typed, "action": "propose"})
    assert "Er is nog niets voorgesteld<" in straight.text and not await SettlementDecision.exists()
    seen = words(straight.text)
    assert "Voorstel indienen: € 2.500,50" in seen and "Daarna is nog € 59.999,50 te leveren" in seen and "2.500,50" in seen
    answer = await proposed(people.officer, contract_id, "gedeeltelijke-vrijstelling", typed)
    own = (await people.officer.follow(answer)).text
    assert "Een collega beslist erover" in own and "Voorstel intrekken" in own and "Besluit vastleggen" not in own
    page = f"/beslissingen/{await the_decision()}"
    shown = words((await people.reviewer.get(page)).text)
    assert "Het werk is korter dan gedacht" in shown and "zonder deze beslissing € 62.500,00" in shown and "€ 59.999,50" in shown
    decided = await people.reviewer.post(page, {"verdict": "adopt", "reason": ""})
    assert "Beslissing 1 is aangenomen." in (await people.reviewer.follow(decided)).text
    assert await remaining(contract_id) == Decimal("59999.50")
    assert "Besluit vastleggen" not in (await people.reviewer.get(page)).text
    contract = words((await people.officer.get(f"/contracten/{contract_id}")).text)
    assert "Vrijgesteld</dt>" in contract and ">€ 2.500,50<" in contract and "Ingehouden</dt>" not in contract
    history = f"/contracten/{contract_id}/verplichting?over=1-12-2023&bekend-op=31-12-2099"
    assert "beslissing van twee personen" in words((await people.officer.get(history)).text)


async def test_an_amount_that_changed_since_it_was_seen_is_shown_again(people: Personas) -> None:
    contract_id = await make_contract()
    path, typed = path_of(contract_id, "vrijstelling"), {"effective_on": "1-12-2023", **WHY}
    assert "62500.00" in (await people.officer.post(path, typed)).text
    await deliver(contract_id=contract_id, amount="500.00")
    again = await people.officer.post(path, {**typed, "action": "propose", "seen": "62500.00"})
    assert (again.status_code, "62000.00" in again.text) == (200, True)
    assert not await SettlementDecision.exists()


@pytest.mark.parametrize(
    ("slug", "typed", "sentence"),
    [
        ("vrijstelling", {"effective_on": ""}, "Vul “Geldig vanaf” in."),
        ("vrijstelling", {"effective_on": "31-2-2023"}, "Deze datum bestaat niet"),
        ("vrijstelling", {"reason": ""}, "Vul “Waarom?” in."),
        ("vrijstelling", {"effective_on": "1-1-2020"}, "Kies een dag op of na de gunning van 15 augustus 2023."),
        ("hardheidsclausule", {"amount": ""}, "Vul “Bedrag” in."),
        ("hardheidsclausule", {"amount": "0"}, "Vul een bedrag groter dan € 0,00 in."),
        ("gedeeltelijke-vrijstelling", {"amount": "62.500,01"}, "Meer vrijstellen kan niet."),
        ("pso", {"pso_level": "trede_1", "expires_on": "1-1-2025"}, "Kies een van de mogelijkheden."),
        ("overschot", {"amount": "5", "other_contract_id": str(uuid4())}, "Kies een van de mogelijkheden."),
        ("inhouding", {}, "Dit contract heeft nog geen hersteltermijn. Inhouden kan pas als die voorbij is."),
    ],
)
async def test_what_cannot_be_proposed_says_why_and_loses_nothing(
    people: Personas, slug: str, typed: dict[str, str], sentence: str
) -> None:
    contract_id = await make_contract(ends_before=None if slug == "inhouding" else date(2025, 9, 1))  # no end, no cure period
    sent = {"effective_on": "1-12-2023", **WHY, **typed, "action": "preview"}
    answer = await people.officer.post(path_of(contract_id, slug), sent)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    if sent["reason"]:
        assert WHY["reason"] in answer.text
    if sent["effective_on"]:
        assert f'value="{sent["effective_on"]}"' in answer.text


async def test_a_surplus_is_moved_to_a_contract_that_is_offered(people: Personas) -> None:
    own, other = await surplus_and_shortfall()
    form = words((await people.officer.get(path_of(own, "overschot"))).text)
    assert "2023-099 Groenonderhoud wijken Noord en Zuid, nog € 10.000,00 te leveren" in form
    typed = {"effective_on": "1-12-2023", "amount": "1.000,00", "other_contract_id": str(other), **WHY}
    await proposed(people.officer, own, "overschot", typed)
    page = f"/beslissingen/{await the_decision()}"
    shown = words((await people.reviewer.get(page)).text)
    assert "-€ 1.000,00" in shown and "zonder deze beslissing € 10.000,00" in shown
    await people.reviewer.post(page, {"verdict": "adopt"})
    assert await remaining(other) == Decimal("9000.00")


async def test_a_withholding_shows_how_it_is_computed(people: Personas) -> None:
    contract_id = await make_contract(ends_before=None)
    assert "nog geen hersteltermijn" in (await people.reviewer.get(path_of(contract_id, "inhouding"))).text
    await make_cure_period(contract_id=contract_id, due_on=clock.today().replace(year=clock.today().year - 1, day=1))
    typed = {"effective_on": f"{clock.today():%d-%m-%Y}", **WHY}
    seen = words((await people.reviewer.post(path_of(contract_id, "inhouding"), typed)).text)
    assert "100% van € 62.500,00" in seen and "niet vastgesteld" in seen and "Hersteltermijn" in seen


async def test_nothing_is_proposed_about_what_does_not_exist(people: Personas) -> None:
    for slug in ("", "vrijstelling"):
        assert (await people.officer.get(path_of(uuid4(), slug))).status_code == 404


# ---------------------------------------------------------------- deciding


async def test_the_proposer_sees_no_form_and_a_forged_one_is_refused_in_words(people: Personas) -> None:
    contract_id = await make_contract()
    await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00"), viewer=people.reviewer.viewer)
    page = f"/beslissingen/{await the_decision()}"
    assert 'name="verdict"' not in (await people.reviewer.get(page)).text
    forged = await people.reviewer.post(page, {"verdict": "adopt"})
    assert forged.status_code == 422
    assert "U hebt dit zelf voorgesteld. Vraag een collega om erover te beslissen." in forged.text
    assert await status_of(await the_decision()) is DecisionStatus.PROPOSED


async def test_an_officer_reads_a_proposal_of_a_colleague_and_decides_nothing(people: Personas) -> None:
    await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"), viewer=people.reviewer.viewer)
    page = f"/beslissingen/{await the_decision()}"
    shown = (await people.officer.get(page)).text
    assert "Beoordelaar Voorbeeld" in shown and 'name="verdict"' not in shown and "Voorstel intrekken" not in shown
    assert (await people.officer.post(page, {"verdict": "adopt"})).status_code == 403
    taken = await people.officer.post(f"{page}/intrekken", {"reason": "Weg ermee."})
    assert (taken.status_code, "Alleen Beoordelaar Voorbeeld kan" in taken.text) == (422, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies een besluit."),
        ({"verdict": "verzonnen", "reason": "Onderbouwd"}, "Kies een van de mogelijkheden."),
        ({"verdict": "reject", "reason": " "}, "Schrijf op waarom."),
    ],
)
async def test_a_decision_that_cannot_be_taken_says_why(people: Personas, typed: dict[str, str], sentence: str) -> None:
    await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    answer = await people.reviewer.post(f"/beslissingen/{await the_decision()}", typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert typed.get("reason", "").strip() in answer.text
    assert await status_of(await the_decision()) is DecisionStatus.PROPOSED


async def test_a_rejection_is_told_to_whoever_proposed(people: Personas) -> None:
    await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    page = f"/beslissingen/{await the_decision()}"
    await people.reviewer.post(page, {"verdict": "reject", "reason": "Niet onderbouwd."})
    shown = (await people.officer.get(page)).text
    assert "Afgewezen" in shown and "Niet onderbouwd." in shown and "Voorstel intrekken" not in shown


async def test_a_proposal_is_withdrawn_by_who_made_it_with_a_reason(people: Personas) -> None:
    await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    page = f"/beslissingen/{await the_decision()}"
    assert (await people.officer.post(f"{page}/intrekken", {"reason": ""})).status_code == 422
    answer = await people.officer.post(f"{page}/intrekken", {"reason": "Vergissing."})
    assert "Het voorstel is ingetrokken." in (await people.officer.follow(answer)).text
    late = await people.reviewer.post(page, {"verdict": "adopt"})
    assert (late.status_code, "De status van dit voorstel is: Ingetrokken." in late.text) == (422, True)


async def test_what_no_longer_fits_is_pointed_out_and_refused(people: Personas) -> None:
    contract_id = await make_contract()
    await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="62500.00"))
    await deliver(contract_id=contract_id, amount="1.00")
    page = f"/beslissingen/{await the_decision()}"
    assert "Dit voorstel kan nu niet worden aangenomen" in (await people.reviewer.get(page)).text
    answer = await people.reviewer.post(page, {"verdict": "adopt", "reason": "Akkoord"})
    assert (answer.status_code, "Meer vrijstellen kan niet." in answer.text, "Akkoord" in answer.text) == (422, True, True)


async def test_a_contract_of_the_reviewer_s_own_organisation_is_for_another(people: Personas, app: Litestar) -> None:
    await make_proposal(contract_id=await make_contract(), proposed=proposal(PART, amount="1.00"))
    insider = await make_viewer(
        role=Role.REVIEWER,
        email="wsp@groen.example.nl",
        name="Beoordelaar Groen",
        organisation=GREEN_FIRM.name,
        kvk_number=GREEN_FIRM.kvk_number,
        password=PASSWORD,
    )
    assert insider.organisation_id == people.contractor.viewer.organisation_id
    page = f"/beslissingen/{await the_decision()}"
    async with persona(app, insider) as person:
        assert 'name="verdict"' not in (await person.get(page)).text
        assert "eigen organisatie" in (await person.post(page, {"verdict": "adopt"})).text
    assert await status_of(await the_decision()) is DecisionStatus.PROPOSED


# ---------------------------------------------------------------- reading


async def test_the_list_names_who_proposed_and_is_paged(people: Personas) -> None:
    contract_id = await make_contract()
    assert "Er is nog niets voorgesteld." in (await people.officer.get("/beslissingen")).text
    await make_decision(contract_id=contract_id, proposed=proposal(PART, amount="1.00"))
    for _number in range(25):
        await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00"))
    first = (await people.reviewer.get("/beslissingen")).text
    assert "Inkoper Voorbeeld" in first and "Beslissing 26<" in first and "Beslissing 1<" not in first
    onward = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    last = (await people.reviewer.get(onward)).text
    assert "Beslissing 1<" in last and "Aangenomen" in last and "Beslissing 2<" not in last and 'rel="next"' not in last


async def test_the_list_makes_as_many_queries_for_many_as_for_few(people: Personas, query_counter: Any) -> None:
    contract_id = await make_contract()
    counts = []
    for number in (1, 12):
        for _number in range(number):
            await make_proposal(contract_id=contract_id, proposed=proposal(PART, amount="1.00"))
        query_counter.reset()
        assert (await people.reviewer.get("/beslissingen")).status_code == 200
        counts.append(query_counter.count)
    assert counts[0] == counts[1]


async def test_the_contractor_reads_what_was_adopted_about_its_own_contract_alone(people: Personas) -> None:
    contract_id = await make_contract()
    await make_decision(contract_id=contract_id, proposed=proposal(PART, amount="100.00"))
    await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.HARDSHIP, amount="200.00"))
    shown = words((await people.contractor.get(f"/mijn-contracten/{contract_id}")).text)
    assert "Gedeeltelijke vrijstelling" in shown and "€ 100,00" in shown and "Besproken met de opdrachtnemer" in shown
    assert "Hardheidsclausule" not in shown and "€ 200,00" not in shown and "Inkoper Voorbeeld" not in shown
    assert (await people.other_contractor.get(f"/mijn-contracten/{contract_id}")).status_code == 404
    page = f"/beslissingen/{uuid4()}"
    for person in (people.contractor, people.administrator):
        for address in ("/beslissingen", page, path_of(contract_id), path_of(contract_id, "vrijstelling")):
            assert (await person.get(address)).status_code == 403
    assert (await people.officer.get(page)).status_code == 404


async def test_a_contract_without_decisions_has_no_section_of_them(people: Personas) -> None:
    contract_id = await make_contract()
    shown = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    assert "Beslissingen" not in shown and "Door beslissingen" not in shown
