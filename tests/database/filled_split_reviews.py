"""One row for each table of reviews of contracts that look split, as migration 11 makes them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID


def split_review_rows(*, review: UUID, member: UUID, contract: UUID, officer: UUID) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the rows of a review of one contract."""
    looked = {"looked_on": date(2024, 9, 1), "reason": "Twee opdrachten: de tweede kwam van een lekkage"}
    recorded = {"recorded_by": officer, "recorded_at": datetime(2024, 9, 1, 8, 30, 15, 250000, tzinfo=UTC)}
    return (
        ("split_review", {"id": review, **looked, **recorded}),
        ("split_review_contract", {"id": member, "review": review, "contract": contract}),
    )
