"""Cells that are much longer than anybody types: read when blanks make them long, asked about when more does, and soon.

Without care each of these takes the square of the time that its text is long: from some seconds to an hour.
"""

from decimal import Decimal
from typing import Any

import pytest

import imports
from imports.cells import LONGEST_CELL
from imports.days import month_first
from imports.explanation import explains_columns
from imports.fields import cell_readers
from imports.foot import foot_rows
from imports.fractions_of_one import whole_of_fractions
from imports.meaning import by_unit, is_private
from imports.noted import Noted
from imports.profile import load_profile

PROFILE = load_profile()
READERS = cell_readers(profile=PROFILE)
MANY = 32_000
BLANKS, LINES = " " * MANY, "\n" * MANY
HEADER = "Contractnummer;Titel;Opdrachtnemer;Contractsom;Percelen\n"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("lots", f"1{BLANKS}2", ("1 2",)),
        ("lots", f"1{BLANKS}en{BLANKS}2", ("1", "2")),
        ("contractor", f"Voorbeeld{BLANKS}B.V.", ("Voorbeeld B.V.",)),
        ("contractor", f"Voorbeeld B.V.{BLANKS}\n{BLANKS}Monster B.V.", ("Voorbeeld B.V.", "Monster B.V.")),
        ("kvk_number", f"12345678{BLANKS};{BLANKS}87654321", ("12345678", "87654321")),
        ("agreed_rate_pct", f"5{BLANKS}%", Decimal(5)),
        ("agreed_rate_pct", f"5{LINES}procent", Decimal(5)),
        ("lots", f"1{LINES}2{BLANKS}3", ("1", "2 3")),
        ("contract_sum", f"EUR{BLANKS}1000", Decimal(1000)),
    ],
)
def test_a_run_of_blanks_means_no_more_than_one(field: str, text: str, value: Any) -> None:
    found = READERS[field](text)
    assert (found.value if isinstance(found, Noted) else found) == value


@pytest.mark.parametrize("field", ["contractor", "kvk_number", "lots", "contract_sum", "end", "duration", "agreed_rate_pct", "cpv"])
@pytest.mark.parametrize("sign", ["1", ",", "(", "a ", "1 - ", "\n1"])
def test_a_text_that_is_far_too_long_for_its_field_is_asked_about(field: str, sign: str) -> None:
    found = READERS[field]("1" + sign * MANY + "x")
    assert isinstance(found, Noted)
    assert (found.value, found.severity) == (None, "error")
    assert "Deze tekst is te lang om te lezen" in found.message
    assert len(found.message) < 200


def test_a_long_list_of_firms_is_read_whole() -> None:
    names = tuple(f"Voorbeeldbedrijf {number} B.V." for number in range(140))
    text = "\n".join(names)
    assert len(text) < LONGEST_CELL
    assert READERS["contractor"](text) == names


def test_the_row_with_such_a_text_is_there_with_its_question_and_its_text() -> None:
    lots = "1 " * MANY + "2"
    reading = imports.read(f"{HEADER}2024-1;Werk;Voorbeeld B.V.;1000;{lots}\n2024-2;Werk 2;Voorbeeld B.V.;2000;2\n".encode())
    assert [row.raw["lots"] for row in reading.rows] == [lots, "2"]
    assert [(problem.row, problem.field, problem.severity) for problem in reading.problems] == [(0, "lots", "error")]


def test_a_number_marked_as_text_may_be_long() -> None:
    number = "1" * MANY + "x"
    reading = imports.read(f"{HEADER}'{number};Werk;Voorbeeld B.V.;1000;1\n'0123;Werk 2;Voorbeeld B.V.;2000;2\n".encode())
    assert [row.raw["reference"] for row in reading.rows] == [f"'{number}", "0123"]


def test_texts_that_a_column_decides_about_may_be_long() -> None:
    assert set(month_first(["\n" * MANY + "x", "1-13-2024"])) == set()
    assert set(month_first([" \n" * MANY + "1-2-2024", "1/13/2024", "1/2/2024"])) == {"1/2/2024"}
    assert whole_of_fractions({"0," + "1" * MANY + "x": None, "1": None, "0,3": None}) == {}
    assert set(whole_of_fractions({"0,001": None, "1": None, "0,30": None})) == {"1"}


def test_texts_around_the_list_may_be_long() -> None:
    assert foot_rows([["2024-1", "Werk", "1"], ["", "zie ook dit lange " + "a" * MANY + " woord", ""]], [1, 2], [0, 1]) == 0
    assert foot_rows([["2024-1", "Werk", "1"], ["", "dit is een hele lange zin.", ""]], [1, 2], [0, 1]) == 1
    assert not is_private("(" * MANY, PROFILE)
    assert by_unit(f"1{BLANKS}x", PROFILE) is None
    forms = {"reference": "in euro, ex btw, " * 2_000 + "!", "title": "Werk"}
    assert not explains_columns(forms, [], PROFILE)
    assert explains_columns({"reference": "tekst, verplicht", "contract_sum": "in euro, ex btw"}, [], PROFILE)


@pytest.mark.parametrize("name", ["Zie Onderhoud B.V.", "Zie lijsten B.V.", "Zie Boven BV", "Zie Contract N.V."])
def test_a_firm_may_be_called_after_what_others_write_for_nobody(name: str) -> None:
    assert READERS["contractor"](name) == (name,)


def test_a_reference_to_another_place_is_nobody() -> None:
    assert isinstance(READERS["contractor"]("zie bijlage"), Noted)
    assert isinstance(READERS["contractor"]("Zie lijst met B.V.'s"), Noted)


def test_a_short_text_may_not_stand_for_very_many_lots() -> None:
    found = READERS["lots"]("1 t/m 999," * 500)
    assert isinstance(found, Noted)
    assert (found.value, found.severity) == (None, "error")
    assert "Dit zijn te veel percelen voor één contract" in found.message
    assert len(READERS["lots"]("1 t/m 999")) == 999
