"""One row for each table of migration 20: a goal, a proposal, a closed year and an adjustment."""

from tests.database.keys import CONTRACT, HASH, NOW, OFFICER, Row, key

SECOND = key("second officer")
ROWS: tuple[tuple[str, Row], ...] = (
    (
        "user_account",
        {
            "id": SECOND,
            "email": "tweede@example.nl",
            "name": "Tweede Voorbeeld",
            "role": "reviewer",
            "organisation": key("firm"),
            "password_hash": "cannot sign in",
            "is_active": True,
            "created_at": NOW,
        },
    ),
    (
        "goal",
        {
            "id": key("goal"),
            "year": 2032,
            "kind": "network_growth",
            "target": 5,
            "source": "Jaarplan",
            "changed_by": OFFICER,
            "changed_at": NOW,
        },
    ),
    ("year_closing_proposal", {"id": key("proposal"), "year": 2018, "proposed_by": OFFICER, "proposed_at": NOW, "ended_at": NOW}),
    (
        "year_closing",
        {"year": 2018, "proposed_by": OFFICER, "closed_by": SECOND, "closed_at": NOW, "snapshot": "{}", "sha256": HASH},
    ),
    (
        "year_adjustment",
        {
            "id": key("adjustment"),
            "year": 2018,
            "number": 1,
            "scope": "local",
            "placements": -1,
            "reason": f"Dubbel geteld, contract {CONTRACT}",
            "recorded_by": SECOND,
            "recorded_at": NOW,
        },
    ),
)
