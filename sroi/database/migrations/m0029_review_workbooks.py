"""Workbooks in which the WSP did its review: what was filled in, what is wrong with it, and the decisions that came of it."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE review_workbook (
        id UUID PRIMARY KEY,
        file_name VARCHAR(255) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        row_count INTEGER NOT NULL CHECK (row_count > 0),
        handed_in_by UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        decided_at TIMESTAMPTZ
    )
    """,
    "CREATE INDEX review_workbook_by_person ON review_workbook (handed_in_by, created_at)",
    """
    CREATE TABLE review_workbook_row (
        id UUID PRIMARY KEY,
        workbook UUID NOT NULL REFERENCES review_workbook (id),
        position INTEGER NOT NULL,
        sheet VARCHAR(100) NOT NULL,
        claim UUID REFERENCES claim (id),
        version INTEGER NOT NULL,
        verdict VARCHAR(20) CHECK (verdict IN ('approved', 'returned', 'rejected')),
        amount_cents BIGINT,
        typed TEXT NOT NULL,
        addresses TEXT NOT NULL,
        state VARCHAR(20) NOT NULL CHECK (state IN ('ready', 'refused', 'settled', 'decided', 'beaten')),
        problems TEXT NOT NULL,
        decision UUID REFERENCES review_decision (id),
        UNIQUE (workbook, position),
        CHECK ((state = 'decided') = (decision IS NOT NULL)),
        CHECK (state <> 'ready' OR (claim IS NOT NULL AND verdict IS NOT NULL))
    )
    """,
    "CREATE UNIQUE INDEX review_workbook_row_by_decision ON review_workbook_row (decision) WHERE decision IS NOT NULL",
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a decision comes of one row at most."""
    await schema.run(*STATEMENTS)
