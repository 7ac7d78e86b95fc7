"""Questions and answers: the claim keeps its turn, one question at a time, and both stay with the claim."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow, Viewer
from sroi.fulfilment.operations import submit_claim, take_claim_back
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimNotFound, ClaimStatus
from sroi.review.operations import answer, ask
from sroi.review.queries import open_questions, questions_on_claim, whole_history
from sroi.review.rules import Question, QuestionNotFound, UnableToAnswer, UnableToAsk
from tests.makers import (
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_contractor,
    make_officer,
    make_reviewer,
    make_training_claim,
)


async def asked(claim_id: UUID, text: str = "Hoeveel uren waren dit?", viewer: Viewer | None = None, now: datetime = NOW) -> None:
    reviewer = viewer or await make_reviewer()
    version = (await claim(viewer=await make_reviewer(), claim_id=claim_id)).version
    await ask(viewer=reviewer, claim_id=claim_id, version=version, text=text, now=now)


async def questions(claim_id: UUID) -> tuple[Question, ...]:
    return await questions_on_claim(viewer=await make_reviewer(), claim_id=claim_id)


async def answered(claim_id: UUID, text: str = "Acht uren.", viewer: Viewer | None = None) -> None:
    record = await claim(viewer=await make_reviewer(), claim_id=claim_id)
    contractor = viewer or await contractor_of(contract_id=record.contract_id)
    (*_earlier, last) = await questions(claim_id)
    await answer(viewer=contractor, claim_id=claim_id, question_id=last.id, text=text, now=NOW)


async def test_a_question_and_its_answer_stay_with_the_claim_that_keeps_its_turn(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    before = await claim(viewer=await make_reviewer(), claim_id=claim_id)
    await asked(claim_id)
    (waiting,) = await open_questions(viewer=await contractor_of(contract_id=contract_id))
    assert (waiting.claim_id, waiting.text) == (claim_id, "Hoeveel uren waren dit?")
    await answered(claim_id)
    assert await open_questions(viewer=await contractor_of(contract_id=contract_id)) == ()
    (question,) = await questions(claim_id)
    assert question.answer is not None and question.answer.text == "Acht uren."
    assert await claim(viewer=await make_reviewer(), claim_id=claim_id) == before
    history = await whole_history(viewer=await make_reviewer(), claim_id=claim_id)
    assert [line.text for line in history if line.text] == ["Hoeveel uren waren dit?", "Acht uren."]


async def test_one_question_waits_at_a_time_and_is_answered_once(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await asked(claim_id)
    with pytest.raises(UnableToAsk, match="al een vraag open"):
        await asked(claim_id, "En hoeveel deelnemers?")
    await answered(claim_id)
    with pytest.raises(UnableToAnswer, match="wacht niet meer"):
        await answered(claim_id, "Nee, negen.")
    await asked(claim_id, "En hoeveel deelnemers?", now=NOW + timedelta(hours=1))
    assert [bool(one.answer) for one in await questions(claim_id)] == [True, False]


async def test_a_question_lapses_when_the_claim_is_decided_on_or_taken_back(database: None) -> None:
    contract_id = await make_contract()
    contractor = await contractor_of(contract_id=contract_id)
    decided, changed = [await make_training_claim(contract_id=contract_id, title=title) for title in ("VCA Basis", "Heftruck")]
    for claim_id in (decided, changed):
        await asked(claim_id)
    await approve(claim_id=decided)
    await take_claim_back(viewer=contractor, claim_id=changed, now=NOW)
    await submit_claim(viewer=contractor, claim_id=changed, now=NOW, today=TODAY)
    assert await open_questions(viewer=contractor) == ()
    for claim_id in (decided, changed):
        with pytest.raises(UnableToAnswer):
            await answered(claim_id)
    await asked(changed, "Is het aantal uren nu goed?")
    assert len(await open_questions(viewer=contractor)) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "Is het burgerservicenummer 111222333?"])
async def test_a_text_that_cannot_be_kept_is_refused_on_its_field(database: None, text: str) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    with pytest.raises(UnableToAsk) as asking:
        await asked(claim_id, text)
    await asked(claim_id)
    with pytest.raises(UnableToAnswer) as answering:
        await answered(claim_id, text)
    assert (asking.value.field, answering.value.field) == ("question", "answer")


async def test_only_the_wsp_asks_and_only_the_contractor_of_the_claim_answers(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_training_claim(contract_id=contract_id)
    contractor, reviewer = await contractor_of(contract_id=contract_id), await make_reviewer()
    for viewer in (await make_officer(), contractor):
        with pytest.raises(UnableToAllow):
            await asked(claim_id, viewer=viewer)
    with pytest.raises(UnableToAsk, match="eigen organisatie"):
        await asked(claim_id, viewer=replace(reviewer, organisation_id=contractor.organisation_id))
    await asked(claim_id)
    await make_contract(number="2023-099", firm=ROAD_FIRM)
    with pytest.raises(ClaimNotFound):
        await answered(claim_id, viewer=await make_contractor(firm=ROAD_FIRM))
    with pytest.raises(UnableToAllow):
        await answered(claim_id, viewer=reviewer)
    with pytest.raises(QuestionNotFound):
        await answer(viewer=contractor, claim_id=claim_id, question_id=uuid4(), text="Acht uren.", now=NOW)


async def test_of_two_questions_at_the_same_moment_one_is_asked(database: None) -> None:
    claim_id = await make_training_claim(contract_id=await make_contract())
    await make_reviewer()
    reviewers = [await make_reviewer(email=f"wsp{number}@example.nl", name=f"Beoordelaar {number}") for number in range(1, 5)]
    outcomes = await asyncio.gather(*(asked(claim_id, viewer=reviewer) for reviewer in reviewers), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToAsk] * 3
    assert (await claim(viewer=await make_reviewer(), claim_id=claim_id)).status is ClaimStatus.SUBMITTED
