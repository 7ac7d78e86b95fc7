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
from sroi.fulfilment.kinds.kind import Basis
from sroi.obligations.rules import AwardFacts, Outcome, Position, UnableToCompute, assess
from sroi.policy.rules import covers_award
from sroi.simulation.rules.drafts import Draft, Effect
from sroi.simulation.rules.portfolio import (
    SHOWN,
    ZERO,
    ChangeKind,
    ClaimChange,
    ClaimRow,
    Claims,
    ContractChange,
    ContractRow,
    Simulation,
)
from sroi.values import Period, from_cents, from_hundredths, parse_iso_date

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
    sums = {"owed_before": ZERO, "owed_after": ZERO}
    changes = []
    for row in rows:
        awarded_on, before = date.fromisoformat(row["awarded_on"]), from_cents(row["owed_cents"] or 0)
        counts["contracts_seen"] += 1
        counts["awarded_in_force"] += covers_award(
            policy=draft.policy, awarded_on=awarded_on, published_on=parse_iso_date(row["published_on"])
        )
        found = _owed(draft, row, awarded_on, before)
        counts["asks"] += found is None
        after = before if found is None else found
        sums["owed_before"] += before
        sums["owed_after"] += after
        if after != before:
            kind = _kind(before, after)
            counts[kind] += 1
            changes.append((-abs(after - before), row["number"], row["id"], row["title"], before, after, kind))
    largest = (
        ContractChange(UUID(contract_id), number, title, before, after, kind)
        for _difference, number, contract_id, title, before, after, kind in nsmallest(SHOWN, changes)
    )
    return Simulation(**counts, **sums, contracts=tuple(largest))  # type: ignore[arg-type]


def _owed(draft: Draft, row: ContractRow, awarded_on: date, before: Decimal) -> Decimal | None:
    """Return what a contract would owe, or None when that asks a person."""
    if draft.keeps_obligation(policy_name=row["policy_name"], contract_type=row["contract_type"]):
        return None if row["outcome"] == Outcome.ASKS.value else before
    role, policy = ROLES[row["role"]], draft.policy
    if role is ContractRole.FRAMEWORK:
        return ZERO
    award = _award(row, awarded_on)
    if role is ContractRole.CALL_OFF:
        policy = draft.for_position(contract_type=award.contract_type, position=Position(role, _euros(row["framework_sum_cents"])))
    try:
        found = assess(policy=policy, award=award)
    except UnableToCompute:
        return None
    return None if found.outcome is Outcome.ASKS else found.amount


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


def _kind(before: Decimal, after: Decimal) -> ChangeKind:
    if not before:
        return ChangeKind.GAINED
    return ChangeKind.CHANGED if after else ChangeKind.LOST


# ---------------------------------------------------------------- claims


def valued_again(*, draft: Draft, claims: Claims) -> Iterator[ClaimRow]:
    """Yield the claims that the draft values again."""
    return (row for row in claims.rows if _effect(draft, claims, row) is Effect.VALUES_AGAIN)


def simulate_claims(*, draft: Draft, claims: Claims) -> Simulation:
    """Return what a draft changes in what claims are worth."""
    counts = {"claims_seen": len(claims.rows), "claims_changed": 0, "claims_without_block": 0, "claims_refused": 0}
    sums = {"value_before": ZERO, "value_after": ZERO}
    changes = []
    for row in claims.rows:
        before, effect = from_cents(row["value_cents"]), _effect(draft, claims, row)
        after = before if effect is Effect.NONE else ZERO
        if effect is Effect.LACKS_BLOCK:
            counts["claims_without_block"] += 1
        elif effect is Effect.VALUES_AGAIN:
            found = _value(draft, claims, row)
            counts["claims_refused"] += found is None
            after = found or ZERO
        sums["value_before"] += before
        sums["value_after"] += after
        if after != before:
            counts["claims_changed"] += 1
            changes.append((-abs(after - before), row["number"], row["id"], row["contract_number"], before, after))
    largest = (
        ClaimChange(UUID(claim_id), contract_number, number, before, after)
        for _difference, number, claim_id, contract_number, before, after in nsmallest(SHOWN, changes)
    )
    return Simulation(**counts, **sums, claims=tuple(largest))  # type: ignore[arg-type]


def _effect(draft: Draft, claims: Claims, row: ClaimRow) -> Effect:
    block = row[claims.kind.block_column]  # type: ignore[literal-required]
    return draft.effect(kept_name=row["kept_name"], policy_name=row["policy_name"], kind=claims.kind, block=block)


def _value(draft: Draft, claims: Claims, row: ClaimRow) -> Decimal | None:
    """Return what a claim would be worth, or None when the draft cannot value its facts."""
    start, end = parse_iso_date(row["contract_start"]), parse_iso_date(row["contract_end"])
    own = claims.own_days.get((row["contract"], row["organisation"])) if claims.own_days else None
    if own is not None:
        start, end = own.start, own.end
    period = Period(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_before"]))
    basis = Basis(draft.for_claims(kept_name=row["kept_name"]), period, start, end, claims.earlier.get(row["id"], ()))
    try:
        return claims.kind.worth(row=row, basis=basis)
    except UnableTo:
        return None
