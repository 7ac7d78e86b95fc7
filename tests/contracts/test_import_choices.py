"""What an officer decides about rows in doubt is what confirming does, and what a preview says of changes is what they become."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

import imports
from imports import ContractRow, Lot, Party, Reading
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import choose_columns, clear_abandoned_files, decide_about_row, stage_import
from sroi.contracts.operations.abandoned import KEPT
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries import contract
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.rules import Becomes, Decision, Termination, Verdict
from sroi.contracts.tables import Contract, ImportFile, Tender
from sroi.contracts.tables import Lot as LotTable
from sroi.jobs.rules import TakenJob
from sroi.obligations.operations import ImportOutcome, begin_confirmation, confirm_import
from sroi.settlement.operations import undo_import
from sroi.values import format_euros
from tests.contracts.test_import_verdicts import AWARDED, NOTICE
from tests.makers import change, make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
CATERING = "Catering stadhuis;dienst;Eten Voorbeeld B.V.;00100004;250.000,00;1-2-2024;1-3-2024;28-2-2026"
ANNOUNCED = AWARDED._replace(contractors=(), awarded_on=None, contract_sum=None, lots=(), notice=replace(NOTICE, kind="tender"))


async def staged(*rows: str) -> UUID:
    content = "\n".join([HEADER, *rows, ""]).encode()
    return await stage_import(viewer=await make_officer(), file_name="register.csv", content=content, award_date_from_start=False, now=NOW)


async def confirmed(batch_id: UUID) -> ImportOutcome:
    return await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=NOW)


async def noticed(monkeypatch: pytest.MonkeyPatch, *rows: ContractRow) -> UUID:
    """Upload notices that say these rows."""
    monkeypatch.setattr(imports, "read", lambda _content, **_how: Reading("eforms", rows))
    return await stage_import(viewer=await make_officer(), file_name="notice.xml", content=b"<x/>", award_date_from_start=False, now=NOW)


async def choose_new(batch_id: UUID, position: int) -> None:
    await decide_about_row(viewer=await make_officer(), batch_id=batch_id, position=position, decision=Decision.NEW, now=NOW)


def taken_at(now: datetime) -> TakenJob:
    return TakenJob(uuid4(), "clear_abandoned_files", {}, None, 1, 3, uuid4(), now)


def modified(number: str, *, contract_sum: int, on: date) -> ContractRow:
    notice = replace(NOTICE, kind="modification", notice_id=number, changed_on=on, reason="Meer vloeren")
    return AWARDED._replace(contract_sum=Decimal(contract_sum), notice=notice)


async def test_a_row_that_is_nearly_an_earlier_one_is_kept_where_the_officer_wants_both(database: None) -> None:
    rows = (CATERING, CATERING.replace("1-2-2024", "2-2-2024"))
    batch_id = await staged(*rows)
    assert [row.verdict for row in await import_rows(batch_id=batch_id)][1] is Verdict.DOUBT
    await choose_new(batch_id, 2)
    outcome = await confirmed(batch_id)
    assert outcome.contracts + outcome.drafts == 2
    assert await Contract.count() == 2
    assert await confirmed(await staged(*rows)) == ImportOutcome(contracts=0, drafts=0, known=2)


async def test_nothing_is_decided_about_rows_that_are_being_stored(database: None) -> None:
    batch_id = await staged(CATERING)
    await begin_confirmation(viewer=await make_officer(), batch_id=batch_id, now=NOW)
    with pytest.raises(UnableToImport, match="wordt nu verwerkt"):
        await choose_new(batch_id, 1)


async def test_a_tender_in_doubt_becomes_a_tender_and_no_contract(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    batch_id = await noticed(monkeypatch, ANNOUNCED._replace(notice=replace(ANNOUNCED.notice or NOTICE, procedure_id="")))
    await choose_new(batch_id, 1)
    assert [row.becomes for row in await import_rows(batch_id=batch_id)] == [Becomes.TENDER]
    assert await confirmed(batch_id) == ImportOutcome(0, 0, 0, tenders=1)
    (tender,) = await Tender.select(Tender.reference)
    assert (tender["reference"], await Contract.count()) == ("Reparatie vloeren stadhuis", 0)


async def test_a_modification_after_a_termination_is_in_doubt_and_refuses_nothing_else(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await confirmed(await noticed(monkeypatch, AWARDED._replace(start=date(2024, 2, 15))))
    contract_id = (await Contract.select(Contract.id))[0]["id"]
    await change(contract_id, Termination(date(2024, 2, 21)), on=date(2024, 2, 20), now=NOW, today=NOW.date())
    other = AWARDED._replace(reference="2024-7", contractors=(Party("Weg Voorbeeld B.V.", "00100002"),), lots=())
    other = other._replace(title="Herinrichting Hoofdweg", notice=replace(NOTICE, procedure_id="P-2", contract_id="C-2"))
    batch_id = await noticed(monkeypatch, modified("N-2", contract_sum=1_000_000, on=date(2024, 2, 28)), other)
    row = (await import_rows(batch_id=batch_id))[0]
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.NOTHING)
    assert "beëindigd per 21-02-2024" in row.doubts[0]
    assert await confirmed(batch_id) == ImportOutcome(contracts=1, drafts=0, known=1)


async def test_the_second_change_in_a_file_is_shown_against_the_first(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = [modified("N-2", contract_sum=1_000_000, on=date(2024, 2, 20)), modified("N-3", contract_sum=1_100_000, on=date(2024, 2, 28))]
    batch_id = await noticed(monkeypatch, AWARDED, *changes)
    shown = [[(one.old, one.new) for one in row.differences] for row in await import_rows(batch_id=batch_id)]
    sums = [format_euros(Decimal(amount)) for amount in (900_000, 1_000_000, 1_100_000)]
    assert shown == [[], [(sums[0], sums[1])], [(sums[1], sums[2])]]
    assert (await confirmed(batch_id)).changes == 2
    contract_id = (await Contract.select(Contract.id))[0]["id"]
    assert (await contract(viewer=await make_officer(), contract_id=contract_id)).facts.contract_sum == Decimal(1_100_000)


async def test_the_file_of_a_preview_that_nobody_confirms_is_deleted_after_a_month(database: None) -> None:
    batch_id = await staged(CATERING)
    await clear_abandoned_files(taken_at(NOW + KEPT))
    assert await ImportFile.count() == 1
    await clear_abandoned_files(taken_at(NOW + KEPT + timedelta(minutes=1)))
    assert await ImportFile.count() == 0
    (event,) = await AuditEvent.select().where(AuditEvent.action == "import.file_deleted")
    assert event["subject_id"] == str(batch_id)
    with pytest.raises(UnableToImport, match="na een maand verwijderd"):
        await choose_columns(viewer=await make_officer(), batch_id=batch_id, columns={}, name="", now=NOW)
    outcome = await confirmed(batch_id)
    assert outcome.contracts + outcome.drafts == 1


async def test_a_later_version_of_a_call_shows_what_is_different_and_updates_the_tender(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots = (Lot("LOT-0001", "Vloeren"), Lot("LOT-0002", "Daken"))
    first = ANNOUNCED._replace(lots=("LOT-0001",), notice=replace(ANNOUNCED.notice or NOTICE, lots=lots[:1]))
    await confirmed(await noticed(monkeypatch, first))
    later = first._replace(title="Reparatie vloeren en daken", cpv="45261910", lots=("LOT-0001", "LOT-0002"))
    later = later._replace(notice=replace(first.notice or NOTICE, version="02", lots=lots))
    batch_id = await noticed(monkeypatch, later)
    (row,) = await import_rows(batch_id=batch_id)
    assert (row.verdict, row.becomes) == (Verdict.CHANGED, Becomes.TENDER)
    assert [(one.field, one.old, one.new) for one in row.differences] == [
        ("title", "Reparatie vloeren stadhuis", "Reparatie vloeren en daken"),
        ("cpv_code", "niet bekend", "45261910"),
        ("lots", "1 Vloeren", "1 Vloeren; 2 Daken"),
    ]
    assert await confirmed(batch_id) == ImportOutcome(0, 0, 0, tenders=1)
    assert await tender() == ("Reparatie vloeren en daken", "45261910", ["Vloeren", "Daken"])
    assert [row.verdict for row in await import_rows(batch_id=await noticed(monkeypatch, later))] == [Verdict.SAME]
    assert await AuditEvent.count().where(AuditEvent.action == "tender.changed") == 1


async def test_a_tender_that_an_import_changed_is_as_it_was_when_that_is_taken_back(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await confirmed(await noticed(monkeypatch, ANNOUNCED))
    batch_id = await noticed(monkeypatch, ANNOUNCED._replace(title="Reparatie daken", cpv="45261910"))
    await confirmed(batch_id)
    await undo_import(viewer=await make_officer(), batch_id=batch_id, now=NOW)
    assert await tender() == ("Reparatie vloeren stadhuis", None, [])


async def tender() -> tuple[str, str | None, list[str]]:
    """Return title, CPV code and lots of the only tender."""
    (row,) = await Tender.select(Tender.title, Tender.cpv_code)
    lots = await LotTable.select(LotTable.title).order_by(LotTable.number)
    return row["title"], row["cpv_code"], [lot["title"] for lot in lots]
