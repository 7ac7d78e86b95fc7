"""Planning what is due on contracts: with the event that it follows from, or behind it for an import of many.

In: contracts as a set. Out: milestones added and lapsed, in a number of statements that does not grow with the set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sroi.access import OPERATOR
from sroi.audit.operations import record_events
from sroi.audit.rules import Subject, actor_of
from sroi.database import fetch, insert_all, keys, new_ids, one_of, transaction, update_all
from sroi.jobs.operations import enqueue
from sroi.jobs.rules import TakenJob
from sroi.obligations.queries import PLAN_IMPORT, Held, current_lives
from sroi.obligations.rules import Outcome, milestone_dates
from sroi.obligations.tables import Milestone
from sroi.policy.rules import DueMilestone, MilestoneDates, Policy, milestones_due
from sroi.values import local_day

COLUMNS = (
    "id", "contract", "key", "number", "label", "due_on", "explanation", "policy_name", "is_confirmed", "created_at", "note",
)  # fmt: skip
# What is planned in one transaction: others write in between.
ROWS_AT_ONCE = 500
# What comes back is planned some way ahead: where a contract has no end, the days ahead are added as time goes by.
UNPLANNED = """
    SELECT id FROM contract WHERE status = 'registered' AND id > {} AND (ends_before IS NULL OR NOT EXISTS
        (SELECT 1 FROM milestone WHERE milestone.contract = contract.id AND milestone.lapsed_at IS NULL))
    ORDER BY id LIMIT {}
"""
IMPORTED = """
    SELECT contract.id, import_row.position FROM import_row JOIN contract ON contract.id = import_row.contract
    WHERE import_row.batch = {} AND import_row.position > {} AND import_row.verdict = 'contract' AND contract.status = 'registered'
    ORDER BY import_row.position LIMIT {}
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
    changed = await plan_all(plans=[Plan(contract_id, policy, dates, owes)], now=now)
    return changed.get(contract_id, (0, 0))


async def plan_all(*, plans: Sequence[Plan], now: datetime) -> dict[UUID, tuple[int, int]]:
    """Plan what is due on each of the contracts and return how many were added and lapsed, where any were; see `plan_milestones`."""
    due_on = _DueOn(local_day(now))
    async with transaction():
        sql = f"SELECT * FROM milestone WHERE lapsed_at IS NULL AND {one_of('contract', kind='uuid')}"
        planned: dict[UUID, list[dict[str, Any]]] = {}
        for row in await fetch(sql, keys(plan.contract_id for plan in plans)):
            planned.setdefault(row["contract"], []).append(row)
        lapsed, added = list[UUID](), list[tuple[Any, ...]]()
        changed: dict[UUID, tuple[int, int]] = {}
        for plan in plans:
            rows, wanted = planned.get(plan.contract_id, ()), due_on.by_place(plan)
            kept = {(row["key"], row["number"]) for row in rows if row["met_on"] is not None or _is_same(row, wanted, plan.policy)}
            gone = [row["id"] for row in rows if (row["key"], row["number"]) not in kept]
            name = plan.policy.name if plan.policy else ""
            new = [milestone_row(plan.contract_id, due, name, now) for place, due in wanted.items() if place not in kept]
            if new or gone:
                changed[plan.contract_id] = (len(new), len(gone))
            lapsed += gone
            added += new
        await update_all(Milestone, ("lapsed_at",), [(now, milestone_id) for milestone_id in lapsed])
        ids = new_ids(len(added), now=now)
        await insert_all(Milestone, COLUMNS, [(key, *row) for key, row in zip(ids, added, strict=True)])
    return changed


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
    while rows := await fetch(UNPLANNED, after, ROWS_AT_ONCE):
        after = rows[-1]["id"]
        changed += await _plan([row["id"] for row in rows], now)
    return changed


async def leave_planning(*, batch_id: UUID, now: datetime) -> None:
    """Leave the job that plans the contracts of an import, in the transaction of the import."""
    await enqueue(kind=PLAN_IMPORT, payload={"batch": batch_id}, now=now)


async def plan_import(taken: TakenJob) -> None:
    """Plan the contracts of an import, some hundreds at a time; one that was stopped goes on where it was."""
    batch_id, after = UUID(taken.payload["batch"]), 0
    while rows := await fetch(IMPORTED, batch_id, after, ROWS_AT_ONCE):
        after = rows[-1]["position"]
        await _plan([row["id"] for row in rows], taken.now)


async def _plan(contract_ids: Sequence[UUID], now: datetime) -> int:
    """Plan contracts by what they owe as it is known now, and return how many changed."""
    async with transaction():
        lives = await current_lives(contract_ids=contract_ids)
        changed = await plan_all(plans=[plan_of(contract_id=key, life=life) for key, life in lives.items()], now=now)
        told: list[tuple[Subject, dict[str, object]]] = [
            (Subject("contract", str(contract_id)), {"added": str(added), "lapsed": str(lapsed)})
            for contract_id, (added, lapsed) in changed.items()
        ]
        await record_events(actor=actor_of(OPERATOR), action="milestone.planned", told=told, now=now)
    return len(changed)


def _is_same(row: dict[str, Any], wanted: dict[tuple[str, int], DueMilestone], policy: Policy | None) -> bool:
    due = wanted.get((row["key"], row["number"]))
    if due is None or policy is None:
        return False
    held = (row["due_on"], row["label"], row["explanation"], bool(row["is_confirmed"]), row["policy_name"])
    return held == (due.due_on, due.label, due.explanation, due.is_confirmed, policy.name)


def milestone_row(contract_id: UUID, due: DueMilestone, policy_name: str, now: datetime, note: str = "") -> tuple[Any, ...]:
    """Return the row of a new milestone without its id, in the order of COLUMNS."""
    found = due.key, due.number, due.label, due.due_on, due.explanation
    return (contract_id, *found, policy_name, due.is_confirmed, now, note)
