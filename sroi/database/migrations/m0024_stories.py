"""Success stories about placements, and the consents that each of its texts needs."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE success_story (
        id UUID PRIMARY KEY,
        aftercare UUID NOT NULL UNIQUE REFERENCES aftercare (id),
        title VARCHAR(150) NOT NULL CHECK (title <> ''),
        text TEXT NOT NULL CHECK (text <> ''),
        version INTEGER NOT NULL CHECK (version > 0),
        drafted_by UUID NOT NULL REFERENCES user_account (id),
        drafted_at TIMESTAMPTZ NOT NULL,
        published_at TIMESTAMPTZ
    )
    """,
    "CREATE INDEX success_story_by_moment ON success_story (published_at, id) WHERE published_at IS NOT NULL",
    """
    CREATE TABLE story_consent (
        id UUID PRIMARY KEY,
        story UUID NOT NULL REFERENCES success_story (id),
        version INTEGER NOT NULL CHECK (version > 0),
        party VARCHAR(20) NOT NULL CHECK (party IN ('candidate', 'employer')),
        given_on DATE NOT NULL,
        how VARCHAR(300) NOT NULL CHECK (how <> ''),
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        recorded_at TIMESTAMPTZ NOT NULL,
        withdrawn_by UUID REFERENCES user_account (id),
        withdrawn_at TIMESTAMPTZ,
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX story_consent_that_holds ON story_consent (story, version, party) WHERE withdrawn_at IS NULL",
)


async def forwards(schema: Schema) -> None:
    """Create the tables."""
    await schema.run(*STATEMENTS)
