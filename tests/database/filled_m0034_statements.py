"""One row for what migration 34 adds: a statement that a contractor made of itself."""

from tests.database.keys import DAY, FIRM, HASH, NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "export_record",
        {
            "id": key("statement"),
            "key": "opdrachtnemer",
            "year": 2023,
            "as_of": DAY,
            "as_known_on": NOW,
            "made_by": OFFICER,
            "release": "0.1.0",
            "sha256": HASH,
            "size_bytes": 12,
            "is_kept": True,
            "position": 3,
            "organisation": FIRM,
            "is_for_contractor": True,
        },
    ),
)
