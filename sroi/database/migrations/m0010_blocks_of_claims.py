"""By which building block a training counts, community activities, and by which block an entry counts: what limits are held against.

A training so far counted its costs, by the first training block of its policy; that becomes its block.
"""

import tomllib

from sroi.database.schema import Schema
from sroi.database.transactions import fetch

ONLY_BLOCK = "costs"
MEASURED = """
        block VARCHAR(80) NOT NULL DEFAULT 'costs' CHECK (block <> ''),
        hours_hundredths INTEGER CHECK (hours_hundredths > 0),
        days_hundredths INTEGER CHECK (days_hundredths > 0),
        cost_cents BIGINT CHECK (cost_cents > 0)
"""
TRAINING = f"""
    CREATE TABLE training (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL UNIQUE REFERENCES claim (id),
        title VARCHAR(300) NOT NULL CHECK (title <> ''),
        provider VARCHAR(200) NOT NULL CHECK (provider <> ''),
        participants INTEGER NOT NULL CHECK (participants > 0),
        {MEASURED}
    )
"""
COMMUNITY_ACTIVITY = f"""
    CREATE TABLE community_activity (
        id UUID PRIMARY KEY,
        claim UUID NOT NULL UNIQUE REFERENCES claim (id),
        description VARCHAR(300) NOT NULL CHECK (description <> ''),
        beneficiary VARCHAR(200) NOT NULL CHECK (beneficiary <> ''),
        people INTEGER NOT NULL CHECK (people > 0),
        {MEASURED.replace(" DEFAULT 'costs'", "")}
    )
"""
LEDGER = """
    CREATE TABLE ledger_entry (
        seq BIGINT PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        kind VARCHAR(20) NOT NULL CHECK (kind IN ('owed', 'approved', 'exempted', 'transferred', 'withheld')),
        amount_cents BIGINT NOT NULL,
        effective_on DATE NOT NULL,
        recorded_at TIMESTAMPTZ NOT NULL,
        source_kind VARCHAR(40) NOT NULL,
        source_id UUID NOT NULL,
        block VARCHAR(120),
        UNIQUE (kind, source_kind, source_id, contract, effective_on)
    )
"""
LEDGER_INDEXES = (
    "CREATE INDEX ledger_entry_by_contract ON ledger_entry (contract, kind, effective_on)",
    "CREATE INDEX ledger_entry_by_source ON ledger_entry (source_id)",
)
BLOCKS_OF_CREDITS = """
    UPDATE ledger_entry SET block = (
        SELECT 'pso.' || settlement_decision.pso_level FROM settlement_decision WHERE settlement_decision.id = ledger_entry.source_id
    )
    WHERE source_kind IN ('pso_credit', 'pso_credit_expired')
"""
TRAINED_BY = "SELECT DISTINCT claim.policy_name FROM claim WHERE claim.kind = 'training'"
TRAININGS = "UPDATE training SET block = {} WHERE claim IN (SELECT claim.id FROM claim WHERE claim.policy_name = {})"


async def _first_training_block(policy_name: str) -> str:
    """Return the first training block of a published policy, those of its region before its own."""
    rows = await fetch("SELECT text, blocks_from FROM policy_version WHERE name = {}", policy_name)
    if not rows:
        return ONLY_BLOCK
    own = tomllib.loads(rows[0]["text"]).get("trainings", {})
    shared: dict[str, object] = {}
    if rows[0]["blocks_from"] is not None:
        texts = await fetch("SELECT text FROM policy_version WHERE name = {}", rows[0]["blocks_from"])
        shared = tomllib.loads(texts[0]["text"]).get("trainings", {}) if texts else {}
    return next(iter({**shared, **own}), ONLY_BLOCK)


async def forwards(schema: Schema) -> None:
    """Give trainings and PSO credits their block, and community activities a table."""
    await schema.rebuild("training", TRAINING)
    for row in await fetch(TRAINED_BY):
        await fetch(TRAININGS, await _first_training_block(row["policy_name"]), row["policy_name"])
    await schema.run(COMMUNITY_ACTIVITY)
    await schema.rebuild("ledger_entry", LEDGER, LEDGER_INDEXES)
    await schema.run(BLOCKS_OF_CREDITS)
    await schema.append_only("ledger_entry")
