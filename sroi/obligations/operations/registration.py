"""Registering a contract together with its obligation, its ledger entry and the notice to the WSP."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts import operations as contracts
from sroi.contracts.queries import authorities, contract
from sroi.contracts.rules import Answers, ContractFacts, ContractRecord
from sroi.database import transaction
from sroi.ledger.operations import post_entry
from sroi.ledger.rules import ZERO, Entry, EntryKind
from sroi.obligations.queries import Revision, current_obligations, expected_obligation
from sroi.obligations.rules import Obligation
from sroi.obligations.tables import ObligationNotice, ObligationRevision
from sroi.policy.rules import steps_to_json
from sroi.values import to_cents

AWARD, ANSWER = "award", "answer"
REVISION, REPLACED = "obligation_revision", "replaced_revision"


async def register_contract(*, viewer: Viewer, facts: ContractFacts, now: datetime) -> UUID:
    """Register a contract with its obligation and return its id; raise UnableToRegister on the field that stands in the way."""
    async with transaction():
        contract_id = await contracts.register_contract(viewer=viewer, facts=facts, now=now)
        await _impose(viewer, contract_id, now)
    return contract_id


async def complete_draft(*, viewer: Viewer, draft_id: UUID, facts: ContractFacts, now: datetime) -> None:
    """Turn a draft into a contract with its obligation; raise UnableToRegister on the field that stands in the way."""
    async with transaction():
        await contracts.complete_draft(viewer=viewer, draft_id=draft_id, facts=facts, now=now)
        await _impose(viewer, draft_id, now)


async def answer_questions(*, viewer: Viewer, contract_id: UUID, answers: Answers, now: datetime) -> None:
    """Add what was not known to a contract and compute what it owes again: a new revision, and the difference to the ledger."""
    async with transaction():
        await contracts.answer_questions(viewer=viewer, contract_id=contract_id, answers=answers, now=now)
        await _impose(viewer, contract_id, now, cause=ANSWER)


async def see_notice(*, viewer: Viewer, contract_id: UUID, now: datetime) -> None:
    """Take a contract's notice off the desk; seeing it twice changes nothing."""
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        seen = (
            await ObligationNotice.update({ObligationNotice.seen_at: now, ObligationNotice.seen_by: viewer.account_id})
            .where((ObligationNotice.contract == contract_id) & ObligationNotice.seen_at.is_null())
            .returning(ObligationNotice.id)
        )
        if seen:
            await record_event(actor=actor_of(viewer), action="notice.seen", subject=Subject("contract", str(contract_id)), now=now)


async def _impose(viewer: Viewer, contract_id: UUID, now: datetime, *, cause: str = AWARD) -> None:
    record = await contract(viewer=viewer, contract_id=contract_id)
    codes = {authority.id: authority.municipality_code for authority in await authorities()}
    obligation = await expected_obligation(record=record, authority_code=codes[record.facts.authority_id])
    held = (await current_obligations(contract_ids=[contract_id])).get(contract_id)
    revision_id = await _keep_revision(viewer, record, obligation, now, number=held.number + 1 if held else 1, cause=cause)
    assert record.facts.awarded_on is not None
    for source_kind, amount, effective_on in _to_post(obligation, held, record.facts.awarded_on):
        entry = Entry(contract_id, EntryKind.OWED, amount, effective_on, now, source_kind, revision_id)
        await post_entry(entry=entry)
    if obligation.amount and not await ObligationNotice.exists().where(ObligationNotice.contract == contract_id):
        await ObligationNotice.insert(ObligationNotice(id=uuid4(), contract=contract_id, created_at=now))


def _to_post(obligation: Obligation, held: Revision | None, effective_on: date) -> tuple[tuple[str, Decimal, date], ...]:
    """Return what a revision changes: the difference, or where it counts from another day, what was held back and the new amount."""
    if held is None:
        changes = [(REVISION, obligation.amount, effective_on)]
    elif held.effective_on == effective_on:
        changes = [(REVISION, obligation.amount - held.obligation.amount, effective_on)]
    else:
        changes = [(REPLACED, -held.obligation.amount, held.effective_on), (REVISION, obligation.amount, effective_on)]
    return tuple(change for change in changes if change[1] != ZERO)


async def _keep_revision(viewer: Viewer, record: ContractRecord, obligation: Obligation, now: datetime, *, number: int, cause: str) -> UUID:
    revision = ObligationRevision(
        id=uuid4(),
        contract=record.id,
        number=number,
        cause=cause,
        effective_on=record.facts.awarded_on,
        recorded_at=now,
        outcome=obligation.outcome.value,
        amount_cents=to_cents(obligation.amount),
        policy_name=obligation.policy_name,
        policy_sha256=obligation.policy_sha256,
        steps=steps_to_json(obligation.steps),
        questions="\n".join(obligation.questions),
        recorded_by=viewer.account_id,
    )
    await ObligationRevision.insert(revision)
    await record_event(
        actor=actor_of(viewer),
        action="obligation.computed",
        subject=Subject("contract", str(record.id)),
        now=now,
        details={
            "outcome": obligation.outcome.value,
            "amount": str(obligation.amount),
            "policy": obligation.policy_name,
            "policy_sha256": obligation.policy_sha256,
        },
    )
    return UUID(str(revision.id))
