"""Success stories: drafting, recording and withdrawing consent, publishing and taking down."""

from datetime import date, datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.fulfilment.queries.aftercare import aftercare
from sroi.fulfilment.queries.stories import story_of_placement
from sroi.fulfilment.rules import ClaimStatus, Party, Story, StoryNotFound, UnableToTell, check_consent, check_publishing, check_story
from sroi.fulfilment.tables import StoryConsent, SuccessStory
from sroi.values import local_day


async def draft_story(*, viewer: Viewer, aftercare_id: UUID, title: str, text: str, now: datetime) -> None:
    """Keep the text of a story; another text is another version, which nobody agreed to yet and is not public. Raises UnableToTell."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    title, text = title.strip(), text.strip()
    async with transaction():
        followed = await aftercare(viewer=viewer, aftercare_id=aftercare_id)
        check_story(title=title, text=text, is_approved=any(one.status is ClaimStatus.APPROVED for one in followed.claims))
        story = await story_of_placement(viewer=viewer, aftercare_id=aftercare_id)
        if story is None:
            story_id = uuid4()
            await SuccessStory.insert(
                SuccessStory(
                    id=story_id,
                    aftercare=aftercare_id,
                    title=title,
                    text=text,
                    version=1,
                    drafted_by=viewer.account_id,
                    drafted_at=now,
                    published_at=None,
                )
            )
        elif (story.title, story.text) == (title, text):
            return
        else:
            story_id = story.id
            changed: dict[Any, Any] = {"title": title, "text": text, "version": story.version + 1, "published_at": None}
            await SuccessStory.update(changed).where(SuccessStory.id == story_id)
        await _record(viewer, "story.drafted", story_id, now)


async def record_consent(
    *, viewer: Viewer, aftercare_id: UUID, version: int, party: Party, given_on: date, how: str, now: datetime
) -> None:
    """Record that a party agrees to the text as the viewer saw it (`version`); raises UnableToTell."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    how = how.strip()
    async with transaction():
        story = await _story(viewer, aftercare_id)
        _require_seen(story, version)
        check_consent(story=story, party=party, given_on=given_on, today=local_day(now), how=how)
        await StoryConsent.insert(
            StoryConsent(
                id=uuid4(),
                story=story.id,
                version=story.version,
                party=party.value,
                given_on=given_on,
                how=how,
                recorded_by=viewer.account_id,
                recorded_at=now,
                withdrawn_by=None,
                withdrawn_at=None,
            )
        )
        await _record(viewer, "story.consented", story.id, now, party=party.value)


async def withdraw_consent(*, viewer: Viewer, aftercare_id: UUID, party: Party, now: datetime) -> None:
    """Withdraw the consent of a party to every version, which takes the story down at once; raises UnableToTell when there is none."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    async with transaction():
        story = await _story(viewer, aftercare_id)
        withdrawn = (
            await StoryConsent.update({StoryConsent.withdrawn_at: now, StoryConsent.withdrawn_by: viewer.account_id})
            .where((StoryConsent.story == story.id) & (StoryConsent.party == party.value) & StoryConsent.withdrawn_at.is_null())
            .returning(StoryConsent.id)
        )
        if not withdrawn:
            raise UnableToTell(_("Er is geen toestemming om in te trekken."))
        await SuccessStory.update({SuccessStory.published_at: None}).where(SuccessStory.id == story.id)
        await _record(viewer, "story.consent_withdrawn", story.id, now, party=party.value)


async def publish_story(*, viewer: Viewer, aftercare_id: UUID, version: int, now: datetime) -> None:
    """Make a story public as the viewer saw it; raises UnableToTell without the consent of both."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    async with transaction():
        story = await _story(viewer, aftercare_id)
        _require_seen(story, version)
        check_publishing(story)
        await SuccessStory.update({SuccessStory.published_at: now}).where(SuccessStory.id == story.id)
        await _record(viewer, "story.published", story.id, now)


async def take_story_down(*, viewer: Viewer, aftercare_id: UUID, now: datetime) -> None:
    """Take a story off the public page; its consents stay."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    async with transaction():
        story = await _story(viewer, aftercare_id)
        await SuccessStory.update({SuccessStory.published_at: None}).where(SuccessStory.id == story.id)
        await _record(viewer, "story.taken_down", story.id, now)


async def _story(viewer: Viewer, aftercare_id: UUID) -> Story:
    story = await story_of_placement(viewer=viewer, aftercare_id=aftercare_id)
    if story is None:
        raise StoryNotFound(_("Dit verhaal is niet gevonden."))
    return story


def _require_seen(story: Story, version: int) -> None:
    if story.version != version:
        raise UnableToTell(_("De tekst is intussen veranderd. Lees het verhaal opnieuw."))


async def _record(viewer: Viewer, action: str, story_id: UUID, now: datetime, **details: str) -> None:
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("story", str(story_id)), now=now, details={**details})
