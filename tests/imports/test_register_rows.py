"""Rows seen together: what is left out, what belongs to more rows, what contradicts itself."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

import imports
from imports import Party, Problem, Reading
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, csv_file


def read(*rows: Sequence[str], header: Sequence[str] = HEADER) -> Reading:
    return imports.read(csv_file(header, *rows))


def about(reading: Reading, field: str | None) -> list[Problem]:
    return [problem for problem in reading.problems if problem.field == field]


def test_a_complete_row_is_read_without_a_problem() -> None:
    reading = read(SNOW)
    assert reading.problems == ()
    (row,) = reading.rows
    assert row.where == "rij 2"
    assert (row.reference, row.title, row.type) == ("2024-101", "Gladheidsbestrijding", "services")
    assert row.contractors == (Party("Strooibedrijf Voorbeeld B.V.", "12345678"),)
    assert (row.contract_sum, row.currency) == (Decimal("180000.00"), "EUR")
    assert (row.start, row.end, row.end_is_open) == (date(2024, 11, 1), date(2026, 10, 31), False)
    assert row.raw["contract_sum"] == "180.000,00"


def test_columns_say_what_was_read_as_what() -> None:
    columns = imports.read(csv_file((*HEADER, "Contracteigenaar"), (*SNOW, "Team Wegen"))).columns
    assert [(column.address, column.field) for column in columns][4:] == [
        ("E", "contract_sum"),
        ("F", "type"),
        ("G", "start"),
        ("H", "end"),
        ("I", None),
    ]


@pytest.mark.parametrize("word", ["TOTAAL", "Totaal:", "Eindtotaal", "Subtotaal 2024", "total"])
def test_a_total_is_left_out_and_said(word: str) -> None:
    reading = read(SNOW, (word, "", "", "", "180.000,00"))
    assert len(reading.rows) == 1
    assert [(problem.where, problem.row, problem.severity) for problem in reading.problems] == [("rij 3", None, "warning")]


def test_a_contract_about_a_total_is_a_contract() -> None:
    assert read(("2024-103", "Totaal onderhoud sporthallen", *SNOW[2:])).rows[0].title == "Totaal onderhoud sporthallen"


@pytest.mark.parametrize(
    "total",
    [
        ("", "", "Strooibedrijf Voorbeeld B.V. Totaal", "", "180.000,00"),  # as Excel adds up groups of rows
        ("3 contracten", "", "", "", "180.000,00", "", "", "", "Totaal"),
        ("", "2 werken", "", "", "180.000,00", "", "", "", "Ruimte Totaal"),
    ],
)
def test_a_total_of_a_group_is_left_out_wherever_it_says_so(total: Sequence[str]) -> None:
    rows = [(*(row[8:] or ("Ruimte",)), *row[:8]) for row in ((*SNOW,), (*total, *[""] * (8 - len(total))), (*BRIDGE,))]
    reading = read(*rows, header=("Afdeling", *HEADER))
    assert [row.reference for row in reading.rows] == [SNOW[0], BRIDGE[0]]
    assert [(problem.where, problem.severity) for problem in reading.problems] == [("rij 3", "warning")]


def test_empty_rows_and_repeated_headers_are_left_out_in_silence() -> None:
    reading = read(("",) * 8, SNOW, ("  ",) * 8, HEADER, BRIDGE, ("",))
    assert [row.where for row in reading.rows] == ["rij 3", "rij 6"]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "again", [[name.upper() for name in HEADER], ["Contractnr", "Opdracht", "Opdrachtnemer", "KvK", "Waarde", "Type", "Start", "Einde"]]
)
def test_a_header_that_is_repeated_in_other_words_or_capitals_is_left_out_in_silence(again: Sequence[str]) -> None:
    reading = read(SNOW, again, BRIDGE)
    assert [row.reference for row in reading.rows] == [SNOW[0], BRIDGE[0]]
    assert reading.problems == ()


def test_a_row_without_number_title_and_contractor_is_left_out_and_said() -> None:
    reading = read(SNOW, ("", "", "", "", "180.000,00"))
    assert len(reading.rows) == 1
    assert "overgeslagen" in reading.problems[0].message


def test_a_problem_names_row_column_and_cell_and_the_place_of_the_row() -> None:
    reading = read(("",) * 8, SNOW, (*BRIDGE[:3], "87654", *BRIDGE[4:]))
    assert [(problem.where, problem.row, problem.field) for problem in reading.problems] == [
        ("rij 4, kolom KvK-nummer (D4)", 1, "kvk_number")
    ]


def test_problems_stand_in_the_order_of_the_rows() -> None:
    reading = read((*SNOW[:4], "veel", "iets", *SNOW[6:]), ("TOTAAL",), (*BRIDGE[:3], "1", *BRIDGE[4:]))
    assert [problem.where.split(",")[0] for problem in reading.problems] == ["rij 2", "rij 2", "rij 3", "rij 4"]


def test_the_second_row_with_a_number_is_an_error_that_names_the_first() -> None:
    reading = read(SNOW, BRIDGE, (SNOW[0].lower(), *BRIDGE[1:]))
    (problem,) = about(reading, "reference")
    assert (problem.row, problem.severity) == (2, "error")
    assert "rij 2" in problem.message


def test_the_same_number_of_another_authority_is_another_contract() -> None:
    header = (*HEADER, "Opdrachtgever")
    same = read((*SNOW, "Gemeente Rijswijk"), (*SNOW, "Gemeente Delft"), header=header)
    assert same.problems == ()
    assert about(read((*SNOW, "Gemeente Delft"), (*SNOW, "gemeente delft"), header=header), "reference")


def test_rows_without_a_number_are_never_the_same() -> None:
    assert about(read(("", *SNOW[1:]), ("", *SNOW[1:])), "reference") == []


def test_an_end_before_the_start_is_left_out_and_asked() -> None:
    reading = read((*SNOW[:6], "01-11-2024", "31-10-2024"))
    assert reading.rows[0].end is None and not reading.rows[0].end_is_open
    assert [problem.severity for problem in about(reading, "end")] == ["error"]


@pytest.mark.parametrize(
    ("duration", "end", "last", "severities"),
    [
        ("24 maanden", "", date(2026, 10, 31), ["warning"]),  # from 1 November 2024
        ("24 maanden", "31-12-2025", date(2025, 12, 31), []),  # what is stated goes before what is reckoned
        ("onbepaald", "", None, []),
        ("een tijdje", "", None, ["error"]),
    ],
)
def test_a_duration_gives_the_end_where_none_is_stated(duration: str, end: str, last: date | None, severities: list[str]) -> None:
    reading = read((*SNOW[:6], "01-11-2024", end, duration), header=(*HEADER, "Looptijd"))
    (row,) = reading.rows
    assert (row.end, row.end_is_open) == (last, duration == "onbepaald")
    assert [problem.severity for problem in about(reading, "duration")] == severities
    assert row.raw["duration"] == duration


def test_a_row_with_a_contractor_alone_may_belong_to_the_one_above() -> None:
    reading = read(SNOW, ("", "", "Tweede Strooibedrijf Voorbeeld B.V.", "87654321", "", "", "", ""), BRIDGE)
    assert [row.reference for row in reading.rows] == [SNOW[0], None, BRIDGE[0]]
    (problem,) = reading.problems
    assert (problem.row, problem.severity, "rij erboven" in problem.message) == (1, "warning", True)


@pytest.mark.parametrize(
    "header",
    [
        ("Contractnr", "Leverancier", "Omschrijving"),
        ("Kenmerk", "Opdrachtnemer", "Onderwerp", "KvK", "Raming"),
        ("Leverancier", "Contactpersoon", "Telefoon"),
    ],
)
def test_a_table_with_other_columns_under_the_first_is_not_read_and_that_is_said(header: tuple[str, ...]) -> None:
    reading = read(SNOW, (), header, (BRIDGE[0], BRIDGE[2], BRIDGE[1]), BRIDGE)
    assert [row.reference for row in reading.rows] == [SNOW[0]]
    (problem,) = reading.problems
    assert (problem.where, problem.severity, "eigen blad" in problem.message) == ("rij 4", "error", True)


def test_a_duration_without_a_start_says_that_the_end_is_not_known() -> None:
    reading = read((*SNOW[:6], "", "", "24 maanden"), header=(*HEADER, "Looptijd"))
    assert (reading.rows[0].start, reading.rows[0].end) == (None, None)
    (problem,) = about(reading, "duration")
    assert (problem.severity, "24 maanden" in problem.message) == ("warning", True)


def test_a_contract_of_one_day_is_allowed() -> None:
    assert read((*SNOW[:6], "01-11-2024", "01-11-2024")).problems == ()


def test_a_currency_in_a_column_of_its_own_counts() -> None:
    reading = read((*SNOW, "USD"), (*BRIDGE, "EUR"), header=(*HEADER, "Valuta"))
    assert [row.currency for row in reading.rows] == ["USD", "EUR"]
    assert [(problem.row, problem.field, problem.severity) for problem in reading.problems] == [(0, "currency", "error")]


def test_members_of_a_combination_each_have_their_number() -> None:
    content = csv_file(HEADER, ("2024-104", "Brug", '"Bouw A B.V.\nBouw B B.V."', "12345678, 23456789", *BRIDGE[4:]))
    (row,) = imports.read(content).rows
    assert row.contractors == (Party("Bouw A B.V.", "12345678"), Party("Bouw B B.V.", "23456789"))


def test_numbers_that_cannot_be_told_apart_over_the_members_are_asked() -> None:
    content = csv_file(HEADER, ("2024-104", "Brug", '"Bouw A B.V.\nBouw B B.V."', "12345678", *BRIDGE[4:]))
    reading = imports.read(content)
    assert reading.rows[0].contractors == (Party("Bouw A B.V."), Party("Bouw B B.V."))
    assert [problem.severity for problem in about(reading, "kvk_number")] == ["error"]


def test_a_number_without_a_name_is_kept() -> None:
    assert read((*SNOW[:2], "", *SNOW[3:])).rows[0].contractors == (Party("", "12345678"),)


def test_json_has_amounts_with_two_decimals_and_iso_days() -> None:
    (row,) = read((*SNOW[:4], "180000", *SNOW[5:])).to_json_dict()["rows"]
    assert (row["contract_sum"], row["currency"]) == ("180000.00", "EUR")
    assert (row["start"], row["end"], row["awarded_on"]) == ("2024-11-01", "2026-10-31", None)
    assert [(party["name"], party["kvk_number"]) for party in row["contractors"]] == [("Strooibedrijf Voorbeeld B.V.", "12345678")]
    assert row["origins"]["contract_sum"] == "E"
