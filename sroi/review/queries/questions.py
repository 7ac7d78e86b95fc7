"""Reads of questions and answers, for those who may see the claim."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.queries.claims import claim
from sroi.review.rules import Answer, OpenQuestion, Question
from sroi.review.tables import ReviewAnswer, ReviewQuestion

# A claim in review waits for an answer to a question that was asked about it as it is now.
IS_ASKED = """
    EXISTS (
        SELECT 1 FROM review_question
        WHERE review_question.claim = claim.id AND review_question.version = claim.version AND NOT EXISTS (
            SELECT 1 FROM review_answer WHERE review_answer.question = review_question.id
        )
    )
"""
OPEN_QUESTIONS = """
    SELECT claim.id, claim.number, review_question.id AS question_id, review_question.question, review_question.asked_at
    FROM claim
    JOIN review_question ON review_question.claim = claim.id AND review_question.version = claim.version
    LEFT JOIN review_answer ON review_answer.question = review_question.id
    WHERE COALESCE(claim.subcontractor, claim.organisation) = {} AND claim.status = 'submitted' AND review_answer.id IS NULL
    ORDER BY review_question.asked_at, claim.number LIMIT {}
"""
SHOWN = 25


async def questions_on_claim(*, viewer: Viewer, claim_id: UUID) -> tuple[Question, ...]:
    """Return every question on a claim with its answer, oldest first; raise ClaimNotFound when the claim is not the viewer's."""
    await claim(viewer=viewer, claim_id=claim_id)
    asked = (
        await ReviewQuestion.select(*ReviewQuestion.all_columns(), ReviewQuestion.asked_by.name)
        .where(ReviewQuestion.claim == claim_id)
        .order_by(ReviewQuestion.asked_at, ReviewQuestion.id)
    )
    answers = await _answers([row["id"] for row in asked])
    return tuple(
        Question(row["id"], row["question"], row["asked_by.name"], row["asked_at"], row["version"], answers.get(row["id"])) for row in asked
    )


async def _answers(question_ids: Sequence[UUID]) -> dict[UUID, Answer]:
    if not question_ids:
        return {}
    query = ReviewAnswer.select(*ReviewAnswer.all_columns(), ReviewAnswer.answered_by.name)
    rows: list[dict[str, Any]] = await query.where(ReviewAnswer.question.is_in(list(question_ids)))
    return {row["question"]: Answer(row["answer"], row["answered_by.name"], row["answered_at"]) for row in rows}


async def open_questions(*, viewer: Viewer) -> tuple[OpenQuestion, ...]:
    """Return what waits for an answer of the viewer's organisation, asked longest ago first; at most SHOWN."""
    viewer.require(Permission.REPORT_FULFILMENT)
    rows = await fetch(OPEN_QUESTIONS, viewer.organisation_id, SHOWN)
    return tuple(
        OpenQuestion(UUID(str(row["question_id"])), UUID(str(row["id"])), int(row["number"]), row["question"], row["asked_at"])
        for row in rows
    )
