"""Reads of the filters that a person keeps."""

from sroi.access import Permission, Viewer
from sroi.review.rules import SavedFilter
from sroi.review.tables import ReviewFilter


async def saved_filters(*, viewer: Viewer) -> tuple[SavedFilter, ...]:
    """Return the viewer's own filters, by name."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = await ReviewFilter.select().where(ReviewFilter.account == viewer.account_id).order_by(ReviewFilter.name)
    return tuple(SavedFilter(row["id"], row["name"], row["query"]) for row in rows)
