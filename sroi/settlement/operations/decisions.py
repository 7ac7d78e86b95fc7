"""Proposing, adopting, rejecting and withdrawing: each with its step in the history and its event, and an adoption with its entries."""

from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import contract
from sroi.database import transaction
from sroi.ledger.operations import post_entry
from sroi.policy.rules import steps_to_json
from sroi.settlement.queries import decision, situation_of
from sroi.settlement.rules import (
    DecisionRecord,
    DecisionStatus,
    Proposal,
    UnableToSettle,
    check_decider,
    check_organisation,
    check_reason,
    check_unchanged,
    check_withdrawal,
    entries_of,
    value_of_decision,
)
from sroi.settlement.tables import SettlementDecision, SettlementStatusChange
from sroi.values import to_cents


async def propose(*, viewer: Viewer, contract_id: UUID, proposal: Proposal, now: datetime, today: date) -> UUID:
    """Keep a proposal about a contract with the steps of its amount and return its id; raise UnableToSettle on the field in the way."""
    viewer.require(Permission.PROPOSE_SETTLEMENT)
    check_reason(proposal.reason.strip())
    decision_id = uuid4()
    async with transaction():
        situation = await situation_of(viewer=viewer, contract_id=contract_id, proposal=proposal, today=today)
        check_organisation(viewer=viewer, contractor_id=situation.contract.contractor_id)
        valued = value_of_decision(proposal=proposal, situation=situation)
        last = await SettlementDecision.select(Max(SettlementDecision.number))
        await SettlementDecision.insert(
            SettlementDecision(
                id=decision_id,
                number=int(last[0]["max"] or 0) + 1,
                contract=contract_id,
                kind=proposal.kind.value,
                other_contract=proposal.other_contract_id,
                amount_cents=to_cents(valued.amount),
                effective_on=proposal.effective_on,
                expires_on=proposal.expires_on,
                pso_level=proposal.pso_level,
                reason=proposal.reason.strip(),
                steps=steps_to_json(valued.steps),
                status=DecisionStatus.PROPOSED.value,
                proposed_by=viewer.account_id,
                proposed_at=now,
                decision_reason="",
            )
        )
        await _tell(viewer, await decision(viewer=viewer, decision_id=decision_id), DecisionStatus.PROPOSED, proposal.reason.strip(), now)
    return decision_id


async def adopt(*, viewer: Viewer, decision_id: UUID, reason: str, now: datetime, today: date) -> None:
    """Adopt the proposal of somebody else and post its entries; raise UnableToSettle when the balance no longer allows it."""
    viewer.require(Permission.DECIDE_SETTLEMENT)
    async with transaction():
        record = await decision(viewer=viewer, decision_id=decision_id)
        check_decider(viewer=viewer, record=record)
        check_reason(reason.strip(), is_required=False)
        situation = await situation_of(viewer=viewer, contract_id=record.contract_id, proposal=record.proposal, today=today)
        check_organisation(viewer=viewer, contractor_id=situation.contract.contractor_id)
        valued = value_of_decision(proposal=record.proposal, situation=situation)
        check_unchanged(record=record, amount=valued.amount)
        await _close(viewer, record, DecisionStatus.ADOPTED, reason.strip(), now)
        for entry in entries_of(record, ends_before=situation.contract.facts.ends_before, now=now):
            await post_entry(entry=entry)


async def reject(*, viewer: Viewer, decision_id: UUID, reason: str, now: datetime) -> None:
    """Reject the proposal of somebody else, with a reason; raise UnableToSettle when that cannot be."""
    viewer.require(Permission.DECIDE_SETTLEMENT)
    async with transaction():
        record = await decision(viewer=viewer, decision_id=decision_id)
        check_decider(viewer=viewer, record=record)
        check_reason(reason.strip())
        held = await contract(viewer=viewer, contract_id=record.contract_id)
        check_organisation(viewer=viewer, contractor_id=held.contractor_id)
        await _close(viewer, record, DecisionStatus.REJECTED, reason.strip(), now)


async def withdraw(*, viewer: Viewer, decision_id: UUID, reason: str, now: datetime) -> None:
    """Withdraw one's own proposal, with a reason; raise UnableToSettle when it is another's or was decided on."""
    viewer.require(Permission.PROPOSE_SETTLEMENT)
    async with transaction():
        record = await decision(viewer=viewer, decision_id=decision_id)
        check_withdrawal(viewer=viewer, record=record)
        check_reason(reason.strip())
        await _close(viewer, record, DecisionStatus.WITHDRAWN, reason.strip(), now)


async def _close(viewer: Viewer, record: DecisionRecord, status: DecisionStatus, reason: str, now: datetime) -> None:
    """Move an open proposal to its last status, once; nobody decided on a proposal that was withdrawn."""
    moved = (
        await SettlementDecision.update(
            {
                SettlementDecision.status: status.value,
                SettlementDecision.decided_by: None if status is DecisionStatus.WITHDRAWN else viewer.account_id,
                SettlementDecision.decided_at: now,
                SettlementDecision.decision_reason: reason,
            }
        )
        .where((SettlementDecision.id == record.id) & (SettlementDecision.status == DecisionStatus.PROPOSED.value))
        .returning(SettlementDecision.id)
    )
    if not moved:
        raise UnableToSettle(_("Iemand anders heeft dit voorstel intussen afgehandeld. Bekijk het opnieuw."))
    await _tell(viewer, record, status, reason, now)


async def _tell(viewer: Viewer, record: DecisionRecord, status: DecisionStatus, reason: str, now: datetime) -> None:
    """Append a step to the history of a decision, and its event to the audit."""
    last = await SettlementStatusChange.select(Max(SettlementStatusChange.number)).where(SettlementStatusChange.decision == record.id)
    await SettlementStatusChange.insert(
        SettlementStatusChange(
            id=uuid4(),
            decision=record.id,
            number=int(last[0]["max"] or 0) + 1,
            status=status.value,
            reason=reason,
            changed_by=viewer.account_id,
            changed_at=now,
        )
    )
    other = record.proposal.other_contract_id
    await record_event(
        actor=actor_of(viewer),
        action=f"settlement.{status.value}",
        subject=Subject("settlement", str(record.id)),
        now=now,
        details={
            "number": record.number,
            "kind": record.kind.value,
            "contract": str(record.contract_id),
            "other_contract": None if other is None else str(other),
            "amount": str(record.amount),
            "effective_on": str(record.proposal.effective_on),
        },
    )
