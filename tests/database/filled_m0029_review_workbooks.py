"""One row for each table of migration 29: a workbook that was shown, and a row of it."""

from tests.database.keys import HASH, NOW, OFFICER, TRAINING, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "review_workbook",
        {
            "id": key("workbook"),
            "file_name": "sroi-compliance-2023.xlsx",
            "sha256": HASH,
            "row_count": 1,
            "handed_in_by": OFFICER,
            "created_at": NOW,
            "decided_at": None,
        },
    ),
    (
        "review_workbook_row",
        {
            "id": key("workbook row"),
            "workbook": key("workbook"),
            "position": 1,
            "sheet": "Opgaven",
            "claim": TRAINING,
            "version": 1,
            "verdict": "rejected",
            "amount_cents": None,
            "typed": "{}",
            "addresses": "{}",
            "state": "ready",
            "problems": "[]",
            "decision": None,
        },
    ),
)
