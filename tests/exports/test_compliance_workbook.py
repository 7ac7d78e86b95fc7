"""The compliance workbook: every sheet as it was agreed (see `golden.py`), and its formulas against the values beside them."""

import io
import re
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook as ReadWorkbook
from openpyxl import load_workbook

from tests.exports.compliance_book import make_book
from tests.exports.golden import assert_as_agreed
from tests.exports.reading import described_book


def read(content: bytes, *, data_only: bool = False) -> ReadWorkbook:
    return load_workbook(io.BytesIO(content), data_only=data_only)


@pytest.mark.parametrize("year", [2023, 2022])
def test_the_workbook_is_as_it_was_agreed(year: int) -> None:
    assert_as_agreed(f"compliance-{year}", described_book(make_book(year=year)))


def test_the_sheets_are_the_five_that_were_asked_for() -> None:
    book = read(make_book())
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Samenvatting", "Contracten", "Opgaven", "Plaatsingen", "Toelichting"]
    for name in ("Contracten", "Opgaven", "Plaatsingen"):
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref is not None


def test_the_summary_has_a_chart_of_placements_and_one_of_euros() -> None:
    summary = read(make_book())["Samenvatting"]
    placements, euros = summary._charts
    bars, marks = ([series.val.numRef.f for series in chart.series] for chart in placements._charts)
    assert bars == ["Samenvatting!$B$38:$B$40", "Samenvatting!$C$38:$C$40", "Samenvatting!$D$38:$D$40"]
    assert [summary.cell(37, column).value for column in range(1, 7)] == [
        "Jaar",
        "Lokaal",
        "Regionaal",
        "Niet uitgesplitst",
        "Totaal",
        "Jaardoel",
    ]
    assert marks == ["Samenvatting!$F$38:$F$40"]
    assert [series.val.numRef.f for series in euros.series] == ["Samenvatting!$B$17:$B$21"]
    assert [summary.cell(row, 1).value for row in range(17, 22)] == ["Verplicht", "Goedgekeurd", "In beoordeling", "Resteert", "Overschot"]


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
@pytest.mark.parametrize("is_empty", [False, True])
def test_every_formula_gives_the_value_beside_it(year: int, is_empty: bool) -> None:
    content = make_book(year=year, is_empty=is_empty)
    formulas, values = read(content), read(content, data_only=True)
    checked = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            expected = evaluated(str(cell.value), values, sheet.title)
            assert values[sheet.title][cell.coordinate].value == pytest.approx(expected), cell.value
            checked += 1
    assert checked > 8


def evaluated(formula: str, book: ReadWorkbook, sheet: str) -> float:
    """Return what a formula of the workbook gives; it knows those few that the workbook uses."""
    if found := re.fullmatch(r"=SUBTOTAL\(109,(.+)\)|=SUM\((.+)\)", formula):
        return sum(figures(book, sheet, found[1] or found[2]))
    if found := re.fullmatch(r'=SUMIFS\((.+),(.+),"(.+)"\)', formula):
        keys = cells(book, sheet, found[2])
        return sum(float(value) for value, key in zip(cells(book, sheet, found[1]), keys, strict=True) if key == found[3])
    if found := re.fullmatch(r'=COUNTIF\((.+),"(.+)"\)', formula):
        return cells(book, sheet, found[1]).count(found[2])
    if found := re.fullmatch(r"=(B\d+)\+(B\d+)", formula):
        return sum(figures(book, sheet, found[1])) + sum(figures(book, sheet, found[2]))
    found = re.fullmatch(r"=MAX\((B\d+)-(B\d+),0\)", formula)
    assert found is not None, formula
    return max(sum(figures(book, sheet, found[1])) - sum(figures(book, sheet, found[2])), 0)


def cells(book: ReadWorkbook, sheet: str, reference: str) -> list[Any]:
    place = reference.replace("$", "")
    if "!" in place:
        sheet, place = place.split("!")
    found = book[sheet.strip("'")][place]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def figures(book: ReadWorkbook, sheet: str, reference: str) -> list[float]:
    return [value for value in cells(book, sheet, reference) if isinstance(value, int | float)]


def test_the_key_figures_stand_beside_their_labels() -> None:
    summary = read(make_book(), data_only=True)["Samenvatting"]
    found = {summary.cell(row, 1).value: summary.cell(row, 2).value for row in range(7, 29)}
    assert [found[label] for label in ("Jaardoel", "Plaatsingen totaal", "Nog nodig voor het doel", "Werkgevers")] == [65, 3, 62, 3]
    assert [found[label] for label in ("Plaatsingen uit lokale contracten", "Plaatsingen uit regionale contracten")] == [1, 2]
    assert [found[label] for label in ("Verplicht", "Goedgekeurd", "Resteert", "Overschot")] == [82500, 26666.91, 55833.33, 0.24]
    assert [found[label] for label in ("Voldaan", "Te laat", "Loopt achter", "Op schema")] == [1, 0, 1, 0]


def test_every_placement_says_why_it_counts_or_not() -> None:
    sheet = read(make_book(), data_only=True)["Plaatsingen"]
    found = [tuple(cell.value for cell in row[:4]) for row in sheet["A2:D7"]]
    assert found == [
        ("K-01", 1, "Telt mee", "Lokaal"),
        ("@H-09", 1, "Telt mee", "Regionaal"),
        ("H-10", 1, "Telt mee", "Regionaal"),
        ("K-04", 0, "In beoordeling: telt nog niet mee", "Lokaal"),
        ("K-02", 0, "Zelfde persoon: staat al bij contract DH-77", "Lokaal"),
        ("K-05", 0, "Telt volgens het beleid niet als plaatsing", "Lokaal"),
    ]


def test_a_recorded_year_shows_its_source_and_counts_nothing_again() -> None:
    book = read(make_book(year=2022), data_only=True)
    assert [book["Samenvatting"].cell(row, 2).value for row in range(7, 14)] == ["niet vastgesteld", 21, 42, 63, "niet bekend", 0, 27]
    assert {row[0].value for row in book["Plaatsingen"]["C2:C7"]} == {"Dit jaar is al vastgelegd: telt niet opnieuw"}
    assert book["Plaatsingen"]["B9"].value == 0


def test_a_year_without_a_split_says_that_it_is_not_known() -> None:
    summary = read(make_book(year=2021), data_only=True)["Samenvatting"]
    assert [summary.cell(row, 2).value for row in range(8, 11)] == ["niet bekend", "niet bekend", 76]


def test_the_explanation_names_privacy_sources_unconfirmed_rules_and_every_column() -> None:
    book = read(make_book())
    text = [tuple(cell.value for cell in row) for row in book["Toelichting"].iter_rows(max_col=3)]
    joined = "\n".join(" ".join(str(part) for part in row if part) for row in text)
    assert "bevat persoonsgegevens, alleen voor het WSP" in joined
    assert "Gemaakt op 15 december 2023, 10:00" in joined
    assert "rijswijk-2023 Jaren die tellen Niet vastgesteld. Aantal berekeningen in dit werkboek: 3." in joined
    assert "Programma 2023" in joined
    for name in ("Contracten", "Opgaven", "Plaatsingen"):
        for header in (cell.value for cell in book[name][1]):
            assert any(row[:2] == (name, header) and row[2] for row in text), (name, header)


def test_the_members_of_a_consortium_stand_beside_their_contract_each_on_a_line() -> None:
    sheet = read(make_book())["Contracten"]
    (column,) = [cell.column for cell in sheet[1] if cell.value == "Combinanten"]
    found = {sheet.cell(row, 1).value: sheet.cell(row, column).value for row in (2, 3)}
    assert found["DH-77"] is None
    assert found["2023-014"].splitlines() == [
        "=Groenbedrijf De Voorbeeldtuin B.V. (penvoerder, KVK 00100001)",
        "Tuin Voorbeeld GmbH (nummer DE-100)",
        "Zaaigoed Voorbeeld V.O.F.",
    ]


def test_a_claim_submitted_late_in_the_evening_is_of_the_next_day_here() -> None:
    sheet = read(make_book())["Opgaven"]
    assert sheet["J2"].value == datetime(2023, 12, 15)
