"""Reads of coverage. Registered contracts are counted and paged in SQL. Drafts are read in one query and held against the policy that would
cover them, which the policy room alone knows; a draft without an award date is of the year that it starts in, or was kept in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.rules import ContractType
from sroi.database import fetch
from sroi.policy.rules import Base, Policy, policy_for_award
from sroi.reconciliation.queries.thresholds import UNDER, judged, known_policies
from sroi.reconciliation.rules import FIRST_YEAR, Coverage, CoveragePart, CoveredContract, coverage_of, draft_counts, first_and_next
from sroi.values import from_cents

PAGE_SIZE = 50
Key = tuple[date, UUID]

COUNTS = f"SELECT part, COUNT(*) AS number FROM judged WHERE part <> '{UNDER}' GROUP BY part"
ROWS = """
SELECT judged.id, judged.number, judged.title, judged.awarded_on, judged.contract_sum_cents, judged.amount_cents, judged.exempted_cents,
    contracting_authority.name AS authority_name, organisation.name AS contractor_name
FROM judged
JOIN contracting_authority ON contracting_authority.id = judged.authority
JOIN organisation ON organisation.id = judged.contractor
WHERE judged.part = {}
"""
AFTER = " AND (judged.awarded_on < {} OR (judged.awarded_on = {} AND judged.id < {}))"
ORDER = " ORDER BY judged.awarded_on DESC, judged.id DESC LIMIT {}"
DRAFTS = f"""
SELECT contract.id, contract.number, contract.title, contract.contract_type, contract.contractor_name, contract.awarded_on,
    contract.published_on, contract.starts_on, contract.created_at, {", ".join(f"contract.{base.value}_cents" for base in Base)},
    contracting_authority.name AS authority_name, contracting_authority.municipality_code
FROM contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
WHERE contract.status = 'draft' AND contract.role <> 'framework' AND (
    (contract.awarded_on >= {{}} AND contract.awarded_on < {{}})
    OR (contract.awarded_on IS NULL AND contract.starts_on >= {{}} AND contract.starts_on < {{}})
    OR (contract.awarded_on IS NULL AND contract.starts_on IS NULL AND contract.created_at >= {{}} AND contract.created_at < {{}})
)
"""


async def coverage(*, viewer: Viewer, year: int) -> Coverage:
    """Return how many contracts of a year of award stand in each part; raise UnableToReconcile for a year that cannot be meant."""
    viewer.require(Permission.READ_RECONCILIATION)
    first, following = first_and_next(year)
    known = await known_policies()
    beginning = judged(known)
    rows = await fetch(beginning.sql + COUNTS, *beginning.rules, first, following)
    counts = {CoveragePart(row["part"]): int(row["number"]) for row in rows}
    return coverage_of(year=year, counts=counts | {CoveragePart.DRAFT: len(await _drafts(known, year))})


async def covered_contracts(
    *, viewer: Viewer, year: int, part: CoveragePart, after: Key | None = None, size: int = PAGE_SIZE
) -> tuple[CoveredContract, ...]:
    """Return the contracts of one part, last award first, that come after the key of the last one shown; at most `size`."""
    viewer.require(Permission.READ_RECONCILIATION)
    first, following = first_and_next(year)
    known = await known_policies()
    if part is CoveragePart.DRAFT:
        drafts = sorted(await _drafts(known, year), key=lambda draft: (draft.day, draft.id), reverse=True)
        return tuple(draft for draft in drafts if after is None or (draft.day, draft.id) < after)[:size]
    beginning = judged(known)
    beyond = () if after is None else (after[0], after[0], after[1])
    sql = beginning.sql + ROWS + (AFTER if after else "") + ORDER
    rows = await fetch(sql, *beginning.rules, first, following, part.value, *beyond, size)
    return tuple(_contract(row) for row in rows)


async def award_years(*, viewer: Viewer, today: date) -> tuple[int, ...]:
    """Return the years to choose from, newest first: from the first award to this year."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch("SELECT awarded_on FROM contract WHERE awarded_on IS NOT NULL ORDER BY awarded_on LIMIT 1")
    first = min([today.year, *(row["awarded_on"].year for row in rows)])
    return tuple(range(today.year, max(first, FIRST_YEAR) - 1, -1))


async def _drafts(known: Iterable[Policy], year: int) -> tuple[CoveredContract, ...]:
    first, following = first_and_next(year)
    moments = (datetime.combine(day, time(), UTC) for day in (first, following))
    rows = await fetch(DRAFTS, first, following, first, following, *moments)
    policies = tuple(known)
    return tuple(_draft(row) for row in rows if _counts(policies, row))


def _counts(policies: Iterable[Policy], row: dict[str, Any]) -> bool:
    covering = policy_for_award(
        policies=policies,
        authority_code=row["municipality_code"],
        awarded_on=_day(row),
        published_on=row["published_on"],
        authority_name=row["authority_name"],
    )
    amounts = {base: None if row[f"{base.value}_cents"] is None else from_cents(row[f"{base.value}_cents"]) for base in Base}
    kind = ContractType(row["contract_type"]) if row["contract_type"] else None
    return draft_counts(policy=covering, contract_type=kind, amounts=amounts)


def _day(row: dict[str, Any]) -> date:
    found: date = row["awarded_on"] or row["starts_on"] or row["created_at"].date()
    return found


def _draft(row: dict[str, Any]) -> CoveredContract:
    return CoveredContract(
        id=row["id"],
        day=_day(row),
        number=row["number"] or "",
        title=row["title"],
        authority_name=row["authority_name"],
        contractor_name=row["contractor_name"],
        contract_sum=None if row["contract_sum_cents"] is None else from_cents(row["contract_sum_cents"]),
        owed=from_cents(0),
        exempted=from_cents(0),
    )


def _contract(row: dict[str, Any]) -> CoveredContract:
    return CoveredContract(
        id=row["id"],
        day=row["awarded_on"],
        number=row["number"],
        title=row["title"],
        authority_name=row["authority_name"],
        contractor_name=row["contractor_name"],
        contract_sum=from_cents(row["contract_sum_cents"]),
        owed=from_cents(row["amount_cents"]),
        exempted=from_cents(row["exempted_cents"]),
    )
