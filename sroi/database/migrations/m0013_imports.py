"""Imports with a verdict for each row, named column profiles, and what undoing takes: withdrawn contracts and retracted events."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from sroi.database.migrations.m0006_contract_events import EVENT_KINDS
from sroi.database.schema import Schema

SEEDED_AT = datetime(2024, 1, 1, tzinfo=UTC)
COMPLETE = """(
            number IS NOT NULL AND title <> '' AND contract_type IS NOT NULL AND contractor IS NOT NULL
            AND contract_sum_cents IS NOT NULL AND awarded_on IS NOT NULL AND starts_on IS NOT NULL AND registered_at IS NOT NULL
        )"""
KINDS = ", ".join(f"'{kind}'" for kind in EVENT_KINDS)
CONTRACTS = (
    # A withdrawn contract leaves its number, and the row that it came from, to whoever registers it again.
    "ALTER TABLE contract ADD COLUMN withdrawn_number VARCHAR(100)",
    "ALTER TABLE contract ADD COLUMN withdrawn_at TIMESTAMPTZ",
)
BATCHES = (
    "ALTER TABLE import_batch ADD COLUMN profile_name VARCHAR(100) NOT NULL DEFAULT ''",
    "ALTER TABLE import_batch ADD COLUMN columns TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE import_batch ADD COLUMN job UUID",
    "ALTER TABLE import_batch ADD COLUMN undone_at TIMESTAMPTZ",
    """
    CREATE TABLE import_file (
        id UUID PRIMARY KEY,
        batch UUID NOT NULL UNIQUE REFERENCES import_batch (id),
        content BYTEA NOT NULL
    )
    """,
)
ROWS = (
    "ALTER TABLE import_row ADD COLUMN finding VARCHAR(20) NOT NULL DEFAULT 'new' CHECK (finding IN ('new', 'changed', 'same', 'doubt'))",
    "ALTER TABLE import_row ADD COLUMN source_key VARCHAR(64) NOT NULL DEFAULT ''",
    "ALTER TABLE import_row ADD COLUMN digest VARCHAR(64) NOT NULL DEFAULT ''",
    "ALTER TABLE import_row ADD COLUMN doubts TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import_row ADD COLUMN differences TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import_row ADD COLUMN details TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import_row ADD COLUMN before TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE import_row ADD COLUMN has_problems BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE import_row ADD COLUMN decision VARCHAR(20) NOT NULL DEFAULT '' CHECK (decision IN ('', 'new', 'link', 'skip'))",
    "ALTER TABLE import_row ADD COLUMN tender UUID REFERENCES tender (id)",
    "UPDATE import_row SET finding = CASE verdict WHEN 'contract' THEN 'new' WHEN 'draft' THEN 'doubt' ELSE 'same' END",
    "UPDATE import_row SET has_problems = TRUE WHERE problems <> '[]'",
    "CREATE INDEX import_row_by_source ON import_row (source_key)",
    "CREATE INDEX import_row_by_finding ON import_row (batch, finding, position)",
)
PROFILES = """
    CREATE TABLE column_profile (
        id UUID PRIMARY KEY,
        name VARCHAR(100) NOT NULL CHECK (name <> ''),
        search_text VARCHAR(100) NOT NULL UNIQUE,
        base VARCHAR(60) NOT NULL,
        columns TEXT NOT NULL,
        created_by UUID REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL
    )
"""
SHIPPED = {
    "id": uuid5(NAMESPACE_URL, "urn:sroi:column-profile:contract_register"),
    "name": "Contractregister",
    "search_text": "contractregister",
    "base": "contract_register",
    "columns": "{}",
    "created_at": SEEDED_AT,
}


async def forwards(schema: Schema) -> None:
    """Widen the checks, add the columns, say what was found of the rows of before, and seed the shipped profile."""
    status = "status IN ('draft', 'registered'"
    await schema.change_check("contract", "contract_status_check", old=f"{status})", new=f"{status}, 'withdrawn')")
    await schema.change_check(
        "contract", "contract_check1", old=f"status = 'draft' OR {COMPLETE}", new=f"status <> 'registered' OR {COMPLETE}"
    )
    await schema.change_check(
        "contract_event", "contract_event_kind_check", old=f"kind IN ({KINDS})", new=f"kind IN ({KINDS}, 'retraction')"
    )
    stages = "status IN ('preview', 'confirmed'"
    await schema.change_check(
        "import_batch", "import_batch_status_check", old=f"{stages})", new=f"{stages}, 'reading', 'refused', 'undone')"
    )
    kinds = "verdict IN ('contract', 'draft', 'known'"
    await schema.change_check("import_row", "import_row_verdict_check", old=f"{kinds})", new=f"{kinds}, 'change', 'tender')")
    await schema.run(*CONTRACTS, *BATCHES, *ROWS, PROFILES)
    await schema.insert("column_profile", [SHIPPED])
