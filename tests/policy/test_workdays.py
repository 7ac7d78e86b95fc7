"""Workdays in the Netherlands, against the calendar on the wall."""

from datetime import date

import pytest

from sroi.policy.rules.workdays import dutch_holidays, first_workday

# Written by hand, month-day: Good Friday, Easter Monday, King's day, Ascension day and Whit Monday. The others are fixed.
MOVING = {
    2023: ("04-07", "04-10", "04-27", "05-18", "05-29"),
    2024: ("03-29", "04-01", "04-27", "05-09", "05-20"),
    2025: ("04-18", "04-21", "04-26", "05-29", "06-09"),
    2026: ("04-03", "04-06", "04-27", "05-14", "05-25"),
    2027: ("03-26", "03-29", "04-27", "05-06", "05-17"),
    2028: ("04-14", "04-17", "04-27", "05-25", "06-05"),
    2029: ("03-30", "04-02", "04-27", "05-10", "05-21"),
    2030: ("04-19", "04-22", "04-27", "05-30", "06-10"),
}
FIXED = ("01-01", "05-05", "12-25", "12-26")
SUNDAYS = {"Eerste paasdag", "Eerste pinksterdag"}


@pytest.mark.parametrize("year", MOVING)
def test_the_holidays_of_a_year_are_those_of_the_calendar_with_good_friday_and_every_fifth_of_may(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in (*MOVING[year], *FIXED)}
    assert {day for day, name in dutch_holidays(year).items() if name not in SUNDAYS} == expected


@pytest.mark.parametrize(
    ("day", "workday", "words"),
    [
        ("2024-03-28", "2024-03-28", ""),
        ("2024-06-01", "2024-06-03", "verschoven van zaterdag 1 juni 2024 naar maandag 3 juni 2024"),
        ("2024-09-01", "2024-09-02", "verschoven van zondag 1 september 2024 naar maandag 2 september 2024"),
        ("2024-03-30", "2024-04-02", "verschoven van zaterdag 30 maart 2024 naar dinsdag 2 april 2024 (Tweede paasdag)"),
        ("2024-03-29", "2024-04-02", "verschoven van vrijdag 29 maart 2024 naar dinsdag 2 april 2024 (Goede vrijdag, Tweede paasdag)"),
        ("2023-05-05", "2023-05-08", "verschoven van vrijdag 5 mei 2023 naar maandag 8 mei 2023 (Bevrijdingsdag)"),
        ("2026-05-05", "2026-05-06", "verschoven van dinsdag 5 mei 2026 naar woensdag 6 mei 2026 (Bevrijdingsdag)"),
        # King's day moves to the Saturday when the 27th is a Sunday: the Monday after is a workday.
        ("2025-04-26", "2025-04-28", "verschoven van zaterdag 26 april 2025 naar maandag 28 april 2025"),
        ("2026-04-27", "2026-04-28", "verschoven van maandag 27 april 2026 naar dinsdag 28 april 2026 (Koningsdag)"),
        ("2027-12-25", "2027-12-27", "verschoven van zaterdag 25 december 2027 naar maandag 27 december 2027"),
        (
            "2025-12-25",
            "2025-12-29",
            "verschoven van donderdag 25 december 2025 naar maandag 29 december 2025 (Eerste kerstdag, Tweede kerstdag)",
        ),
        ("2023-12-30", "2024-01-02", "verschoven van zaterdag 30 december 2023 naar dinsdag 2 januari 2024 (Nieuwjaarsdag)"),
        ("2016-05-05", "2016-05-06", "verschoven van donderdag 5 mei 2016 naar vrijdag 6 mei 2016 (Bevrijdingsdag en Hemelvaartsdag)"),
    ],
)
def test_a_day_off_moves_to_the_next_workday_and_says_why(day: str, workday: str, words: str) -> None:
    found = first_workday(date.fromisoformat(day))
    assert (found.day.isoformat(), found.moved) == (workday, words)
