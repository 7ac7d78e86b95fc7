"""Registered contracts held against the thresholds of the policies that they keep: the part of a query that coverage and splits share.

The rules of the policies go into the query as a small table, so that SQL counts and pages. Arguments come first: those of `judged`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sroi.contracts.rules import ContractType
from sroi.policy.queries import policies
from sroi.policy.rules import Base, ObligationRule, Policy
from sroi.reconciliation.rules import CoveragePart
from sroi.values import to_cents

# Beside the parts of coverage: a contract that owes nothing because it stays under its threshold.
UNDER = "under"
_COMPARED = " ".join(f"WHEN '{base.value}' THEN contract.{base.value}_cents" for base in Base)
_RULE = "(CAST({} AS VARCHAR(80)), CAST({} AS VARCHAR(20)), CAST({} AS VARCHAR(20)), CAST({} AS BIGINT), CAST({} AS INTEGER))"

# A framework is left out: what it owes lies on its call-offs. A contract without a rule keeps a policy that asks nothing of its type.
_JUDGED = f"""
WITH rule (policy_name, contract_type, compared_with, threshold_cents, boundary_counts) AS (VALUES %(rules)s),
exempted AS (
    SELECT contract, SUM(amount_cents) AS exempted_cents FROM ledger_entry WHERE kind = 'exempted' GROUP BY contract
),
compared AS (
    SELECT contract.id, contract.number, contract.title, contract.cpv_code, contract.awarded_on, contract.contract_sum_cents,
        contract.authority, contract.contractor, obligation_revision.outcome, obligation_revision.policy_name,
        obligation_revision.amount_cents, COALESCE(exempted.exempted_cents, 0) AS exempted_cents,
        rule.compared_with, rule.threshold_cents, rule.boundary_counts,
        CASE rule.compared_with {_COMPARED} END AS compared_cents
    FROM contract
    JOIN obligation_revision ON obligation_revision.contract = contract.id AND obligation_revision.number = (
        SELECT MAX(later.number) FROM obligation_revision AS later WHERE later.contract = contract.id
    )
    LEFT JOIN exempted ON exempted.contract = contract.id
    LEFT JOIN rule ON rule.policy_name = obligation_revision.policy_name AND rule.contract_type = contract.contract_type
    WHERE contract.status = 'registered' AND contract.role <> 'framework'
        AND contract.awarded_on >= {{}} AND contract.awarded_on < {{}}
),
judged AS (
    SELECT compared.*, CASE
        WHEN outcome = 'owed' AND exempted_cents > 0 THEN '{CoveragePart.EXEMPTED.value}'
        WHEN outcome = 'owed' THEN '{CoveragePart.OBLIGATION.value}'
        WHEN outcome = 'asks' AND policy_name IS NULL THEN '{CoveragePart.NO_POLICY.value}'
        WHEN outcome = 'asks' THEN '{CoveragePart.QUESTION.value}'
        WHEN threshold_cents IS NULL THEN '{CoveragePart.NOT_ASKED.value}'
        WHEN compared_cents > threshold_cents OR (compared_cents = threshold_cents AND boundary_counts = 1)
            THEN '{CoveragePart.SHORT.value}'
        ELSE '{UNDER}'
    END AS part
    FROM compared
)
"""


@dataclass(frozen=True)
class Judged:
    """The beginning of a query, up to the table `judged`: its SQL, and the arguments that it takes before the days `[from, until)`."""

    sql: str
    rules: tuple[Any, ...]


async def known_policies() -> tuple[Policy, ...]:
    """Return every policy that a contract may keep."""
    return await policies()


def judged(known: Iterable[Policy]) -> Judged:
    """Return the beginning of a query over contracts that keep one of these policies."""
    rows = [row for policy in known for kind in ContractType if (row := _rule(policy, kind)) is not None]
    # A table of values is never empty; this row is no policy's.
    rows = rows or [("", "", "", 0, 0)]
    return Judged(_JUDGED % {"rules": ", ".join([_RULE] * len(rows))}, tuple(value for row in rows for value in row))


def _rule(policy: Policy, kind: ContractType) -> tuple[Any, ...] | None:
    rule = policy.obligations.get(kind.value)
    if not isinstance(rule, ObligationRule):
        return None
    return policy.name, kind.value, rule.compared_with.value, to_cents(rule.threshold), int(rule.boundary_counts)
