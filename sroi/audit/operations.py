"""Recording of events, inside the transaction of the write that they tell of."""

from datetime import datetime

from sroi.audit.queries import last_event
from sroi.audit.rules import GENESIS, Actor, Subject, canonical_json, event_hash
from sroi.audit.tables import AuditEvent
from sroi.database import engine


async def record_event(*, actor: Actor, action: str, subject: Subject, now: datetime, details: dict[str, object] | None = None) -> None:
    """Append one event to the chain; raise RuntimeError outside a transaction, where the write could come apart from it."""
    if engine().current_transaction.get() is None:
        raise RuntimeError("an audit event belongs in the transaction of its write")
    last = await last_event()
    seq, previous_hash = (last.seq + 1, last.hash) if last else (1, GENESIS)
    text = canonical_json(details or {})
    await AuditEvent.insert(
        AuditEvent(
            seq=seq,
            at=now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            action=action,
            subject_kind=subject.kind,
            subject_id=subject.id,
            details=text,
            previous_hash=previous_hash,
            hash=event_hash(seq=seq, at=now, actor=actor, action=action, subject=subject, details=text, previous_hash=previous_hash),
        )
    )
