"""Reads for exports: the claims and obligations of the contracts of a year."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries import member_of
from sroi.contracts.rules import MemberFacts
from sroi.database import fetch
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules import ClaimStatus
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy, steps_from_json
from sroi.reconciliation.queries import CONTRACTS_OF_YEAR, contracts_of_year_arguments
from sroi.review.rules import workbook_key
from sroi.values import Period, from_cents

PAGE_SIZE = 2_000
# A contract is of a year as `CONTRACTS_OF_YEAR` says, but asked of one contract at a time: claims are read page by page, and the whole
# list would be made anew for each.
CLAIMS_OF_YEAR = """
FROM claim
JOIN contract ON contract.id = claim.contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
JOIN organisation ON organisation.id = claim.organisation
WHERE claim.number > {} AND claim.status <> 'draft' AND claim.submitted_at IS NOT NULL AND (
    contract.status = 'registered' AND contract.starts_on < {} AND (contract.ends_before IS NULL OR contract.ends_before > {})
    OR EXISTS (
        SELECT 1 FROM claim AS placed JOIN placement ON placement.claim = placed.id
        WHERE placed.contract = contract.id AND placement.starts_on < {} AND placement.starts_on >= {}
            AND placed.status IN ('submitted', 'approved')
    )
)
"""
CLAIMS = f"""
SELECT claim.id, claim.version, claim.number, claim.kind, claim.status, claim.period_start, claim.period_before, claim.value_cents,
    claim.expected_cents, claim.approved_cents, claim.submitted_at, claim.policy_name, claim.steps,
    contract.number AS contract_number, contracting_authority.name AS authority_name, organisation.name AS contractor_name
{CLAIMS_OF_YEAR} ORDER BY claim.number LIMIT {{}}
"""
TOLD = """
SELECT claim.number, {columns} FROM claim {tables} WHERE claim.kind = {{}} AND claim.number >= {{}} AND claim.number <= {{}}
"""
OBLIGATIONS = f"""
SELECT obligation_revision.contract, obligation_revision.policy_name, obligation_revision.steps, obligation_revision.questions
FROM obligation_revision
WHERE obligation_revision.contract IN ({CONTRACTS_OF_YEAR})
ORDER BY obligation_revision.number
"""


MEMBERS = f"""
SELECT contract_member.contract, contract_member.name, contract_member.number, contract_member.number_kind, contract_member.is_lead
FROM contract_member WHERE contract_member.contract IN ({CONTRACTS_OF_YEAR})
ORDER BY contract_member.contract, contract_member.position
"""


class ClaimLine(NamedTuple):
    """A claim as an export lists it; amounts in euros, `key` by which it is known again with its revision."""

    key: str
    number: int
    contract_number: str
    authority_name: str
    contractor_name: str
    kind_label: str
    summary: str
    period: Period
    status: ClaimStatus
    submitted_at: datetime
    value: Decimal
    expected: Decimal
    approved: Decimal | None
    unconfirmed: tuple[str, ...]
    policy_name: str


@dataclass(frozen=True)
class ObligationLine:
    """The policy that a contract's obligation keeps, what is still asked, and which of its rules nobody has adopted."""

    policy_name: str
    questions: str
    unconfirmed: tuple[str, ...]


async def number_of_claims(*, viewer: Viewer, year: int) -> int:
    """Return how many claims `claims_of_year` yields."""
    viewer.require(Permission.READ_CLAIMS)
    rows = await fetch(f"SELECT COUNT(*) AS number {CLAIMS_OF_YEAR}", 0, *contracts_of_year_arguments(year))
    return int(rows[0]["number"])


async def claims_of_year(*, viewer: Viewer, year: int) -> AsyncIterator[list[ClaimLine]]:
    """Yield every claim but drafts on the contracts of a year, by number, page by page: no more than a page is held."""
    viewer.require(Permission.READ_CLAIMS)
    last, held = 0, dict[str, Policy]()
    while rows := await fetch(CLAIMS, last, *contracts_of_year_arguments(year), PAGE_SIZE):
        told = await told_of(rows)
        new = {row["policy_name"] for row in rows} - held.keys()
        held |= await policies_by_name(names=new) if new else {}
        yield [_claim_line(row, told[row["number"]], held[row["policy_name"]]) for row in rows]
        last = rows[-1]["number"]


async def obligations_of_year(*, viewer: Viewer, year: int) -> dict[UUID, ObligationLine]:
    """Return the revision that holds now of every obligation on the contracts of a year."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch(OBLIGATIONS, *contracts_of_year_arguments(year))
    return {
        row["contract"]: ObligationLine(row["policy_name"] or "", " ".join(row["questions"].splitlines()), _unconfirmed(row["steps"]))
        for row in rows
    }


async def members_of_year(*, viewer: Viewer, year: int) -> dict[UUID, tuple[MemberFacts, ...]]:
    """Return the members of every consortium that has a contract of a year, in their order; a single firm has none."""
    viewer.require(Permission.READ_RECONCILIATION)
    found: dict[UUID, tuple[MemberFacts, ...]] = {}
    for row in await fetch(MEMBERS, *contracts_of_year_arguments(year)):
        found[row["contract"]] = (*found.get(row["contract"], ()), member_of(row))
    return found


def unconfirmed_rules(lines: Iterable[ClaimLine | ObligationLine]) -> Counter[tuple[str, str]]:
    """Return how often each rule that nobody has adopted was used, by policy and rule."""
    return Counter((line.policy_name, label) for line in lines for label in line.unconfirmed)


async def told_of(rows: list[dict[str, Any]]) -> dict[int, tuple[str, str, str]]:
    """Return by what each claim is told from others, by its number: a query for each kind. `rows` are in the order of their numbers."""
    told: dict[int, tuple[str, str, str]] = {}
    for key in {row["kind"] for row in rows}:
        columns = ", ".join(f"{column} AS told_{place}" for place, column in enumerate(KINDS[key].told_by))
        sql = TOLD.format(columns=columns, tables=KINDS[key].tables)
        for row in await fetch(sql, key, rows[0]["number"], rows[-1]["number"]):
            told[row["number"]] = (row["told_0"], row["told_1"], row["told_2"])
    return told


def _claim_line(row: dict[str, Any], told: tuple[str, str, str], held: Policy) -> ClaimLine:
    approved = row["approved_cents"]
    return ClaimLine(
        key=workbook_key(claim_id=row["id"], version=row["version"]),
        number=row["number"],
        contract_number=row["contract_number"],
        authority_name=row["authority_name"],
        contractor_name=row["contractor_name"],
        kind_label=kind_label(row["kind"]),
        summary=KINDS[row["kind"]].line(told=told, policy=held),
        period=Period(row["period_start"], row["period_before"]),
        status=ClaimStatus(row["status"]),
        submitted_at=row["submitted_at"],
        value=from_cents(row["value_cents"]),
        expected=from_cents(row["expected_cents"]),
        approved=None if approved is None else from_cents(approved),
        unconfirmed=_unconfirmed(row["steps"]),
        policy_name=row["policy_name"],
    )


@cache
def kind_label(key: str) -> str:
    """Return the Dutch name of a kind, looked up once."""
    return KINDS[key].label


def _unconfirmed(steps: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.label for step in steps_from_json(steps) if not step.is_confirmed))
