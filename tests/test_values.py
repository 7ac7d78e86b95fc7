"""Dutch parsing and formatting, exact cents, and half-open periods: tables of cases worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.values import (
    KvkNumber,
    Period,
    add_months,
    day_after,
    format_date,
    format_decimal,
    format_euros,
    format_period,
    format_short_date,
    format_size,
    from_cents,
    holds_bsn,
    last_day,
    parse_birth_year,
    parse_date,
    parse_decimal,
    parse_euros,
    parse_kvk_number,
    parse_percentage,
    round_to_cents,
    search_text,
    to_cents,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€ 1.250.000,00", "1250000.00"),
        ("EUR 1.250.000", "1250000.00"),
        ("EUR1.250.000,00", "1250000.00"),
        ("1250EUR", "1250.00"),
        ("1250000", "1250000.00"),
        ("249.999,99", "249999.99"),
        ("2450000.00", "2450000.00"),
        ("1,250,000.00", "1250000.00"),
        ("750.000,-", "750000.00"),
        ("750.000.--", "750000.00"),
        ("750.000 ,–", "750000.00"),
        ("12,5", "12.50"),
        ("-5", "-5.00"),
    ],
)
def test_an_amount_is_read_as_a_dutch_reader_reads_it(text: str, amount: str) -> None:
    assert parse_euros(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "veel", "max. 750.000", "1,250", "1.25.000", "1 250 000 000 000 000", "12,345"])
def test_an_amount_that_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"[Bb]edrag"):
        parse_euros(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("1-3-2024", date(2024, 3, 1)),
        ("15/04/24", date(2024, 4, 15)),
        ("1 maart 2024", date(2024, 3, 1)),
        ("vrijdag 1-3-2024", date(2024, 3, 1)),
        ("Fri. 1 Mar 2024", date(2024, 3, 1)),
        ("March 1, 2024", date(2024, 3, 1)),
        ("1 oct 2024", date(2024, 10, 1)),
        ("1 mrt '24", date(2024, 3, 1)),
        ("2024-03-01 00:00:00", date(2024, 3, 1)),
    ],
)
def test_a_day_is_read_day_first(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text", ["30-2-2024", "2023-02-29", "morgen", "1-13-2024", "", "March 32, 2024", "ma 32-1-2024", "donderdag 1-3-2024"]
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="datum"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "number", "is_mended"),
    [("01234567", "01234567", False), ("1234567", "01234567", True), ("KvK 87654321", "87654321", False), ("1234567.0", "01234567", True)],
)
def test_a_kvk_number_gets_its_zeros_back_and_says_so(text: str, number: str, is_mended: bool) -> None:
    found = parse_kvk_number(text)
    assert (found.number, found.note is not None) == (number, is_mended)
    assert isinstance(found, KvkNumber)


@pytest.mark.parametrize("text", ["", "123456789", "12345", "ABC", "00000000"])
def test_what_is_no_kvk_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="KVK-nummer"):
        parse_kvk_number(text)


@pytest.mark.parametrize(("text", "share"), [("5%", "5"), ("2,5 %", "2.5"), ("30", "30"), ("100", "100")])
def test_a_percentage_is_read(text: str, share: str) -> None:
    assert parse_percentage(text) == Decimal(share)


@pytest.mark.parametrize("text", ["101", "-1", "vijf", "1e3", "Infinity"])
def test_a_percentage_lies_between_nothing_and_all(text: str) -> None:
    with pytest.raises(ValueError, match=r"getal|percentage"):
        parse_percentage(text)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [(Fraction(1, 200), "0.01"), (Fraction(-1, 200), "-0.01"), (Fraction(1, 300), "0.00"), (Decimal("2.675"), "2.68"), (7, "7.00")],
)
def test_half_a_cent_is_rounded_away_from_zero(amount: Fraction | Decimal | int, rounded: str) -> None:
    assert round_to_cents(amount) == Decimal(rounded)


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_cents_survive_the_way_to_euros_and_text_and_back(cents: int) -> None:
    amount = from_cents(cents)
    assert to_cents(amount) == cents
    if cents >= 0 and amount <= Decimal("99999999999.99"):
        assert parse_euros(format_euros(amount)) == amount


def test_a_fraction_of_a_cent_is_not_kept() -> None:
    with pytest.raises(ValueError, match="twee decimalen"):
        to_cents(Decimal("0.001"))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2023, 1, 31), 1, date(2023, 3, 1)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 3, 15), -12, date(2023, 3, 15)),
        (date(2024, 12, 31), 2, date(2025, 3, 1)),
    ],
)
def test_a_day_that_a_month_lacks_becomes_the_first_of_the_next(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_period_is_half_open() -> None:
    march, april = Period(date(2024, 3, 1), date(2024, 4, 1)), Period(date(2024, 4, 1))
    assert march.days == 31
    assert march.contains(date(2024, 3, 31)) and not march.contains(date(2024, 4, 1))
    assert not march.overlaps(april)
    assert Period(date(2024, 3, 15)).intersection(march) == Period(date(2024, 3, 15), date(2024, 4, 1))
    with pytest.raises(ValueError, match="einddatum"):
        Period(date(2024, 3, 2), date(2024, 3, 1))


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 1)))
def test_the_last_day_and_the_day_after_belong_together(day: date) -> None:
    assert last_day(day_after(day)) == day
    assert last_day(None) is None and day_after(None) is None
    assert parse_date(format_date(day)) == parse_date(format_short_date(day)) == day


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(date(2024, 3, 1), date(2024, 6, 1)), "1 maart 2024 tot en met 31 mei 2024"),
        (Period(date(2024, 3, 1), date(2024, 3, 2)), "1 maart 2024"),
        (Period(date(2024, 3, 1)), "vanaf 1 maart 2024"),
    ],
)
def test_a_period_is_written_with_its_last_day(period: Period, text: str) -> None:
    assert format_period(period) == text


def test_numbers_are_written_with_a_comma() -> None:
    assert [format_decimal(number) for number in (Decimal("24.50"), Fraction(1, 3), 1250000, Decimal(100))] == [
        "24,5",
        "0,333333",
        "1.250.000",
        "100",
    ]
    assert format_euros(Decimal("-1250000.5")) == "-€\xa01.250.000,50"
    assert parse_decimal("24,5") == Decimal("24.5")


def test_a_search_knows_no_accents_and_no_capitals() -> None:
    assert search_text("  Café  ZUID-Ôost ") == "cafe zuid-oost"


@pytest.mark.parametrize(
    ("text", "is_bsn"),
    [("123456782", True), ("K-123.456.782", True), ("123456789", False), ("000000000", False), ("1234567821", False), ("K-07", False)],
)
def test_a_citizen_service_number_is_recognised(text: str, is_bsn: bool) -> None:
    assert holds_bsn(text) is is_bsn


@pytest.mark.parametrize(("text", "year"), [("1985", 1985), (" 2023 ", 2023)])
def test_a_birth_year_is_read(text: str, year: int) -> None:
    assert parse_birth_year(text, today=date(2023, 12, 31)) == year


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("2024", "toekomst"), ("85", "vier cijfers"), ("", "vier cijfers"), ("²²²²", "vier cijfers"), ("-985", "vier cijfers")],
)
def test_a_birth_year_that_cannot_be_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_birth_year(text, today=date(2023, 12, 31))


@pytest.mark.parametrize(("size", "words"), [(0, "0 kB"), (1, "1 kB"), (26_164, "26 kB"), (1_048_575, "1 MB"), (1_363_149, "1,3 MB")])
def test_the_size_of_a_file_is_told_as_people_do(size: int, words: str) -> None:
    assert format_size(size) == words
