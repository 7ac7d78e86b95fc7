"""The desk: ticks with a decision, decisions that are reopened, questions and answers, saved filters, and who looks at a claim now."""

from sroi.database.schema import Schema

STATEMENTS = (
    "ALTER TABLE review_decision ADD COLUMN checks TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE review_decision ADD COLUMN limit_steps INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE review_reopening (
        id UUID PRIMARY KEY,
        decision UUID NOT NULL UNIQUE REFERENCES review_decision (id),
        reason TEXT NOT NULL CHECK (reason <> ''),
        reopened_by UUID NOT NULL REFERENCES user_account (id),
        reopened_at TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE TABLE review_question (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL REFERENCES claim (id),
        version INTEGER NOT NULL CHECK (version > 0),
        question TEXT NOT NULL CHECK (question <> ''),
        asked_by UUID NOT NULL REFERENCES user_account (id),
        asked_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX review_question_by_claim ON review_question (claim, asked_at)",
    """
    CREATE TABLE review_answer (
        id UUID PRIMARY KEY,
        question UUID NOT NULL UNIQUE REFERENCES review_question (id),
        answer TEXT NOT NULL CHECK (answer <> ''),
        answered_by UUID NOT NULL REFERENCES user_account (id),
        answered_at TIMESTAMPTZ NOT NULL
    )
    """,
    """
    CREATE TABLE review_filter (
        id UUID PRIMARY KEY,
        account UUID NOT NULL REFERENCES user_account (id),
        name VARCHAR(60) NOT NULL CHECK (name <> ''),
        query TEXT NOT NULL,
        saved_at TIMESTAMPTZ NOT NULL,
        UNIQUE (account, name)
    )
    """,
    """
    CREATE TABLE review_presence (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL REFERENCES claim (id),
        account UUID NOT NULL REFERENCES user_account (id),
        seen_at TIMESTAMPTZ NOT NULL,
        UNIQUE (claim, account)
    )
    """,
    "CREATE INDEX social_purchase_by_invoice_number ON social_purchase (invoice_number)",
)


async def forwards(schema: Schema) -> None:
    """Create the tables; a question, an answer and a reopening are never changed."""
    await schema.run(*STATEMENTS)
    for table in ("review_reopening", "review_question", "review_answer"):
        await schema.append_only(table)
