"""One row for the table of migration 38: a claim that is kept as double."""

from tests.database.keys import PURCHASE, Row

ROWS: tuple[tuple[str, Row], ...] = (("doubled_claim", {"claim": PURCHASE}),)
