"""Registers as municipalities keep them: each a few rows, with what a person reads in them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

import imports
from tests.imports.workbooks import csv_file, ods, workbook

Rows = Sequence[Sequence[Any]]


class Told(NamedTuple):
    """What must come out of the first contract of a register."""

    reference: str | None = None
    title: str | None = None
    names: tuple[str, ...] = ()
    numbers: tuple[str | None, ...] = ()
    contract_sum: str | None = None
    start: date | None = None
    end: date | None = None
    is_open: bool = False


def told(row: imports.ContractRow) -> Told:
    return Told(
        row.reference,
        row.title,
        tuple(party.name for party in row.contractors),
        tuple(party.kvk_number for party in row.contractors),
        None if row.contract_sum is None else str(row.contract_sum),
        row.start,
        row.end,
        row.end_is_open,
    )


REGISTERS: dict[str, tuple[Rows, Told]] = {
    "titles above the header and a note below the contracts": (
        [
            ["Contractenregister gemeente Voorbeeld"],
            ["Peildatum: 1-1-2025", "", "vragen via het inkoopbureau"],
            [],
            ["Contractnr", "Contractnaam", "Leverancier", "KvK", "Startdatum", "Einddatum", "Contractwaarde"],
            ["C-1", "Schoonmaak", "Schoon B.V.", "1234567", "1-1-2024", "31-12-2027", "€ 1.234.567,89"],
            [],
            ["", "", "", "", "", "Totaal", "€ 1.234.567,89"],
        ],
        Told("C-1", "Schoonmaak", ("Schoon B.V.",), ("01234567",), "1234567.89", date(2024, 1, 1), date(2027, 12, 31)),
    ),
    "two header rows, of which the upper is merged": (
        [
            ["Contract", "", "Opdrachtnemer", "", "Looptijd", "", "Financieel"],
            ["nummer", "omschrijving", "naam", "KvK-nummer", "van", "t/m", "Totale waarde (excl. BTW)"],
            ["2024/7", "Onderhoud wegen", "Wegenbouw N.V.", "12345678", "2024-02-01", "2026-01-31", "1.250.000"],
        ],
        Told("2024/7", "Onderhoud wegen", ("Wegenbouw N.V.",), ("12345678",), "1250000.00", date(2024, 2, 1), date(2026, 1, 31)),
    ),
    "empty columns between and before": (
        [
            ["", "Zaaknummer", "", "Onderwerp", "", "Contractant", "Waarde contract"],
            ["", "Z/24/001", "", "Hulpmiddelen", "", "Zorg Voorbeeld", "250000"],
        ],
        Told("Z/24/001", "Hulpmiddelen", ("Zorg Voorbeeld",), (None,), "250000.00"),
    ),
    "a header that repeats on every page": (
        [
            ["Nr.", "Omschrijving", "Leverancier"],
            ["1", "Bomen", "Boomkwekerij Voorbeeld"],
            ["Nr.", "Omschrijving", "Leverancier"],
            ["2", "Struiken", "Boomkwekerij Voorbeeld"],
        ],
        Told("1", "Bomen", ("Boomkwekerij Voorbeeld",), (None,)),
    ),
    "a duration in months in place of an end": (
        [
            ["Contractnummer", "Naam contract", "Contractpartij", "Ingangsdatum", "Looptijd (maanden)"],
            ["17", "Afval", "Afval Voorbeeld", "1 april 2024", "48"],
        ],
        Told("17", "Afval", ("Afval Voorbeeld",), (None,), None, date(2024, 4, 1), date(2028, 3, 31)),
    ),
    "an end that is none": (
        [
            ["Contractnummer", "Contract", "Leverancier", "Begindatum", "Einddatum"],
            ["18", "Telefonie", "Telecom Voorbeeld", "15-4-2024", "onbepaalde tijd"],
        ],
        Told("18", "Telefonie", ("Telecom Voorbeeld",), (None,), None, date(2024, 4, 15), None, True),
    ),
    "a maximum is no contract sum": (
        [
            ["Kenmerk", "Omschrijving", "Leverancier", "Contractsom"],
            ["19", "Inhuur", "Uitzend Voorbeeld", "max. 750.000"],
        ],
        Told("19", "Inhuur", ("Uitzend Voorbeeld",), (None,)),
    ),
    "an annual value and an estimate are no contract sum": (
        [
            ["Kenmerk", "Omschrijving", "Leverancier", "Jaarwaarde", "Geraamde waarde"],
            ["20", "Post", "Post Voorbeeld", "100.000", "400.000"],
        ],
        Told("20", "Post", ("Post Voorbeeld",), (None,)),
    ),
    "text that starts as a formula is only text": (
        [
            ["Nummer", "Titel", "Leverancier", "Bedrag"],
            ["@SUM(A1)", "+31 nummerportering", "-Streepje- B.V.", "EUR 200.000"],
        ],
        Told("@SUM(A1)", "+31 nummerportering", ("-Streepje- B.V.",), (None,), "200000.00"),
    ),
    "headers in capitals with line breaks": (
        [
            [
                "CONTRACT\nNUMMER",
                "NAAM VAN DE\nOPDRACHT",
                "NAAM\nLEVERANCIER",
                "TOTALE CONTRACT WAARDE\n(EXCL. BTW)",
                "EINDDATUM\nCONTRACT",
            ],
            ["21", "Verlichting", "Licht Voorbeeld", "249.999,99", "2026-12-31"],
        ],
        Told("21", "Verlichting", ("Licht Voorbeeld",), (None,), "249999.99", None, date(2026, 12, 31)),
    ),
    "a header with a slip of the pen": (
        [
            ["Contractnummer", "Omschrijving", "Leverancierr", "Contractwaarde"],
            ["22", "Speeltoestellen", "Speel Voorbeeld", "99000"],
        ],
        Told("22", "Speeltoestellen", ("Speel Voorbeeld",), (None,), "99000.00"),
    ),
}


def as_text(rows: Rows, delimiter: str, encoding: str) -> bytes:
    quoted = [[f'"{cell}"' if set(str(cell)) & {";", ",", "\t", "\n"} else str(cell) for cell in row] for row in rows]
    return csv_file(*quoted, delimiter=delimiter, encoding=encoding)


@pytest.mark.parametrize("name", REGISTERS)
@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), (",", "utf-8"), ("\t", "utf-16"), (";", "utf-8-sig")])
def test_a_register_in_the_wild_is_read_as_text(name: str, delimiter: str, encoding: str) -> None:
    rows, expected = REGISTERS[name]
    reading = imports.read(as_text(rows, delimiter, encoding))
    assert told(reading.rows[0]) == expected
    assert len(reading.rows) == (2 if name == "a header that repeats on every page" else 1)


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_in_the_wild_is_read_as_a_workbook(name: str) -> None:
    rows, expected = REGISTERS[name]
    assert [told(imports.read(content).rows[0]) for content in (workbook(Blad1=rows), ods(Blad1=rows))] == [expected] * 2


def test_days_and_amounts_of_excel_are_read_whatever_their_format() -> None:
    header = ("Contractnummer", "Omschrijving", "Leverancier", "KvK-nummer", "Startdatum", "Einddatum", "Contractwaarde")
    cells = ("1", "Zout", "Zout Voorbeeld", 1234567, (45352, "d mmmm yyyy"), date(2026, 2, 28), (1250000.5, '"€" #,##0.00'))
    (row,) = imports.read(workbook(Register=[header, cells])).rows
    assert (row.start, row.end, row.contract_sum) == (date(2024, 3, 1), date(2026, 2, 28), Decimal("1250000.50"))
