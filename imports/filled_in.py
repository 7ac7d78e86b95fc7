"""Rows that a person filled in under known headers, in a workbook that this house once made, whatever program saved it since.

In: bytes, and the headers by what they are called here. Out: the cells of each row as texts with their addresses; what they mean is not
known here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from imports.cells import Table, cell_address
from imports.rows import UnreadableFile
from imports.spreadsheet import LOCAL_HEADER, tables_of_archive
from imports.translation import gettext as _
from sroi.values import search_text

HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row under the headers: its sheet, and by column the text of its cell and the address of it."""

    sheet: str
    cells: Mapping[str, str]
    addresses: Mapping[str, str]


def filled_rows(*, content: bytes, headers: Mapping[str, str]) -> Iterator[FilledRow]:
    """Yield the rows of every sheet that has all the headers (a text for each name of a column) in one of its first rows, empty ones too.

    Raises UnreadableFile when the bytes are no workbook (xlsx or ods), are more than may be read, or have no such sheet.
    """
    if not content.startswith(LOCAL_HEADER):
        raise UnreadableFile(_("Dit is geen rekenblad. Kies een bestand dat als xlsx is bewaard."))
    is_found = False
    for table in tables_of_archive(content):
        rows = enumerate(table.rows)
        if (places := _places(rows, headers)) is not None:
            is_found = True
            yield from (_row(table, number, cells, places) for number, cells in rows)
    if not is_found:
        wanted = ", ".join(headers.values())
        raise UnreadableFile(
            _("In dit bestand staat geen blad met deze kolommen: {wanted}. Gebruik het werkboek van deze site.").format(wanted=wanted)
        )


def _places(rows: Iterator[tuple[int, Sequence[str]]], headers: Mapping[str, str]) -> dict[str, int] | None:
    """Walk on to the row with all headers and return where each stands; None when the first rows have no such row."""
    for _number, cells in islice(rows, HEADER_WITHIN):
        found = {search_text(cell): place for place, cell in reversed(list(enumerate(cells)))}
        places = {name: found.get(search_text(header), -1) for name, header in headers.items()}
        if min(places.values()) >= 0:
            return places
    return None


def _row(table: Table, number: int, cells: Sequence[str], places: Mapping[str, int]) -> FilledRow:
    texts = {name: cells[place].strip() for name, place in places.items()}
    return FilledRow(table.name, texts, {name: cell_address(number, place) for name, place in places.items()})
