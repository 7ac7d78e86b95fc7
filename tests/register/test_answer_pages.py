"""Answering what a registered contract asks: a new revision, the difference in the ledger, and nothing known is overwritten."""

from datetime import date
from decimal import Decimal

from sroi.access import OPERATOR
from sroi.ledger.queries import balances, entries
from sroi.obligations.queries import revisions
from tests.makers import make_contract
from tests.personas import Personas


async def test_a_labour_share_that_was_unknown_lowers_the_obligation_by_the_difference(people: Personas) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    assert "Vragen beantwoorden" in (await people.officer.get(f"/contracten/{contract_id}")).text
    answer = await people.officer.post(f"/contracten/{contract_id}/vragen", {"labour_share_pct": "20"})
    assert "opnieuw berekend" in (await people.officer.follow(answer)).text
    assert [entry.amount for entry in await entries(contract_id=contract_id)] == [Decimal("62500.00"), Decimal("-37500.00")]
    assert (await balances(contract_ids=[contract_id]))[contract_id].owed == Decimal("25000.00")
    found = await revisions(viewer=OPERATOR, contract_id=contract_id)
    assert [(one.number, one.obligation.amount) for one in found] == [(2, Decimal("25000.00")), (1, Decimal("62500.00"))]
    assert found[0].obligation.questions == ()


async def test_what_is_known_is_not_changed_by_an_answer(people: Personas) -> None:
    known = {"labour_share_pct": Decimal(60), "wage_sum": Decimal(500), "published_on": date(2023, 5, 1)}
    contract_id = await make_contract(**known)
    assert (await people.officer.get(f"/contracten/{contract_id}/vragen")).status_code == 404
    assert (await people.officer.post(f"/contracten/{contract_id}/vragen", {"labour_share_pct": "20"})).status_code == 404
    assert len(await entries(contract_id=contract_id)) == 1


async def test_an_empty_answer_is_refused_and_a_reviewer_may_not_answer(people: Personas) -> None:
    contract_id = await make_contract(labour_share_pct=None)
    assert (await people.officer.post(f"/contracten/{contract_id}/vragen", {"labour_share_pct": ""})).status_code == 422
    assert (await people.reviewer.post(f"/contracten/{contract_id}/vragen", {"labour_share_pct": "20"})).status_code == 403
    assert len(await revisions(viewer=OPERATOR, contract_id=contract_id)) == 1
