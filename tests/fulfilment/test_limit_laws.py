"""Laws of limits: whatever is claimed and in whatever order it is approved, no more counts than the limit; PSO credits count with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sroi.fulfilment.rules import (
    ClaimStatus,
    Ground,
    LimitedClaim,
    share_at_review,
    share_of_claim,
    share_of_new,
    sum_in_preparation,
    sum_in_review,
)
from sroi.ledger.rules import Entry, EntryKind
from sroi.policy.rules import read_policy
from tests.fulfilment.makers import COMMUNITY, RULES

CONTRACT = UUID(int=1)
MOMENT = datetime(2023, 12, 1, 9, 0, tzinfo=UTC)
TODAY = date(2023, 12, 15)
MOST = Decimal("15625.00")
POLICY = read_policy(name="voorbeeld-2023", text=RULES + COMMUNITY)
OWED = Entry(CONTRACT, EntryKind.OWED, Decimal("62500.00"), date(2023, 8, 15), MOMENT, "obligation_revision", UUID(int=2))


def waiting(number: int, cents: int, block: str = "money", status: ClaimStatus = ClaimStatus.SUBMITTED) -> LimitedClaim:
    """Return a claim; a lower number was submitted later."""
    amount = Decimal(cents) / 100
    return LimitedClaim(UUID(int=number), number, status, "activities", block, amount, amount, MOMENT - timedelta(hours=number))


def ground(*claims: LimitedClaim, entries: tuple[Entry, ...] = (OWED,)) -> Ground:
    """Return what these claims are held against."""
    return Ground(POLICY, entries, claims, TODAY)


def credit(amount: str, on: date, until: date | None = None) -> tuple[Entry, ...]:
    """Return the entries of a PSO credit."""
    given = Entry(CONTRACT, EntryKind.EXEMPTED, Decimal(amount), on, MOMENT, "pso_credit", UUID(int=3), "pso.trede_1")
    return (given,) if until is None else (given, structs.replace(given, amount=-given.amount, effective_on=until))


CENTS = st.integers(1, 2_000_000)


@given(cents=st.lists(CENTS, min_size=1, max_size=8), order=st.randoms(use_true_random=False))
def test_no_order_of_approving_passes_the_limit_or_leaves_room_unused(cents: list[int], order: object) -> None:
    held = ground(*(waiting(number, one) for number, one in enumerate(cents, 1)))
    turns = list(held.claims)
    order.shuffle(turns)  # type: ignore[attr-defined]
    for claim in turns:
        most = share_at_review(ground=held, claim_id=claim.id, amount=claim.amount).amount
        decided = replace(claim, status=ClaimStatus.APPROVED, amount=most)
        held = replace(held, claims=tuple(decided if other.id == claim.id else other for other in held.claims))
    approved = sum(claim.amount for claim in held.claims)
    assert approved == min(MOST, Decimal(sum(cents)) / 100)


@given(cents=st.lists(CENTS, min_size=1, max_size=8))
def test_the_sum_in_review_is_that_of_its_claims_and_never_more_than_the_limit(cents: list[int]) -> None:
    held = ground(*(waiting(number, one) for number, one in enumerate(cents, 1)))
    shares = [share_of_claim(ground=held, claim_id=claim.id).amount for claim in held.claims]
    assert sum_in_review(held) == sum(shares) == min(MOST, Decimal(sum(cents)) / 100)
    assert shares[-1] == min(MOST, held.claims[-1].amount)  # the last one here was submitted first


@given(cents=st.lists(CENTS, min_size=1, max_size=6), drafts=st.lists(CENTS, max_size=6))
def test_drafts_together_count_for_no_more_than_what_waits_leaves(cents: list[int], drafts: list[int]) -> None:
    claims = [waiting(number, one) for number, one in enumerate(cents, 1)]
    claims += [waiting(number, one, status=ClaimStatus.DRAFT) for number, one in enumerate(drafts, len(cents) + 1)]
    held = ground(*claims)
    left = MOST - sum_in_review(held)
    assert sum_in_preparation(held) == min(left, Decimal(sum(drafts)) / 100)


def test_a_pso_credit_counts_under_the_same_limit_on_the_days_that_it_counts() -> None:
    def left(*entries: Entry) -> Decimal:
        held = ground(entries=(OWED, *entries))
        asked = Decimal("20000.00")
        return share_of_new(ground=held, policy_table="activities", block="hours", amount=asked, expected=asked).amount

    assert left() == MOST
    assert left(*credit("6250.00", date(2023, 9, 1))) == Decimal("9375.00")
    assert left(*credit("6250.00", date(2023, 9, 1), until=date(2023, 12, 1))) == MOST  # it expired
    assert left(*credit("6250.00", date(2024, 6, 1))) == Decimal("9375.00")  # it will count beside what is approved now
    assert left(*credit("6250.00", date(2023, 9, 1), date(2024, 1, 1)), *credit("5000.00", date(2024, 1, 1))) == Decimal("9375.00")


def test_a_claim_that_is_changed_does_not_stand_in_its_own_way() -> None:
    held = ground(waiting(1, 1_500_000))
    asked = Decimal("15000.00")
    share = share_of_new(
        ground=held, policy_table="activities", block="money", amount=asked, expected=asked, except_claim=held.claims[0].id
    )
    assert share.amount == asked
