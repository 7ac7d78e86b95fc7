"""The chain of audit events: what was changed, dropped, put in between or moved is found, by its number."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from sroi.access import OPERATOR, Role, UnableToAllow, Viewer
from sroi.audit import queries
from sroi.audit.operations import record_event
from sroi.audit.queries import PAGE_SIZE, events_page, verify_chain
from sroi.audit.rules import GENESIS, Actor, Event, Subject, actor_of, canonical_json, event_hash, first_broken_event
from sroi.audit.tables import AuditEvent
from sroi.database import engine, fetch, transaction
from sroi.database.sqlite import PooledSQLiteEngine
from tests.makers import make_administrator, make_contractor, make_officer, make_reviewer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
OFFICER = Actor("user", "7d0f3c0e-inkoper")


class Undone(Exception):
    """Ends a transaction of a test, so that nothing of it stays."""


def linked(*, seq: int, action: str, previous_hash: str) -> Event:
    """Return an event that follows the one with `previous_hash`."""
    at, subject, details = NOW + timedelta(minutes=seq), Subject("contract", f"2024-{seq:03}"), canonical_json({"number": seq})
    digest = event_hash(seq=seq, at=at, actor=OFFICER, action=action, subject=subject, details=details, previous_hash=previous_hash)
    return Event(seq, at, OFFICER, action, subject, details, previous_hash, digest)


def chain(length: int) -> list[Event]:
    """Return a whole chain."""
    events: list[Event] = []
    for seq in range(1, length + 1):
        events.append(linked(seq=seq, action="contract.registered", previous_hash=events[-1].hash if events else GENESIS))
    return events


async def record(number: int = 1, details: dict[str, object] | None = None, at: datetime = NOW) -> None:
    """Record that a contract was registered."""
    async with transaction():
        await record_event(
            actor=OFFICER, action="contract.registered", subject=Subject("contract", f"2024-{number:03}"), now=at, details=details
        )


async def stop_refusing() -> None:
    """Take away what makes the database refuse changes, as somebody with its password could."""
    if isinstance(engine(), PooledSQLiteEngine):
        await fetch("DROP TRIGGER audit_event_refuses_update")
        await fetch("DROP TRIGGER audit_event_refuses_delete")
    else:
        await fetch("DROP TRIGGER audit_event_refuses_change ON audit_event")


def test_a_whole_chain_holds() -> None:
    assert first_broken_event(chain(5)) is None
    assert first_broken_event([]) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"at": NOW},
        {"actor": Actor("user", "someone else")},
        {"actor": Actor("operator", OFFICER.id)},
        {"action": "contract.draft_kept"},
        {"subject": Subject("contract", "2024-999")},
        {"subject": Subject("claim", "2024-003")},
        {"details": '{"number":4}'},
        {"previous_hash": GENESIS},
        {"hash": GENESIS},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_event_is_found_with_its_number(changed: dict[str, Any]) -> None:
    events = chain(5)
    events[2] = replace(events[2], **changed)
    assert first_broken_event(events) == 3


def test_a_dropped_event_is_found_at_the_one_after_it() -> None:
    events = chain(5)
    del events[2]
    assert first_broken_event(events) == 4


def test_a_dropped_first_event_is_found() -> None:
    assert first_broken_event(chain(5)[1:]) == 2


def test_a_dropped_event_is_found_after_the_others_were_numbered_again() -> None:
    events = chain(5)
    del events[2]
    assert first_broken_event([replace(event, seq=seq) for seq, event in enumerate(events, 1)]) == 3


def test_a_dropped_event_is_found_by_the_gap_after_the_rest_was_chained_again() -> None:
    events = chain(2)
    for seq in (4, 5):
        events.append(linked(seq=seq, action="contract.registered", previous_hash=events[-1].hash))
    assert first_broken_event(events) == 4


def test_an_event_that_was_put_in_between_is_found() -> None:
    events = chain(5)
    put_in = linked(seq=3, action="contract.invented", previous_hash=events[1].hash)
    moved_up = [replace(event, seq=event.seq + 1) for event in events[2:]]
    assert first_broken_event([*events[:2], put_in, *moved_up]) == 4


def test_events_in_another_order_are_found() -> None:
    events = chain(5)
    events[1], events[2] = events[2], events[1]
    assert first_broken_event(events) == 3


def test_the_hash_of_a_moment_is_the_same_in_every_time_zone() -> None:
    amsterdam = NOW.astimezone(timezone(timedelta(hours=1)))
    same = {"seq": 1, "actor": OFFICER, "action": "a", "subject": Subject("contract", "1"), "details": "{}", "previous_hash": GENESIS}
    assert event_hash(at=NOW, **same) == event_hash(at=amsterdam, **same)  # type: ignore[arg-type]


def test_details_have_one_text_whatever_their_order() -> None:
    assert canonical_json({"b": 1, "a": "Súdwest"}) == canonical_json({"a": "Súdwest", "b": 1}) == '{"a":"Súdwest","b":1}'


def test_an_actor_is_the_account_or_else_the_operator() -> None:
    assert actor_of(OPERATOR) == Actor("operator", "command line")


async def test_an_actor_is_the_account_of_who_is_signed_in(database: None) -> None:
    officer = await make_officer()
    assert actor_of(officer) == Actor("user", str(officer.user_id))


async def test_an_event_outside_a_transaction_is_refused(database: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        await record_event(actor=OFFICER, action="contract.registered", subject=Subject("contract", "1"), now=NOW)
    assert not await AuditEvent.exists()


async def test_recorded_events_make_a_whole_chain(database: None) -> None:
    await record(1, {"contract_sum": "1250000.00", "title": "Groenonderhoud Súdwest"})
    await record(2, at=datetime(2024, 3, 1, 10, 0, 0, 120_003, tzinfo=UTC))
    await record(3, at=datetime(2024, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=2))))
    assert await verify_chain(viewer=OPERATOR) is None
    events = await events_page(viewer=OPERATOR)
    assert [event.seq for event in events] == [3, 2, 1]
    assert [event.at for event in events][:1] == [datetime(2024, 7, 1, 8, 0, tzinfo=UTC)]
    assert events[-1].details == '{"contract_sum":"1250000.00","title":"Groenonderhoud Súdwest"}'
    assert events[-1].previous_hash == GENESIS


async def test_writers_at_the_same_moment_keep_the_chain_in_one_line(database: None) -> None:
    await asyncio.gather(*(record(number) for number in range(1, 41)))
    assert await verify_chain(viewer=OPERATOR) is None
    assert await AuditEvent.count() == 40
    assert (await events_page(viewer=OPERATOR))[0].seq == 40


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        ('UPDATE audit_event SET details = \'{"amount":"1.00"}\' WHERE seq = 4', 4),
        ("UPDATE audit_event SET actor_id = 'somebody else' WHERE seq = 1", 1),
        ("DELETE FROM audit_event WHERE seq = 4", 5),
        ("UPDATE audit_event SET seq = 99 WHERE seq = 4", 5),
    ],
    ids=["an amount was changed", "an actor was changed", "an event was dropped", "an event was moved"],
)
async def test_tampering_in_the_database_is_found(database: None, monkeypatch: pytest.MonkeyPatch, tampering: str, found_at: int) -> None:
    monkeypatch.setattr(queries, "VERIFY_CHUNK", 3)  # so that the chain is read in parts
    for number in range(1, 8):
        await record(number)
    assert await verify_chain(viewer=OPERATOR) is None
    with pytest.raises(Undone):
        async with transaction():
            await stop_refusing()
            await fetch(tampering.replace("{", "{{").replace("}", "}}"))
            assert await verify_chain(viewer=OPERATOR) == found_at
            raise Undone


async def test_events_are_shown_page_by_page_newest_first(database: None) -> None:
    async with transaction():
        for number in range(1, PAGE_SIZE + 4):
            await record(number)
    first = await events_page(viewer=OPERATOR)
    second = await events_page(viewer=OPERATOR, before=first[-1].seq)
    assert [event.seq for event in (*first, *second)] == list(range(PAGE_SIZE + 3, 0, -1))


async def test_only_those_who_may_read_the_audit_see_events_and_verify_them(database: None) -> None:
    administrator = await make_administrator()
    assert administrator.role is Role.ADMINISTRATOR
    assert await events_page(viewer=administrator) == ()
    assert await verify_chain(viewer=administrator) is None
    others: list[Viewer] = [await make_officer(), await make_reviewer(), await make_contractor()]
    for viewer in others:
        with pytest.raises(UnableToAllow):
            await events_page(viewer=viewer)
        with pytest.raises(UnableToAllow):
            await verify_chain(viewer=viewer)


def test_a_hash_is_that_of_one_text_which_whoever_checks_a_copy_can_make_again() -> None:
    details = canonical_json({"number": '2024-031 "Súdwest" \\ \u2028\x1f\n\x7f'})
    event = replace(linked(seq=7, action="contract.registered", previous_hash=GENESIS), details=details)
    moment, who, what = "2024-03-01T09:37:00.000000+00:00", {"kind": "user", "id": OFFICER.id}, {"kind": "contract", "id": "2024-007"}
    text = json.dumps([7, moment, who, "contract.registered", what, details, GENESIS], separators=(",", ":"), ensure_ascii=False)
    fields = {name: getattr(event, name) for name in ("seq", "at", "actor", "action", "subject", "details", "previous_hash")}
    assert event_hash(**fields) == sha256(text.encode()).hexdigest()
