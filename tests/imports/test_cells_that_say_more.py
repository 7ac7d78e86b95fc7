"""Cells that say more than a value, or something else in its place: read where that leaves no doubt, asked or left out where it does."""

from datetime import date

import pytest

import imports
from imports.rows import ContractRow, Problem
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, workbook


def read(field: str, text: str) -> tuple[ContractRow, list[Problem]]:
    """Return a contract with this cell among others, and what is said of it."""
    other = dict(zip(HEADER, BRIDGE, strict=True)) | {"Percelen": "2"}
    own = dict(zip(HEADER, SNOW, strict=True)) | {"Percelen": "1", field: text}
    third = other | {"Contractnummer": "2024-103"}
    reading = imports.read(
        workbook(Register=[[*HEADER, "Percelen"], *([row[name] for name in (*HEADER, "Percelen")] for row in (own, other, third))])
    )
    return reading.rows[0], [problem for problem in reading.problems if problem.row == 0]


@pytest.mark.parametrize(
    "text",
    [
        "31-10-2026 (excl. verlenging)",
        "31-10-2026 exclusief opties",
        "31-10-2026, excl. verlengingsopties",
        "31-10-2026 + 2x1 jaar",
        "31-10-2026 (optie tot 31-10-2028)",
        "31-10-2026 (verlenging mogelijk tot 2028)",
        "31-10-2026*",
        "31-10-2026 1)",
        "31 oktober 2026 (zonder verlenging)",
        "2026-10-31 (excl. opties)",
        "t/m 31-10-2026 (excl. verlenging)",
        "31-10-2026 + 2 x 12 mnd.",
        "31-10-2026, 2 x 1 optiejaar",
        "31-10-2026 met verlengingsopties",
        "31-10-2026 met optie tot 2028",
    ],
)
def test_the_last_day_is_read_when_what_stands_behind_it_leaves_no_doubt(text: str) -> None:
    row, [problem] = read("Einddatum", text)
    assert (row.end, problem.field, problem.severity) == (date(2026, 10, 31), "end", "warning")
    assert text in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "31-10-2026 (incl. verlenging)",
        "31-10-2026 na verlenging",
        "31-10-2026 inclusief 2 optiejaren",
        "31-10-2026 / 31-10-2028",
        "31-10-2026 of eerder",
        "31-10-2026 met verlenging",
        "31-10-2026 (met verlenging van 2 jaar)",
        "31-10-2026 met 2 optiejaren",
        "31-10-2026 met 2 x 1 jaar verlenging",
        "31-10-2026 3 x 2 is 6",
        "31-10-2026 2 x 1 dag eerder",
        "31-10-2026 (definitief?)",
        "2026",
        "eind 2026",
        "oktober 2026",
        "tot 1-11-2026",
    ],
)
def test_a_last_day_with_anything_else_is_asked(text: str) -> None:
    row, [problem] = read("Einddatum", text)
    assert (row.end, row.end_is_open, problem.severity) == (None, False, "error")


@pytest.mark.parametrize("text", ["onbep. tijd", "onbepaald (opzegbaar)", "voor onbepaalde tijd, jaarlijks opzegbaar"])
def test_an_end_that_says_more_than_that_it_is_open_is_open(text: str) -> None:
    row, [problem] = read("Einddatum", text)
    assert (row.end, row.end_is_open, problem.severity) == (None, True, "warning")
    assert read("Einddatum", "onbepaald tot 2028")[0].end_is_open is False


@pytest.mark.parametrize(
    "text",
    [
        "Zie bijlage",
        "zie opmerkingen",
        "diverse",
        "Diverse leveranciers",
        "meerdere partijen",
        "verschillende aanbieders",
        "nog niet gegund",
        "TBD",
        "idem",
        "- idem -",
        '"',
        "''",
        "5 partijen",
        "0",
    ],
)
def test_who_is_no_contractor_is_asked(text: str) -> None:
    row, [problem] = read("Leverancier", text)
    assert (row.contractors[0].name, problem.field, problem.severity) == ("", "contractor", "error")


@pytest.mark.parametrize(
    "text", ["Diverse Zaken B.V.", "Volgt & Zonen", "Meerderen B.V.", "Zie Zo Schoonmaak", "Idem Dito Schoonmaak", "3 Partijen B.V."]
)
def test_a_firm_with_such_a_name_is_a_contractor(text: str) -> None:
    assert read("Leverancier", text)[0].contractors[0].name == text


def test_firms_with_their_roles_are_divided() -> None:
    row, _problems = read("Leverancier", "Zand B.V. (penvoerder) & Grind B.V. (combinant)")
    assert [party.name for party in row.contractors] == ["Zand B.V.", "Grind B.V."]


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("geen percelen", ()),
        ("Nee", ()),
        ("geen", ()),
        ("1+2", ("1", "2")),
        ("1 + 3", ("1", "3")),
        ("maaien + snoeien", ("maaien + snoeien",)),
    ],
)
def test_the_lots_of_a_cell(text: str, lots: tuple[str, ...]) -> None:
    row, problems = read("Percelen", text)
    assert (row.lots, problems) == (lots, [])


def test_that_there_are_lots_does_not_say_which() -> None:
    row, [problem] = read("Percelen", "ja")
    assert (row.lots, problem.field, problem.severity) == ((), "lots", "warning")


@pytest.mark.parametrize("text", ["2,024E+11", "2.024E+11", " 2E+11 "])
def test_a_number_of_which_excel_kept_no_more_than_the_first_digits_is_asked(text: str) -> None:
    row, [problem] = read("Contractnummer", text)
    assert (row.reference, problem.field, problem.severity) == (None, "reference", "error")


def test_a_number_with_letters_in_it_is_one() -> None:
    assert read("Contractnummer", "2024 E+W 11")[0].reference == "2024 E+W 11"


@pytest.mark.parametrize(
    ("title", "header", "is_read"),
    [
        ("Contracten (bedragen incl. btw)", "Contractwaarde", False),
        ("Alle bedragen zijn inclusief BTW", "Bedrag", False),
        ("Alle bedragen zijn inclusief BTW", "Bedrag (excl. btw)", True),
        ("Alle bedragen zijn exclusief BTW", "Contractwaarde", True),
        ("Contracten inclusief verlengingen", "Contractwaarde", True),
        ("Bedragen zijn excl. btw; bedragen incl. btw staan in het andere blad", "Contractwaarde", True),
        ("Bedragen excl. en incl. btw", "Contractwaarde", True),
        ("Bedragen incl. btw, excl. opties", "Contractwaarde", False),
        ("Alle bedragen incl. 21% btw", "Contractwaarde", False),
        ("All amounts including VAT", "Contractwaarde", False),
        ("Alle bedragen incl. btw", "Contractwaarde (excl. verlenging)", False),
        ("Alle bedragen incl. btw", "Contractwaarde (excl. 21% btw)", True),
        ("Alle bedragen incl. btw", "Contractwaarde (excl.)", True),
    ],
)
def test_amounts_of_which_the_title_says_that_vat_is_in_them_are_not_read(title: str, header: str, is_read: bool) -> None:
    names = [header if name == "Contractwaarde (excl. btw)" else name for name in HEADER]
    reading = imports.read(workbook(Register=[[title], names, SNOW]))
    assert (reading.rows[0].contract_sum is not None) is is_read
    assert [header in problem.where and "inclusief btw" in problem.message for problem in reading.problems] == ([] if is_read else [True])
