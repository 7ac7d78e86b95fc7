"""What the WSP did at its desk in the example: calls, somebody who stopped, a success story, and questions about claims in review."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sroi.access import Role, Viewer
from sroi.fulfilment.operations import draft_story, publish_story, record_consent, record_contact, record_dropout
from sroi.fulfilment.queries.aftercare import Due, aftercare, due_page
from sroi.fulfilment.rules import ClaimStatus, Outcome, Party
from sroi.review.operations import answer, ask
from sroi.review.queries import open_questions, queue_page
from sroi.review.rules import QueueFilter

LATELY = timedelta(days=60)
EACH_ATTENTION = 4
STORY = (
    "Dit verhaal is verzonnen: het laat zien hoe een verhaal eruitziet.\n\nBij {employer} begon iemand met een proefdag. De eerste weken "
    "liep een vaste collega mee. Nu draait de nieuwe medewerker mee in de ploeg en volgt een dag in de week een opleiding.\n\n"
    "De werkgever: 'Het kostte tijd, en die heeft zich terugbetaald. Volgend jaar doen we het weer.'"
)


async def work_at_the_desk(*, viewers: Mapping[str, Viewer], now: datetime, today: date) -> None:
    """Follow the placements, and ask about claims in review."""
    reviewer = viewers["reviewer"]
    called = await _follow_placements(reviewer=reviewer, now=now, today=today)
    await _tell_a_story(reviewer=reviewer, followed_ids=called, now=now, today=today)
    contractors = [viewer for viewer in viewers.values() if viewer.role is Role.CONTRACTOR]
    await _ask_about_claims(reviewer=reviewer, contractors=contractors, now=now, today=today)


async def _follow_placements(*, reviewer: Viewer, now: datetime, today: date) -> list[UUID]:
    """Make the calls that were due long ago, and record that one person stopped; what was due lately is still to be done.

    Return the placements that were called about.
    """
    called, stopped = list[UUID](), False
    while long_due := [one for one in await due_page(viewer=reviewer, due=Due.LATE, on=today) if one.due_on < today - LATELY]:
        for one in long_due:
            called.append(one.aftercare_id)
            held_on = max(one.due_on, one.starts_on)
            outcome = Outcome.WELL if len(called) % EACH_ATTENTION else Outcome.ATTENTION
            note = "Werkgever zoekt een vaste begeleider (voorbeeld)." if outcome is Outcome.ATTENTION else ""
            await record_contact(viewer=reviewer, moment_id=one.id, held_on=held_on, outcome=outcome, note=note, now=now)
            if outcome is Outcome.ATTENTION and not stopped:
                stopped = True
                ended_before, reason = held_on + timedelta(days=30), "Ging een opleiding volgen (voorbeeld)."
                await record_dropout(viewer=reviewer, aftercare_id=one.aftercare_id, ended_before=ended_before, reason=reason, now=now)
    return called


async def _tell_a_story(*, reviewer: Viewer, followed_ids: list[UUID], now: datetime, today: date) -> None:
    """Publish one success story, with the consent of both; it says itself that it is invented."""
    for aftercare_id in followed_ids:
        followed = await aftercare(viewer=reviewer, aftercare_id=aftercare_id)
        if followed.dropout is None and any(found.status is ClaimStatus.APPROVED for found in followed.claims):
            about = {"viewer": reviewer, "aftercare_id": aftercare_id, "now": now}
            text = STORY.format(employer=followed.employer_name)
            await draft_story(title="Van proefdag naar vaste ploeg (voorbeeld)", text=text, **about)  # type: ignore[arg-type]
            for party in Party:
                how = "Formulier getekend (voorbeeld)"
                await record_consent(version=1, party=party, given_on=today, how=how, **about)  # type: ignore[arg-type]
            await publish_story(version=1, **about)  # type: ignore[arg-type]
            return


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
