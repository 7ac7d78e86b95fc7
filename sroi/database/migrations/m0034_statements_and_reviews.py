"""Exports about one contractor, and reviews in workbooks of any size: the job that is at work on one, and rows that it has not tried yet.

An export says whose it is, and whether it says no more than that contractor itself may see. Statements of before left an event alone.
"""

from sroi.database.schema import Schema

OLD = "state IN ('ready', 'refused', 'settled', 'decided', 'beaten')"
NEW = "state IN ('untried', 'ready', 'refused', 'settled', 'decided', 'beaten')"
STATEMENTS = (
    "ALTER TABLE export_record ADD COLUMN organisation UUID REFERENCES organisation (id)",
    "ALTER TABLE export_record ADD COLUMN is_for_contractor BOOLEAN NOT NULL DEFAULT FALSE"
    " CHECK (NOT is_for_contractor OR organisation IS NOT NULL)",
    "CREATE INDEX export_record_by_organisation ON export_record (organisation, as_known_on, id) WHERE organisation IS NOT NULL",
    "ALTER TABLE review_workbook ADD COLUMN job UUID",
    "CREATE INDEX review_workbook_row_by_state ON review_workbook_row (workbook, state, position)",
)


async def forwards(schema: Schema) -> None:
    """Add the columns, and admit rows that wait to be tried."""
    await schema.run(*STATEMENTS)
    await schema.change_check("review_workbook_row", "review_workbook_row_state_check", old=OLD, new=NEW)
