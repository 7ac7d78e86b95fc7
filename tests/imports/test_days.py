"""What one cell says of days and terms: tables of cases, read by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.days import LastDay
from imports.fields import duration_reader
from imports.profile import load_profile
from imports.terms import Duration
from sroi.values import format_short_date
from tests.imports.readers import READERS, noted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("2024-03-01 00:00:00", date(2024, 3, 1)),
        ("2024-03-01T23:59:59Z", date(2024, 3, 1)),
        ("01-03-2024 14:30:00", date(2024, 3, 1)),
        ("15-4-2024", date(2024, 4, 15)),
        ("20240415", date(2024, 4, 15)),
        ("01/02/25", date(2025, 2, 1)),
        ("1.3.2024", date(2024, 3, 1)),
        ("1 maart 2024", date(2024, 3, 1)),
        ("1-mrt-24", date(2024, 3, 1)),
        ("vrijdag 1 maart 2024", date(2024, 3, 1)),
        ("vr 01-03-2024", date(2024, 3, 1)),
        ("15 March 2024", date(2024, 3, 15)),
        ("March 15, 2024", date(2024, 3, 15)),
        ("Friday, March 15, 2024", date(2024, 3, 15)),
        ("15-Mar-24", date(2024, 3, 15)),
        ("1 mrt '24", date(2024, 3, 1)),
        ("4/3/2024 12:00:00 AM", date(2024, 3, 4)),
    ],
)
def test_a_day_is_read_in_every_spelling(text: str, day: date) -> None:
    assert READERS["start"](text) == READERS["awarded_on"](text) == day
    assert READERS["end"](text) == LastDay(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-12-31T23:00:00Z", date(2024, 1, 1)),
        ("2024-06-30T22:00:00.000Z", date(2024, 7, 1)),
        ("2024-06-30 22:00:00+00:00", date(2024, 7, 1)),
    ],
)
def test_world_time_that_is_midnight_in_the_netherlands_is_the_day_that_begins_and_said(text: str, day: date) -> None:
    assert noted(READERS["start"](text)) == (day, "warning")
    assert noted(READERS["end"](text)) == (LastDay(day), "warning")


@pytest.mark.parametrize("text", ["2023-12-31T22:00:00Z", "2024-12-31T23:00:00", "2023-12-31T23:00:00+01:00", "2023-12-31T23:30:00Z"])
def test_any_other_time_changes_no_day(text: str) -> None:
    assert READERS["start"](text).isoformat() == text[:10]


@pytest.mark.parametrize(
    "text",
    [
        "30-2-2024",
        "april 2024",
        "2024",
        "13-13-2024",
        "Q2 2024",
        "1-1-1900",
        "45352,5",
        "19999",
        "20241304",
        "30240415",
        "di 15-01-2024",
        "March 2024",
    ],
)
def test_a_day_that_does_not_exist_or_is_none_is_asked(text: str) -> None:
    assert noted(READERS["start"](text)) == (None, "error")
    assert noted(READERS["end"](text)) == (None, "error")


@pytest.mark.parametrize("text", ["februari 2024", "feb-24", "feb. '24", "February 2024", "2024-02", "02/2024", "2-2024"])
def test_of_a_month_without_a_day_the_day_is_asked(text: str) -> None:
    asked = {field: READERS[field](text) for field in ("start", "end", "awarded_on")}
    assert {noted(found) for found in asked.values()} == {(None, "error")}
    assert all(f'"{text}". Welke dag in februari 2024 is dat?' in found.message for found in asked.values())
    assert [found.message.rpartition(" ")[2] for found in asked.values()] == ["01-02-2024.", "29-02-2024.", "01-02-2024."]


@pytest.mark.parametrize("text", ["13/2024", "begin 2024", "week 24", "maandag 24", "2024-2026"])
def test_what_is_no_month_is_not_called_one(text: str) -> None:
    assert "Welke dag" not in READERS["start"](text).message


def test_a_number_of_endless_digits_is_asked_in_dutch() -> None:
    assert "Schrijf de datum" in READERS["start"]("4" * 5_000).message


def test_the_number_that_excel_keeps_for_a_day_is_read_and_said() -> None:
    assert noted(READERS["start"]("45352.0")) == noted(READERS["start"]("45352,00")) == (date(2024, 3, 1), "warning")
    assert noted(READERS["start"]("45352")) == (date(2024, 3, 1), "warning")
    assert noted(READERS["end"]("45352")) == (LastDay(date(2024, 3, 1)), "warning")


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2098, 12, 31)))
def test_any_day_that_the_product_writes_is_read_back(day: date) -> None:
    assert READERS["start"](format_short_date(day)) == READERS["start"](day.isoformat()) == day


@pytest.mark.parametrize("text", ["onbepaald", "Onbepaalde tijd", "doorlopend", " onbepaald "])
def test_an_end_may_be_open(text: str) -> None:
    assert READERS["end"](text) == LastDay(None)


@pytest.mark.parametrize("text", ["31-12-9999", "9999-12-31", "31-12-2099", "31 december 2099", "9999-12-31 00:00:00"])
def test_a_year_that_no_contract_sees_is_an_open_end_and_said(text: str) -> None:
    assert noted(READERS["end"](text)) == (LastDay(None), "warning")


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("48 maanden", 48),
        ("4 jaar", 48),
        ("2,5 jr.", 30),
        ("2 jaar en 6 maanden", 30),
        ("1 jaar + 3 mnd", 15),
        ("36mnd", 36),
        ("2 years", 24),
        ("1 year and 6 months", 18),
        ("Onbepaald", None),
    ],
)
def test_a_duration_is_read_in_months(text: str, months: int | None) -> None:
    assert READERS["duration"](text) == Duration(months)


@pytest.mark.parametrize(
    ("header", "months"),
    [
        ("Looptijd (maanden)", 4),
        ("Looptijd in jaren", 48),
        ("Contractduur (mnd)", 4),
        ("Looptijd (jr)", 48),
        ("Duration (years)", 48),
        ("Contractduur", None),
        ("Looptijd (jaren/maanden)", None),
    ],
)
def test_a_bare_duration_is_in_the_unit_of_its_header(header: str, months: int | None) -> None:
    found = duration_reader(profile=load_profile(), header=header)("4")
    assert found == Duration(months) if months else noted(found) == (None, "error")


@pytest.mark.parametrize("text", ["48", "4+2", "2 jaar + 2 x 1 jaar", "0 maanden", "1,3 jaar", "een jaar", "9999 jaar"])
def test_an_unclear_duration_is_asked(text: str) -> None:
    assert noted(READERS["duration"](text)) == (None, "error")
