"""One row for each table of migration 28: a claim that was not there before."""

from tests.database.keys import Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    ("row_history", {"seq": 1_000_000, "table_name": "claim", "row_key": str(key("claim of the history")), "image": None}),
)
