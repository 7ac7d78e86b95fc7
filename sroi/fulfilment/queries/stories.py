"""Reads of success stories: for the WSP with their consents, and for everybody what is public now."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from sroi.access import Permission, Viewer
from sroi.fulfilment.rules import Consent, Party, PublicStory, Story, StoryNotFound
from sroi.fulfilment.tables import StoryConsent, SuccessStory

PAGE_SIZE = 10
# Asked of the consents at every reading: what is withdrawn is gone at once.
IS_PUBLIC = """
    success_story.published_at IS NOT NULL AND (
        SELECT COUNT(DISTINCT story_consent.party) FROM story_consent
        WHERE story_consent.story = success_story.id AND story_consent.version = success_story.version
            AND story_consent.withdrawn_at IS NULL
    ) = 2
"""


async def story_of_placement(*, viewer: Viewer, aftercare_id: UUID) -> Story | None:
    """Return the story about a followed placement with its consents; None while there is none."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    rows = await SuccessStory.select().where(SuccessStory.aftercare == aftercare_id)
    if not rows:
        return None
    (row,) = rows
    return Story(
        id=row["id"],
        aftercare_id=aftercare_id,
        title=row["title"],
        text=row["text"],
        version=row["version"],
        published_at=row["published_at"],
        consents=await _consents(row["id"]),
    )


async def _consents(story_id: UUID) -> tuple[Consent, ...]:
    query = StoryConsent.select(*StoryConsent.all_columns(), StoryConsent.recorded_by.name).where(StoryConsent.story == story_id)
    rows: list[dict[str, Any]] = await query.order_by(StoryConsent.recorded_at, ascending=False)
    return tuple(
        Consent(
            party=Party(row["party"]),
            version=row["version"],
            given_on=row["given_on"],
            how=row["how"],
            recorded_by=row["recorded_by.name"],
            is_withdrawn=row["withdrawn_at"] is not None,
        )
        for row in rows
    )


async def public_stories(*, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE) -> tuple[PublicStory, ...]:
    """Return what everybody may read, newest first, after the key of the last one shown; at most `size`."""
    query = SuccessStory.select().where(WhereRaw(IS_PUBLIC))
    if after is not None:
        moment, last_id = after
        is_older = SuccessStory.published_at < moment
        query = query.where(is_older | ((SuccessStory.published_at == moment) & (SuccessStory.id < last_id)))
    rows = await query.order_by(SuccessStory.published_at, SuccessStory.id, ascending=False).limit(size)
    return tuple(_public(row) for row in rows)


async def public_story(*, story_id: UUID) -> PublicStory:
    """Return one story that everybody may read; raise StoryNotFound when it is not public, or not any more."""
    rows = await SuccessStory.select().where(SuccessStory.id == story_id).where(WhereRaw(IS_PUBLIC))
    if not rows:
        raise StoryNotFound(_("Dit verhaal is niet gevonden."))
    return _public(rows[0])


def _public(row: dict[str, Any]) -> PublicStory:
    return PublicStory(row["id"], row["title"], row["text"], row["published_at"])
