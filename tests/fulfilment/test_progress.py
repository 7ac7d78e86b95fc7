"""How a contract stands over time: what should be done by a day, what was, and what is still to come; computed by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.fulfilment.queries.progress import running_on, to_come_from
from sroi.fulfilment.rules.progress import MAX_MARKS, Mark, marks, planned_by
from sroi.ledger.rules import Entry, EntryKind
from sroi.values import Period, add_months
from tests.makers import TODAY, approve, make_contract, make_placement_claim

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
NOW = datetime(2024, 1, 1, tzinfo=UTC)


def entry(kind: EntryKind, amount: str, day: date) -> Entry:
    return Entry(uuid4(), kind, Decimal(amount), day, NOW, "test", uuid4())


def at(found: tuple[Mark, ...], day: date) -> Mark:
    return next(mark for mark in found if mark.day == day)


def test_marks_tell_what_is_owed_planned_done_and_expected() -> None:
    found = marks(
        period=YEAR,
        entries=[
            entry(EntryKind.OWED, "36600.00", date(2023, 12, 1)),
            entry(EntryKind.OWED, "3660.00", date(2024, 7, 1)),
            entry(EntryKind.APPROVED, "5000.00", date(2024, 3, 1)),
            entry(EntryKind.EXEMPTED, "1000.00", date(2024, 5, 1)),
        ],
        in_review=[(date(2024, 4, 10), Decimal("250.00"))],
        to_come=Decimal("1840.00"),
        today=date(2024, 7, 1),
    )
    assert at(found, date(2024, 1, 1)) == Mark(
        date(2024, 1, 1), Decimal("36600.00"), Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), None
    )
    # 91 of 366 days: 36.600 x 91/366
    april = at(found, date(2024, 4, 1))
    assert (april.planned, april.settled, april.reported) == (Decimal("9100.00"), Decimal("5000.00"), Decimal("5000.00"))
    assert at(found, date(2024, 5, 1)).reported == Decimal("6250.00")
    # 182 of 366 days of 40.260; what is expected starts at what counts or waits now
    today = at(found, date(2024, 7, 1))
    assert (today.planned, today.settled, today.expected) == (Decimal("20020.00"), Decimal("6000.00"), Decimal("6250.00"))
    # 92 of the 184 days that are left
    october = at(found, date(2024, 10, 1))
    assert (october.settled, october.reported, october.expected) == (None, None, Decimal("7170.00"))
    end = at(found, date(2025, 1, 1))
    assert (end.owed, end.planned, end.expected) == (Decimal("40260.00"), Decimal("40260.00"), Decimal("8090.00"))


@settings(max_examples=40, deadline=None)
@given(months=st.integers(1, 240), past=st.integers(-30, 8_000))
def test_a_picture_has_few_marks_in_order_and_ends_at_what_is_owed(months: int, past: int) -> None:
    period = Period(YEAR.start, add_months(YEAR.start, months))
    today = date.fromordinal(YEAR.start.toordinal() + past)
    found = marks(period=period, entries=[entry(EntryKind.OWED, "100.00", YEAR.start)], in_review=(), to_come=Decimal("10.00"), today=today)
    days = [mark.day for mark in found]
    assert days == sorted(set(days)) and today in days and len(days) <= MAX_MARKS + 1
    assert [mark.planned for mark in found] == sorted(mark.planned for mark in found)
    assert found[-1].planned == Decimal("100.00")


@pytest.mark.parametrize(("day", "planned"), [(date(2023, 1, 1), "0.00"), (date(2026, 1, 1), "100.00")])
def test_before_a_contract_nothing_is_planned_and_after_it_everything(day: date, planned: str) -> None:
    assert planned_by(owed=Decimal("100.00"), period=YEAR, day=day) == Decimal(planned)


async def test_what_is_to_come_is_the_whole_placement_less_what_was_reported(database: None) -> None:
    contract_id, end = await make_contract(), date(2025, 9, 1)
    facts: dict[str, Any] = {"contract_id": contract_id, "starts_on": date(2023, 10, 1), "ends_before": date(2024, 10, 1)}
    await approve(claim_id=await make_placement_claim(reported_before=date(2023, 11, 1), **facts))
    last = await make_placement_claim(reported_before=date(2023, 12, 1), submitted=False, **facts)
    (running,) = (await running_on(contracts={contract_id: end}, today=TODAY))[contract_id]
    # a year at full time is 40.000; October and November were 40.000 x 61/366
    assert running.to_come == Decimal("40000.00") - Decimal("6666.67")
    assert (running.last.claim_id, running.is_open, running.reported_until) == (last, True, date(2023, 11, 30))
    assert to_come_from([running, running]) == 2 * running.to_come
    assert (await running_on(contracts={contract_id: TODAY}, today=TODAY))[contract_id] == ()
