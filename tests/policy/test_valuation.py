"""Placements by a policy: hand-computed cases."""

from datetime import date
from fractions import Fraction

import pytest

from sroi.policy.queries import shipped_policy
from sroi.policy.rules import (
    PlacementFacts,
    UnableToValue,
    counted_period,
    steps_from_json,
    steps_to_json,
    value_until,
    years_counted,
)
from sroi.values import Period
from tests.policy.makers import UNITS, placed, worth

RIJSWIJK = shipped_policy("rijswijk-2023")


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2023-09-01", "2024-03-01", Fraction(182, 366)),  # the year from 1 September 2023 holds 29 February 2024
        ("2024-03-01", "2024-09-01", Fraction(184, 365)),
        ("2023-01-01", "2024-01-01", Fraction(1)),
        ("2024-01-01", "2025-01-01", Fraction(1)),  # twelve months are 1, leap year or not
        ("2024-02-29", "2025-03-01", Fraction(1)),  # 29 February plus a year is 1 March
        ("2024-02-29", "2025-02-28", Fraction(365, 366)),
        ("2024-02-29", "2028-02-29", Fraction(4)),
        ("2023-07-15", "2025-10-01", 2 + Fraction(78, 365)),
        ("2023-09-01", "2023-09-01", Fraction(0)),
        ("2023-09-02", "2023-09-01", Fraction(0)),
        ("2023-09-01", "2023-09-02", Fraction(1, 366)),
    ],
)
def test_years_are_whole_years_and_the_days_left_over_the_year_that_runs(start: str, end: str, years: Fraction) -> None:
    assert years_counted(date.fromisoformat(start), date.fromisoformat(end)) == years


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        (placed(), "13260.47"),  # 40.000 x 24/36 x 182/366 = 13.260,4736
        (placed(hours="36", end="2024-09-01"), "40000.00"),
        (placed(hours="40", end="2024-09-01"), "40000.00"),  # above full time counts as full time
        (placed(hours="24", end="2026-09-01"), "53333.33"),  # capped at 24 months: 40.000 x 24/36 x 2
        (placed("ww", "36", end="2026-09-01"), "20000.00"),  # capped at 12 months
        (placed("banenafspraak", "36", end="2026-09-01"), "150000.00"),  # always counts
        (placed("wia", "0.5"), "207.19"),  # 30.000 x 1/72 x 182/366 = 207,1949
        (placed(start="2023-09-01", contract_start=date(2023, 12, 1)), "6630.24"),  # 91 days of the 366 from 1 December
        (placed(end="2025-01-01", contract_end=date(2024, 3, 1)), "13260.47"),
        (placed("internship_mbo_hbo", "36", end="2024-03-01"), "2486.34"),  # 5.000 x 182/366
    ],
)
def test_a_placement_is_worth_what_a_person_computes_by_hand(facts: PlacementFacts, amount: str) -> None:
    assert worth(RIJSWIJK, facts) == amount


def test_the_value_until_a_day_leaves_that_day_out() -> None:
    assert worth(RIJSWIJK, placed(), date(2023, 9, 1)) == "0.00"
    assert worth(RIJSWIJK, placed(), date(2023, 9, 2)) == "72.86"  # 40.000 x 24/36 / 366
    assert worth(RIJSWIJK, placed(), date(2023, 12, 1)) == "6630.24"  # 91/366


def test_a_wage_cost_subsidy_keeps_counting_after_the_cap_and_never_shortens_it() -> None:
    facts = placed("ww", "36", end="2026-09-01", wage_cost_subsidy_end=date(2025, 9, 1))
    assert worth(RIJSWIJK, facts) == "40000.00"
    assert worth(RIJSWIJK, placed("ww", "36", end="2026-09-01", wage_cost_subsidy_end=date(2023, 12, 1))) == "20000.00"


@pytest.mark.parametrize(("start", "amount"), [("2022-09-01", "26666.67"), ("2022-08-31", "0.00")])
def test_a_start_more_than_twelve_months_before_the_contract_does_not_count(start: str, amount: str) -> None:
    facts = placed(start=start, end="2025-09-01", contract_start=date(2023, 9, 1), contract_end=date(2024, 9, 1))
    assert worth(RIJSWIJK, facts) == amount


def test_a_refused_start_says_why() -> None:
    valued = value_until(policy=RIJSWIJK, placement=placed(start="2022-08-31", contract_start=date(2023, 9, 1)), until=None)
    assert "31 augustus 2022" in valued.steps[-1].explanation
    assert "12 maanden" in valued.steps[-1].explanation


def test_days_counted_on_earlier_placements_use_up_the_cap() -> None:
    assert worth(RIJSWIJK, placed("ww", "36", end="2026-09-01", days_counted_before=366)) == "0.00"
    assert worth(RIJSWIJK, placed("ww", "36", end="2026-09-01", days_counted_before=184)) == "9945.36"  # to 1 March 2024: 182/366


def test_a_placement_without_any_end_needs_a_day_to_count_to() -> None:
    with pytest.raises(UnableToValue) as refused:
        value_until(policy=RIJSWIJK, placement=placed("banenafspraak", "36", end=None), until=None)
    assert refused.value.field == "ends_on"
    assert worth(RIJSWIJK, placed("banenafspraak", "36", end=None), date(2024, 9, 1)) == "50000.00"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (placed("participatiwet"), "target_group"),
        (placed(hours="0"), "hours_per_week"),
        (placed(hours="60.5"), "hours_per_week"),
        (placed(end="2023-09-01"), "ends_on"),
        (placed(end="9999-12-31"), "ends_on"),
        (placed(birth_year=2024), "birth_year"),
        (placed(birth_year=2009), "birth_year"),
        (placed(birth_year=1890), "birth_year"),
        (placed(bonuses=frozenset({"nothing_known"})), "bonuses"),
        (placed(bonuses=frozenset({"age_55_plus"})), "birth_year"),
        (placed(bonuses=frozenset({"age_55_plus"}), birth_year=1990), "birth_year"),
    ],
)
def test_facts_that_cannot_be_true_are_refused_on_their_field(facts: PlacementFacts, field: str) -> None:
    with pytest.raises(UnableToValue) as refused:
        value_until(policy=RIJSWIJK, placement=facts, until=None)
    assert refused.value.field == field


def test_an_unknown_group_names_the_nearest_and_the_known_ones() -> None:
    with pytest.raises(UnableToValue, match=r"Bedoelt u participatiewet\?.*banenafspraak"):
        value_until(policy=RIJSWIJK, placement=placed("participatiwet"), until=None)


def test_a_year_bonus_goes_by_hours_and_duration_like_its_block() -> None:
    assert worth(RIJSWIJK, placed(birth_year=1960)) == "16575.59"  # 50.000 x 24/36 x 182/366
    assert worth(RIJSWIJK, placed(bonuses=frozenset({"employment_with_disability"}))) == "16575.59"


def test_the_steps_show_the_formula_and_which_values_are_not_confirmed() -> None:
    valued = value_until(policy=RIJSWIJK, placement=placed(birth_year=1960), until=None)
    by_label = {step.label: step for step in valued.steps}
    assert "24/36 × 182/366" in by_label["Waarde"].explanation
    assert by_label["Bouwblok"].is_confirmed
    assert "denhaag.nl" in by_label["Bouwblok"].source
    assert not by_label["Toeslag"].is_confirmed  # that it is per year is an assumption
    assert steps_from_json(steps_to_json(valued.steps)) == valued.steps


@pytest.mark.parametrize(
    ("group", "formula"),
    [
        ("per_month", "€ 1.000,00 × 18/36 × (6 + 14/31), afgerond op hele centen"),
        ("per_day", "€ 80,00 × (5 × 18/36 × 28), afgerond op hele centen"),
        ("per_hour", "€ 12,50 × (18 × 28), afgerond op hele centen"),
        ("once", "€ 2.500,00, afgerond op hele centen"),
    ],
)
def test_the_formula_can_be_computed_again_by_hand(group: str, formula: str) -> None:
    facts = placed(group, "18", "2023-09-01", "2024-03-15")
    assert value_until(policy=UNITS, placement=facts, until=None).steps[-1].explanation.replace("\u00a0", " ") == formula


def test_only_days_that_count_are_the_counted_period() -> None:
    facts = placed(contract_start=date(2023, 10, 1))
    assert counted_period(policy=RIJSWIJK, placement=facts, until=date(2024, 1, 1)) == Period(date(2023, 10, 1), date(2024, 1, 1))
    assert counted_period(policy=RIJSWIJK, placement=facts, until=date(2023, 9, 15)) is None
    assert counted_period(policy=RIJSWIJK, placement=placed(contract_start=date(2025, 1, 1)), until=None) is None


def test_hours_above_full_time_are_said_so() -> None:
    assert "er tellen 36 uur" in value_until(policy=RIJSWIJK, placement=placed(hours="40"), until=None).warnings[0]
    assert value_until(policy=RIJSWIJK, placement=placed(hours="36"), until=None).warnings == ()


# ---------------------------------------------------------------- every unit and every rule of a block


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        (placed("per_month", "18", "2023-09-01", "2024-03-01"), "3000.00"),  # 1.000 x 18/36 x 6
        (placed("per_month", "36", "2024-01-31", "2024-03-15"), "1466.67"),  # a month to 1 March, then 14 of 30 days
        (placed("per_week", "36", "2023-09-01", "2023-09-18"), "607.14"),  # 250 x 17/7
        (placed("per_day", "36", "2023-09-04", "2023-09-18"), "800.00"),  # five days a week, two weeks
        (placed("per_day", "18", "2023-09-04", "2023-09-18"), "400.00"),
        (placed("per_hour", "24", "2024-01-01", "2024-03-25"), "3600.00"),  # 12 weeks x 24 hours x 12,50
        (placed("per_hour", "40", "2024-01-01", "2024-01-08"), "450.00"),  # at most 36 hours
        (placed("once", "4", "2023-09-01", "2023-09-02"), "2500.00"),
        (placed("once_by_hours", "18", "2023-09-01", "2023-09-02"), "1250.00"),
        (placed("forty", "24"), "11934.43"),  # 40.000 x 24/40 x 182/366
        (placed("only_hours", "18", "2023-09-01", "2023-10-01"), "20000.00"),  # the year that has begun counts whole
        (placed("only_duration", "4"), "19890.71"),
        (placed("neither", "4", "2023-09-01", "2023-10-02"), "2000.00"),
        (placed("least_hours", "11.9"), "0.00"),
        (placed("least_hours", "12"), "6630.24"),
        (placed("least_months", "36", "2023-09-01", "2024-02-29"), "0.00"),
        (placed("least_months", "36", "2023-09-01", "2024-03-01"), "19890.71"),
        (placed("at_most", "36"), "10000.00"),
        (placed("any_start", "36", "2015-01-01", "2024-09-01", contract_start=date(2023, 9, 1)), "40000.00"),
        (placed("least_hours", "36", "2023-08-31", "2024-09-01", contract_start=date(2023, 9, 1)), "0.00"),  # no start before the contract
    ],
)
def test_every_unit_and_rule_of_a_block_is_valued(facts: PlacementFacts, amount: str) -> None:
    assert worth(UNITS, facts) == amount
