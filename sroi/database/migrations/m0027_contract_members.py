"""The members of a consortium that won a contract: each as it was named, and which of them leads."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE contract_member (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        position INTEGER NOT NULL CHECK (position > 0),
        name VARCHAR(200) NOT NULL CHECK (name <> ''),
        number VARCHAR(100),
        number_kind VARCHAR(10) CHECK (number_kind IN ('kvk', 'oin', 'other')),
        is_lead BOOLEAN NOT NULL,
        UNIQUE (contract, position),
        CHECK ((number IS NULL) = (number_kind IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX contract_member_that_leads ON contract_member (contract) WHERE is_lead",
)


async def forwards(schema: Schema) -> None:
    """Create the table. What was imported before keeps its members in the import alone, and gets them when it is imported again."""
    await schema.run(*STATEMENTS)
