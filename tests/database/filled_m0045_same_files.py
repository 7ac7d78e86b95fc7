"""A second import of one file: the index of m0045 does not tell imports apart."""

from tests.database.keys import AUTHORITY, HASH, NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "import_batch",
        {
            "id": key("import of the same file"),
            "file_name": "contractregister.csv",
            "sha256": HASH,
            "format": "register",
            "authority": AUTHORITY,
            "award_date_from_start": True,
            "status": "preview",
            "created_by": OFFICER,
            "created_at": NOW,
            "row_count": 3,
            "problems": "[]",
        },
    ),
)
