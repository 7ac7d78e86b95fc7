"""Uploads in pieces: a file of hundreds of megabytes goes in and out of the database a piece at a time. A file of before is one piece."""

from sroi.database.schema import Schema

FILE = """
    CREATE TABLE import_file (
        id UUID PRIMARY KEY,
        batch UUID NOT NULL REFERENCES import_batch (id),
        number INTEGER NOT NULL DEFAULT 1 CHECK (number > 0),
        content BYTEA NOT NULL,
        UNIQUE (batch, number)
    )
"""


async def forwards(schema: Schema) -> None:
    """Count the pieces of each file."""
    await schema.rebuild("import_file", FILE)
