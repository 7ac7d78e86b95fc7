"""One row for each table of migration 23: what was taken away, and a candidate who is anonymous since."""

from tests.database.keys import DAY, FIRM, NOW, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    ("retention_run", {"id": key("retention run"), "kind": "candidates", "ended_before": DAY, "number": 3, "ran_at": NOW}),
    (
        "candidate",
        {
            "id": key("anonymous candidate"),
            "organisation": FIRM,
            "label": "geanonimiseerd",
            "label_key": "geanonimiseerd 1",
            "person_token": None,
            "created_at": NOW,
            "anonymised_at": NOW,
        },
    ),
)
