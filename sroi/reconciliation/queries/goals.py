"""Reads of goals, and of what a forecast rests on."""

from calendar import monthrange
from datetime import date
from itertools import chain
from typing import Any

from sroi.access import Permission, Viewer
from sroi.contracts.queries import municipalities
from sroi.database import fetch
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy
from sroi.reconciliation.queries.reported import reported, span_arguments
from sroi.reconciliation.queries.years import goal_rule
from sroi.reconciliation.rules import CountLine, first_and_next
from sroi.reconciliation.rules.facts import Fact, GoalRule, Moment, Preferred, Stage
from sroi.reconciliation.rules.forecasting import EarlierYear
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from sroi.reconciliation.tables import Goal, RecordedResult
from sroi.values import MONTHS

SEASONS = 3
# The facts of a placement as `PlacementRow.facts` has them, but for the residence, which is a code.
_FACTS = {
    Fact.SCOPE: "CASE WHEN contracting_authority.is_home THEN 'local' ELSE 'regional' END",
    Fact.RESIDENCE: "COALESCE(reported.residence, '')",
    Fact.DELIVERING_WSP: "reported.delivering_wsp",
    Fact.CLAIMING_AUTHORITY: "COALESCE(NULLIF(reported.claiming_authority, ''), contracting_authority.name)",
}
# From when a placement counts, and which contract comes first, as `counting` orders them.
_STAGES = {Stage.APPROVED: "reported.is_approved = 1", Stage.REPORTED: "1 = 1"}
_FIRST = {Preferred.EARLIEST: "", Preferred.LATEST: "contract.awarded_on DESC,", Preferred.LARGEST: "contract.contract_sum_cents DESC,"}
# What may decide whether a placement counts, for so many placements as there may be: a few rows. Each claim is taken by itself, which is
# several times faster: all that a placement has is of one of its claims. CROSS JOIN holds SQLite to begin with the placements, for most
# claims are none; MATERIALIZED holds PostgreSQL to find them before it joins contracts, however small it believes that the tables are.
# `fact` is filled in from `_FACTS`; where placements count by their approval, those of any year are looked at.
_KINDS = """
WITH reported AS MATERIALIZED (
    SELECT placement.target_group, placement.residence, placement.delivering_wsp, placement.claiming_authority, claim.policy_name,
        claim.contract AS contract_id
    FROM placement CROSS JOIN claim
    WHERE claim.id = placement.claim AND %(of_span)s AND claim.status IN ('submitted', 'approved')
)
SELECT DISTINCT reported.policy_name, reported.target_group, %(fact)s AS fact
FROM reported
JOIN contract ON contract.id = reported.contract_id
JOIN contracting_authority ON contracting_authority.id = contract.authority
"""
_YEAR, _MONTH = (f"CAST(SUBSTR(CAST(reported.counted_on AS VARCHAR(10)), {part}) AS INTEGER)" for part in ("1, 4", "6, 2"))
# Each person once a year, by the contract that the goal prefers; `which` is what counts.
_PLACED = f"""
WITH %(reported)s, placed AS (
    SELECT {_YEAR} AS year, {_MONTH} AS month, reported.counted_on, contracting_authority.is_home, ROW_NUMBER() OVER (
        PARTITION BY {_YEAR}, reported.person
        ORDER BY %(first)s contract.awarded_on, contract.number, contracting_authority.name, reported.starts_on, reported.first_claim
    ) AS place
    FROM reported
    JOIN contract ON contract.id = reported.contract_id
    JOIN contracting_authority ON contracting_authority.id = contract.authority
    WHERE %(stage)s AND %(which)s
)
"""
_EARLIER = f"""
{_PLACED}
SELECT year, SUM(CASE WHEN {" OR ".join(["(year = {} AND counted_on > {})"] * SEASONS)} THEN 1 ELSE 0 END) AS later
FROM placed WHERE place = 1 GROUP BY year ORDER BY year
"""
# `local` are those on contracts of the home authority.
_MONTHS = f"""
{_PLACED}
SELECT month, SUM(CASE WHEN is_home THEN 1 ELSE 0 END) AS local, COUNT(*) AS total FROM placed WHERE place = 1 GROUP BY month
"""


async def goals(*, viewer: Viewer) -> tuple[GoalOfKind, ...]:
    """Return every goal, the newest year first."""
    viewer.require(Permission.READ_POLICY)
    rows = await Goal.select(*Goal.all_columns(), Goal.changed_by.name).order_by(Goal.year, ascending=False).order_by(Goal.kind)
    return tuple(_goal(row) for row in rows)


async def goals_of_year(*, viewer: Viewer, year: int) -> dict[GoalKind, GoalOfKind]:
    """Return the goals of one year by kind."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await Goal.select(*Goal.all_columns(), Goal.changed_by.name).where(Goal.year == year)
    return {GoalKind(row["kind"]): _goal(row) for row in rows}


def _goal(row: dict[str, Any]) -> GoalOfKind:
    return GoalOfKind(
        year=int(row["year"]),
        kind=GoalKind(row["kind"]),
        target=int(row["target"]),
        source=row["source"],
        rule=goal_rule(row),
        set_by=row["changed_by.name"] or "",
        set_at=row["changed_at"],
    )


async def earlier_years(*, viewer: Viewer, year: int, on: date, rule: GoalRule) -> tuple[EarlierYear, ...]:
    """Return how many placements counted in each of the SEASONS years before by this rule, and after the same day of the year.

    Three queries, reduced in SQL however large the register; years before this register are left out.
    """
    viewer.require(Permission.READ_RECONCILIATION)
    recorded = {row["year"] for row in await RecordedResult.select(RecordedResult.year)}
    years = tuple(range(year - SEASONS, year))
    span = (date(years[0], 1, 1), date(year, 1, 1))
    which, arguments = await _which_count(span, rule)
    rows = await fetch(
        _EARLIER % _parts(rule, which),
        *span_arguments(rule.moment, span),
        *arguments,
        *chain.from_iterable((each, _same_day(each, on, is_before=on < span[1])) for each in years),
    )
    return tuple(EarlierYear(int(row["year"]), int(row["later"])) for row in rows if row["year"] not in recorded)


async def counted_months(*, viewer: Viewer, year: int, rule: GoalRule) -> tuple[CountLine, ...]:
    """Return what counts of a year by this rule, month by month: the same as the report of the year tells, of the same
    placements, added up in SQL."""
    viewer.require(Permission.READ_RECONCILIATION)
    span = first_and_next(year)
    which, arguments = await _which_count(span, rule)
    rows = await fetch(_MONTHS % _parts(rule, which), *span_arguments(rule.moment, span), *arguments)
    found = {int(row["month"]): (int(row["local"]), int(row["total"])) for row in rows}
    lines = [(name, *found.get(number, (0, 0)), number) for number, name in enumerate(MONTHS, 1)]
    return tuple(CountLine(name, local, total - local, total, str(number)) for name, local, total, number in lines)


def _parts(rule: GoalRule, which: str) -> dict[str, str]:
    """Return what a rule fills in of the queries."""
    return {"reported": reported(rule.moment), "stage": _STAGES[rule.stage], "first": _FIRST[rule.preferred], "which": which}


async def _which_count(span: tuple[date, date], rule: GoalRule) -> tuple[str, tuple[str, ...]]:
    """Return the condition for approved placements that count in a span of days, with its arguments; no row meets it where none does."""
    by_start = rule.moment is Moment.STARTED
    of_span = "placement.starts_on >= {} AND placement.starts_on < {}" if by_start else "1 = 1"
    kinds = await fetch(_KINDS % {"fact": _FACTS[rule.fact], "of_span": of_span}, *(span if by_start else ()))
    held = await policies_by_name(names={row["policy_name"] for row in kinds})
    groups = {(row["policy_name"], row["target_group"]) for row in kinds if _counts(held[row["policy_name"]], row["target_group"])}
    values = {row["fact"] for row in kinds if rule.admits_value(_named(rule, row["fact"]))}
    if not groups or not values:
        return "1 = 0", ()
    is_counting = " OR ".join(["(reported.policy_name = {} AND reported.target_group = {})"] * len(groups))
    is_admitted = f"{_FACTS[rule.fact]} IN ({', '.join(['{}'] * len(values))})"
    return f"({is_counting}) AND {is_admitted}", (*chain.from_iterable(sorted(groups)), *sorted(values))


def _counts(held: Policy, target_group: str) -> bool:
    block = held.blocks.get(target_group)
    return block is not None and block.counts_as_placement


def _named(rule: GoalRule, value: str) -> str:
    """Return the value of a fact as the rule knows it: a municipality by its name."""
    return municipalities().get(value, "") if rule.fact is Fact.RESIDENCE else value


def _same_day(year: int, on: date, *, is_before: bool) -> date:
    """Return the day in another year after which it is later there than it is `on`: the 28th for a 29 February that it lacks.

    On a day before the year that is forecast, the whole of another year comes later.
    """
    if is_before:
        return date(year - 1, 12, 31)
    return date(year, on.month, min(on.day, monthrange(year, on.month)[1]))


async def earlier_employers(*, viewer: Viewer, year: int) -> frozenset[str]:
    """Return by what employers are known (`employer_key`) at whom a placement was approved that started before a year."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch(
        "SELECT DISTINCT placement.employer_key FROM placement CROSS JOIN claim "
        "WHERE claim.id = placement.claim AND claim.status = 'approved' AND placement.starts_on < {}",
        date(year, 1, 1),
    )
    return frozenset(row["employer_key"] for row in rows)


async def decided_placements(*, viewer: Viewer) -> tuple[int, int]:
    """Return how many claims of placements were approved and how many rejected, ever."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch(
        "SELECT claim.status, COUNT(*) AS number FROM placement CROSS JOIN claim "
        "WHERE claim.id = placement.claim AND claim.status IN ('approved', 'rejected') GROUP BY claim.status"
    )
    found = {row["status"]: int(row["number"]) for row in rows}
    return found.get("approved", 0), found.get("rejected", 0)
