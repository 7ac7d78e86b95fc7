"""A column `Tot`: read as the last day or as the day after where that is certain, else asked."""

from datetime import date

import pytest

import imports
from imports.until import is_until_day
from tests.imports.workbooks import csv_file


def read(header: str, *periods: tuple[str, str]) -> tuple[list[str | None], list[tuple[str, str]]]:
    """Return the last day of each contract, and the field and severity of each problem."""
    rows = [(f"C-{number}", "Groenonderhoud", *period) for number, period in enumerate(periods)]
    reading = imports.read(csv_file(("Contractnummer", "Omschrijving", "Van", header), *rows))
    ends = [None if row.end is None else f"{row.end:%d-%m-%Y}" for row in reading.rows]
    return ends, [(problem.field or "", problem.severity) for problem in reading.problems]


@pytest.mark.parametrize(
    ("start", "until", "last", "severity"),
    [
        ("01-01-2024", "31-12-2025", "31-12-2025", None),
        ("01-01-2024", "01-01-2026", "31-12-2025", "warning"),
        ("15-03-2024", "14-03-2026", "14-03-2026", None),
        ("15-03-2024", "15-03-2026", "14-03-2026", "warning"),
        ("", "30-06-2025", "30-06-2025", None),
        ("", "01-07-2025", "30-06-2025", "warning"),
        ("15-03-2024", "30-09-2025", "30-09-2025", None),
        ("15-03-2024", "01-10-2025", "30-09-2025", "warning"),
        ("15-03-2024", "20-09-2025", None, "error"),
        ("", "20-09-2025", None, "error"),
        ("02-01-2024", "01-01-2026", None, "error"),
        ("31-12-2024", "31-12-2025", None, "error"),
        ("01-01-2024", "28-02-2026", "28-02-2026", None),
        ("01-03-2024", "29-02-2028", "29-02-2028", None),
    ],
)
def test_a_bare_until_is_what_the_dates_say(start: str, until: str, last: str | None, severity: str | None) -> None:
    ends, problems = read("Tot", (start, until))
    assert ends == [last]
    assert problems == ([("end", severity)] if severity else [])


def test_the_rest_of_the_column_tells_of_a_day_that_does_not() -> None:
    doubtful = ("15-03-2024", "20-09-2025")
    assert read("Tot", doubtful, ("01-01-2024", "31-12-2025"))[0] == ["20-09-2025", "31-12-2025"]
    assert read("Tot", doubtful, ("01-01-2024", "01-01-2026"))[0] == ["19-09-2025", "31-12-2025"]
    assert read("Tot", doubtful, ("01-01-2024", "01-01-2026"), ("01-01-2024", "31-12-2025"))[0] == [None, "31-12-2025", "31-12-2025"]


def test_a_cell_that_says_until_and_including_is_believed() -> None:
    assert read("Tot", ("01-01-2024", "t/m 01-01-2026")) == (["01-01-2026"], [])


def test_an_open_end_stays_open() -> None:
    reading = imports.read(csv_file(("Contractnummer", "Omschrijving", "Van", "Tot"), ("C-1", "Groen", "01-01-2024", "onbepaald")))
    assert reading.rows[0].end_is_open and not reading.problems


@pytest.mark.parametrize("header", ["Tot en met", "T/m", "Einddatum", "Eind", "Geldig tot en met"])
def test_other_columns_hold_the_last_day(header: str) -> None:
    assert read(header, ("01-01-2024", "01-01-2026")) == (["01-01-2026"], [])


@pytest.mark.parametrize(
    ("header", "is_bare"), [("Tot", True), ("Looptijd tot", True), ("Geldig tot", True), ("tot en met", False), ("Einddatum", False)]
)
def test_a_header_says_until_in_more_words(header: str, is_bare: bool) -> None:
    assert is_until_day(header) is is_bare


def test_two_header_rows_say_it_too() -> None:
    content = csv_file(
        ("", "", "Looptijd", ""), ("Contractnummer", "Omschrijving", "van", "tot"), ("C-1", "Groen", "01-01-2024", "01-01-2026")
    )
    assert imports.read(content).rows[0].end == date(2025, 12, 31)
