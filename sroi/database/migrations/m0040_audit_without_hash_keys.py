"""The chain of events without an index on its hashes, which point anywhere and cost a large import a fifth of what it stores.

Nobody looks an event up by its hash. That the chain does not fork follows from its numbers, each of which is there once, from the one
writer at a time, and from the check of the whole chain, which computes every hash again.
"""

from sroi.database.schema import Schema

EVENT = """
    CREATE TABLE audit_event (
        seq BIGINT PRIMARY KEY,
        at TIMESTAMPTZ NOT NULL,
        actor_kind VARCHAR(20) NOT NULL CHECK (actor_kind IN ('user', 'operator')),
        actor_id VARCHAR(64) NOT NULL CHECK (actor_id <> ''),
        action VARCHAR(60) NOT NULL CHECK (action <> ''),
        subject_kind VARCHAR(40) NOT NULL,
        subject_id VARCHAR(64) NOT NULL,
        details TEXT NOT NULL,
        previous_hash VARCHAR(64) NOT NULL,
        hash VARCHAR(64) NOT NULL
    )
"""
BY_SUBJECT = "CREATE INDEX audit_event_by_subject ON audit_event (subject_kind, subject_id)"


async def forwards(schema: Schema) -> None:
    """Give the table its new shape, with every event as it was; it stays one that may only be appended to."""
    await schema.rebuild("audit_event", EVENT, [BY_SUBJECT])
    await schema.append_only("audit_event")
