"""Ids and moments that the rows of every migration share, so that each refers to the others."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

Row = dict[str, Any]
SPACE = UUID("8c2f6a52-6a0e-4f0e-9d7a-3f1f5d1c0001")
NOW = datetime(2023, 9, 1, 8, 30, 15, 250000, tzinfo=UTC)
DAY = date(2023, 9, 1)
LATER = date(2024, 9, 1)
HASH = "ab" * 32


def key(name: str) -> UUID:
    """Return the same id for the same name."""
    return uuid5(SPACE, name)


FIRM, OFFICER, AUTHORITY, TENDER, LOT, CONTRACT = (key(name) for name in ("firm", "officer", "authority", "tender", "lot", "contract"))
BATCH, CANDIDATE, TRAINING, PURCHASE, PLACEMENT = (key(name) for name in ("batch", "candidate", "training", "purchase", "placement"))
ACTIVITY = key("activity")


def claim(claim_id: UUID, number: int, kind: str, status: str = "submitted") -> Row:
    """Return the row of a claim."""
    return {
        "id": claim_id,
        "number": number,
        "contract": CONTRACT,
        "kind": kind,
        "status": status,
        "version": 1,
        "period_start": DAY,
        "period_before": LATER,
        "value_cents": 150000,
        "expected_cents": 150000,
        "approved_cents": None,
        "steps": "[]",
        "policy_name": "rijswijk-2023",
        "policy_sha256": HASH,
        "created_by": OFFICER,
        "created_at": NOW,
        "updated_at": NOW,
        "submitted_at": NOW,
    }
