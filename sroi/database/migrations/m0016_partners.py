"""Partners: who offers placements, training or purchases, and how they are recognised."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE partner (
        id UUID PRIMARY KEY,
        name VARCHAR(200) NOT NULL CHECK (name <> ''),
        name_key TEXT NOT NULL,
        name_letters TEXT NOT NULL,
        search_text TEXT NOT NULL,
        kvk_number VARCHAR(8) UNIQUE,
        municipality VARCHAR(6),
        website VARCHAR(200) NOT NULL,
        description TEXT NOT NULL,
        offers_placements BOOLEAN NOT NULL,
        offers_training BOOLEAN NOT NULL,
        offers_purchases BOOLEAN NOT NULL,
        supplier_kind VARCHAR(80),
        recognised_by VARCHAR(200) NOT NULL,
        recognised_from DATE,
        recognised_before DATE,
        pso_level VARCHAR(20),
        pso_before DATE,
        joined_on DATE,
        left_on DATE,
        version INTEGER NOT NULL CHECK (version > 0),
        changed_by UUID NOT NULL REFERENCES user_account (id),
        changed_at TIMESTAMPTZ NOT NULL,
        CHECK ((supplier_kind IS NULL) = (recognised_from IS NULL)),
        CHECK (recognised_before IS NULL OR recognised_before > recognised_from),
        CHECK (pso_before IS NULL OR pso_level IS NOT NULL),
        CHECK (left_on IS NULL OR left_on > joined_on)
    )
    """,
    "CREATE INDEX partner_by_name ON partner (name_key, id)",
    "CREATE INDEX partner_by_letters ON partner (name_letters)",
)


async def forwards(schema: Schema) -> None:
    """Create the table."""
    await schema.run(*STATEMENTS)
