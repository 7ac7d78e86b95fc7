"""The laws that every valuation keeps, whatever the policy and the placement."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.policy.queries import shipped_policy
from sroi.policy.rules import PlacementFacts, Policy, value_of_period, value_until
from sroi.values import Period
from tests.policy.makers import COUNTING, UNITS, block, policy_of

RIJSWIJK = shipped_policy("rijswijk-2023")
DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
HOURS = st.decimals("0.5", "60", places=1)
GROUPS = st.sampled_from([(RIJSWIJK, group) for group in RIJSWIJK.blocks] + [(UNITS, group) for group in UNITS.blocks])


@settings(deadline=None)
@given(GROUPS, DAYS, st.integers(1, 1500), HOURS, st.lists(st.integers(0, 1500), max_size=5), st.integers(0, 400))
def test_any_division_into_periods_adds_up_to_the_cent(
    ruled: tuple[Policy, str], start: date, length: int, hours: Decimal, cuts: list[int], counted_before: int
) -> None:
    rules, group = ruled
    end = start + timedelta(days=length)
    facts = PlacementFacts(group, hours, start, end, days_counted_before=counted_before)
    days = [start, *sorted(start + timedelta(days=min(cut, length)) for cut in cuts), end]
    parts = [
        value_of_period(policy=rules, placement=facts, period=Period(first, last)).amount for first, last in pairwise(days) if first < last
    ]
    assert sum(parts) == value_until(policy=rules, placement=facts, until=None).amount
    assert all(part >= 0 for part in parts)


@settings(deadline=None)
@given(GROUPS, DAYS, st.integers(1, 1500), st.integers(0, 400), HOURS, HOURS)
def test_more_hours_or_days_are_never_worth_less(
    ruled: tuple[Policy, str], start: date, length: int, more_days: int, hours: Decimal, other: Decimal
) -> None:
    rules, group = ruled
    end = start + timedelta(days=length)
    few, many = sorted((hours, other))
    least = value_until(policy=rules, placement=PlacementFacts(group, few, start, end), until=None).amount
    assert value_until(policy=rules, placement=PlacementFacts(group, many, start, end), until=None).amount >= least
    longer = PlacementFacts(group, few, start, end + timedelta(days=more_days))
    assert value_until(policy=rules, placement=longer, until=None).amount >= least


@settings(deadline=None)
@given(st.integers(0, 90000), st.integers(0, 10000), DAYS, st.integers(1, 1500), HOURS)
def test_a_higher_value_per_year_is_never_worth_less(value: int, more: int, start: date, length: int, hours: Decimal) -> None:
    facts = PlacementFacts("group", hours, start, start + timedelta(days=length))
    lower, higher = (policy_of(COUNTING + block("group", str(amount))) for amount in (value, value + more))
    assert value_until(policy=higher, placement=facts, until=None).amount >= value_until(policy=lower, placement=facts, until=None).amount
