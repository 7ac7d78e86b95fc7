"""Trainings, activities, purchases, PSO levels and the limits on them."""

from decimal import Decimal

import pytest

from sroi.policy.queries import shipped_policy
from sroi.policy.rules import (
    ContributionFacts,
    Fulfilled,
    UnableToValue,
    value_of_contribution,
    value_of_costs,
    value_of_pso,
    value_within_limits,
)
from tests.policy.makers import policy_of

RULES = policy_of(
    """
[trainings.costs]
label = "Scholing"
per = "costs"
share_pct = 50
maximum = 2500

[trainings.certificate]
label = "Praktijkverklaring"
per = "once"
value = 1500
per_person = true

[trainings.day]
label = "Dag scholing"
per = "day"
value = 250

[activities.hours]
label = "Inzet van medewerkers"
per = "hour"
value = 100
per_person = true
maximum_per_day = 1000

[activities.made_to_measure]
label = "Op maat"
per = "agreed"
maximum_per_day = 1000

[purchases.social_enterprise]
label = "Sociale onderneming"
share_pct = 100

[purchases.aspirant]
label = "Aspirant"
share_pct = 50

[pso.level_1]
label = "PSO trede 1"
share_pct = 25

[pso.level_3]
label = "PSO trede 3"
share_pct = 100
maximum = 50000

[limits.community]
label = "Maatschappelijke activiteiten"
kinds = ["activities"]
maximum_pct = 25

[limits.aspirants]
label = "Inkoop bij aspiranten"
blocks = ["aspirant"]
maximum = 10000
"""
)


def done(**amounts: str) -> ContributionFacts:
    people = int(amounts.pop("people", "1"))
    return ContributionFacts(people=people, **{key: Decimal(amount) for key, amount in amounts.items()})


@pytest.mark.parametrize(
    ("kind", "key", "facts", "amount"),
    [
        ("trainings", "costs", done(costs="1234.57"), "617.29"),  # 617,285 half up
        ("trainings", "costs", done(costs="8000"), "2500.00"),  # at most
        ("trainings", "certificate", done(people="3"), "4500.00"),
        ("trainings", "day", done(days="2.5"), "625.00"),
        ("activities", "hours", done(hours="4", people="2", days="1"), "800.00"),
        ("activities", "hours", done(hours="8", people="2", days="1"), "1000.00"),
        ("activities", "hours", done(hours="8", people="2", days="2"), "1600.00"),
        ("activities", "made_to_measure", done(costs="2400", days="2"), "2000.00"),
        ("purchases", "social_enterprise", done(costs="1999.99"), "1999.99"),
        ("purchases", "aspirant", done(costs="1999.99"), "1000.00"),  # 999,995 half up
    ],
)
def test_a_contribution_is_worth_what_a_person_computes_by_hand(kind: str, key: str, facts: ContributionFacts, amount: str) -> None:
    valued = value_of_contribution(block=getattr(RULES, kind)[key], facts=facts)
    assert str(valued.amount) == amount
    assert amount.replace(".", ",")[-6:] in valued.steps[-1].figure


@pytest.mark.parametrize(
    ("kind", "key", "facts", "field"),
    [
        ("trainings", "costs", done(hours="4"), "amount"),
        ("trainings", "costs", done(costs="0"), "amount"),
        ("trainings", "day", done(hours="4"), "days"),
        ("activities", "hours", done(costs="4"), "hours"),
        ("activities", "hours", done(hours="4", people="0"), "people"),
    ],
)
def test_what_a_contribution_needs_is_asked_on_its_field(kind: str, key: str, facts: ContributionFacts, field: str) -> None:
    with pytest.raises(UnableToValue) as refused:
        value_of_contribution(block=getattr(RULES, kind)[key], facts=facts)
    assert refused.value.field == field


def test_a_maximum_per_day_without_days_counts_one_day_and_says_so() -> None:
    valued = value_of_contribution(block=RULES.activities["made_to_measure"], facts=done(costs="2400"))
    assert str(valued.amount) == "1000.00"
    assert any("een dag" in warning for warning in valued.warnings)


def test_the_first_step_shows_the_value_or_the_share() -> None:
    hours = value_of_contribution(block=RULES.activities["hours"], facts=done(hours="4", days="1")).steps
    assert hours[0].explanation == "Inzet van medewerkers: €\u00a0100,00 per uur per persoon"
    assert hours[-1].explanation == "€\u00a0100,00 × 4 uur × 1 persoon, afgerond op hele centen"
    assert value_of_costs(block=RULES.purchases["aspirant"], costs=Decimal(10)).steps[0].figure == "50%"


def test_training_costs_and_purchases_of_a_shipped_policy_count_whole() -> None:
    rijswijk = shipped_policy("rijswijk-2023")
    training = value_of_costs(block=rijswijk.trainings["costs"], costs=Decimal("1250.50"))
    purchase = value_of_costs(block=rijswijk.purchases["social_enterprise"], costs=Decimal(3000))
    assert (str(training.amount), str(purchase.amount)) == ("1250.50", "3000.00")
    assert not training.steps[0].is_confirmed


def test_a_pso_level_is_worth_its_share_of_the_obligation() -> None:
    assert str(value_of_pso(level=RULES.pso["level_1"], obligation=Decimal("62500.02")).amount) == "15625.01"  # 15.625,005 half up
    assert str(value_of_pso(level=RULES.pso["level_3"], obligation=Decimal(62500)).amount) == "50000.00"


@pytest.mark.parametrize(
    ("kind", "block", "amount", "fulfilled", "allowed"),
    [
        ("activities", "hours", "20000", (), "15625.00"),  # 25% of 62.500
        ("activities", "hours", "1000", (), "1000.00"),
        ("activities", "hours", "1000", (Fulfilled("activities", "made_to_measure", Decimal(15000)),), "625.00"),
        ("activities", "hours", "1000", (Fulfilled("activities", "hours", Decimal(20000)),), "0.00"),
        ("activities", "hours", "1000", (Fulfilled("purchases", "aspirant", Decimal(20000)),), "1000.00"),
        ("purchases", "aspirant", "12000", (), "10000.00"),
        ("purchases", "social_enterprise", "99999", (), "99999.00"),
    ],
)
def test_a_limit_lets_no_more_count_than_its_share(
    kind: str, block: str, amount: str, fulfilled: tuple[Fulfilled, ...], allowed: str
) -> None:
    valued = value_within_limits(
        policy=RULES, kind=kind, block=block, amount=Decimal(amount), obligation=Decimal(62500), fulfilled=fulfilled
    )
    assert valued.amount == Decimal(allowed)
