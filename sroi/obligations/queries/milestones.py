"""Reads of milestones: those of one contract, and what is due and late over all contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Where, WhereRaw

from sroi.access import Permission, Viewer
from sroi.contracts.queries import contract
from sroi.contracts.queries.contracts import search_patterns
from sroi.contracts.rules import ContractNotFound
from sroi.database import fetch, keys, one_of
from sroi.jobs.queries import open_payloads
from sroi.obligations.rules import MilestoneNotFound, MilestoneRecord
from sroi.obligations.tables import Milestone
from sroi.values import add_months

PAGE_SIZE = 25
PLAN_IMPORT = "plan_import"  # the job that plans the contracts of an import of many
ADDED_BY = f"SELECT id FROM import_row WHERE contract = {{}} AND verdict = 'contract' AND {one_of('batch', kind='uuid')}"
FOUND = "milestone.contract IN (SELECT contract.id FROM contract WHERE contract.search_text LIKE {} ESCAPE '\\')"
IS_FIRST = """
    NOT EXISTS (
        SELECT 1 FROM milestone AS earlier WHERE earlier.contract = milestone.contract AND earlier.due_on < milestone.due_on
            AND earlier.met_on IS NULL AND earlier.lapsed_at IS NULL
    )
"""
COUNTS = """
    SELECT COUNT(*) AS still_open,
        COALESCE(SUM(CASE WHEN due_on < {} THEN 1 ELSE 0 END), 0) AS late,
        COALESCE(SUM(CASE WHEN due_on >= {} AND due_on < {} THEN 1 ELSE 0 END), 0) AS this_month
    FROM milestone WHERE met_on IS NULL AND lapsed_at IS NULL
"""


class Due(StrEnum):
    """Which open milestones a list shows: all, those past their day, or those that fall in this month."""

    OPEN = "open"
    LATE = "late"
    THIS_MONTH = "this_month"


@dataclass(frozen=True)
class MilestoneFilter:
    """What a list of milestones is narrowed to: by when it is due, and by words of the contract or its contractor."""

    due: Due = Due.OPEN
    text: str = ""


@dataclass(frozen=True)
class MilestoneCounts:
    """How many open milestones there are of each kind."""

    open: int
    late: int
    this_month: int


async def milestone(*, viewer: Viewer, milestone_id: UUID) -> MilestoneRecord:
    """Return one milestone; raise MilestoneNotFound when it does not exist for this viewer."""
    rows = await _select().where(Milestone.id == milestone_id)
    missing = MilestoneNotFound(_("Deze mijlpaal is niet gevonden."))
    if not rows:
        raise missing
    try:
        await contract(viewer=viewer, contract_id=rows[0]["contract"])
    except ContractNotFound as hidden:
        raise missing from hidden
    return _record(rows[0])


async def milestones_of_contract(*, viewer: Viewer, contract_id: UUID) -> tuple[MilestoneRecord, ...]:
    """Return what holds now on a contract, met or not, by its day; raise ContractNotFound when the contract is not the viewer's."""
    await contract(viewer=viewer, contract_id=contract_id)
    query = _select().where((Milestone.contract == contract_id) & Milestone.lapsed_at.is_null())
    return tuple(_record(row) for row in await query.order_by(Milestone.due_on, Milestone.key, Milestone.number))


async def next_milestones(*, contract_ids: Sequence[UUID]) -> dict[UUID, MilestoneRecord]:
    """Return what is due first of what is still open on each contract, in one query; one without anything open is left out.

    The viewer's right to the contracts is that of the query that found their ids.
    """
    if not contract_ids:
        return {}
    is_open = Milestone.met_on.is_null() & Milestone.lapsed_at.is_null()
    rows = await _select().where(Milestone.contract.is_in(list(contract_ids))).where(is_open).where(WhereRaw(IS_FIRST))
    found: dict[UUID, MilestoneRecord] = {}
    for row in sorted(rows, key=lambda row: (row["due_on"], row["key"], row["number"])):
        found.setdefault(row["contract"], _record(row))
    return found


async def imports_to_plan() -> frozenset[UUID]:
    """Return the imports of which the contracts have no milestones yet: a job plans them behind the page."""
    return frozenset(UUID(payload["batch"]) for payload in await open_payloads(kind=PLAN_IMPORT))


async def is_still_to_plan(*, contract_id: UUID) -> bool:
    """Return whether an import added a contract of which the milestones are still to be planned.

    The viewer's right to the contract is that of the query that found it.
    """
    waiting = await imports_to_plan()
    return bool(waiting) and bool(await fetch(ADDED_BY, contract_id, keys(waiting)))


async def earlier_meetings(*, viewer: Viewer, record: MilestoneRecord) -> tuple[MilestoneRecord, ...]:
    """Return how often a milestone was met before it was reopened, the last time first."""
    await contract(viewer=viewer, contract_id=record.contract_id)
    is_same = And(Milestone.contract == record.contract_id, (Milestone.key == record.key) & (Milestone.number == record.number))
    rows = await _select().where(is_same).where(Milestone.lapsed_at.is_not_null() & Milestone.met_on.is_not_null())
    ordered = sorted(rows, key=lambda row: row["met_at"], reverse=True)
    return tuple(_record(row) for row in ordered if row["id"] != record.id)


async def milestones_page(
    *, viewer: Viewer, narrowed: MilestoneFilter, on: date, after: tuple[date, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[MilestoneRecord, ...]:
    """Return open milestones over all contracts, the longest late first, that come after the key of the last one shown; at most `size`."""
    viewer.require(Permission.READ_REGISTER)
    query = _select().where(Milestone.met_on.is_null() & Milestone.lapsed_at.is_null()).where(_is_due(narrowed.due, on))
    for pattern in search_patterns(narrowed.text):
        query = query.where(WhereRaw(FOUND, pattern))
    if after is not None:
        day, last_id = after
        query = query.where((Milestone.due_on > day) | ((Milestone.due_on == day) & (Milestone.id > last_id)))
    return tuple(_record(row) for row in await query.order_by(Milestone.due_on, Milestone.id).limit(size))


async def milestone_counts(*, viewer: Viewer, text: str = "", on: date) -> MilestoneCounts:
    """Return how many milestones are open, late and due this month, of the contracts that the words find; in one query."""
    viewer.require(Permission.READ_REGISTER)
    patterns = search_patterns(text)
    first, following = _month(on)
    (row,) = await fetch(COUNTS + f" AND {FOUND}" * len(patterns), on, first, following, *patterns)
    return MilestoneCounts(open=int(row["still_open"]), late=int(row["late"]), this_month=int(row["this_month"]))


def _month(on: date) -> tuple[date, date]:
    first = on.replace(day=1)
    return first, add_months(first, 1)


def _is_due(due: Due, on: date) -> Where | And | WhereRaw:
    first, following = _month(on)
    if due is Due.LATE:
        return Milestone.due_on < on
    if due is Due.THIS_MONTH:
        return And(Milestone.due_on >= first, Milestone.due_on < following)
    return WhereRaw("1 = 1")


def _select() -> Any:
    return Milestone.select(
        *Milestone.all_columns(),
        Milestone.contract.number,
        Milestone.contract.title,
        Milestone.contract._.contractor._.name,
        Milestone.met_by.name,
    )


def _record(row: dict[str, Any]) -> MilestoneRecord:
    return MilestoneRecord(
        id=row["id"],
        contract_id=row["contract"],
        contract_number=row["contract.number"],
        contract_title=row["contract.title"],
        contractor_name=row["contract.contractor.name"] or "",
        key=row["key"],
        number=row["number"],
        label=row["label"],
        due_on=row["due_on"],
        explanation=row["explanation"],
        policy_name=row["policy_name"],
        is_confirmed=bool(row["is_confirmed"]),
        has_lapsed=row["lapsed_at"] is not None,
        met_on=row["met_on"],
        met_by=row["met_by.name"] or "",
        note=row["note"],
    )
