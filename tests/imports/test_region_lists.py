"""Lists of the region in the layouts that partners have; what is read of each, and what never is."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from imports.region_list import RegionRow, field_labels, read_region_list
from imports.rows import UnknownColumns, UnreadableFile

GOLDEN = Path(__file__).parents[1] / "golden" / "imports" / "regio"
HEADER = "Soort;Naam;Voorletters;Geboortedatum;Werkgever;Startdatum;Einddatum;Uren per week;Doelgroep;Woonplaats;Bedrag"


def read_one(cells: str, header: str = HEADER) -> tuple[RegionRow, dict[str | None, str]]:
    reading = read_region_list(f"{header}\r\n{cells}\r\n".encode())
    (row,) = reading.rows
    return row, {problem.field: problem.message for problem in reading.problems}


@pytest.mark.parametrize("sample", sorted(GOLDEN.glob("*.csv")), ids=lambda path: path.stem)
def test_a_sample_gives_the_expected_rows(sample: Path) -> None:
    expected = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    assert read_region_list(sample.read_bytes()).to_json_dict() == expected


def test_a_row_is_read_with_its_days_hours_and_amount() -> None:
    row, problems = read_one("plaatsing;Voorbeeld;J.;1-2-1990;Groen B.V.;6-3-2023;onbepaald;24,5 uur;WW;Delft;€ 1.250,00")
    assert (row.kind, row.employer, row.start, row.end) == ("placement", "Groen B.V.", date(2023, 3, 6), None)
    assert (row.hours, row.target_group, row.residence, row.amount) == (Decimal("24.5"), "WW", "Delft", Decimal("1250.00"))
    assert problems == {}


@pytest.mark.parametrize(
    ("text", "header", "hours", "read_as"),
    [
        ("24", "Uren per week", "24", None),
        ("104", "Uren", "24", "uren per maand"),
        ("121,33 uur", "Uren per maand", "28", "uren per maand"),
        ("52", "Uren per maand", "12", "uren per maand"),
        ("0,67", "Uren", "24", "deel van voltijd"),
        ("1,0 fte", "FTE", "36", "deel van voltijd"),
        ("32 uur per week", "FTE", "32", None),
    ],
)
def test_hours_of_a_month_and_shares_of_full_time_are_told_as_hours_of_a_week(
    text: str, header: str, hours: str, read_as: str | None
) -> None:
    row, problems = read_one(f"plaatsing;Groen B.V.;6-3-2023;{text}", header=f"Soort;Werkgever;Startdatum;{header}")
    assert row.hours == Decimal(hours)
    assert read_as in problems["hours"] if read_as else problems == {}


def test_name_and_birth_date_are_given_on_and_never_shown() -> None:
    row, _problems = read_one("plaatsing;Voorbeeld;J.;1-2-1990;Groen B.V.;6-3-2023;;24;WW;Delft;")
    assert row.person is not None and (row.person.name, row.person.birth_date) == ("J. Voorbeeld", date(1990, 2, 1))
    assert "Voorbeeld" not in repr(row) and "1990" not in repr(row) and "Voorbeeld" not in repr(row.person)


@pytest.mark.parametrize(
    ("cells", "field", "sentence"),
    [
        ("uitje;;;;Groen B.V.;6-3-2023;;24;;;", "kind", "Vul plaatsing, scholing of inkoop in."),
        ("plaatsing;;;;Groen B.V.;31-2-2023;;24;;;", "start", "Deze datum bestaat niet"),
        ("plaatsing;;;;Groen B.V.;;;24;;;", "start", "Er staat geen startdatum"),
        ("plaatsing;;;;Groen B.V.;6-3-2023;;240;;;", "hours", "Vul de uren per week in"),
        ("plaatsing;;;;Groen B.V.;6-3-2023;;24;;;veel", "amount", "Schrijf het bedrag in cijfers"),
        ("plaatsing;Jansen;;;Groen B.V.;6-3-2023;;24;;;", "birth_date", "horen bij elkaar"),
        ("plaatsing;;;;111222333;6-3-2023;;24;;;", "employer", "lijkt een BSN"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(cells: str, field: str, sentence: str) -> None:
    row, problems = read_one(cells)
    assert sentence in problems[field]
    assert field in ("kind", "birth_date") or not getattr(row, field)


def test_a_wrong_birth_date_is_told_without_showing_it() -> None:
    _row, problems = read_one("plaatsing;Jansen;;19-19-1990;Groen B.V.;6-3-2023;;24;;;")
    assert "1990" not in " ".join(problems.values())


def test_a_problem_names_its_cell() -> None:
    reading = read_region_list(f"Lijst van de regio\r\n\r\n{HEADER}\r\nplaatsing;;;;Groen B.V.;31-2-2023;;24;;;\r\n".encode())
    assert reading.problems[0].where == "rij 4, kolom Startdatum (F4)"


def test_a_person_may_say_what_a_column_means_and_which_is_left_unread() -> None:
    content = b"Bedrijf X;Begonnen;Uren;Groep\r\nGroen B.V.;6-3-2023;24;WW\r\n"
    columns = {"Bedrijf X": "employer", "Begonnen": "start", "Groep": "target_group", "Uren": None}
    (row,) = read_region_list(content, columns=columns).rows
    assert (row.employer, row.start, row.target_group, row.hours) == ("Groen B.V.", date(2023, 3, 6), "WW", None)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.7 niets"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_region_list(content)


def test_a_table_without_known_columns_is_refused() -> None:
    with pytest.raises(UnknownColumns):
        read_region_list(b"Appels;Peren\r\n1;2\r\n")


def test_every_field_of_the_headers_has_a_name() -> None:
    reading = read_region_list(f"{HEADER}\r\n;;;;Groen;1-1-2023;;;;;\r\n".encode())
    assert {column.field for column in reading.columns} <= set(field_labels())
