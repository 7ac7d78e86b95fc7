"""The parts of a workbook that is an archive: how they are called, and their bytes piece by piece."""

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from . import ROW, ROWS_BEGIN

SHEETS, SHARED_TEXTS = re.compile(r"worksheets/[^/]*\.xml$", re.IGNORECASE), re.compile(r"sharedStrings\.xml$", re.IGNORECASE)
FIRST_ROWS = 64 * 1024  # bytes of a sheet in which its first row stands
READ_AT_ONCE, MOST_WITHOUT = 1024 * 1024, 64 * 1024 * 1024


def part_key(path: str) -> str:
    """Return the path of a part as all its spellings share it."""
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").lower()


def sheet_names(archive: ZipFile, parts: dict[str, str]) -> dict[str, str]:
    """Return the name of each sheet by the key of its part."""
    workbook = next((key for key in parts if posixpath.basename(key) == "workbook.xml"), None)
    if workbook is None:  # a spreadsheet of LibreOffice
        return {}
    folder = posixpath.dirname(workbook)
    relations = ElementTree.fromstring(archive.read(parts[f"{folder}/_rels/workbook.xml.rels".lstrip("/")]))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = {}
    for sheet in ElementTree.fromstring(archive.read(parts[workbook])).iterfind(".//{*}sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        names[part_key(posixpath.join("/", folder, targets.get(relation, "")))] = sheet.get("name", "")
    return names


def tells_rows(archive: ZipFile, sheet: str) -> bool:
    """Return whether the first row of a sheet tells its number first, as those of nearly every program do: it can be cut."""
    head = first_bytes(archive, sheet)
    return ROW in head and ROWS_BEGIN in head


def first_bytes(archive: ZipFile, part: str) -> bytes:
    """Return how a part begins, with the first row of a sheet."""
    with archive.open(part) as file:
        return file.read(FIRST_ROWS)


def unpack(archive: ZipFile, part: str) -> None:
    """Unpack a part and keep nothing of it."""
    with archive.open(part) as file:
        while file.read(READ_AT_ONCE):
            pass


def pieces(archive: ZipFile, part: str, sign: bytes) -> Iterator[bytes]:
    """Yield a sheet some bytes at a time, cut before this sign: it may be as large as all memory that there is.

    Raises MemoryError where the sign does not come for so long that it is no sheet.
    """
    with archive.open(part) as file:
        left: list[bytes] = []
        while read := file.read(READ_AT_ONCE):
            at = read.rfind(sign)
            if at >= 0:
                yield b"".join([*left, read[:at]])
                left = []
            elif len(left) * READ_AT_ONCE > MOST_WITHOUT:
                raise MemoryError
            left.append(read[max(at, 0) :])
        yield b"".join(left)
