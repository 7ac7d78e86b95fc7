"""The writes of the desk: questions and answers, decisions taken back, and saved filters."""

from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.queries.claims import claim
from sroi.review.operations import answer, ask, remove_filter, reopen, save_filter
from sroi.review.queries import questions_on_claim, saved_filters
from tests.audit.act import Act
from tests.makers import NOW, approve, contractor_of, make_contract, make_reviewer, make_training_claim

TEXT = "Gezien en besproken"


async def _seen(claim_id: UUID) -> tuple[Viewer, int]:
    reviewer = await make_reviewer()
    return reviewer, (await claim(viewer=reviewer, claim_id=claim_id)).version


async def asking_about_a_claim() -> Act:
    claim_id = await make_training_claim(contract_id=await make_contract(number="2023-501"))
    reviewer, version = await _seen(claim_id)
    return Act(reviewer, "review.asked", lambda: ask(viewer=reviewer, claim_id=claim_id, version=version, text=TEXT, now=NOW))


async def answering_the_wsp() -> Act:
    contract_id = await make_contract(number="2023-503")
    claim_id, contractor = await make_training_claim(contract_id=contract_id), await contractor_of(contract_id=contract_id)
    reviewer, version = await _seen(claim_id)
    await ask(viewer=reviewer, claim_id=claim_id, version=version, text=TEXT, now=NOW)
    (question,) = await questions_on_claim(viewer=reviewer, claim_id=claim_id)
    return Act(
        contractor,
        "review.answered",
        lambda: answer(viewer=contractor, claim_id=claim_id, question_id=question.id, text=TEXT, now=NOW),
    )


async def reopening_a_decision() -> Act:
    claim_id = await make_training_claim(contract_id=await make_contract(number="2023-502"))
    await approve(claim_id=claim_id)
    reviewer, version = await _seen(claim_id)
    return Act(reviewer, "review.reopened", lambda: reopen(viewer=reviewer, claim_id=claim_id, version=version, reason=TEXT, now=NOW))


async def saving_a_filter() -> Act:
    reviewer = await make_reviewer()
    return Act(reviewer, "filter.saved", lambda: save_filter(viewer=reviewer, name=TEXT, query="wacht=28", now=NOW))


async def removing_a_filter() -> Act:
    reviewer = await make_reviewer()
    await save_filter(viewer=reviewer, name=TEXT, query="wacht=28", now=NOW)
    (kept,) = await saved_filters(viewer=reviewer)
    return Act(reviewer, "filter.removed", lambda: remove_filter(viewer=reviewer, filter_id=kept.id, now=NOW))


ACTS = (asking_about_a_claim, answering_the_wsp, reopening_a_decision, saving_a_filter, removing_a_filter)
