"""Files that nobody should send: refused with one sentence, in little time and memory, or read; never anything else."""

import struct
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from gzip import compress
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imports
from imports import MAX_FILE_BYTES, Reading, UnreadableFile
from imports.cells import MAX_COLUMNS, MAX_ROWS
from tests.imports.notices import eforms
from tests.imports.workbooks import HEADER, SNOW, csv_file, ods, with_parts, workbook

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
CSV = "synthetic_contractregister_cp1252_semicolon.csv"
ARCHIVES = ("synthetic_contractregister.xlsx", "synthetic_contractregister_two_header_rows.ods", "synthetic_tenderned_open_data.xlsx")
OLD_EXCEL = "synthetic_contractregister_excel97.xls"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_MANIFEST = b"""<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="content.xml" manifest:size="9000"><manifest:encryption-data manifest:checksum="x"/>
</manifest:file-entry></manifest:manifest>"""
TRIES = 200
SECONDS = 5
MEGABYTES = 512
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SHEET_START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"
# A process starts with the highest memory of the one that started it, where only the kernel's own count of it does not.
READ_AND_TELL = """
import re
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
import imports
try:
    print("READ", len(imports.read(sys.stdin.buffer.read()).rows))
except imports.UnreadableFile as refusal:
    print("REFUSED", refusal)
used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(max(own, used[1].ru_maxrss), sum(one.ru_utime + one.ru_stime for one in used))
"""


def register(**parts: bytes) -> bytes:
    """Return a workbook that holds a register, with the sheet or the shared strings replaced."""
    names = {"sheet": SHEET, "strings": STRINGS}
    return with_parts(workbook(Register=[HEADER, SNOW]), {names[name]: part for name, part in parts.items()})


def sheet(*inside: bytes) -> bytes:
    return register(sheet=SHEET_START + b"".join(inside) + SHEET_END)


def shared_strings(attributes: bytes, text: bytes) -> bytes:
    namespace = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<sst %s %s><si><t>%s</t></si></sst>" % (namespace, attributes, text)


def unpacks_to(pattern: bytes, megabytes: int) -> bytes:
    """Return a workbook of which the sheet repeats the pattern."""
    buffer = BytesIO()
    block = pattern * (1024 * 1024 // len(pattern))
    with ZipFile(BytesIO(workbook(Register=[HEADER, SNOW]))) as old, ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as part:
            part.write(SHEET_START)
            for _block in range(megabytes):
                part.write(block)
    return buffer.getvalue()


def with_false_sizes(content: bytes) -> bytes:
    """Return the archive with a directory that says that every part unpacks to a thousand bytes."""
    false = bytearray(content)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        false[at + 24 : at + 28] = struct.pack("<I", 1000)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(false)


def laughing_sheet() -> bytes:
    entities = b'<!ENTITY e0 "aaaaaaaaaa">' + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    return register(sheet=b"<!DOCTYPE x [" + entities + b"]>" + SHEET_START + b'<row><c t="str"><v>&e11;</v></c></row>' + SHEET_END)


def laughing_notice() -> bytes:
    entities = b'<!ENTITY e0 "aaaaaaaaaa">' + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    return b"<!DOCTYPE x [" + entities + b"]>" + eforms(project="<cbc:Name>&e11;</cbc:Name>")


def opendocument(*inside: bytes, before: bytes = b"") -> bytes:
    """Return a spreadsheet of LibreOffice with these elements in its one table, below a header and a row."""
    whole = ods(Register=[HEADER, SNOW])
    with ZipFile(BytesIO(whole)) as archive:
        content = archive.read("content.xml")
    start, end = content.split(b"</table:table>")
    return with_parts(whole, {"content.xml": before + start + b"".join(inside) + b"</table:table>" + end})


def laughing_opendocument() -> bytes:
    entities = b'<!ENTITY e0 "aaaaaaaaaa">' + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    cell = b'<table:table-row><table:table-cell office:value-type="string"><text:p>&e11;</text:p></table:table-cell></table:table-row>'
    return opendocument(cell, before=b"<!DOCTYPE x [" + entities + b"]>")


REPEATED_CELL = b'<table:table-cell table:number-columns-repeated="%d" office:value-type="string"><text:p>x</text:p></table:table-cell>'
REPEATED_ROW = (
    b'<table:table-row table:number-rows-repeated="%d">'
    b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)

HOSTILE: dict[str, Callable[[], bytes]] = {
    "two gigabytes of zeros in a sheet": lambda: unpacks_to(b"0", 2048),
    "a sheet that unpacks to far more than the archive says": lambda: with_false_sizes(unpacks_to(b"<a/>", 1024)),
    "a cell at the far end of the sheet": lambda: sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
    "a cell beyond any sheet": lambda: sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZZ4294967295"><v>1</v></c></row>'),
    "a table of strings that says it is endless": lambda: register(strings=shared_strings(b'uniqueCount="999999999999"', b"x")),
    "one long string in every cell": lambda: register(
        strings=shared_strings(b"", b"x" * 1_000_000),
        sheet=SHEET_START + b'<row><c t="s"><v>0</v></c></row>' * 100_000 + SHEET_END,
    ),
    "merged ranges without end": lambda: register(
        sheet=SHEET_START
        + b"<row><c><v>1</v></c></row></sheetData><mergeCells>"
        + b'<mergeCell ref="A1:A1048576"/>' * 50_000
        + b"</mergeCells></worksheet>"
    ),
    "entities that grow a thousandfold": laughing_sheet,
    "a million columns in a workbook": lambda: sheet(b"<row>", b"<c><v>1</v></c>" * 1_000_000, b"</row>"),
    "a million rows in a workbook": lambda: sheet(b"<row><c><v>1</v></c></row>" * 1_000_000),
    "a notice of entities that grow a thousandfold": lambda: laughing_notice(),
    "a notice of elements without end": lambda: eforms() + b"<a>" * 5_000_000,
    "a notice of one attribute": lambda: b'<ContractNotice a="' + b"x" * 9_000_000 + b'"/>',
    "a notice of attributes without end": lambda: b"<ContractNotice " + b" ".join(b'a%d=""' % i for i in range(200_000)) + b"/>",
    "a notice of too many elements": lambda: b"<ContractNotice>" + b"<a/>" * 2_000_000 + b"</ContractNotice>",
    "elements without end": lambda: register(sheet=SHEET_START + b"<a>" * 5_000_000),
    "a workbook of a million parts": lambda: b"PK\x03\x04 xl/workbook.xml" + b"PK\x01\x02" * 5_000_000,
    "a million columns in a csv": lambda: b";".join([b"x"] * 1_000_000),
    "a csv of lines only": lambda: csv_file(HEADER, SNOW) + b"\n" * 10_000_000,
    "a csv of quotes": lambda: b'a,"\n",' * 5_000_000,
    "a csv of one line": lambda: b"x" * (MAX_FILE_BYTES - 1),
    "more than a file may be": lambda: b"x;" * MAX_FILE_BYTES,
    "noise": lambda: Random(1).randbytes(3_000_000),
    "noise that starts as a workbook": lambda: b"PK\x03\x04 xl/workbook.xml" + Random(2).randbytes(3_000_000),
    "noise that starts as UTF-16": lambda: b"\xff\xfe" + Random(3).randbytes(3_000_001),
    "a text that is no register": lambda: b"Geachte heer, mevrouw,\n\nHierbij het register, zoals besproken.",
    "a cell of LibreOffice that repeats without end": lambda: opendocument(
        b"<table:table-row>", REPEATED_CELL % 2_000_000_000, b"</table:table-row>"
    ),
    "a row of LibreOffice that repeats without end": lambda: opendocument(REPEATED_ROW % 2_000_000_000),
    "a million wide rows of LibreOffice": lambda: opendocument(
        b"<table:table-row>" + REPEATED_CELL % 900 + b"</table:table-row>", REPEATED_ROW % 249_000
    ),
    "entities of LibreOffice that grow a thousandfold": laughing_opendocument,
    "a spreadsheet of LibreOffice with a password": lambda: with_parts(
        ods(Register=[HEADER, SNOW]), {"content.xml": Random(7).randbytes(5_000), "META-INF/manifest.xml": ENCRYPTED_MANIFEST}
    ),
    "noise that starts as an old Excel file": lambda: OLE + "Workbook".encode("utf-16-le") + Random(8).randbytes(3_000_000),
    "an old Word file": lambda: OLE + "WordDocument".encode("utf-16-le") + b"\0" * 5000,
    "a new Word file": lambda: with_parts(ods(), {"word/document.xml": b"<w/>", "mimetype": b""}),
    "a web page that is called xls": lambda: b"<html><table><tr><td>Contractnummer</td></tr></table></html>",
    "deep JSON": lambda: b'{"a":' * 1_000_000,
    "deep lists": lambda: b"[" * 5_000_000,
    "a list of nothing": lambda: b"[" + b"{}," * 10_000_000 + b"{}]",
    "releases of nothing": lambda: b'{"releases":[' + b'{"ocid":"x"},' * 2_000_000 + b"{}]}",
    "releases that tell of nothing": lambda: b'{"releases":[' + b",".join(b'{"ocid":"o-%d"}' % i for i in range(240_000)) + b"]}",
    "a release with awards without end": lambda: b'{"ocid":"x","awards":[' + b"{}," * 10_000_000 + b"{}]}",
    "a release with lists in lists": lambda: b'{"ocid":"x","awards":' + b"[" * 400 + b"[]," * 2_000_000 + b"[]" + b"]" * 400 + b"}",
    "one process of many releases": lambda: b"[" + b",".join([b'{"ocid":"x","awards":[{"id":"1"}]}'] * 200_000) + b"]",
    "a number without end": lambda: b'{"ocid":"x","awards":[{"value":{"amount":' + b"9" * 5_000_000 + b"}}]}",
    "one process of releases that are put together again and again": lambda: (
        b"["
        + b",".join(b'{"ocid":"x","contracts":[%s]}' % b",".join(b'{"id":"%d-%d"}' % (i, j) for j in range(40)) for i in range(900))
        + b"]"
    ),
    "a notice that is packed": lambda: compress(eforms()),
    "a csv of headers only": lambda: (b";".join(b"c%d" % i for i in range(999)) + b"\n") * 8_000,
    "a PDF": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 1000,
    "an old Excel file": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence_in_little_time_and_memory(name: str) -> None:
    content = HOSTILE[name]()
    done = subprocess.run([sys.executable, "-c", READ_AND_TELL], input=content, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    answer, used = done.stdout.decode().splitlines()
    kilobytes, seconds = map(float, used.split())  # of the processor: how busy the machine is does not matter
    assert answer.startswith("REFUSED ")
    assert kilobytes < MEGABYTES * 1024
    assert seconds < SECONDS


def test_awards_are_found_with_their_parties_and_lots_in_time_that_grows_with_their_number() -> None:
    count = 4_000
    parties = b",".join(b'{"id":"p%d","name":"N%d"}' % (i, i) for i in range(count))
    lots = b",".join(b'{"id":"l%d"}' % i for i in range(count))
    awards = b",".join(b'{"id":"%d","relatedLots":["l%d"],"suppliers":[{"id":"p%d"}]}' % (i, i, i) for i in range(count))
    content = b'{"ocid":"x","parties":[%s],"tender":{"lots":[%s]},"awards":[%s]}' % (parties, lots, awards)
    done = subprocess.run([sys.executable, "-c", READ_AND_TELL], input=content, capture_output=True, timeout=60, check=False)
    answer, used = done.stdout.decode().splitlines()
    assert answer == f"READ {count}"
    assert float(used.split()[1]) < SECONDS


def read_or_refuse(content: bytes) -> Reading | None:
    try:
        return imports.read(content)
    except UnreadableFile as refusal:
        sentence = str(refusal)
    assert sentence.endswith(".")
    return None


def each_read(contents: list[bytes]) -> list[Reading | None]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(read_or_refuse, contents))


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_workbook_cut_off_anywhere_is_refused(name: str) -> None:
    whole, random = (GOLDEN / name).read_bytes(), Random(4)
    assert each_read([whole[: random.randrange(len(whole))] for _try in range(TRIES)]) == [None] * TRIES


def test_a_workbook_that_was_cut_off_is_called_damaged_and_an_archive_is_to_be_unpacked() -> None:
    whole = (GOLDEN / ARCHIVES[0]).read_bytes()
    with pytest.raises(UnreadableFile, match="beschadigd"):
        imports.read(whole[: len(whole) // 2])
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("register.csv", "Contractnummer;Titel")
    with pytest.raises(UnreadableFile, match="Pak het eerst uit"):
        imports.read(packed.getvalue())


def test_an_old_workbook_cut_off_anywhere_is_refused_or_read_no_further_than_it_goes() -> None:
    whole, random = (GOLDEN / OLD_EXCEL).read_bytes(), Random(9)
    references = [row.reference for row in imports.read(whole).rows]
    for reading in each_read([whole[: random.randrange(len(whole))] for _try in range(TRIES)]):
        assert reading is None or [row.reference for row in reading.rows] == references[: len(reading.rows)]


def test_a_csv_cut_off_anywhere_gives_no_other_rows_than_the_whole_but_for_the_last() -> None:
    whole, random = (GOLDEN / CSV).read_bytes(), Random(5)
    references = [row.reference for row in imports.read(whole).rows]
    for reading in each_read([whole[: random.randrange(len(whole))] for _try in range(TRIES)]):
        if reading is not None and reading.rows:
            read = [row.reference for row in reading.rows]
            assert read[:-1] == references[: len(read) - 1]


@pytest.mark.parametrize("name", [CSV, *ARCHIVES, OLD_EXCEL])
def test_a_file_with_a_flipped_byte_is_read_or_refused(name: str) -> None:
    whole, random = (GOLDEN / name).read_bytes(), Random(6)
    flipped = []
    for _try in range(TRIES):
        damaged = bytearray(whole)
        damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        flipped.append(bytes(damaged))
    most = len(imports.read(whole).rows) + 1
    assert all(reading is None or len(reading.rows) <= most for reading in each_read(flipped))


@given(st.binary(max_size=2000))
def test_no_bytes_whatever_do_more_than_be_refused(content: bytes) -> None:
    read_or_refuse(content)


@given(st.binary(max_size=200))
def test_a_register_with_noise_after_it_is_read_or_refused(noise: bytes) -> None:
    read_or_refuse(csv_file(HEADER, SNOW) + b"\r\n" + noise)


@pytest.mark.parametrize("content", [b"", b"  \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        imports.read(content)


def test_a_workbook_with_a_password_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="wachtwoord"):
        imports.read(HOSTILE["a spreadsheet of LibreOffice with a password"]())
    with pytest.raises(UnreadableFile, match="wachtwoord"):
        imports.read(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 3000)


def test_a_register_as_long_and_wide_as_allowed_is_read_and_one_row_or_column_more_is_not() -> None:
    header = (*HEADER, *[""] * (MAX_COLUMNS - len(HEADER)))
    assert len(imports.read(csv_file(header, SNOW)).rows) == 1
    with pytest.raises(UnreadableFile, match="te groot"):
        imports.read(csv_file((*header, ""), SNOW))
    lines = b"\n".join([b"Nr;Titel", *(b"%d;Brug" % number for number in range(1, MAX_ROWS))])
    assert len(imports.read(lines).rows) == MAX_ROWS - 1
    with pytest.raises(UnreadableFile, match="te groot"):
        imports.read(lines + b"\nlaatste;Brug")
