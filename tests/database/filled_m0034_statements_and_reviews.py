"""Rows for what migration 34 adds: a statement that a contractor made of itself, and a review of which a row was not tried yet."""

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
    (
        "review_workbook",
        {
            "id": key("large review"),
            "file_name": "werkboek.xlsx",
            "sha256": HASH,
            "row_count": 1,
            "handed_in_by": OFFICER,
            "created_at": NOW,
            "decided_at": None,
            "job": key("job"),
        },
    ),
    (
        "review_workbook_row",
        {
            "id": key("untried row"),
            "workbook": key("large review"),
            "position": 1,
            "sheet": "Opgaven",
            "claim": None,
            "version": 1,
            "verdict": "approved",
            "amount_cents": 150000,
            "typed": "{}",
            "addresses": "{}",
            "state": "untried",
            "problems": "[]",
            "decision": None,
        },
    ),
)
