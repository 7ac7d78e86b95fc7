"""Settlement decisions: proposed by one person, decided by another, with the history of their status."""

from sroi.database.schema import Schema

KINDS = "('exemption', 'partial_exemption', 'hardship', 'pso_credit', 'transfer', 'withholding')"
STATUSES = "('proposed', 'adopted', 'rejected', 'withdrawn')"
STATEMENTS = (
    f"""
    CREATE TABLE settlement_decision (
        id UUID PRIMARY KEY,
        number BIGINT NOT NULL UNIQUE CHECK (number > 0),
        contract UUID NOT NULL REFERENCES contract (id),
        kind VARCHAR(30) NOT NULL CHECK (kind IN {KINDS}),
        other_contract UUID REFERENCES contract (id),
        amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
        effective_on DATE NOT NULL,
        expires_on DATE,
        pso_level VARCHAR(80),
        reason TEXT NOT NULL CHECK (reason <> ''),
        steps TEXT NOT NULL,
        status VARCHAR(20) NOT NULL CHECK (status IN {STATUSES}),
        proposed_by UUID NOT NULL REFERENCES user_account (id),
        proposed_at TIMESTAMPTZ NOT NULL,
        decided_by UUID REFERENCES user_account (id),
        decided_at TIMESTAMPTZ,
        decision_reason TEXT NOT NULL,
        CHECK (decided_by <> proposed_by),
        CHECK (other_contract <> contract),
        CHECK (expires_on > effective_on),
        CHECK ((kind = 'transfer') = (other_contract IS NOT NULL)),
        CHECK ((kind = 'pso_credit') = (pso_level IS NOT NULL)),
        CHECK ((kind = 'pso_credit') = (expires_on IS NOT NULL)),
        CHECK ((status = 'proposed') = (decided_at IS NULL)),
        CHECK ((status IN ('adopted', 'rejected')) = (decided_by IS NOT NULL)),
        CHECK (status NOT IN ('rejected', 'withdrawn') OR decision_reason <> '')
    )
    """,
    "CREATE INDEX settlement_decision_by_contract ON settlement_decision (contract)",
    "CREATE INDEX settlement_decision_by_other_contract ON settlement_decision (other_contract) WHERE other_contract IS NOT NULL",
    "CREATE INDEX settlement_decision_by_status ON settlement_decision (status, number)",
    f"""
    CREATE TABLE settlement_status_change (
        id UUID PRIMARY KEY,
        decision UUID NOT NULL REFERENCES settlement_decision (id),
        number INTEGER NOT NULL CHECK (number > 0),
        status VARCHAR(20) NOT NULL CHECK (status IN {STATUSES}),
        reason TEXT NOT NULL,
        changed_by UUID NOT NULL REFERENCES user_account (id),
        changed_at TIMESTAMPTZ NOT NULL,
        UNIQUE (decision, number)
    )
    """,
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a step in the history is never changed."""
    await schema.run(*STATEMENTS)
    await schema.append_only("settlement_status_change")
