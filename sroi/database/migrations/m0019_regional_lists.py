"""The region's lists: versions, their rows, what they were compared with, and what a person decided about each line."""

from sroi.database.schema import Schema

VERDICTS = "'matched', 'own_only', 'partner_only', 'suspected_duplicate', 'disputed'"
STATEMENTS = (
    """
    CREATE TABLE region_list (
        id UUID PRIMARY KEY,
        partner VARCHAR(200) NOT NULL CHECK (partner <> ''),
        partner_key TEXT NOT NULL,
        year INTEGER NOT NULL CHECK (year >= 2000 AND year < 2200),
        created_by UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        UNIQUE (partner_key, year)
    )
    """,
    """
    CREATE TABLE region_version (
        id UUID PRIMARY KEY,
        list UUID NOT NULL REFERENCES region_list (id),
        number INTEGER NOT NULL CHECK (number >= 1),
        file_name VARCHAR(255) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        format VARCHAR(40) NOT NULL,
        status VARCHAR(20) NOT NULL CHECK (status IN ('preview', 'taken_in')),
        columns TEXT NOT NULL,
        problems TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        created_by UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        compared_at TIMESTAMPTZ,
        UNIQUE (list, number),
        CHECK ((status = 'taken_in') = (compared_at IS NOT NULL))
    )
    """,
    """
    CREATE TABLE region_row (
        id UUID PRIMARY KEY,
        version UUID NOT NULL REFERENCES region_version (id),
        position INTEGER NOT NULL,
        location VARCHAR(200) NOT NULL,
        identity VARCHAR(64) NOT NULL,
        fingerprint VARCHAR(64) NOT NULL,
        person_token VARCHAR(64),
        facts TEXT NOT NULL,
        problems TEXT NOT NULL,
        UNIQUE (version, position)
    )
    """,
    "CREATE INDEX region_row_by_identity ON region_row (version, identity)",
    f"""
    CREATE TABLE region_line (
        id UUID PRIMARY KEY,
        version UUID NOT NULL REFERENCES region_version (id),
        position INTEGER NOT NULL,
        line_key VARCHAR(64) NOT NULL,
        partner_row UUID REFERENCES region_row (id),
        own_claim UUID REFERENCES claim (id),
        own_facts TEXT NOT NULL,
        kind VARCHAR(20) NOT NULL CHECK (kind IN ('placement', 'training', 'purchase')),
        proposed VARCHAR(20) NOT NULL CHECK (proposed IN ({VERDICTS})),
        score INTEGER CHECK (score BETWEEN 0 AND 100),
        is_sure BOOLEAN NOT NULL,
        levels VARCHAR(20) NOT NULL,
        has_rivals BOOLEAN NOT NULL,
        repeats VARCHAR(200) NOT NULL,
        UNIQUE (version, position),
        UNIQUE (version, line_key),
        CHECK (partner_row IS NOT NULL OR own_claim IS NOT NULL)
    )
    """,
    "CREATE INDEX region_line_by_claim ON region_line (own_claim)",
    "CREATE INDEX region_line_by_row ON region_line (partner_row)",
    f"""
    CREATE TABLE region_decision (
        id UUID PRIMARY KEY,
        list UUID NOT NULL REFERENCES region_list (id),
        line_key VARCHAR(64) NOT NULL,
        number INTEGER NOT NULL CHECK (number >= 1),
        verdict VARCHAR(20) NOT NULL CHECK (verdict IN ({VERDICTS})),
        reason TEXT NOT NULL CHECK (reason <> ''),
        in_bulk BOOLEAN NOT NULL,
        decided_by UUID NOT NULL REFERENCES user_account (id),
        decided_at TIMESTAMPTZ NOT NULL,
        UNIQUE (list, line_key, number)
    )
    """,
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a step in the history is never changed. The lines of a version are made anew when it is compared again."""
    await schema.run(*STATEMENTS)
    await schema.append_only("region_row")
    await schema.append_only("region_decision")
