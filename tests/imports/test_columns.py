"""What columns seem to mean, how sure that is, and what a person chooses instead."""

from collections.abc import Sequence
from datetime import date

import pytest

import imports
from imports import Column, UnknownColumns, load_profile
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, csv_file, workbook

NAMES = ("Code", "Wat", "Wie", "Wanneer")
ROWS = (
    ("A-1", "Brug over de vliet", "Bruggenbouw Voorbeeld B.V.", "1-4-2024"),
    ("A-2", "Straatwerk", "Stratenmaker Voorbeeld", "2-4-2024"),
)


def column(header: str, *cells: str, beside: Sequence[str] = ("Contractnummer", "Omschrijving", "Leverancier")) -> Column:
    """Return what a register makes of one column among known ones."""
    rows = ((f"N-{number}", f"Opdracht {number}", f"Bedrijf {number}", cell) for number, cell in enumerate(cells))
    return imports.read(csv_file((*beside, header), *rows)).columns[len(beside)]


@pytest.mark.parametrize(
    ("header", "cells", "field", "certainty"),
    [
        ("Ingangsdatum", ("1-4-2024",) * 4, "start", "sure"),
        ("Ingangsdatumm", ("1-4-2024",) * 4, "start", "likely"),  # a slip of the pen, and all cells are days
        ("Looptijd (jr)", ("1,5", "2", "4", "2+2"), "duration", "sure"),
        ("Looptijd", ("48", "24", "12", "36"), None, "unsure"),  # of what
        ("Opdrachtnemer (KvK)", ("12345678",) * 4, "kvk_number", "sure"),
        ("KvK (nummer)", ("Groen",) * 4, None, "unsure"),
        ("Einddatum", ("Q4 2025", "2026", "eind 2025", "2027"), "end", "sure"),
        ("Einddatum", ("31-12-25 of later", "1/1/26 (na verlenging)", "31-12-2026 / 2027"), "end", "sure"),
        ("Looptijd", ("2 jaar + 2x1", "2+1+1", "4 jr incl. opties"), "duration", "sure"),
        ("Looptijd", ("kort", "lang", "lang", "kort"), None, "unsure"),
        ("Ingangsdatum", ("januari 2024", "feb-24", "03/2024", "2024-04"), "start", "sure"),  # each cell is asked
        ("Ingangsdatum", ("ja", "nee", "ja", "nee"), None, "unsure"),
        ("Ingangsdatumm", ("ja", "nee", "ja", "nee"), None, "unsure"),
        ("Kolom 7", ("77310000-6", "45212222-8", "39130000-2"), "cpv", "likely"),  # no header, but nothing else looks like a CPV code
        ("Kolom 7", ("12345678", "23456789", "87654321"), None, "unsure"),  # may be any number
        ("Kolom 7", ("1-3-2024", "15-4-2024", "1-9-2024"), None, "unknown"),  # days, and their digits are no numbers of firms
        ("Kolom 7", ("blauw", "groen", "geel"), None, "unknown"),
        ("Contracteigenaar", ("Team Groen",) * 4, None, "sure"),
        ("Jaarbedrag", ("120.000",) * 4, None, "sure"),
        ("Soort", ("Onderhoud", "Inhuur", "Licentie", "Huur"), None, "unsure"),  # the header fits, the cells do not
        ("Contractwaarde", ("veel", "weinig", "weet niet", "later"), "contract_sum", "sure"),  # each cell is asked
        ("Leverancier/opdrachtnemer", ("A",) * 4, None, "sure"),  # the field is taken
    ],
)
def test_a_column_says_what_it_is_read_as_and_how_sure_that_is(
    header: str, cells: Sequence[str], field: str | None, certainty: str
) -> None:
    found = column(header, *cells)
    assert (found.field, found.certainty) == (field, certainty)
    assert bool(found.remark) == (certainty in ("likely", "unsure") or "opdrachtnemer" in header)


def test_a_header_of_firms_with_their_numbers_is_read_as_what_its_cells_hold() -> None:
    firms = [("C-1", "Dak", "Dak B.V. (KvK 12345678)"), ("C-2", "Weg", "Weg B.V. (23456789)"), ("C-3", "Brug", "Brug N.V.")]
    reading = imports.read(csv_file(("Contractnummer", "Omschrijving", "Opdrachtnemer (KvK)"), *firms))
    found = [[(party.name, party.kvk_number) for party in row.contractors] for row in reading.rows]
    assert found == [[("Dak B.V.", "12345678")], [("Weg B.V.", "23456789")], [("Brug N.V.", None)]]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Leverancier / opdrachtnemer", "contractor"),
        ("Contractnaam en omschrijving", "title"),
        ("Totale contractwaarde (excl. BTW)", "contract_sum"),
        ("Looptijd (in maanden)", "duration"),
        ("Expiratiedatum overeenkomst", "end"),
        ("Waarde van de opdracht (excl. btw)", "contract_sum"),
        ("Contract title", "title"),
        ("Waarde excl. opties (excl. BTW)", "contract_sum"),
        ("Datum einde excl. verlengingen", "end"),
        ("CoC", "kvk_number"),
        ("Naam van de gegunde onderneming", None),
        ("Einddatum incl. verlenging", None),
        ("Geraamde waarde", None),
        ("Maximale looptijd", None),
        ("Contactpersoon leverancier", None),
    ],
)
def test_headers_of_real_registers_are_read_as_what_they_say(header: str, field: str | None) -> None:
    beside = [name for name in ("Contractnummer", "Perceel", "CPV-code", "Soort opdracht", "Budgethouder") if name != header]
    assert imports.columns(csv_file([*beside, header], ["1"] * 6))[len(beside)].field == field


def test_what_is_likely_or_unsure_is_said_of_the_file() -> None:
    rows = [(f"N-{number}", f"Werk {number}", "1-4-2024", "77310000-6") for number in range(4)]
    reading = imports.read(csv_file(("Contractnummer", "Omschrijving", "Ingangsdatumm", "Kolom 7"), *rows))
    assert [problem.where for problem in reading.problems] == ["kolom Ingangsdatumm (C)", "kolom Kolom 7 (D)"]
    assert {problem.severity for problem in reading.problems} == {"warning"}
    assert (reading.rows[0].start, reading.rows[0].cpv) == (date(2024, 4, 1), "77310000")


def test_samples_leave_out_a_header_that_is_repeated() -> None:
    header = ("Contractnummer", "Omschrijving", "Leverancier")
    found = imports.columns(csv_file(header, ("A-1", "Brug", "Firma A"), header, ("A-2", "Weg", "Firma B")))
    assert [known.samples for known in found] == [("A-1", "A-2"), ("Brug", "Weg"), ("Firma A", "Firma B")]


def test_a_person_may_say_what_unknown_columns_mean() -> None:
    content = csv_file(("Register van 2024",), NAMES, *ROWS)
    with pytest.raises(UnknownColumns):
        imports.read(content)
    found = imports.columns(content)
    assert [(known.header, known.field, known.row) for known in found] == [(name, None, 2) for name in NAMES]
    assert found[1].samples == ("Brug over de vliet", "Straatwerk")
    chosen = dict(zip(NAMES, ("reference", "title", "contractor", "start"), strict=True))
    reading = imports.read(content, profile=load_profile().with_columns(chosen))
    assert [(row.reference, row.title, row.start) for row in reading.rows] == [
        ("A-1", "Brug over de vliet", date(2024, 4, 1)),
        ("A-2", "Straatwerk", date(2024, 4, 2)),
    ]
    assert {known.certainty for known in reading.columns} == {"chosen"}
    assert reading.problems == ()


def test_what_a_person_chose_goes_before_what_the_header_says() -> None:
    chosen = load_profile().with_columns({"Omschrijving": None, "Leverancier": "title", "KvK-nummer": None})
    (row,) = imports.read(csv_file(HEADER, SNOW), profile=chosen).rows
    assert (row.title, row.contractors) == (SNOW[2], ())
    assert row.reference == SNOW[0]


def test_of_two_columns_with_one_header_each_may_be_chosen() -> None:
    content = csv_file(("Nr", "Naam", "Naam"), ("1", "Brug", "Bruggenbouw Voorbeeld B.V."))
    assert [known.header for known in imports.columns(content)] == ["Nr", "Naam", "Naam (2)"]
    chosen = load_profile().with_columns({"Naam": "title", "Naam (2)": "contractor"})
    (row,) = imports.read(content, profile=chosen).rows
    assert (row.title, row.contractors[0].name) == ("Brug", "Bruggenbouw Voorbeeld B.V.")


def test_a_field_that_does_not_exist_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="bsn"):
        load_profile().with_columns({"Nummer": "bsn"})


def test_cells_about_people_are_never_shown() -> None:
    content = csv_file((*HEADER, "Contactpersoon", "E-mail", "Contact name"), (*SNOW, "Invul Voorbeeld", "invul@example.org", "Invul"))
    assert [known.samples for known in imports.columns(content)[-3:]] == [(), (), ()]
    assert imports.read(content).rows[0].raw.keys().isdisjoint(["Contactpersoon", "E-mail"])


def test_a_sheet_with_far_fewer_columns_than_the_register_is_left_out_and_said() -> None:
    suppliers = [("Leverancier", "KvK-nummer"), (SNOW[2], SNOW[3])]
    reading = imports.read(workbook(Leveranciers=suppliers, Register=[HEADER, SNOW, BRIDGE]))
    assert len(reading.rows) == 2
    assert [(problem.where, problem.severity) for problem in reading.problems] == [("blad Leveranciers", "warning")]


def test_every_field_has_a_name_for_people() -> None:
    assert {field for field, _rank in load_profile().fields.values()} == set(imports.FIELDS)
    assert {field for field, _rank in load_profile("tenderned").fields.values()} <= {*imports.FIELDS, *imports.NOTICE_FIELDS}
