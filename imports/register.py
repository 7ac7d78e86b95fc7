"""Contract registers: tables of cells, as officers keep them -> contract rows and their problems.

In: the tables of a file, whatever its format, and a profile. Out: a `Reading`. Every visible sheet with a recognisable
header is read, but for one that holds far less of a contract than another; empty rows, total rows and repeated headers are left
out; nothing is mended or left out in silence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import Any

from imports import tenderned
from imports.cells import Table, column_letters
from imports.collection import without_collection
from imports.fields import cell_readers
from imports.header import SEARCHED_ROWS, Header, find_header, likeliest_header
from imports.mapped import Source
from imports.meaning import is_private
from imports.profile import Profile
from imports.register_rows import Gathered, SheetReader
from imports.rows import MAX_FILE_BYTES, Column, Format, Heard, Problem, Reading, UnknownColumns, nobody
from imports.translation import gettext as _

SAMPLES = 3
SAMPLE_LENGTH = 60


def register_format(
    *, name: str, recognises: Callable[[bytes], bool], tables: Callable[[Any], Sequence[Table]], max_bytes: int = MAX_FILE_BYTES
) -> Format:
    """Return the format of a file that holds tables of contracts; of one that may be larger than most, `tables` reads a mapped file."""

    def read(content: Source, profile: Profile, heard: Heard) -> Reading:
        return read_register(tables=tables(content), profile=profile, format_name=name, heard=heard)

    def columns(content: Source, profile: Profile) -> tuple[Column, ...]:
        return proposed_columns(tables=tables(content), profile=profile)

    read_mapped = read if max_bytes > MAX_FILE_BYTES else None
    return Format(name, recognises, read, columns, tables=tables, read_mapped=read_mapped, max_bytes=max_bytes)


def read_register(*, tables: Sequence[Table], profile: Profile, format_name: str, heard: Heard = nobody) -> Reading:
    """Return the contracts in `tables`; raise UnknownColumns when no sheet has a header that `profile` knows."""
    with without_collection():
        return _read_register(tables, profile, format_name, heard)


def _read_register(tables: Sequence[Table], profile: Profile, format_name: str, heard: Heard) -> Reading:
    sheets = [_open(table, profile) for table in tables]
    registers = _registers(sheets)
    if not registers:
        raise UnknownColumns(
            _("In dit bestand staan geen herkenbare kolommen. Zet boven de kolommen namen als Contractnummer, Omschrijving en Leverancier.")
        )
    gathered = Gathered(heard, sum(register.table.height for register in registers))
    for sheet in sheets:
        if sheet.header is None or not any(sheet is register for register in registers):
            gathered.problems.extend(_unread_warnings(sheet))
            continue
        gathered.columns.extend(_columns(sheet, sheet.header))
        gathered.problems.extend(_column_warnings(sheet.header))
        where = _("blad {sheet}").format(sheet=sheet.table.name) if len(registers) > 1 else ""
        _read_sheet(sheet, sheet.header, gathered, where)
    name = tenderned.FORMAT_NAME if registers[0].is_of_notices else format_name
    return Reading(name, tuple(gathered.rows), tuple(gathered.problems), tuple(gathered.columns))


def _registers(sheets: Sequence["_Sheet"]) -> list["_Sheet"]:
    """Return the sheets to read: those of TenderNed alone, or those with at least half of the fields that the fullest one has."""
    shown = [sheet for sheet in sheets if sheet.header is not None and not sheet.table.is_hidden]
    most = max((sheet.width for sheet in shown), default=0)
    return [sheet for sheet in shown if sheet.is_of_notices] or [sheet for sheet in shown if sheet.width * 2 >= most]


def _read_sheet(sheet: "_Sheet", header: Header, gathered: Gathered, where: str) -> None:
    readers = cell_readers(profile=sheet.profile)
    finish = None
    if sheet.is_of_notices:
        readers |= tenderned.readers()
        finish = partial(tenderned.finish, profile=sheet.profile)
    SheetReader(
        table=sheet.table, header=header, profile=sheet.profile, readers=readers, gathered=gathered, sheet_where=where, finish=finish
    ).read()


def proposed_columns(*, tables: Sequence[Table], profile: Profile) -> tuple[Column, ...]:
    """Return the columns of all visible sheets with what they seem to mean, also of a sheet of which nothing is recognised."""
    found: list[Column] = []
    for table in tables:
        sheet = _open(table, profile)
        header = sheet.header or likeliest_header(rows=sheet.first, profile=sheet.profile)
        if header is not None and not table.is_hidden:
            found.extend(_columns(sheet, header))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table, whole again after its first rows were searched for a header, and the profile that it is read by."""

    table: Table
    first: Sequence[Sequence[str]]
    header: Header | None
    profile: Profile
    is_of_notices: bool

    @property
    def width(self) -> int:
        return 0 if self.header is None else len(self.header.columns)


def _open(table: Table, profile: Profile) -> _Sheet:
    rows = iter(table.rows)
    first = list(islice(rows, SEARCHED_ROWS))
    is_of_notices = tenderned.is_tenderned(first)
    own = tenderned.profile_of(profile) if is_of_notices else profile
    return _Sheet(replace(table, rows=chain(first, rows)), first, find_header(rows=first, profile=own), own, is_of_notices)


def _unread_warnings(sheet: _Sheet) -> list[Problem]:
    where = _("blad {sheet}").format(sheet=sheet.table.name)
    if sheet.header is not None and not sheet.table.is_hidden:
        message = _("Dit blad is niet gelezen: een ander blad heeft veel meer kolommen van een contractregister.")
    elif sheet.header is not None:
        message = _("Dit blad is verborgen en niet gelezen. Maak het zichtbaar als de contracten mee moeten.")
    elif any(map(any, sheet.table.rows)):
        message = _("Dit blad is niet gelezen: er staan geen herkenbare kolommen in.")
    else:
        return []
    return [Problem(where, None, None, message, "warning")]


def _columns(sheet: _Sheet, header: Header) -> list[Column]:
    """Return each column that has a header."""
    names = [cell.text for cell in header.cells]
    below = [row for row in sheet.first[header.row + 1 :] if not _repeats(row, names)]
    return [
        Column(
            sheet=sheet.table.name,
            address=column_letters(index),
            header=cell.text,
            field=cell.meaning.field,
            certainty=cell.meaning.certainty,
            suggestion=cell.meaning.suggestion,
            remark=cell.meaning.remark or "",
            row=header.row + 1,
            samples=() if is_private(cell.text, sheet.profile) else _samples(below, index),
        )
        for index, cell in enumerate(header.cells)
        if cell.text
    ]


def _repeats(row: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether a row is the header once more, of which the last row may say only part of a name."""
    return all(name.endswith(" ".join(text.split())) for name, text in zip(names, row, strict=False))


def _samples(rows: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    texts = (" ".join(row[index].split())[:SAMPLE_LENGTH] for row in rows if index < len(row))
    return tuple(islice(dict.fromkeys(filter(None, texts)), SAMPLES))


def _column_warnings(header: Header) -> list[Problem]:
    """Return a warning for each column that is not what it seems, or is not sure."""
    where = _("kolom {header} ({address})")
    return [
        Problem(where.format(header=cell.text, address=column_letters(index)), None, None, cell.meaning.remark, "warning")
        for index, cell in enumerate(header.cells)
        if cell.text and cell.meaning.remark is not None
    ]
