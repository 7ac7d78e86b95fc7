"""Files on disk: read as their bytes are; a large one is read from where it lies, without holding it in memory."""

import gc
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import imports
from imports import MAX_DATA_BYTES, MAX_FILE_BYTES, ContractRow, UnreadableFile, mapped, ocds, register_lines
from imports.collection import without_collection
from imports.rows import MAX_WORKBOOK_BYTES
from tests.imports.test_ocds import release
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, csv_file, workbook

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
# The pages of a file that is mapped are no data of the process: the system takes them back when it needs them.
READ_WITH_LITTLE_MEMORY = """
import re, resource, sys
from pathlib import Path
import imports

path = Path(sys.argv[1])
imports.read(b'{"releases": [{"ocid": "ocds-1", "tag": ["tender"], "tender": {"id": "T-1", "title": "Verzonnen"}}]}')
now = int(re.search(r"VmData:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (now + path.stat().st_size // 2,) * 2)
print(len(imports.read_file(path).rows))
"""


@pytest.mark.parametrize("sample", sorted(path.name for path in GOLDEN.glob("*") if path.suffix in (".json", ".csv", ".xml")))
def test_a_file_says_what_its_bytes_say(sample: str) -> None:
    if not sample.endswith(".expected.json"):
        assert imports.read_file(GOLDEN / sample) == imports.read((GOLDEN / sample).read_bytes())


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("as_lines", [True, False])
def test_open_data_that_is_read_from_disk_says_the_same(
    start: bytes, as_lines: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_FILE_BYTES", 10)
    releases = [release(ocid=f"ocds-voorbeeld-{number // 2}", date=f"2024-01-0{number + 1}T00:00:00Z") for number in range(4)]
    text = "\n".join(map(json.dumps, releases)) if as_lines else json.dumps({"releases": releases})
    path = tmp_path / "uitgaven"
    path.write_bytes(start + text.encode())
    reading = imports.read_file(path)
    assert len(reading.rows) == 2 and reading == imports.ocds.FORMAT.read(path.read_bytes(), imports.load_profile(), imports.nobody)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_long_text_is_read_from_disk_too(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "PART_BYTES", 7)
    rows = [(f"C-{number}", "Café aan zee (verzonnen)", "Zee B.V.", "'1000") for number in range(9)]
    content = csv_file(("Contractnummer", "Omschrijving", "Leverancier", "Contractwaarde"), *rows, encoding=encoding)
    whole = imports.read(content)
    monkeypatch.setattr(imports, "MAX_FILE_BYTES", 10)
    path = tmp_path / "register"
    path.write_bytes(content)
    reading = imports.read_file(path)
    assert reading == whole and [(row.reference, row.title, row.contract_sum) for row in reading.rows][8] == ("C-8", rows[8][1], 1000)


def with_last(content: bytes, part: str) -> bytes:
    """Return an archive in which this part comes last."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist(), key=part.__eq__):
            new.writestr(name, old.read(name))
    return buffer.getvalue()


def test_a_large_workbook_is_read_from_disk_wherever_its_parts_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = with_last(workbook(Register=[HEADER, SNOW, BRIDGE]), "xl/workbook.xml")
    whole = imports.read(content)
    monkeypatch.setattr(imports, "MAX_FILE_BYTES", 10)
    monkeypatch.setattr(imports, "HEAD_BYTES", 800)
    assert b"workbook.xml" not in content[:800] and b"workbook.xml" in content[-800:]
    path = tmp_path / "register"
    path.write_bytes(content)
    reading = imports.read_file(path)
    assert reading == whole and [row.reference for row in reading.rows] == ["2024-101", "2024-102"]


def test_who_waits_hears_rows_of_how_many_and_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_lines, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(ocds, "HEARD_EVERY", 2)
    rows = [(f"C-{number}", "Zout", "Zee B.V.") for number in range(3)]
    header = ("Contractnummer", "Omschrijving", "Leverancier")
    releases = [release(ocid=f"ocds-{number}", awards=[]) for number in range(3)]
    told = [
        heard_of(csv_file(header, ("Totaal", "", ""), *rows, ("",))),
        heard_of(workbook(Blad1=[header, ("Totaal",), *rows])),
        heard_of(json.dumps(releases).encode()),
    ]
    assert told == [[(1, 5, 1), (3, 5, 1)], [(1, 5, 1), (3, 5, 1)], [(2, 3, 2)]]


def test_rows_that_were_read_are_let_go_of_without_the_collector() -> None:
    rows = [(f"C-{number}", "Zout", "Zee B.V.") for number in range(30)]
    header = ("Contractnummer", "Omschrijving", "Leverancier")
    for content in (csv_file(header, *rows), workbook(Blad1=[header, *rows])):
        with without_collection():
            before = rows_in_memory()
            reading = imports.read(content)
            assert rows_in_memory() == before + len(reading.rows) == before + 30
            del reading
            assert rows_in_memory() == before


def rows_in_memory() -> int:
    return sum(type(one) is ContractRow for one in gc.get_objects())


def heard_of(content: bytes) -> list[tuple[int, int, int]]:
    """Return how far a reading said that it was."""
    told: list[tuple[int, int, int]] = []
    imports.read(content, heard=lambda *how_far: told.append(how_far))
    return told


def test_a_large_file_is_not_held_in_memory(tmp_path: Path) -> None:
    path, text = tmp_path / "jaar.json", "Verzonnen tekst. " * 12_000
    one = json.dumps(release(description=text))
    with path.open("w") as file:
        file.write('{"releases": [')
        file.write(", ".join(one.replace('"ocid": "', f'"ocid": "{number}-') for number in range(300)))
        file.write("]}")
    assert path.stat().st_size > MAX_FILE_BYTES
    told = subprocess.run([sys.executable, "-c", READ_WITH_LITTLE_MEMORY, str(path)], check=True, stdout=subprocess.PIPE, text=True)
    assert told.stdout == "300\n"


@pytest.mark.parametrize(
    ("start", "size", "most"),
    [
        (b'{"releases": [', MAX_DATA_BYTES + 1, "256 MB"),
        (b"Titel;Som\r\n", MAX_FILE_BYTES + 1, "40 MB"),
        (b"<?xml", MAX_FILE_BYTES + 1, "40 MB"),
        (b"PK\x03\x04 xl/workbook.xml", MAX_WORKBOOK_BYTES + 1, "128 MB"),
    ],
)
def test_a_file_that_is_too_large_for_its_format_is_refused_unread(start: bytes, size: int, most: str, tmp_path: Path) -> None:
    path = tmp_path / "groot"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    with pytest.raises(UnreadableFile, match=f"groter dan {most}"):
        imports.read_file(path)


def test_the_pieces_of_json_are_the_whole_reading() -> None:
    reading = imports.read((GOLDEN / "synthetic_contractregister.xlsx").read_bytes())
    pieces = list(reading.json_pieces())
    assert json.loads("".join(pieces)) == reading.to_json_dict()
    assert max(map(len, pieces)) < 3_000 < len("".join(pieces))
    empty = imports.Reading("csv", ())
    assert json.loads("".join(empty.json_pieces())) == empty.to_json_dict()
