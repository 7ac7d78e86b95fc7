"""Amounts that mean two things by themselves, read by what the rest of their column shows."""

import pytest

import imports

ASKED, WARNED = "error", "warning"


def read(*sums: str) -> list[tuple[str | None, list[str]]]:
    """Return each sum of a register with how serious the remarks about it are."""
    lines = ["Contractnummer;Omschrijving;Opdrachtsom", *(f"C-{number};Werk {number};{text}" for number, text in enumerate(sums))]
    reading = imports.read("\n".join([*lines, ""]).encode())
    by_row = [[problem.severity for problem in reading.problems if problem.row == place] for place in range(len(sums))]
    return [(None if row.contract_sum is None else str(row.contract_sum), found) for row, found in zip(reading.rows, by_row, strict=True)]


@pytest.mark.parametrize("shown", ["1,250,000.00", "249,999.99", "3,000,000"])
def test_one_comma_groups_thousands_where_the_column_does_so_and_that_is_said(shown: str) -> None:
    amounts = read(shown, "250,000", "€ 12,500 excl. btw", "250.5", "1250.50", "300000")
    assert amounts[1:3] == [("250000.00", [WARNED]), ("12500.00", [WARNED])]
    assert amounts[3:] == [("250.50", []), ("1250.50", []), ("300000.00", [])]


@pytest.mark.parametrize("dutch", ["1.250.000,00", "1,5", "99,99", "2.000.000"])
def test_where_a_column_has_both_ways_one_comma_is_asked_as_before(dutch: str) -> None:
    assert read("1,250,000.00", dutch, "250,000")[2] == (None, [ASKED])
    assert read("1,250,000.00", dutch, "250.000")[2] == ("250000.00", [])


def test_without_a_sign_of_either_way_one_comma_is_asked() -> None:
    assert read("250,000", "1250.50", "300000")[0] == (None, [ASKED])


def test_one_point_before_three_digits_among_commas_is_asked_and_decides_nothing() -> None:
    assert read("1,250,000.00", "1.500", "250,000") == [("1250000.00", []), (None, [ASKED]), (None, [ASKED])]


@pytest.mark.parametrize("shown", ["1250.5", "99.99", "1234567.1", "0.123456"])
def test_one_point_before_three_digits_is_asked_where_points_stand_before_decimals(shown: str) -> None:
    amounts = read(shown, "250.125", "250.000", "1.250", "300000")
    assert amounts[1:] == [(None, [ASKED]), ("250000.00", []), ("1250.00", []), ("300000.00", [])]


def test_one_point_is_asked_whatever_stands_behind_it_where_all_numbers_have_three_decimals() -> None:
    assert read("1250000.500", "250.000", "1.250") == [(None, [ASKED])] * 3


@pytest.mark.parametrize("dutch", ["1.250.000", "1250,5", "1.250,00"])
def test_one_point_groups_thousands_where_a_column_has_both_ways(dutch: str) -> None:
    assert read("1250.5", dutch, "250.125")[2] == ("250125.00", [])


def test_one_point_among_points_groups_thousands() -> None:
    assert read("1.250.000,00", "250.000", "250,000") == [("1250000.00", []), ("250000.00", []), (None, [ASKED])]


def test_what_is_no_amount_stays_a_question_and_another_currency_too() -> None:
    amounts = read("1,250,000.00", "max. 250,000", "USD 250,000")
    assert amounts[1:] == [(None, [ASKED]), ("250000.00", [ASKED])]
