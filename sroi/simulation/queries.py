"""Reads the portfolio part by part and lets a draft policy loose on each: the contracts by their key, then the claims by their number.

Whatever the size of the register: one statement for CONTRACTS_A_PART contracts, one a kind and at most one more for CLAIMS_A_PART claims,
and no more than one part in memory, beside the few words that claims need of each contract. Ids and days are read as text, which both
engines give alike, and fast.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries import authorities
from sroi.contracts.queries.events import contractor_periods
from sroi.contracts.rules import ContractStatus
from sroi.database import fetch
from sroi.fulfilment.kinds import KINDS, Kind
from sroi.fulfilment.kinds.placement import PLACEMENT
from sroi.fulfilment.rules import COUNTED, ClaimStatus
from sroi.policy.queries import policies
from sroi.policy.rules import Policy, is_owned_by
from sroi.simulation.rules import (
    Claims,
    Draft,
    Held,
    Simulation,
    combined,
    held_contracts,
    simulate_claims,
    simulate_contracts,
    valued_again,
)
from sroi.values import Period, search_text

CONTRACTS_A_PART = 2_000
CLAIMS_A_PART = 4_000
# A returned claim is still to be mended; a draft was never submitted.
SEEN = (ClaimStatus.SUBMITTED, ClaimStatus.RETURNED, ClaimStatus.APPROVED)

LAST_REVISION = """
LEFT JOIN obligation_revision AS revision ON revision.contract = contract.id
    AND revision.number = (SELECT MAX(later.number) FROM obligation_revision AS later WHERE later.contract = contract.id)
"""
CONTRACTS = f"""
SELECT
    CAST(contract.id AS TEXT) AS id, contract.number, contract.title, contract.contract_type, contract.role,
    contract.contract_sum_cents, contract.tender_sum_cents, contract.wage_sum_cents, contract.invoiced_turnover_cents,
    CAST(contract.labour_share_bp AS BIGINT) AS labour_share_bp, CAST(contract.agreed_rate_bp AS BIGINT) AS agreed_rate_bp,
    CAST(contract.awarded_on AS TEXT) AS awarded_on, CAST(contract.published_on AS TEXT) AS published_on,
    CAST(contract.starts_on AS TEXT) AS starts_on, CAST(contract.ends_before AS TEXT) AS ends_before,
    framework.contract_sum_cents AS framework_sum_cents,
    revision.amount_cents AS owed_cents, revision.outcome, revision.policy_name
FROM contract
LEFT JOIN contract AS framework ON framework.id = contract.framework
{LAST_REVISION}
WHERE contract.id > {{}} AND contract.status = '{ContractStatus.REGISTERED.value}' AND %s
ORDER BY contract.id LIMIT {CONTRACTS_A_PART}
"""


def _others(statuses: tuple[ClaimStatus, ...]) -> str:
    """Return all other statuses, to say NOT IN: SQLite then looks for claims by number, not by a status that most of them have."""
    return ", ".join(f"'{status.value}'" for status in ClaimStatus if status not in statuses)


PART_OF_CLAIMS = f"claim.number > {{}} AND claim.number <= {{}} AND claim.status NOT IN ({_others(SEEN)})"
LAST_CLAIM = "SELECT COALESCE(MAX(number), 0) AS number FROM claim"
# Those who are claimed for once have no other days that count: two in a hundred are looked up, not all.
REPEATED = "SELECT CAST(candidate AS TEXT) AS candidate FROM placement GROUP BY candidate HAVING COUNT(*) > 1"
PERSONS = f"""
SELECT CAST(candidate.id AS TEXT) AS candidate, candidate.person_token, CAST(claim.id AS TEXT) AS claim,
    CAST(claim.period_start AS TEXT) AS period_start, CAST(claim.period_before AS TEXT) AS period_before
FROM candidate
JOIN placement ON placement.candidate = candidate.id
JOIN claim ON claim.id = placement.claim
WHERE (candidate.id IN (%s) OR candidate.person_token IN (%s)) AND claim.status NOT IN ({_others(COUNTED)})
ORDER BY claim.submitted_at, claim.number
"""


@dataclass(frozen=True)
class Scope:
    """Whose contracts are seen: a condition on `contract`, or for a region on the policy that its last revision keeps; its arguments."""

    condition: str
    arguments: tuple[Any, ...]
    is_region: bool


def claims_of(kind: Kind) -> str:
    """Return the statement that reads a part of the claims of one kind; it leaves to the reader whose contracts they are on."""
    columns = ", ".join(f"CAST({source} AS TEXT) AS {name}" for name, source in kind.columns.items())
    return f"""
    SELECT
        CAST(claim.id AS TEXT) AS id, claim.number, claim.value_cents, claim.policy_name, CAST(claim.organisation AS TEXT) AS organisation,
        CAST(claim.period_start AS TEXT) AS period_start, CAST(claim.period_before AS TEXT) AS period_before,
        CAST(claim.contract AS TEXT) AS contract, {columns}
    FROM claim
    {kind.tables}
    WHERE {PART_OF_CLAIMS} AND claim.kind = '{kind.key}'
    """


async def simulate(*, viewer: Viewer, policy: Policy) -> Simulation:
    """Return what would differ over the portfolio if this policy had held.

    Of an authority's policy all registered contracts of that authority are seen; of a region's policy those whose kept policy takes its
    blocks from a version of that region. The policy's own dates narrow nothing, as this asks what if; how many contracts were awarded in
    its days is counted apart. A contract is computed by its facts of now, a claim over the same period by the same facts. A claim that was
    never submitted, or was withdrawn or rejected, is left out. A contract that a person decided about (whether an obligation stays, what is
    exempted) is computed as if nobody had.
    """
    viewer.require(Permission.READ_REGISTER)
    kept = await _kept_policies()
    draft, scope = Draft(policy=policy, kept=kept), await _scope(policy, kept)
    found = Simulation()
    async for part in _parts(draft, scope):
        found = combined(parts=(found, part))
    return found


async def _parts(draft: Draft, scope: Scope) -> AsyncIterator[Simulation]:
    """Yield what changes, part by part; computed in a thread, so that other requests can go on."""
    after, held = UUID(int=0), dict[str, Held]()
    while rows := await fetch(CONTRACTS % scope.condition, after, *scope.arguments):
        yield await asyncio.to_thread(simulate_contracts, draft=draft, rows=rows)  # type: ignore[arg-type]
        held |= held_contracts(rows=rows, of_region=scope.is_region)  # type: ignore[arg-type]
        after = UUID(rows[-1]["id"])
    if not held:
        return
    own_days, last = await contractor_periods(), int((await fetch(LAST_CLAIM))[0]["number"])
    repeated = {row["candidate"] for row in await fetch(REPEATED)}
    for first in range(0, last, CLAIMS_A_PART):
        for kind in KINDS.values():
            rows = await fetch(claims_of(kind), first, first + CLAIMS_A_PART)
            claims = Claims(kind, rows, held, own_days)  # type: ignore[arg-type]
            if kind is PLACEMENT:
                claims = replace(claims, earlier=await _earlier_days(draft, claims, repeated))
            yield await asyncio.to_thread(simulate_claims, draft=draft, claims=claims)


async def _earlier_days(draft: Draft, claims: Claims, repeated: Collection[str]) -> dict[str, tuple[Period, ...]]:
    """Return the days on which a claim's person counted before: the same candidate, or the same token with any contractor."""
    rows: Any = claims.rows
    elsewhere = replace(claims, rows=[row for row in rows if row["person_token"] or row["candidate"] in repeated])
    persons: dict[str, Any] = {row["id"]: row for row in valued_again(draft=draft, claims=elsewhere)}
    if not persons:
        return {}
    candidates = {UUID(row["candidate"]) for row in persons.values()}
    tokens = {row["person_token"] for row in persons.values()} - {None}
    counted: dict[str, dict[str, Period]] = {}
    for row in await fetch(PERSONS % (_places(candidates), _places(tokens) or "NULL"), *candidates, *tokens):
        period = Period(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_before"]))
        for person in {row["candidate"], row["person_token"]} - {None}:
            counted.setdefault(person, {})[row["claim"]] = period
    return {claim: _before(claim, counted.get(row["person_token"] or row["candidate"], {})) for claim, row in persons.items()}


def _before(claim: str, periods: Mapping[str, Period]) -> tuple[Period, ...]:
    """Return the days of the claims that had their turn before this one: whoever submits first, counts first."""
    return tuple(period for _other, period in takewhile(lambda one: one[0] != claim, periods.items()))


def _places(values: Collection[Any]) -> str:
    return ", ".join("{}" for _value in values)


async def _kept_policies() -> dict[str, Policy]:
    return {held.name: held for held in await policies()}


async def _scope(policy: Policy, kept: dict[str, Policy]) -> Scope:
    if policy.is_region:
        owner = search_text(policy.owner.name)
        regions = {name for name, held in kept.items() if held.is_region and search_text(held.owner.name) == owner}
        chosen: tuple[Any, ...] = tuple(name for name, held in kept.items() if held.blocks_from in regions)
        column = "revision.policy_name"
    else:
        chosen = tuple(
            authority.id
            for authority in await authorities()
            if is_owned_by(policy=policy, authority_code=authority.municipality_code, authority_name=authority.name)
        )
        column = "contract.authority"
    # Not a plain IN: SQLite would take all contracts of an authority by its index and sort them, where a part is wanted by key.
    condition = f"CASE WHEN {column} IN ({_places(chosen)}) THEN 1 ELSE 0 END = 1"
    return Scope(condition if chosen else "1 = 0", chosen, policy.is_region)
