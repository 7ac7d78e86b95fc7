"""Which WSP delivered a placement and which authority claims it, the rule by which placements count for a goal, and rows of the region's
lists that a person joined because they are about one person."""

from sroi.database.schema import Schema

FACTS = "('scope', 'residence', 'delivering_wsp', 'claiming_authority')"
STATEMENTS = (
    "ALTER TABLE placement ADD COLUMN delivering_wsp VARCHAR(200) NOT NULL DEFAULT ''",
    "ALTER TABLE placement ADD COLUMN claiming_authority VARCHAR(200) NOT NULL DEFAULT ''",
    f"ALTER TABLE goal ADD COLUMN counts_by VARCHAR(30) NOT NULL DEFAULT 'scope' CHECK (counts_by IN {FACTS})",
    "ALTER TABLE goal ADD COLUMN counts_value VARCHAR(200) NOT NULL DEFAULT ''",
    """
    CREATE TABLE region_join (
        id UUID PRIMARY KEY,
        one_list UUID NOT NULL REFERENCES region_list (id),
        one_identity VARCHAR(64) NOT NULL,
        other_list UUID NOT NULL REFERENCES region_list (id),
        other_identity VARCHAR(64) NOT NULL,
        reason TEXT NOT NULL CHECK (reason <> ''),
        joined_by UUID NOT NULL REFERENCES user_account (id),
        joined_at TIMESTAMPTZ NOT NULL,
        parted_reason TEXT,
        parted_by UUID REFERENCES user_account (id),
        parted_at TIMESTAMPTZ,
        CHECK ((parted_at IS NULL) = (parted_reason IS NULL) AND (parted_at IS NULL) = (parted_by IS NULL)),
        CHECK (one_list <> other_list OR one_identity <> other_identity)
    )
    """,
    "CREATE UNIQUE INDEX region_join_that_holds ON region_join (one_list, one_identity, other_list, other_identity)"
    " WHERE parted_at IS NULL",
    "CREATE INDEX region_join_by_other ON region_join (other_list, other_identity)",
)


async def forwards(schema: Schema) -> None:
    """Add the columns and the table. What was placed so far has no known WSP, is claimed by its contract's authority, and still counts."""
    await schema.run(*STATEMENTS)
