"""What an import finds of rows that the register knows already: changed, the same, or in doubt, and what confirming then does."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

import imports
from imports import Clause, ContractRow, Lot, Notice, Party, Reading
from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import decide_about_row, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.queries.imports import import_batch
from sroi.contracts.rules import Amendment, Award, Becomes, Correction, Decision, StagedRow, Verdict, counted_words
from sroi.contracts.tables import Contract, Tender
from sroi.contracts.tables import Lot as LotTable
from sroi.ledger.queries import balances
from sroi.obligations.operations import ImportOutcome, confirm_import
from sroi.values import format_euros
from tests.makers import change, make_contract, make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
GREEN = "2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
OTHER_FIRM = GREEN.replace("Groen Voorbeeld B.V.;00100001", "Weg Voorbeeld B.V.;00100002")
NOTICE = Notice(kind="award", notice_id="N-1", version="01", procedure_id="P-1", contract_id="C-1", published_on=date(2024, 3, 1))
AWARDED = ContractRow(
    where="contract CON-0001",
    reference="219964",
    title="Reparatie vloeren stadhuis",
    type="works",
    contract_sum=Decimal("900000.00"),
    contractors=(Party("Bouw Voorbeeld B.V.", "00100007"),),
    awarded_on=date(2024, 2, 14),
    start=date(2024, 4, 1),
    end=date(2026, 12, 31),
    lots=("LOT-0001",),
    notice=replace(NOTICE, lots=(Lot("LOT-0001", "Vloeren"),), social_clauses=(Clause("gunningscriterium", "5% social return"),)),
)


async def staged(*rows: str) -> UUID:
    """Upload a register and return the id of its preview."""
    content = "\r\n".join([HEADER, *rows, ""]).encode()
    officer = await make_officer()
    return await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=NOW)


async def confirmed(batch_id: UUID) -> ImportOutcome:
    return await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=NOW)


async def the_row(batch_id: UUID) -> StagedRow:
    (row,) = await import_rows(batch_id=batch_id)
    return row


async def the_contract() -> UUID:
    (row,) = await Contract.select(Contract.id)
    contract_id: UUID = row["id"]
    return contract_id


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[ContractRow]:
    """Give the rows that every file says from now on, to be filled by the test."""
    rows: list[ContractRow] = []
    monkeypatch.setattr(imports, "read", lambda _content, **_how: Reading("eforms", tuple(rows)))
    return rows


async def noticed(notices: list[ContractRow], *rows: ContractRow) -> UUID:
    """Upload notices and return the id of their preview."""
    notices[:] = rows
    officer = await make_officer()
    return await stage_import(viewer=officer, file_name="notice.xml", content=b"<x/>", award_date_from_start=False, now=NOW)


async def test_another_sum_shows_the_difference_and_becomes_a_correction_with_its_obligation(database: None) -> None:
    await confirmed(await staged(GREEN))
    again = await staged(GREEN.replace("1.250.000,00", "1.300.000,00").replace("Noord", "Noord en West"))
    row = await the_row(again)
    assert (row.verdict, row.becomes) == (Verdict.CHANGED, Becomes.CHANGE)
    assert [(one.field, one.old, one.new) for one in row.differences] == [
        ("title", "Groenonderhoud Noord", "Groenonderhoud Noord en West"),
        ("contract_sum", format_euros(Decimal(1250000)), format_euros(Decimal(1300000))),
    ]
    assert await confirmed(again) == ImportOutcome(contracts=0, drafts=0, known=0, changes=1)
    contract_id, officer = await the_contract(), await make_officer()
    award, correction = await contract_events(viewer=officer, contract_id=contract_id)
    assert isinstance(award.change, Award)
    assert correction.change == Correction(contract_sum=Decimal("1300000.00"))
    assert (await contract(viewer=officer, contract_id=contract_id)).facts.title == "Groenonderhoud Noord en West"
    assert (await balances(contract_ids=[contract_id]))[contract_id].owed == Decimal(65000)
    named = await AuditEvent.select().where(AuditEvent.action.is_in(["contract.correction", "contract.described"]))
    assert all(str(again) in event["details"] for event in named) and len(named) == 2
    assert await verify_chain(viewer=OPERATOR) is None


async def test_an_older_file_that_was_imported_before_changes_nothing_back(database: None) -> None:
    for register in (GREEN, GREEN.replace("1.250.000,00", "1.300.000,00"), GREEN):
        batch_id = await staged(register)
        await confirmed(batch_id)
    assert (await the_row(batch_id)).verdict is Verdict.SAME
    assert (await contract(viewer=await make_officer(), contract_id=await the_contract())).facts.contract_sum == Decimal(1300000)


async def test_what_was_amended_here_since_is_not_undone_by_the_same_register(database: None) -> None:
    await confirmed(await staged(GREEN))
    amendment = Amendment(Decimal(50000))
    await change(await the_contract(), amendment, on=date(2024, 2, 20), now=NOW, today=date(2024, 3, 1))
    assert (await the_row(await staged(GREEN))).verdict is Verdict.SAME
    row = await the_row(await staged(GREEN.replace("Noord", "Noord en West")))  # the sum is that of the import before it, and no news
    assert (row.verdict, [one.field for one in row.differences]) == (Verdict.CHANGED, ["title"])
    row = await the_row(await staged(GREEN.replace("1.250.000,00", "1.275.000,00")))
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.NOTHING)
    assert "wijzigingen vastgelegd" in row.doubts[0]


async def test_the_same_number_of_another_contractor_is_in_doubt_and_asks_for_a_number_of_its_own(database: None) -> None:
    await confirmed(await staged(GREEN))
    again = await staged(OTHER_FIRM)
    row = await the_row(again)
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert "Groen Voorbeeld B.V." in row.doubts[0]
    assert await confirmed(again) == ImportOutcome(contracts=0, drafts=1, known=0)
    assert (await the_row(await staged(OTHER_FIRM))).verdict is Verdict.SAME


async def test_a_row_that_looks_like_a_known_contract_is_linked_by_the_officer(database: None) -> None:
    await confirmed(await staged(GREEN))
    again = await staged(GREEN.replace("2024-031", "C-88"))
    row, officer = await the_row(again), await make_officer()
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert "2024-031" in row.doubts[0]
    with pytest.raises(UnableToImport) as refusal:
        await decide_about_row(viewer=officer, batch_id=again, position=1, decision=Decision.LINK, number="2024-999", now=NOW)
    assert refusal.value.field == "number"
    await decide_about_row(viewer=officer, batch_id=again, position=1, decision=Decision.LINK, number="2024-031", now=NOW)
    assert (await import_batch(viewer=officer, batch_id=again)).undecided == 0
    assert await confirmed(again) == ImportOutcome(contracts=0, drafts=0, known=1)
    assert (await the_row(await staged(GREEN.replace("2024-031", "C-88")))).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [(Decision.NEW, ImportOutcome(1, 0, 0)), (Decision.SKIP, ImportOutcome(0, 0, 1)), (Decision.OPEN, ImportOutcome(0, 1, 0))],
)
async def test_a_look_alike_becomes_what_the_officer_decides(database: None, decision: Decision, outcome: ImportOutcome) -> None:
    await confirmed(await staged(GREEN))
    again = await staged(GREEN.replace("2024-031", "C-88"))
    if decision:
        await decide_about_row(viewer=await make_officer(), batch_id=again, position=1, decision=decision, now=NOW)
    assert await confirmed(again) == outcome


async def test_a_draft_is_completed_by_a_row_that_tells_what_it_lacked(database: None) -> None:
    await confirmed(await staged(GREEN.replace("1.250.000,00", "")))
    again = await staged(GREEN)
    row = await the_row(again)
    assert (row.verdict, row.becomes) == (Verdict.CHANGED, Becomes.CONTRACT)
    assert await confirmed(again) == ImportOutcome(contracts=1, drafts=0, known=0)
    assert (await balances(contract_ids=[await the_contract()]))[await the_contract()].owed == Decimal(62500)


ENDS_FIRST = "Dit past niet bij wat al in het register staat. De einddatum ligt voor de startdatum."


@pytest.mark.parametrize(
    ("known", "told", "doubt"),
    [
        (GREEN, GREEN.replace("1-3-2024;28-2-2026", "1-4-2026;"), ENDS_FIRST),
        (GREEN.replace("1.250.000,00", ""), GREEN.replace("1-3-2024;28-2-2026", "1-4-2026;"), ENDS_FIRST),
        (GREEN, GREEN.replace(";1-2-2024;", ";1-2-2034;"), "De gunningsdatum ligt in de toekomst."),
    ],
    ids=["a contract that would end before it starts", "a draft that would", "an award in the future"],
)
async def test_what_cannot_be_true_with_what_is_known_is_in_doubt_and_holds_up_no_other_row(
    database: None, known: str, told: str, doubt: str
) -> None:
    await confirmed(await staged(known))
    again = await staged(told, GREEN.replace("2024-031", "2024-032").replace("Noord", "Zuid"))
    assert await confirmed(again) == ImportOutcome(contracts=1, drafts=0, known=1)
    (row,) = [row for row in await import_rows(batch_id=again) if row.position == 1]
    assert row.verdict is Verdict.DOUBT and row.doubts[0].startswith(doubt)


async def test_a_contract_that_was_typed_in_by_hand_is_compared_with_the_row(database: None) -> None:
    await make_contract(number="2024-031")
    row = await the_row(await staged("2024-031;;dienst;;;1.260.000,00;;;"))
    assert [(one.field, one.new) for one in row.differences] == [("contract_sum", format_euros(Decimal(1260000)))]


async def test_a_notice_becomes_a_contract_and_its_later_version_a_correction(database: None, notices: list[ContractRow]) -> None:
    assert await confirmed(await noticed(notices, AWARDED)) == ImportOutcome(1, 0, 0)
    assert (await the_row(await noticed(notices, AWARDED))).verdict is Verdict.SAME
    assert AWARDED.notice is not None
    later = AWARDED._replace(contract_sum=Decimal("950000.00"), notice=replace(AWARDED.notice, version="02"))
    batch_id = await noticed(notices, AWARDED, later)
    assert [row.verdict for row in await import_rows(batch_id=batch_id)] == [Verdict.SAME, Verdict.CHANGED]
    assert await confirmed(batch_id) == ImportOutcome(0, 0, 1, changes=1)
    assert (await contract(viewer=await make_officer(), contract_id=await the_contract())).facts.contract_sum == Decimal(950000)


async def test_a_modification_becomes_an_amendment_once(database: None, notices: list[ContractRow]) -> None:
    modification = AWARDED._replace(
        contract_sum=Decimal("1000000.00"),
        end=date(2027, 12, 31),
        notice=replace(NOTICE, kind="modification", notice_id="N-2", changed_on=date(2024, 2, 28), reason="Meer vloeren"),
    )
    batch_id = await noticed(notices, modification, AWARDED)
    assert await confirmed(batch_id) == ImportOutcome(contracts=1, drafts=0, known=0, changes=1)
    officer, contract_id = await make_officer(), await the_contract()
    amendment = (await contract_events(viewer=officer, contract_id=contract_id))[-1]
    assert amendment.change == Amendment(Decimal("100000.00"), date(2028, 1, 1))
    assert (amendment.effective_on, "Meer vloeren" in amendment.reason) == (date(2024, 2, 28), True)
    assert [row.verdict for row in await import_rows(batch_id=await noticed(notices, modification))] == [Verdict.SAME]


async def test_a_modification_of_what_is_not_here_is_in_doubt(database: None, notices: list[ContractRow]) -> None:
    row = await the_row(await noticed(notices, AWARDED._replace(notice=replace(NOTICE, kind="modification", changed_on=date(2024, 2, 28)))))
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)


async def test_a_notice_before_the_award_becomes_a_tender_that_its_contract_joins(database: None, notices: list[ContractRow]) -> None:
    announced = AWARDED._replace(contractors=(), awarded_on=None, contract_sum=None, notice=replace(NOTICE, kind="tender", contract_id=""))
    assert await confirmed(await noticed(notices, announced)) == ImportOutcome(0, 0, 0, tenders=1)
    assert (await Tender.count(), await LotTable.count(), await Contract.count()) == (1, 1, 0)
    assert (await the_row(await noticed(notices, announced))).verdict is Verdict.SAME
    await confirmed(await noticed(notices, AWARDED))
    assert await Tender.count() == 1
    assert (await contract(viewer=await make_officer(), contract_id=await the_contract())).tender_id is not None


async def test_lots_whose_names_end_in_the_same_digits_are_numbered_in_their_order(database: None, notices: list[ContractRow]) -> None:
    lots = (Lot("A-1", "Noord"), Lot("B-1", "Zuid"))
    announced = AWARDED._replace(
        contractors=(), awarded_on=None, contract_sum=None, lots=("A-1", "B-1"), notice=replace(NOTICE, kind="tender", lots=lots)
    )
    assert await confirmed(await noticed(notices, announced)) == ImportOutcome(0, 0, 0, tenders=1)
    found = await LotTable.select(LotTable.number, LotTable.title).order_by(LotTable.number)
    assert [(row["number"], row["title"]) for row in found] == [(1, "Noord"), (2, "Zuid")]


async def test_a_tender_that_no_notice_can_point_at_is_in_doubt(database: None, notices: list[ContractRow]) -> None:
    announced = AWARDED._replace(contractors=(), contract_sum=None, lots=(), notice=replace(NOTICE, kind="tender", procedure_id=""))
    batch_id = await noticed(notices, announced)
    assert (await the_row(batch_id)).verdict is Verdict.DOUBT
    assert await confirmed(batch_id) == ImportOutcome(0, 0, 1)


@pytest.mark.parametrize(
    "change",
    [{"contract_sum": None}, {"contract_sum": Decimal("1.00")}, {"currency": "GBP"}],
    ids=["masked", "one euro", "foreign"],
)
async def test_no_obligation_comes_of_a_value_that_is_no_sum_in_euros(
    database: None, notices: list[ContractRow], change: dict[str, object]
) -> None:
    batch_id = await noticed(notices, AWARDED._replace(**change))  # type: ignore[arg-type]
    assert await confirmed(batch_id) == ImportOutcome(contracts=0, drafts=1, known=0)
    record = await contract(viewer=await make_officer(), contract_id=await the_contract())
    assert record.facts.contract_sum is None


async def test_a_consortium_is_registered_by_the_member_that_leads(database: None, notices: list[ContractRow]) -> None:
    members = (Party("Vloer Voorbeeld B.V.", "00100008"), Party("Bouw Voorbeeld B.V.", "00100007", is_lead=True))
    row = await the_row(await noticed(notices, AWARDED._replace(contractors=members)))
    assert (row.verdict, row.facts.contractor_name) == (Verdict.NEW, "Bouw Voorbeeld B.V.")
    assert "Vloer Voorbeeld B.V." in row.problems[0].message
    row = await the_row(await noticed(notices, AWARDED._replace(contractors=tuple(replace(one, is_lead=False) for one in members))))
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "niets"),
        ({Becomes.CONTRACT: 0, Becomes.DRAFT: 1}, "1 concept"),
        ({Becomes.NOTHING: 3, Becomes.CONTRACT: 1, Becomes.CHANGE: 2}, "1 contract, 2 wijzigingen van contracten, 3 rijen zonder gevolg"),
    ],
)
def test_what_came_of_an_import_is_told_without_what_did_not(counts: dict[Becomes, int], words: str) -> None:
    assert counted_words(counts) == words


async def test_what_cannot_be_read_is_asked_once(database: None) -> None:
    (row,) = await import_rows(batch_id=await staged(GREEN.replace("1.250.000,00", "max. 750.000")))
    assert row.verdict is Verdict.DOUBT
    assert row.doubts == ('Hier staat "max. 750.000". Dit is geen vast bedrag. Vul het bedrag in waarvoor het contract is gesloten.',)
