"""The amount alone: the same as the explained one, and as fractions make it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.contracts.rules import ContractRole, ContractType
from sroi.obligations.rules import (
    AwardFacts,
    DecidedBy,
    Outcome,
    Position,
    UnableToCompute,
    assess,
    compute_obligation,
    waives_threshold,
    without_threshold,
)
from sroi.policy.rules import NoObligation, Policy
from sroi.values import round_to_cents
from tests.policy.makers import policy_of

FLAT = 'threshold = 100000\nboundary_counts = false\nbase = "contract_sum"\nrate_pct = 5\n'
BRACKETS = "brackets = [{ above = 200000, rate_pct = 4.4 }, { above = 500000.55, rate_pct = 3.123 }]\n"
RULES = {
    "flat": FLAT,
    "odd rate": FLAT.replace("= 5\n", "= 3.333\n"),
    "lower": FLAT + "lower_rates = [{ labour_share_below_pct = 30, rate_pct = 2 }, { labour_share_below_pct = 10, rate_pct = 1.01 }]\n",
    "slices": FLAT + BRACKETS + 'brackets_apply_to = "slice"\n',
    "whole": FLAT + BRACKETS + 'brackets_apply_to = "whole"\n',
    "cap": FLAT + "cap = 12345.67\n",
    "duration": FLAT + "minimum_duration_months = 6\n",
    "agreed": FLAT + "agreed_rate_up_to_pct = 9\n",
    "wages": FLAT.replace("contract_sum", "wage_sum") + 'compared_with = "tender_sum"\n',
}
POLICIES = {name: policy_of("\n[obligation]\n" + text) for name, text in RULES.items()}
AMOUNTS = st.decimals("0", "2000000", places=2)
AWARDS = st.builds(
    AwardFacts,
    st.sampled_from(ContractType),
    st.decimals("0.01", "2000000", places=2),
    st.just(date(2023, 9, 1)),
    labour_share_pct=st.none() | st.decimals("0", "100", places=2),
    tender_sum=st.none() | AMOUNTS,
    wage_sum=st.none() | AMOUNTS,
    start=st.none() | st.just(date(2023, 10, 1)),
    end=st.none() | st.dates(date(2023, 10, 2), date(2024, 10, 1)),
    agreed_rate_pct=st.none() | st.decimals("0", "12", places=2),
)


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(sorted(POLICIES)), AWARDS)
def test_the_amount_alone_is_the_explained_amount(name: str, award: AwardFacts) -> None:
    alone, explained = assess(policy=POLICIES[name], award=award), compute_obligation(policy=POLICIES[name], award=award)
    assert (alone.outcome, str(alone.amount)) == (explained.outcome, str(explained.amount))


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(sorted(POLICIES)), AWARDS)
def test_the_amount_is_what_fractions_make_it(name: str, award: AwardFacts) -> None:
    assert assess(policy=POLICIES[name], award=award).amount == by_fractions(POLICIES[name], award)


def by_fractions(policy: Policy, award: AwardFacts) -> Decimal:
    """Return the amount by another way: everything in fractions, rounded by `round_to_cents`."""
    rule = policy.obligations[award.contract_type.value]
    assert not isinstance(rule, NoObligation)
    compared = getattr(award, rule.compared_with) if award.contract_sum > 1 else None
    base, share = getattr(award, rule.base), award.labour_share_pct
    if compared is None or base is None or compared <= rule.threshold or base <= 1:
        return Decimal("0.00")
    months = rule.minimum_duration_months
    if months and (award.start is None or (award.end is not None and award.end < date(2024, 4, 1))):
        return Decimal("0.00")
    bounds = [lower for lower in rule.lower_rates if share is not None and share < lower.labour_share_below_pct]
    agreed = award.agreed_rate_pct
    rate = min((lower.rate_pct for lower in bounds), default=rule.rate_pct)
    exact = Fraction(base) * Fraction(rate) / 100
    if rule.brackets and rule.brackets_apply_to == "slice":
        steps = [(Fraction(0), rule.rate_pct), *((Fraction(bracket.above), bracket.rate_pct) for bracket in rule.brackets)]
        tops = [*(bound for bound, _rate in steps[1:]), Fraction(base)]
        exact = sum(
            (max(min(Fraction(base), top) - bound, Fraction(0)) * Fraction(rate) / 100 for (bound, rate), top in zip(steps, tops)),  # noqa: B905
            Fraction(0),
        )
    elif rule.brackets:
        rate = [rule.rate_pct, *(bracket.rate_pct for bracket in rule.brackets if base > bracket.above)][-1]
        exact = Fraction(base) * Fraction(rate) / 100
    elif agreed is not None and rule.agreed_rate_up_to_pct is not None and rule.rate_pct < agreed <= rule.agreed_rate_up_to_pct:
        exact = Fraction(base) * Fraction(agreed) / 100
    return round_to_cents(exact if rule.cap is None else min(exact, Fraction(rule.cap)))


@pytest.mark.parametrize(
    ("name", "facts", "outcome", "decided_by"),
    [
        ("flat", {"contract_sum": "1"}, Outcome.ASKS, DecidedBy.PLACEHOLDER),
        ("flat", {"contract_sum": "100000"}, Outcome.NOT_OWED, DecidedBy.THRESHOLD),
        ("flat", {"contract_sum": "100000.01"}, Outcome.OWED, DecidedBy.RATE),
        ("wages", {"contract_sum": "200000"}, Outcome.ASKS, DecidedBy.NOTHING_TO_COMPARE),
        ("wages", {"contract_sum": "200000", "tender_sum": "200000"}, Outcome.ASKS, DecidedBy.NO_BASE),
        ("duration", {"contract_sum": "200000"}, Outcome.ASKS, DecidedBy.NO_START),
        ("duration", {"contract_sum": "200000", "start": date(2023, 1, 1), "end": date(2023, 3, 1)}, Outcome.NOT_OWED, DecidedBy.DURATION),
    ],
)
def test_an_assessment_names_what_decided_it(name: str, facts: dict[str, object], outcome: Outcome, decided_by: DecidedBy) -> None:
    values = {key: Decimal(value) if isinstance(value, str) else value for key, value in facts.items()}
    award = AwardFacts(ContractType.WORKS, awarded_on=date(2023, 9, 1), **values)  # type: ignore[arg-type]
    found = assess(policy=POLICIES[name], award=award)
    assert (found.outcome, found.decided_by) == (outcome, decided_by)


def test_facts_that_cannot_be_true_are_refused_without_an_explanation_too() -> None:
    with pytest.raises(UnableToCompute) as refused:
        assess(policy=POLICIES["flat"], award=AwardFacts(ContractType.WORKS, Decimal("-5"), date(2023, 9, 1)))
    assert refused.value.field == "contract_sum"


@pytest.mark.parametrize(
    ("role", "framework_sum", "expected"),
    [
        (ContractRole.CALL_OFF, "100000.01", True),
        (ContractRole.CALL_OFF, "100000", False),
        (ContractRole.SINGLE, "900000", False),
        (ContractRole.CALL_OFF, None, False),
    ],
)
def test_a_call_off_is_freed_of_the_threshold_when_its_framework_reaches_it(
    role: ContractRole, framework_sum: str | None, expected: bool
) -> None:
    rules = policy_of("\n[obligation]\n" + FLAT + "call_offs_by_framework = true\n")
    position = Position(role, None if framework_sum is None else Decimal(framework_sum))
    assert waives_threshold(policy=rules, contract_type=ContractType.WORKS, position=position) is expected
    award = AwardFacts(ContractType.WORKS, Decimal(20000), date(2023, 9, 1))
    assert assess(policy=rules, award=award).outcome is Outcome.NOT_OWED
    assert assess(policy=without_threshold(policy=rules, contract_type=ContractType.WORKS), award=award).amount == Decimal("1000.00")
