"""What migration 35 adds stands in a column of an earlier table; its rows stay as they were."""

from tests.database.keys import Row

ROWS: tuple[tuple[str, Row], ...] = ()
