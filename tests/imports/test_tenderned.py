"""TenderNed's open-data workbook, by the names that its columns had in different years; a whole sample is golden."""

from datetime import date
from decimal import Decimal

import pytest

import imports
from imports import Party, Reading, load_profile
from tests.imports.workbooks import csv_file, workbook

RECENT = (
    "ID publicatie",
    "TenderNed kenmerk",
    "Naam aanbesteding",
    "Naam gegunde onderneming",
    "ON kvknummer",
    "Definitieve waarde - bedrag",
)
BEFORE = ("Id publicatie", "Tenderned kenmerk", "Omschrijving aanbesteding", "Officiële benaming", "Kvknummer", "Waarde - bedrag")
ROW = ("900001", "123456", "Groenonderhoud (verzonnen)", "Groenbedrijf Voorbeeld B.V.", "1234567", "800000")


def read(header: tuple[str, ...], *rows: tuple[str, ...]) -> Reading:
    return imports.read(csv_file(header, *rows))


@pytest.mark.parametrize("header", [RECENT, BEFORE])
def test_the_columns_of_every_year_are_read(header: tuple[str, ...]) -> None:
    reading = read(header, ROW)
    (row,) = reading.rows
    assert reading.format == "tenderned"
    assert (row.reference, row.title, row.contract_sum) == ("123456", ROW[2], Decimal(800000))
    assert row.contractors == (Party("Groenbedrijf Voorbeeld B.V.", "01234567"),)
    assert row.notice is not None
    assert (row.notice.kind, row.notice.notice_id, row.notice.procedure_id) == ("award", "900001", "123456")


def test_it_is_known_by_its_columns_whatever_the_sheet_is_called() -> None:
    assert imports.read(workbook(Toelichting=[["Uitleg"]], Blad2=[RECENT, ROW])).format == "tenderned"


def test_a_column_that_only_looks_like_one_of_notices_is_not_read() -> None:
    reading = read(("ID publicatie", "URL TenderNed", "Type aanbestedende dienst", *RECENT[2:]), ("900001", "", "Gemeente", *ROW[2:]))
    [column] = [column for column in reading.columns if column.header == "Type aanbestedende dienst"]
    assert column.field is None
    assert [row.contracting_authority for row in reading.rows] == [None]


@pytest.mark.parametrize(("text", "day"), [("2024-03-01", date(2024, 3, 1)), ("", None), ("31-31-2024", None), ("volgt", None)])
def test_a_day_of_publication_that_cannot_be_read_is_left_out(text: str, day: date | None) -> None:
    reading = read((*RECENT, "Publicatiedatum"), (*ROW, text))
    [row] = reading.rows
    assert row.notice is not None and row.notice.published_on == day
    assert [problem.severity for problem in reading.problems if text and text in problem.message] == (
        [] if day or not text else ["warning"]
    )


def test_awards_of_one_procedure_get_numbers_of_their_own() -> None:
    reading = read((*RECENT, "ID perceel"), (*ROW, "1"), (*ROW, "2"), ("900002", "999", *ROW[2:], ""))
    assert [row.reference for row in reading.rows] == ["123456 / 1-01234567", "123456 / 2-01234567", "999"]
    assert [problem for problem in reading.problems if problem.field == "reference"] == []


@pytest.mark.parametrize(
    ("number", "land", "kvk_number"),
    [
        ("12345678", "Nederland", "12345678"),
        ("12345678", "", "12345678"),
        ("12345678", "Duitsland", None),
        ("BE0123.456.789", "België", None),
    ],
)
def test_only_a_dutch_firm_has_a_kvk_number(number: str, land: str, kvk_number: str | None) -> None:
    (row,) = read((*RECENT, "ON land"), (*ROW[:4], number, ROW[5], land)).rows
    assert [party.kvk_number for party in row.contractors] == [kvk_number]


@pytest.mark.parametrize(
    ("term", "unit", "end"),
    [
        ("48", "Maanden", date(2030, 2, 28)),
        ("4", "Jaren", date(2030, 2, 28)),
        ("x", "Maanden", None),
        ("", "Maanden", None),
        ("4", "", None),
    ],
)
def test_a_term_and_its_unit_give_the_end(term: str, unit: str, end: date | None) -> None:
    header = (*RECENT, "Aanvang opdracht", "Termijn voltooiing opdracht", "Tijdseenheid periode voltooiing opdracht")
    (row,) = read(header, (*ROW, "01-03-2026", term, unit)).rows
    assert row.end == end


def test_a_publication_without_a_winner_is_a_tender_and_a_change_is_one() -> None:
    header = (*RECENT, "Publicatie soort")
    kinds = [
        row.notice and row.notice.kind
        for row in read(
            header,
            (*ROW[:3], "", "", "", "Aankondiging van een opdracht"),
            (*ROW, "Aankondiging van een gegunde opdracht"),
            (*ROW, "Wijziging van een opdracht gedurende de looptijd"),
        ).rows
    ]
    assert kinds == ["tender", "award", "modification"]


def test_of_a_description_only_what_it_says_of_social_return_is_kept() -> None:
    header = (*RECENT, "Omschrijving aanbesteding")
    reading = read(header, (*ROW, "Social return 5%. Vragen: invul@example.org"), (*ROW, "Bel 06-12345678"))
    clauses = [row.notice.social_clauses for row in reading.rows if row.notice]
    assert [len(found) for found in clauses] == [1, 0]
    told = str(reading.to_json_dict())
    assert "Social return 5%" in told and "example.org" not in told and "06-12345678" not in told


def test_what_a_person_chose_for_its_columns_counts() -> None:
    chosen = load_profile().with_columns({"Naam aanbesteding": None, "ID publicatie": "notice_id"})
    (row,) = imports.read(csv_file(RECENT, ROW), profile=chosen).rows
    assert (row.title, row.notice and row.notice.notice_id) == (None, "900001")
    unread = load_profile().with_columns(dict.fromkeys(RECENT[:2]))
    (row,) = imports.read(csv_file(RECENT, ROW), profile=unread).rows
    assert (row.reference, row.notice and row.notice.notice_id) == (None, "")
