"""The planner: mixes that close the gap with no more than is offered, and never with what the policy does not let count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.fulfilment.rules.planner import Preference, propose
from sroi.fulfilment.rules.plans import PlanItem, Setting, UnableToPlan, lines_of
from sroi.policy.rules import Fulfilled
from sroi.values import Period
from tests.policy.makers import COUNTING, block, policy_of

FIRST, LAST = date(2024, 1, 1), date(2025, 1, 1)
POLICY = policy_of(
    COUNTING
    + block("participatiewet", "40000")
    + block("ww", "20000", "minimum_hours_per_week = 24")
    + """
[trainings.cursus]
label = "Cursus"
per = "costs"
share_pct = 50
maximum = 5000
[activities.inzet]
label = "Inzet"
value = 60
per = "hour"
maximum = 100000
[activities.gastles]
label = "Gastles"
value = 750
per = "once"
[purchases.werkbedrijf]
label = "Werkbedrijf"
share_pct = 100
[purchases.aspirant]
label = "Aspirant"
share_pct = 33
[limits.inzet]
label = "Activiteiten"
kinds = ["activities"]
maximum_pct = 25
"""
)
SETTING = Setting(POLICY, Period(FIRST, LAST), Decimal("62500.00"))
DAYS = {"starts_on": FIRST, "ends_before": LAST}
PEOPLE = PlanItem(kind="placement", block="participatiewet", people=3, hours_per_week=Decimal(36), **DAYS)
PURCHASE = PlanItem(kind="social_purchase", block="werkbedrijf", costs=Decimal("90000.00"), **DAYS)
ASPIRANT = PlanItem(kind="social_purchase", block="aspirant", costs=Decimal("1000000.00"), **DAYS)
COURSE = PlanItem(kind="training", block="cursus", costs=Decimal("30000.00"), **DAYS)
HOURS = PlanItem(kind="community_activity", block="inzet", hours=Decimal(1000), **DAYS)
LESSON = PlanItem(kind="community_activity", block="gastles", **DAYS)
GAP = Decimal("62500.00")


def _mix(preference: Preference, *offers: PlanItem, gap: Decimal = GAP, fulfilled: tuple[Fulfilled, ...] = ()) -> dict[str, PlanItem]:
    found = propose(setting=SETTING, gap=gap, offers=offers, fulfilled=fulfilled)
    return next(({line.item.block: line.item for line in mix.lines} for mix in found if mix.preference is preference), {})


def test_people_come_first_and_purchases_fill_to_the_euro() -> None:
    mix = _mix(Preference.PEOPLE, PURCHASE, replace(PEOPLE, people=1))
    assert mix["participatiewet"].people == 1
    assert mix["werkbedrijf"].costs == Decimal(22500)


def test_no_more_people_than_are_needed() -> None:
    assert _mix(Preference.PEOPLE, replace(PEOPLE, people=10))["participatiewet"].people == 2
    assert _mix(Preference.PEOPLE, PEOPLE, gap=Decimal("40000.00"))["participatiewet"].people == 1
    assert _mix(Preference.PEOPLE, PEOPLE, gap=Decimal("40000.01"))["participatiewet"].people == 2


def test_purchases_first_leave_people_out_when_they_are_enough() -> None:
    assert set(_mix(Preference.PURCHASES, PEOPLE, PURCHASE)) == {"werkbedrijf"}


def test_an_even_mix_takes_of_everything() -> None:
    mix = _mix(Preference.EVEN, replace(PEOPLE, people=3), PURCHASE, HOURS)
    assert set(mix) == {"participatiewet", "werkbedrijf", "inzet"}


def test_a_share_of_an_invoice_asks_for_a_higher_invoice() -> None:
    # 62.500 / 33% = 189.393,94, in whole euros
    assert _mix(Preference.PEOPLE, ASPIRANT)["aspirant"].costs == Decimal(189394)


def test_what_the_policy_caps_is_never_proposed() -> None:
    # 25% of 62.500 is 15.625: 260 hours of 60 are 15.600
    assert _mix(Preference.PEOPLE, HOURS)["inzet"].hours == Decimal(260)
    done = (Fulfilled("activities", "inzet", Decimal("15600.00")),)
    assert _mix(Preference.PEOPLE, HOURS, LESSON, fulfilled=done) == {}
    # half of 10.000 is the most that one course is worth
    assert _mix(Preference.PEOPLE, COURSE)["cursus"].costs == Decimal(10000)


def test_what_does_not_count_at_all_is_not_proposed() -> None:
    few_hours = PlanItem(kind="placement", block="ww", people=5, hours_per_week=Decimal(12), **DAYS)
    assert propose(setting=SETTING, gap=GAP, offers=(few_hours,)) == ()


def test_an_offer_that_cannot_be_is_refused_on_its_field() -> None:
    with pytest.raises(UnableToPlan) as refused:
        propose(setting=SETTING, gap=GAP, offers=(replace(PEOPLE, ends_before=FIRST),))
    assert refused.value.field == "ends_on"


def test_the_same_mix_is_proposed_once() -> None:
    assert [mix.preference for mix in propose(setting=SETTING, gap=GAP, offers=(PURCHASE,))] == [Preference.PEOPLE]


CENTS = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)
PLACES = st.builds(
    lambda people, hours: replace(PEOPLE, people=people, hours_per_week=Decimal(hours)), st.integers(1, 12), st.integers(1, 40)
)
OFFERS = st.lists(
    st.one_of(
        PLACES,
        CENTS.map(lambda costs: replace(PURCHASE, costs=costs)),
        CENTS.map(lambda costs: replace(ASPIRANT, costs=costs)),
        CENTS.map(lambda costs: replace(COURSE, costs=costs)),
        st.integers(1, 3_000).map(lambda hours: replace(HOURS, hours=Decimal(hours))),
        st.just(LESSON),
    ),
    max_size=5,
    unique_by=lambda offer: offer.block,
)


@settings(max_examples=60)
@given(offers=OFFERS, gap=st.integers(1, 20_000_000).map(lambda cents: Decimal(cents) / 100))
def test_a_mix_takes_no_more_than_is_offered_and_all_of_it_counts(offers: list[PlanItem], gap: Decimal) -> None:
    offered = {offer.block: offer for offer in offers}
    for mix in propose(setting=SETTING, gap=gap, offers=offers):
        assert all(line.counts == line.value > 0 for line in mix.lines)
        for line in mix.lines:
            offer = offered[line.item.block]
            assert line.item.people <= offer.people
            for measure in ("costs", "hours"):
                taken, most = getattr(line.item, measure), getattr(offer, measure)
                assert taken == most or taken <= most
        # nothing is taken in vain: without its last line a mix that closes the gap does not
        if mix.left == 0 and len(mix.lines) > 1 and mix.preference is not Preference.EVEN:
            assert sum(line.counts for line in mix.lines[:-1]) < gap


@settings(max_examples=40)
@given(offers=OFFERS, gap=st.integers(1, 20_000_000).map(lambda cents: Decimal(cents) / 100))
def test_a_gap_is_left_open_only_when_all_that_counts_is_used(offers: list[PlanItem], gap: Decimal) -> None:
    whole = sum((line.counts for line in lines_of(items=offers, setting=SETTING)), Decimal(0))
    for mix in propose(setting=SETTING, gap=gap, offers=offers):
        if mix.left > 0 and not any(offer.kind in ("training", "community_activity") for offer in offers):
            assert mix.total == whole
