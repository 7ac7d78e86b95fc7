"""Where a header stands, and what its columns mean."""

from collections.abc import Sequence

import pytest

from imports.cells import cell_address, column_letters
from imports.header import find_header
from imports.profile import load_profile
from imports.spreadsheet_process.shown import column_index


def fields_under(*rows: Sequence[str]) -> dict[str, int]:
    header = find_header(rows=rows, profile=load_profile())
    return {} if header is None else header.columns


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Contractnummer", "reference"),
        ("CONTRACT-NR.", "reference"),
        ("Zaaknummer", "reference"),
        ("Naam van de opdracht", "title"),
        ("Leverancier (statutaire naam)", "contractor"),
        ("K.v.K.-nummer", "kvk_number"),
        ("KvK nr.", "kvk_number"),
        ("Contractwaarde (excl. btw)", "contract_sum"),
        ("Opdrachtsom in € ex BTW", "contract_sum"),
        ("Opdrachtsom excl. 21% btw", "contract_sum"),
        ("Contract value excluding VAT", "contract_sum"),
        ("SROI %", "agreed_rate_pct"),
        ("% SROI", "agreed_rate_pct"),
        ("Arbeidscomponent (%)", "labour_share_pct"),
        ("Ingangsdatum\ncontract", "start"),
        ("Einddatum (dd-mm-jjjj)", "end"),
        ("Looptijd t/m", "end"),
        ("Datum gunning", "awarded_on"),
        ("Opdrachtgever", "contracting_authority"),
        ("CPV-code", "cpv"),
        ("Percelen", "lots"),
        ("Award date", "awarded_on"),
        ("3. Leverancier", "contractor"),
        ("Besteknummer", "reference"),
        ("Voorwerp van de opdracht", "title"),
        ("Opdrachthouder", "contractor"),
        ("Date awarded", "awarded_on"),
        ("supplier_kvk", "kvk_number"),
        ("Procurement type", "type"),
        ("Hoofdaannemer", "contractor"),
        ("Contractwaarde (€)", "contract_sum"),
        ("Gegunde opdrachtwaarde", "contract_sum"),
    ],
)
def test_a_header_is_recognised_whatever_its_capitals_signs_and_remarks(text: str, field: str) -> None:
    beside = {"reference": "Kenmerk", "title": "Onderwerp", "contractor": "Firma"}
    assert fields_under([text, *(other for meant, other in beside.items() if meant != field)])[field] == 0


@pytest.mark.parametrize("text", ["Contracteigenaar", "Geraamde waarde", "Einddatum incl. verlengingen", "SROI", "Datum", ""])
def test_a_header_that_means_something_else_is_left_unread(text: str) -> None:
    assert fields_under(["Contractnummer", "Omschrijving", text]) == {"reference": 0, "title": 1}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Contractwaarde incl. btw", "inclusief btw"),
        ("Contractwaarde (x € 1.000)", "duizenden"),
        ("Opdrachtsom in duizenden euro's", "duizenden"),
        ("Contractwaarde (in €1.000)", "duizenden"),
        ("Contractwaarde (×1.000)", "duizenden"),
        ("Contractwaarde (x1.000 €)", "duizenden"),
        ("Contractwaarde (€ 000)", "duizenden"),
        ("Contractwaarde (K EUR)", "duizenden"),
        ("Contractwaarde (€ mio)", "duizenden"),
        ("Contractwaarde (jaarlijks)", "per periode"),
        ("Bedrag per jaar excl. btw", ""),
        ("Waarde (raming)", "ramingen"),
        ("Contractwaarde (max.)", "maxima"),
        ("Contractwaarde (USD)", "niet in euro's"),
        ("Contractwaarde in $", "niet in euro's"),
        ("Bedrag (£)", "niet in euro's"),
        ("Aanneemsom in guldens", "niet in euro's"),
        ("Contractwaarde (incl. opties)", "inclusief opties"),
    ],
)
def test_amounts_of_another_kind_are_not_taken_for_the_contract_sum(text: str, reason: str) -> None:
    header = find_header(rows=[["Contractnummer", "Omschrijving", text]], profile=load_profile())
    assert header is not None and "contract_sum" not in header.columns
    assert reason in (header.cells[2].meaning.remark or "")


def test_the_column_without_vat_is_read_beside_the_one_with_vat() -> None:
    assert fields_under(["Nr", "Titel", "Contractwaarde incl. btw", "Contractwaarde excl. btw"])["contract_sum"] == 3


def test_the_amount_without_vat_is_read_where_a_second_row_tells_the_two_apart() -> None:
    upper = ["Contractnummer", "Omschrijving", "Opdrachtsom", "", "Startdatum"]
    lower = ["", "", "incl. btw", "excl. btw", ""]
    header = find_header(rows=[upper, lower, ["C-1", "Brug", "121000", "100000", "01-01-2024"]], profile=load_profile())
    assert header is not None and header.row == 1
    assert header.columns == {"reference": 0, "title": 1, "contract_sum": 3, "start": 4}


@pytest.mark.parametrize("title", ["Contractregister (bedragen x € 1.000)", "Alle bedragen in duizenden euro's", "Financieel, × 1.000"])
def test_a_title_that_says_that_amounts_are_in_thousands_counts_for_the_contract_sum(title: str) -> None:
    rows = [["", title], ["Contractnummer", "Omschrijving", "Contractwaarde"], ["C-1", "Brug", "250"]]
    header = find_header(rows=rows, profile=load_profile())
    assert header is not None and header.columns == {"reference": 0, "title": 1}
    assert "duizenden" in (header.cells[2].meaning.remark or "")


def test_a_title_that_tells_of_an_amount_changes_nothing() -> None:
    rows = [["Contracten boven 1.000 euro"], ["Contractnummer", "Omschrijving", "Contractwaarde"]]
    assert fields_under(*rows) == {"reference": 0, "title": 1, "contract_sum": 2}


def test_a_title_goes_before_a_description() -> None:
    assert fields_under(["ContractRef", "Description", "ContractTitle"]) == {"reference": 0, "title": 2}


def test_of_two_columns_for_one_field_the_surer_is_read_and_the_other_is_said() -> None:
    header = find_header(rows=[["Nr", "Omschrijving", "Contractnummer"]], profile=load_profile())
    assert header is not None
    assert header.columns == {"title": 1, "reference": 2}
    assert "kolom C" in (header.cells[0].meaning.remark or "")


def test_a_header_may_stand_under_titles_and_remarks() -> None:
    rows = [
        ["Register 2024"],
        [],
        ["Omschrijving: alle contracten"],
        ["Contractnummer", "Omschrijving", "Leverancier"],
        ["1", "Opdracht", "Bedrijf"],
    ]
    header = find_header(rows=rows, profile=load_profile())
    assert header is not None and header.row == 3


def test_a_header_may_take_two_rows() -> None:
    upper = ["Contractnummer", "Omschrijving", "Leverancier", "", "Looptijd", ""]
    lower = ["", "", "Naam", "KvK-nummer", "van", "t/m"]
    assert fields_under(upper, lower) == {"reference": 0, "title": 1, "contractor": 2, "kvk_number": 3, "start": 4, "end": 5}


def test_the_first_row_of_contracts_is_no_second_header_row() -> None:
    header = find_header(rows=[["Contractnummer", "Omschrijving", "Waarde"], ["", "", ""], ["1", "Brug", "5"]], profile=load_profile())
    assert header is not None and header.row == 0


@pytest.mark.parametrize(
    "rows", [[], [[]], [["Contractnummer"]], [["Ingangsdatum", "Einddatum"]], [["Naam", "Telefoon"]], [["x" * 10_000, "y"]]]
)
def test_what_tells_too_little_is_no_header(rows: Sequence[Sequence[str]]) -> None:
    assert find_header(rows=rows, profile=load_profile()) is None


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_letters_as_in_a_spreadsheet(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_index(letters.encode()) == column
    assert cell_address(4, column) == f"{letters}5"
