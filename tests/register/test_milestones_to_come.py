"""Between the confirming of a large import and the job that plans its milestones: pages say so, and contracts live on as ever."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.contracts.rules import Amendment, Termination
from sroi.contracts.tables import Contract
from sroi.database import fetch
from sroi.jobs.operations import finish, take_due
from sroi.obligations.operations import imports, plan_import
from sroi.obligations.queries import PLAN_IMPORT
from sroi.obligations.tables import Milestone
from sroi.web import clock
from tests.makers import GREEN_FIRM, approve, change, make_placement_claim
from tests.personas import Personas

HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
FIRM = f"{GREEN_FIRM.name};{GREEN_FIRM.kvk_number}"
ROW = f"2024-{{number:03}};Groenonderhoud {{number}};dienst;{FIRM};1.250.000,00;1-8-2023;1-9-2023;31-8-2025"
TO_COME = "worden nog gepland"
MARCH = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the milestones of three rows be planned behind the page."""
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 2)


async def confirmed(people: Personas) -> tuple[str, list[UUID]]:
    """Return the address of an import that was confirmed, and its three contracts."""
    content = "\r\n".join([HEADER, *(ROW.format(number=number) for number in (1, 2, 3)), ""]).encode()
    place: str = (await people.officer.post("/importeren", files={"file": ("register.csv", content, "")})).headers["location"]
    await people.officer.post(f"{place}/bevestigen")
    return place, [row["id"] for row in await Contract.select(Contract.id).order_by(Contract.number)]


async def plan() -> None:
    (taken,) = [job for job in await take_due(now=clock.now(), limit=9) if job.kind == PLAN_IMPORT]
    await plan_import(taken)
    await finish(taken=taken, now=clock.now())


async def planned(contract_id: UUID) -> list[dict[str, Any]]:
    """Return what is due on a contract."""
    sql = "SELECT key, number, due_on, explanation FROM milestone WHERE contract = {} AND lapsed_at IS NULL"
    return await fetch(f"{sql} ORDER BY due_on, key, number", contract_id)


async def test_pages_say_that_milestones_are_still_to_be_planned_until_they_are(people: Personas) -> None:
    place, (contract_id, *_others) = await confirmed(people)
    pages = (place, f"/contracten/{contract_id}", "/mijlpalen")
    for address in pages:
        assert TO_COME in (await people.officer.get(address)).text, address
    assert TO_COME in (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    await plan()
    for address in pages:
        assert TO_COME not in (await people.officer.get(address)).text, address
    assert "Wat op welke dag klaar moet zijn" in (await people.officer.get(f"/contracten/{contract_id}")).text
    assert TO_COME not in (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text


async def test_a_contract_of_another_import_is_not_said_to_wait(people: Personas) -> None:
    await confirmed(people)
    content = "\r\n".join([HEADER, ROW.format(number=9).replace("1.250.000", "20.000"), ""]).encode()
    place = (await people.officer.post("/importeren", files={"file": ("klein.csv", content, "")})).headers["location"]
    await people.officer.post(f"{place}/bevestigen")
    (row,) = await Contract.select(Contract.id).where(Contract.number == "2024-009")
    for address in (place, f"/contracten/{row['id']}"):
        assert TO_COME not in (await people.officer.get(address)).text


async def test_what_happens_to_a_contract_meanwhile_gives_what_it_gives_afterwards(people: Personas) -> None:
    _place, before = await confirmed(people)
    claim_id = await make_placement_claim(contract_id=before[2])
    await approve(claim_id=claim_id)
    events = (Amendment(Decimal("50000.00"), date(2026, 3, 1)), Termination(date(2024, 10, 1)))
    for contract_id, event in zip(before, events, strict=False):
        await change(contract_id, event, on=MARCH, now=clock.now(), today=clock.today())
    meanwhile = [await planned(contract_id) for contract_id in before]
    assert meanwhile[0] and meanwhile[1] and not meanwhile[2]
    await plan()
    assert [await planned(contract_id) for contract_id in before[:2]] == meanwhile[:2]
    untouched = await planned(before[2])
    assert untouched and untouched != meanwhile[0]
    for event in events:  # the same, after the planning
        await change(before[2], event, on=MARCH + timedelta(days=1), now=clock.now(), today=clock.today())
    assert [row["due_on"] for row in await planned(before[2])] == [row["due_on"] for row in meanwhile[1]]


async def test_an_import_that_was_undone_before_it_was_planned_gets_no_milestones(people: Personas) -> None:
    place, (contract_id, *_others) = await confirmed(people)
    done = await people.officer.follow(await people.officer.post(f"{place}/terugdraaien"))
    assert "De import is teruggedraaid" in done.text and TO_COME not in done.text
    await plan()
    assert await Milestone.count() == 0
    assert (await people.officer.get(f"/contracten/{contract_id}")).status_code == 404
