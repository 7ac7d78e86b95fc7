"""Registers as people keep them when nobody looks: several things in one cell, captions between the rows, days of another country."""

from datetime import date
from decimal import Decimal

import pytest

import imports
from imports import ContractRow, Party

HEADER = "Contractnummer;Perceel;Omschrijving;Leverancier;Contractwaarde;Looptijd;Ingangsdatum\n"


def read(*lines: str, header: str = HEADER) -> tuple[tuple[ContractRow, ...], list[tuple[int | None, str | None, str]]]:
    """Return the rows and, of each problem, its row, its field and how bad it is."""
    reading = imports.read((header + "\n".join(lines) + "\n").encode())
    return reading.rows, [(problem.row, problem.field, problem.severity) for problem in reading.problems]


def contractors(cell: str) -> tuple[tuple[Party, ...], list[str | None]]:
    rows, problems = read(f'C-1;;Groen;"{cell}";250000;;')
    return rows[0].contractors, [field for _row, field, _severity in problems]


@pytest.mark.parametrize(
    ("cell", "parties"),
    [
        ("Groen B.V. (KVK 12345678)", [("Groen B.V.", "12345678")]),
        ("Groen B.V. (12345678)", [("Groen B.V.", "12345678")]),
        ("Groen B.V., KvK-nummer: 12345678", [("Groen B.V.", "12345678")]),
        ("Groen B.V. (12345678) / Weg N.V. (23456789)", [("Groen B.V.", "12345678"), ("Weg N.V.", "23456789")]),
        ("Groen B.V. + Weg N.V.", [("Groen B.V.", None), ("Weg N.V.", None)]),
        ("Groen B.V. - Weg N.V.", [("Groen B.V.", None), ("Weg N.V.", None)]),
        ("Groen BV, Weg B.V. en Water V.O.F.", [("Groen BV", None), ("Weg B.V.", None), ("Water V.O.F.", None)]),
    ],
)
def test_more_in_one_cell_is_divided_and_said(cell: str, parties: list[tuple[str, str | None]]) -> None:
    found, fields = contractors(cell)
    assert found == tuple(Party(name, number) for name, number in parties)
    assert set(fields) == {"contractor"}


def test_numbers_beside_names_are_read_whatever_row_names_them_first() -> None:
    firms = "Groen B.V. (12345678);Weg B.V. (23456789)"
    alone, other = f'C-1;"{firms}";;1000', f'C-2;"{firms}";34567890;1000'
    header = "Contractnummer;Leverancier;KVK-nummer;Contractwaarde\n"
    parties = (Party("Groen B.V.", "12345678"), Party("Weg B.V.", "23456789"))
    for lines in ((alone, other), (other, alone)):
        rows, problems = read(*lines, header=header)
        assert [row.contractors for row in rows] == [parties, parties]
        assert [field for _row, field, severity in problems if severity == "error"] == ["kvk_number"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Jansen, Pietersen en De Vries B.V.", ["Jansen, Pietersen en De Vries B.V."]),
        ("Groen B.V. & Zn.", ["Groen B.V. & Zn."]),
        ("Bouw - en Sloop B.V.", ["Bouw - en Sloop B.V."]),
        ("Foto+ B.V.", ["Foto+ B.V."]),
        ("Bouwcombinatie A/B v.o.f.", ["Bouwcombinatie A/B v.o.f."]),
        ("Taxi 24202420 B.V.", ["Taxi 24202420 B.V."]),
        ("Groen B.V.|Weg B.V.", ["Groen B.V.", "Weg B.V."]),
        ("1. Groen B.V.\n2. Weg B.V.", ["Groen B.V.", "Weg B.V."]),
    ],
)
def test_one_name_stays_one_and_a_list_is_a_list(cell: str, names: list[str]) -> None:
    found, fields = contractors(cell)
    assert ([party.name for party in found], fields) == (names, [])


def test_lots_of_one_contract_number_are_contracts_with_numbers_of_their_own() -> None:
    lines = [f"2024-10;{lot};Jeugdhulp;Zorg B.V.;{lot}00000;;1-1-2024" for lot in (1, 2)]
    rows, problems = read(*lines, "2024-11;1;Groen;Groen B.V.;5000;;1-1-2024")
    assert [row.reference for row in rows] == ["2024-10 / 1", "2024-10 / 2", "2024-11"]
    assert problems == [(0, "reference", "warning"), (1, "reference", "warning")]
    assert rows[0].raw["reference"] == "2024-10"


@pytest.mark.parametrize("lots", [("1", "1"), ("Noord", "Zuid")])
def test_a_contract_that_stands_twice_for_one_lot_or_for_lots_without_numbers_is_still_asked(lots: tuple[str, str]) -> None:
    rows, problems = read(*(f"2024-10;{lot};Jeugdhulp;Zorg B.V.;100000;;1-1-2024" for lot in lots))
    assert [row.reference for row in rows] == ["2024-10", "2024-10"]
    assert problems == [(1, "reference", "error")]


def test_a_caption_between_the_rows_is_no_contract() -> None:
    rows, problems = read("Afdeling Sociaal;;;;;;", "C-1;;Zorg;Zorg B.V.;100000;;1-1-2024", "* exclusief btw;;;;;;")
    assert [row.reference for row in rows] == ["C-1"]
    assert problems == [(None, None, "warning")] * 2


@pytest.mark.parametrize(
    "term",
    [
        "01-04-2024 t/m 31-03-2028",
        "1 april 2024 tot en met 31 maart 2028",
        "1-4-2024 - 31-3-2028",
        "1-4-2024 / 31-3-2028",
        "1-4-2024 tot 31-3-2028",
    ],
)
def test_a_term_may_stand_in_one_cell(term: str) -> None:
    rows, problems = read(f"C-1;;Groen;Groen B.V.;5000;{term};")
    assert (rows[0].start, rows[0].end, problems) == (date(2024, 4, 1), date(2028, 3, 31), [])


@pytest.mark.parametrize("term", ["1-4-2024 tot 1-4-2028", "van 1 april 2024 tot 1 april 2028"])
def test_a_term_until_the_day_after_its_last_is_read_and_said(term: str) -> None:
    rows, problems = read(f"C-1;;Groen;Groen B.V.;5000;{term};")
    assert (rows[0].start, rows[0].end, problems) == (date(2024, 4, 1), date(2028, 3, 31), [(0, "duration", "warning")])


@pytest.mark.parametrize(
    "term",
    ["31-03-2028 t/m 01-04-2024", "15-3-2024 tot 20-9-2025", "31-12-2024 tot 31-12-2025", "1-4-2028 tot 1-4-2024", "01-04-2024 t/m later"],
)
def test_a_term_that_cannot_be_or_that_means_two_things_is_asked(term: str) -> None:
    rows, problems = read("C-0;;Weg;Weg B.V.;5000;4 jaar;1-1-2024", f"C-1;;Groen;Groen B.V.;5000;{term};")
    assert (rows[1].start, rows[1].end) == (None, None)
    assert (1, "duration", "error") in problems


def test_a_day_that_may_be_american_is_asked_where_another_in_its_column_is() -> None:
    rows, problems = read("C-1;;A;A B.V.;5000;;04/15/2024", "C-2;;B;B B.V.;5000;;05/06/2024", "C-3;;C;C B.V.;5000;;05/05/2024")
    assert [row.start for row in rows] == [None, None, date(2024, 5, 5)]
    assert problems == [(0, "start", "error"), (1, "start", "error")]


@pytest.mark.parametrize(
    ("starts", "asked"),
    [
        (["04/15/24", "05/06/24"], [1]),
        (["04/15/2024 0:00", "05/06/2024 0:00"], [1]),
        (["4/15/2024 12:00:00 AM", "5/6/2024 12:00:00 AM"], [1]),
        (["04-15-2024", "05-06-2024"], [1]),
        (["04-15-2024", "05-06-2024", "28-02-2024"], []),  # a slip of the pen among days as Dutch readers write them
        (["04/15/2024", "05/06/2024", "28/02/2024"], [1]),
    ],
)
def test_days_are_american_in_any_notation_in_which_another_is(starts: list[str], asked: list[int]) -> None:
    rows, problems = read(*(f"C-{place};;A;A B.V.;5000;;{start}" for place, start in enumerate(starts)))
    assert [row.start is None for row in rows] == [place in [0, *asked] for place in range(len(starts))]
    assert problems == [(place, "start", "error") for place in [0, *asked]]


def test_a_day_in_one_column_shows_how_those_in_another_are_written() -> None:
    rows, problems = read(
        "C-1;A B.V.;01/04/2024;12/31/2026", "C-2;B B.V.;02/02/2024;", header="Contractnummer;Leverancier;Ingangsdatum;Einddatum\n"
    )
    assert [(row.start, row.end) for row in rows] == [(None, None), (date(2024, 2, 2), None)]
    assert problems == [(0, "start", "error"), (0, "end", "error")]


@pytest.mark.parametrize(
    ("cell", "amount", "word"),
    [
        ("50K", "50000", "gelezen als"),
        ("500 duizend", "500000", "gelezen als"),
        ("1,25E+06", "1250000", "gelezen als"),
        ("1.25E+06", "1250000", "gelezen als"),
        ("1,25E+16", None, "te groot"),
        ("123456789012,3456", None, "te groot"),
        ("1.250.000 per jaar", None, "per periode"),
        ("100.000/jr", None, "per periode"),
        ("€ 4.000 p.m.", None, "per periode"),
        ("100.000 - 200.000", None, "twee bedragen"),
        ("100.000 + 50.000", None, "twee bedragen"),
        ("max. 750.000", None, "geen vast bedrag"),
        ("± 100.000", None, "geen vast bedrag"),
        ("100.000 (raming)", None, "geen vast bedrag"),
        ("#N/B", None, "fout van Excel"),
    ],
)
def test_a_sum_says_what_is_wrong_with_it(cell: str, amount: str | None, word: str) -> None:
    reading = imports.read(f"{HEADER}C-1;;Groen;Groen B.V.;{cell};;\n".encode())
    assert reading.rows[0].contract_sum == (None if amount is None else Decimal(amount))
    assert [word in problem.message for problem in reading.problems] == [True]


@pytest.mark.parametrize(
    "cell",
    [
        "1,250,000",
        "1'250'000.00",
        "1.250.000,-",
        "1.250.000.-",
        "1.250.000,--",
        "€ 1.250.000,=",
        "1.250.000,–",
        "€\u00a01\u202f250\u202f000,00",
    ],
)
def test_thousands_are_grouped_in_every_way_that_means_one_thing(cell: str) -> None:
    rows, problems = read(f'C-1;;Groen;Groen B.V.;"{cell}";;')
    assert (rows[0].contract_sum, problems) == (Decimal(1_250_000), [])


def test_an_error_of_excel_is_no_contractor() -> None:
    rows, problems = read("C-1;;Groen;#VERW!;5000;;")
    assert (rows[0].contractors, problems) == ((), [(0, "contractor", "error")])


def test_what_says_that_a_number_is_a_text_is_no_part_of_it() -> None:
    rows, problems = read("'00123;;'t Groene Hart;Groen B.V.;'250000;;", '="00124";;Weg;Weg B.V.;="5000";;')
    assert [(row.reference, row.title, row.contract_sum) for row in rows] == [
        ("00123", "'t Groene Hart", Decimal(250_000)),
        ("00124", "Weg", Decimal(5_000)),
    ]
    assert problems == []


def test_a_total_is_no_contract_also_when_more_is_told_of_it() -> None:
    lines = ["Totaal afdeling;;3 contracten;;350000;;", "Tot. generaal;;;;350000;;", "Som:;;;;350000;;", "Aantal;;3;;;;"]
    rows, problems = read(lines[0], "C-1;;Totaalonderhoud;Totaal B.V.;350000;;", "Totaal 7;;Weg;Weg B.V.;5000;;", *lines[1:])
    assert [(row.reference, row.title) for row in rows] == [("C-1", "Totaalonderhoud"), ("Totaal 7", "Weg")]
    assert problems == [(None, None, "warning")] * 4


@pytest.mark.parametrize(
    ("start", "end"),
    [("2024/01/31", "2025/12/31"), ("wo 31 januari 2024", "wo. 31 december 2025"), ("per 31-1-2024", "t/m 31-12-2025")],
)
def test_a_day_may_be_written_in_more_ways_that_mean_one_day(start: str, end: str) -> None:
    rows, problems = read(f"C-1;Groen B.V.;{start};{end}", header="Contractnummer;Leverancier;Ingangsdatum;Einddatum\n")
    assert (rows[0].start, rows[0].end, problems) == (date(2024, 1, 31), date(2025, 12, 31), [])


@pytest.mark.parametrize("day", ["1e kwartaal 2024", "jan-24", "2024", "begin 2024", "week 1 2024", "tot 1-1-2026"])
def test_a_day_that_is_none_is_asked(day: str) -> None:
    rows, problems = read(f"C-1;Groen B.V.;{day}", header="Contractnummer;Leverancier;Einddatum\n")
    assert (rows[0].end, rows[0].end_is_open, problems) == (None, False, [(0, "end", "error")])


@pytest.mark.parametrize(
    "header",
    [
        "Kontraktnûmer;Omskriuwing;Leveransier;KvK-nûmer;Begjindatum;Eindatum;Kontraktwearde\n",
        "Contr.nr.;Omschr.;Lev.;KvK nr.;Ingangsdat.;Einddat.;Contr.waarde (excl. BTW)\n",
    ],
)
def test_headers_in_frisian_and_in_short_are_known(header: str) -> None:
    rows, problems = read("1;Groen;Groen B.V.;12345678;1-1-2024;onbep.;5000", header=header)
    found = rows[0]
    assert (found.reference, found.title, found.contractors, found.contract_sum) == ("1", "Groen", (Party("Groen B.V.", "12345678"),), 5000)
    assert (found.start, found.end_is_open, problems) == (date(2024, 1, 1), True, [])


def test_lines_of_more_encodings_in_one_file_are_each_read_by_their_own() -> None:
    lines = "1;Café €;Zoë B.V.".encode(), "2;Crème €;Zoë B.V.".encode("cp1252")
    found = imports.read(b"\n".join([b"Nummer;Omschrijving;Leverancier", *lines, b""])).rows
    assert [(row.title, row.contractors[0].name) for row in found] == [("Café €", "Zoë B.V."), ("Crème €", "Zoë B.V.")]
