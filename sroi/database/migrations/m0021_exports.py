"""Exports that were made: of which year and day, by whom, and the hash of the bytes."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE export_record (
        id UUID PRIMARY KEY,
        key VARCHAR(40) NOT NULL,
        year INTEGER NOT NULL,
        as_of DATE NOT NULL,
        as_known_on TIMESTAMPTZ NOT NULL,
        made_by UUID REFERENCES user_account (id),
        release VARCHAR(40) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0),
        is_kept BOOLEAN NOT NULL
    )
    """,
    "CREATE INDEX export_record_by_moment ON export_record (as_known_on, id)",
)


async def forwards(schema: Schema) -> None:
    """Create the table; what was made stays on record."""
    await schema.run(*STATEMENTS)
    await schema.append_only("export_record")
