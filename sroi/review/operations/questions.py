"""Asking about a claim and answering; the claim stays in review in its turn, and both texts stay with it."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import UnableToMoveClaim
from sroi.review.operations.telling import tell_question
from sroi.review.queries.questions import questions_on_claim
from sroi.review.rules import QuestionNotFound, check_answer, check_question
from sroi.review.tables import ReviewAnswer, ReviewQuestion


async def ask(*, viewer: Viewer, claim_id: UUID, version: int, text: str, now: datetime) -> None:
    """Ask the contractor about a claim in review as the viewer saw it; raises UnableToAsk or UnableToMoveClaim."""
    viewer.require(Permission.REVIEW_CLAIMS)
    text = text.strip()
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        asked = await questions_on_claim(viewer=viewer, claim_id=claim_id)
        check_question(viewer=viewer, record=record, open_questions=sum(question.is_open(record) for question in asked), text=text)
        if record.version != version:
            raise UnableToMoveClaim(_("De opdrachtnemer heeft deze opgave intussen gewijzigd. Bekijk de opgave opnieuw."))
        question = ReviewQuestion(
            id=uuid4(), claim=claim_id, version=record.version, question=text, asked_by=viewer.account_id, asked_at=now
        )
        await ReviewQuestion.insert(question)
        await tell_question(record=record, is_returned=False, now=now)
        await _record(viewer, "review.asked", claim_id, question.id, now)


async def answer(*, viewer: Viewer, claim_id: UUID, question_id: UUID, text: str, now: datetime) -> None:
    """Answer a question about an own claim, once; raises UnableToAnswer, or QuestionNotFound."""
    viewer.require(Permission.REPORT_FULFILMENT)
    text = text.strip()
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        asked = await questions_on_claim(viewer=viewer, claim_id=claim_id)
        question = next((one for one in asked if one.id == question_id), None)
        if question is None:
            raise QuestionNotFound(_("Deze vraag is niet gevonden."))
        check_answer(record=record, question=question, text=text)
        await ReviewAnswer.insert(
            ReviewAnswer(id=uuid4(), question=question_id, answer=text, answered_by=viewer.account_id, answered_at=now)
        )
        await _record(viewer, "review.answered", claim_id, question_id, now)


async def _record(viewer: Viewer, action: str, claim_id: UUID, question_id: UUID, now: datetime) -> None:
    subject = Subject("claim", str(claim_id))
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details={"question": str(question_id)})
