"""One row for each table of settlement, as migration 9 makes them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

NOW = datetime(2023, 9, 1, 8, 30, 15, 250000, tzinfo=UTC)
LATER = date(2024, 9, 1)
REASON = "Het werk is korter dan gedacht"


def settlement_rows(*, decision: UUID, change: UUID, contract: UUID, officer: UUID) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the rows of a proposal and its first step."""
    return (
        (
            "settlement_decision",
            {
                "id": decision,
                "number": 1,
                "contract": contract,
                "kind": "partial_exemption",
                "other_contract": None,
                "amount_cents": 500_000,
                "effective_on": LATER,
                "expires_on": None,
                "pso_level": None,
                "reason": REASON,
                "steps": "[]",
                "status": "proposed",
                "proposed_by": officer,
                "proposed_at": NOW,
                "decided_by": None,
                "decided_at": None,
                "decision_reason": "",
            },
        ),
        (
            "settlement_status_change",
            {
                "id": change,
                "decision": decision,
                "number": 1,
                "status": "proposed",
                "reason": REASON,
                "changed_by": officer,
                "changed_at": NOW,
            },
        ),
    )
