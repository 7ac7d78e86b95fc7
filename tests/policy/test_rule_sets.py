"""What tables of other regions and municipalities give, each figure computed by hand: the day before, on and after a boundary, in cents."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.policy.rules import (
    ContributionFacts,
    Policy,
    check_policy,
    diff_policies,
    rules_of,
    value_of_contribution,
    value_of_period,
    value_of_pso,
    value_until,
    value_within_limits,
)
from sroi.policy.rules.bonuses import without_refused_bonuses
from sroi.values import Period
from tests.policy.makers import placed, worth
from tests.policy.rule_sets import RULE_SETS, TEXTS

SOME = {"contract_start": date(2025, 3, 1)}


@pytest.mark.parametrize("name", TEXTS)
def test_each_table_is_without_mistakes_and_shown_rule_by_rule(name: str) -> None:
    assert check_policy(name=name, text=TEXTS[name]) == ()
    shown = rules_of(RULE_SETS[name])
    assert {rule.path.split(".")[1] for rule in shown if rule.path.startswith("blocks.")} == set(RULE_SETS[name].blocks)
    assert all(rule.source for rule in shown if rule.is_confirmed)


def test_each_difference_between_two_tables_is_told_both_ways() -> None:
    for before, after in pairwise(RULE_SETS.values()):
        there = {change.path: (change.before, change.after) for change in diff_policies(before, after)}
        back = {change.path: (change.after, change.before) for change in diff_policies(after, before)}
        assert there == back
        for name in before.blocks.keys() ^ after.blocks.keys():
            assert f"blocks.{name}.value" in there


@pytest.mark.parametrize(
    ("table", "group", "hours", "start", "end", "more", "amount"),
    [
        # two years at most: 30.000 a year, and the day before 30.000 x (1 + 364/365)
        ("oost", "pw_korter_dan_2_jaar", "36", "2024-01-01", "2025-12-31", {}, "59917.81"),
        ("oost", "pw_korter_dan_2_jaar", "36", "2024-01-01", "2026-01-01", {}, "60000.00"),
        ("oost", "pw_korter_dan_2_jaar", "36", "2024-01-01", "2027-01-01", {}, "60000.00"),
        # always: 40.000 x 18/36 x 5
        ("oost", "doelgroepregister", "18", "2024-03-01", "2029-03-01", {}, "100000.00"),
        # 29 February and a year is 1 March; the day before 10.000 x 24/36 x 365/366
        ("oost", "ww_korter_dan_1_jaar", "24", "2024-02-29", "2025-02-28", {}, "6648.45"),
        ("oost", "ww_korter_dan_1_jaar", "24", "2024-02-29", "2025-03-01", {}, "6666.67"),
        ("oost", "ww_korter_dan_1_jaar", "24", "2024-02-29", "2025-03-02", {}, "6666.67"),
        # by the month whatever the hours: 750 x (2 + 30/31); 31 January and a month is 1 March
        ("oost", "werkervaringsplek", "20", "2024-01-31", "2024-04-30", {}, "2225.81"),
        ("oost", "werkervaringsplek", "20", "2024-01-31", "2024-03-01", {}, "750.00"),
        # by the school year that has begun
        ("oost", "bbl_1_2", "20", "2024-09-01", "2025-07-01", {}, "20000.00"),
        ("oost", "bbl_1_2", "20", "2024-09-01", "2025-09-01", {}, "20000.00"),
        ("oost", "bbl_1_2", "20", "2024-09-01", "2025-09-02", {}, "40000.00"),
        # twelve hours at least
        ("harlingen", "pw_kort", "11.99", "2024-01-01", "2025-01-01", {}, "0.00"),
        ("harlingen", "pw_kort", "12", "2024-01-01", "2025-01-01", {}, "11666.67"),
        # an age on a day of reference, the highest instead of the lower: on 1 January 2024 who was born in 1973 is 50, in 1968 is 55
        ("harlingen", "pw_kort", "36", "2024-05-01", "2025-05-01", {"birth_year": 1974}, "35000.00"),
        ("harlingen", "pw_kort", "36", "2024-05-01", "2025-05-01", {"birth_year": 1973}, "40000.00"),
        ("harlingen", "pw_kort", "36", "2024-05-01", "2025-05-01", {"birth_year": 1969}, "40000.00"),
        ("harlingen", "pw_kort", "36", "2024-05-01", "2025-05-01", {"birth_year": 1968}, "42500.00"),
        ("harlingen", "bbl_nieuw", "36", "2024-05-01", "2025-05-01", {"birth_year": 1968}, "15000.00"),
        # forty hours are full time: 25.000 x 32/40 x 181/365
        ("tilburg", "lang", "32", "2017-01-01", "2017-07-01", {}, "9917.81"),
        ("tilburg", "lang", "40", "2017-01-01", "2018-01-01", {}, "25000.00"),
        # once, whole, beside half of 40.000 over 182 of 365 days; `older than 50` is 51; 1,25 for each of 72 hours beside 40.000 x 14/365
        ("utrecht-2018", "pw_lang", "18", "2019-01-01", "2019-07-02", {"bonuses": frozenset({"vast"})}, "19972.60"),
        ("utrecht-2018", "pw_lang", "36", "2019-06-01", "2020-06-01", {"birth_year": 1968}, "45000.00"),
        ("utrecht-2018", "pw_lang", "36", "2019-06-01", "2020-06-01", {"birth_year": 1969}, "40000.00"),
        ("utrecht-2018", "pw_lang", "36", "2019-01-07", "2019-01-21", {"bonuses": frozenset({"taal"})}, "1624.25"),
        # by the day: five in a full week; a single day of seven is 5/7; at most 20.000
        ("moeilijk", "dag", "24", "2025-01-06", "2025-01-20", {}, "674.10"),
        ("moeilijk", "dag", "40", "2025-01-06", "2025-01-07", {}, "80.25"),
        ("moeilijk", "dag", "40", "2025-01-06", "2027-01-06", {}, "20000.00"),
        # by the hour with a language bonus by the hour: 48 x (17,35 + 2,50); never more than full time
        ("moeilijk", "uur", "24", "2025-01-06", "2025-01-20", {"bonuses": frozenset({"taal"})}, "952.80"),
        ("moeilijk", "uur", "48", "2025-01-06", "2025-01-13", {}, "694.00"),
        # 24 months, and on while the wage-cost subsidy runs: 1.234,56 x 32/40 x 26
        ("moeilijk", "maand", "32", "2025-01-15", "2027-06-01", {}, "23703.55"),
        ("moeilijk", "maand", "32", "2025-01-15", "2027-06-01", {"wage_cost_subsidy_end": date(2027, 3, 15)}, "25678.85"),
        ("moeilijk", "maand", "32", "2025-01-15", "2027-06-01", {"wage_cost_subsidy_end": date(2026, 3, 15)}, "23703.55"),
        # always, and ages that stack: 6 x 45.000,50, 6 x 5.000 from 50, 6 x 2.500 more from 55, 10.000 once after an internship
        ("moeilijk", "banenafspraak", "40", "2025-02-28", "2031-02-28", {"birth_year": 1976}, "270003.00"),
        ("moeilijk", "banenafspraak", "40", "2025-02-28", "2031-02-28", {"birth_year": 1975}, "300003.00"),
        (
            "moeilijk",
            "banenafspraak",
            "40",
            "2025-02-28",
            "2031-02-28",
            {"birth_year": 1970, "bonuses": frozenset({"na_stage"})},
            "325003.00",
        ),
        # a start six months before the contract may count, from the contract's start: 30.000 x 184/365
        ("moeilijk", "wia", "36", "2024-08-31", "2025-09-01", SOME, "0.00"),
        ("moeilijk", "wia", "36", "2024-09-01", "2025-09-01", SOME, "15123.29"),
        ("moeilijk", "wia", "36", "2025-03-01", "2025-09-01", SOME, "15123.29"),
        # the general minimum does not hold for an internship: 60 x 8/40 x 10
        ("moeilijk", "stage", "8", "2025-01-06", "2025-03-17", {}, "120.00"),
        ("moeilijk", "eenmalig", "11.99", "2025-03-01", "2025-04-01", {}, "0.00"),
        # under 27 on the first day of the contract: born in 1998 perhaps still 26, born in 1997 no more
        ("moeilijk", "eenmalig", "40", "2025-03-01", "2025-04-01", {"birth_year": 1998, **SOME}, "2500.55"),
        ("moeilijk", "eenmalig", "40", "2025-03-01", "2025-04-01", {"birth_year": 1997, **SOME}, "1500.55"),
        # costs of a bonus to the cent
        ("moeilijk", "wia", "36", "2025-03-01", "2026-03-01", {"bonus_costs": {"scholing": Decimal("1250.55")}}, "31250.55"),
        # a table in steps: by the length of the placement
        ("staffel", "half_jaar", "20", "2025-01-01", "2025-06-30", {}, "0.00"),
        ("staffel", "half_jaar", "20", "2025-01-01", "2025-07-01", {}, "10000.00"),
        ("staffel", "heel_jaar", "20", "2025-01-01", "2025-12-31", {}, "0.00"),
        ("staffel", "heel_jaar", "20", "2025-01-01", "2026-01-01", {}, "25000.00"),
        # half up, once: 0,005 is a cent and 17/36 of a cent is none
        ("staffel", "cent", "18", "2025-01-01", "2026-01-01", {}, "0.01"),
        ("staffel", "cent", "17", "2025-01-01", "2026-01-01", {}, "0.00"),
        # leap years: 1.000 x 1/3 x 366/366, x (1 + 59/365), and x 365/366 to 29 February
        ("staffel", "derde", "12", "2024-01-01", "2025-01-01", {}, "333.33"),
        ("staffel", "derde", "12", "2024-01-01", "2025-03-01", {}, "387.21"),
        ("staffel", "derde", "36", "2023-03-01", "2024-02-29", {}, "997.27"),
        ("staffel", "derde", "36", "2024-02-29", "2024-08-31", {}, "502.73"),
    ],
)
def test_a_placement_is_worth_what_a_person_computes_by_hand(
    table: str, group: str, hours: str, start: str, end: str, more: dict[str, object], amount: str
) -> None:
    costs = more.get("bonus_costs", {})
    assert isinstance(costs, dict)
    claimed = {"bonuses": frozenset(costs)} if costs else {}
    assert worth(RULE_SETS[table], placed(group, hours, start, end, **{**claimed, **more})) == amount


@pytest.mark.parametrize(
    ("table", "kind", "name", "facts", "amount"),
    [
        ("oost", "purchases", "sociale_onderneming", {"costs": "0.01"}, "0.01"),
        ("utrecht-2018", "activities", "inzet", {"hours": "1.75", "people": 3}, "525.00"),
        ("moeilijk", "trainings", "taalcursus", {"costs": "3333.33"}, "1666.67"),  # half is 1.666,665
        ("moeilijk", "trainings", "taalcursus", {"costs": "5000"}, "2500.00"),
        ("moeilijk", "trainings", "taalcursus", {"costs": "5000.02"}, "2500.00"),
        ("moeilijk", "activities", "dag", {"costs": "1000.01", "days": "1"}, "1000.00"),
        ("moeilijk", "activities", "dag", {"costs": "1999.99", "days": "2"}, "1999.99"),
        ("moeilijk", "purchases", "aspirant", {"costs": "333.33"}, "166.67"),
        ("moeilijk", "purchases", "sociale_onderneming", {"costs": "50000.01"}, "50000.00"),
    ],
)
def test_another_way_to_fulfil_is_worth_what_a_person_computes_by_hand(
    table: str, kind: str, name: str, facts: dict[str, str | int], amount: str
) -> None:
    exact = {key: value if isinstance(value, int) else Decimal(value) for key, value in facts.items()}
    block = getattr(RULE_SETS[table], kind)[name]
    assert str(value_of_contribution(block=block, facts=ContributionFacts(**exact)).amount) == amount  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "level", "obligation", "amount"),
    [
        ("oost", "trede_2", "12345.67", "4629.63"),  # 4.629,62625
        ("oost", "trede_3", "0.01", "0.01"),
        ("moeilijk", "aspirant", "12345.64", "1234.56"),
        ("moeilijk", "trede_1", "75007.50", "25000.00"),  # 24.999,99975
        ("moeilijk", "trede_1", "75007.51", "25000.00"),  # 25.000,003083, at most 25.000
    ],
)
def test_a_pso_level_is_worth_its_share_of_the_obligation(table: str, level: str, obligation: str, amount: str) -> None:
    assert str(value_of_pso(level=RULE_SETS[table].pso[level], obligation=Decimal(obligation)).amount) == amount


@pytest.mark.parametrize(
    ("kind", "block", "amount", "counts"),
    [
        ("activities", "dag", "2500.00", "2500.00"),
        ("activities", "dag", "2500.01", "2500.00"),  # a quarter of 10.000
        ("blocks", "stage", "10000.01", "10000.00"),
        ("blocks", "wia", "10000.01", "10000.01"),
        ("purchases", "aspirant", "99999.99", "99999.99"),
    ],
)
def test_a_limit_holds_for_what_it_names_alone(kind: str, block: str, amount: str, counts: str) -> None:
    within = value_within_limits(
        policy=RULE_SETS["moeilijk"], kind=kind, block=block, amount=Decimal(amount), obligation=Decimal("10000.00")
    )
    assert str(within.amount) == counts


# ---------------------------------------------------------------- laws, with every bonus


@st.composite
def claims(draw: st.DrawFn) -> tuple[Policy, str, dict[str, object]]:
    """Return a table, a group of it, and any bonuses, birth year and dates of a contract beside it."""
    rules = draw(st.sampled_from(list(RULE_SETS.values())))
    group = draw(st.sampled_from(sorted(rules.blocks)))
    more: dict[str, object] = {
        "bonuses": draw(st.frozensets(st.sampled_from(sorted(rules.bonuses)))) if rules.bonuses else frozenset(),
        "birth_year": draw(st.none() | st.integers(1955, 2004)),
        "bonus_costs": {"scholing": Decimal("99.99")},
        "contract_start": draw(st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31))),
        "wage_cost_subsidy_end": draw(st.none() | st.dates(date(2025, 1, 1), date(2029, 12, 31))),
    }
    return rules, group, more


@settings(deadline=None)
@given(claims(), st.dates(date(2024, 6, 1), date(2025, 12, 31)), st.integers(1, 1500), st.lists(st.integers(0, 1500), max_size=4))
def test_any_division_adds_up_to_the_cent_whatever_the_bonuses(
    claim: tuple[Policy, str, dict[str, object]], start: date, length: int, cuts: list[int]
) -> None:
    rules, group, more = claim
    end = start + timedelta(days=length)
    facts = without_refused_bonuses(policy=rules, placement=placed(group, "21.5", start.isoformat(), end.isoformat(), **more))
    days = [start, *sorted(start + timedelta(days=min(cut, length)) for cut in cuts), end]
    parts = [value_of_period(policy=rules, placement=facts, period=Period(one, two)).amount for one, two in pairwise(days) if one < two]
    assert sum(parts) == value_until(policy=rules, placement=facts, until=None).amount
    assert min(parts) >= 0


@settings(deadline=None)
@given(
    claims(), st.dates(date(2024, 6, 1), date(2025, 12, 31)), st.integers(1, 1500), st.integers(0, 400), st.decimals("1", "60", places=1)
)
def test_more_hours_or_days_are_never_worth_less_whatever_the_bonuses(
    claim: tuple[Policy, str, dict[str, object]], start: date, length: int, more_days: int, hours: Decimal
) -> None:
    rules, group, more = claim

    def value(week: Decimal, days: int) -> Decimal:
        end = (start + timedelta(days=days)).isoformat()
        facts = without_refused_bonuses(policy=rules, placement=placed(group, str(week), start.isoformat(), end, **more))
        return value_until(policy=rules, placement=facts, until=None).amount

    least = value(hours, length)
    assert value(hours, length + more_days) >= least
    assert value(Decimal(60), length) >= least
