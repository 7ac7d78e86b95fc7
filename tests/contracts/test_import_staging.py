"""The preview of an import: what each row would become, and nothing registered yet."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow, Viewer
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import register_contract, save_draft, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.queries.imports import ImportNotFound, import_batch
from sroi.contracts.rules import PACK_ROWS, Becomes, LotFacts, StagedRow, Verdict
from sroi.contracts.tables import Contract, ImportBatch, ImportRow, Tender
from tests.makers import CLEANING_FIRM, make_administrator, make_contractor, make_facts, make_officer, make_reviewer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum;Percelen;Opdrachtgever"
COMPLETE = "2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026;;"


def register(*rows: str) -> bytes:
    """Return a register as officers keep it in a spreadsheet."""
    return "\r\n".join([HEADER, *rows, ""]).encode("utf-8-sig")


async def staged(*rows: str, from_start: bool = False, officer: Viewer | None = None) -> UUID:
    """Upload a register and return the id of its preview."""
    return await stage_import(
        viewer=officer or await make_officer(),
        file_name="contractregister.csv",
        content=register(*rows),
        award_date_from_start=from_start,
        now=NOW,
    )


async def preview(*rows: str, from_start: bool = False) -> tuple[StagedRow, ...]:
    """Return the rows of the preview of a register."""
    return await import_rows(batch_id=await staged(*rows, from_start=from_start))


def fields_with_problems(row: StagedRow) -> list[str]:
    return [problem.field for problem in row.problems if problem.severity == "error"]


async def test_a_complete_row_will_be_a_contract_with_every_value_it_tells(database: None) -> None:
    (row,) = await preview(COMPLETE)
    expected = await make_facts(number="2024-031")
    assert (row.verdict, row.contract_id, row.problems) == (Verdict.NEW, None, ())
    assert (row.facts.authority_id, row.facts.number, row.facts.title) == (expected.authority_id, "2024-031", "Groenonderhoud Noord")
    assert (row.facts.contractor_name, row.facts.kvk_number) == ("Groen Voorbeeld B.V.", "00100001")
    assert row.facts.contract_sum == Decimal("1250000.00")
    assert (row.facts.awarded_on, row.facts.starts_on) == (date(2024, 2, 1), date(2024, 3, 1))
    assert row.facts.ends_before == date(2026, 3, 1)
    assert not row.facts.award_date_is_assumed


async def test_a_preview_registers_nothing(database: None) -> None:
    batch_id = await staged(COMPLETE, ";Alleen een titel en een soort;dienst;;;;;;;;")
    assert not await Contract.exists()
    assert not await Tender.exists()
    batch = await import_batch(viewer=await make_officer(), batch_id=batch_id)
    assert batch.counts == {Verdict.NEW: 1, Verdict.CHANGED: 0, Verdict.SAME: 0, Verdict.DOUBT: 1}
    assert not batch.is_confirmed
    assert await AuditEvent.count().where(AuditEvent.action == "import.previewed") == 1


async def test_an_incomplete_row_will_be_a_draft(database: None) -> None:
    (row,) = await preview("2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;;1-2-2024;1-3-2024;28-2-2026;;")
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert row.facts.contract_sum is None


async def test_a_value_that_cannot_be_read_is_told_on_its_field_and_makes_a_draft(database: None) -> None:
    (row,) = await preview("2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;veel;1-2-2024;1-3-2024;28-2-2026;;")
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert fields_with_problems(row) == ["contract_sum"]
    assert "veel" in row.problems[0].message


async def test_a_contract_that_is_registered_already_is_known(database: None) -> None:
    officer = await make_officer()
    contract_id = await register_contract(viewer=officer, facts=await make_facts(number="2024-031"), now=NOW)
    (row,) = await preview(COMPLETE)
    assert (row.verdict, row.contract_id) == (Verdict.CHANGED, contract_id)


async def test_a_draft_with_the_same_number_is_known_too(database: None) -> None:
    officer = await make_officer()
    draft_id = await save_draft(viewer=officer, facts=await make_facts(number="2024-031", contract_sum=None), now=NOW)
    (row,) = await preview(COMPLETE)
    assert (row.verdict, row.contract_id) == (Verdict.CHANGED, draft_id)


async def test_the_number_of_another_authority_is_not_known(database: None) -> None:
    await register_contract(
        viewer=await make_officer(), facts=await make_facts(number="2024-031", authority="Gemeente Delft", firm=CLEANING_FIRM), now=NOW
    )
    (row,) = await preview(COMPLETE)
    assert row.verdict is Verdict.NEW


async def test_a_known_authority_is_found_whatever_its_case(database: None) -> None:
    (row,) = await preview(COMPLETE[:-1] + ";GEMEENTE DELFT")
    expected = await make_facts(authority="Gemeente Delft")
    assert (row.verdict, row.facts.authority_id) == (Verdict.NEW, expected.authority_id)


async def test_a_row_of_an_unknown_authority_is_in_doubt_and_becomes_nothing(database: None) -> None:
    (row,) = await preview(COMPLETE[:-1] + ";Waterschap Onbekend")
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.NOTHING)
    assert fields_with_problems(row) == ["contracting_authority"]
    assert "Waterschap Onbekend" in row.problems[-1].message


async def test_the_award_date_may_be_taken_from_the_start_and_is_then_marked(database: None) -> None:
    without_award = COMPLETE.replace("1-2-2024;", ";")
    (asked,) = await preview(without_award)
    assert (asked.verdict, asked.facts.awarded_on) == (Verdict.DOUBT, None)
    (taken,) = await preview(without_award, from_start=True)
    assert (taken.verdict, taken.facts.awarded_on, taken.facts.award_date_is_assumed) == (Verdict.NEW, date(2024, 3, 1), True)
    (given,) = await preview(COMPLETE, from_start=True)
    assert (given.facts.awarded_on, given.facts.award_date_is_assumed) == (date(2024, 2, 1), False)


async def test_a_row_of_which_several_things_cannot_be_kept_is_still_a_draft(database: None) -> None:
    title, options = "t" * 400, "2024-031"
    (row,) = await preview(f"{options};{title};dienst;;00100001;1;1-2-2024;1-3-2024;28-2-2026;Noord;")
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert {"title", "contractor_name", "contract_sum"} <= set(fields_with_problems(row))
    assert (len(row.facts.title), row.facts.kvk_number, row.facts.contract_sum) == (300, None, None)


@pytest.mark.parametrize(
    ("number", "asked"), [("", ["tender_reference"]), ("n.v.t.", ["tender_reference"]), ("#N/B", ["reference", "tender_reference"])]
)
async def test_lots_of_a_row_without_a_number_are_asked_for(database: None, number: str, asked: list[str]) -> None:
    (row,) = await preview(f"{number};Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;1.250.000;1-2-2024;1-3-2024;;Noord;")
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert fields_with_problems(row) == asked
    assert row.facts.lots == ()


@pytest.mark.parametrize(
    ("cell", "lots"),
    [
        ("", ()),
        ("Noord", (LotFacts(1, "Noord"),)),
        ("Noord en Zuid", (LotFacts(1, "Noord"), LotFacts(2, "Zuid"))),
        ("perceel 3", (LotFacts(3, "Perceel 3"),)),
        ("2, 5", (LotFacts(2, "Perceel 2"), LotFacts(5, "Perceel 5"))),
    ],
)
async def test_lots_keep_the_number_that_the_register_gives_them(database: None, cell: str, lots: tuple[LotFacts, ...]) -> None:
    (row,) = await preview(COMPLETE[:-1] + f"{cell};")
    assert row.facts.lots == lots
    assert row.facts.tender_reference == ("2024-031" if lots else "")


async def test_the_same_row_twice_in_one_file_is_one_contract(database: None) -> None:
    first, second = await preview(COMPLETE, COMPLETE)
    assert (first.verdict, second.verdict) == (Verdict.NEW, Verdict.SAME)


async def test_a_row_without_a_number_that_is_nearly_an_earlier_one_is_in_doubt_and_never_passed_over(database: None) -> None:
    row = ";Inhuur;dienst;Groen Voorbeeld B.V.;00100001;60.000,00;{};1-3-2024;28-2-2025"
    first, other = await preview(row.format("1-2-2024"), row.format("15-2-2024"))
    assert (first.verdict, first.becomes) == (Verdict.DOUBT, Becomes.DRAFT)
    assert (other.verdict, other.becomes) == (Verdict.DOUBT, Becomes.NOTHING)
    assert "maar is verder anders" in other.doubts[0]


async def test_another_row_with_the_same_number_is_a_draft_that_asks_for_its_own(database: None) -> None:
    other = COMPLETE.replace("Groen Voorbeeld B.V.;00100001", "Weg Voorbeeld B.V.;00100002")
    first, second = await preview(COMPLETE, other)
    assert (first.verdict, second.verdict) == (Verdict.NEW, Verdict.DOUBT)
    assert (second.facts.number, second.facts.contractor_name) == ("", "Weg Voorbeeld B.V.")
    assert any("2024-031" in problem.message for problem in second.problems)


async def test_rows_for_the_lots_of_one_number_keep_their_lots(database: None) -> None:
    rows = [COMPLETE[:-1] + f"{lot};" for lot in ("perceel 1", "perceel 2")]
    first, second = await preview(*rows)
    assert (first.facts.lots, second.facts.lots) == ((LotFacts(1, "Perceel 1"),), (LotFacts(2, "Perceel 2"),))
    assert first.facts.tender_reference == second.facts.tender_reference == "2024-031"


async def test_lots_of_one_number_are_numbered_as_those_of_one_tender(database: None) -> None:
    rows = [COMPLETE[:-1] + f"{lot};" for lot in ("Noord", "Zuid", "Oost")]
    facts = [row.facts for row in await preview(*rows)]
    assert [one.lots for one in facts] == [(LotFacts(1, "Noord"),), (LotFacts(2, "Zuid"),), (LotFacts(3, "Oost"),)]
    assert [one.number for one in facts] == ["2024-031", "", ""]  # the others ask for their own
    assert {one.tender_reference for one in facts} == {"2024-031"}


async def test_a_file_that_is_no_register_is_refused_on_the_file_and_leaves_nothing(database: None) -> None:
    with pytest.raises(UnableToImport) as refusal:
        await stage_import(
            viewer=await make_officer(),
            file_name="foto.png",
            content=b"\x89PNG\r\n\x1a\n" + bytes(50),
            award_date_from_start=False,
            now=NOW,
        )
    assert refusal.value.field == "file"
    assert refusal.value.message
    assert not await ImportBatch.exists()


async def test_a_long_file_name_is_kept_as_far_as_it_fits(database: None) -> None:
    batch_id = await stage_import(
        viewer=await make_officer(), file_name="r" * 400, content=register(COMPLETE), award_date_from_start=False, now=NOW
    )
    assert len((await import_batch(viewer=await make_officer(), batch_id=batch_id)).file_name) == 255


async def test_the_preview_is_read_page_by_page(database: None) -> None:
    rows = [COMPLETE.replace("2024-031", f"2024-{number:03}") for number in range(1, 121)]
    batch_id = await staged(*rows)
    seen: list[str] = []
    while page := await import_rows(batch_id=batch_id, after=len(seen)):
        seen += [row.facts.number for row in page]
    assert seen == [f"2024-{number:03}" for number in range(1, 121)]
    assert await ImportRow.count() == 0  # only what is confirmed becomes rows of their own


async def test_only_those_who_write_in_the_register_find_its_imports(database: None) -> None:
    batch_id = await staged(COMPLETE)
    for viewer in (await make_reviewer(), await make_contractor(), await make_administrator()):
        with pytest.raises(ImportNotFound):
            await import_batch(viewer=viewer, batch_id=batch_id)
        with pytest.raises(UnableToAllow):
            await staged(COMPLETE, officer=viewer)
    with pytest.raises(ImportNotFound):
        await import_batch(viewer=await make_officer(), batch_id=uuid4())


async def test_a_file_says_the_same_however_few_of_its_rows_are_compared_at_once(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [COMPLETE.replace("2024-031", f"2025-{number}") for number in range(PACK_ROWS)]
    rows = (COMPLETE, *others, COMPLETE, COMPLETE.replace("Groenonderhoud Noord", "Bruggen Zuid"))

    async def told() -> list[object]:
        found = await import_rows(batch_id=await staged(*rows), size=len(rows))
        return [(row.position, row.verdict, row.becomes, row.facts, row.problems, row.doubts) for row in found]

    whole = await told()
    monkeypatch.setattr("sroi.contracts.operations.imports.ROWS_AT_ONCE", PACK_ROWS)
    assert await told() == whole
    assert len(whole) == len(rows)
