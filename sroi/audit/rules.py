"""What an event is, and how each is chained to the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

import msgspec

from sroi.access import Viewer

GENESIS = "0" * 64
_CANONICAL = msgspec.json.Encoder(enc_hook=str, order="sorted")
_PLAIN = msgspec.json.Encoder()


class Actor(msgspec.Struct, frozen=True):
    """Who acted: `user` with the id of an account, or `operator` with the name of a command."""

    kind: str
    id: str


class Subject(msgspec.Struct, frozen=True):
    """What was acted on: a kind such as `contract`, and its id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Event:
    """One event in the chain; `details` is canonical JSON, `at` is UTC."""

    seq: int
    at: datetime
    actor: Actor
    action: str
    subject: Subject
    details: str
    previous_hash: str
    hash: str


def actor_of(viewer: Viewer) -> Actor:
    """Return who acts, as an event names it: the account, or the operator at the command line."""
    return Actor("operator", "command line") if viewer.user_id is None else Actor("user", str(viewer.user_id))


def subjects(kind: str, ids: Iterable[UUID]) -> list[Subject]:
    """Return what many events are about, by their ids; to write each by itself takes five times as long."""
    return [Subject(kind, written) for written in msgspec.to_builtins(tuple(ids))]


def canonical_json(details: dict[str, object]) -> str:
    """Return the one JSON text of `details`: sorted keys, no spaces, UTF-8; ids, days and decimal numbers as their texts."""
    return _CANONICAL.encode(details).decode()


def event_hash(*, seq: int, at: datetime, actor: Actor, action: str, subject: Subject, details: str, previous_hash: str) -> str:
    """Return the SHA-256 of an event's fields and the hash of the event before it.

    What an `Actor` and a `Subject` consist of, in its order, is part of that: another field there would be another hash for every event.
    """
    fields = (seq, _moment(at), actor, action, subject, details, previous_hash)
    return sha256(_PLAIN.encode(fields)).hexdigest()


@lru_cache(maxsize=1_000)
def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def first_broken_event(events: Iterable[Event], *, previous_hash: str = GENESIS, previous_seq: int = 0) -> int | None:
    """Return the number of the first event that was changed, dropped or put in between; None when the chain is whole."""
    for event in events:
        expected = event_hash(
            seq=event.seq,
            at=event.at,
            actor=event.actor,
            action=event.action,
            subject=event.subject,
            details=event.details,
            previous_hash=previous_hash,
        )
        if event.seq != previous_seq + 1 or event.previous_hash != previous_hash or event.hash != expected:
            return event.seq
        previous_hash, previous_seq = event.hash, event.seq
    return None
