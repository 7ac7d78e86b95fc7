"""Writes of success stories, each ready to be done."""

from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.operations import draft_story, publish_story, record_consent, take_story_down, withdraw_consent
from sroi.fulfilment.rules import Party
from sroi.fulfilment.tables import Aftercare
from tests.audit.act import Act
from tests.makers import NOW, TODAY, approve, make_contract, make_placement_claim, make_reviewer

TEXT = "Gezien en besproken"


async def _placement() -> tuple[Viewer, UUID]:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
    found: UUID = (await Aftercare.select(Aftercare.id))[0]["id"]
    return await make_reviewer(), found


async def _drafted() -> tuple[Viewer, UUID]:
    reviewer, placement = await _placement()
    await draft_story(viewer=reviewer, aftercare_id=placement, title=TEXT, text=TEXT, now=NOW)
    return reviewer, placement


async def _agreed() -> tuple[Viewer, UUID]:
    reviewer, placement = await _drafted()
    for party in Party:
        how: dict[str, Any] = {"version": 1, "party": party, "given_on": TODAY, "how": TEXT, "now": NOW}
        await record_consent(viewer=reviewer, aftercare_id=placement, **how)
    return reviewer, placement


async def drafting_a_story() -> Act:
    reviewer, placement = await _placement()
    return Act(reviewer, "story.drafted", lambda: draft_story(viewer=reviewer, aftercare_id=placement, title=TEXT, text=TEXT, now=NOW))


async def recording_a_consent() -> Act:
    reviewer, placement = await _drafted()
    how: dict[str, Any] = {"version": 1, "party": Party.EMPLOYER, "given_on": TODAY, "how": TEXT, "now": NOW}
    return Act(reviewer, "story.consented", lambda: record_consent(viewer=reviewer, aftercare_id=placement, **how))


async def withdrawing_a_consent() -> Act:
    reviewer, placement = await _agreed()
    how: dict[str, Any] = {"party": Party.CANDIDATE, "now": NOW}
    return Act(reviewer, "story.consent_withdrawn", lambda: withdraw_consent(viewer=reviewer, aftercare_id=placement, **how))


async def publishing_a_story() -> Act:
    reviewer, placement = await _agreed()
    return Act(reviewer, "story.published", lambda: publish_story(viewer=reviewer, aftercare_id=placement, version=1, now=NOW))


async def taking_a_story_down() -> Act:
    reviewer, placement = await _agreed()
    await publish_story(viewer=reviewer, aftercare_id=placement, version=1, now=NOW)
    return Act(reviewer, "story.taken_down", lambda: take_story_down(viewer=reviewer, aftercare_id=placement, now=NOW))


ACTS = (drafting_a_story, recording_a_consent, withdrawing_a_consent, publishing_a_story, taking_a_story_down)
