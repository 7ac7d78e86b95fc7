"""What an award owes: the edges of every rule, and what it says about itself."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.contracts.rules import ContractType
from sroi.obligations.rules import AwardFacts, Obligation, Outcome, UnableToCompute, compute_obligation
from sroi.policy.queries import shipped_policy
from sroi.policy.rules import Policy, steps_from_json, steps_to_json
from tests.policy.makers import policy_of

RIJSWIJK = shipped_policy("rijswijk-2023")
AWARDED = date(2023, 9, 1)


def owed(rules: Policy | None, contract_sum: str, contract_type: str = "works", **more: object) -> Obligation:
    facts: dict[str, object] = {key: Decimal(value) if isinstance(value, str) else value for key, value in more.items()}
    award = AwardFacts(ContractType(contract_type), Decimal(contract_sum), AWARDED, **facts)  # type: ignore[arg-type]
    return compute_obligation(policy=rules, award=award)


def answer(obligation: Obligation) -> tuple[str, str]:
    return obligation.outcome.value, str(obligation.amount)


def rules_of(obligation: str) -> Policy:
    return policy_of("\n[obligation]\n" + obligation)


FLAT = 'threshold = 100000\nboundary_counts = false\nbase = "contract_sum"\nrate_pct = 5\n'


@pytest.mark.parametrize("contract_type", ["works", "services", "supplies"])
@pytest.mark.parametrize(
    ("contract_sum", "labour_share", "expected"),
    [
        ("149999.99", None, ("not_owed", "0.00")),
        ("150000.00", None, ("not_owed", "0.00")),
        ("150000.01", None, ("owed", "7500.00")),  # 7.500,0005
        ("150000.10", None, ("owed", "7500.01")),  # 7.500,005 half up
        ("1250000", None, ("owed", "62500.00")),
        ("1250000", "30", ("owed", "62500.00")),
        ("1250000", "29.99", ("owed", "25000.00")),
        ("1250000", "25", ("owed", "25000.00")),
        ("1250000", "0", ("owed", "25000.00")),
        ("1250000", "100", ("owed", "62500.00")),
    ],
)
def test_rijswijk_owes_above_the_threshold(
    contract_type: str, contract_sum: str, labour_share: str | None, expected: tuple[str, str]
) -> None:
    assert answer(owed(RIJSWIJK, contract_sum, contract_type, labour_share_pct=labour_share)) == expected


def test_a_missing_labour_share_is_asked_and_the_ordinary_rate_holds_meanwhile() -> None:
    obligation = owed(RIJSWIJK, "1250000")
    assert answer(obligation) == ("owed", "62500.00")
    assert obligation.questions == ("Wat is het arbeidsdeel van deze opdracht? Onder 30% geldt 2%.",)
    assert owed(RIJSWIJK, "1250000", labour_share_pct="40").questions == ()


def test_without_a_policy_nothing_is_computed_and_it_asks() -> None:
    obligation = owed(None, "1250000")
    assert answer(obligation) == ("asks", "0.00")
    assert (obligation.policy_name, obligation.steps) == (None, ())
    assert "1 september 2023" in obligation.questions[0]


@pytest.mark.parametrize("contract_sum", ["1", "1.00", "0.01"])
def test_a_placeholder_sum_asks(contract_sum: str) -> None:
    obligation = owed(RIJSWIJK, contract_sum)
    assert obligation.outcome is Outcome.ASKS
    assert "plaatshouder" in obligation.questions[0]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"contract_sum": "0"}, "contract_sum"),
        ({"contract_sum": "-5"}, "contract_sum"),
        ({"contract_sum": "200000", "wage_sum": "-1"}, "wage_sum"),
        ({"contract_sum": "200000", "labour_share_pct": "101"}, "labour_share_pct"),
        ({"contract_sum": "200000", "start": date(2024, 1, 1), "end": date(2024, 1, 1)}, "ends_on"),
        ({"contract_sum": "200000", "start": date(9999, 12, 31)}, "starts_on"),
    ],
)
def test_facts_that_cannot_be_true_are_refused_on_their_field(facts: dict[str, str], field: str) -> None:
    with pytest.raises(UnableToCompute) as refused:
        owed(RIJSWIJK, **facts)
    assert refused.value.field == field


def test_the_steps_say_which_values_are_confirmed_and_by_what() -> None:
    works = {step.label: step for step in owed(RIJSWIJK, "1250000", labour_share_pct="25").steps}
    assert list(works) == ["Beleid", "Drempelbedrag", "Grondslag", "Percentage", "Verplichting"]
    assert works["Drempelbedrag"].is_confirmed
    assert "evaluatie 2021-2022" in works["Drempelbedrag"].source
    assert not works["Percentage"].is_confirmed
    assert "25%, lager dan 30%" in works["Percentage"].explanation
    assert works["Beleid"].figure == "rijswijk-2023"
    services = {step.label: step for step in owed(RIJSWIJK, "1250000", "services").steps}
    assert not services["Drempelbedrag"].is_confirmed


def test_exactly_at_the_threshold_the_step_rests_on_the_boundary_too() -> None:
    at = {step.label: step for step in owed(RIJSWIJK, "150000").steps}
    assert not at["Drempelbedrag"].is_confirmed  # that the boundary does not count is an assumption
    assert "nee" in at["Drempelbedrag"].explanation


def test_the_obligation_names_its_policy_and_hash_and_its_steps_survive_storage() -> None:
    obligation = owed(RIJSWIJK, "1250000")
    assert (obligation.policy_name, obligation.policy_sha256) == ("rijswijk-2023", RIJSWIJK.sha256)
    assert steps_from_json(steps_to_json(obligation.steps)) == obligation.steps


def test_a_boundary_that_counts_owes_at_the_threshold() -> None:
    rules = rules_of(FLAT.replace("false", "true"))
    assert answer(owed(rules, "100000")) == ("owed", "5000.00")
    assert answer(owed(rules, "99999.99")) == ("not_owed", "0.00")


@pytest.mark.parametrize(
    ("base", "fact"), [("tender_sum", "tender_sum"), ("wage_sum", "wage_sum"), ("invoiced_turnover", "invoiced_turnover")]
)
def test_the_rate_is_taken_of_the_base_and_a_missing_base_asks(base: str, fact: str) -> None:
    rules = rules_of(FLAT.replace("contract_sum", base))
    assert answer(owed(rules, "200000", **{fact: "80000"})) == ("owed", "4000.00")
    missing = owed(rules, "200000")
    assert answer(missing) == ("asks", "0.00")
    assert missing.questions[0].startswith("Vul de ")
    assert answer(owed(rules, "100000")) == ("not_owed", "0.00")  # under the threshold nothing needs asking


def test_what_is_compared_with_the_threshold_may_differ_from_the_base() -> None:
    rules = rules_of(FLAT + 'compared_with = "tender_sum"\n')
    assert answer(owed(rules, "200000", tender_sum="90000")) == ("not_owed", "0.00")
    assert answer(owed(rules, "90000", tender_sum="200000")) == ("owed", "4500.00")
    assert answer(owed(rules, "90000", tender_sum="1")) == ("asks", "0.00")  # a placeholder is no tender sum


def test_turnover_of_zero_owes_nothing_yet_but_the_obligation_stands() -> None:
    assert answer(owed(rules_of(FLAT.replace("contract_sum", "invoiced_turnover")), "200000", invoiced_turnover="0")) == ("owed", "0.00")


@pytest.mark.parametrize(
    ("start", "end", "outcome"),
    [
        (date(2024, 1, 1), date(2024, 7, 1), "owed"),
        (date(2024, 1, 1), date(2024, 6, 30), "not_owed"),
        (date(2024, 1, 1), None, "owed"),  # runs on
        (None, None, "asks"),
    ],
)
def test_a_minimum_duration_is_looked_at(start: date | None, end: date | None, outcome: str) -> None:
    rules = rules_of(FLAT + "minimum_duration_months = 6\n")
    assert owed(rules, "200000", start=start, end=end).outcome.value == outcome


def test_a_cap_holds_the_obligation_down_and_says_so() -> None:
    rules = rules_of(FLAT + "cap = 300000\n")
    assert answer(owed(rules, "6000000")) == ("owed", "300000.00")
    assert answer(owed(rules, "6000000.20")) == ("owed", "300000.00")
    steps = {step.label: step.figure for step in owed(rules, "10000000").steps}
    assert steps["Maximum"] == "bereikt"
    assert {step.label: step.figure for step in owed(rules, "6000000").steps}["Maximum"] == "niet bereikt"


def test_of_several_lower_rates_the_one_with_the_lowest_bound_holds() -> None:
    rules = rules_of(
        FLAT + "lower_rates = [{ labour_share_below_pct = 50, rate_pct = 3 }, { labour_share_below_pct = 20, rate_pct = 1 }]\n"
    )
    for share, amount in (("19", "2000.00"), ("20", "6000.00"), ("49.99", "6000.00"), ("50", "10000.00")):
        assert str(owed(rules, "200000", labour_share_pct=share).amount) == amount
    assert len(owed(rules, "200000").questions) == 2


@pytest.mark.parametrize(
    ("scope", "contract_sum", "amount"),
    [
        ("slice", "1000000", "50000.00"),
        ("slice", "1500000", "65000.00"),  # 5% of 1.000.000 + 3% of 500.000
        ("slice", "6000000", "180000.00"),  # 50.000 + 3% of 4.000.000 + 1% of 1.000.000
        ("whole", "1000000", "50000.00"),
        ("whole", "1000000.01", "30000.00"),
        ("whole", "6000000", "60000.00"),
    ],
)
def test_higher_sums_may_have_their_own_rate(scope: str, contract_sum: str, amount: str) -> None:
    brackets = "brackets = [{ above = 1000000, rate_pct = 3 }, { above = 5000000, rate_pct = 1 }]\n"
    assert str(owed(rules_of(FLAT + brackets + f'brackets_apply_to = "{scope}"\n'), contract_sum).amount) == amount


def test_only_the_part_above_the_threshold_may_owe() -> None:
    rules = rules_of(FLAT.replace("= 5", "= 0") + 'brackets = [{ above = 100000, rate_pct = 5 }]\nbrackets_apply_to = "slice"\n')
    obligation = owed(rules, "150000")
    assert answer(obligation) == ("owed", "2500.00")
    assert {step.label: step.figure for step in obligation.steps}["Percentage"] == "0% × €\u00a0100.000,00 + 5% × €\u00a050.000,00"


@pytest.mark.parametrize(
    ("agreed", "amount", "asks"), [("3", "6000.00", False), ("5", "10000.00", False), ("6", "4000.00", True), ("1", "4000.00", True)]
)
def test_a_contract_may_agree_on_more_up_to_what_the_policy_allows(agreed: str, amount: str, asks: bool) -> None:
    rules = rules_of(FLAT.replace("= 5", "= 2") + "agreed_rate_up_to_pct = 5\n")
    obligation = owed(rules, "200000", agreed_rate_pct=agreed)
    assert (str(obligation.amount), bool(obligation.questions)) == (amount, asks)


def test_an_agreed_rate_that_the_policy_does_not_foresee_is_asked() -> None:
    obligation = owed(RIJSWIJK, "1250000", labour_share_pct="50", agreed_rate_pct="7")
    assert answer(obligation) == ("owed", "62500.00")
    assert "7%" in obligation.questions[0]


def test_above_a_bound_a_deviation_is_asked() -> None:
    rules = rules_of(FLAT + "deviation_above = 1000000\n")
    assert owed(rules, "1000000").questions == ()
    assert "worden afgeweken" in owed(rules, "1000000.01").questions[0]


def test_a_type_that_the_policy_frees_owes_nothing_and_a_policy_without_obligations_asks() -> None:
    rules = rules_of(FLAT + "\n[obligation.supplies]\napplies = false\n")
    assert answer(owed(rules, "9000000", "supplies")) == ("not_owed", "0.00")
    assert answer(owed(rules, "9000000", "services")) == ("owed", "450000.00")
    assert answer(owed(shipped_policy("utrecht"), "9000000")) == ("asks", "0.00")


def test_an_assumed_award_date_is_asked_in_every_outcome() -> None:
    for contract_sum in ("100000", "1250000"):
        assert any("gunningsdatum" in question for question in owed(RIJSWIJK, contract_sum, award_date_is_assumed=True).questions)


def test_den_haag_takes_its_rate_of_the_tender_sum_from_its_threshold() -> None:
    den_haag = shipped_policy("den-haag-2023")
    assert answer(owed(den_haag, "215000", tender_sum="210000")) == ("owed", "10500.00")
    assert answer(owed(den_haag, "214999.99", tender_sum="210000")) == ("not_owed", "0.00")
    assert answer(owed(den_haag, "215000")) == ("asks", "0.00")


@settings(deadline=None)
@given(st.decimals("2", "90000000", places=2), st.decimals("0", "90000000", places=2), st.integers(0, 100))
def test_a_higher_sum_never_owes_less(contract_sum: Decimal, more: Decimal, labour_share: int) -> None:
    lower, higher = (
        compute_obligation(
            policy=RIJSWIJK, award=AwardFacts(ContractType.WORKS, amount, AWARDED, labour_share_pct=Decimal(labour_share))
        ).amount
        for amount in (contract_sum, contract_sum + more)
    )
    assert higher >= lower
