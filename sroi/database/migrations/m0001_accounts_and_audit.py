"""Organisations, users, sessions, invitations; the chain of audit events; stored files."""

from sroi.database.schema import Schema

ACCOUNTS = (
    """
    CREATE TABLE organisation (
        id UUID PRIMARY KEY,
        name VARCHAR(200) NOT NULL CHECK (name <> ''),
        kvk_number VARCHAR(8) UNIQUE CHECK (LENGTH(kvk_number) = 8),
        search_text TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE TABLE user_account (
        id UUID PRIMARY KEY,
        email VARCHAR(254) NOT NULL UNIQUE CHECK (email <> ''),
        name VARCHAR(200) NOT NULL CHECK (name <> ''),
        role VARCHAR(30) NOT NULL CHECK (role IN ('procurement_officer', 'contractor', 'reviewer', 'administrator')),
        organisation UUID NOT NULL REFERENCES organisation (id),
        password_hash VARCHAR(200) NOT NULL,
        is_active BOOLEAN NOT NULL,
        created_at TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE TABLE user_session (
        token_hash VARCHAR(64) PRIMARY KEY,
        user_account UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        seen_at TIMESTAMPTZ NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX user_session_by_user ON user_session (user_account)",
    """
    CREATE TABLE invitation (
        id UUID PRIMARY KEY,
        token_hash VARCHAR(64) NOT NULL UNIQUE,
        email VARCHAR(254) NOT NULL CHECK (email <> ''),
        role VARCHAR(30) NOT NULL CHECK (role IN ('procurement_officer', 'contractor', 'reviewer', 'administrator')),
        organisation UUID NOT NULL REFERENCES organisation (id),
        invited_by UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ
    )
    """,
    """
    CREATE TABLE sign_in_failure (
        id UUID PRIMARY KEY,
        email VARCHAR(254) NOT NULL,
        failed_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX sign_in_failure_by_email ON sign_in_failure (email, failed_at)",
)
AUDIT_AND_FILES = (
    """
    CREATE TABLE audit_event (
        seq BIGINT PRIMARY KEY,
        at TIMESTAMPTZ NOT NULL,
        actor_kind VARCHAR(20) NOT NULL CHECK (actor_kind IN ('user', 'operator')),
        actor_id VARCHAR(64) NOT NULL CHECK (actor_id <> ''),
        action VARCHAR(60) NOT NULL CHECK (action <> ''),
        subject_kind VARCHAR(40) NOT NULL,
        subject_id VARCHAR(64) NOT NULL,
        details TEXT NOT NULL,
        previous_hash VARCHAR(64) NOT NULL UNIQUE,
        hash VARCHAR(64) NOT NULL UNIQUE
    )
    """,
    "CREATE INDEX audit_event_by_subject ON audit_event (subject_kind, subject_id)",
    """
    CREATE TABLE stored_file (
        sha256 VARCHAR(64) PRIMARY KEY,
        media_type VARCHAR(100) NOT NULL,
        size_bytes BIGINT NOT NULL CHECK (size_bytes > 0),
        stored_at TIMESTAMPTZ NOT NULL
    )
    """,
)


async def forwards(schema: Schema) -> None:
    """Create the tables."""
    await schema.run(*ACCOUNTS, *AUDIT_AND_FILES)
    await schema.append_only("audit_event")
