"""One row for each table of reviews of contracts that look split, as migration 11 makes them."""

from datetime import UTC, date, datetime

from tests.database.keys import CONTRACT, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "split_review",
        {
            "id": key("split review"),
            "looked_on": date(2024, 9, 1),
            "reason": "Twee opdrachten: de tweede kwam van een lekkage",
            "recorded_by": OFFICER,
            "recorded_at": datetime(2024, 9, 1, 8, 30, 15, 250000, tzinfo=UTC),
        },
    ),
    ("split_review_contract", {"id": key("split review contract"), "review": key("split review"), "contract": CONTRACT}),
)
