"""What migration 37 adds stands in columns of earlier tables; their rows stay as they were."""

from tests.database.keys import Row

ROWS: tuple[tuple[str, Row], ...] = ()
