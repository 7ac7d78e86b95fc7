"""Success stories that everybody may read: what candidate and employer agreed to, and nothing else."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.fulfilment.queries.stories import PAGE_SIZE, public_stories, public_story
from sroi.fulfilment.rules import PublicStory
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest

STORIES = "/verhalen"


@get(STORIES, opt=PUBLIC)
async def stories(request: WebRequest) -> Response[Any]:
    """Show what is public, newest first."""
    after = cursor_of(request, datetime, UUID)
    found = await public_stories(after=(after[0], after[1]) if after else None, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=_key)
    return page(request, "public/stories.html", title=_("Verhalen"), paged=shown)


def _key(story: PublicStory) -> tuple[datetime, UUID]:
    return story.published_at, story.id


@get("/verhalen/{story_id:uuid}", opt=PUBLIC)
async def story(request: WebRequest, story_id: FromPath[UUID]) -> Response[Any]:
    """Show one story; one that is not public any more is not found."""
    found = await public_story(story_id=story_id)
    return page(request, "public/story.html", title=found.title, story=found)
