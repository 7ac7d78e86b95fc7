"""Milestones of each contract: what is due when, by the policy that it keeps, and when it was met."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE milestone (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        key VARCHAR(80) NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        label VARCHAR(200) NOT NULL,
        due_on DATE NOT NULL,
        explanation TEXT NOT NULL,
        policy_name VARCHAR(80) NOT NULL,
        is_confirmed BOOLEAN NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        lapsed_at TIMESTAMPTZ,
        met_on DATE,
        met_by UUID REFERENCES user_account (id),
        met_at TIMESTAMPTZ,
        note TEXT NOT NULL,
        CHECK ((met_on IS NULL) = (met_by IS NULL) AND (met_on IS NULL) = (met_at IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX one_running_milestone ON milestone (contract, key, number) WHERE lapsed_at IS NULL",
    "CREATE INDEX milestone_by_due_date ON milestone (due_on, id) WHERE met_on IS NULL AND lapsed_at IS NULL",
)


async def forwards(schema: Schema) -> None:
    """Create the table; a milestone that no longer holds has lapsed and is kept."""
    await schema.run(*STATEMENTS)
