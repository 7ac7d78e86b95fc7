"""A balance is the sum of the entries that count on a day and were known on a day. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.ledger.rules import Balance, Entry, EntryKind, balance_of

CONTRACT = UUID(int=1)
FIRST = date(2023, 1, 1)
BALANCE_FIELDS = {kind: kind.value for kind in EntryKind}


def entry(kind: EntryKind, amount: str, effective_on: date, recorded_on: date) -> Entry:
    """Return an entry that was recorded at noon of a day."""
    recorded_at = datetime.combine(recorded_on, time(12), UTC)
    return Entry(CONTRACT, kind, Decimal(amount), effective_on, recorded_at, "obligation_revision", UUID(int=2))


HISTORY = (
    entry(EntryKind.OWED, "62500.00", date(2023, 8, 15), date(2023, 8, 20)),
    entry(EntryKind.APPROVED, "10000.00", date(2023, 12, 31), date(2024, 1, 15)),
    entry(EntryKind.OWED, "7500.00", date(2023, 10, 1), date(2024, 2, 1)),  # an amendment that was recorded late
    entry(EntryKind.APPROVED, "-500.00", date(2023, 12, 31), date(2024, 3, 1)),
    entry(EntryKind.EXEMPTED, "1000.00", date(2024, 4, 1), date(2024, 3, 15)),
)


@pytest.mark.parametrize(
    ("as_of", "as_known_on", "owed", "approved", "exempted"),
    [
        (None, None, "70000.00", "9500.00", "1000.00"),
        (date(2023, 8, 14), None, "0.00", "0.00", "0.00"),
        (date(2023, 8, 15), None, "62500.00", "0.00", "0.00"),
        (date(2023, 12, 31), None, "70000.00", "9500.00", "0.00"),
        (date(2024, 4, 1), None, "70000.00", "9500.00", "1000.00"),
        (date(2023, 12, 31), date(2023, 12, 31), "62500.00", "0.00", "0.00"),
        (date(2023, 12, 31), date(2024, 1, 15), "62500.00", "10000.00", "0.00"),
        (date(2023, 12, 31), date(2024, 2, 1), "70000.00", "10000.00", "0.00"),
        (date(2023, 12, 31), date(2024, 3, 1), "70000.00", "9500.00", "0.00"),
        (date(2024, 12, 31), date(2024, 3, 14), "70000.00", "9500.00", "0.00"),
    ],
)
def test_what_was_held_on_one_day_about_another(
    as_of: date | None, as_known_on: date | None, owed: str, approved: str, exempted: str
) -> None:
    known = None if as_known_on is None else datetime.combine(as_known_on, time.max, UTC)
    balance = balance_of(HISTORY, as_of=as_of, as_known_on=known)
    assert balance == Balance(owed=Decimal(owed), approved=Decimal(approved), exempted=Decimal(exempted))


@pytest.mark.parametrize(
    ("balance", "settled", "remaining", "surplus"),
    [
        (Balance(), "0.00", "0.00", "0.00"),
        (Balance(owed=Decimal("62500.00")), "0.00", "62500.00", "0.00"),
        (Balance(owed=Decimal("62500.00"), approved=Decimal("62499.99")), "62499.99", "0.01", "0.00"),
        (Balance(owed=Decimal("62500.00"), approved=Decimal("62500.00")), "62500.00", "0.00", "0.00"),
        (Balance(owed=Decimal("62500.00"), approved=Decimal("62500.01")), "62500.01", "0.00", "0.01"),
        (
            Balance(Decimal(1000), approved=Decimal(100), exempted=Decimal(200), transferred=Decimal(300), withheld=Decimal(50)),
            "650.00",
            "350.00",
            "0.00",
        ),
    ],
)
def test_what_remains_and_what_is_too_much(balance: Balance, settled: str, remaining: str, surplus: str) -> None:
    assert (balance.settled, balance.remaining, balance.surplus) == (Decimal(settled), Decimal(remaining), Decimal(surplus))


days = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))
cents = st.integers(-10_000_000, 10_000_000).map(lambda number: str(Decimal(number) / 100))
histories = st.lists(st.builds(entry, st.sampled_from(EntryKind), cents, days, days), max_size=25)
known_days = st.none() | days.map(lambda day: datetime.combine(day, time(12), UTC))


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


@given(histories, st.none() | days, known_days)
def test_a_balance_is_the_sum_of_its_entries_for_any_pair_of_days(history: list[Entry], as_of: date | None, known: datetime | None) -> None:
    balance = balance_of(history, as_of=as_of, as_known_on=known)
    counted = [one for one in history if (as_of is None or one.effective_on <= as_of) and (known is None or one.recorded_at <= known)]
    for kind, field in BALANCE_FIELDS.items():
        assert getattr(balance, field) == total(one.amount for one in counted if one.kind is kind)
    assert balance.owed - balance.settled == balance.remaining - balance.surplus
    assert min(balance.remaining, balance.surplus) == 0


@given(histories, histories, st.none() | days, known_days)
def test_the_balances_of_two_parts_add_up_to_the_whole(
    first: list[Entry], second: list[Entry], as_of: date | None, known: datetime | None
) -> None:
    parts = [balance_of(part, as_of=as_of, as_known_on=known) for part in (first, second)]
    whole = balance_of([*second, *first], as_of=as_of, as_known_on=known)
    for field in BALANCE_FIELDS.values():
        assert getattr(whole, field) == total(getattr(part, field) for part in parts)


@given(histories)
def test_on_the_last_day_everything_counts(history: list[Entry]) -> None:
    last = FIRST + timedelta(days=400)
    assert balance_of(history, as_of=last, as_known_on=datetime.combine(last, time(12), UTC)) == balance_of(history)
