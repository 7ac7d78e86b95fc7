"""A preview that was discarded, as m0033 lets it be."""

from tests.database.keys import AUTHORITY, HASH, NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "import_batch",
        {
            "id": key("discarded import"),
            "file_name": "verkeerd bestand.csv",
            "sha256": HASH,
            "format": "register",
            "authority": AUTHORITY,
            "award_date_from_start": False,
            "status": "discarded",
            "created_by": OFFICER,
            "created_at": NOW,
            "row_count": 12,
            "problems": "[]",
        },
    ),
)
