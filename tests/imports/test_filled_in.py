"""Rows that were filled in under known headers: found wherever they stand, and refused where a file is hostile or another."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from imports import UnreadableFile
from imports.filled_in import filled_rows
from imports.spreadsheet import ALWAYS_UNPACKED
from tests.imports.workbooks import ods, workbook

HEADERS = {"claim": "Opgave", "verdict": "Besluit"}
ROWS = (("Opgave", "Status", "Besluit"), (12, "In beoordeling", "Goedkeuren"), (13, "In beoordeling", None))


def told(content: bytes) -> list[tuple[str, str, str, str]]:
    """Return of each row its sheet, the address of its verdict, its claim and its verdict."""
    rows = filled_rows(content=content, headers=HEADERS)
    return [(row.sheet, row.addresses["verdict"], row.cells["claim"], row.cells["verdict"]) for row in rows]


@pytest.mark.parametrize("save", [workbook, ods])
def test_rows_have_their_texts_and_addresses(save: Callable[..., bytes]) -> None:
    assert told(save(Opgaven=ROWS)) == [("Opgaven", "C2", "12", "Goedkeuren"), ("Opgaven", "C3", "13", "")]


def test_headers_are_known_by_their_words_wherever_they_stand() -> None:
    moved = [(), ("Bewerkt door ons",), ("BESLUIT", "x", " opgave "), ("Afwijzen", "", 7)]
    second = [("Besluit", "Opgave"), ("Goedkeuren", 8)]
    content = workbook(Samenvatting=[("Opgave", 1)], Opgaven=moved, Vervolg=second)
    assert told(content) == [("Opgaven", "A4", "7", "Afwijzen"), ("Vervolg", "A2", "8", "Goedkeuren")]


def test_a_header_that_stands_twice_is_the_first() -> None:
    assert told(workbook(Blad=[("Opgave", "Besluit", "Besluit"), (1, "Goedkeuren", "Afwijzen")])) == [("Blad", "B2", "1", "Goedkeuren")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "geen rekenblad"),
        (b"%PDF-1.7", "geen rekenblad"),
        (workbook(Opgaven=ROWS)[:2000], "beschadigd"),
        (workbook(Opgaven=[("Opgave", "Status")]), "geen blad met deze kolommen: Opgave, Besluit"),
        (workbook(Opgaven=[*[("leeg",)] * 20, *ROWS]), "geen blad met deze kolommen"),
    ],
    ids=["nothing", "pdf", "cut off", "other columns", "too far down"],
)
def test_another_file_is_refused_in_a_sentence(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        told(content)


def test_a_file_that_unpacks_to_more_than_is_allowed_is_not_unpacked() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (ALWAYS_UNPACKED + 1))
    with pytest.raises(UnreadableFile, match="te groot"):
        told(buffer.getvalue())
