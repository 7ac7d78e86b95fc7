"""A review in a workbook: each refusal at its cell, all that can be decided at once, nothing twice, and the first decision counts."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.audit.tables import AuditEvent
from sroi.fulfilment.operations import submit_claim, take_claim_back
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.tables import Claim
from sroi.ledger.queries import balances
from sroi.ledger.tables import LedgerEntry
from sroi.review.operations import decide_workbook, hand_in_workbook, reopen
from sroi.review.operations import workbooks as operations
from sroi.review.queries import decisions_on_claim, row_counts, workbook, workbooks
from sroi.review.rules import RowState, UnableToDecide, UnableToReadWorkbook, Verdict, WorkbookNotFound
from sroi.review.tables import ReviewDecision, ReviewWorkbook
from tests.fulfilment.makers import make_limited_contract
from tests.imports.workbooks import ods
from tests.imports.workbooks import workbook as xlsx
from tests.makers import (
    GREEN_FIRM,
    NOW,
    TODAY,
    approve,
    contractor_of,
    make_activity_claim,
    make_contract,
    make_contractor,
    make_officer,
    make_reviewer,
    make_training_claim,
)
from tests.review.workbooks import COLUMNS, handed_in, row_of, saved, shown

BSN = "111222333"


async def decided(workbook_id: UUID) -> None:
    await decide_workbook(viewer=await make_reviewer(), workbook_id=workbook_id, now=NOW)


async def only(*row: Any) -> tuple[str, str, RowState]:
    """Return the cell and the message of the one problem of the one row, and where the row stands."""
    (one,) = await shown(await handed_in(tuple(row)))
    (problem,) = one.problems
    return problem.address, problem.message, one.state


# ---------------------------------------------------------------- what is decided


async def test_rows_become_decisions_of_the_reviewer_that_name_the_workbook(database: None) -> None:
    contract_id = await make_contract()
    whole, part = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    back, no, untouched = [await make_training_claim(contract_id=contract_id, title=title) for title in ("EHBO", "BHV", "Lassen")]
    workbook_id = await handed_in(
        await row_of(whole, "Goedkeuren"),
        await row_of(part, "goedkeuren ", "1.250,00", "Een deel is niet aangetoond."),
        await row_of(back, "Terugsturen met een vraag", reason="Stuurt u het certificaat mee?"),
        await row_of(no, "AFWIJZEN", "", "Geen scholing."),
        await row_of(untouched),
    )
    assert not await ReviewDecision.exists()
    reviewer = await make_reviewer()
    ready = {one.verdict: (one.number, one.amount) for one in await row_counts(viewer=reviewer, workbook_id=workbook_id)}
    nothing = Decimal("0.00")
    assert ready == {Verdict.APPROVED: (2, Decimal("2750.00")), Verdict.RETURNED: (1, nothing), Verdict.REJECTED: (1, nothing)}

    await decided(workbook_id)
    found = {row["id"]: row["status"] for row in await Claim.select(Claim.id, Claim.status)}
    assert [found[one] for one in (whole, part, back, no, untouched)] == ["approved", "approved", "returned", "rejected", "submitted"]
    (decision,) = await decisions_on_claim(viewer=reviewer, claim_id=part)
    assert (decision.amount, decision.reason, decision.decided_by) == (Decimal("1250.00"), "Een deel is niet aangetoond.", reviewer.name)
    assert (await balances(contract_ids=[contract_id]))[contract_id].approved == Decimal("2750.00")
    events = await AuditEvent.select(AuditEvent.details).where(AuditEvent.action == "review.decided")
    assert len(events) == 4 and all(str(workbook_id) in event["details"] for event in events)
    assert {row.state for row in await shown(workbook_id)} == {RowState.DECIDED}


async def test_amounts_count_to_the_cent_as_numbers_and_as_texts(database: None) -> None:
    contract_id = await make_contract()
    typed = {1500: "1500.00", 1499.99: "1499.99", "1.250,00": "1250.00", "€ 1.250,50": "1250.50", "1250,5": "1250.50", "1250.00": "1250.00"}
    claims = [await make_training_claim(contract_id=contract_id, title=f"Cursus {amount}") for amount in typed]
    rows = [await row_of(one, "Goedkeuren", amount, "Volgens factuur.") for one, amount in zip(claims, typed, strict=True)]
    await decided(await handed_in(*rows))
    reviewer = await make_reviewer()
    approved = [(await claim(viewer=reviewer, claim_id=one)).approved for one in claims]
    assert approved == [Decimal(amount) for amount in typed.values()]


async def test_a_workbook_that_another_program_saved_is_read_alike(database: None) -> None:
    contract_id = await make_contract()
    first, second = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    # Columns in another order, lines above the header, numbers as texts, and a row of totals below.
    number, key, worth, verdict, amount, reason = await row_of(first, "Goedkeuren", "1500,00")
    rows: list[tuple[Any, ...]] = [("Bewerkt",), (), tuple(reversed(COLUMNS)), (reason, amount, verdict, "1500", key.upper(), str(number))]
    content = xlsx(Blad1=[*rows, ("", 1500, "", 1500, "", "Totaal")])
    kept = await hand_in_workbook(viewer=await make_reviewer(), file_name="a.xlsx", content=content, now=NOW)
    # LibreOffice's own format.
    number, key, worth, verdict, amount, reason = await row_of(second, "Goedkeuren")
    content = ods(Opgaven=[COLUMNS, (number, key, worth, verdict, amount, reason)])
    other = await hand_in_workbook(viewer=await make_reviewer(), file_name="a.ods", content=content, now=NOW)
    assert [row.state for row in (*await shown(kept), *await shown(other))] == [RowState.READY, RowState.READY]


# ---------------------------------------------------------------- what is refused, at which cell


async def test_what_cannot_be_decided_is_told_at_its_cell(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    assert await only(*await row_of(claim_id, "Akkoord")) == (
        "D2",
        "“Akkoord” is geen besluit. Kies uit: Goedkeuren, Terugsturen met een vraag, Afwijzen.",
        RowState.REFUSED,
    )
    cases: tuple[tuple[str, Any, str, str, str], ...] = (
        ("", 1200, "", "D2", "Kies een besluit"),
        ("", None, "Klopt niet", "D2", "Kies een besluit"),
        ("Goedkeuren", "duizend", "", "E2", "Schrijf het bedrag in cijfers"),
        ("Goedkeuren", "12,345", "", "E2", "Schrijf het bedrag in cijfers"),
        ("Goedkeuren", "", "", "E2", "Vul het bedrag in dat u goedkeurt"),
        ("Goedkeuren", -5, "", "E2", "Vul het bedrag in dat u goedkeurt"),
        ("Goedkeuren", 1500.01, "Meer", "E2", "U kunt niet meer goedkeuren dan de opgave waard is: € 1.500,00."),
        ("Goedkeuren", 1200, "", "F2", "Vul in waarom u niet het hele bedrag goedkeurt."),
        ("Afwijzen", None, "  ", "F2", "Vul in wat de opdrachtnemer moet weten of doen."),
        ("Terugsturen met een vraag", None, "", "F2", "Vul in wat de opdrachtnemer moet weten of doen."),
        ("Afwijzen", None, "x" * 2001, "F2", "De tekst is te lang"),
    )
    for verdict, amount, reason, address, message in cases:
        cell, said, state = await only(*await row_of(claim_id, verdict, amount, reason))
        assert (cell, state) == (address, RowState.REFUSED) and message in said.replace("\u00a0", " "), (verdict, amount, said)


async def test_a_text_that_may_hold_a_citizen_number_is_refused_and_kept_nowhere(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    workbook_id = await handed_in(await row_of(claim_id, "Afwijzen", reason=f"Zie {BSN}"))
    (row,) = await shown(workbook_id)
    assert (row.reason, row.problems[0].address) == ("", "F2") and "burgerservicenummer" in row.problems[0].message


async def test_a_row_is_about_a_claim_as_it_was_when_the_workbook_was_made(database: None) -> None:
    contract_id = await make_contract()
    claim_id, other = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    row, moved = await row_of(claim_id, "Goedkeuren"), await row_of(other, "Goedkeuren")
    assert await only(row[0], f"{uuid4()}/1", *row[2:]) == ("A2", "Deze opgave staat niet in dit register.", RowState.REFUSED)
    assert (await only(row[0], "weg", *row[2:]))[:2] == (
        "B2",
        "Het kenmerk van deze rij ontbreekt of is gewijzigd. Neem de rij over uit een nieuw werkboek.",
    )
    assert "hoort opgave" in (await only(row[0], *moved[1:]))[1]
    contractor = await contractor_of(contract_id=contract_id)
    await take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    # A draft is not the reviewer's to see.
    assert (await only(*row))[0] == "A2"
    record = await claim(viewer=contractor, claim_id=claim_id)
    await submit_claim(viewer=contractor, claim_id=record.id, now=NOW, today=TODAY)
    address, message, state = await only(*row)
    assert (address, state) == ("A2", RowState.REFUSED) and "gewijzigd sinds het werkboek is gemaakt" in message


async def test_one_claim_in_two_rows_is_refused_in_both(database: None) -> None:
    contract_id = await make_contract()
    claim_id, other = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    rows = [await row_of(claim_id, "Goedkeuren"), await row_of(claim_id, "Afwijzen", reason="Nee"), await row_of(other, "Goedkeuren")]
    first, second, third = await shown(await handed_in(*rows))
    assert [row.state for row in (first, second, third)] == [RowState.REFUSED, RowState.REFUSED, RowState.READY]
    assert "ook in A3" in first.problems[0].message and "ook in A2" in second.problems[0].message


async def test_nobody_decides_on_a_claim_of_their_own_organisation(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    reviewer, contractor = await make_reviewer(), await make_contractor(firm=GREEN_FIRM)
    insider = replace(reviewer, organisation_id=contractor.organisation_id)
    (row,) = await shown(await handed_in(await row_of(claim_id, "Goedkeuren"), viewer=insider), insider)
    assert row.state is RowState.REFUSED and "uw eigen organisatie" in row.problems[0].message


async def test_two_claims_under_one_limit_are_judged_beside_each_other(database: None) -> None:
    contract_id = await make_limited_contract()
    half = {"contract_id": contract_id, "block": "money", "costs": Decimal("10000.00")}
    rows = [await row_of(await make_activity_claim(**half), "Goedkeuren") for _number in range(2)]
    first, second = await shown(await handed_in(*rows))
    assert (first.state, second.state, second.problems[0].address) == (RowState.READY, RowState.REFUSED, "E3")
    assert "ten hoogste €\u00a05.625,00 mee" in second.problems[0].message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"geen rekenblad", "Dit is geen rekenblad"),
        (b"PK\x03\x04kapot", "beschadigd"),
        (xlsx(Opgaven=[("Opgave", "Kenmerk")]), "geen blad met deze kolommen"),
        (saved(), "geen enkele opgave een besluit"),
    ],
    ids=["text", "broken", "other columns", "nothing filled in"],
)
async def test_a_file_that_holds_no_review_is_refused_on_its_field(database: None, content: bytes, message: str) -> None:
    with pytest.raises(UnableToReadWorkbook, match=message) as refusal:
        await hand_in_workbook(viewer=await make_reviewer(), file_name="a.xlsx", content=content, now=NOW)
    assert refusal.value.field == "file" and not await ReviewWorkbook.exists()


# ---------------------------------------------------------------- once


async def test_a_workbook_that_comes_again_says_by_whom_and_when_each_claim_was_decided(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    row = await row_of(claim_id, "Goedkeuren")
    await decided(await handed_in(row))
    again = await handed_in(row)
    (shown_again,) = await shown(again)
    assert shown_again.state is RowState.SETTLED
    assert shown_again.problems[0].message == "Al beslist op 15 december 2023, 10:00 door Beoordelaar Voorbeeld: goedgekeurd."
    await decided(again)
    assert await ReviewDecision.count() == 1


async def test_a_decision_that_was_taken_back_is_no_decision_but_the_claim_has_changed(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    row = await row_of(claim_id, "Goedkeuren")
    await approve(claim_id=claim_id)
    reviewer = await make_reviewer()
    version = (await claim(viewer=reviewer, claim_id=claim_id)).version
    await reopen(viewer=reviewer, claim_id=claim_id, version=version, reason="Verkeerd bedrag", now=NOW)
    assert "gewijzigd sinds het werkboek" in (await only(*row))[1]


async def test_the_first_decision_counts_and_the_workbook_tells_who_beat_it(database: None) -> None:
    contract_id = await make_contract()
    raced, free = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    workbook_id = await handed_in(await row_of(raced, "Goedkeuren"), await row_of(free, "Goedkeuren"))
    colleague = await make_reviewer(email="collega@wsp.example.nl", name="Collega Voorbeeld")
    await approve(claim_id=raced, amount=Decimal("100.00"), reviewer=colleague)
    await decided(workbook_id)
    beaten, taken = await shown(workbook_id)
    assert (beaten.state, taken.state) == (RowState.BEATEN, RowState.DECIDED)
    assert "door Collega Voorbeeld: goedgekeurd" in beaten.problems[0].message
    assert (await claim(viewer=colleague, claim_id=raced)).approved == Decimal("100.00")


async def test_of_two_confirmations_at_once_one_decides(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    workbook_id = await handed_in(await row_of(claim_id, "Goedkeuren"))
    outcomes = await asyncio.gather(decided(workbook_id), decided(workbook_id), return_exceptions=True)
    assert [type(one) for one in outcomes if one is not None] == [UnableToDecide]
    assert await LedgerEntry.count().where(LedgerEntry.kind == "approved") == 1


async def test_when_something_breaks_nothing_is_decided(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    contract_id = await make_contract()
    claims = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    workbook_id = await handed_in(*[await row_of(claim_id, "Goedkeuren") for claim_id in claims])

    async def broken(*told: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(operations, "keep_outcome", broken)
    with pytest.raises(OSError, match="disk"):
        await decided(workbook_id)
    assert not await ReviewDecision.exists() and not await LedgerEntry.exists().where(LedgerEntry.kind == "approved")
    assert {row.state for row in await shown(workbook_id)} == {RowState.READY}


async def test_a_preview_leaves_no_trace_but_itself(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    before = await AuditEvent.count()
    await handed_in(await row_of(claim_id, "Goedkeuren"))
    (event,) = await AuditEvent.select(AuditEvent.action).where(AuditEvent.seq > before)
    assert event["action"] == "workbook.handed_in"


async def test_a_workbook_is_for_who_handed_it_in(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    workbook_id = await handed_in(await row_of(claim_id, "Goedkeuren"))
    colleague = await make_reviewer(email="collega@wsp.example.nl", name="Collega Voorbeeld")
    for read in (workbook, row_counts):
        with pytest.raises(WorkbookNotFound):
            await read(viewer=colleague, workbook_id=workbook_id)
    with pytest.raises(WorkbookNotFound):
        await decide_workbook(viewer=colleague, workbook_id=workbook_id, now=NOW)
    assert await workbooks(viewer=colleague) == ()
    with pytest.raises(UnableToAllow):
        await handed_in(await row_of(claim_id, "Goedkeuren"), viewer=await make_officer())
