"""Bonuses on placements: ages, replacing and stacking, their own units, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from sroi.policy.rules import PlacementFacts, UnableToValue, required_evidence, value_of_period, value_until
from sroi.values import Period
from tests.policy.makers import COUNTING, block, placed, policy_of, worth

BONUSES = policy_of(
    COUNTING
    + block("ww", "20000", 'evidence = ["arbeidsovereenkomst"]')
    + block("internship", "5000", per="year")
    + """
[bonuses.age_50_plus]
label = "50+"
value = 5000
per = "year"
age_from = 50
age_on = "start"

[bonuses.age_55_plus]
label = "55+"
value = 8000
per = "year"
age_from = 55
age_on = "start"
replaces = ["age_50_plus"]

[bonuses.youth]
label = "Jonger dan 27"
value = 3000
per = "once"
age_below = 27
age_on = "first_of_year"

[bonuses.language]
label = "Taal"
value = 1000
per = "month"
pro_rata = ["duration"]

[bonuses.permanent]
label = "Vast contract"
value = 2500
per = "once"
evidence = ["arbeidsovereenkomst", "bewijs van vast contract"]

[bonuses.guidance]
label = "Begeleiding"
per = "costs"

[bonuses.after_internship]
label = "Na stage"
value = 10000
per = "year"
only_for = ["ww"]
"""
)
YEAR = {"hours": "36", "start": "2023-09-01", "end": "2024-09-01"}


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        (placed("ww", **YEAR, birth_year=1980), "20000.00"),
        (placed("ww", **YEAR, birth_year=1970), "25000.00"),
        (placed("ww", **YEAR, birth_year=1960), "28000.00"),  # 55+ comes in the place of 50+
        (placed("ww", **YEAR, birth_year=1997), "23000.00"),  # 25 on 1 January
        (placed("ww", **YEAR, birth_year=1996), "23000.00"),  # 26 on 1 January
        (placed("ww", **YEAR, birth_year=1995), "20000.00"),
        (placed("ww", hours="18", bonuses=frozenset({"language"})), "10972.68"),  # 20.000 x 18/36 x 182/366 + 1.000 x 6
        (placed("ww", hours="18", bonuses=frozenset({"permanent"})), "7472.68"),  # once stays whole
        (placed("ww", **YEAR, bonuses=frozenset({"guidance"}), bonus_costs={"guidance": Decimal("1234.56")}), "21234.56"),
        (placed("ww", **YEAR, bonuses=frozenset({"after_internship", "permanent"})), "32500.00"),
    ],
)
def test_bonuses_stack_replace_and_keep_their_own_unit(facts: PlacementFacts, amount: str) -> None:
    assert worth(BONUSES, facts) == amount


def test_a_year_bonus_beside_an_hourly_block_goes_by_hours_and_duration() -> None:
    bonus = "\n[bonuses.language]\nlabel = 'Taal'\nvalue = 1000\nper = 'year'\n"
    rules = policy_of(COUNTING + block("per_hour", "10", per="hour") + bonus)
    facts = placed("per_hour", "18", bonuses=frozenset({"language"}))
    assert worth(rules, facts) == "4928.63"  # 10 x 18 x 26 weeks + 1.000 x 18/36 x 182/366


@pytest.mark.parametrize(
    ("age_on", "amount"),
    [
        ('"start"', "20000.00"),  # 2023: becomes 54
        ('"contract_start"', "25000.00"),  # 2024: becomes 55
        ('"first_counted_day"', "25000.00"),
        ('"first_of_year"', "20000.00"),
        ("2024-12-31", "25000.00"),
        ("2024-01-01", "20000.00"),  # on 1 January 2024 still 54
        ("2025-01-01", "25000.00"),
    ],
)
def test_an_age_is_looked_at_on_the_day_that_the_policy_names(age_on: str, amount: str) -> None:
    bonus = f"\n[bonuses.age]\nlabel = '55+'\nvalue = 5000\nper = 'year'\nage_from = 55\nage_on = {age_on}\n"
    rules = policy_of(COUNTING + "start_before_contract_months = 12\n" + block("ww", "20000") + bonus)
    facts = placed("ww", "36", "2023-12-01", "2025-02-01", contract_start=date(2024, 2, 1), birth_year=1969)
    assert worth(rules, facts) == amount


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (placed("internship", bonuses=frozenset({"after_internship"})), "bonuses"),
        (placed("ww", bonuses=frozenset({"guidance"})), "bonus_costs"),
    ],
)
def test_a_claimed_bonus_that_does_not_fit_is_refused(facts: PlacementFacts, field: str) -> None:
    with pytest.raises(UnableToValue) as refused:
        value_until(policy=BONUSES, placement=facts, until=None)
    assert refused.value.field == field


def test_a_birth_year_that_leaves_the_age_open_is_said_so() -> None:
    assert "al jarig" in value_until(policy=BONUSES, placement=placed("ww", birth_year=1973), until=None).warnings[0]
    assert value_until(policy=BONUSES, placement=placed("ww", birth_year=1972), until=None).warnings == ()
    assert value_until(policy=BONUSES, placement=placed("ww", birth_year=1996), until=None).warnings == ()  # 1 January leaves nothing open


def test_a_replaced_bonus_is_shown_as_replaced() -> None:
    steps = value_until(policy=BONUSES, placement=placed("ww", birth_year=1960), until=None).steps
    assert [step.explanation for step in steps if step.label == "Toeslag vervalt"] == ["50+: een andere toeslag komt hiervoor in de plaats"]


def test_a_bonus_that_is_paid_once_falls_in_the_first_period() -> None:
    facts = placed("ww", **YEAR, bonuses=frozenset({"permanent"}))
    first = value_of_period(policy=BONUSES, placement=facts, period=Period(date(2023, 9, 1), date(2024, 3, 1)))
    second = value_of_period(policy=BONUSES, placement=facts, period=Period(date(2024, 3, 1), date(2024, 9, 1)))
    assert (str(first.amount), str(second.amount)) == ("12445.36", "10054.64")


def test_what_a_placement_must_show_is_named_once() -> None:
    facts = placed("ww", bonuses=frozenset({"permanent"}))
    assert required_evidence(policy=BONUSES, placement=facts) == ("arbeidsovereenkomst", "bewijs van vast contract")
