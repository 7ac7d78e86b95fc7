"""One row for each table of migration 10: a community activity and its claim."""

from tests.database.keys import ACTIVITY, Row, claim, key

ROWS: tuple[tuple[str, Row], ...] = (
    ("claim", claim(ACTIVITY, 4, "community_activity")),
    (
        "community_activity",
        {
            "id": key("activity details"),
            "claim": ACTIVITY,
            "description": "Gastlessen over groen",
            "beneficiary": "Basisschool Voorbeeld",
            "people": 2,
            "block": "community_hours",
            "hours_hundredths": 800,
            "days_hundredths": None,
            "cost_cents": None,
        },
    ),
)
