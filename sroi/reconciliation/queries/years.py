"""Reads of a year: five queries whatever the size of the register, which SQL reduces before pandas makes the tables.

Where a policy has limits there are so many more, to tell what counts of the claims in review.
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sroi.access import Permission, Viewer
from sroi.contracts.queries import municipalities
from sroi.contracts.rules import ContractStatus, ContractType, Scope
from sroi.contracts.tables import Contract
from sroi.database import fetch
from sroi.fulfilment.queries.limits import grounds_by
from sroi.fulfilment.rules import sum_in_review
from sroi.fulfilment.tables import Placement
from sroi.ledger.rules import Balance, EntryKind
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy
from sroi.reconciliation.queries.reported import placements_counted, span_arguments
from sroi.reconciliation.rules import (
    FIRST_YEAR,
    ContractRow,
    Goal,
    JudgedPlacement,
    PlacementRow,
    Recorded,
    YearReport,
    YearRows,
    first_and_next,
    judged_report_of,
    year_report_of,
)
from sroi.reconciliation.rules.facts import EVERY_CONTRACT, Fact, GoalRule, Moment, Preferred, Stage
from sroi.reconciliation.rules.goals import GoalKind
from sroi.reconciliation.tables import Goal as GoalRow
from sroi.reconciliation.tables import RecordedResult
from sroi.values import Period, from_cents, parse_iso_date

# A contract belongs to a year that it runs in, and to one in which a placement on it started. Arguments: `contracts_of_year_arguments`.
CONTRACTS_OF_YEAR = """
SELECT contract.id FROM contract
WHERE contract.status = 'registered' AND contract.starts_on < {} AND (contract.ends_before IS NULL OR contract.ends_before > {})
UNION
SELECT claim.contract FROM placement CROSS JOIN claim
WHERE claim.id = placement.claim AND placement.starts_on < {} AND placement.starts_on >= {} AND claim.status IN ('submitted', 'approved')
"""
# The contracts of a year, and where a placement counts in the year of its approval those of what was approved in it. Arguments:
# `balances_of_year_arguments`.
BALANCES_OF_YEAR = f"""
WITH chosen AS (
    {CONTRACTS_OF_YEAR}
    UNION SELECT claim.contract FROM claim
    WHERE CAST({{}} AS INTEGER) = 1 AND claim.kind = 'placement' AND claim.approved_on >= {{}} AND claim.approved_on < {{}}
),
balance AS (
    SELECT contract,
        {", ".join(f"SUM(CASE WHEN kind = '{kind.value}' THEN amount_cents ELSE 0 END) AS {kind.value}" for kind in EntryKind)}
    FROM ledger_entry WHERE effective_on <= {{}} AND contract IN (SELECT id FROM chosen) GROUP BY contract
),
waiting AS (
    SELECT contract, SUM(value_cents) AS in_review
    FROM claim WHERE status = 'submitted' AND contract IN (SELECT id FROM chosen) GROUP BY contract
)
SELECT contract.id, contract.number, contract.title, contract.contract_type, contract.contract_sum_cents, contract.awarded_on,
    contract.starts_on, contract.ends_before, contract.authority, contracting_authority.name AS authority_name,
    contracting_authority.is_home,
    contract.contractor, organisation.name AS contractor_name, organisation.kvk_number,
    {", ".join(f"balance.{kind.value}" for kind in EntryKind)}, waiting.in_review,
    (SELECT revision.policy_name FROM obligation_revision AS revision
        WHERE revision.contract = contract.id AND revision.policy_name IS NOT NULL
        ORDER BY revision.number DESC LIMIT 1) AS policy_name
FROM balance
JOIN contract ON contract.id = balance.contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
JOIN organisation ON organisation.id = contract.contractor
LEFT JOIN waiting ON waiting.contract = balance.contract
WHERE balance.owed > 0 OR balance.approved <> 0
"""


async def year_report(*, viewer: Viewer, year: int, on: date) -> YearReport:
    """Return the report of a year with contracts as they stand on a day; raise UnableToReconcile for a year that cannot be meant.

    It holds figures alone, no candidate.
    """
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await _rows(year, on)
    # In a thread: pandas takes a second to load the first time, and other requests must go on.
    return await asyncio.to_thread(year_report_of, rows=rows, on=on)


async def year_rows(*, viewer: Viewer, year: int, on: date) -> YearRows:
    """Return all that the report of a year is made of, with candidates, balances as on a day; for those who may read claims."""
    viewer.require(Permission.READ_RECONCILIATION)
    viewer.require(Permission.READ_CLAIMS)
    return await _rows(year, on)


@dataclass(frozen=True)
class JudgedYear:
    """The report of a year and the placements that it counts, of one reading: whatever is decided meanwhile is in both or in neither."""

    report: YearReport
    placements: tuple[JudgedPlacement, ...]


async def judged_year(*, viewer: Viewer, year: int, on: date) -> JudgedYear:
    """Return the report of a year with the verdict on each of its placements, for those who may read claims."""
    rows = await year_rows(viewer=viewer, year=year, on=on)
    return await asyncio.to_thread(_judged, rows, on)


async def judged_for_figures(*, viewer: Viewer, year: int, on: date) -> JudgedYear:
    """Return the same for those who may read figures alone: the placements are for counting, and no page shows one of them."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await _rows(year, on)
    return await asyncio.to_thread(_judged, rows, on)


def _judged(rows: YearRows, on: date) -> JudgedYear:
    return JudgedYear(*judged_report_of(rows=rows, on=on))


async def _rows(year: int, on: date) -> YearRows:
    start, following = first_and_next(year)
    goal = await _goal(year)
    moment = EVERY_CONTRACT.moment if goal is None else goal.rule.moment
    placements = await fetch(placements_counted(moment), *span_arguments(moment, (start, following)))
    contracts = await fetch(BALANCES_OF_YEAR, *balances_of_year_arguments(year=year, moment=moment, on=on))
    held = await policies_by_name(names={row["policy_name"] for row in (*placements, *contracts)} - {None})
    waiting = {row["id"]: held[row["policy_name"]] for row in contracts if row["in_review"] and row["policy_name"]}
    counting = {contract_id: sum_in_review(ground) for contract_id, ground in (await grounds_by(policies=waiting, as_of=on)).items()}
    return YearRows(
        year=year,
        goal=goal,
        history=await _history(),
        placements=tuple(_placement(row, held[row["policy_name"]]) for row in placements),
        contracts=tuple(_contract(row, counting.get(row["id"])) for row in contracts),
    )


def contracts_of_year_arguments(year: int) -> tuple[date, ...]:
    """Return the arguments of `CONTRACTS_OF_YEAR`."""
    start, following = first_and_next(year)
    return (following, start, following, start)


def balances_of_year_arguments(*, year: int, moment: Moment, on: date) -> tuple[date | int, ...]:
    """Return the arguments of `BALANCES_OF_YEAR`, as the contracts stand on a day."""
    return (*contracts_of_year_arguments(year), int(moment is Moment.APPROVED), *first_and_next(year), on)


async def reported_years(*, viewer: Viewer, today: date) -> tuple[int, ...]:
    """Return the years that there is something to report of, newest first, this year included."""
    viewer.require(Permission.READ_RECONCILIATION)
    goals = await GoalRow.select(GoalRow.year)
    results = await RecordedResult.select(RecordedResult.year)
    is_registered = Contract.status == ContractStatus.REGISTERED.value
    contracts = await Contract.select(Contract.starts_on).where(is_registered).order_by(Contract.starts_on).limit(1)
    placements = await Placement.select(Placement.starts_on).order_by(Placement.starts_on).limit(1)
    first = min([today.year, *(row["starts_on"].year for row in (*contracts, *placements))])
    running = range(max(first, FIRST_YEAR), today.year + 1)
    return tuple(sorted({row["year"] for row in (*goals, *results)} | set(running), reverse=True))


async def opening_year(*, viewer: Viewer, today: date) -> int:
    """Return the year that pages about a year open on: the last one that has begun and has a goal, else this year."""
    return await latest_goal_year(viewer=viewer, today=today) or today.year


async def latest_goal_year(*, viewer: Viewer, today: date) -> int | None:
    """Return the last year that has begun and has a goal for placements, or None when there is none."""
    viewer.require(Permission.READ_RECONCILIATION)
    has_goal = (GoalRow.kind == GoalKind.PLACEMENTS.value) & (GoalRow.year <= today.year)
    rows = await GoalRow.select(GoalRow.year).where(has_goal).order_by(GoalRow.year, ascending=False).limit(1)
    return int(rows[0]["year"]) if rows else None


async def _goal(year: int) -> Goal | None:
    rows = await GoalRow.select().where((GoalRow.year == year) & (GoalRow.kind == GoalKind.PLACEMENTS.value))
    return Goal(rows[0]["year"], rows[0]["target"], rows[0]["source"], goal_rule(rows[0])) if rows else None


def goal_rule(row: dict[str, Any]) -> GoalRule:
    """Return the rule of a row of goals."""
    return GoalRule(
        Fact(row["counts_by"]),
        row["counts_value"],
        # A goal of before these choices is read from the history without them.
        Moment(row["counts_moment"] or EVERY_CONTRACT.moment),
        Preferred(row["counts_contract"] or EVERY_CONTRACT.preferred),
        Stage(row["counts_stage"] or EVERY_CONTRACT.stage),
    )


async def _history() -> tuple[Recorded, ...]:
    rows = await RecordedResult.select().order_by(RecordedResult.year)
    return tuple(
        Recorded(
            year=row["year"],
            total=row["placements"],
            local=row["local"],
            regional=row["regional"],
            employers=row["employers"],
            note=row["note"],
            source=row["source"],
        )
        for row in rows
    )


def _scope(row: dict[str, Any]) -> Scope:
    return Scope.LOCAL if row["is_home"] else Scope.REGIONAL


def _placement(row: dict[str, Any], held: Policy) -> PlacementRow:
    block = held.blocks.get(row["target_group"])
    return PlacementRow(
        person=row["person"],
        candidate_label=row["label"],
        target_group=row["target_group"],
        target_group_label=block.label if block else row["target_group"],
        counts_as_placement=block is not None and block.counts_as_placement,
        employer_name=row["employer_name"],
        employer_kvk_number=row["employer_kvk_number"],
        starts_on=row["starts_on"],
        ends_before=row["ends_before"],
        hours_per_week=Decimal(row["hours_per_week_hundredths"]) / 100,
        full_time_hours=None if block is None else block.full_time_hours_per_week,
        contract_id=row["contract_id"],
        contract_number=row["number"],
        awarded_on=row["awarded_on"],
        scope=_scope(row),
        authority_name=row["authority_name"],
        contractor_name=row["contractor_name"],
        first_claim=int(row["first_claim"]),
        is_approved=bool(row["is_approved"]),
        approved=from_cents(row["approved_cents"]),
        in_review=from_cents(row["in_review_cents"]),
        residence=municipalities().get(row["residence"] or "", ""),
        delivering_wsp=row["delivering_wsp"],
        claiming_authority=row["claiming_authority"],
        claim_id=row["claim_id"],
        contract_sum=from_cents(row["contract_sum_cents"] or 0),
        approved_on=parse_iso_date(row["approved_on"]) if isinstance(row["approved_on"], str) else row["approved_on"],
    )


def _contract(row: dict[str, Any], counting: Decimal | None) -> ContractRow:
    """Return a contract; `counting` is what counts of its claims in review, where its policy has limits."""
    return ContractRow(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        contract_type=ContractType(row["contract_type"]),
        scope=_scope(row),
        authority_id=row["authority"],
        authority_name=row["authority_name"],
        contractor_id=row["contractor"],
        contractor_name=row["contractor_name"],
        kvk_number=row["kvk_number"],
        contract_sum=from_cents(row["contract_sum_cents"]),
        awarded_on=row["awarded_on"],
        period=Period(row["starts_on"], row["ends_before"]),
        balance=Balance(**{kind.value: from_cents(row[kind.value]) for kind in EntryKind}),
        in_review=from_cents(row["in_review"] or 0) if counting is None else counting,
    )
