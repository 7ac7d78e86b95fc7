"""One row for each table of accounts, of the audit and of stored files, as migration 1 makes them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

NOW = datetime(2023, 9, 1, 8, 30, 15, 250000, tzinfo=UTC)
HASH = "ab" * 32


def account_rows(*, firm: UUID, officer: UUID, invitation: UUID, failure: UUID, contract: UUID) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the rows of one account and all that it has."""
    return (
        ("organisation", {"id": firm, "name": "Groen Voorbeeld B.V.", "kvk_number": "00100001", "search_text": "groen", "created_at": NOW}),
        (
            "user_account",
            {
                "id": officer,
                "email": "inkoper@example.nl",
                "name": "Inkoper Voorbeeld",
                "role": "procurement_officer",
                "organisation": firm,
                "password_hash": "cannot sign in",
                "is_active": True,
                "created_at": NOW,
            },
        ),
        ("user_session", {"token_hash": HASH, "user_account": officer, "created_at": NOW, "seen_at": NOW, "expires_at": NOW}),
        (
            "invitation",
            {
                "id": invitation,
                "token_hash": HASH,
                "email": "opdrachtnemer@example.nl",
                "role": "contractor",
                "organisation": firm,
                "invited_by": officer,
                "created_at": NOW,
                "expires_at": NOW,
                "used_at": None,
            },
        ),
        ("sign_in_failure", {"id": failure, "email": "inkoper@example.nl", "failed_at": NOW}),
        (
            "audit_event",
            {
                "seq": 1,
                "at": NOW,
                "actor_kind": "user",
                "actor_id": str(officer),
                "action": "contract.registered",
                "subject_kind": "contract",
                "subject_id": str(contract),
                "details": "{}",
                "previous_hash": "0" * 64,
                "hash": HASH,
            },
        ),
        ("stored_file", {"sha256": HASH, "media_type": "application/pdf", "size_bytes": 1024, "stored_at": NOW}),
    )
