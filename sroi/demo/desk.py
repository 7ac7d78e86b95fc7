"""What the WSP did at its desk in the example: calls that were made, somebody who stopped, and questions about claims in review."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count

from sroi.access import Role, Viewer
from sroi.fulfilment.operations import record_contact, record_dropout
from sroi.fulfilment.queries.aftercare import Due, due_page
from sroi.fulfilment.rules import Outcome
from sroi.review.operations import answer, ask
from sroi.review.queries import open_questions, queue_page
from sroi.review.rules import QueueFilter

LATELY = timedelta(days=60)
EACH_ATTENTION = 4


async def work_at_the_desk(*, viewers: Mapping[str, Viewer], now: datetime, today: date) -> None:
    """Follow the placements, and ask about claims in review."""
    reviewer = viewers["reviewer"]
    await _follow_placements(reviewer=reviewer, now=now, today=today)
    contractors = [viewer for viewer in viewers.values() if viewer.role is Role.CONTRACTOR]
    await _ask_about_claims(reviewer=reviewer, contractors=contractors, now=now, today=today)


async def _follow_placements(*, reviewer: Viewer, now: datetime, today: date) -> None:
    """Make the calls that were due long ago, and record that one person stopped; what was due lately is still to be done."""
    called = count()
    stopped = False
    while long_due := [one for one in await due_page(viewer=reviewer, due=Due.LATE, on=today) if one.due_on < today - LATELY]:
        for one in long_due:
            held_on = max(one.due_on, one.starts_on)
            outcome = Outcome.ATTENTION if next(called) % EACH_ATTENTION == EACH_ATTENTION - 1 else Outcome.WELL
            note = "Werkgever zoekt een vaste begeleider (voorbeeld)." if outcome is Outcome.ATTENTION else ""
            await record_contact(viewer=reviewer, moment_id=one.id, held_on=held_on, outcome=outcome, note=note, now=now)
            if outcome is Outcome.ATTENTION and not stopped:
                stopped = True
                ended_before, reason = held_on + timedelta(days=30), "Ging een opleiding volgen (voorbeeld)."
                await record_dropout(viewer=reviewer, aftercare_id=one.aftercare_id, ended_before=ended_before, reason=reason, now=now)


async def _ask_about_claims(*, reviewer: Viewer, contractors: list[Viewer], now: datetime, today: date) -> None:
    """Ask about two claims in review; one question was answered, the other waits."""
    asked = await queue_page(viewer=reviewer, narrowed=QueueFilter(), as_of=today, size=2)
    texts = ("Op welke dagen was dit? (voorbeeld)", "Is de factuur al betaald? (voorbeeld)")
    for one, text in zip(asked, texts, strict=False):
        await ask(viewer=reviewer, claim_id=one.record.id, version=one.record.version, text=text, now=now)
    for contractor in contractors:
        for question in await open_questions(viewer=contractor):
            if question.claim_id == asked[0].record.id:
                text = "Dat staat in de bijlage (voorbeeld)."
                await answer(viewer=contractor, claim_id=question.claim_id, question_id=question.id, text=text, now=now)
