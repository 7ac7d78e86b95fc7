"""Candidates, claims of each kind with their evidence and status history, and the decisions of reviewers."""

from sroi.database.schema import Schema

STATUSES = "('draft', 'submitted', 'returned', 'withdrawn', 'approved', 'rejected')"
CLAIMS = (
    """
    CREATE TABLE candidate (
        id UUID PRIMARY KEY,
        organisation UUID NOT NULL REFERENCES organisation (id),
        label VARCHAR(60) NOT NULL CHECK (label <> ''),
        label_key TEXT NOT NULL,
        person_token VARCHAR(64),
        created_at TIMESTAMPTZ NOT NULL,
        UNIQUE (organisation, label_key)
    )
    """,
    "CREATE INDEX candidate_by_person ON candidate (person_token)",
    f"""
    CREATE TABLE claim (
        id UUID PRIMARY KEY,
        number BIGINT NOT NULL UNIQUE,
        contract UUID NOT NULL REFERENCES contract (id),
        kind VARCHAR(30) NOT NULL,
        status VARCHAR(20) NOT NULL CHECK (status IN {STATUSES}),
        version INTEGER NOT NULL CHECK (version > 0),
        period_start DATE NOT NULL,
        period_before DATE NOT NULL,
        value_cents BIGINT NOT NULL CHECK (value_cents >= 0),
        expected_cents BIGINT NOT NULL CHECK (expected_cents >= 0),
        approved_cents BIGINT CHECK (approved_cents BETWEEN 0 AND value_cents),
        steps TEXT NOT NULL,
        policy_name VARCHAR(80) NOT NULL,
        policy_sha256 VARCHAR(64) NOT NULL,
        created_by UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        updated_at TIMESTAMPTZ NOT NULL,
        submitted_at TIMESTAMPTZ,
        CHECK (period_before > period_start),
        CHECK ((status = 'approved') = (approved_cents IS NOT NULL))
    )
    """,
    "CREATE INDEX claim_by_contract ON claim (contract, status)",
    "CREATE INDEX claim_by_status ON claim (status, submitted_at)",
    """
    CREATE TABLE placement (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL UNIQUE REFERENCES claim (id),
        candidate UUID NOT NULL REFERENCES candidate (id),
        target_group VARCHAR(80) NOT NULL,
        residence VARCHAR(6),
        birth_year INTEGER CHECK (birth_year BETWEEN 1900 AND 2100),
        employer_name VARCHAR(200) NOT NULL CHECK (employer_name <> ''),
        employer_kvk_number VARCHAR(8),
        starts_on DATE NOT NULL,
        ends_before DATE,
        hours_per_week_hundredths INTEGER NOT NULL CHECK (hours_per_week_hundredths BETWEEN 1 AND 6000),
        wage_cost_subsidy_before DATE,
        bonuses TEXT NOT NULL,
        CHECK (ends_before > starts_on)
    )
    """,
    "CREATE INDEX placement_by_candidate ON placement (candidate)",
    "CREATE INDEX placement_by_start ON placement (starts_on)",
    """
    CREATE TABLE training (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL UNIQUE REFERENCES claim (id),
        title VARCHAR(300) NOT NULL CHECK (title <> ''),
        provider VARCHAR(200) NOT NULL CHECK (provider <> ''),
        participants INTEGER NOT NULL CHECK (participants > 0),
        hours_hundredths INTEGER CHECK (hours_hundredths > 0),
        cost_cents BIGINT NOT NULL CHECK (cost_cents > 0)
    )
    """,
    """
    CREATE TABLE social_purchase (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL UNIQUE REFERENCES claim (id),
        supplier_name VARCHAR(200) NOT NULL CHECK (supplier_name <> ''),
        supplier_kvk_number VARCHAR(8),
        supplier_kind VARCHAR(80) NOT NULL,
        invoice_number VARCHAR(100) NOT NULL CHECK (invoice_number <> ''),
        description VARCHAR(300) NOT NULL,
        amount_cents BIGINT NOT NULL CHECK (amount_cents > 0)
    )
    """,
    "CREATE INDEX social_purchase_by_invoice ON social_purchase (supplier_kvk_number, invoice_number)",
)
EVIDENCE_AND_HISTORY = (
    """
    CREATE TABLE evidence (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL REFERENCES claim (id),
        sha256 VARCHAR(64) NOT NULL REFERENCES stored_file (sha256),
        file_name VARCHAR(255) NOT NULL,
        added_by UUID NOT NULL REFERENCES user_account (id),
        added_at TIMESTAMPTZ NOT NULL,
        UNIQUE (claim, sha256)
    )
    """,
    f"""
    CREATE TABLE claim_status_change (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL REFERENCES claim (id),
        number INTEGER NOT NULL CHECK (number > 0),
        status VARCHAR(20) NOT NULL CHECK (status IN {STATUSES}),
        reason TEXT NOT NULL,
        changed_by UUID NOT NULL REFERENCES user_account (id),
        changed_at TIMESTAMPTZ NOT NULL,
        UNIQUE (claim, number)
    )
    """,
    """
    CREATE TABLE review_decision (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL REFERENCES claim (id),
        verdict VARCHAR(20) NOT NULL CHECK (verdict IN ('approved', 'returned', 'rejected')),
        amount_cents BIGINT CHECK (amount_cents >= 0),
        reason TEXT NOT NULL,
        decided_by UUID NOT NULL REFERENCES user_account (id),
        decided_at TIMESTAMPTZ NOT NULL,
        CHECK ((verdict = 'approved') = (amount_cents IS NOT NULL)),
        CHECK (verdict = 'approved' OR reason <> '')
    )
    """,
    "CREATE INDEX review_decision_by_claim ON review_decision (claim)",
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a status history and a decision are never changed."""
    await schema.run(*CLAIMS, *EVIDENCE_AND_HISTORY)
    await schema.append_only("claim_status_change")
    await schema.append_only("review_decision")
