"""How long each kind of data is kept, and what was taken away when.

The periods are working assumptions until an official confirms them: two years after the contract for candidates, seven for evidence, half a
year for mail.
"""

from datetime import UTC, datetime

from sroi.database.schema import Schema

KINDS = "('candidates', 'evidence', 'mail')"
STATEMENTS = (
    f"""
    CREATE TABLE retention_period (
        kind VARCHAR(20) PRIMARY KEY CHECK (kind IN {KINDS}),
        months INTEGER NOT NULL CHECK (months > 0),
        decision VARCHAR(300) NOT NULL,
        changed_by UUID REFERENCES user_account (id),
        changed_at TIMESTAMPTZ NOT NULL
    )
    """,
    f"""
    CREATE TABLE retention_run (
        id UUID PRIMARY KEY,
        kind VARCHAR(20) NOT NULL CHECK (kind IN {KINDS}),
        ended_before DATE NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        ran_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX retention_run_by_moment ON retention_run (ran_at, id)",
    "ALTER TABLE candidate ADD COLUMN anonymised_at TIMESTAMPTZ",
)
MONTHS = {"candidates": 24, "evidence": 84, "mail": 6}


async def forwards(schema: Schema) -> None:
    """Create the tables with the periods; what was taken away stays in the list of runs."""
    await schema.run(*STATEMENTS)
    moment = datetime(2023, 1, 1, tzinfo=UTC)
    rows = [{"kind": kind, "months": months, "decision": "", "changed_at": moment} for kind, months in MONTHS.items()]
    await schema.insert("retention_period", rows)
    await schema.append_only("retention_run")
