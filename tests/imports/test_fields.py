"""What one cell says: tables of cases, read by hand."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.days import LastDay
from imports.fields import cell_readers, duration_reader
from imports.noted import Noted
from imports.profile import load_profile
from imports.rows import Severity
from imports.sums import ForeignSum
from imports.terms import Duration
from sroi.values import format_euros, format_short_date

CPV_LIST = Path(__file__).parents[2] / "sroi" / "contracts" / "lists" / "cpv_2008_nl.csv"
READERS = cell_readers(profile=load_profile())


def noted(found: Any) -> tuple[Any, Severity]:
    assert isinstance(found, Noted), found
    assert found.message.startswith("Hier staat")
    return found.value, found.severity


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250000", "1250000"),
        ("1.250.000", "1250000"),
        ("€ 1.250.000,00", "1250000"),
        ("EUR 1.250.000,00", "1250000"),
        ("EUR1250000", "1250000"),
        ("1.250.000,- euro", "1250000"),
        ("€ 1.250.000,=", "1250000"),
        ("1 250 000,50", "1250000.50"),
        ("1,250,000.00", "1250000"),
        ("249.999,99", "249999.99"),
        ("€\u00a0249.999,99 excl. btw", "249999.99"),
        ("250000 (exclusief BTW)", "250000"),
        ("1.250", "1250"),
        ("1.25", "1.25"),
    ],
)
def test_a_contract_sum_is_read_as_a_dutch_officer_reads_it(text: str, amount: str) -> None:
    assert READERS["contract_sum"](text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "max. 750.000",
        "max 750.000",
        "ca. 200.000",
        "1,250",
        "250,125",
        "2 x 100.000",
        "100.000 - 200.000",
        "100.000/jaar",
        "circa 1,2 miljoen",
        "1,2 mln per jaar",
        "€ 300.000 incl. btw",
        "0",
        "0,00",
        "-5.000",
        "1",
        "€ 1,00",
        "#WAARDE!",
        "01-03-2024",
        "999.999.999.999.999",
    ],
)
def test_a_sum_that_is_unclear_impossible_or_a_placeholder_is_asked(text: str) -> None:
    assert noted(READERS["contract_sum"](text)) == (None, "error")


def test_what_a_formula_left_behind_the_cents_is_rounded_and_said() -> None:
    assert noted(READERS["contract_sum"]("249999,987654")) == (Decimal("249999.99"), "warning")
    assert noted(READERS["contract_sum"]("1250000,005")) == (Decimal("1250000.01"), "warning")


@pytest.mark.parametrize(
    ("text", "amount"), [("€ 1,2 mln", "1200000"), ("3 miljoen euro", "3000000"), ("EUR 0,25 mln.", "250000"), ("1.5 mio", "1500000")]
)
def test_a_sum_in_millions_is_read_and_said(text: str, amount: str) -> None:
    assert noted(READERS["contract_sum"](text)) == (Decimal(amount), "warning")


@pytest.mark.parametrize(
    ("text", "amount", "currency"), [("USD 200.000", "200000", "USD"), ("200.000 GBP", "200000", "GBP"), ("$ 1.500,50", "1500.50", "USD")]
)
def test_an_amount_in_another_currency_is_kept_as_such_and_asked(text: str, amount: str, currency: str) -> None:
    assert noted(READERS["contract_sum"](text)) == (ForeignSum(Decimal(amount), currency), "error")


@given(st.decimals(min_value="1.01", max_value="99999999999.99", places=2))
def test_any_amount_that_the_product_writes_is_read_back_to_the_cent(amount: Decimal) -> None:
    assert READERS["contract_sum"](format_euros(amount)) == amount


@pytest.mark.parametrize(
    ("text", "number"), [("5%", "5"), ("2,5 %", "2.5"), ("5", "5"), ("0,5%", "0.5"), ("100", "100"), ("0", "0"), ("5 procent", "5")]
)
def test_a_percentage_is_read(text: str, number: str) -> None:
    assert READERS["agreed_rate_pct"](text) == READERS["labour_share_pct"](text) == Decimal(number)


@pytest.mark.parametrize(("text", "number"), [("0,05", "5"), ("0.3", "30")])
def test_a_fraction_without_a_sign_is_taken_for_a_percentage_and_said(text: str, number: str) -> None:
    assert noted(READERS["agreed_rate_pct"](text)) == (Decimal(number), "warning")


@pytest.mark.parametrize("text", ["min. 5%", "ja", "5% - 10%", "500%", "-5"])
def test_an_unclear_percentage_is_asked(text: str) -> None:
    assert noted(READERS["agreed_rate_pct"](text)) == (None, "error")


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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Meubel & Zn", ("Meubel & Zn",)),
        ("Bouwcombinatie A/B v.o.f.", ("Bouwcombinatie A/B v.o.f.",)),
        ("Bouw A B.V.\nBouw B B.V.", ("Bouw A B.V.", "Bouw B B.V.")),
        ("Bouw A B.V.;  Bouw B   B.V.", ("Bouw A B.V.", "Bouw B B.V.")),
    ],
)
def test_contractors_stand_on_lines_or_between_semicolons(text: str, names: tuple[str, ...]) -> None:
    assert READERS["contractor"](text) == names


@pytest.mark.parametrize(("text", "numbers"), [("01234567", ("01234567",)), ("12345678, 23456789", ("12345678", "23456789"))])
def test_kvk_numbers_as_they_should_be_are_read_in_silence(text: str, numbers: tuple[str, ...]) -> None:
    assert READERS["kvk_number"](text) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("1234567", "01234567"), ("KvK 87654321", "87654321"), ("12.34.56.78", "12345678"), ("K.v.K. nr: 12345678", "12345678")],
)
def test_a_mended_kvk_number_is_said(text: str, number: str) -> None:
    assert noted(READERS["kvk_number"](text)) == ((number,), "warning")


@pytest.mark.parametrize("text", ["123456789", "12345", "Den Haag", "00000000", "123456780000"])
def test_a_kvk_number_that_cannot_be_one_is_asked(text: str) -> None:
    assert noted(READERS["kvk_number"](text)) == (None, "error")


@pytest.mark.parametrize(
    ("text", "code"),
    [("77310000-6", "77310000"), ("45212222", "45212222"), ("77310000-6 Groenvoorziening", "77310000"), ("45000000 - 7", "45000000")],
)
def test_a_cpv_code_is_read_without_its_check_digit(text: str, code: str) -> None:
    assert READERS["cpv"](text) == code


@pytest.mark.parametrize(("text", "code"), [("3000000", "03000000"), ("77310000-6; 45212222-8", "77310000")])
def test_a_cpv_code_that_lost_its_zero_or_stands_first_of_more_is_said(text: str, code: str) -> None:
    assert noted(READERS["cpv"](text)) == (code, "warning")


def test_every_code_that_the_register_offers_is_read_with_its_own_check_digit() -> None:
    with CPV_LIST.open(encoding="utf-8", newline="") as lines:
        wrong = [row["code"] for row in csv.DictReader(lines) if READERS["cpv"](f"{row['code']}-{row['controlecijfer']}") != row["code"]]
    assert wrong == []


@pytest.mark.parametrize("text", ["77310000-5", "99999999", "4521", "groen", "773100001"])
def test_a_cpv_code_that_does_not_exist_is_asked(text: str) -> None:
    assert noted(READERS["cpv"](text)) == (None, "error")


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("1", ("1",)),
        ("Perceel 1", ("1",)),
        ("1, 2 en 3", ("1", "2", "3")),
        ("percelen 1 t/m 3", ("1", "2", "3")),
        ("Noord / Zuid", ("Noord", "Zuid")),
        ("2a", ("2a",)),
    ],
)
def test_lots_are_read_one_by_one(text: str, lots: tuple[str, ...]) -> None:
    assert READERS["lots"](text) == lots


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dienst", "services"),
        ("diensten", "services"),
        ("WERK", "works"),
        ("Werken", "works"),
        ("Levering", "supplies"),
        ("leveringen", "supplies"),
        ("Services", "services"),
        ("L", "supplies"),
    ],
)
def test_the_type_of_contract_is_read_in_dutch_and_english(text: str, kind: str) -> None:
    assert READERS["type"](text) == kind


@pytest.mark.parametrize("text", ["Raamovereenkomst", "Dienst/Levering", "overig"])
def test_another_type_of_contract_is_asked(text: str) -> None:
    assert noted(READERS["type"](text)) == (None, "error")


@pytest.mark.parametrize("text", ["actief", "Lopend", "1. Actief", "getekend", "Verlengd t/m 2026", "verlopen", "Active", "WAAR", ""])
def test_a_status_of_a_contract_that_holds_says_nothing(text: str) -> None:
    assert READERS["status"](text) is None


@pytest.mark.parametrize(
    "text",
    [
        "vervallen",
        "Ingetrokken",
        "beëindigd",
        "Beeindigd per 1-1-2024",
        "concept",
        "in aanbesteding",
        "niet actief",
        "Nog niet gegund",
        "Nee",
    ],
)
def test_a_status_of_a_contract_that_may_not_hold_is_asked(text: str) -> None:
    assert noted(READERS["status"](text)) == (None, "error")
    assert f'"{text}"' in READERS["status"](text).message


def test_a_status_that_nobody_knows_is_said() -> None:
    assert noted(READERS["status"]("fase 3")) == (None, "warning")


def test_a_currency_is_three_letters_or_a_sign() -> None:
    assert [READERS["currency"](text) for text in ("EUR", "€", "euro", "usd", "$")] == ["EUR", "EUR", "EUR", "USD", "USD"]
    assert noted(READERS["currency"]("kroon")) == (None, "error")


def test_a_text_gets_single_spaces_and_an_error_of_excel_is_none() -> None:
    assert READERS["title"]("  Onderhoud\n openbaar   groen ") == "Onderhoud openbaar groen"
    assert noted(READERS["title"]("#VERW!")) == (None, "error")


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize("text", ["", "  ", "-", "n.v.t.", "N.V.T.", "onbekend", "?"])
def test_a_cell_that_tells_nothing_is_nothing_in_every_column(read: Callable[[str], Any], text: str) -> None:
    assert read(text) is None


@given(field=st.sampled_from(sorted(READERS)), text=st.text())
def test_no_text_whatever_makes_a_reader_raise(field: str, text: str) -> None:
    found = READERS[field](text)
    assert not isinstance(found, Noted) or found.message
