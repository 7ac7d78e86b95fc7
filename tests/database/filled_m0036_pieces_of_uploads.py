"""The second piece of a file that waits for its confirmation, as m0036 keeps it."""

from tests.database.keys import BATCH, Row, key

PIECE = b"2023-015;Schoonmaak\r\n"
ROWS: tuple[tuple[str, Row], ...] = (("import_file", {"id": key("second piece"), "batch": BATCH, "number": 2, "content": PIECE}),)
