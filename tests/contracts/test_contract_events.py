"""What the events in a contract's life make of it: pure tables of cases, and the row that lists read."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.access import UnableToAllow
from sroi.contracts.operations import add_event, save_draft
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.rules import (
    Amendment,
    Award,
    Change,
    ContractNotFound,
    ContractType,
    Correction,
    EventKind,
    Option,
    RecordedEvent,
    Retraction,
    Suspension,
    Takeover,
    Termination,
    ThresholdDecision,
    Turnover,
    UnableToChange,
    UnableToRegister,
    change_from_json,
    change_to_json,
    change_words,
    check_change,
    kind_of,
    terms_on,
)
from sroi.values import Period
from tests.makers import GREEN_FIRM, NOW, ROAD_FIRM, TODAY, make_contract, make_contractor, make_facts, make_officer, make_reviewer

FIRM, OTHER = UUID(int=1), UUID(int=2)
AWARD = Award(
    contract_type=ContractType.WORKS,
    contract_sum=Decimal("200000.00"),
    awarded_on=date(2024, 1, 1),
    starts_on=date(2024, 2, 1),
    ends_before=date(2025, 2, 1),
    contractor=FIRM,
    wage_sum=Decimal("50000.00"),
)
MAY, JUNE = date(2024, 5, 1), date(2024, 6, 1)
EVERY_CHANGE: tuple[Change, ...] = (
    AWARD,
    Correction(contract_sum=Decimal("210000.00"), awarded_on=date(2024, 1, 2), contract_type=ContractType.SUPPLIES),
    Amendment(Decimal("-1000.50"), ends_before=date(2025, 3, 1), wage_sum_change=Decimal("5.00")),
    Option(Decimal("25000.00"), ends_before=date(2026, 2, 1)),
    Turnover(date(2024, 2, 1), date(2024, 3, 1), Decimal("12345.67")),
    Suspension(date(2024, 4, 1), date(2024, 4, 15)),
    Suspension(date(2024, 4, 1)),
    Termination(date(2024, 9, 1), final_sum=Decimal("120000.00")),
    Takeover(OTHER, "Wegenbouw Voorbeeld B.V."),
    ThresholdDecision(keeps=False),
    Retraction(2),
)


def life(*changes: tuple[date, Change]) -> tuple[RecordedEvent, ...]:
    """Return the award and these events, recorded in this order."""
    moments = (datetime(2024, 7, 1, 9, minute, tzinfo=UTC) for minute in range(60))
    events = [(AWARD.awarded_on, AWARD), *changes]
    return tuple(RecordedEvent(number, day, next(moments), change) for number, (day, change) in enumerate(events, 1))


@pytest.mark.parametrize("change", EVERY_CHANGE, ids=lambda change: type(change).__name__)
def test_what_an_event_says_is_read_back_as_it_was_written(change: Change) -> None:
    assert change_from_json(kind_of(change), change_to_json(change)) == change
    assert change_words(change)


def test_every_kind_of_event_has_its_change() -> None:
    assert {kind_of(change) for change in EVERY_CHANGE} == set(EventKind)


def test_a_contract_is_on_each_day_what_its_events_made_of_it() -> None:
    events = life((MAY, Amendment(Decimal("50000.00"))), (JUNE, Option(Decimal("10000.00"), date(2026, 2, 1))))
    assert terms_on(events, on=date(2023, 12, 31)) is None
    sums = [terms_on(events, on=day).contract_sum for day in (AWARD.awarded_on, date(2024, 4, 30), MAY, JUNE)]  # type: ignore[union-attr]
    assert sums == [Decimal(200000), Decimal(200000), Decimal(250000), Decimal(260000)]
    last = terms_on(events)
    assert last is not None and last.ends_before == date(2026, 2, 1)


def test_an_event_that_is_recorded_late_counts_from_its_own_day() -> None:
    events = life((JUNE, Termination(JUNE, Decimal("90000.00"))), (MAY, Amendment(Decimal("5000.00"))))
    before, after = terms_on(events, on=MAY), terms_on(events, on=JUNE)
    assert before is not None and before.contract_sum == Decimal(205000)
    assert after is not None and (after.contract_sum, after.ends_before) == (Decimal(90000), JUNE)


def test_a_correction_holds_from_the_award_and_leaves_amendments_standing() -> None:
    events = life((MAY, Amendment(Decimal("50000.00"))), (JUNE, Correction(contract_sum=Decimal("180000.00"))))
    first, last = terms_on(events, on=AWARD.awarded_on), terms_on(events)
    assert first is not None and first.contract_sum == Decimal(180000)
    assert last is not None and last.contract_sum == Decimal(230000)


def test_a_corrected_award_date_moves_the_beginning() -> None:
    events = life((MAY, Correction(awarded_on=date(2024, 1, 20))))
    assert terms_on(events, on=date(2024, 1, 19)) is None
    assert terms_on(events, on=date(2024, 1, 20)) is not None


def test_turnover_of_the_same_period_is_replaced_and_of_others_added() -> None:
    february, march = (date(2024, 2, 1), date(2024, 3, 1)), (date(2024, 3, 1), date(2024, 4, 1))
    events = life(
        (MAY, Turnover(*february, Decimal("100.00"))),
        (MAY, Turnover(*march, Decimal("50.00"))),
        (JUNE, Turnover(*february, Decimal("80.00"))),
    )
    found = [terms_on(events, on=day).invoiced_turnover for day in (AWARD.awarded_on, MAY, JUNE)]  # type: ignore[union-attr]
    assert found == [None, Decimal("150.00"), Decimal("130.00")]


def test_a_suspension_gets_its_end_when_that_is_known() -> None:
    events = life((MAY, Suspension(MAY)), (JUNE, Suspension(MAY, date(2024, 6, 10))))
    assert terms_on(events, on=MAY).suspensions == (Period(MAY),)  # type: ignore[union-attr]
    assert terms_on(events).suspensions == (Period(MAY, date(2024, 6, 10)),)  # type: ignore[union-attr]


@given(st.permutations([Decimal("-20000.00"), Decimal("1.00"), Decimal("35000.00"), Decimal("-0.01")]))
def test_additive_amendments_of_one_day_make_the_same_contract_in_any_order(amounts: list[Decimal]) -> None:
    events = life(*((MAY, Amendment(amount)) for amount in amounts))
    terms = terms_on(events)
    assert terms is not None and terms.contract_sum == Decimal("215000.99")


REFUSED: tuple[tuple[str, str, Change, date], ...] = (
    ("effective_on", "voor de gunning", Amendment(Decimal(1)), date(2023, 12, 31)),
    ("sum_change", "bedrag of een nieuwe einddatum", Amendment(Decimal(0)), MAY),
    ("sum_change", "wordt dan -€", Amendment(Decimal("-200000.01")), MAY),
    ("sum_change", r"wordt dan €.0,00", Amendment(Decimal("-200000.00")), MAY),
    ("sum_change", "Optie|optie", Option(Decimal(-1)), MAY),
    ("ends_on", "voor de startdatum", Amendment(Decimal(1), ends_before=date(2024, 2, 1)), MAY),
    ("amount", "negatief", Turnover(MAY, JUNE, Decimal(-1)), JUNE),
    ("until", "voor de startdatum", Turnover(JUNE, MAY, Decimal(1)), JUNE),
    ("until", "voor de startdatum", Suspension(JUNE, JUNE), JUNE),
    ("start", "al afgelopen", Suspension(date(2025, 2, 1)), JUNE),
    ("effective_on", "niet voortijdig", Termination(date(2025, 2, 1)), MAY),
    ("effective_on", "toekomst", Termination(date(2024, 12, 1)), date(2024, 12, 1)),
    ("effective_on", "toekomst", Takeover(OTHER, "Ander"), date(2024, 12, 1)),
    ("kvk_number", "nu al uitvoert", Takeover(FIRM, "Zelfde"), MAY),
    ("", "verandert niets", Correction(contract_sum=Decimal("200000.00")), MAY),
    ("contract_sum", r"opdrachtsom wordt dan €.0,00", Correction(contract_sum=Decimal(0)), MAY),
    ("final_sum", r"opdrachtsom wordt dan -€.1,00", Termination(JUNE, final_sum=Decimal(-1)), MAY),
    ("wage_sum_change", r"loonsom wordt dan -€.1,00", Amendment(Decimal(0), wage_sum_change=Decimal(-50001)), MAY),
    ("effective_on", "voor de startdatum", Termination(date(2024, 2, 1)), date(2024, 1, 31)),
)


@pytest.mark.parametrize(("field", "words", "change", "day"), REFUSED)
def test_an_event_that_cannot_be_is_refused_on_its_field(field: str, words: str, change: Change, day: date) -> None:
    event = RecordedEvent(2, day, NOW, change)
    with pytest.raises(UnableToChange, match=words) as refusal:
        check_change(events=life(), event=event, on=date(2024, 7, 1))
    assert (refusal.value.field or "") == field


def test_a_correction_is_held_against_the_award_and_not_against_what_amendments_made_of_it() -> None:
    amended = life((MAY, Amendment(Decimal("20000.00"))))
    mended = RecordedEvent(3, AWARD.awarded_on, NOW, Correction(contract_sum=Decimal("220000.00")))
    check_change(events=amended, event=mended, on=date(2024, 7, 1))
    terms = terms_on((*amended, mended))
    assert terms is not None and terms.contract_sum == Decimal("240000.00")
    with pytest.raises(UnableToChange, match="verandert niets"):
        same = Correction(contract_sum=Decimal("200000.00"))
        check_change(events=amended, event=RecordedEvent(3, AWARD.awarded_on, NOW, same), on=date(2024, 7, 1))


def test_what_overlaps_or_follows_an_end_is_refused() -> None:
    ended = life((MAY, Termination(JUNE)))
    with pytest.raises(UnableToChange, match="beëindigd per 1 juni 2024"):
        check_change(events=ended, event=RecordedEvent(3, JUNE, NOW, Amendment(Decimal(1))), on=date(2024, 7, 1))
    invoiced = life((MAY, Turnover(date(2024, 2, 1), date(2024, 3, 1), Decimal(1))))
    with pytest.raises(UnableToChange, match="al omzet vastgelegd"):
        overlapping = Turnover(date(2024, 2, 15), date(2024, 3, 15), Decimal(1))
        check_change(events=invoiced, event=RecordedEvent(3, MAY, NOW, overlapping), on=date(2024, 7, 1))
    suspended = life((MAY, Suspension(MAY)))
    with pytest.raises(UnableToChange, match="al opgeschort"):
        check_change(events=suspended, event=RecordedEvent(3, JUNE, NOW, Suspension(JUNE)), on=date(2024, 7, 1))


# ---------------------------------------------------------------- kept


async def add(contract_id: UUID, change: Change, on: date = TODAY) -> None:
    await add_event(viewer=await make_officer(), contract_id=contract_id, change=change, effective_on=on, reason="", now=NOW, today=TODAY)


async def test_the_row_of_a_contract_says_what_its_events_make_of_it(database: None) -> None:
    contract_id, officer = await make_contract(wage_sum=Decimal(100)), await make_officer()
    await add(contract_id, Amendment(Decimal("1000.00"), date(2026, 1, 1), Decimal("50.00")))
    await add(contract_id, Turnover(date(2023, 9, 1), date(2023, 10, 1), Decimal("9.99")))
    facts = (await contract(viewer=officer, contract_id=contract_id)).facts
    assert (facts.contract_sum, facts.ends_before, facts.wage_sum) == (Decimal("1251000.00"), date(2026, 1, 1), Decimal("150.00"))
    kinds = [event.kind for event in await contract_events(viewer=officer, contract_id=contract_id)]
    assert kinds == [EventKind.AWARD, EventKind.AMENDMENT, EventKind.TURNOVER]


async def test_events_are_known_from_the_moment_they_were_recorded(database: None) -> None:
    contract_id, officer = await make_contract(now=datetime(2023, 9, 1, tzinfo=UTC)), await make_officer()
    await add(contract_id, Amendment(Decimal("1000.00")))
    before = await contract_events(viewer=officer, contract_id=contract_id, known_on=datetime(2023, 10, 1, tzinfo=UTC))
    assert [event.number for event in before] == [1]
    assert len(await contract_events(viewer=officer, contract_id=contract_id, known_on=NOW)) == 2


async def test_after_a_takeover_both_contractors_find_the_contract_and_no_other(database: None) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    successor, stranger = await make_contractor(firm=ROAD_FIRM), await make_contractor(email="x@example.nl")
    with pytest.raises(ContractNotFound):
        await contract(viewer=successor, contract_id=contract_id)
    assert successor.organisation_id is not None
    await add(contract_id, Takeover(successor.organisation_id, ROAD_FIRM.name))
    record = await contract(viewer=successor, contract_id=contract_id)
    assert (record.contractor_id, record.facts.contractor_name) == (successor.organisation_id, ROAD_FIRM.name)
    assert (await contract(viewer=stranger, contract_id=contract_id)).id == contract_id  # a colleague at the first firm


async def test_only_a_procurement_officer_records_events_and_never_on_a_draft(database: None) -> None:
    contract_id = await make_contract()
    with pytest.raises(UnableToAllow):
        await add_event(
            viewer=await make_reviewer(),
            contract_id=contract_id,
            change=Amendment(Decimal(1)),
            effective_on=TODAY,
            reason="",
            now=NOW,
            today=TODAY,
        )
    draft_id = await save_draft(viewer=await make_officer(), facts=await make_facts(number="2023-900", contract_sum=None), now=NOW)
    with pytest.raises(UnableToChange, match="concept"):
        await add(draft_id, Amendment(Decimal(1)))
    with pytest.raises(ContractNotFound):
        await add(uuid4(), Amendment(Decimal(1)))


async def test_an_award_on_a_day_to_come_is_kept_as_a_draft_and_not_registered(database: None) -> None:
    with pytest.raises(UnableToRegister, match="toekomst") as refusal:
        await make_contract(awarded_on=TODAY + timedelta(days=1))
    assert refusal.value.field == "awarded_on"
    await make_contract(awarded_on=TODAY)
    correction = RecordedEvent(2, TODAY, NOW, Correction(awarded_on=date(2199, 1, 1)))
    with pytest.raises(UnableToChange, match="toekomst"):
        check_change(events=life(), event=correction, on=TODAY)
