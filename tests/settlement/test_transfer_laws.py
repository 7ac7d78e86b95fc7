"""What holds after any sequence of decisions: a transfer moves what was delivered and nothing else, and no balance goes below zero."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sroi.ledger.rules import Entry, EntryKind, balance_of
from sroi.settlement.rules import DecisionKind, Proposal, Situation, UnableToSettle, entries_of, value_of_decision
from tests.settlement.makers import RULES, contract_record, decision_record

FIRST = date(2023, 9, 1)
MOMENT = datetime(2023, 12, 15, tzinfo=UTC)
CONTRACTS = tuple(UUID(int=number) for number in (1, 2, 3))
DAYS = st.integers(0, 300).map(lambda number: FIRST + timedelta(days=number))
EUROS = st.integers(1, 100_000).map(lambda cents: Decimal(cents) / 100)


@dataclass(frozen=True)
class Asked:
    """A decision that somebody asks for: from one contract, perhaps to another."""

    kind: DecisionKind
    source: UUID
    target: UUID
    amount: Decimal
    on: date


entries = st.builds(
    Entry,
    st.sampled_from(CONTRACTS),
    st.sampled_from((EntryKind.OWED, EntryKind.APPROVED)),
    EUROS,
    DAYS,
    st.just(MOMENT),
    st.just("review_decision"),
    st.uuids(),
)
less_work = entries.filter(lambda one: one.kind is EntryKind.OWED).map(lambda one: structs.replace(one, amount=-one.amount))
transfers = st.builds(Asked, st.just(DecisionKind.TRANSFER), st.sampled_from(CONTRACTS), st.sampled_from(CONTRACTS), EUROS, DAYS)
decisions = st.builds(
    Asked,
    st.sampled_from((DecisionKind.TRANSFER, DecisionKind.EXEMPTION, DecisionKind.PARTIAL_EXEMPTION, DecisionKind.PSO_CREDIT)),
    st.sampled_from(CONTRACTS),
    st.sampled_from(CONTRACTS),
    EUROS,
    DAYS,
)


def of_contract(ledger: Sequence[Entry], contract_id: UUID) -> tuple[Entry, ...]:
    return tuple(one for one in ledger if one.contract_id == contract_id)


def adopted(ledger: list[Entry], asked: Asked) -> tuple[Entry, ...]:
    """Return what a decision posts; nothing when it is refused."""
    is_credit, is_transfer = asked.kind is DecisionKind.PSO_CREDIT, asked.kind is DecisionKind.TRANSFER
    proposal = Proposal(
        kind=asked.kind,
        effective_on=asked.on,
        reason="Besproken",
        amount=asked.amount,
        other_contract_id=asked.target if is_transfer else None,
        pso_level="trede_2" if is_credit else None,
        expires_on=asked.on + timedelta(days=60) if is_credit else None,
    )
    situation = Situation(
        contract=contract_record(asked.source, number=str(asked.source.int)),
        entries=of_contract(ledger, asked.source),
        policy=RULES,
        on=FIRST,
        target=contract_record(asked.target, number=str(asked.target.int)),
        target_entries=of_contract(ledger, asked.target),
    )
    try:
        amount = value_of_decision(proposal=proposal, situation=situation).amount
    except UnableToSettle:
        return ()
    record = replace(decision_record(proposal, str(amount)), contract_id=asked.source)
    return entries_of(record, ends_before=situation.contract.facts.ends_before, now=MOMENT)


def days_of(ledger: Sequence[Entry]) -> list[date]:
    return sorted({one.effective_on for one in ledger})


@settings(max_examples=200, deadline=None)
@given(st.lists(entries, max_size=12), st.lists(transfers, max_size=8))
def test_no_sequence_of_transfers_makes_a_total_negative_or_takes_what_the_contract_itself_owes(
    ledger: list[Entry], asked: list[Asked]
) -> None:
    before = list(ledger)
    for one in asked:
        ledger = [*ledger, *adopted(ledger, one)]
    for day in days_of(ledger):
        sums = [(balance_of(of_contract(before, each), as_of=day), balance_of(of_contract(ledger, each), as_of=day)) for each in CONTRACTS]
        for was, now in sums:
            assert now.settled >= 0
            assert now.approved == was.approved
            if now.settled < was.settled:  # it gave: what it owes itself stays covered
                assert now.settled >= now.owed
            if now.settled > was.settled:  # it got: no more than it owed
                assert now.settled <= now.owed
        assert sum(now.transferred for _was, now in sums) == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(entries | less_work | decisions, max_size=20))
def test_no_decision_gives_more_than_is_owed_and_none_moves_what_was_only_exempted(life: list[Entry | Asked]) -> None:
    ledger: list[Entry] = []
    for one in life:
        if isinstance(one, Entry):
            ledger.append(one)
            continue
        posted = adopted(ledger, one)
        before, ledger = ledger, [*ledger, *posted]
        for contract_id in {entry.contract_id for entry in posted}:
            for day in [day for day in days_of(ledger) if day >= one.on]:
                was = balance_of(of_contract(before, contract_id), as_of=day)
                now = balance_of(of_contract(ledger, contract_id), as_of=day)
                assert now.settled <= max(now.owed, was.settled)
                assert now.settled >= min(now.owed, was.settled)
                assert now.approved + now.transferred >= 0
                assert now.exempted >= was.exempted
