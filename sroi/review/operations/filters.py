"""Filters of the queue that a person keeps under a name."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.review.rules import FilterNotFound, UnableToSaveFilter
from sroi.review.rules.queue import MAX_FILTER_NAME, MAX_FILTERS
from sroi.review.tables import ReviewFilter
from sroi.values import holds_bsn


async def save_filter(*, viewer: Viewer, name: str, query: str, now: datetime) -> None:
    """Keep a filter under a name, in the place of an earlier one of that name; raises UnableToSaveFilter."""
    viewer.require(Permission.REVIEW_CLAIMS)
    name = name.strip()
    if not name or len(name) > MAX_FILTER_NAME or holds_bsn(name):
        text = _("Geef het filter een naam van ten hoogste {most} tekens, zonder persoonsgegevens.")
        raise UnableToSaveFilter(text.format(most=MAX_FILTER_NAME), field="name")
    async with transaction():
        is_own = ReviewFilter.account == viewer.account_id
        await ReviewFilter.delete().where(is_own & (ReviewFilter.name == name))
        if await ReviewFilter.count().where(is_own) >= MAX_FILTERS:
            text = _("U hebt al {most} filters bewaard. Verwijder er eerst een.")
            raise UnableToSaveFilter(text.format(most=MAX_FILTERS), field="name")
        kept = ReviewFilter(id=uuid4(), account=viewer.account_id, name=name, query=query, saved_at=now)
        await ReviewFilter.insert(kept)
        await _record(viewer, "filter.saved", kept.id, now)


async def remove_filter(*, viewer: Viewer, filter_id: UUID, now: datetime) -> None:
    """Forget a filter of the viewer; raise FilterNotFound when it is someone else's or was removed."""
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        is_it = (ReviewFilter.account == viewer.account_id) & (ReviewFilter.id == filter_id)
        if not await ReviewFilter.delete().where(is_it).returning(ReviewFilter.id):
            raise FilterNotFound(_("Dit filter is niet gevonden."))
        await _record(viewer, "filter.removed", filter_id, now)


async def _record(viewer: Viewer, action: str, filter_id: UUID, now: datetime) -> None:
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("review_filter", str(filter_id)), now=now, details={})
