"""What one cell says: tables of cases, read by hand; for days see `test_days`."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.noted import Noted
from imports.sums import ForeignSum
from sroi.values import format_euros
from tests.imports.readers import READERS, noted

CPV_LIST = Path(__file__).parents[2] / "sroi" / "contracts" / "lists" / "cpv_2008_nl.csv"


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
        ("€ 250.000,00 excl.", "250000"),
        ("250.000 exclusief 21% btw", "250000"),
        ("250.000 (excl. B.T.W.)", "250000"),
        ("250.000 + 21% btw", "250000"),
        ("250.000 plus btw", "250000"),
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
        "250.000 excl. opties",
        "250.000 + 21%",
        "0",
        "0,00",
        "-5.000",
        "1",
        "€ 1,00",
        "0,01",
        "0.5",
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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("01234567", ("01234567",)),
        ("12345678, 23456789", ("12345678", "23456789")),
        ("12345678 + 23456789 en 34567890", ("12345678", "23456789", "34567890")),
    ],
)
def test_kvk_numbers_as_they_should_be_are_read_in_silence(text: str, numbers: tuple[str, ...]) -> None:
    assert READERS["kvk_number"](text) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("27312345 / 000012345678", "27312345"),
        ("27312345 Den Haag", "27312345"),
        ("27312345 (vestiging 000012345678)", "27312345"),
        ("27312345, vestigingsnr.: 000012345678", "27312345"),
        ("1234567", "01234567"),
        ("KvK 87654321", "87654321"),
        ("12.34.56.78", "12345678"),
        ("K.v.K. nr: 12345678", "12345678"),
    ],
)
def test_a_mended_kvk_number_is_said(text: str, number: str) -> None:
    assert noted(READERS["kvk_number"](text)) == ((number,), "warning")


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "12345",
        "Den Haag",
        "00000000",
        "123456780000",
        "000012345678",
        "NL12345678",
        "12345678A",
        "HRB 12345678",
        "RSIN 123456789",
    ],
)
def test_a_kvk_number_that_cannot_be_one_is_asked(text: str) -> None:
    assert noted(READERS["kvk_number"](text)) == (None, "error")


@pytest.mark.parametrize(
    ("text", "code"),
    [("77310000-6", "77310000"), ("45212222", "45212222"), ("77310000-6 Groenvoorziening", "77310000"), ("45000000 - 7", "45000000")],
)
def test_a_cpv_code_is_read_without_its_check_digit(text: str, code: str) -> None:
    assert READERS["cpv"](text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3000000", "03000000"),
        ("77310000-6; 45212222-8", "77310000"),
        ("CPV 45233141-9", "45233141"),
        ("Wegonderhoud (45233141)", "45233141"),
    ],
)
def test_a_cpv_code_that_lost_its_zero_or_stands_among_others_is_said(text: str, code: str) -> None:
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


@pytest.mark.parametrize(
    ("field", "text", "plain"),
    [
        ("contract_sum", "\u200b€\u00a01\u00a0250\u00a0000\u200b", "1250000"),
        ("kvk_number", "\ufeff12345678", "12345678"),
        ("start", "\u200e1\u20111\u20112024", "1-1-2024"),
        ("end", "31 decem\u00adber 2025", "31-12-2025"),
        ("type", "Diens\u00adten\u200b", "Diensten"),
        ("contractor", "Groen\u200b B.V.\n\u200bWeg B.V.", "Groen B.V.\nWeg B.V."),
    ],
)
def test_signs_that_nobody_sees_are_no_part_of_what_a_cell_says(field: str, text: str, plain: str) -> None:
    assert READERS[field](text) == READERS[field](plain)
    assert not isinstance(READERS[field](text), Noted)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize("text", ["", "  ", "-", "n.v.t.", "N.V.T.", "onbekend", "?"])
def test_a_cell_that_tells_nothing_is_nothing_in_every_column(read: Callable[[str], Any], text: str) -> None:
    assert read(text) is None


@given(field=st.sampled_from(sorted(READERS)), text=st.text())
def test_no_text_whatever_makes_a_reader_raise(field: str, text: str) -> None:
    found = READERS[field](text)
    assert not isinstance(found, Noted) or found.message
