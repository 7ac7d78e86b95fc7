"""What stands around the contracts of a printed list is left out, and said; a contract never is."""

from collections.abc import Callable, Sequence

import pytest

import imports
from tests.imports.workbooks import csv_file, workbook

HEADER = ["Contractnummer", "Omschrijving", "Leverancier", "Opdrachtsom", "Ingangsdatum", "Einddatum", "Team"]
GREEN = ["2024-001", "Groenonderhoud Noord", "Groen Voorbeeld B.V.", "750.000", "1-1-2024", "31-12-2026", "Buiten"]
BRIDGE = ["2024-002", "Onderhoud bruggen", "Brug Voorbeeld B.V.", "1.250.000", "1-2-2024", "31-1-2027", "Buiten"]

FEET: dict[str, list[list[str]]] = {
    "print date left, page right": [["Afgedrukt op 12-03-2024", "", "", "", "", "", "Pagina 1 van 3"]],
    "print date, organisation and page": [["Afgedrukt op 12-03-2024 09:15", "Gemeente Voorbeeld", "Pagina 1 van 3"]],
    "a page number in the middle": [["", "Pagina 1"]],
    "a label and its day in two cells": [["Printdatum:", "12-03-2024"]],
    "a label with a day in a column of days": [["", "Printdatum:", "", "", "12-03-2024"]],
    "a source in two cells": [["Bron:", "Eigen administratie"]],
    "a source in one cell": [["", "Bron: contractenregister Inkoop"]],
    "what a star means": [["", "* = voorlopig"]],
    "when it was made, and what of": [["", "Dit overzicht is gemaakt op 1 maart 2024"], ["", "Bedragen zijn exclusief btw"]],
    "a remark with a label, directly below": [["", "Let op: de bedragen zijn voorlopig"]],
    "a heading and a sentence": [["", "Toelichting"], ["", "Contracten onder de drempel staan niet in deze lijst."]],
    "numbered notes": [["", "1) inclusief verlenging"], ["", "² onder voorbehoud"]],
    "no rights": [["", "Aan dit overzicht kunnen geen rechten worden ontleend"]],
    "of which day it is": [["", "Stand per 1 januari 2025"]],
    "more sentences than remarks may be": [["", f"Van deel {number} zijn de gegevens nog niet volledig."] for number in range(5)],
    "a note some rows below": [[], ["", "Alle contracten vanaf vijftigduizend euro"]],
    "an address under a total": [
        ["Totaal", "", "", "2.000.000"],
        ["", "Gemeente Voorbeeld, Stationsplein 15, 2284 AB Voorbeeld"],
        ["", "", "", "", "", "", "blz. 1/1"],
    ],
}

CONTRACTS: dict[str, list[str]] = {
    "a number and a title that looks like a label": ["2024/15", "Toelichting: bestemmingsplan"],
    "a contractor": ["", "Bron: drinkwater", "Bron Voorbeeld B.V."],
    "a sum": ["", "Pagina 3", "", "90.000"],
    "a contractor alone": ["", "", "Pagina Voorbeeld B.V."],
    "a title that looks like a note, of a contract": ["", "1) Groenonderhoud", "Groen Voorbeeld B.V."],
    "a title that ends as a name does": ["", "Onderhoud van sporthallen door Voorbeeld B.V."],
    "a title in a sentence, with a day": ["", "Dit wordt de brug bij het station.", "", "", "1-3-2025"],
    "a title directly below the others": ["", "Aanleg van een fietspad"],
}


def read_csv(*rows: Sequence[str]) -> imports.Reading:
    return imports.read(csv_file(HEADER, GREEN, BRIDGE, *rows))


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET)
@pytest.mark.parametrize("made", [csv_file, lambda *rows: workbook(Contracten=rows)], ids=["csv", "xlsx"])
def test_the_foot_of_a_printed_list_is_left_out_with_a_warning(foot: list[list[str]], made: Callable[..., bytes]) -> None:
    reading = imports.read(made(HEADER, GREEN, BRIDGE, *foot))
    assert [row.reference for row in reading.rows] == ["2024-001", "2024-002"]
    told = [problem for problem in reading.problems if problem.row is None]
    assert len(told) == sum(map(any, foot)) and {problem.severity for problem in told} == {"warning"}
    assert not any(problem.row is not None for problem in reading.problems)


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_a_contract_under_the_others_is_no_foot(contract: list[str]) -> None:
    assert len(read_csv(contract).rows) == 3


def test_a_foot_between_two_pages_is_left_out_too() -> None:
    reading = read_csv(["Pagina 1 van 2", "", "Afgedrukt op 12-03-2024"], HEADER, ["2024-003", *GREEN[1:]])
    assert [row.reference for row in reading.rows] == ["2024-001", "2024-002", "2024-003"]


def test_many_titles_below_the_list_are_contracts_that_someone_planned() -> None:
    planned = [["", f"Aanleg van fietspad {side}"] for side in ("Noord", "Oost", "Zuid", "West")]
    assert len(read_csv([], *planned).rows) == 6


def test_titles_with_rows_between_them_are_no_remarks_when_there_is_nothing_else() -> None:
    rows = [["", "Aanleg van fietspad Noord"], [], ["", "Aanleg van fietspad Oost"]]
    assert len(imports.read(csv_file(HEADER, *rows)).rows) == 2


@pytest.mark.parametrize(
    "legend",
    [
        [("Rood", "verlopen")],
        [("Rood:", "Verlopen contracten"), ("Oranje", "loopt binnen 6 maanden af"), ("Groen", "actief")],
        [("",), ("Groen", "groot onderhoud gepland"), ("Geel", "wachten op bestuur")],
        [("",), ("Legenda",), ("Lichtblauw", "nieuw"), ("Paars", "zie wethouder"), ("Grijs", "een"), ("Zwart", "twee"), ("Wit", "drie")],
    ],
)
def test_a_legend_of_colours_under_the_list_is_left_out(legend: list[tuple[str, ...]]) -> None:
    reading = imports.read(workbook(Register=[HEADER, GREEN, BRIDGE, *legend]))
    assert [row.reference for row in reading.rows] == ["2024-001", "2024-002"]
    assert len(reading.problems) == len([row for row in legend if row != ("",)])
    assert {problem.severity for problem in reading.problems} == {"warning"}


@pytest.mark.parametrize(
    "row",
    [
        ("Groen", "onderhoud wijk Noord"),
        ("Groen", "verlopen", "Groen Voorbeeld B.V."),
        ("Groen", "", "verlopen B.V."),
        ("Groenwerk", "verlopen"),
    ],
)
def test_a_contract_that_is_called_after_a_colour_is_kept(row: tuple[str, ...]) -> None:
    reading = imports.read(workbook(Register=[HEADER, GREEN, BRIDGE, row]))
    assert len(reading.rows) == 3
    assert len(imports.read(workbook(Register=[HEADER, GREEN, BRIDGE, [], ("Groen", "", "Groen Voorbeeld B.V.")])).rows) == 3
    assert len(imports.read(workbook(Register=[HEADER, ("Rood", "verlopen"), GREEN])).rows) == 2
