"""That somebody looked at contracts that look split: when and why, and at which contracts."""

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE split_review (
        id UUID PRIMARY KEY,
        looked_on DATE NOT NULL,
        reason TEXT NOT NULL CHECK (reason <> ''),
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        recorded_at TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE TABLE split_review_contract (
        id UUID PRIMARY KEY,
        review UUID NOT NULL REFERENCES split_review (id),
        contract UUID NOT NULL REFERENCES contract (id),
        UNIQUE (review, contract)
    )
    """,
    "CREATE INDEX split_review_contract_by_contract ON split_review_contract (contract)",
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a step in the history is never changed."""
    await schema.run(*STATEMENTS)
    await schema.append_only("split_review")
    await schema.append_only("split_review_contract")
