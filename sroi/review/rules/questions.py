"""Questions of the WSP about a claim, and the contractor's answers. Pure."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus
from sroi.review.rules.decisions import is_own, text_problem


class UnableToAsk(UnableTo):
    """The question cannot be asked; `field` names what stands in the way."""


class UnableToAnswer(UnableTo):
    """The question cannot be answered; `field` names what stands in the way."""


class QuestionNotFound(NotFound):
    """There is no such question, or its claim is not the viewer's."""


@dataclass(frozen=True)
class Answer:
    """What a contractor answered."""

    text: str
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True)
class Question:
    """What the WSP asked; it waits for an answer while the claim is in review as it was then."""

    id: UUID
    text: str
    asked_by: str
    asked_at: datetime
    version: int
    answer: Answer | None = None

    def is_open(self, record: ClaimRecord) -> bool:
        """Return whether the claim waits for an answer to this question."""
        return self.answer is None and record.status is ClaimStatus.SUBMITTED and record.version == self.version


@dataclass(frozen=True)
class OpenQuestion:
    """A question that waits for the contractor, with the claim that it is about."""

    id: UUID
    claim_id: UUID
    claim_number: int
    text: str
    asked_at: datetime


def waiting_label() -> str:
    """Return what the status of a claim in review is called while the WSP waits for an answer."""
    return _("Wacht op antwoord")


def check_question(*, viewer: Viewer, record: ClaimRecord, open_questions: int, text: str) -> None:
    """Raise UnableToAsk when this viewer may not ask this about this claim."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if is_own(viewer=viewer, record=record):
        raise UnableToAsk(_("Dit is een opgave van uw eigen organisatie. Een ander beoordeelt haar."))
    if record.status is not ClaimStatus.SUBMITTED:
        raise UnableToAsk(_("Vragen kan alleen over een opgave in beoordeling."))
    if open_questions:
        raise UnableToAsk(_("Er staat al een vraag open bij deze opgave. Wacht op het antwoord, of neem een besluit."))
    message = _("Vul in wat u wilt weten.") if not text else text_problem(text)
    if message:
        raise UnableToAsk(message, field="question")


def check_answer(*, record: ClaimRecord, question: Question, text: str) -> None:
    """Raise UnableToAnswer when the question waits for no answer any more, or the text cannot be one."""
    if not question.is_open(record):
        raise UnableToAnswer(_("Deze vraag wacht niet meer op een antwoord. Bekijk de opgave opnieuw."))
    message = _("Vul uw antwoord in.") if not text else text_problem(text)
    if message:
        raise UnableToAnswer(message, field="answer")
