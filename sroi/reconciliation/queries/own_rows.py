"""The own register as rows to match: the placements, trainings and purchases of a year, each once."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sroi.contracts.queries import municipalities
from sroi.contracts.rules import Scope
from sroi.database import fetch
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy
from sroi.reconciliation.rules import first_and_next
from sroi.reconciliation.rules.matching.rows import RowKind
from sroi.reconciliation.rules.region import ListRow, RegionFacts
from sroi.values import from_cents

# A candidate at one employer on one contract since one day is one placement over all its claims: known by the first, told by the last.
_PLACEMENTS = """
WITH reported AS (
    SELECT MIN(claim.number) OVER placed AS first_number, ROW_NUMBER() OVER (placed ORDER BY claim.number DESC) AS place_from_last,
        candidate.person_token, candidate.label, placement.target_group, placement.residence, placement.employer_name,
        placement.employer_kvk_number, placement.starts_on, placement.ends_before, placement.hours_per_week_hundredths,
        MAX(placement.delivering_wsp) OVER placed AS delivering_wsp, MAX(placement.claiming_authority) OVER placed AS claiming_authority,
        claim.policy_name, claim.contract AS contract_id
    FROM placement
    CROSS JOIN claim
    JOIN candidate ON candidate.id = placement.candidate
    WHERE claim.id = placement.claim AND placement.starts_on >= {} AND placement.starts_on < {}
        AND claim.status IN ('submitted', 'approved')
    WINDOW placed AS (PARTITION BY placement.candidate, claim.contract, placement.employer_key, placement.starts_on)
)
SELECT reported.*, claim.id AS claim_id, claim.number AS claim_number, contract.number,
    contracting_authority.name AS authority_name, contracting_authority.is_home
FROM reported
JOIN claim ON claim.number = reported.first_number
JOIN contract ON contract.id = reported.contract_id
JOIN contracting_authority ON contracting_authority.id = contract.authority
WHERE reported.place_from_last = 1 ORDER BY claim.number
"""
_OF_CLAIM = """
    claim.id AS claim_id, claim.number AS claim_number, claim.period_start, claim.period_before, contract.number,
    contracting_authority.name AS authority_name, contracting_authority.is_home
"""
_JOINED = """
    JOIN contract ON contract.id = claim.contract
    JOIN contracting_authority ON contracting_authority.id = contract.authority
    WHERE claim.period_start >= {} AND claim.period_start < {} AND claim.status IN ('submitted', 'approved')
    ORDER BY claim.number
"""
_TRAININGS = f"""
SELECT training.provider, training.title, training.cost_cents, {_OF_CLAIM}
FROM training JOIN claim ON claim.id = training.claim {_JOINED}
"""
_PURCHASES = f"""
SELECT social_purchase.supplier_name, social_purchase.supplier_kvk_number, social_purchase.invoice_number, social_purchase.amount_cents,
    {_OF_CLAIM}
FROM social_purchase JOIN claim ON claim.id = social_purchase.claim {_JOINED}
"""


async def own_rows(*, year: int) -> tuple[ListRow, ...]:
    """Return what the register has of a year, by the number of its first claim; for who may see claims."""
    days = first_and_next(year)
    placements = await fetch(_PLACEMENTS, *days)
    held = await policies_by_name(names={row["policy_name"] for row in placements} - {None})
    trainings, purchases = await fetch(_TRAININGS, *days), await fetch(_PURCHASES, *days)
    return (
        *(_placement(row, held[row["policy_name"]]) for row in placements),
        *(_training(row) for row in trainings),
        *(_purchase(row) for row in purchases),
    )


def _placement(row: dict[str, Any], held: Policy) -> ListRow:
    block = held.blocks.get(row["target_group"])
    return ListRow(
        replace(
            _of_claim(row),
            kind=RowKind.PLACEMENT,
            label=row["label"],
            employer=row["employer_name"],
            employer_number=row["employer_kvk_number"],
            start=row["starts_on"],
            end=row["ends_before"],
            hours=Decimal(row["hours_per_week_hundredths"]) / 100,
            target_group=block.label if block else row["target_group"],
            residence=municipalities().get(row["residence"] or "", ""),
            wsp=row["delivering_wsp"],
            claimed_by=row["claiming_authority"],
        ),
        token=row["person_token"],
        id=row["claim_id"],
    )


def _training(row: dict[str, Any]) -> ListRow:
    return ListRow(
        replace(
            _of_claim(row),
            kind=RowKind.TRAINING,
            label=row["title"],
            employer=row["provider"],
            start=row["period_start"],
            end=row["period_before"],
            amount=None if row["cost_cents"] is None else from_cents(row["cost_cents"]),
        ),
        id=row["claim_id"],
    )


def _purchase(row: dict[str, Any]) -> ListRow:
    return ListRow(
        replace(
            _of_claim(row),
            kind=RowKind.PURCHASE,
            invoice=row["invoice_number"],
            employer=row["supplier_name"],
            employer_number=row["supplier_kvk_number"],
            start=row["period_start"],
            amount=from_cents(row["amount_cents"]),
        ),
        id=row["claim_id"],
    )


def _of_claim(row: dict[str, Any]) -> RegionFacts:
    """Return the number of the claim, and the authority and scope of its contract."""
    scope = Scope.LOCAL if row["is_home"] else Scope.REGIONAL
    return RegionFacts(
        kind=RowKind.PLACEMENT,
        reference=str(row["claim_number"]),
        authority=row["authority_name"],
        scope=scope.value,
        contract=row["number"],
    )
