"""What a title, a row of units or a line under the list says of all amounts: then no amount is read in silence as a contract sum."""

from collections.abc import Sequence

import pytest

import imports
from imports import Severity
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, csv_file

NAMES = [name.removesuffix(" (excl. btw)") for name in HEADER]
SUM = HEADER.index("Contractwaarde (excl. btw)")


def sums(*rows: Sequence[str]) -> tuple[list[str | None], set[tuple[str | None, Severity]]]:
    """Return the sum of each contract, and the field and severity of what is said of contracts."""
    reading = imports.read(csv_file(*rows))
    told = {(problem.field, problem.severity) for problem in reading.problems if problem.row is not None}
    return [None if row.contract_sum is None else str(row.contract_sum) for row in reading.rows], told


def under(text: str, *, column: int = SUM) -> list[str]:
    return ["" if place != column else text for place in range(len(NAMES))]


ASKED = ([None, None], {("contract_sum", "error")})
READ = (["180000.00", "420000.00"], set[tuple[str | None, Severity]]())


@pytest.mark.parametrize(
    "unit",
    [
        "x € 1.000",
        "(x 1.000)",
        "in mln",
        "k€",
        "(€ 000)",
        "per jaar",
        "€ 1.000",
        "1000",
        "2024",
        "incl. btw",
        "USD",
        "in $",
        "raming",
        "incl. opties",
    ],
)
def test_amounts_over_which_a_row_of_units_stands_are_asked(unit: str) -> None:
    assert sums(NAMES, under(unit), SNOW, BRIDGE) == ASKED
    assert sums(NAMES, ["tekst", "tekst", "tekst", "8 cijfers", unit, "", "datum", "datum"], SNOW, BRIDGE) == ASKED


@pytest.mark.parametrize(
    "unit", ["€", "excl. btw", "in euro's", "(EUR, excl. btw)", "600.000", "€ 1.000.000", "EUR 1.000.000,00", "1.000.000 euro"]
)
def test_a_row_of_other_units_or_of_the_sum_of_a_group_changes_nothing(unit: str) -> None:
    assert sums(NAMES, under(unit), SNOW, BRIDGE) == READ


def test_a_unit_of_another_column_changes_nothing() -> None:
    assert sums([*NAMES, "Raming"], [*under("€"), "x € 1.000"], [*SNOW, "5"], [*BRIDGE, "6"]) == READ


@pytest.mark.parametrize(
    "remark",
    [
        "Alle bedragen x € 1.000",
        "* Bedragen zijn inclusief 21% btw",
        "Let op: bedragen per jaar",
        "Bedragen zijn ramingen",
        "All amounts in USD",
        "Bedragen in k€ (in k euro)",
    ],
)
def test_amounts_of_which_a_line_around_the_list_says_what_they_are_are_not_read(remark: str) -> None:
    assert sums(NAMES, SNOW, BRIDGE, [], [remark]) == ASKED
    assert sums(NAMES, SNOW, BRIDGE, [], ["", remark]) == ASKED
    assert sums(NAMES, [remark], SNOW, BRIDGE) == ASKED
    assert sums([remark], NAMES, SNOW, BRIDGE)[0] == [None, None]


@pytest.mark.parametrize(
    "remark", ["Alle bedragen excl. btw", "Contracten vanaf € 1.000", "* inclusief verlenging", "Bedragen incl. en excl. btw"]
)
def test_another_line_around_the_list_changes_nothing(remark: str) -> None:
    assert sums(NAMES, SNOW, BRIDGE, [], [remark]) == READ


def test_a_total_says_nothing_of_other_amounts() -> None:
    totals = ["Totaal excl. btw", *under("600.000")[1:]], ["Totaal incl. btw", *under("726.000")[1:]]
    assert sums(NAMES, SNOW, BRIDGE, [], *totals) == READ


def test_the_last_line_counts_however_many_stand_before_it() -> None:
    captions = [[f"Afdeling {number}"] for number in range(1_100)]
    assert sums(NAMES, SNOW, *captions, BRIDGE, ["Bedragen x € 1.000"]) == ASKED


def test_a_header_without_vat_goes_before_a_line_with_it() -> None:
    assert sums(HEADER, SNOW, BRIDGE, [], ["Bedragen zijn inclusief btw"]) == READ


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("BTW", ("incl.", "excl.")),
        ("Btw incl./excl.", ("inclusief", "exclusief btw")),
        ("Per", ("jaar", "totaal")),
        ("Soort bedrag", ("Raming", "Gunning")),
        ("Eenheid", ("x € 1.000", "euro")),
        ("BTW", ("incl. 21%", "21%")),
        ("BTW", ("inclusief", "EUR 88.200,00")),
    ],
)
def test_an_amount_of_which_a_cell_beside_it_says_that_it_is_of_another_kind_is_asked(header: str, kinds: tuple[str, str]) -> None:
    reading = imports.read(csv_file([*NAMES, header], [*SNOW, kinds[0]], [*BRIDGE, kinds[1]]))
    assert [row.contract_sum and str(row.contract_sum) for row in reading.rows] == [None, "420000.00"]
    assert [(problem.row, problem.field, problem.severity) for problem in reading.problems] == [(0, "sum_kind", "error")]


def test_amounts_that_a_person_chose_are_read() -> None:
    profile = imports.load_profile().with_columns({"Contractwaarde": "contract_sum"})
    reading = imports.read(csv_file(NAMES, under("x € 1.000"), SNOW, [], ["Bedragen per jaar"]), profile=profile)
    assert [str(row.contract_sum) for row in reading.rows] == ["180000.00"]
