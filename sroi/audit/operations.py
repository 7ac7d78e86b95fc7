"""Recording of events, inside the transaction of the write that they tell of."""

from collections.abc import Iterable
from datetime import datetime

from sroi.audit.queries import last_event
from sroi.audit.rules import GENESIS, Actor, Subject, canonical_json, event_hash
from sroi.audit.tables import AuditEvent
from sroi.database import engine, insert_all, notes_of_transaction

HEAD = "audit_event"
COLUMNS = ("seq", "at", "actor_kind", "actor_id", "action", "subject_kind", "subject_id", "details", "previous_hash", "hash")


async def record_event(*, actor: Actor, action: str, subject: Subject, now: datetime, details: dict[str, object] | None = None) -> None:
    """Append one event to the chain; raise RuntimeError outside a transaction, where the write could come apart from it."""
    await record_events(actor=actor, action=action, told=[(subject, details or {})], now=now)


async def record_events(*, actor: Actor, action: str, told: Iterable[tuple[Subject, dict[str, object]]], now: datetime) -> None:
    """Append an event for each subject with its details, in this order; raise RuntimeError outside a transaction."""
    if engine().current_transaction.get() is None:
        raise RuntimeError("an audit event belongs in the transaction of its write")
    notes = notes_of_transaction()
    if HEAD not in notes:
        last = await last_event()
        notes[HEAD] = (last.seq, last.hash) if last else (0, GENESIS)
    seq, previous_hash = notes[HEAD]
    rows = []
    for subject, details in told:
        seq, text = seq + 1, canonical_json(details)
        hashed = event_hash(seq=seq, at=now, actor=actor, action=action, subject=subject, details=text, previous_hash=previous_hash)
        rows.append((seq, now, actor.kind, actor.id, action, subject.kind, subject.id, text, previous_hash, hashed))
        previous_hash = hashed
    await insert_all(AuditEvent, COLUMNS, rows)
    notes[HEAD] = (seq, previous_hash)
