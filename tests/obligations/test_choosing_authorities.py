"""Authorities that the register does not know are told once for a file, and chosen once for all rows that name them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from sroi.access import UnableToAllow
from sroi.contracts.operations import choose_authorities, decide_about_row, discard_import, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries import import_rows as reads
from sroi.contracts.queries.import_rows import import_rows, problems_of_import
from sroi.contracts.queries.imports import import_batch
from sroi.contracts.queries.named_authorities import NamedAuthority, named_authorities
from sroi.contracts.rules import Becomes, Decision, Verdict
from sroi.contracts.tables import Contract
from sroi.obligations.operations import ImportOutcome, confirm_import, register_contract
from tests.makers import HOME, authority_id_of, make_facts, make_officer, make_reviewer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum;Opdrachtgever"
ROW = "{number};Dijkversterking {number};werk;Weg Voorbeeld B.V.;00100002;350.000;1-2-2024;1-3-2024;28-2-2026;{authority}"
DIKES, ALIAS = "Waterschap Onbekend", "Gem. R'wijk"
ROWS = (("D-1", DIKES), ("D-2", DIKES), ("R-1", ALIAS), ("D-3", DIKES), ("H-1", HOME))

pytestmark = pytest.mark.usefixtures("database")


async def staged(rows: tuple[tuple[str, str], ...] = ROWS, now: datetime = NOW) -> UUID:
    text = "\r\n".join([HEADER, *(ROW.format(number=number, authority=authority) for number, authority in rows), ""])
    return await stage_import(
        viewer=await make_officer(), file_name="bestand.csv", content=text.encode(), award_date_from_start=False, now=now
    )


async def chosen(batch_id: UUID, **by_name: UUID | None) -> int:
    """Choose for the two names; return how many rows got an authority."""
    names = {"dikes": DIKES, "alias": ALIAS}
    choice = {names[key]: authority_id for key, authority_id in by_name.items()}
    return await choose_authorities(viewer=await make_officer(), batch_id=batch_id, chosen=choice, now=NOW)


async def told(batch_id: UUID) -> list[str]:
    return [problem.message for problem in await problems_of_import(viewer=await make_officer(), batch_id=batch_id)]


async def names(batch_id: UUID) -> list[NamedAuthority]:
    return list((await named_authorities(viewer=await make_officer(), batch_id=batch_id, size=9)).shown)


async def verdicts(batch_id: UUID) -> list[tuple[Verdict, Becomes]]:
    return [(row.verdict, row.becomes) for row in await import_rows(batch_id=batch_id)]


async def test_names_are_told_once_for_the_file_and_once_at_each_row() -> None:
    batch_id = await staged()
    assert await told(batch_id) == [f"Dit register kent 2 aanbestedende diensten uit dit bestand niet: {DIKES}, {ALIAS}."]
    (row, *_rows) = await import_rows(batch_id=batch_id)
    assert row.doubts == (
        f"Aanbestedende dienst {DIKES} is niet bekend. Kies welke dit is. Zonder keuze wordt van deze rij niets bewaard.",
    )
    assert [problem.message for problem in row.problems] == list(row.doubts)


async def test_a_choice_holds_for_all_rows_of_that_name_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "ROWS_AT_ONCE", 2)
    batch_id, delft = await staged(), await authority_id_of(name="Gemeente Delft")
    assert await chosen(batch_id, dikes=delft) == 3
    waiting, ready = (Verdict.DOUBT, Becomes.NOTHING), (Verdict.NEW, Becomes.CONTRACT)
    assert await verdicts(batch_id) == [ready, ready, waiting, ready, ready]
    assert (await import_batch(viewer=await make_officer(), batch_id=batch_id)).counts[Verdict.NEW] == 4
    assert await told(batch_id) == [f"Dit register kent een aanbestedende dienst uit dit bestand niet: {ALIAS}."]
    assert await names(batch_id) == [NamedAuthority(ALIAS, 1, None), NamedAuthority(DIKES, 3, delft)]
    assert await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=NOW) == ImportOutcome(
        contracts=4, drafts=0, known=1, without_authority=1
    )
    kept = await Contract.select(Contract.number).where(Contract.authority == delft).order_by(Contract.number)
    assert [row["number"] for row in kept] == ["D-1", "D-2", "D-3"]


async def test_the_home_authority_under_another_name_and_one_that_is_added() -> None:
    batch_id = await staged()
    assert await chosen(batch_id, alias=await authority_id_of(), dikes=None) == 4
    assert await told(batch_id) == []
    assert (await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=NOW)).contracts == 5
    added = await Contract.count().where(Contract.authority == await authority_id_of(name=DIKES))
    assert added == 3


async def test_another_authority_may_be_chosen_after_all() -> None:
    batch_id, delft = await staged(), await authority_id_of(name="Gemeente Delft")
    await chosen(batch_id, dikes=await authority_id_of(name="Gemeente Westland"))
    assert await chosen(batch_id, dikes=delft) == 3
    assert {row.facts.authority_id for row in await import_rows(batch_id=batch_id) if row.named_authority == DIKES} == {delft}
    assert await chosen(batch_id, dikes=delft) == 0


async def test_what_the_register_has_of_the_chosen_authority_is_known() -> None:
    officer, delft = await make_officer(), await authority_id_of(name="Gemeente Delft")
    facts = await make_facts(number="D-1", authority="Gemeente Delft", title="Dijkversterking D-1")
    contract_id = await register_contract(viewer=officer, facts=facts, now=NOW - timedelta(days=9))
    batch_id = await staged()
    await chosen(batch_id, dikes=delft)
    (row, *_rows) = await import_rows(batch_id=batch_id)
    assert row.contract_id == contract_id and row.verdict is not Verdict.NEW


async def test_a_row_that_was_decided_about_by_itself_stays_so() -> None:
    officer, batch_id = await make_officer(), await staged()
    delft, westland = [await authority_id_of(name=name) for name in ("Gemeente Delft", "Gemeente Westland")]
    await decide_about_row(viewer=officer, batch_id=batch_id, position=1, decision=Decision.SKIP, now=NOW)
    await decide_about_row(viewer=officer, batch_id=batch_id, position=2, decision=Decision.NEW, authority_id=westland, now=NOW)
    assert await chosen(batch_id, dikes=delft) == 1
    rows = await import_rows(batch_id=batch_id)
    assert (rows[0].becomes, rows[1].facts.authority_id, rows[3].facts.authority_id) == (Becomes.NOTHING, westland, delft)


async def test_names_are_counted_in_the_database_with_what_was_chosen_for_all_their_rows() -> None:
    officer, delft = await make_officer(), await authority_id_of(name="Gemeente Delft")
    batch_id, _other = await staged(tuple((f"D-{number}", DIKES) for number in range(501)) + ROWS[2:3]), await staged()
    assert await names(batch_id) == [NamedAuthority(DIKES, 501, None), NamedAuthority(ALIAS, 1, None)]
    await decide_about_row(viewer=officer, batch_id=batch_id, position=501, decision=Decision.NEW, authority_id=delft, now=NOW)
    assert await names(batch_id) == [NamedAuthority(DIKES, 501, None), NamedAuthority(ALIAS, 1, None)]
    await chosen(batch_id, dikes=delft)
    assert await names(batch_id) == [NamedAuthority(ALIAS, 1, None), NamedAuthority(DIKES, 501, delft)]
    first = await named_authorities(viewer=officer, batch_id=batch_id, size=1)
    assert (first.shown, first.total) == ((NamedAuthority(ALIAS, 1, None),), 2)
    await discard_import(viewer=officer, batch_id=batch_id, now=NOW)
    assert await names(batch_id) == []


async def test_two_rows_of_one_number_at_one_authority_are_not_both_kept() -> None:
    batch_id = await staged((("D-1", DIKES), ("D-1", ALIAS)))
    delft = await authority_id_of(name="Gemeente Delft")
    await chosen(batch_id, dikes=delft, alias=delft)
    assert (await import_rows(batch_id=batch_id))[1].verdict is Verdict.SAME


async def test_a_choice_that_cannot_be_is_refused_and_changes_nothing() -> None:
    batch_id = await staged()
    before = await import_rows(batch_id=batch_id)
    with pytest.raises(UnableToImport, match="in het register staat"):
        await chosen(batch_id, dikes=batch_id)
    with pytest.raises(UnableToAllow):
        await choose_authorities(viewer=await make_reviewer(), batch_id=batch_id, chosen={DIKES: None}, now=NOW)
    assert await import_rows(batch_id=batch_id) == before
    await discard_import(viewer=await make_officer(), batch_id=batch_id, now=NOW)
    with pytest.raises(UnableToImport, match="bevestigd of weggegooid"):
        await chosen(batch_id, dikes=None)


async def test_of_many_names_the_first_are_told() -> None:
    batch_id = await staged(tuple((f"D-{number}", f"Waterschap {number}") for number in range(7)))
    (message,) = await told(batch_id)
    assert message.startswith("Dit register kent 7 aanbestedende diensten") and message.endswith("Waterschap 4 en meer.")
