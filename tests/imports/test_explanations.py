"""A row directly under the header that explains the columns is left out, and said; a contract never is."""

from collections.abc import Sequence

import pytest

import imports
from tests.imports.workbooks import csv_file, workbook

HEADER = ["Contractnummer", "Omschrijving", "Leverancier", "Opdrachtsom", "Ingangsdatum", "Einddatum"]
GREEN = ["2024-001", "Groenonderhoud Noord", "Groen Voorbeeld B.V.", "750.000", "1-1-2024", "31-12-2026"]
BRIDGE = ["2024-002", "Onderhoud bruggen", "Brug Voorbeeld B.V.", "1.250.000", "1-2-2024", "31-1-2027"]

EXPLANATIONS: dict[str, list[str]] = {
    "an example, names and forms": ["bijv. 2024-001", "korte omschrijving", "naam leverancier", "excl. btw", "dd-mm-jjjj", "dd-mm-jjjj"],
    "kinds": ["tekst", "tekst", "tekst", "getal", "datum", "datum"],
    "kinds of some": ["tekst", "tekst", "", "getal", "", ""],
    "what must be filled in": ["verplicht", "optioneel", "", "verplicht", "", ""],
    "what must be filled in, with its form": [
        "verplicht, tekst",
        "verplicht",
        "verplicht",
        "in euro's excl. btw",
        "datum (dd-mm-jjjj)",
        "",
    ],
    "a whole example": ["Bijv. 2024-001", "Schoonmaak", "Schoon Voorbeeld B.V.", "100.000", "1-1-2024", "31-12-2024"],
    "an example with a sign": ["Voorbeeld: 2024-001", "Schoonmaak", "", "", "", ""],
    "free words beside forms": ["uniek nummer", "vrije tekst", "naam en rechtsvorm", "excl. btw", "dd-mm-jjjj", "dd-mm-jjjj"],
    "numbers of the columns": ["1", "2", "3", "5", "6", "8"],
    "letters of the columns": ["a", "b", "c", "d", "e", "f"],
    "lengths": ["max. 20 tekens", "max. 200 tekens", "tekst", "getal", "", ""],
}

CONTRACTS: dict[str, list[str]] = {
    "a contract that is still to be filled in": [
        "2024-003",
        "Schoonmaak",
        "Schoon Voorbeeld B.V.",
        "excl. btw",
        "dd-mm-jjjj",
        "dd-mm-jjjj",
    ],
    "a number alone that is still to be filled in": ["2024-003", "", "", "excl. btw", "dd-mm-jjjj", "dd-mm-jjjj"],
    "a contract about an example": ["2024-003", "Voorbeeldproject duurzaam bouwen", "Bouw Voorbeeld B.V.", "90.000", "", ""],
    "a contract with the name of a column": ["2024-003", "Project", "Aannemer", "90.000", "1-1-2024", ""],
    "a contract that is called a text": ["2024-003", "Tekst", "Tekst B.V.", "", "", ""],
    "numbers for names": ["3", "2", "1", "90.000", "", ""],
    "letters for names": ["A", "B", "C", "90.000", "1-1-2024", ""],
    "a firm with an odd name": ["2024-003", "Bedrag", "Optioneel", "90.000", "1-1-2024", ""],
}


@pytest.mark.parametrize("explanation", EXPLANATIONS.values(), ids=EXPLANATIONS)
def test_a_row_that_explains_the_columns_is_left_out_with_a_warning(explanation: Sequence[str]) -> None:
    reading = imports.read(csv_file(HEADER, explanation, GREEN, BRIDGE))
    assert [row.reference for row in reading.rows] == ["2024-001", "2024-002"]
    (problem,) = reading.problems
    assert (problem.where, problem.row, problem.severity, "uitleg" in problem.message) == ("rij 2", None, "warning", True)


@pytest.mark.parametrize(
    "row", [["(tekst)", "(tekst)", "(tekst)", "(euro)", "(dd-mm-jjjj)", "(dd-mm-jjjj)"], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]]
)
def test_an_explanation_in_brackets_is_no_contract_under_one_header_row_or_two(row: Sequence[str]) -> None:
    upper = ["Contract", "", "Opdrachtnemer", "Financieel", "Looptijd", ""]
    lower = ["nummer", "omschrijving", "naam", "opdrachtsom", "van", "t/m"]
    for header in ([HEADER], [upper, lower]):
        reading = imports.read(csv_file(*header, row, GREEN, BRIDGE))
        assert [found.reference for found in reading.rows] == ["2024-001", "2024-002"]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_a_contract_directly_under_the_header_is_no_explanation(contract: Sequence[str]) -> None:
    assert len(imports.read(csv_file(HEADER, contract, GREEN)).rows) == 2


def test_more_rows_may_explain_and_they_may_stand_below_an_empty_one() -> None:
    reading = imports.read(workbook(Register=[HEADER, [], EXPLANATIONS["kinds"], EXPLANATIONS["lengths"], GREEN]))
    assert [row.where for row in reading.rows] == ["rij 5"]
    assert [problem.where for problem in reading.problems] == ["rij 3", "rij 4"]


def test_a_label_in_a_column_without_a_name_says_that_its_row_explains() -> None:
    explanation = ["Toelichting", "uniek nummer", "waar het over gaat", "van wie", "totaal", "eerste dag", "laatste dag"]
    reading = imports.read(csv_file(["", *HEADER], explanation, ["Voorbeeld", *GREEN], ["Toelichting", *BRIDGE]))
    assert [row.reference for row in reading.rows] == ["2024-002"]


def test_remarks_in_parentheses_under_the_names_belong_to_the_header() -> None:
    reading = imports.read(csv_file(HEADER, ["(verplicht)", "(optioneel)"], GREEN))
    assert [row.reference for row in reading.rows] == ["2024-001"]
    assert reading.columns[0].header == "Contractnummer (verplicht)"


def test_what_stands_between_contracts_explains_nothing() -> None:
    assert len(imports.read(csv_file(HEADER, GREEN, EXPLANATIONS["kinds"], BRIDGE)).rows) == 3
