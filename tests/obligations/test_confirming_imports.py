"""Confirming an import: every row becomes a contract with its obligation or a draft that asks, or nothing does."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import decide_about_row, register_contract, save_draft, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.import_origins import import_problems
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.queries.imports import ImportNotFound, import_batch
from sroi.contracts.rules import Decision, LotFacts, Verdict
from sroi.contracts.tables import Contract, ImportRow, Lot, Tender
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.operations import ImportOutcome, confirm_import, imports
from sroi.obligations.queries import current_obligations, unseen_notices
from sroi.obligations.tables import ObligationRevision
from tests.makers import CLEANING_FIRM, make_facts, make_officer, make_reviewer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum;Percelen;Opdrachtgever"
GREEN = "2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026;;"
ROAD = "2024-032;Herinrichting Hoofdweg;werk;Weg Voorbeeld B.V.;00100002;149.000,00;1-2-2024;1-3-2024;28-2-2026;;"
DRAFT = "2024-033;Schoonmaak stadhuis;dienst;Schoon Voorbeeld B.V.;00100003;;1-2-2024;1-3-2024;28-2-2026;;"
UNNUMBERED = ";Catering stadhuis;dienst;Eten Voorbeeld B.V.;00100004;250.000,00;1-2-2024;1-3-2024;28-2-2026;;"


async def staged(*rows: str, from_start: bool = False) -> UUID:
    """Upload a register and return the id of its preview."""
    content = "\r\n".join([HEADER, *rows, ""]).encode("cp1252")
    officer = await make_officer()
    return await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=from_start, now=NOW)


async def confirmed(batch_id: UUID, now: datetime = NOW) -> ImportOutcome:
    return await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=now)


async def imported(*rows: str, from_start: bool = False, now: datetime = NOW) -> ImportOutcome:
    """Upload a register and confirm it."""
    return await confirmed(await staged(*rows, from_start=from_start), now=now)


async def statuses() -> dict[str, str]:
    return {row["number"] or row["title"]: row["status"] for row in await Contract.select(Contract.number, Contract.title, Contract.status)}


async def test_complete_rows_become_contracts_with_their_obligation_and_others_drafts(database: None) -> None:
    assert await imported(GREEN, ROAD, DRAFT, UNNUMBERED) == ImportOutcome(contracts=2, drafts=2, known=0)
    assert await statuses() == {
        "2024-031": "registered",
        "2024-032": "registered",
        "2024-033": "draft",
        "Catering stadhuis": "draft",
    }
    assert await ObligationRevision.count() == 2
    (notice,) = await unseen_notices(viewer=await make_reviewer())
    assert notice.number == "2024-031"
    held = await current_obligations(contract_ids=[notice.contract_id])
    assert held[notice.contract_id].obligation.amount == Decimal(62500)


async def test_what_the_preview_said_is_what_the_confirmation_does(database: None) -> None:
    await imported(GREEN)
    batch_id = await staged(GREEN, ROAD, ROAD, DRAFT, UNNUMBERED, UNNUMBERED, ROAD.replace("149.000", "150.000"))
    said = (await import_batch(viewer=await make_officer(), batch_id=batch_id)).counts
    assert said == {Verdict.NEW: 1, Verdict.CHANGED: 0, Verdict.SAME: 3, Verdict.DOUBT: 3}
    assert await confirmed(batch_id) == ImportOutcome(contracts=1, drafts=3, known=3)
    batch = await import_batch(viewer=await make_officer(), batch_id=batch_id)
    assert (batch.is_confirmed, batch.counts) == (True, said)


async def test_every_row_points_at_the_contract_that_it_became(database: None) -> None:
    batch_id = await staged(GREEN, DRAFT, GREEN)
    await confirmed(batch_id)
    rows = await import_rows(batch_id=batch_id)
    assert [row.verdict for row in rows] == [Verdict.NEW, Verdict.DOUBT, Verdict.SAME]
    assert (rows[0].own_id, rows[1].own_id, rows[2].own_id) == (rows[0].id, rows[1].id, None)
    assert rows[2].contract_id == rows[0].id
    assert {row["id"] for row in await Contract.select(Contract.id)} == {rows[0].id, rows[1].id}


async def test_the_same_file_twice_adds_nothing(database: None) -> None:
    await imported(GREEN, ROAD, DRAFT, UNNUMBERED)
    before = await Contract.count(), await ObligationRevision.count(), await LedgerEntry.count()
    assert await imported(GREEN, ROAD, DRAFT, UNNUMBERED) == ImportOutcome(contracts=0, drafts=0, known=4)
    assert (await Contract.count(), await ObligationRevision.count(), await LedgerEntry.count()) == before


async def test_a_file_with_a_row_twice_adds_nothing_when_it_is_imported_again(database: None) -> None:
    await imported(GREEN, DRAFT, GREEN, DRAFT)
    batch_id = await staged(GREEN, DRAFT, GREEN, DRAFT, ROAD)
    assert await confirmed(batch_id) == ImportOutcome(contracts=1, drafts=0, known=4)
    assert {row.verdict for row in await import_rows(batch_id=batch_id)} == {Verdict.SAME, Verdict.NEW}


async def test_a_row_twice_of_which_the_first_is_left_out_becomes_nothing(database: None) -> None:
    batch_id = await staged(UNNUMBERED, UNNUMBERED)
    await decide_about_row(viewer=await make_officer(), batch_id=batch_id, position=1, decision=Decision.SKIP, now=NOW)
    assert await confirmed(batch_id) == ImportOutcome(contracts=0, drafts=0, known=2)


async def test_two_previews_of_one_file_that_are_both_confirmed_add_it_once(database: None) -> None:
    first, second = await staged(GREEN, UNNUMBERED), await staged(GREEN, UNNUMBERED)
    assert await confirmed(first) == ImportOutcome(contracts=1, drafts=1, known=0)
    assert await confirmed(second) == ImportOutcome(contracts=0, drafts=0, known=2)


async def test_a_row_without_a_number_stays_known_after_its_draft_got_one(database: None) -> None:
    await imported(UNNUMBERED)
    draft = await Contract.select(Contract.id).first()
    assert draft is not None
    facts = await make_facts(number="2024-077", title="Catering stadhuis")
    await save_draft(viewer=await make_officer(), facts=facts, now=NOW, draft_id=draft["id"])
    assert await imported(UNNUMBERED) == ImportOutcome(contracts=0, drafts=0, known=1)


async def test_an_import_is_confirmed_once(database: None) -> None:
    batch_id = await staged(GREEN)
    await confirmed(batch_id)
    with pytest.raises(UnableToImport, match="al bevestigd"):
        await confirmed(batch_id)
    assert await Contract.count() == 1


async def test_a_failure_halfway_stores_nothing_and_the_preview_can_be_confirmed_afterwards(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = await staged(GREEN, DRAFT, ROAD)
    events = await AuditEvent.count()

    async def fail_at_the_drafts(**kwargs: Any) -> tuple[UUID, ...]:
        raise OSError("the disk is full")

    with monkeypatch.context() as now:
        now.setattr(imports, "keep_drafts", fail_at_the_drafts)
        with pytest.raises(OSError, match="disk"):
            await confirmed(batch_id)
    for table in (Contract, ObligationRevision, LedgerEntry):
        assert not await table.exists()
    assert not await ImportRow.exists().where(ImportRow.contract.is_not_null())
    assert await AuditEvent.count() == events
    assert await confirmed(batch_id) == ImportOutcome(contracts=2, drafts=1, known=0)
    assert await verify_chain(viewer=OPERATOR) is None


async def test_a_row_that_clashes_with_the_register_is_named_and_nothing_is_stored(database: None) -> None:
    batch_id = await staged(ROAD, GREEN.replace(";28-2-2026;;", ";28-2-2026;Noord;"))
    taken = await make_facts(number="2023-001", firm=CLEANING_FIRM, tender_reference="2024-031", lots=(LotFacts(1, "Centrum"),))
    await register_contract(viewer=await make_officer(), facts=taken, now=NOW)
    with pytest.raises(UnableToImport, match=r"rij 3.*Perceel 1.*Centrum"):
        await confirmed(batch_id)
    assert await statuses() == {"2023-001": "registered"}


async def test_an_award_date_that_was_taken_from_the_start_is_asked_on_the_obligation(database: None) -> None:
    assert await imported(GREEN.replace("1-2-2024;", ";"), from_start=True) == ImportOutcome(contracts=1, drafts=0, known=0)
    row = await Contract.select(Contract.id).first()
    assert row is not None
    held = (await current_obligations(contract_ids=[row["id"]]))[row["id"]]
    assert any("gunningsdatum" in question for question in held.obligation.questions)
    assert held.effective_on.isoformat() == "2024-03-01"


async def test_two_rows_with_one_number_that_tell_other_things_are_both_kept(database: None) -> None:
    other = GREEN.replace("Groen Voorbeeld B.V.;00100001", "Weg Voorbeeld B.V.;00100002")
    assert await imported(GREEN, other) == ImportOutcome(contracts=1, drafts=1, known=0)
    assert await imported(GREEN, other) == ImportOutcome(contracts=0, drafts=0, known=2)
    draft = await Contract.select(Contract.id, Contract.contractor_name).where(Contract.status == "draft").first()
    assert draft is not None and draft["contractor_name"] == "Weg Voorbeeld B.V."
    assert any("2024-031" in problem.message for problem in await import_problems(contract_id=draft["id"]))


async def test_a_draft_whose_number_is_of_another_contract_goes_on_asking_for_its_own(database: None) -> None:
    other = GREEN.replace("Groen Voorbeeld B.V.;00100001", "Weg Voorbeeld B.V.;00100002")
    await imported(GREEN)
    assert await imported(other, now=NOW + timedelta(minutes=1)) == ImportOutcome(contracts=0, drafts=1, known=0)
    dearer = other.replace("1.250.000,00", "1.300.000,00")
    assert await imported(dearer, now=NOW + timedelta(minutes=2)) == ImportOutcome(contracts=0, drafts=1, known=0)
    rows = await Contract.select(Contract.number, Contract.contract_sum_cents).order_by(Contract.contract_sum_cents)
    assert [(row["number"], row["contract_sum_cents"]) for row in rows] == [("2024-031", 125_000_000), (None, 130_000_000)]


async def test_rows_for_the_lots_of_one_number_become_contracts_of_one_tender(database: None) -> None:
    rows = [GREEN.replace(";28-2-2026;;", f";28-2-2026;perceel {lot};") for lot in (1, 2)]
    assert await imported(*rows) == ImportOutcome(contracts=2, drafts=0, known=0)
    assert (await Tender.count(), await Lot.count()) == (1, 2)
    assert await imported(*rows) == ImportOutcome(contracts=0, drafts=0, known=2)


async def test_lots_in_a_row_without_a_type_become_lots_of_a_draft(database: None) -> None:
    row = GREEN.replace(";dienst;", ";;").replace(";28-2-2026;;", ";28-2-2026;Noord en Zuid;")
    assert await imported(row) == ImportOutcome(contracts=0, drafts=1, known=0)
    assert await Lot.count() == 2


async def test_a_register_of_more_than_one_page_of_rows_is_stored_whole(database: None) -> None:
    rows = [GREEN.replace("2024-031", f"2024-{number:03}") for number in range(1, 121)]
    assert await imported(*rows, rows[0], rows[60]) == ImportOutcome(contracts=120, drafts=0, known=2)
    assert await verify_chain(viewer=OPERATOR) is None


async def test_rows_that_look_alike_are_stored_alike_in_parts_of_any_size(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 1)
    rows = [GREEN.replace("2024-031", f"2024-{number:03}") for number in range(31, 34)]
    assert await imported(*rows) == ImportOutcome(contracts=3, drafts=0, known=0, are_planned_later=True)


async def test_a_confirmation_is_recorded_once_with_its_counts(database: None) -> None:
    batch_id = await staged(GREEN, DRAFT)
    await confirmed(batch_id)
    rows = (
        await AuditEvent.select(AuditEvent.action, AuditEvent.details)
        .where(AuditEvent.subject_id == str(batch_id))
        .order_by(AuditEvent.seq)
    )
    assert [row["action"] for row in rows] == ["import.previewed", "import.confirmed"]
    assert rows[-1]["details"] == '{"change":0,"contract":1,"draft":1,"known":0,"tender":0}'


async def test_who_may_not_write_in_the_register_does_not_find_the_import(database: None) -> None:
    batch_id = await staged(GREEN)
    with pytest.raises(ImportNotFound):
        await confirm_import(viewer=await make_reviewer(), batch_id=batch_id, now=NOW)
    assert not await Contract.exists()
