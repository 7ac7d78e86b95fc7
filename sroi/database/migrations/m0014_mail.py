"""Outgoing mail and who wants which; new passwords by mail; organisations with an administrator and subcontractors of their own."""

from sroi.database.schema import Schema

MAIL = (
    """
    CREATE TABLE outgoing_mail (
        id UUID PRIMARY KEY,
        kind VARCHAR(60) NOT NULL CHECK (kind <> ''),
        to_address VARCHAR(254) NOT NULL CHECK (to_address <> ''),
        account UUID,
        content TEXT NOT NULL,
        secret VARCHAR(100) NOT NULL,
        message_id VARCHAR(200) NOT NULL UNIQUE,
        once VARCHAR(200) UNIQUE,
        status VARCHAR(20) NOT NULL CHECK (status IN ('waiting', 'sent', 'failed', 'kept')),
        error TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        ended_at TIMESTAMPTZ,
        CHECK ((ended_at IS NULL) = (status = 'waiting'))
    )
    """,
    "CREATE INDEX outgoing_mail_by_moment ON outgoing_mail (created_at, id)",
    "ALTER TABLE obligation_notice ADD COLUMN mailed_at TIMESTAMPTZ",
    # What was there before is known: nobody wants a mail about it now.
    "UPDATE obligation_notice SET mailed_at = created_at",
)
ACCOUNTS = (
    """
    CREATE TABLE password_reset (
        id UUID PRIMARY KEY,
        email VARCHAR(254) NOT NULL,
        token_hash VARCHAR(64) UNIQUE,
        asked_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ
    )
    """,
    "CREATE INDEX password_reset_by_email ON password_reset (email, asked_at)",
    "ALTER TABLE user_account ADD COLUMN is_organisation_admin BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE user_account ADD COLUMN wants_reminders BOOLEAN NOT NULL DEFAULT TRUE",
    "ALTER TABLE user_account ADD COLUMN wants_weekly_summary BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE invitation ADD COLUMN onward VARCHAR(200) NOT NULL DEFAULT ''",
    # Each contractor gets the one who came first as its own administrator.
    """
    UPDATE user_account SET is_organisation_admin = TRUE WHERE role = 'contractor' AND is_active = TRUE AND NOT EXISTS (
        SELECT 1 FROM user_account AS other
        WHERE other.organisation = user_account.organisation AND other.role = 'contractor' AND other.is_active = TRUE
            AND (other.created_at < user_account.created_at OR (other.created_at = user_account.created_at AND other.id < user_account.id))
    )
    """,
)
SUBCONTRACTORS = (
    """
    CREATE TABLE subcontract (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        contractor UUID NOT NULL REFERENCES organisation (id),
        subcontractor UUID NOT NULL REFERENCES organisation (id),
        added_by UUID NOT NULL REFERENCES user_account (id),
        added_at TIMESTAMPTZ NOT NULL,
        ended_at TIMESTAMPTZ,
        CHECK (contractor <> subcontractor)
    )
    """,
    "CREATE UNIQUE INDEX one_running_subcontract ON subcontract (contract, contractor, subcontractor) WHERE ended_at IS NULL",
    "CREATE INDEX subcontract_by_subcontractor ON subcontract (subcontractor)",
    "ALTER TABLE claim ADD COLUMN subcontractor UUID REFERENCES organisation (id)",
    "CREATE INDEX claim_by_subcontractor ON claim (subcontractor) WHERE subcontractor IS NOT NULL",
)


async def forwards(schema: Schema) -> None:
    """Create the tables and columns."""
    await schema.run(*MAIL, *ACCOUNTS, *SUBCONTRACTORS)
