"""Contract registers: tables of cells, as officers keep them -> contract rows and their problems.

In: the tables of a file, whatever its format, and a profile. Out: a `Reading`. Every visible sheet with a recognisable
header is read; empty rows, total rows and repeated headers are left out; nothing is mended or left out in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from itertools import chain, islice

from imports.cells import Table, column_letters
from imports.fields import cell_readers
from imports.header import SEARCHED_ROWS, Header, find_header
from imports.profile import Profile
from imports.register_rows import Gathered, SheetReader
from imports.rows import Column, Problem, Reading, UnreadableFile


def read_register(*, tables: Sequence[Table], profile: Profile, format_name: str) -> Reading:
    """Return the contracts in `tables`; raise UnreadableFile when no sheet has a header that `profile` knows."""
    sheets = [_open(table, profile) for table in tables]
    registers = [sheet for sheet in sheets if sheet.is_register]
    if not registers:
        raise UnreadableFile(
            _("In dit bestand staan geen herkenbare kolommen. Zet boven de kolommen namen als Contractnummer, Omschrijving en Leverancier.")
        )
    gathered = Gathered()
    readers = cell_readers(profile=profile)
    for sheet in sheets:
        if sheet.header is None or not sheet.is_register:
            gathered.problems.extend(_unread_warnings(sheet))
            continue
        _add_columns(sheet.table.name, sheet.header, gathered)
        where = _("blad {sheet}").format(sheet=sheet.table.name) if len(registers) > 1 else ""
        SheetReader(table=sheet.table, header=sheet.header, readers=readers, gathered=gathered, sheet_where=where).read()
    return Reading(format_name, tuple(gathered.rows), tuple(gathered.problems), tuple(gathered.columns))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table, whole again after its first rows were searched for a header."""

    table: Table
    header: Header | None

    @property
    def is_register(self) -> bool:
        return self.header is not None and not self.table.is_hidden


def _open(table: Table, profile: Profile) -> _Sheet:
    rows = iter(table.rows)
    first = list(islice(rows, SEARCHED_ROWS))
    return _Sheet(replace(table, rows=chain(first, rows)), find_header(rows=first, profile=profile))


def _unread_warnings(sheet: _Sheet) -> list[Problem]:
    where = _("blad {sheet}").format(sheet=sheet.table.name)
    if sheet.header is not None:
        message = _("Dit blad is verborgen en niet gelezen. Maak het zichtbaar als de contracten mee moeten.")
    elif any(map(any, sheet.table.rows)):
        message = _("Dit blad is niet gelezen: er staan geen herkenbare kolommen in.")
    else:
        return []
    return [Problem(where, None, None, message, "warning")]


def _add_columns(sheet_name: str, header: Header, gathered: Gathered) -> None:
    """Add each column that has a header, and a warning for one that is not what it seems."""
    for index, cell in enumerate(header.cells):
        if not cell.text:
            continue
        address = column_letters(index)
        gathered.columns.append(Column(sheet_name, address, cell.text, cell.field))
        if cell.remark is not None:
            where = _("kolom {header} ({address})").format(header=cell.text, address=address)
            gathered.problems.append(Problem(where, None, None, cell.remark, "warning"))
