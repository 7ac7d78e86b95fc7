"""What an event does to the obligation: a new revision with its difference explained, and what that changes in the ledger on which day."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sroi.access import Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.rules import EventKind, RecordedEvent, change_words
from sroi.database import transaction
from sroi.ledger.operations import post_entry
from sroi.ledger.queries import posted_by_day
from sroi.ledger.rules import Entry, EntryKind
from sroi.obligations.queries import Held, contract_life, current_obligations
from sroi.obligations.rules import Stage, change_explained, owed_changes
from sroi.obligations.tables import ObligationNotice, ObligationRevision
from sroi.policy.rules import steps_to_json
from sroi.values import to_cents

REVISION = "obligation_revision"
TOLD = (EventKind.AMENDMENT, EventKind.OPTION, EventKind.SUSPENSION, EventKind.TERMINATION, EventKind.TAKEOVER)


async def impose(*, viewer: Viewer, contract_id: UUID, now: datetime) -> None:
    """Compute what a contract owes after the last of its events, keep it as a revision and post the difference."""
    async with transaction():
        record = await contract(viewer=viewer, contract_id=contract_id)
        events = await contract_events(viewer=viewer, contract_id=contract_id)
        held = (await current_obligations(contract_ids=[contract_id])).get(contract_id)
        before = await contract_life(record=record, events=events[:-1], held=held) if held else None
        life = await contract_life(record=record, events=events, held=held)
        revision_id = await _keep_revision(viewer, contract_id, (before, life), events[-1], now, number=held.number + 1 if held else 1)
        posted = await posted_by_day(contract_id=contract_id, kind=EntryKind.OWED)
        for day, amount in owed_changes(stages=life.stages, posted=posted):
            await post_entry(entry=Entry(contract_id, EntryKind.OWED, amount, day, now, REVISION, revision_id))
        await _tell(contract_id, before, life, events[-1], now)


async def _keep_revision(
    viewer: Viewer, contract_id: UUID, lives: tuple[Held | None, Held], event: RecordedEvent, now: datetime, *, number: int
) -> UUID:
    before, life = lives
    last = life.stages[-1]
    obligation, revision_id = last.obligation, uuid4()
    await ObligationRevision.insert(
        ObligationRevision(
            id=revision_id,
            contract=contract_id,
            number=number,
            cause=event.kind.value,
            effective_on=_since(life.stages, event),
            recorded_at=now,
            outcome=obligation.outcome.value,
            amount_cents=to_cents(obligation.amount),
            policy_name=obligation.policy_name,
            policy_sha256=obligation.policy_sha256,
            steps=steps_to_json(obligation.steps),
            questions="\n".join(obligation.questions),
            recorded_by=viewer.account_id,
            is_undecided=last.is_kept,
            change="\n".join(filter(None, (_cause_words(event), change_explained(before.stages[-1] if before else None, last)))),
        )
    )
    details = {"outcome": obligation.outcome.value, "amount": str(obligation.amount), "policy": obligation.policy_name}
    details |= {"policy_sha256": obligation.policy_sha256, "event": str(event.number)}
    subject = Subject("contract", str(contract_id))
    await record_event(actor=actor_of(viewer), action="obligation.computed", subject=subject, now=now, details={**details})
    return revision_id


def _since(stages: tuple[Stage, ...], event: RecordedEvent) -> date:
    """Return the day from which an event is felt: its own, or the award's for an event that is dated before it or mends it."""
    return stages[0].effective_on if event.kind is EventKind.CORRECTION else max(event.effective_on, stages[0].effective_on)


def _cause_words(event: RecordedEvent) -> str:
    return "" if event.kind is EventKind.AWARD else f"{change_words(event.change)}."


async def _tell(contract_id: UUID, before: Held | None, life: Held, event: RecordedEvent, now: datetime) -> None:
    """Tell the WSP of a first obligation, and of an event that touches a contract with one."""
    amount = life.stages[-1].obligation.amount
    owed_before = before.stages[-1].obligation.amount if before else Decimal(0)
    is_new = amount and not await ObligationNotice.exists().where(
        (ObligationNotice.contract == contract_id) & (ObligationNotice.number == 0)
    )
    if is_new:
        await ObligationNotice.insert(ObligationNotice(id=uuid4(), contract=contract_id, created_at=now))
    elif event.kind in TOLD and (amount or owed_before):
        notice = ObligationNotice(id=uuid4(), contract=contract_id, created_at=now, number=event.number, text=change_words(event.change))
        await ObligationNotice.insert(notice)
