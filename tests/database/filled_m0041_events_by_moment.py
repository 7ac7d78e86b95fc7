"""A second event of one moment: the index on it does not tell events apart."""

from tests.database.keys import HASH, NOW, OFFICER, Row

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "audit_event",
        {
            "seq": 3,
            "at": NOW,
            "actor_kind": "user",
            "actor_id": str(OFFICER),
            "action": "account.signed_out",
            "subject_kind": "account",
            "subject_id": str(OFFICER),
            "details": "{}",
            "previous_hash": HASH,
            "hash": HASH,
        },
    ),
)
