"""Exports about one contractor: whose they are, and whether they say no more than that contractor itself may see."""

from sroi.database.schema import Schema

STATEMENTS = (
    "ALTER TABLE export_record ADD COLUMN organisation UUID REFERENCES organisation (id)",
    "ALTER TABLE export_record ADD COLUMN is_for_contractor BOOLEAN NOT NULL DEFAULT FALSE"
    " CHECK (NOT is_for_contractor OR organisation IS NOT NULL)",
    "CREATE INDEX export_record_by_organisation ON export_record (organisation, as_known_on, id) WHERE organisation IS NOT NULL",
)


async def forwards(schema: Schema) -> None:
    """Add the columns; what was made before is about a whole year, and statements of before left an event alone."""
    await schema.run(*STATEMENTS)
