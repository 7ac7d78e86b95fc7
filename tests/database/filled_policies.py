"""One row for each table of policies, as migration 8 makes them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

NOW = datetime(2023, 9, 1, 8, 30, 15, 250000, tzinfo=UTC)
DAY = date(2023, 9, 1)
LATER = date(2024, 9, 1)
HASH = "ab" * 32


def policy_rows(*, draft: UUID, confirmation: UUID, officer: UUID) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the rows of a version, a draft and a confirmation."""
    return (
        (
            "policy_version",
            {
                "name": "voorbeeldstad-2024",
                "text": "title = 'Voorbeeldstad'",
                "sha256": HASH,
                "blocks_from": "haaglanden-2023",
                "in_force_from": LATER,
                "published_at": NOW,
                "uploaded_by": None,
                "published_by": None,
            },
        ),
        (
            "policy_draft",
            {
                "id": draft,
                "name": "voorbeeldstad-2025",
                "text": "title = 'Voorbeeldstad'",
                "sha256": HASH,
                "status": "discarded",
                "uploaded_by": officer,
                "uploaded_at": NOW,
                "decided_by": officer,
                "decided_at": NOW,
                "reason": "De raad besloot anders",
            },
        ),
        (
            "policy_confirmation",
            {
                "id": confirmation,
                "policy_name": "haaglanden-2023",
                "policy_sha256": HASH,
                "rule": "blocks.wia.cap_months",
                "confirmed_by": "Ambtenaar Voorbeeld",
                "confirmed_on": DAY,
                "decision_reference": "Besluit 2023-12",
                "recorded_by": officer,
                "recorded_at": NOW,
            },
        ),
    )
