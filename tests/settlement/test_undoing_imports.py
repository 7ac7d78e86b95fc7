"""Undoing an import: all that it did is taken back, history keeps it, and nothing is taken back on which something was built."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import save_draft, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries import contract, contracts_page
from sroi.contracts.queries.contracts import ContractFilter
from sroi.contracts.queries.imports import BatchStatus, ImportNotFound, import_batch
from sroi.contracts.rules import Amendment, ContractNotFound, ContractStatus, Verdict
from sroi.contracts.tables import Contract, ContractEvent, Lot, Tender
from sroi.database import fetch
from sroi.exports.queries import obligations_of_year
from sroi.fulfilment.operations.plans import keep_plan
from sroi.fulfilment.rules.plans import PlanItem
from sroi.ledger.queries import balances
from sroi.obligations.operations import confirm_import
from sroi.obligations.queries import unseen_notices
from sroi.reconciliation.queries import coverage, year_report
from sroi.settlement.operations import undo_import
from sroi.settlement.rules import DecisionKind
from tests.contracts.test_notice_staging import FIRMS, package
from tests.imports.notices import eforms
from tests.makers import (
    GREEN_FIRM,
    ROAD_FIRM,
    Firm,
    change,
    make_contract,
    make_contractor,
    make_facts,
    make_officer,
    make_placement_claim,
    make_reviewer,
)
from tests.settlement.makers import deliver, make_proposal, proposal

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
GREEN = "2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
DRAFT = "2024-033;Schoonmaak stadhuis;dienst;Schoon Voorbeeld B.V.;00100003;;1-2-2024;1-3-2024;28-2-2026"


async def imported(*rows: str, now: datetime = NOW) -> UUID:
    """Upload a register, confirm it, and return the id of the import."""
    officer, content = await make_officer(), "\r\n".join([HEADER, *rows, ""]).encode()
    batch_id = await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=now)
    await confirm_import(viewer=officer, batch_id=batch_id, now=now)
    return batch_id


async def undone(batch_id: UUID) -> None:
    await undo_import(viewer=await make_officer(), batch_id=batch_id, now=LATER)


async def the_contract(number: str = "2024-031") -> UUID:
    rows = await Contract.select(Contract.id).where(Contract.number == number)
    contract_id: UUID = rows[0]["id"]
    return contract_id


async def test_what_an_import_added_is_withdrawn_and_owes_nothing(database: None) -> None:
    batch_id = await imported(GREEN, DRAFT)
    contract_id, officer = await the_contract(), await make_officer()
    await undone(batch_id)
    with pytest.raises(ContractNotFound):
        await contract(viewer=officer, contract_id=contract_id)
    assert await contracts_page(viewer=officer, narrowed=ContractFilter()) == ()
    balance = (await balances(contract_ids=[contract_id]))[contract_id]
    assert (balance.owed, await ContractEvent.count()) == (Decimal(0), 1)
    assert not await fetch("SELECT id FROM milestone WHERE lapsed_at IS NULL")
    assert await unseen_notices(viewer=await make_reviewer()) == ()
    kept = await Contract.select(Contract.status, Contract.number, Contract.withdrawn_number).order_by(Contract.withdrawn_number)
    assert [(row["status"], row["number"], row["withdrawn_number"]) for row in kept] == [
        ("withdrawn", None, "2024-031"),
        ("withdrawn", None, "2024-033"),
    ]
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.UNDONE
    assert await AuditEvent.count().where(AuditEvent.action == "contract.withdrawn") == 2
    assert await verify_chain(viewer=OPERATOR) is None


async def test_a_withdrawn_contract_counts_nowhere(database: None) -> None:
    await undone(await imported(GREEN, DRAFT))
    officer, reviewer = await make_officer(), await make_reviewer()
    assert all(not number for number in (await coverage(viewer=officer, year=2024)).counts.values())
    assert (await year_report(viewer=reviewer, year=2024, on=date(2024, 12, 31))).contracts == ()
    assert await obligations_of_year(viewer=reviewer, year=2024) == {}


async def test_the_same_file_can_be_imported_again_afterwards(database: None) -> None:
    await undone(await imported(GREEN, DRAFT))
    again = await imported(GREEN, DRAFT, now=LATER)
    assert {row["status"] for row in await Contract.select(Contract.status).where(Contract.withdrawn_at.is_null())} == {
        "registered",
        "draft",
    }
    assert (await balances(contract_ids=[await the_contract()]))[await the_contract()].owed == Decimal(62500)
    await undone(again)


async def test_a_file_comes_back_also_when_it_was_imported_twice_before_the_first_was_undone(database: None) -> None:
    first = await imported(GREEN)
    await imported(GREEN, now=LATER)
    await undone(first)
    assert (await import_batch(viewer=await make_officer(), batch_id=await imported(GREEN, now=LATER))).counts[Verdict.NEW] == 1
    assert (await balances(contract_ids=[await the_contract()]))[await the_contract()].owed == Decimal(62500)


async def test_what_an_import_changed_is_as_before(database: None) -> None:
    first = await imported(GREEN)
    contract_id, officer = await the_contract(), await make_officer()
    second = await imported(GREEN.replace("1.250.000,00", "1.300.000,00").replace("Noord", "Noord en West"), now=LATER)
    with pytest.raises(UnableToImport, match="waaraan daarna iets gewijzigd is"):
        await undone(first)
    await undo_import(viewer=officer, batch_id=second, now=LATER + timedelta(hours=1))
    record = await contract(viewer=officer, contract_id=contract_id)
    assert (record.facts.contract_sum, record.facts.title) == (Decimal(1250000), "Groenonderhoud Noord")
    assert (await balances(contract_ids=[contract_id]))[contract_id].owed == Decimal(62500)
    kinds = await ContractEvent.select(ContractEvent.kind).order_by(ContractEvent.number)
    assert [row["kind"] for row in kinds] == ["award", "correction", "retraction"]
    assert await verify_chain(viewer=OPERATOR) is None


async def test_two_changes_of_one_contract_in_one_import_are_both_retracted(database: None) -> None:
    officer = await make_officer()
    for sums in ((250_000,), (250_000, 300_000, 320_000)):
        batch_id = await stage_import(
            viewer=officer, file_name="uitgaven.json", content=package(*sums), award_date_from_start=False, now=NOW
        )
        await confirm_import(viewer=officer, batch_id=batch_id, now=NOW + timedelta(minutes=len(sums)))
    await undone(batch_id)
    kinds = await ContractEvent.select(ContractEvent.kind).order_by(ContractEvent.number)
    assert [row["kind"] for row in kinds] == ["award", "amendment", "amendment", "retraction", "retraction"]
    assert [row["contract_sum_cents"] for row in await Contract.select(Contract.contract_sum_cents)] == [250_000_00]


async def test_a_tender_that_only_this_import_told_of_goes_with_its_lots(database: None) -> None:
    officer, content = (
        await make_officer(),
        eforms(root="ContractNotice", results="", subtype="16", kind="competition", organisations=FIRMS),
    )
    batch_id = await stage_import(viewer=officer, file_name="aankondiging.xml", content=content, award_date_from_start=False, now=NOW)
    await confirm_import(viewer=officer, batch_id=batch_id, now=NOW)
    assert (await Tender.count(), await Lot.count()) == (1, 1)
    await undone(batch_id)
    assert (await Tender.count(), await Lot.count()) == (0, 0)


async def test_a_draft_that_an_import_changed_or_completed_is_a_draft_again(database: None) -> None:
    officer = await make_officer()
    facts = await make_facts(number="2024-033", title="Schoonmaak stadhuis", contract_sum=None, awarded_on=None)
    draft_id = await save_draft(viewer=officer, facts=facts, now=NOW)
    changed = await imported("2024-033;;;;;150.000;;;", now=LATER)
    assert (await contract(viewer=officer, contract_id=draft_id)).facts.contract_sum == Decimal(150000)
    await undo_import(viewer=officer, batch_id=changed, now=LATER)
    assert (await contract(viewer=officer, contract_id=draft_id)).facts.contract_sum is None
    completed = await imported("2024-033;;;;;150.000;1-2-2024;;", now=LATER + timedelta(hours=1))
    assert (await contract(viewer=officer, contract_id=draft_id)).status is ContractStatus.REGISTERED
    await undo_import(viewer=officer, batch_id=completed, now=LATER + timedelta(hours=2))
    record = await contract(viewer=officer, contract_id=await the_contract("2024-033"))
    assert (record.status, record.facts.contract_sum) == (ContractStatus.DRAFT, None)


async def test_an_import_on_which_something_was_built_stays(database: None) -> None:
    batch_id = await imported(GREEN)
    contract_id = await the_contract()
    await make_placement_claim(
        contract_id=contract_id, starts_on=date(2024, 3, 1), reported_before=date(2024, 4, 1), now=LATER, today=date(2024, 4, 2)
    )
    with pytest.raises(UnableToImport, match=r"Contracten met opgaven: 1, namelijk 2024-031\."):
        await undone(batch_id)
    assert (await balances(contract_ids=[contract_id]))[contract_id].owed == Decimal(62500)


async def test_an_import_with_a_plan_of_approach_on_one_of_its_contracts_stays(database: None) -> None:
    batch_id = await imported(GREEN)
    contractor = await make_contractor(firm=Firm("Groen Voorbeeld B.V.", "00100001"))
    item = PlanItem(
        kind="placement",
        block="participatiewet",
        starts_on=date(2024, 3, 1),
        ends_before=date(2025, 3, 1),
        people=1,
        hours_per_week=Decimal(18),
    )
    await keep_plan(viewer=contractor, contract_id=await the_contract(), items=(item,), version=0, now=LATER)
    with pytest.raises(UnableToImport, match="Contracten met een plan van aanpak: 1"):
        await undone(batch_id)


async def test_of_a_surplus_that_comes_from_elsewhere_the_contract_of_the_import_is_named(database: None) -> None:
    elsewhere = await make_contract(number="2023-014")
    await deliver(contract_id=elsewhere, amount="63500.00")
    batch_id = await imported(GREEN.replace("Groen Voorbeeld B.V.", GREEN_FIRM.name))
    surplus = proposal(DecisionKind.TRANSFER, amount="500.00", on="2024-03-01", other_contract_id=await the_contract())
    await make_proposal(contract_id=elsewhere, proposed=surplus, now=LATER, today=date(2024, 3, 2))
    with pytest.raises(UnableToImport, match=r"voorgesteld of genomen: 1, namelijk over 2024-031\."):
        await undone(batch_id)


async def test_a_contract_that_was_amended_since_keeps_its_import(database: None) -> None:
    batch_id = await imported(GREEN)
    await change(await the_contract(), Amendment(Decimal(1000)), on=date(2024, 3, 1), now=LATER, today=date(2024, 3, 2))
    with pytest.raises(UnableToImport, match=r"waaraan daarna iets gewijzigd is: 1, namelijk 2024-031\."):
        await undone(batch_id)


async def test_of_more_contracts_that_were_changed_one_is_named(database: None) -> None:
    batch_id = await imported(GREEN, GREEN.replace("031", "032").replace("Noord", "Zuid"))
    for number in ("2024-031", "2024-032"):
        await change(await the_contract(number), Amendment(Decimal(1000)), on=date(2024, 3, 1), now=LATER, today=date(2024, 3, 2))
    with pytest.raises(UnableToImport, match=r"gewijzigd is: 2, waaronder 2024-03[12]\."):
        await undone(batch_id)


async def test_a_later_import_that_was_undone_stands_in_nobodys_way(database: None) -> None:
    first = await imported(GREEN)
    later = await imported(GREEN.replace("1.250.000,00", "1.400.000,00"), now=NOW + timedelta(hours=1))
    with pytest.raises(UnableToImport):
        await undone(first)
    await undone(later)
    await undone(first)
    assert [row["status"] for row in await Contract.select(Contract.status)] == [ContractStatus.WITHDRAWN.value]


async def test_an_import_is_undone_once_and_only_when_it_was_confirmed(database: None) -> None:
    batch_id = await imported(GREEN)
    await undone(batch_id)
    with pytest.raises(UnableToImport, match="niets om terug te draaien"):
        await undone(batch_id)


async def test_contracts_of_before_stay_where_they_are(database: None) -> None:
    await make_contract(number="2023-001")
    await undone(await imported(GREEN))
    assert await the_contract("2023-001")


async def test_who_may_not_write_in_the_register_undoes_nothing(database: None) -> None:
    batch_id = await imported(GREEN)
    for viewer in (await make_reviewer(), await make_contractor(firm=ROAD_FIRM)):
        with pytest.raises((UnableToAllow, ImportNotFound)):
            await undo_import(viewer=viewer, batch_id=batch_id, now=LATER)
    assert await the_contract()
