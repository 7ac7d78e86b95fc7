"""The WSP's pages: the queue, review, reconciliation and the workbook; as reviewer, and as those who may not."""

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from sroi.access import OPERATOR
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.ledger.queries import balances
from sroi.obligations.queries import unseen_notices
from tests.makers import REGIONAL, approve, make_contract, make_placement_claim, make_purchase_claim, make_reviewer, make_training_claim
from tests.personas import Personas


async def _version(claim_id: UUID) -> str:
    return str((await claim(viewer=OPERATOR, claim_id=claim_id)).version)


async def test_a_new_obligation_is_a_notice_until_it_is_seen(people: Personas) -> None:
    await make_contract(number="2023-014")
    await make_contract(number="2023-090", contract_sum=Decimal("150000.00"))
    shown = (await people.reviewer.get("/werkvoorraad")).text
    assert "2023-014" in shown and "2023-090" not in shown
    (notice,) = await unseen_notices(viewer=await make_reviewer())
    seen = await people.reviewer.post(f"/werkvoorraad/meldingen/{notice.id}/gezien")
    assert "Gezien: 2023-014" not in (await people.reviewer.follow(seen)).text


async def test_a_claim_is_approved_wholly_and_shows_in_the_balance(people: Personas) -> None:
    contract_id = await make_contract()
    claim_id = await make_placement_claim(contract_id=contract_id)
    page = (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    assert "Hoe de waarde is berekend" in page and "bewijs.png" in page
    decided = await people.reviewer.post(
        f"/werkvoorraad/{claim_id}",
        {
            "verdict": "approved",
            "amount": f"{(await claim(viewer=OPERATOR, claim_id=claim_id)).value:.2f}",
            "version": await _version(claim_id),
        },
    )
    assert "goedgekeurd" in (await people.reviewer.follow(decided)).text
    record = await claim(viewer=OPERATOR, claim_id=claim_id)
    assert record.approved == record.value == (await balances(contract_ids=[contract_id]))[contract_id].approved


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "besluit"),
        ({"verdict": "approved", "amount": ""}, "Vul het bedrag in dat u goedkeurt"),
        ({"verdict": "approved", "amount": "999.999,00"}, "niet meer goedkeuren dan de opgave waard is"),
        ({"verdict": "approved", "amount": "1,00"}, "Vul in waarom u niet het hele bedrag goedkeurt."),
        ({"verdict": "approved", "amount": "veel"}, "Schrijf het bedrag in cijfers"),
        ({"verdict": "returned"}, "Vul in wat de opdrachtnemer moet weten of doen."),
        ({"verdict": "rejected", "reason": " "}, "Vul in wat de opdrachtnemer moet weten of doen."),
    ],
)
async def test_a_decision_that_cannot_be_taken_says_why(people: Personas, typed: dict[str, str], sentence: str) -> None:
    claim_id = await make_placement_claim(contract_id=await make_contract())
    answer = await people.reviewer.post(f"/werkvoorraad/{claim_id}", {"version": await _version(claim_id), **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (await claim(viewer=OPERATOR, claim_id=claim_id)).status is ClaimStatus.SUBMITTED


async def test_a_second_decision_on_a_claim_is_refused(people: Personas) -> None:
    claim_id = await make_placement_claim(contract_id=await make_contract())
    typed = {"verdict": "rejected", "reason": "Niet aangetoond.", "version": await _version(claim_id)}
    assert (await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)).status_code == 303
    again = await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed | {"verdict": "approved"})
    assert again.status_code == 422
    assert (await claim(viewer=OPERATOR, claim_id=claim_id)).status is ClaimStatus.REJECTED


async def test_a_question_reaches_the_contractor(people: Personas) -> None:
    claim_id = await make_placement_claim(contract_id=await make_contract())
    typed = {"verdict": "returned", "reason": "Waar is de overeenkomst?", "version": await _version(claim_id)}
    await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)
    shown = (await people.contractor.get(f"/mijn-opgaven/{claim_id}")).text
    assert "Waar is de overeenkomst?" in shown and "Opgave indienen" in shown


async def test_the_year_page_adds_up_for_all_who_may_read_it(people: Personas) -> None:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract(number="2023-014"), candidate_label="K-01"))
    regional = await make_contract(number="DH-1", authority=REGIONAL)
    await approve(claim_id=await make_placement_claim(contract_id=regional, candidate_label="K-02"))
    for person in (people.reviewer, people.officer):
        shown = (await person.get("/aansluiting/2023")).text
        assert "2 van 65 plaatsingen" in shown
    assert "Werkmap maken" not in (await people.officer.get("/aansluiting/2023")).text
    assert (await people.contractor.get("/aansluiting/2023")).status_code == 403
    # A target group can reveal benefit or health: only those who review see the counts, small as they are.
    assert "Plaatsingen per doelgroep" in (await people.reviewer.get("/aansluiting/2023")).text
    assert "Plaatsingen per doelgroep" not in (await people.officer.get("/aansluiting/2023")).text
    recorded = (await people.reviewer.get("/aansluiting/2022")).text
    assert "Vastgelegde cijfers" in recorded and "worden niet opnieuw berekend" in recorded
    assert (await people.reviewer.get("/aansluiting/12")).status_code == 422


async def test_the_workbook_is_for_the_wsp_alone(people: Personas) -> None:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
    asked = {"export": "compliance", "year": "2023"}
    answer = await people.reviewer.post("/exporten", asked)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "Samenvatting"
    for person in (people.officer, people.contractor, people.administrator):
        assert (await person.post("/exporten", asked)).status_code == 403


async def test_a_page_makes_as_many_queries_for_many_claims_as_for_few(people: Personas, query_counter: Any) -> None:
    contract_id = await make_contract()
    await make_placement_claim(contract_id=contract_id, candidate_label="K-01")
    await make_training_claim(contract_id=contract_id)
    await make_purchase_claim(contract_id=contract_id)
    few = await _queries(people, query_counter)
    for number in range(2, 12):
        await make_placement_claim(contract_id=contract_id, candidate_label=f"K-{number:02}")
        other = await make_contract(number=f"2023-1{number:02}")
        await approve(claim_id=await make_placement_claim(contract_id=other, candidate_label=f"L-{number:02}"))
    assert await _queries(people, query_counter) == few


async def _queries(people: Personas, counter: Any) -> list[int]:
    counts = []
    for path in ("/werkvoorraad", "/aansluiting/2023"):
        counter.reset()
        assert (await people.reviewer.get(path)).status_code == 200
        counts.append(counter.count)
    return counts


async def test_a_claim_past_its_cap_is_worth_nothing_and_can_still_be_approved(people: Personas) -> None:
    contract_id = await make_contract()
    await approve(
        claim_id=await make_placement_claim(
            contract_id=contract_id,
            target_group="ww",
            starts_on=date(2023, 10, 1),
            reported_before=date(2024, 10, 1),
            today=date(2024, 10, 1),
        )
    )
    claim_id = await make_placement_claim(
        contract_id=contract_id, target_group="ww", starts_on=date(2023, 10, 1), reported_before=date(2025, 1, 1), today=date(2025, 1, 1)
    )
    assert (await claim(viewer=OPERATOR, claim_id=claim_id)).value == 0
    typed = {"verdict": "approved", "amount": "0,00", "version": await _version(claim_id)}
    assert (await people.reviewer.post(f"/werkvoorraad/{claim_id}", typed)).status_code == 303
    assert (await claim(viewer=OPERATOR, claim_id=claim_id)).status is ClaimStatus.APPROVED


async def test_a_claim_in_review_does_not_change_what_was_approved(people: Personas) -> None:
    contract_id = await make_contract()
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label="K-01"))
    await make_placement_claim(
        contract_id=contract_id, candidate_label="K-01", target_group="internship_vso_pro", reported_before=date(2023, 12, 10)
    )
    assert "1 van 65 plaatsingen" in (await people.reviewer.get("/aansluiting/2023")).text
