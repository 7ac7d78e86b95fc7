"""Writes of milestones: planning what is due after each event, and meeting or reopening one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from sroi.access import OPERATOR, Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.rules import ContractStatus
from sroi.contracts.tables import Contract
from sroi.database import fetch, insert_all, keys, new_ids, one_of, transaction, update_all
from sroi.obligations.queries import Held, current_life, milestone
from sroi.obligations.rules import MAX_NOTE, Outcome, UnableToMeet, milestone_dates
from sroi.obligations.tables import Milestone
from sroi.policy.rules import DueMilestone, MilestoneDates, Policy, milestones_due
from sroi.values import local_day

COLUMNS = (
    "id", "contract", "key", "number", "label", "due_on", "explanation", "policy_name", "is_confirmed", "created_at", "note",
)  # fmt: skip
# A statement holds a bounded number of values on either engine.
ROWS_AT_ONCE = 500
# What comes back is planned some way ahead: where a contract has no end, the days ahead are added as time goes by.
UNPLANNED = """
    (contract.ends_before IS NULL OR NOT EXISTS
        (SELECT 1 FROM milestone WHERE milestone.contract = contract.id AND milestone.lapsed_at IS NULL))
"""


@dataclass(frozen=True)
class Plan:
    """What the milestones of a contract follow from: its policy and dates (None where there are none), and whether it owes."""

    contract_id: UUID
    policy: Policy | None
    dates: MilestoneDates | None
    owes: bool


async def plan_milestones(
    *, contract_id: UUID, policy: Policy | None, dates: MilestoneDates | None, owes: bool, now: datetime
) -> tuple[int, int]:
    """Let what is due on a contract follow from its dates by its policy; return how many were added and how many lapsed.

    What was met stays as it is. What no longer holds, or holds on another day, lapses and is kept. Doing it twice changes nothing.
    Joins the transaction of the event that it follows from, whose audit event tells of it.
    """
    return await plan_all(plans=[Plan(contract_id, policy, dates, owes)], now=now)


async def plan_all(*, plans: Sequence[Plan], now: datetime) -> tuple[int, int]:
    """Plan what is due on each of the contracts; see `plan_milestones`."""
    due_on = _DueOn(local_day(now))
    async with transaction():
        sql = f"SELECT * FROM milestone WHERE lapsed_at IS NULL AND {one_of('contract', kind='uuid')}"
        planned: dict[UUID, list[dict[str, Any]]] = {}
        for row in await fetch(sql, keys(plan.contract_id for plan in plans)):
            planned.setdefault(row["contract"], []).append(row)
        lapsed, added = list[UUID](), list[tuple[Any, ...]]()
        for plan in plans:
            rows, wanted = planned.get(plan.contract_id, ()), due_on.by_place(plan)
            kept = {(row["key"], row["number"]) for row in rows if row["met_on"] is not None or _is_same(row, wanted, plan.policy)}
            lapsed += [row["id"] for row in rows if (row["key"], row["number"]) not in kept]
            name = plan.policy.name if plan.policy else ""
            added += [_values(plan.contract_id, due, name, now) for place, due in wanted.items() if place not in kept]
        await update_all(Milestone, ("lapsed_at",), [(now, milestone_id) for milestone_id in lapsed])
        ids = new_ids(len(added), now=now)
        await insert_all(Milestone, COLUMNS, [(key, *row) for key, row in zip(ids, added, strict=True)])
    return len(added), len(lapsed)


class _DueOn:
    """What is due by a policy from dates, found once: contracts of one register share many dates."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._found: dict[tuple[str, MilestoneDates, bool], dict[tuple[str, int], DueMilestone]] = {}

    def by_place(self, plan: Plan) -> dict[tuple[str, int], DueMilestone]:
        """Return what is due on a contract, by key and number."""
        if plan.policy is None or plan.dates is None:
            return {}
        place = (plan.policy.sha256, plan.dates, plan.owes)
        if place not in self._found:
            due = milestones_due(policy=plan.policy, dates=plan.dates, owes=plan.owes, as_of=self._as_of)
            self._found[place] = {(one.key, one.number): one for one in due}
        return self._found[place]


def plan_of(*, contract_id: UUID, life: Held) -> Plan:
    """Return what the milestones of a contract follow from by the last stage of its life."""
    last = life.stages[-1]
    owes = last.obligation.outcome is Outcome.OWED and last.obligation.amount > 0
    return Plan(contract_id, life.policy, milestone_dates(last.terms), owes)


async def plan_missing_milestones(*, now: datetime) -> int:
    """Plan each registered contract that has nothing planned, or has no end; return how many of them changed. Safe to repeat."""
    changed, after = 0, UUID(int=0)
    while rows := (
        await Contract.select(Contract.id)
        .where((Contract.status == ContractStatus.REGISTERED.value) & (Contract.id > after) & WhereRaw(UNPLANNED))
        .order_by(Contract.id)
        .limit(ROWS_AT_ONCE)
    ):
        for row in rows:
            changed += await _plan_missing(row["id"], now)
        after = rows[-1]["id"]
    return changed


async def _plan_missing(contract_id: UUID, now: datetime) -> bool:
    async with transaction():
        life = await current_life(viewer=OPERATOR, contract_id=contract_id)
        added, lapsed = await plan_all(plans=[plan_of(contract_id=contract_id, life=life)], now=now)
        if added or lapsed:
            subject, details = Subject("contract", str(contract_id)), {"added": str(added), "lapsed": str(lapsed)}
            await record_event(actor=actor_of(OPERATOR), action="milestone.planned", subject=subject, now=now, details={**details})
    return bool(added or lapsed)


async def meet_milestone(*, viewer: Viewer, milestone_id: UUID, met_on: date, note: str, now: datetime) -> None:
    """Record that a milestone was met, and on which day; raise UnableToMeet on the field that stands in the way."""
    viewer.require(Permission.WRITE_MILESTONES)
    if met_on > local_day(now):
        raise UnableToMeet(_("Deze dag ligt in de toekomst. Rond de mijlpaal af zodra het zover is."), field="met_on")
    _check_length(note, field="note")
    async with transaction():
        record = await milestone(viewer=viewer, milestone_id=milestone_id)
        notes = "\n".join(filter(None, (record.note, note.strip())))
        met = (
            await Milestone.update(
                {Milestone.met_on: met_on, Milestone.met_by: viewer.account_id, Milestone.met_at: now, Milestone.note: notes}
            )
            .where((Milestone.id == milestone_id) & Milestone.met_on.is_null() & Milestone.lapsed_at.is_null())
            .returning(Milestone.id)
        )
        if not met:
            raise UnableToMeet(_("Deze mijlpaal geldt niet meer.") if record.has_lapsed else _("Deze mijlpaal is al afgerond."))
        await _record(viewer, "milestone.met", milestone_id, now, contract=record.contract_id, met_on=met_on)


async def reopen_milestone(*, viewer: Viewer, milestone_id: UUID, reason: str, now: datetime) -> UUID:
    """Open a milestone again that was met, and return the id of the open one; the met one lapses and is kept. A reason is needed."""
    viewer.require(Permission.WRITE_MILESTONES)
    if not reason.strip():
        raise UnableToMeet(_("Schrijf op waarom u de mijlpaal heropent."), field="reason")
    _check_length(reason, field="reason")
    async with transaction():
        record = await milestone(viewer=viewer, milestone_id=milestone_id)
        lapsed = (
            await Milestone.update({Milestone.lapsed_at: now})
            .where((Milestone.id == milestone_id) & Milestone.met_on.is_not_null() & Milestone.lapsed_at.is_null())
            .returning(Milestone.id)
        )
        if not lapsed:
            raise UnableToMeet(_("Deze mijlpaal geldt niet meer.") if record.has_lapsed else _("Deze mijlpaal is nog niet afgerond."))
        due = DueMilestone(record.key, record.number, record.label, record.due_on, record.explanation, record.is_confirmed)
        note = _("Heropend: {reason}").format(reason=reason.strip())
        (opened_id,) = new_ids(1, now=now)
        await insert_all(Milestone, COLUMNS, [(opened_id, *_values(record.contract_id, due, record.policy_name, now, note))])
        await _record(viewer, "milestone.reopened", milestone_id, now, contract=record.contract_id, opened=opened_id)
    return opened_id


async def _record(viewer: Viewer, action: str, milestone_id: UUID, now: datetime, **details: object) -> None:
    subject = Subject("milestone", str(milestone_id))
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details=details)


def _check_length(text: str, *, field: str) -> None:
    if len(text) > MAX_NOTE:
        raise UnableToMeet(_("Deze tekst is te lang. Gebruik ten hoogste {most} tekens.").format(most=MAX_NOTE), field=field)


def _is_same(row: dict[str, Any], wanted: dict[tuple[str, int], DueMilestone], policy: Policy | None) -> bool:
    due = wanted.get((row["key"], row["number"]))
    if due is None or policy is None:
        return False
    held = (row["due_on"], row["label"], row["explanation"], bool(row["is_confirmed"]), row["policy_name"])
    return held == (due.due_on, due.label, due.explanation, due.is_confirmed, policy.name)


def _values(contract_id: UUID, due: DueMilestone, policy_name: str, now: datetime, note: str = "") -> tuple[Any, ...]:
    """Return the row of a new milestone without its id, in the order of COLUMNS."""
    found = due.key, due.number, due.label, due.due_on, due.explanation
    return (contract_id, *found, policy_name, due.is_confirmed, now, note)
