"""Reads for exports: the claims and obligations of the contracts of a year."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules import ClaimStatus
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy
from sroi.reconciliation.queries import CONTRACTS_OF_YEAR, contracts_of_year_arguments
from sroi.values import Period, from_cents

PAGE_SIZE = 1_000
CLAIMS = f"""
SELECT claim.id, claim.number, claim.kind, claim.status, claim.period_start, claim.period_before, claim.value_cents,
    claim.expected_cents, claim.approved_cents, claim.submitted_at, claim.policy_name, claim.steps,
    contract.number AS contract_number, contracting_authority.name AS authority_name, organisation.name AS contractor_name
FROM claim
JOIN contract ON contract.id = claim.contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
JOIN organisation ON organisation.id = claim.organisation
WHERE claim.number > {{}} AND claim.status <> 'draft' AND claim.submitted_at IS NOT NULL AND claim.contract IN ({CONTRACTS_OF_YEAR})
ORDER BY claim.number LIMIT {{}}
"""
OBLIGATIONS = f"""
SELECT obligation_revision.contract, obligation_revision.policy_name, obligation_revision.steps, obligation_revision.questions
FROM obligation_revision
WHERE obligation_revision.contract IN ({CONTRACTS_OF_YEAR})
ORDER BY obligation_revision.number
"""


@dataclass(frozen=True)
class ClaimLine:
    """A claim as an export lists it; amounts in euros."""

    number: int
    contract_number: str
    authority_name: str
    contractor_name: str
    kind_label: str
    summary: str
    period: Period
    status: ClaimStatus
    submitted_at: datetime | None
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


async def claims_of_year(*, viewer: Viewer, year: int) -> tuple[ClaimLine, ...]:
    """Return every claim but drafts on the contracts of a year, by number, read page by page."""
    viewer.require(Permission.READ_CLAIMS)
    lines: list[ClaimLine] = []
    while True:
        last = lines[-1].number if lines else 0
        rows = await fetch(CLAIMS, last, *contracts_of_year_arguments(year), PAGE_SIZE)
        lines += await _claim_lines(rows)
        if len(rows) < PAGE_SIZE:
            return tuple(lines)


async def obligations_of_year(*, viewer: Viewer, year: int) -> dict[UUID, ObligationLine]:
    """Return the revision that holds now of every obligation on the contracts of a year."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch(OBLIGATIONS, *contracts_of_year_arguments(year))
    return {
        row["contract"]: ObligationLine(row["policy_name"] or "", " ".join(row["questions"].splitlines()), _unconfirmed(row["steps"]))
        for row in rows
    }


def unconfirmed_rules(*, claims: tuple[ClaimLine, ...], obligations: tuple[ObligationLine, ...]) -> dict[tuple[str, str], int]:
    """Return how often each rule that nobody has adopted was used, by policy and rule."""
    lines: tuple[ClaimLine | ObligationLine, ...] = (*obligations, *claims)
    used = Counter((line.policy_name, label) for line in lines for label in line.unconfirmed)
    return dict(sorted(used.items()))


async def _claim_lines(rows: list[dict[str, Any]]) -> list[ClaimLine]:
    details: dict[UUID, object] = {}
    for kind, of_kind in groupby(sorted(rows, key=lambda row: str(row["kind"])), key=lambda row: str(row["kind"])):
        details |= await KINDS[kind].read(claim_ids=[row["id"] for row in of_kind])
    held = await policies_by_name(names={row["policy_name"] for row in rows})
    return [_claim_line(row, details[row["id"]], held[row["policy_name"]]) for row in rows]


def _claim_line(row: dict[str, Any], details: object, held: Policy) -> ClaimLine:
    kind = KINDS[row["kind"]]
    return ClaimLine(
        number=int(row["number"]),
        contract_number=row["contract_number"],
        authority_name=row["authority_name"],
        contractor_name=row["contractor_name"],
        kind_label=kind.label,
        summary=kind.summary(details=details, policy=held),
        period=Period(row["period_start"], row["period_before"]),
        status=ClaimStatus(row["status"]),
        submitted_at=row["submitted_at"],
        value=from_cents(row["value_cents"]),
        expected=from_cents(row["expected_cents"]),
        approved=None if row["approved_cents"] is None else from_cents(row["approved_cents"]),
        unconfirmed=_unconfirmed(row["steps"]),
        policy_name=row["policy_name"],
    )


def _unconfirmed(steps: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step["label"] for step in json.loads(steps) if not step["is_confirmed"]))
