"""What rows were before they changed, for exports that are made again; exports keep the position in it, and files have a period.

The period of 24 months is a working assumption, like that of candidates, whose labels are in some of the files.
"""

from datetime import UTC, datetime

from sroi.database.schema import Schema

OLD, NEW = "kind IN ('candidates', 'evidence', 'mail')", "kind IN ('candidates', 'evidence', 'mail', 'exports')"
STATEMENTS = (
    "CREATE INDEX row_history_by_row ON row_history (table_name, seq)",
    "ALTER TABLE export_record ADD COLUMN position BIGINT",
)


async def forwards(schema: Schema) -> None:
    """Create the history, which the triggers fill that `sroi.database.history` makes after the migrations."""
    await schema.run(
        f"""
        CREATE TABLE row_history (
            seq {schema.counted_key},
            table_name VARCHAR(60) NOT NULL,
            row_key VARCHAR(64) NOT NULL,
            image TEXT
        )
        """,
        *STATEMENTS,
    )
    for table in ("retention_period", "retention_run"):
        await schema.change_check(table, f"{table}_kind_check", old=OLD, new=NEW)
    row = {"kind": "exports", "months": 24, "decision": "", "changed_at": datetime(2023, 1, 1, tzinfo=UTC)}
    await schema.insert("retention_period", [row])
