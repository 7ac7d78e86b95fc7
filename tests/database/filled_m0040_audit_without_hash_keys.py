"""An event with the hashes of another: whether the chain holds is for the check of the chain to say, not for an index."""

from tests.database.keys import HASH, NOW, OFFICER, Row

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "audit_event",
        {
            "seq": 2,
            "at": NOW,
            "actor_kind": "user",
            "actor_id": str(OFFICER),
            "action": "account.signed_in",
            "subject_kind": "account",
            "subject_id": str(OFFICER),
            "details": "{}",
            "previous_hash": HASH,
            "hash": HASH,
        },
    ),
)
