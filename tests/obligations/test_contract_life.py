"""What a contract owes over its life: stages, ledger and what was known when, by hand-computed cases and laws."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sroi.contracts.rules import (
    Amendment,
    Award,
    Change,
    ContractRole,
    ContractType,
    Correction,
    Option,
    RecordedEvent,
    Suspension,
    Termination,
    ThresholdDecision,
    Turnover,
    UnableToChange,
)
from sroi.ledger.queries import balances, entries
from sroi.ledger.rules import balance_of
from sroi.obligations.operations import Recording, hand_over_contract
from sroi.obligations.queries import current_obligations, held_then, revisions, unseen_notices
from sroi.obligations.rules import Obligation, Outcome, Position, Stage, change_explained, obligation_timeline, owed_changes, stage_on
from sroi.policy.rules import Policy, read_policy
from sroi.values import NO_BREAK_SPACE
from tests.makers import NOW, ROAD_FIRM, TODAY, change, make_contract, make_contractor, make_officer, make_reviewer

HEAD = """
title = "Social return Voorbeeldstad"
source = "Verordening Voorbeeldstad 2024, artikel 4"
in_force_from = 2020-01-01
[authority]
name = "Voorbeeldstad"
"""
RULES = """
[obligation]
threshold = 150000
boundary_counts = false
base = "contract_sum"
rate_pct = 5
"""
TURNOVER_RULES = """
[obligation]
threshold = 200000
boundary_counts = false
base = "invoiced_turnover"
rate_pct = 2
"""
POLICY = read_policy(name="voorbeeldstad", text=HEAD + RULES)
JANUARY, MARCH, JUNE, SEPTEMBER = (date(2024, month, 1) for month in (1, 3, 6, 9))


def life(*changes: tuple[date, Change], contract_sum: str = "140000.00") -> tuple[RecordedEvent, ...]:
    """Return an award of EUR 140.000,00 on 1 January 2024, with these events in the order of recording."""
    award = Award(ContractType.WORKS, Decimal(contract_sum), JANUARY, JANUARY, UUID(int=1), date(2026, 1, 1))
    return tuple(
        RecordedEvent(number, day, datetime(2024, 10, number, tzinfo=UTC), change, "Besluit 12")
        for number, (day, change) in enumerate([(JANUARY, award), *changes], 1)
    )


def amounts(events: tuple[RecordedEvent, ...], policy: Policy = POLICY) -> list[tuple[date, Decimal]]:
    return [(stage.effective_on, stage.obligation.amount) for stage in obligation_timeline(events=events, policy=policy)]


def test_passing_the_threshold_upward_creates_the_obligation_over_the_full_sum() -> None:
    assert amounts(life((MARCH, Amendment(Decimal(10000))), (JUNE, Amendment(Decimal("0.01"))))) == [
        (JANUARY, Decimal(0)),
        (MARCH, Decimal(0)),  # exactly EUR 150.000,00 owes nothing
        (JUNE, Decimal("7500.00")),  # 5% of EUR 150.000,01
    ]


def test_falling_under_the_threshold_keeps_the_amount_and_asks() -> None:
    events = life((MARCH, Amendment(Decimal(60000))), (JUNE, Amendment(Decimal(-80000))))
    last = obligation_timeline(events=events, policy=POLICY)[-1]
    assert (last.obligation.amount, last.is_kept, last.obligation.outcome) == (Decimal("10000.00"), True, Outcome.OWED)
    assert last.obligation.questions == ("Vervalt de verplichting, of blijft zij?",)
    assert "Wacht op besluit" in [step.label for step in last.obligation.steps]


@pytest.mark.parametrize(("keeps", "owed", "outcome"), [(False, "0.00", Outcome.NOT_OWED), (True, "6000.00", Outcome.OWED)])
def test_a_person_decides_whether_it_lapses_or_stays_over_the_lower_sum(keeps: bool, owed: str, outcome: Outcome) -> None:
    events = life(
        (MARCH, Amendment(Decimal(60000))), (JUNE, Amendment(Decimal(-80000))), (SEPTEMBER, ThresholdDecision(keeps=keeps))
    )  # 140.000 + 60.000 - 80.000 = 120.000
    stages = obligation_timeline(events=events, policy=POLICY)
    assert [stage.obligation.amount for stage in stages] == [Decimal(0), Decimal(10000), Decimal(10000), Decimal(owed)]
    assert (stages[-1].obligation.outcome, stages[-1].is_kept) == (outcome, False)
    assert any("Besluit 12" in step.explanation for step in stages[-1].obligation.steps)


def test_a_decision_does_not_outlive_a_rise_above_the_threshold() -> None:
    events = life(
        (MARCH, Amendment(Decimal(-50000))),
        (MARCH, ThresholdDecision(keeps=False)),
        (JUNE, Amendment(Decimal(50000))),
        (SEPTEMBER, Amendment(Decimal(-50000))),
        contract_sum="200000.00",
    )
    stages = obligation_timeline(events=events, policy=POLICY)
    assert [(stage.obligation.amount, stage.is_kept) for stage in stages] == [
        (Decimal(10000), False),
        (Decimal(0), False),
        (Decimal(10000), False),
        (Decimal(10000), True),
    ]


def test_an_obligation_on_turnover_grows_with_each_period_that_is_invoiced() -> None:
    policy = read_policy(name="zwolle-achtig", text=HEAD + TURNOVER_RULES)
    events = life(
        (MARCH, Turnover(JANUARY, MARCH, Decimal("30000.00"))),
        (JUNE, Turnover(MARCH, JUNE, Decimal("12345.67"))),
        contract_sum="250000.00",
    )
    stages = obligation_timeline(events=events, policy=policy)
    assert [stage.obligation.outcome for stage in stages] == [Outcome.ASKS, Outcome.OWED, Outcome.OWED]
    assert [stage.obligation.amount for stage in stages] == [Decimal(0), Decimal("600.00"), Decimal("846.91")]


def test_an_early_end_with_a_final_sum_lowers_what_is_owed() -> None:
    events = life((JUNE, Termination(JUNE, Decimal("160000.00"))), contract_sum="400000.00")
    assert amounts(events) == [(JANUARY, Decimal(20000)), (JUNE, Decimal(8000))]


def test_what_differs_is_told_with_the_type_and_the_labour_share_as_people_write_them() -> None:
    mended = Correction(contract_type=ContractType.SERVICES, labour_share_pct=Decimal("30.00"))
    before, after = (obligation_timeline(events=events, policy=POLICY)[-1] for events in (life(), life((JANUARY, mended))))
    assert change_explained(before, after).splitlines()[:2] == [
        "Soort opdracht: van Werken naar Diensten.",
        "Arbeidsdeel: van onbekend naar 30%.",
    ]


def test_a_suspension_changes_no_amount() -> None:
    assert amounts(life((MARCH, Suspension(MARCH, JUNE)), contract_sum="200000.00")) == [(JANUARY, Decimal(10000)), (MARCH, Decimal(10000))]


def test_a_framework_owes_nothing_itself_and_its_call_offs_by_what_the_policy_compares() -> None:
    by_framework = read_policy(name="raam", text=HEAD + RULES + "call_offs_by_framework = true\n")
    events = life(contract_sum="40000.00")

    def owed(policy: Policy, position: Position) -> Decimal:
        return obligation_timeline(events=events, policy=policy, position=position)[-1].obligation.amount

    large, small = (Position(ContractRole.CALL_OFF, Decimal(amount)) for amount in ("1000000.00", "150000.00"))
    assert owed(by_framework, large) == Decimal("2000.00")
    assert owed(by_framework, small) == 0
    assert owed(POLICY, large) == 0
    framework = obligation_timeline(events=life(contract_sum="1000000.00"), policy=POLICY, position=Position(ContractRole.FRAMEWORK))[-1]
    assert (framework.obligation.amount, framework.obligation.outcome) == (0, Outcome.NOT_OWED)
    assert "nadere overeenkomsten" in framework.obligation.steps[0].explanation


# ---------------------------------------------------------------- laws

DAYS = st.dates(date(2023, 12, 1), date(2025, 6, 1))
CENTS = st.integers(-6_000_000, 9_000_000).filter(bool).map(lambda cents: Decimal(cents) / 100)
LATER_EVENTS = st.lists(
    st.tuples(DAYS, st.one_of(CENTS.map(Amendment), st.booleans().map(ThresholdDecision), CENTS.map(lambda cents: Option(abs(cents))))),
    max_size=6,
)


def _posted(events: tuple[RecordedEvent, ...]) -> list[tuple[int, date, Decimal]]:
    """Return what each event in turn adds to the ledger: its number, the day and the amount."""
    added: list[tuple[int, date, Decimal]] = []
    for count in range(1, len(events) + 1):
        posted: dict[date, Decimal] = {}
        for _number, day, amount in added:
            posted[day] = posted.get(day, Decimal(0)) + amount
        stages = obligation_timeline(events=events[:count], policy=POLICY)
        added += [(count, day, amount) for day, amount in owed_changes(stages=stages, posted=posted)]
    return added


@given(LATER_EVENTS, DAYS, st.integers(1, 7))
def test_the_ledger_holds_on_any_pair_of_days_what_the_events_known_by_then_make_owed(
    changes: list[tuple[date, Change]], about: date, known: int
) -> None:
    events = life(*changes, contract_sum="500000.00")
    balance = sum((amount for number, day, amount in _posted(events) if number <= known and day <= about), Decimal(0))
    stage = stage_on(obligation_timeline(events=events[:known], policy=POLICY), on=about)
    assert balance == (stage.obligation.amount if stage else 0)


@given(LATER_EVENTS)
def test_the_obligation_is_the_sum_of_the_differences_of_its_revisions(changes: list[tuple[date, Change]]) -> None:
    events = life(*changes, contract_sum="500000.00")
    assert sum((amount for _number, _day, amount in _posted(events)), Decimal(0)) == amounts(events)[-1][1]


@given(st.permutations([Decimal(30000), Decimal(-90000), Decimal("70000.01"), Decimal(-20000)]))
def test_additive_amendments_of_one_day_give_the_same_obligation_in_any_order(changes: list[Decimal]) -> None:
    events = life(*((MARCH, Amendment(amount)) for amount in changes), contract_sum="160000.00")
    assert amounts(events) == [(JANUARY, Decimal(8000)), (MARCH, Decimal("7500.00"))]  # 5% of EUR 150.000,01


@given(st.lists(st.decimals("-60000", "60000", places=2), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_any_additive_amendments_of_one_day_give_the_same_obligation_in_any_order(changes: list[Decimal], chance: random.Random) -> None:
    shuffled = chance.sample(changes, len(changes))
    one, other = (life(*((MARCH, Amendment(amount)) for amount in order), contract_sum="400000.00") for order in (changes, shuffled))
    assert amounts(one) == amounts(other)


def test_nothing_is_posted_twice() -> None:
    stages = (Stage(JANUARY, obligation_timeline(events=life(), policy=POLICY)[0].terms, _owing("100.00")),)
    assert owed_changes(stages=stages, posted={JANUARY: Decimal("100.00")}) == ()
    assert owed_changes(stages=stages, posted={MARCH: Decimal("40.00")}) == ((JANUARY, Decimal("100.00")), (MARCH, Decimal("-40.00")))


def _owing(amount: str) -> Obligation:
    obligation = obligation_timeline(events=life(contract_sum="200000.00"), policy=POLICY)[0].obligation
    return structs.replace(obligation, amount=Decimal(amount))


# ---------------------------------------------------------------- recorded

AUGUST, OCTOBER, NOVEMBER = date(2023, 8, 15), date(2023, 10, 1), date(2023, 11, 1)
DAY = timedelta(days=1)


async def test_an_amendment_is_a_revision_with_its_difference_explained_and_posted(database: None) -> None:
    contract_id = await make_contract()
    await change(contract_id, Amendment(Decimal("100000.00")), on=OCTOBER)
    latest, first = await revisions(viewer=await make_officer(), contract_id=contract_id)
    assert (first.number, latest.number, latest.cause, latest.effective_on) == (1, 2, "amendment", OCTOBER)
    assert latest.change.replace(NO_BREAK_SPACE, " ").splitlines() == [
        "Meerwerk van € 100.000,00.",
        "Opdrachtsom: van € 1.250.000,00 naar € 1.350.000,00.",
        "Verplichting: van € 62.500,00 naar € 67.500,00, € 5.000,00 meer.",
    ]
    assert [(entry.amount, entry.effective_on) for entry in await entries(contract_id=contract_id)] == [
        (Decimal(62500), AUGUST),
        (Decimal(5000), OCTOBER),
    ]


async def test_an_event_recorded_late_posts_on_every_day_that_it_changes(database: None) -> None:
    contract_id = await make_contract(contract_sum=Decimal("140000.00"))
    await change(contract_id, Amendment(Decimal("20000.00")), on=NOVEMBER, now=NOW)
    await change(contract_id, Amendment(Decimal("20000.00")), on=OCTOBER, now=NOW + DAY)
    found = [(entry.amount, entry.effective_on) for entry in await entries(contract_id=contract_id)]
    assert found == [(Decimal(8000), NOVEMBER), (Decimal(8000), OCTOBER), (Decimal(-7000), NOVEMBER)]
    assert (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation.amount == Decimal(9000)


async def test_what_was_held_on_a_day_about_a_day_is_answered_for_any_pair(database: None) -> None:
    contract_id, officer = await make_contract(contract_sum=Decimal("140000.00"), now=NOW - 30 * DAY), await make_officer()
    await change(contract_id, Amendment(Decimal("20000.00")), on=NOVEMBER, now=NOW)
    await change(contract_id, Amendment(Decimal("20000.00")), on=OCTOBER, now=NOW + DAY)
    found = {}
    for about in (AUGUST - DAY, AUGUST, OCTOBER, NOVEMBER):
        for known_on in (NOW - 31 * DAY, NOW - DAY, NOW, NOW + DAY):
            held = await held_then(viewer=officer, contract_id=contract_id, about=about, known_on=known_on)
            assert held.balance.owed == (held.stage.obligation.amount if held.stage else 0)
            found[about, known_on] = held.balance.owed
    assert [found[NOVEMBER, NOW + days * DAY] for days in (-31, -1, 0, 1)] == [0, 0, Decimal(8000), Decimal(9000)]
    assert [found[about, NOW + DAY] for about in (AUGUST - DAY, AUGUST, OCTOBER, NOVEMBER)] == [0, 0, Decimal(8000), Decimal(9000)]
    ledger = await entries(contract_id=contract_id)
    assert all(balance_of(ledger, as_of=about, as_known_on=known).owed == owed for (about, known), owed in found.items())
    summed = await balances(contract_ids=[contract_id], as_of=OCTOBER, as_known_on=NOW)
    assert summed[contract_id].owed == found[OCTOBER, NOW]


async def test_amendment_stop_and_takeover_are_told_to_the_wsp(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    await change(contract_id, Amendment(Decimal("100000.00")), on=OCTOBER)
    await hand_over_contract(
        viewer=await make_officer(),
        contract_id=contract_id,
        name=ROAD_FIRM.name,
        kvk_number=ROAD_FIRM.kvk_number,
        recording=Recording(NOVEMBER, "Faillissement", NOW, TODAY),
    )
    await change(contract_id, Termination(TODAY), on=TODAY)
    texts = {notice.text.replace(NO_BREAK_SPACE, " ") for notice in await unseen_notices(viewer=reviewer)}
    assert texts == {
        "",  # the obligation itself
        "Meerwerk van € 100.000,00",
        f"Overgenomen door {ROAD_FIRM.name}",
        "Beëindigd; de laatste dag is 14 december 2023",
    }
    successor = await make_contractor(firm=ROAD_FIRM)
    assert (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation.amount == Decimal(67500)
    assert len(await revisions(viewer=successor, contract_id=contract_id)) == 4


async def test_a_decision_is_taken_only_where_a_contract_fell_under_the_threshold(database: None) -> None:
    contract_id = await make_contract(contract_sum=Decimal("160000.00"))
    with pytest.raises(UnableToChange, match="niet onder het drempelbedrag"):
        await change(contract_id, ThresholdDecision(keeps=True), on=OCTOBER)
    await change(contract_id, Amendment(Decimal("-20000.00")), on=OCTOBER)
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation
    assert (held.amount, held.questions) == (Decimal(8000), ("Vervalt de verplichting, of blijft zij?",))
    with pytest.raises(UnableToChange, match="waarom"):
        await change(contract_id, ThresholdDecision(keeps=False), on=OCTOBER, reason=" ")
    await change(contract_id, ThresholdDecision(keeps=False), on=NOVEMBER)
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id].obligation
    assert (held.amount, held.outcome, held.questions) == (0, Outcome.NOT_OWED, ())
    assert (await balances(contract_ids=[contract_id]))[contract_id].owed == 0


async def test_a_contract_keeps_its_policy_and_a_corrected_award_date_picks_another(database: None) -> None:
    contract_id = await make_contract()
    await change(contract_id, Correction(awarded_on=date(2023, 6, 1)), on=OCTOBER)
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id]
    assert (held.obligation.outcome, held.effective_on) == (Outcome.ASKS, date(2023, 6, 1))
    await change(contract_id, Correction(awarded_on=date(2023, 7, 1)), on=OCTOBER, now=NOW + DAY)
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id]
    assert (held.obligation.amount, held.effective_on, held.obligation.policy_name) == (Decimal(62500), date(2023, 7, 1), "rijswijk-2023")


async def test_a_second_contractor_of_the_same_number_is_refused(database: None) -> None:
    contract_id = await make_contract()
    recording = Recording(NOVEMBER, "", NOW, TODAY)
    await make_contractor(firm=ROAD_FIRM)
    with pytest.raises(UnableToChange, match="op naam van") as refusal:
        await hand_over_contract(
            viewer=await make_officer(), contract_id=contract_id, name="Iemand anders", kvk_number=ROAD_FIRM.kvk_number, recording=recording
        )
    assert refusal.value.field == "contractor_name"
