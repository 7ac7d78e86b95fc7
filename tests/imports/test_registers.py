"""Contract registers as they are: the samples against their expected rows, and files that nobody should send."""

import io
import json
import random
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

import imports
from imports import UnreadableFile

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
SAMPLES = ("synthetic_contractregister.xlsx", "synthetic_contractregister_cp1252_semicolon.csv")
HEADER = "Contractnummer;Omschrijving;Leverancier;KvK-nummer;Ingangsdatum;Einddatum;Contractwaarde;Soort"
ROW = "2024-001;Onderhoud;Voorbeeld B.V.;01234567;01-03-2024;28-02-2026;250.000,00;Dienst"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_agreed(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert imports.read((GOLDEN / name).read_bytes()).to_json_dict() == expected


def test_both_samples_say_the_same_of_their_contracts() -> None:
    one, other = (imports.read((GOLDEN / name).read_bytes()).rows for name in SAMPLES)
    assert [(row.reference, row.contract_sum, row.start, row.end) for row in one] == [
        (row.reference, row.contract_sum, row.start, row.end) for row in other
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_is_read_in_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "\r\n".join((HEADER, ROW.replace("250.000,00", "250000").replace("Onderhoud", "Café"))).replace(";", delimiter)
    (row,) = imports.read(text.encode(encoding)).rows
    assert (row.reference, row.title, row.contractors[0].kvk_number) == ("2024-001", "Café", "01234567")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("EUR 1.250.000,00", "1250000.00"), ("1.250.000", "1250000.00"), ("1250000", "1250000.00"), ("249.999,99", "249999.99")],
)
def test_an_amount_in_a_register_is_read(typed: str, amount: str) -> None:
    (row,) = imports.read(f"{HEADER}\n{ROW.replace('250.000,00', typed)}".encode()).rows
    assert str(row.contract_sum) == amount


@pytest.mark.parametrize("typed", ["max. 750.000", "circa 2 ton"])
def test_an_amount_that_is_none_is_told_with_its_place(typed: str) -> None:
    reading = imports.read(f"{HEADER}\n{ROW.replace('250.000,00', typed)}".encode())
    assert reading.rows[0].contract_sum is None
    (problem,) = [one for one in reading.problems if one.field == "contract_sum"]
    assert (problem.severity, problem.row) == ("error", 0)
    assert typed in problem.message and "rij 2" in problem.where


def test_a_second_row_with_the_same_number_is_told() -> None:
    reading = imports.read("\n".join((HEADER, ROW, ROW)).encode())
    assert any(problem.row == 1 and problem.field == "reference" for problem in reading.problems)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 400, b"hallo", b"PK\x03\x04 geen zip", b"%PDF-1.4 %%EOF", b"{" * 100_000])
def test_what_is_no_register_is_refused_with_one_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        imports.read(content)
    assert str(refusal.value).strip()


def test_a_sheet_that_unpacks_to_gigabytes_is_refused_at_once() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(GOLDEN / SAMPLES[0]) as sample:
            for name in sample.namelist():
                if "sheet1" not in name:
                    archive.writestr(name, sample.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(600):
                sheet.write(b"0" * (1 << 20))
    start = time.monotonic()
    with pytest.raises(UnreadableFile):
        imports.read(packed.getvalue())
    assert packed.tell() < 10 * (1 << 20) and time.monotonic() - start < 60


def test_a_formula_is_read_as_its_value_and_never_run() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.split(";"))
    sheet.append(["2024-001", '=HYPERLINK("http://x")', "Voorbeeld B.V.", "01234567", "01-03-2024", "28-02-2026", 250000, "Dienst"])
    packed = io.BytesIO()
    book.save(packed)
    assert "HYPERLINK" not in str(imports.read(packed.getvalue()).rows)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("is_cut", [True, False])
def test_a_damaged_file_is_read_or_refused_never_a_crash(name: str, is_cut: bool) -> None:
    whole = (GOLDEN / name).read_bytes()
    dice = random.Random(f"{name}{is_cut}")
    for _ in range(60):
        damaged = bytearray(whole[: dice.randrange(len(whole))] if is_cut else whole)
        if not is_cut:
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        try:
            reading = imports.read(bytes(damaged))
        except UnreadableFile:
            continue
        assert len(reading.rows) <= 5
