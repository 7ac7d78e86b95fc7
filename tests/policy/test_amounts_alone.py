"""The amount alone: the same as the explained one, for any policy, placement and period, and as fractions make it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sroi.policy.queries import shipped_policy
from sroi.policy.rules import (
    BuildingBlock,
    ContributionFacts,
    CostBlock,
    PlacementFacts,
    Policy,
    ProRata,
    UnableToValue,
    Unit,
    Valuation,
    amount_of_contribution,
    amount_of_costs,
    amount_of_period,
    value_of_contribution,
    value_of_costs,
    value_of_period,
    value_until,
)
from sroi.policy.rules.schema import Origins, Provenance
from sroi.values import Period, add_months, round_to_cents
from tests.policy.makers import COUNTING, UNITS, block, placed, policy_of

BONUSES = """
[bonuses.age_55]
label = "55 of ouder"
value = 10000
per = "year"
age_from = 55
age_on = "start"
[bonuses.age_60]
label = "60 of ouder"
value = 1000.01
per = "month"
age_from = 60
age_on = "contract_start"
replaces = ["age_55"]
[bonuses.language]
label = "Taal"
value = 333.33
per = "week"
pro_rata = ["duration"]
[bonuses.permanent]
label = "Vast contract"
value = 777.77
per = "once"
[bonuses.guidance]
label = "Begeleiding"
value = 7.77
per = "day"
"""
WITH_BONUSES = policy_of(
    COUNTING
    + block("by_year", "40000")
    + block("by_month", "1234.56", "pro_rata = []\nmaximum = 2000.55", per="month")
    + block("by_hour", "12.5", "wage_cost_subsidy_extends_cap = true", per="hour")
    + block("by_day", "80.05", per="day")
    + BONUSES
)
RULED = [shipped_policy("rijswijk-2023"), shipped_policy("utrecht"), shipped_policy("leiden-2023"), UNITS, WITH_BONUSES]
GROUPS = st.sampled_from([(rules, group) for rules in RULED for group in rules.blocks])
DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
LENGTHS = st.integers(1, 1500)
HOURS = st.decimals("0.01", "60", places=2)


@st.composite
def placements(draw: st.DrawFn) -> tuple[Policy, PlacementFacts, Period]:
    rules, group = draw(GROUPS)
    start = draw(DAYS)
    contract_start = draw(st.none() | st.integers(-500, 500).map(lambda days: start + timedelta(days=days)))
    facts = PlacementFacts(
        target_group=group,
        hours_per_week=draw(HOURS),
        start=start,
        end=draw(st.none() | LENGTHS.map(lambda days: start + timedelta(days=days))),
        contract_start=contract_start,
        contract_end=draw(st.none() | LENGTHS.map(lambda days: (contract_start or start) + timedelta(days=days))),
        wage_cost_subsidy_end=draw(st.none() | LENGTHS.map(lambda days: start + timedelta(days=days))),
        birth_year=draw(st.none() | st.integers(start.year - 70, start.year - 16)),
        bonuses=draw(st.frozensets(st.sampled_from(sorted(rules.bonuses)))) if rules.bonuses else frozenset(),
        days_counted_before=draw(st.integers(0, 800)),
    )
    first = start + timedelta(days=draw(st.integers(0, 800)))
    return rules, facts, Period(first, first + timedelta(days=draw(st.integers(1, 500))))


@settings(deadline=None, max_examples=600)
@given(placements())
def test_a_placement_is_worth_the_same_with_and_without_its_explanation(case: tuple[Policy, PlacementFacts, Period]) -> None:
    rules, facts, period = case
    explained = answer(lambda: value_of_period(policy=rules, placement=facts, period=period))
    assert answer(lambda: amount_of_period(policy=rules, placement=facts, period=period)) == explained


def answer(valued: Callable[[], Valuation | Decimal]) -> tuple[str | None, str]:
    """Return the amount as text, or the field and the sentence of the refusal."""
    try:
        found = valued()
    except UnableToValue as refusal:
        return refusal.field, refusal.message
    return None, str(found.amount if isinstance(found, Valuation) else found)


@settings(deadline=None, max_examples=600)
@given(st.sampled_from([(rules, group) for rules in (RULED[0], UNITS) for group in rules.blocks]), DAYS, LENGTHS, LENGTHS, HOURS)
def test_a_placement_is_worth_what_fractions_make_it(
    ruled: tuple[Policy, str], start: date, length: int, until: int, hours: Decimal
) -> None:
    rules, group = ruled
    facts = PlacementFacts(group, hours, start, start + timedelta(days=length))
    held = rules.blocks[group]
    assume(held.minimum_hours_per_week is None and held.minimum_duration_months is None)
    days = (facts.end, start + timedelta(days=until), add_months(start, held.cap_months) if held.cap_months else facts.end)
    end = min(day for day in days if day is not None)
    exact = by_fractions(held, hours, start, end)
    most = exact if held.maximum is None else min(exact, Fraction(held.maximum))
    found = value_until(policy=rules, placement=facts, until=start + timedelta(days=until)).amount
    assert found == round_to_cents(most)


def by_fractions(held: BuildingBlock, hours: Decimal, start: date, end: date) -> Fraction:
    """Return the value by another way: unit by unit, everything in fractions."""
    full = Fraction(held.full_time_hours_per_week or hours)
    share = min(Fraction(hours) / full, Fraction(1))
    value = Fraction(held.value)
    if held.per is Unit.ONCE:
        return value * (share if ProRata.HOURS in held.pro_rata else 1)
    weeks = Fraction((end - start).days, 7)
    if held.per is Unit.HOUR:
        return value * min(Fraction(hours), full) * weeks
    if held.per is Unit.DAY:
        return value * share * 5 * weeks
    if held.per is Unit.WEEK:
        units = weeks
    else:
        months, whole = (12 if held.per is Unit.YEAR else 1), 0
        while add_months(start, months * (whole + 1)) <= end:
            whole += 1
        begun, following = add_months(start, months * whole), add_months(start, months * (whole + 1))
        units = whole + Fraction((end - begun).days, (following - begun).days)
    units = units if ProRata.DURATION in held.pro_rata else Fraction(ceil(units))
    return value * units * (share if ProRata.HOURS in held.pro_rata else 1)


AMOUNTS = st.none() | st.decimals("-1", "99999", places=2)


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from([Unit.COSTS, Unit.AGREED, Unit.INVOICE, Unit.HOUR, Unit.DAY, Unit.ONCE]),
    st.decimals("0", "100", places=3),
    st.decimals("0", "999", places=3),
    st.booleans(),
    st.none() | st.just(Decimal("77.775")),
    st.none() | st.just(Decimal("500.00")),
    st.builds(ContributionFacts, AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 5)),
)
def test_a_contribution_is_worth_the_same_with_and_without_its_explanation(
    per: Unit,
    share_pct: Decimal,
    value: Decimal,
    per_person: bool,
    per_day: Decimal | None,
    maximum: Decimal | None,
    facts: ContributionFacts,
) -> None:
    origins = Origins(Provenance("verzonnen", True))
    held = CostBlock("key", "Blok", per, origins, share_pct, value, per_person, per_day, maximum)
    explained = answer(lambda: value_of_contribution(block=held, facts=facts))
    assert answer(lambda: amount_of_contribution(block=held, facts=facts)) == explained
    if explained[0] is None:
        assert str(round_to_cents(exact_contribution(held, facts))) == explained[1]


def exact_contribution(held: CostBlock, facts: ContributionFacts) -> Fraction:
    """Return the value by another way, everything in fractions."""
    if held.per in (Unit.COSTS, Unit.AGREED, Unit.INVOICE):
        exact = Fraction(facts.costs or 0) * Fraction(held.share_pct) / 100
    else:
        number = {Unit.HOUR: facts.hours, Unit.DAY: facts.days}.get(held.per, Decimal(1))
        exact = Fraction(held.value) * Fraction(number or 0) * (facts.people if held.per_person else 1)
    most = [Fraction(held.maximum)] if held.maximum is not None else []
    if held.maximum_per_day is not None:
        most.append(Fraction(held.maximum_per_day) * Fraction(facts.days or 1))
    return min([exact, *most])


def test_half_a_cent_is_rounded_up_once() -> None:
    rules = policy_of(COUNTING + block("half", "0.01", per="week") + '\n[purchases.half]\nlabel = "Half"\nshare_pct = 50\n')
    facts = placed("half", "18", "2023-09-01", "2023-09-08")
    period = Period(date(2023, 9, 1), date(2023, 9, 8))
    assert str(amount_of_period(policy=rules, placement=facts, period=period)) == "0.01"
    purchase = rules.purchases["half"]
    assert str(amount_of_costs(block=purchase, costs=Decimal("999.99"))) == "500.00"
    assert amount_of_costs(block=purchase, costs=Decimal("999.99")) == value_of_costs(block=purchase, costs=Decimal("999.99")).amount


def test_days_before_the_first_that_counts_are_worth_nothing() -> None:
    facts = placed(start="2023-09-01", end="2024-03-01", contract_start=date(2023, 10, 1))
    rules = shipped_policy("rijswijk-2023")
    early = amount_of_period(policy=rules, placement=facts, period=Period(date(2023, 9, 1), date(2023, 10, 1)))
    assert str(early) == "0.00"
    # 40.000 x 24/36 x 31/366
    october = amount_of_period(policy=rules, placement=facts, period=Period(date(2023, 10, 1), date(2023, 11, 1)))
    assert str(october) == "2258.65"
