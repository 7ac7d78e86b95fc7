"""Rows of an authority that the register does not know: nothing of them is kept as another's until an officer says who awards."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from sroi.contracts.operations import add_authority, decide_about_row, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries import contract
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.rules import Becomes, ContractRecord, Decision, StagedRow, Verdict
from sroi.contracts.tables import Contract, Tender
from sroi.obligations.operations import ImportOutcome, confirm_import, register_contract
from tests.imports.notices import BUYER, eforms
from tests.makers import GREEN_FIRM, authority_id_of, make_facts, make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum;Opdrachtgever"
STRANGE = "2024-031;Dijkversterking;werk;Weg Voorbeeld B.V.;00100002;350.000;1-2-2024;1-3-2024;28-2-2026;Waterschap Onbekend"
LEFT_OUT = ImportOutcome(contracts=0, drafts=0, known=1, without_authority=1)
CALL = eforms(root="ContractNotice", results="", subtype="16", kind="competition", organisations=BUYER)


async def staged(*rows: str, content: bytes = b"", now: datetime = NOW) -> UUID:
    text = content or "\r\n".join([HEADER, *rows, ""]).encode()
    return await stage_import(viewer=await make_officer(), file_name="bestand", content=text, award_date_from_start=False, now=now)


async def confirmed(batch_id: UUID, now: datetime = NOW) -> ImportOutcome:
    return await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=now)


async def decided(batch_id: UUID, decision: Decision, *, number: str = "", authority: str = "") -> StagedRow:
    """Keep a decision about the first row and return that row."""
    chosen = await authority_id_of(name=authority) if authority else None
    await decide_about_row(
        viewer=await make_officer(), batch_id=batch_id, position=1, decision=decision, number=number, authority_id=chosen, now=NOW
    )
    return (await import_rows(batch_id=batch_id))[0]


async def only_contract() -> ContractRecord:
    (row,) = await Contract.select(Contract.id)
    return await contract(viewer=await make_officer(), contract_id=row["id"])


async def test_without_a_choice_nothing_is_kept_and_the_outcome_says_so(database: None) -> None:
    outcome = await confirmed(await staged(STRANGE))
    assert outcome == LEFT_OUT and "Bij 1 rij is niets overgenomen, want de aanbestedende dienst is niet bekend" in outcome.words
    assert not await Contract.exists()


async def test_a_row_that_was_left_for_lack_of_a_choice_is_asked_again(database: None) -> None:
    await confirmed(await staged(STRANGE))
    again = await staged(STRANGE, now=NOW + timedelta(hours=1))
    (row,) = await import_rows(batch_id=again)
    assert (row.verdict, row.becomes) == (Verdict.DOUBT, Becomes.NOTHING)


async def test_a_call_for_tender_of_an_unknown_authority_is_no_tender_of_the_home_authority(database: None) -> None:
    batch_id = await staged(content=CALL)
    with pytest.raises(UnableToImport) as refused:
        await decided(batch_id, Decision.NEW)
    assert refused.value.field == "authority"
    assert await confirmed(batch_id) == LEFT_OUT
    assert not await Tender.exists()


async def test_a_contract_of_the_home_authority_with_that_number_is_another(database: None) -> None:
    await register_contract(viewer=await make_officer(), facts=await make_facts(number="2024-031"), now=NOW)
    batch_id = await staged(STRANGE)
    (row,) = await import_rows(batch_id=batch_id)
    assert row.contract_id is None
    await confirmed(batch_id)
    assert (await only_contract()).facts.contractor_name == GREEN_FIRM.name


async def test_the_authority_that_an_officer_chooses_gets_the_contract_with_its_number(database: None) -> None:
    batch_id = await staged(STRANGE)
    row = await decided(batch_id, Decision.NEW, authority="Gemeente Delft")
    assert (row.becomes, row.problems, row.asks_authority) == (Becomes.CONTRACT, (), True)
    assert await confirmed(batch_id) == ImportOutcome(contracts=1, drafts=0, known=0)
    kept = await only_contract()
    assert (kept.authority_name, kept.facts.number) == ("Gemeente Delft", "2024-031")
    known = await staged(STRANGE.replace("Waterschap Onbekend", "Gemeente Delft"), now=NOW + timedelta(hours=1))
    assert [row.verdict for row in await import_rows(batch_id=known)] == [Verdict.SAME]


async def test_another_authority_may_be_chosen_after_all_or_the_row_left_out(database: None) -> None:
    batch_id = await staged(STRANGE)
    await decided(batch_id, Decision.NEW, authority="Gemeente Delft")
    row = await decided(batch_id, Decision.NEW, authority="Gemeente Westland")
    assert row.facts.authority_id == await authority_id_of(name="Gemeente Westland")
    assert (await decided(batch_id, Decision.SKIP)).becomes is Becomes.NOTHING
    assert await confirmed(batch_id) == ImportOutcome(contracts=0, drafts=0, known=1)


async def test_a_row_is_linked_to_a_contract_of_the_chosen_authority(database: None) -> None:
    facts = await make_facts(number="D-7", authority="Gemeente Delft", title="Dijk")
    contract_id = await register_contract(viewer=await make_officer(), facts=facts, now=NOW)
    batch_id = await staged(STRANGE)
    with pytest.raises(UnableToImport, match="D-7"):
        await decided(batch_id, Decision.LINK, number="D-7", authority="Gemeente Westland")
    row = await decided(batch_id, Decision.LINK, number="D-7", authority="Gemeente Delft")
    assert (row.becomes, row.contract_id) == (Becomes.CHANGE, contract_id)


async def test_an_authority_that_is_added_is_known_when_the_file_is_imported_again(database: None) -> None:
    await confirmed(await staged(STRANGE))
    await add_authority(viewer=await make_officer(), name="Waterschap Onbekend", now=NOW)
    assert await confirmed(await staged(STRANGE)) == ImportOutcome(contracts=1, drafts=0, known=0)
    assert (await only_contract()).authority_name == "Waterschap Onbekend"
