"""One row for each table of migration 21: an export that was made."""

from tests.database.keys import DAY, HASH, NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "export_record",
        {
            "id": key("export"),
            "key": "ledger",
            "year": 2023,
            "as_of": DAY,
            "as_known_on": NOW,
            "made_by": OFFICER,
            "release": "0.1.0",
            "sha256": HASH,
            "size_bytes": 12,
            "is_kept": True,
        },
    ),
)
