"""Revisions of the obligation, notices of new ones, and the ledger."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE obligation_revision (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        number INTEGER NOT NULL CHECK (number > 0),
        cause VARCHAR(40) NOT NULL,
        effective_on DATE NOT NULL,
        recorded_at TIMESTAMPTZ NOT NULL,
        outcome VARCHAR(20) NOT NULL CHECK (outcome IN ('owed', 'not_owed', 'asks')),
        amount_cents BIGINT NOT NULL CHECK (amount_cents >= 0),
        policy_name VARCHAR(80),
        policy_sha256 VARCHAR(64),
        steps TEXT NOT NULL,
        questions TEXT NOT NULL,
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        UNIQUE (contract, number),
        CHECK (outcome = 'owed' OR amount_cents = 0),
        CHECK (outcome = 'asks' OR policy_name IS NOT NULL)
    )
    """,
    """
    CREATE TABLE obligation_notice (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL UNIQUE REFERENCES contract (id),
        created_at TIMESTAMPTZ NOT NULL,
        seen_at TIMESTAMPTZ,
        seen_by UUID REFERENCES user_account (id)
    )
    """,
    """
    CREATE TABLE ledger_entry (
        seq BIGINT PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        kind VARCHAR(20) NOT NULL CHECK (kind IN ('owed', 'approved', 'exempted', 'transferred', 'withheld')),
        amount_cents BIGINT NOT NULL,
        effective_on DATE NOT NULL,
        recorded_at TIMESTAMPTZ NOT NULL,
        source_kind VARCHAR(40) NOT NULL,
        source_id UUID NOT NULL,
        UNIQUE (kind, source_kind, source_id)
    )
    """,
    "CREATE INDEX ledger_entry_by_contract ON ledger_entry (contract, kind)",
)


async def forwards(schema: Schema) -> None:
    """Create the tables; what was computed or posted is never changed."""
    await schema.run(*STATEMENTS)
    await schema.append_only("obligation_revision")
    await schema.append_only("ledger_entry")
