"""Reads of settlement decisions, and of what a proposal is held against. Staff see every decision, a contractor what was adopted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw

from sroi.access import Permission, Viewer
from sroi.contracts.queries import contract
from sroi.contracts.queries.imports import import_batch
from sroi.contracts.rules import ContractNotFound, ContractRecord, ContractStatus
from sroi.contracts.tables import Contract
from sroi.database import fetch
from sroi.fulfilment.queries.claims import claim_sums
from sroi.fulfilment.queries.limits import grounds
from sroi.fulfilment.rules import approved_amounts
from sroi.ledger.queries import balances, entries
from sroi.obligations.queries import policy_of_contract
from sroi.obligations.tables import Milestone
from sroi.policy.rules import Fulfilled, Valuation, steps_from_json
from sroi.settlement.rules import (
    ContractDecision,
    DecisionKind,
    DecisionNotFound,
    DecisionRecord,
    DecisionStatus,
    Effect,
    Proposal,
    Situation,
    StatusStep,
    UnableToSettle,
    check_unchanged,
    counted_period,
    effect_on,
    entries_of,
    kind_label,
    status_label,
    status_tone,
    value_of_decision,
)
from sroi.settlement.tables import SettlementDecision, SettlementStatusChange
from sroi.values import Period, from_cents, last_day, local_day

PAGE_SIZE = 25
TARGETS_SHOWN = 200
DECISIONS_SHOWN = 100
CURE_PERIOD = "cure_period"
# Open proposals come first.
RANK = "CASE WHEN settlement_decision.status = 'proposed' THEN 0 ELSE 1 END"

OF_IMPORT = "SELECT contract FROM import_row WHERE batch = {} AND verdict <> 'known' AND contract IS NOT NULL"
# What may be built on the contracts of an import, each with the number of contracts that have it. What another import changed and was
# undone with it leaves a contract as it was; its events name that import.
BUILT = f"""
    SELECT 'claims' AS kind, COUNT(DISTINCT contract) AS number, MIN(CAST(contract AS VARCHAR(64))) AS one FROM claim
        WHERE contract IN ({OF_IMPORT})
    UNION ALL SELECT 'plans', COUNT(DISTINCT contract), MIN(CAST(contract AS VARCHAR(64))) FROM plan WHERE contract IN ({OF_IMPORT})
    UNION ALL SELECT 'decisions', COUNT(*),
        MIN(CAST(CASE WHEN contract IN ({OF_IMPORT}) THEN contract ELSE other_contract END AS VARCHAR(64))) FROM settlement_decision
        WHERE contract IN ({OF_IMPORT}) OR other_contract IN ({OF_IMPORT})
    UNION ALL SELECT 'milestones', COUNT(DISTINCT contract), MIN(CAST(contract AS VARCHAR(64))) FROM milestone
        WHERE met_at IS NOT NULL AND contract IN ({OF_IMPORT})
    UNION ALL SELECT 'subcontracts', COUNT(DISTINCT contract), MIN(CAST(contract AS VARCHAR(64))) FROM subcontract
        WHERE contract IN ({OF_IMPORT})
    UNION ALL SELECT 'call_offs', COUNT(DISTINCT framework), MIN(CAST(framework AS VARCHAR(64))) FROM contract
        WHERE framework IN ({OF_IMPORT}) AND status <> 'withdrawn' AND id NOT IN ({OF_IMPORT})
    UNION ALL SELECT 'changes', COUNT(DISTINCT subject_id), MIN(subject_id) FROM audit_event
        WHERE subject_kind = 'contract' AND action LIKE 'contract.%' AND at > {{}}
        AND subject_id IN (SELECT CAST(contract AS VARCHAR(64)) FROM ({OF_IMPORT}) AS imported)
        AND NOT EXISTS (
            SELECT 1 FROM import_batch WHERE undone_at IS NOT NULL AND audit_event.details LIKE '%' || CAST(id AS VARCHAR(64)) || '%'
        )
"""


@dataclass(frozen=True)
class Target:
    """A contract that a surplus may go to, with what it still has to deliver."""

    id: UUID
    number: str
    title: str
    remaining: Decimal


def _select() -> Any:
    return SettlementDecision.select(
        *SettlementDecision.all_columns(),
        SettlementDecision.contract.number,
        SettlementDecision.contract.title,
        SettlementDecision.contract.contractor,
        SettlementDecision.contract._.contractor._.name,
        SettlementDecision.other_contract.number,
        SettlementDecision.other_contract.title,
        SettlementDecision.other_contract.contractor,
        SettlementDecision.proposed_by.name,
        SettlementDecision.decided_by.name,
    )


def _record(row: dict[str, Any]) -> DecisionRecord:
    return DecisionRecord(
        id=row["id"],
        number=int(row["number"]),
        contract_id=row["contract"],
        contract_number=row["contract.number"] or "",
        contract_title=row["contract.title"],
        contractor_id=row["contract.contractor"],
        contractor_name=row["contract.contractor.name"] or "",
        other_contract_number=row["other_contract.number"] or "",
        other_contract_title=row["other_contract.title"] or "",
        proposal=Proposal(
            kind=DecisionKind(row["kind"]),
            effective_on=row["effective_on"],
            reason=row["reason"],
            amount=from_cents(row["amount_cents"]),
            other_contract_id=row["other_contract"],
            pso_level=row["pso_level"],
            expires_on=row["expires_on"],
        ),
        amount=from_cents(row["amount_cents"]),
        steps=steps_from_json(row["steps"]),
        status=DecisionStatus(row["status"]),
        proposed_by_id=row["proposed_by"],
        proposed_by=row["proposed_by.name"],
        proposed_at=row["proposed_at"],
        decided_by=row["decided_by.name"] or "",
        decided_at=row["decided_at"],
        decision_reason=row["decision_reason"],
    )


async def decision(*, viewer: Viewer, decision_id: UUID) -> DecisionRecord:
    """Return one decision; raise DecisionNotFound when it does not exist for this viewer."""
    rows = await _select().where(SettlementDecision.id == decision_id) if viewer.may(Permission.READ_REGISTER) else []
    if not rows:
        raise DecisionNotFound(_("Deze beslissing is niet gevonden."))
    return _record(rows[0])


async def decisions_page(*, viewer: Viewer, after: tuple[int, int] | None = None, size: int = PAGE_SIZE) -> tuple[DecisionRecord, ...]:
    """Return open proposals and then closed ones, newest first; at most `size` that come after the key (`page_key`) of the last one."""
    viewer.require(Permission.PROPOSE_SETTLEMENT)
    query = _select().order_by(OrderByRaw(RANK)).order_by(SettlementDecision.number, ascending=False).limit(size)
    if after is not None:
        rank, number = after
        query = query.where(WhereRaw(f"({RANK} > {{}} OR ({RANK} = {{}} AND settlement_decision.number < {{}}))", rank, rank, number))
    return tuple(_record(row) for row in await query)


def page_key(record: DecisionRecord) -> tuple[int, int]:
    """Return the key by which the list of decisions is paged."""
    return (0 if record.is_open else 1, record.number)


async def history_of_decision(*, viewer: Viewer, decision_id: UUID) -> tuple[StatusStep, ...]:
    """Return every step of a decision's status, oldest first; raise DecisionNotFound when it is not the viewer's."""
    await decision(viewer=viewer, decision_id=decision_id)
    rows = (
        await SettlementStatusChange.select(*SettlementStatusChange.all_columns(), SettlementStatusChange.changed_by.name)
        .where(SettlementStatusChange.decision == decision_id)
        .order_by(SettlementStatusChange.number)
    )
    return tuple(StatusStep(DecisionStatus(row["status"]), row["changed_by.name"], row["changed_at"], row["reason"]) for row in rows)


async def decisions_of_contract(*, viewer: Viewer, contract_id: UUID) -> tuple[ContractDecision, ...]:
    """Return the decisions that touch a contract, newest first; raise ContractNotFound when it is not the viewer's.

    Staff see all of them, the contractor that now holds the contract those that were adopted, a former one none. At most DECISIONS_SHOWN.
    """
    record = await contract(viewer=viewer, contract_id=contract_id)
    touches = (SettlementDecision.contract == contract_id) | (SettlementDecision.other_contract == contract_id)
    query = _select().where(touches).order_by(SettlementDecision.number, ascending=False).limit(DECISIONS_SHOWN)
    if not viewer.may(Permission.READ_REGISTER):
        if record.contractor_id != viewer.organisation_id:
            return ()
        query = query.where(SettlementDecision.status == DecisionStatus.ADOPTED.value)
    return tuple(_on_contract(viewer, contract_id, row) for row in await query)


def _on_contract(viewer: Viewer, contract_id: UUID, row: dict[str, Any]) -> ContractDecision:
    found = _record(row)
    expires_on = found.proposal.expires_on
    return ContractDecision(
        number=found.number,
        words=_words(viewer, contract_id, row, found),
        amount=found.amount,
        effective_on=found.proposal.effective_on,
        last_day=last_day(expires_on),
        reason=found.proposal.reason,
        status=status_label(found.status),
        tone=status_tone(found.status),
        href=f"/beslissingen/{found.id}" if viewer.may(Permission.PROPOSE_SETTLEMENT) else "",
    )


def _words(viewer: Viewer, contract_id: UUID, row: dict[str, Any], found: DecisionRecord) -> str:
    """Return what a decision does on one of its contracts; a contractor reads no number of a contract that is another's by now."""
    if found.kind is not DecisionKind.TRANSFER:
        return kind_label(found.kind)
    is_source = found.contract_id == contract_id
    number, holder = (
        (found.other_contract_number, row["other_contract.contractor"])
        if is_source
        else (found.contract_number, row["contract.contractor"])
    )
    if not viewer.may(Permission.READ_REGISTER) and holder != viewer.organisation_id:
        return _("Overschot naar een ander contract") if is_source else _("Overschot van een ander contract")
    text = _("Overschot naar contract {number}") if is_source else _("Overschot van contract {number}")
    return text.format(number=number)


# ---------------------------------------------------------------- what a proposal is held against


async def cure_period_ends_on(*, contract_id: UUID) -> date | None:
    """Return the last day of a contract's cure period, or None when it has none."""
    rows = (
        await Milestone.select(Milestone.due_on)
        .where((Milestone.contract == contract_id) & (Milestone.key == CURE_PERIOD) & Milestone.lapsed_at.is_null())
        .order_by(Milestone.due_on, ascending=False)
        .limit(1)
    )
    return rows[0]["due_on"] if rows else None


async def situation_of(*, viewer: Viewer, contract_id: UUID, proposal: Proposal, today: date) -> Situation:
    """Return what a proposal about a contract is held against; raise ContractNotFound when the contract is not the viewer's."""
    record = await contract(viewer=viewer, contract_id=contract_id)
    target = await _target(viewer, proposal.other_contract_id)
    return Situation(
        contract=record,
        entries=await entries(contract_id=contract_id),
        policy=await policy_of_contract(contract_id=contract_id),
        on=today,
        in_review=(await claim_sums(contract_ids=[contract_id], as_of=today))[contract_id].in_review,
        cure_period_ends_on=await cure_period_ends_on(contract_id=contract_id),
        credits=await _credits(record),
        approved=await _approved(contract_id, today),
        target=target,
        target_entries=await entries(contract_id=target.id) if target else (),
    )


async def valued_proposal(*, viewer: Viewer, contract_id: UUID, proposal: Proposal, today: date) -> Valuation:
    """Return what a proposal would amount to, without keeping it; raise UnableToSettle on the field that stands in the way."""
    viewer.require(Permission.PROPOSE_SETTLEMENT)
    situation = await situation_of(viewer=viewer, contract_id=contract_id, proposal=proposal, today=today)
    return value_of_decision(proposal=proposal, situation=situation)


async def obstacle_to(*, viewer: Viewer, record: DecisionRecord, today: date) -> str:
    """Return why an open proposal could not be adopted today, or an empty text."""
    try:
        valued = await valued_proposal(viewer=viewer, contract_id=record.contract_id, proposal=record.proposal, today=today)
        check_unchanged(record=record, amount=valued.amount)
    except UnableToSettle as refusal:
        return refusal.message
    return ""


async def _approved(contract_id: UUID, today: date) -> tuple[Fulfilled, ...]:
    ground = (await grounds(contract_ids=[contract_id], as_of=today)).get(contract_id)
    return () if ground is None else approved_amounts(ground)


async def _target(viewer: Viewer, contract_id: UUID | None) -> ContractRecord | None:
    if contract_id is None:
        return None
    try:
        return await contract(viewer=viewer, contract_id=contract_id)
    except ContractNotFound as missing:
        raise UnableToSettle(str(missing), field="other_contract_id") from None


async def _credits(record: ContractRecord) -> tuple[Period, ...]:
    rows = await SettlementDecision.select(SettlementDecision.effective_on, SettlementDecision.expires_on).where(
        (SettlementDecision.contract == record.id)
        & (SettlementDecision.kind == DecisionKind.PSO_CREDIT.value)
        & (SettlementDecision.status == DecisionStatus.ADOPTED.value)
    )
    ends_before = record.facts.ends_before
    return tuple(counted_period(effective_on=row["effective_on"], expires_on=row["expires_on"], ends_before=ends_before) for row in rows)


async def possible_targets(*, viewer: Viewer, contract_id: UUID, today: date) -> tuple[Target, ...]:
    """Return the other contracts of the same contractor that still have to deliver, at most TARGETS_SHOWN."""
    viewer.require(Permission.PROPOSE_SETTLEMENT)
    record = await contract(viewer=viewer, contract_id=contract_id)
    if record.contractor_id is None:
        return ()
    rows = (
        await Contract.select(Contract.id, Contract.number, Contract.title)
        .where(
            (Contract.contractor == record.contractor_id)
            & (Contract.status == ContractStatus.REGISTERED.value)
            & (Contract.id != contract_id)
        )
        .order_by(Contract.number)
        .limit(TARGETS_SHOWN)
    )
    held = await balances(contract_ids=[row["id"] for row in rows], as_of=today)
    found = (Target(row["id"], row["number"], row["title"], held[row["id"]].remaining) for row in rows)
    return tuple(target for target in found if target.remaining)


async def effects_of_decision(*, viewer: Viewer, record: DecisionRecord, today: date) -> tuple[Effect, ...]:
    """Return what a proposal would do, or what an adopted decision did at the time, to each contract that it touches; else nothing."""
    if record.status not in (DecisionStatus.PROPOSED, DecisionStatus.ADOPTED):
        return ()
    own = await contract(viewer=viewer, contract_id=record.contract_id)
    planned = entries_of(record, ends_before=own.facts.ends_before, now=record.proposed_at)
    sides = [(record.contract_id, f"{record.contract_number} {record.contract_title}")]
    if record.proposal.other_contract_id is not None:
        sides.append((record.proposal.other_contract_id, f"{record.other_contract_number} {record.other_contract_title}"))
    decided_on = local_day(record.decided_at) if record.decided_at else today
    day = max(record.proposal.effective_on, decided_on)
    effects = []
    for contract_id, name in sides:  # one contract, or two
        posted = await entries(contract_id=contract_id)
        mine = planned if record.is_open else tuple(entry for entry in posted if entry.source_id == record.id)
        others = tuple(
            entry
            for entry in posted
            if entry.source_id != record.id and (record.decided_at is None or entry.recorded_at <= record.decided_at)
        )
        effects.append(effect_on(contract_id=contract_id, name=name, others=others, own=mine, on=day))
    return tuple(effects)


async def built_on_import(*, viewer: Viewer, batch_id: UUID) -> tuple[str, ...]:
    """Return what was built on the contracts of a confirmed import since, in Dutch sentences; nothing when it can be undone."""
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    if batch.confirmed_at is None:
        return ()
    ids = [batch_id] * BUILT.count("batch = {}")
    rows = await fetch(BUILT, *ids[:-1], batch.confirmed_at, ids[-1])
    found = [row for row in rows if row["number"]]
    names = await _names([UUID(row["one"]) for row in found])
    return tuple(_built_words(row["kind"], int(row["number"]), names[UUID(row["one"])]) for row in found)


async def _names(contract_ids: list[UUID]) -> dict[UUID, str]:
    """Return by which number, or else by which title, people know each of these contracts."""
    rows = (
        await Contract.select(Contract.id, Contract.number, Contract.title).where(Contract.id.is_in(contract_ids)) if contract_ids else []
    )
    return {row["id"]: row["number"] or row["title"] for row in rows}


def _built_words(kind: str, number: int, name: str) -> str:
    """Return that something was built on so many contracts of an import, with the name of one of these."""
    sentence = {
        "claims": _("Contracten met opgaven: {number}, {which}."),
        "plans": _("Contracten met een plan van aanpak: {number}, {which}."),
        "decisions": _("Beslissingen over het saldo, voorgesteld of genomen: {number}, {which}."),
        "milestones": _("Contracten met afgeronde mijlpalen: {number}, {which}."),
        "subcontracts": _("Contracten met een onderaannemer: {number}, {which}."),
        "call_offs": _("Raamovereenkomsten met een nadere overeenkomst: {number}, {which}."),
        "changes": _("Contracten en concepten waaraan daarna iets gewijzigd is: {number}, {which}."),
    }[kind]
    which = _("namelijk {name}") if number == 1 else _("waaronder {name}")
    if kind == "decisions":
        which = _("waaronder over {name}") if number > 1 else _("namelijk over {name}")
    return sentence.format(number=number, which=which.format(name=name))
