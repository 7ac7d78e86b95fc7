"""Everything that happened to a claim, in one list: the steps of its status, and what was asked and answered."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.queries.claims import history_of_claim
from sroi.fulfilment.rules import status_label
from sroi.review.queries.questions import questions_on_claim


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened: when, what in Dutch, by whom, and what was written with it."""

    moment: datetime
    what: str
    by: str
    text: str


async def whole_history(*, viewer: Viewer, claim_id: UUID) -> tuple[HistoryLine, ...]:
    """Return the history of a claim, oldest first; raise ClaimNotFound when it is not the viewer's."""
    steps = await history_of_claim(viewer=viewer, claim_id=claim_id)
    lines = [HistoryLine(step.changed_at, status_label(step.status), step.changed_by, step.reason) for step in steps]
    for question in await questions_on_claim(viewer=viewer, claim_id=claim_id):
        lines.append(HistoryLine(question.asked_at, _("Vraag gesteld"), question.asked_by, question.text))
        if question.answer is not None:
            lines.append(HistoryLine(question.answer.answered_at, _("Antwoord gegeven"), question.answer.answered_by, question.answer.text))
    return tuple(sorted(lines, key=lambda line: line.moment))
