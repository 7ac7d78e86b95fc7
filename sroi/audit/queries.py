"""Reads of the chain of events."""

from typing import Any

from sroi.access import Permission, Viewer
from sroi.audit.rules import GENESIS, Actor, Event, Subject, first_broken_event
from sroi.audit.tables import AuditEvent

PAGE_SIZE = 50
VERIFY_CHUNK = 5_000


def _event(row: dict[str, Any]) -> Event:
    return Event(
        seq=int(row["seq"]),
        at=row["at"],
        actor=Actor(row["actor_kind"], row["actor_id"]),
        action=row["action"],
        subject=Subject(row["subject_kind"], row["subject_id"]),
        details=row["details"],
        previous_hash=row["previous_hash"],
        hash=row["hash"],
    )


async def last_event() -> Event | None:
    """Return the head of the chain, or None when nothing has happened yet."""
    rows = await AuditEvent.select().order_by(AuditEvent.seq, ascending=False).limit(1)
    return _event(rows[0]) if rows else None


async def events_page(*, viewer: Viewer, before: int | None = None) -> tuple[Event, ...]:
    """Return the newest events, or those before number `before`; at most PAGE_SIZE."""
    viewer.require(Permission.READ_AUDIT)
    query = AuditEvent.select().order_by(AuditEvent.seq, ascending=False).limit(PAGE_SIZE)
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    return tuple(_event(row) for row in await query)


async def verify_chain(*, viewer: Viewer) -> int | None:
    """Return the number of the first broken event, or None when the whole chain holds."""
    viewer.require(Permission.READ_AUDIT)
    previous_hash, previous_seq = GENESIS, 0
    while True:
        rows = await AuditEvent.select().where(AuditEvent.seq > previous_seq).order_by(AuditEvent.seq).limit(VERIFY_CHUNK)
        events = tuple(_event(row) for row in rows)
        if not events:
            return None
        broken = first_broken_event(events, previous_hash=previous_hash, previous_seq=previous_seq)
        if broken is not None:
            return broken
        previous_hash, previous_seq = events[-1].hash, events[-1].seq
