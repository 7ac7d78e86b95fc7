"""What a draft policy changes: in one part of the portfolio, and in all parts together. Pure.

The amounts are those of `assess` and of each kind's `worth`. What the draft rules the same as the policy that is kept is left as it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from heapq import nsmallest
from typing import Any
from uuid import UUID

from sroi.contracts.rules import ContractRole, ContractType
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import Kind
from sroi.fulfilment.kinds.kind import Basis
from sroi.obligations.rules import AwardFacts, Outcome, Position, UnableToCompute, assess
from sroi.policy.rules import covers_award
from sroi.simulation.rules.drafts import Draft, Effect
from sroi.simulation.rules.portfolio import (
    SHOWN,
    ChangeKind,
    ClaimChange,
    ClaimRow,
    Claims,
    ContractChange,
    ContractRow,
    Held,
    Simulation,
)
from sroi.values import Period, from_cents, from_hundredths, parse_iso_date, to_cents

TYPES = {each.value: each for each in ContractType}
ROLES = {each.value: each for each in ContractRole}


def combined(*, parts: Iterable[Simulation]) -> Simulation:
    """Return parts as one; of the changes the largest remain."""
    known = tuple(parts)
    sums: dict[str, Any] = {}
    for field in fields(Simulation):
        first, *rest = (getattr(part, field.name) for part in known)
        sums[field.name] = sum(rest, first)
    largest_contracts = nsmallest(SHOWN, sums["contracts"], key=lambda one: (-abs(one.after - one.before), one.number, one.contract_id))
    largest_claims = nsmallest(SHOWN, sums["claims"], key=lambda one: (-abs(one.after - one.before), one.claim_number))
    return Simulation(**sums | {"contracts": tuple(largest_contracts), "claims": tuple(largest_claims)})


# ---------------------------------------------------------------- contracts


def simulate_contracts(*, draft: Draft, rows: Iterable[ContractRow]) -> Simulation:
    """Return what a draft changes in what contracts owe."""
    counts = {"contracts_seen": 0, "awarded_in_force": 0, "asks": 0, **{kind.value: 0 for kind in ChangeKind}}
    owed_before, owed_after = 0, 0
    changes = []
    for row in rows:
        awarded_on, before = date.fromisoformat(row["awarded_on"]), row["owed_cents"] or 0
        counts["contracts_seen"] += 1
        counts["awarded_in_force"] += covers_award(
            policy=draft.policy, awarded_on=awarded_on, published_on=parse_iso_date(row["published_on"])
        )
        found = _owed(draft, row, awarded_on, before)
        counts["asks"] += found is None
        after = before if found is None else found
        owed_before += before
        owed_after += after
        if after != before:
            kind = _kind(before, after)
            counts[kind] += 1
            changes.append((-abs(after - before), row["number"], row["id"], row["title"], before, after, kind))
    largest = (
        ContractChange(UUID(contract_id), number, title, from_cents(before), from_cents(after), kind)
        for _difference, number, contract_id, title, before, after, kind in nsmallest(SHOWN, changes)
    )
    sums = {"owed_before": from_cents(owed_before), "owed_after": from_cents(owed_after)}
    return Simulation(**counts, **sums, contracts=tuple(largest))  # type: ignore[arg-type]


def held_contracts(*, rows: Iterable[ContractRow], of_region: bool) -> dict[str, Held]:
    """Return what claims need of these contracts, by their ids; the policy that each keeps only for a region's draft."""
    return {
        row["id"]: Held(
            row["number"],
            parse_iso_date(row["starts_on"]),
            parse_iso_date(row["ends_before"]),
            row["policy_name"] if of_region else None,
        )
        for row in rows
    }


def _owed(draft: Draft, row: ContractRow, awarded_on: date, before: int) -> int | None:
    """Return what a contract would owe in whole cents, or None when that asks a person."""
    if draft.keeps_obligation(policy_name=row["policy_name"], contract_type=row["contract_type"]):
        return None if row["outcome"] == Outcome.ASKS.value else before
    role, policy = ROLES[row["role"]], draft.policy
    if role is ContractRole.FRAMEWORK:
        return 0
    award = _award(row, awarded_on)
    if role is ContractRole.CALL_OFF:
        policy = draft.for_position(contract_type=award.contract_type, position=Position(role, _euros(row["framework_sum_cents"])))
    try:
        found = assess(policy=policy, award=award)
    except UnableToCompute:
        return None
    return None if found.outcome is Outcome.ASKS else to_cents(found.amount)


def _award(row: ContractRow, awarded_on: date) -> AwardFacts:
    return AwardFacts(
        contract_type=TYPES[row["contract_type"]],
        contract_sum=from_cents(row["contract_sum_cents"]),
        awarded_on=awarded_on,
        labour_share_pct=_percentage(row["labour_share_bp"]),
        tender_sum=_euros(row["tender_sum_cents"]),
        wage_sum=_euros(row["wage_sum_cents"]),
        invoiced_turnover=_euros(row["invoiced_turnover_cents"]),
        start=parse_iso_date(row["starts_on"]),
        end=parse_iso_date(row["ends_before"]),
        agreed_rate_pct=_percentage(row["agreed_rate_bp"]),
    )


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else from_cents(cents)


def _percentage(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else from_hundredths(hundredths)


def _kind(before: int, after: int) -> ChangeKind:
    if not before:
        return ChangeKind.GAINED
    return ChangeKind.CHANGED if after else ChangeKind.LOST


# ---------------------------------------------------------------- claims


def valued_again(*, draft: Draft, claims: Claims) -> Iterator[ClaimRow]:
    """Yield the claims that the draft values again."""
    for row in claims.rows:
        contract = claims.contracts.get(row["contract"])
        if contract is not None and _effect(draft, claims.kind, row, contract) is Effect.VALUES_AGAIN:
            yield row


def simulate_claims(*, draft: Draft, claims: Claims) -> Simulation:
    """Return what a draft changes in what claims are worth."""
    counts = {"claims_seen": 0, "claims_changed": 0, "claims_without_block": 0, "claims_refused": 0}
    value_before, value_after = 0, 0
    changes = []
    for row in claims.rows:
        contract = claims.contracts.get(row["contract"])
        if contract is None:
            continue
        before, effect = row["value_cents"], _effect(draft, claims.kind, row, contract)
        after = before if effect is Effect.NONE else 0
        if effect is Effect.LACKS_BLOCK:
            counts["claims_without_block"] += 1
        elif effect is Effect.VALUES_AGAIN:
            found = _value(draft, claims, row, contract)
            counts["claims_refused"] += found is None
            after = found or 0
        counts["claims_seen"] += 1
        value_before += before
        value_after += after
        if after != before:
            changes.append((-abs(after - before), row["number"], row["id"], contract.number, before, after))
    counts["claims_changed"] = len(changes)
    largest = (
        ClaimChange(UUID(claim_id), contract_number, number, from_cents(before), from_cents(after))
        for _difference, number, claim_id, contract_number, before, after in nsmallest(SHOWN, changes)
    )
    sums = {"value_before": from_cents(value_before), "value_after": from_cents(value_after)}
    return Simulation(**counts, **sums, claims=tuple(largest))  # type: ignore[arg-type]


def _effect(draft: Draft, kind: Kind, row: ClaimRow, contract: Held) -> Effect:
    block = row[kind.block_column]  # type: ignore[literal-required]
    return draft.effect(contract.kept_name, row["policy_name"], kind, block)


def _value(draft: Draft, claims: Claims, row: ClaimRow, contract: Held) -> int | None:
    """Return what a claim would be worth in whole cents, or None when the draft cannot value its facts."""
    start, end = contract.start, contract.end
    own = claims.own_days.get((row["contract"], row["organisation"])) if claims.own_days else None
    if own is not None:
        start, end = own.start, own.end
    period = Period(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_before"]))
    basis = Basis(draft.for_claims(kept_name=contract.kept_name), period, start, end, claims.earlier.get(row["id"], ()))
    try:
        return claims.kind.worth(row=row, basis=basis)
    except UnableTo:
        return None
