"""Reads of obligations and of the notices that the WSP has not seen yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries import contract, contract_events, events_of_contracts, facts_by_id
from sroi.contracts.rules import Change, RecordedEvent, change_words, check_change
from sroi.database import fetch
from sroi.ledger.queries import balances
from sroi.ledger.rules import Balance
from sroi.obligations.queries.rulebook import Held, Revision, rulebook
from sroi.obligations.rules import Obligation, Outcome, Stage, change_explained, obligation_timeline, stage_on
from sroi.obligations.tables import ObligationNotice, ObligationRevision
from sroi.policy.queries import policies_by_name, policy
from sroi.policy.rules import Policy, steps_from_json
from sroi.values import from_cents

NOTICES_SHOWN = 50
UNCOVERED = """
SELECT contract.id FROM contract
JOIN obligation_revision ON obligation_revision.contract = contract.id
WHERE contract.status = 'registered' AND obligation_revision.policy_name IS NULL
AND obligation_revision.number = (SELECT MAX(latest.number) FROM obligation_revision AS latest WHERE latest.contract = contract.id)
ORDER BY contract.awarded_on, contract.id
"""


@dataclass(frozen=True)
class Effect:
    """What an event would change, in Dutch sentences, and what it would ask."""

    lines: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class HeldThen:
    """What was held, on a moment, about a day: the events known, the stage that holds (None before the award), and the balance."""

    events: tuple[RecordedEvent, ...]
    stage: Stage | None
    balance: Balance


@dataclass(frozen=True)
class Notice:
    """A contract with a new obligation, or an event on one (`text` tells it), that nobody of the WSP has seen yet."""

    id: UUID
    contract_id: UUID
    number: str
    title: str
    contractor_name: str
    created_at: datetime
    text: str = ""


def _revision(row: dict[str, Any]) -> Revision:
    return Revision(
        contract_id=row["contract"],
        number=row["number"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        obligation=Obligation(
            outcome=Outcome(row["outcome"]),
            amount=from_cents(row["amount_cents"]),
            policy_name=row["policy_name"],
            policy_sha256=row["policy_sha256"],
            steps=steps_from_json(row["steps"]),
            questions=tuple(row["questions"].splitlines()),
        ),
        cause=row["cause"],
        change=row["change"],
        is_undecided=bool(row["is_undecided"]),
    )


async def revisions(*, viewer: Viewer, contract_id: UUID) -> tuple[Revision, ...]:
    """Return every revision of a contract's obligation, newest first; raise ContractNotFound when it is not the viewer's."""
    await contract(viewer=viewer, contract_id=contract_id)
    rows = (
        await ObligationRevision.select()
        .where(ObligationRevision.contract == contract_id)
        .order_by(ObligationRevision.number, ascending=False)
    )
    return tuple(_revision(row) for row in rows)


async def current_obligations(*, contract_ids: Sequence[UUID]) -> dict[UUID, Revision]:
    """Return the revision that holds now for each of the contracts, in one query."""
    if not contract_ids:
        return {}
    rows = (
        await ObligationRevision.select().where(ObligationRevision.contract.is_in(list(contract_ids))).order_by(ObligationRevision.number)
    )
    return {row["contract"]: _revision(row) for row in rows}


async def current_life(*, viewer: Viewer, contract_id: UUID) -> Held:
    """Return what a contract owes over its life, as it is known now; raise ContractNotFound when it is not the viewer's."""
    record = await contract(viewer=viewer, contract_id=contract_id)
    events = await contract_events(viewer=viewer, contract_id=contract_id)
    held = (await current_obligations(contract_ids=[contract_id])).get(contract_id)
    return (await rulebook(facts=[record.facts])).life(facts=record.facts, events=events, held=held)


async def current_lives(*, contract_ids: Sequence[UUID]) -> dict[UUID, Held]:
    """Return what registered contracts owe over their lives, as it is known now; a draft has none, and is left out."""
    events = {key: known for key, known in (await events_of_contracts(contract_ids=contract_ids)).items() if known}
    facts = {key: found for key, (_status, found) in (await facts_by_id(contract_ids=list(events))).items()}
    held = await current_obligations(contract_ids=list(events))
    rules = await rulebook(facts=facts.values())
    return {key: rules.life(facts=facts[key], events=known, held=held.get(key)) for key, known in events.items()}


async def effect_of_change(*, viewer: Viewer, contract_id: UUID, change: Change, effective_on: date, now: datetime, today: date) -> Effect:
    """Return what an event would change, without recording it; raise UnableToChange on the field that stands in the way."""
    record = await contract(viewer=viewer, contract_id=contract_id)
    events = await contract_events(viewer=viewer, contract_id=contract_id)
    held = (await current_obligations(contract_ids=[contract_id])).get(contract_id)
    event = RecordedEvent(events[-1].number + 1, effective_on, now, change)
    check_change(events=events, event=event, on=today)
    rules = await rulebook(facts=[record.facts])
    before = rules.life(facts=record.facts, events=events, held=held)
    after = rules.life(facts=record.facts, events=(*events, event), held=held)
    explained = change_explained(before.stages[-1], after.stages[-1])
    return Effect((f"{change_words(change)}.", *explained.splitlines()), after.stages[-1].obligation.questions)


async def held_then(*, viewer: Viewer, contract_id: UUID, about: date, known_on: datetime) -> HeldThen:
    """Return what was held at the moment `known_on` about the day `about`; raise ContractNotFound when it is not the viewer's."""
    record = await contract(viewer=viewer, contract_id=contract_id)
    events = await contract_events(viewer=viewer, contract_id=contract_id, known_on=known_on)
    balance = (await balances(contract_ids=[contract_id], as_of=about, as_known_on=known_on))[contract_id]
    if not events:
        return HeldThen((), None, balance)
    known = [revision for revision in await revisions(viewer=viewer, contract_id=contract_id) if revision.recorded_at <= known_on]
    name = known[0].obligation.policy_name if known else None
    # What was not published yet, or covered nothing then, is not looked up with the knowledge of today.
    kept = await policy(name=name) if name else None
    position = (await rulebook(facts=[record.facts])).position(record.facts)
    stages = obligation_timeline(events=events, policy=kept, position=position)
    return HeldThen(events, stage_on(stages, on=about), balance)


async def policy_of_contract(*, contract_id: UUID) -> Policy | None:
    """Return the policy that a contract's obligation keeps, or None when it owes nothing yet."""
    return (await policies_of_contracts(contract_ids=[contract_id])).get(contract_id)


async def policies_of_contracts(*, contract_ids: Sequence[UUID]) -> dict[UUID, Policy]:
    """Return the policy that the obligation of each contract keeps; one that owes nothing yet is left out."""
    held = await current_obligations(contract_ids=contract_ids)
    names = {
        contract_id: revision.obligation.policy_name
        for contract_id, revision in held.items()
        if revision.obligation.outcome is Outcome.OWED and revision.obligation.policy_name is not None
    }
    policies = await policies_by_name(names=set(names.values()))
    return {contract_id: policies[name] for contract_id, name in names.items()}


async def kept_policies(*, contract_ids: Sequence[UUID]) -> dict[UUID, Policy]:
    """Return the policy that each contract keeps, whatever it owes by it, in two queries; one that keeps none is left out."""
    if not contract_ids:
        return {}
    is_kept = ObligationRevision.contract.is_in(list(contract_ids)) & ObligationRevision.policy_name.is_not_null()
    columns = (ObligationRevision.contract, ObligationRevision.policy_name)
    rows = await ObligationRevision.select(*columns).where(is_kept).order_by(ObligationRevision.number)
    names = {row["contract"]: row["policy_name"] for row in rows}
    held = await policies_by_name(names=set(names.values()))
    return {contract_id: held[name] for contract_id, name in names.items()}


async def uncovered_contracts() -> tuple[UUID, ...]:
    """Return the contracts whose obligation asks because no policy covers their award, the oldest award first."""
    return tuple(UUID(str(row["id"])) for row in await fetch(UNCOVERED))


async def unseen_notices(*, viewer: Viewer) -> tuple[Notice, ...]:
    """Return new obligations and events that the WSP has not seen, oldest first; at most NOTICES_SHOWN."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = (
        await ObligationNotice.select(
            ObligationNotice.id,
            ObligationNotice.text,
            ObligationNotice.contract,
            ObligationNotice.contract.number,
            ObligationNotice.contract.title,
            ObligationNotice.contract._.contractor._.name,
            ObligationNotice.created_at,
        )
        .where(ObligationNotice.seen_at.is_null())
        .order_by(ObligationNotice.created_at)
        .limit(NOTICES_SHOWN)
    )
    return tuple(
        Notice(
            id=row["id"],
            contract_id=row["contract"],
            number=row["contract.number"],
            title=row["contract.title"],
            contractor_name=row["contract.contractor.name"],
            created_at=row["created_at"],
            text=row["text"],
        )
        for row in rows
    )
