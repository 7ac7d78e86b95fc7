"""What an adopted decision posts to the ledger, and what that does to a balance. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sroi.ledger.rules import Balance, Entry, EntryKind, balance_of
from sroi.settlement.rules.decisions import DecisionKind, DecisionRecord
from sroi.values import Period

TRANSFER_OUT, TRANSFER_IN, PSO_EXPIRED = "transfer_out", "transfer_in", "pso_credit_expired"


@dataclass(frozen=True)
class Effect:
    """What a decision does to one contract: its balance without and with it, and the entries that make the difference."""

    contract_id: UUID
    name: str
    before: Balance
    after: Balance
    entries: tuple[Entry, ...]


def counted_period(*, effective_on: date, expires_on: date, ends_before: date | None) -> Period:
    """Return the days on which a PSO credit counts: until its certificate expires, or without an end when the contract ends by then."""
    is_taken_back = ends_before is None or expires_on < ends_before
    return Period(effective_on, expires_on if is_taken_back else None)


def entries_of(record: DecisionRecord, *, ends_before: date | None, now: datetime) -> tuple[Entry, ...]:
    """Return what a decision posts when it is adopted at `now`; `ends_before` is the first day after the contract's end."""
    proposal, amount = record.proposal, record.amount
    own, day, source = record.contract_id, record.proposal.effective_on, record.kind.value
    if record.kind is DecisionKind.TRANSFER:
        assert proposal.other_contract_id is not None
        return (
            Entry(own, EntryKind.TRANSFERRED, -amount, day, now, TRANSFER_OUT, record.id),
            Entry(proposal.other_contract_id, EntryKind.TRANSFERRED, amount, day, now, TRANSFER_IN, record.id),
        )
    if record.kind is DecisionKind.WITHHOLDING:
        return (Entry(own, EntryKind.WITHHELD, amount, day, now, source, record.id),)
    if proposal.expires_on is None:
        return (Entry(own, EntryKind.EXEMPTED, amount, day, now, source, record.id),)
    block = f"pso.{proposal.pso_level}"
    given = Entry(own, EntryKind.EXEMPTED, amount, day, now, source, record.id, block)
    until = counted_period(effective_on=day, expires_on=proposal.expires_on, ends_before=ends_before).end
    return (given,) if until is None else (given, Entry(own, EntryKind.EXEMPTED, -amount, until, now, PSO_EXPIRED, record.id, block))


def effect_on(*, contract_id: UUID, name: str, others: Iterable[Entry], own: Iterable[Entry], on: date) -> Effect:
    """Return what a decision's own entries do to a contract's balance as of a day, beside all other entries."""
    before, added = tuple(others), tuple(entry for entry in own if entry.contract_id == contract_id)
    return Effect(contract_id, name, balance_of(before, as_of=on), balance_of((*before, *added), as_of=on), added)
