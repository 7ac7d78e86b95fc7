"""Plans of approach: versions of what a contractor will do, their lines, and the history of their status."""

from sroi.database.schema import Schema

STATUSES = "('draft', 'submitted', 'returned', 'agreed', 'superseded')"
KINDS = "('placement', 'training', 'social_purchase', 'community_activity')"
STATEMENTS = (
    f"""
    CREATE TABLE plan (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        number INTEGER NOT NULL CHECK (number > 0),
        status VARCHAR(20) NOT NULL CHECK (status IN {STATUSES}),
        version INTEGER NOT NULL CHECK (version > 0),
        changed_at TIMESTAMPTZ NOT NULL,
        submitted_at TIMESTAMPTZ,
        UNIQUE (contract, number)
    )
    """,
    "CREATE UNIQUE INDEX plan_that_is_open ON plan (contract) WHERE status IN ('draft', 'submitted', 'returned')",
    "CREATE UNIQUE INDEX plan_that_is_agreed ON plan (contract) WHERE status = 'agreed'",
    "CREATE INDEX plan_by_status ON plan (status, submitted_at, id)",
    f"""
    CREATE TABLE plan_item (
        id UUID PRIMARY KEY,
        plan UUID NOT NULL REFERENCES plan (id),
        position INTEGER NOT NULL CHECK (position > 0),
        kind VARCHAR(30) NOT NULL CHECK (kind IN {KINDS}),
        block VARCHAR(80) NOT NULL,
        starts_on DATE NOT NULL,
        ends_before DATE NOT NULL,
        people INTEGER NOT NULL CHECK (people > 0),
        hours_per_week_hundredths INTEGER,
        cost_cents BIGINT,
        hours_hundredths INTEGER,
        days_hundredths INTEGER,
        with_whom VARCHAR(300) NOT NULL,
        partner UUID REFERENCES partner (id),
        note VARCHAR(300) NOT NULL,
        UNIQUE (plan, position),
        CHECK (ends_before > starts_on)
    )
    """,
    f"""
    CREATE TABLE plan_status_change (
        id UUID PRIMARY KEY,
        plan UUID NOT NULL REFERENCES plan (id),
        number INTEGER NOT NULL CHECK (number > 0),
        status VARCHAR(20) NOT NULL CHECK (status IN {STATUSES}),
        reason TEXT NOT NULL,
        changed_by UUID NOT NULL REFERENCES user_account (id),
        changed_at TIMESTAMPTZ NOT NULL,
        UNIQUE (plan, number)
    )
    """,
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a step in the history is never changed."""
    await schema.run(*STATEMENTS)
    await schema.append_only("plan_status_change")
