"""Jobs: work that is left for later, taken by one process at a time."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE job (
        id UUID PRIMARY KEY,
        kind VARCHAR(60) NOT NULL CHECK (kind <> ''),
        payload TEXT NOT NULL,
        occurrence VARCHAR(60),
        asked_by UUID,
        created_at TIMESTAMPTZ NOT NULL,
        due_at TIMESTAMPTZ NOT NULL,
        taken_by UUID,
        attempts INTEGER NOT NULL CHECK (attempts >= 0),
        max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
        steps_done INTEGER NOT NULL CHECK (steps_done >= 0),
        steps_total INTEGER,
        message TEXT NOT NULL,
        error TEXT NOT NULL,
        ended_at TIMESTAMPTZ,
        has_failed BOOLEAN NOT NULL,
        CHECK (ended_at IS NULL OR taken_by IS NULL),
        CHECK (ended_at IS NOT NULL OR NOT has_failed)
    )
    """,
    "CREATE INDEX job_by_due_moment ON job (due_at, id) WHERE ended_at IS NULL",
    "CREATE INDEX job_by_taking ON job (taken_by) WHERE taken_by IS NOT NULL",
    "CREATE UNIQUE INDEX one_job_an_occurrence ON job (kind, occurrence) WHERE occurrence IS NOT NULL",
)


async def forwards(schema: Schema) -> None:
    """Create the table."""
    await schema.run(*STATEMENTS)
