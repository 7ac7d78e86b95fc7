"""What counts of a claim under the limits of a policy, as `at most 25% by community activities`. Pure.

A claim keeps what it is worth by itself. How much of that counts is worked out where it is asked for: it changes whenever another claim is
submitted, approved or withdrawn, a PSO credit is adopted or expires, or the obligation is amended. What was approved stays as it was fixed;
claims in review count in the order in which they were submitted; a draft counts beside all of these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sroi.fulfilment.rules.claims import OPEN_TO_CONTRACTOR, ClaimStatus
from sroi.ledger.rules import Entry, balance_of
from sroi.policy.rules import Fulfilled, Policy, Step, Valuation, value_within_limits

ZERO = Decimal("0.00")
PSO = "pso."


@dataclass(frozen=True)
class LimitedClaim:
    """A claim as limits see it: the table and the block of the policy that it counts by, and in euros what it is worth or was approved."""

    id: UUID
    number: int
    status: ClaimStatus
    policy_table: str
    block: str
    amount: Decimal
    expected: Decimal
    submitted_at: datetime | None


@dataclass(frozen=True)
class Ground:
    """What a contract's claims are held against on a day: the policy that it keeps, its ledger, and its claims that count or may."""

    policy: Policy
    entries: tuple[Entry, ...]
    claims: tuple[LimitedClaim, ...]
    on: date


@dataclass(frozen=True)
class Share:
    """What counts of a claim and of what is expected of it to its end, in euros; `steps` tell why, and are none where no limit holds."""

    amount: Decimal
    expected: Decimal
    steps: tuple[Step, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Return whether a limit holds for the claim, reached or not."""
        return bool(self.steps)


def approved_amounts(ground: Ground) -> tuple[Fulfilled, ...]:
    """Return what was approved, by block."""
    return tuple(_fulfilled(claim, claim.amount) for claim in ground.claims if claim.status is ClaimStatus.APPROVED)


def share_of_new(
    *, ground: Ground, policy_table: str, block: str, amount: Decimal, expected: Decimal, except_claim: UUID | None = None
) -> Share:
    """Return what would count of a claim that is entered now: beside what was approved and what waits in review."""
    waiting = tuple(_fulfilled(claim, share.amount) for claim, share in _in_review(ground, except_claim))
    return _share(ground, policy_table, block, amount, expected, (*approved_amounts(ground), *waiting))


def share_of_claim(*, ground: Ground, claim_id: UUID) -> Share:
    """Return what counts of a claim that is not decided on yet: in its turn when it is in review, else as if it were entered now."""
    claim = _claim(ground, claim_id)
    if claim.status is ClaimStatus.SUBMITTED:
        return next(share for other, share in _in_review(ground) if other.id == claim_id)
    return share_of_new(
        ground=ground,
        policy_table=claim.policy_table,
        block=claim.block,
        amount=claim.amount,
        expected=claim.expected,
        except_claim=claim_id,
    )


def share_at_review(*, ground: Ground, claim_id: UUID, amount: Decimal) -> Share:
    """Return what may be approved of an amount of a claim at most: what was approved before counts, what waits beside it does not."""
    claim = _claim(ground, claim_id)
    return _share(ground, claim.policy_table, claim.block, amount, claim.expected, approved_amounts(ground))


def shares_in_review(ground: Ground) -> dict[UUID, Decimal]:
    """Return what counts of each claim in review, in its turn."""
    return {claim.id: share.amount for claim, share in _in_review(ground)}


def sum_in_review(ground: Ground) -> Decimal:
    """Return what counts of all claims in review together."""
    return sum((share.amount for _claim, share in _in_review(ground)), ZERO)


def sum_in_preparation(ground: Ground) -> Decimal:
    """Return what would count of all drafts and returned claims together, if they were submitted by number."""
    beside = [*approved_amounts(ground), *(_fulfilled(claim, share.amount) for claim, share in _in_review(ground))]
    waiting = sorted((claim for claim in ground.claims if claim.status in OPEN_TO_CONTRACTOR), key=lambda claim: claim.number)
    return sum((share.amount for _claim, share in _in_turn(ground, waiting, beside)), ZERO)


def _claim(ground: Ground, claim_id: UUID) -> LimitedClaim:
    return next(claim for claim in ground.claims if claim.id == claim_id)


def _in_review(ground: Ground, except_claim: UUID | None = None) -> Iterator[tuple[LimitedClaim, Share]]:
    waiting = [claim for claim in ground.claims if claim.status is ClaimStatus.SUBMITTED and claim.id != except_claim]
    waiting.sort(key=lambda claim: (claim.submitted_at.timestamp() if claim.submitted_at else 0, claim.number))
    return _in_turn(ground, waiting, [*approved_amounts(ground)])


def _in_turn(ground: Ground, claims: Iterable[LimitedClaim], beside: list[Fulfilled]) -> Iterator[tuple[LimitedClaim, Share]]:
    """Yield each claim with what counts of it after those before it."""
    for claim in claims:
        share = _share(ground, claim.policy_table, claim.block, claim.amount, claim.expected, tuple(beside))
        beside.append(_fulfilled(claim, share.amount))
        yield claim, share


def _share(ground: Ground, policy_table: str, block: str, amount: Decimal, expected: Decimal, beside: tuple[Fulfilled, ...]) -> Share:
    valued = _least(ground, policy_table, block, amount, beside)
    if len(valued.steps) == 1:  # no limit holds: the one step says that all of it counts
        return Share(amount, expected)
    # What is expected holds the earlier periods of a placement too, so it is held against the whole limit.
    most = valued.amount if expected == amount else _least(ground, policy_table, block, expected, ()).amount
    return Share(valued.amount, max(most, valued.amount), valued.steps)


def _least(ground: Ground, policy_table: str, block: str, amount: Decimal, beside: tuple[Fulfilled, ...]) -> Valuation:
    """Return the least that counts on the day or on any later day on which the ledger changes: what is approved counts on all of these."""
    later = {entry.effective_on for entry in ground.entries if entry.effective_on > ground.on}
    found = (
        value_within_limits(
            policy=ground.policy,
            kind=policy_table,
            block=block,
            amount=amount,
            obligation=balance_of(ground.entries, as_of=day).owed,
            fulfilled=(*beside, *_credits(ground.entries, day)),
        )
        for day in (ground.on, *sorted(later))
    )
    return min(found, key=lambda valued: valued.amount)


def _credits(entries: Iterable[Entry], day: date) -> Iterator[Fulfilled]:
    """Yield what counts on a day by a PSO certificate, and what was taken back of it."""
    for entry in entries:
        if entry.block is not None and entry.block.startswith(PSO) and entry.effective_on <= day:
            yield Fulfilled("pso", entry.block.removeprefix(PSO), entry.amount)


def _fulfilled(claim: LimitedClaim, amount: Decimal) -> Fulfilled:
    return Fulfilled(claim.policy_table, claim.block, amount)
