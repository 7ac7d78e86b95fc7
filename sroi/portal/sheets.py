"""The spreadsheet in which many claims are reported at once: what it looks like, and what was filled in.

A sheet for each kind, a column for each field of its form. Name and date of birth are not asked here: they are typed in the form alone, and
never stand in a file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any

from imports.cells import Table as Cells
from imports.cells import cell_address
from sroi.contracts.rules import ContractRecord
from sroi.exports.workbook import CellKind, Column, Heading, Paragraph, Sheet, Table, Workbook
from sroi.fulfilment.kinds import KINDS, is_offered
from sroi.policy.rules import Policy
from sroi.portal.forms import FORMS
from sroi.values import search_text
from sroi.web.forms import Field
from sroi.web.requests import plain_text

MOST_ROWS = 100
NOT_IN_A_FILE = frozenset({"candidate_name", "birth_date"})
CELLS = {"date": CellKind.DATE, "money": CellKind.EUROS}
YES = "ja"


@dataclass(frozen=True)
class SheetColumn:
    """A column: the field that it fills, and for one of several boxes the option that it ticks."""

    field: Field
    option: str = ""
    label: str = ""


@dataclass(frozen=True)
class SheetRow:
    """A row that was filled in: of which kind, where, and what a form would have sent."""

    kind: str
    sheet: str
    row: int
    data: Mapping[str, str | list[str]]


def sheet_fields(kind: str, policy: Policy) -> tuple[Field, ...]:
    """Return the fields of a kind that stand in a file."""
    return tuple(field for field in FORMS[kind].fields(policy) if field.name not in NOT_IN_A_FILE)


def columns_of(kind: str, policy: Policy) -> tuple[SheetColumn, ...]:
    """Return the columns of a kind; each of several boxes has its own."""
    found = []
    for field in sheet_fields(kind, policy):
        if field.kind == "checkboxes":
            found += [SheetColumn(field, value, label) for value, label in field.options]
        else:
            found.append(SheetColumn(field, label=field.label))
    return tuple(found)


def offered_kinds(policy: Policy) -> tuple[str, ...]:
    """Return the kinds that a policy has building blocks for."""
    return tuple(key for key, kind in KINDS.items() if is_offered(kind=kind, policy=policy))


def template(*, record: ContractRecord, policy: Policy, now: datetime) -> Workbook:
    """Return the empty spreadsheet of a contract."""
    lines = (
        _("Vul op de volgende bladen een rij in voor elke opgave. Laat een blad leeg als u er niets voor hebt."),
        _("Velden met een * zijn verplicht. Kies uit de lijst waar een cel er een heeft."),
        _("Schrijf geen namen, geen geboortedatums en geen burgerservicenummers op. Gebruik voor een kandidaat een eigen kenmerk."),
        _("Bewaar het bestand en voeg het toe bij uw contract. U ziet eerst wat er klopt; daarna pas wordt het bewaard."),
    )
    first = Sheet(_("Uitleg"), (Heading(f"{record.facts.number} {record.facts.title}"), *(Paragraph(line) for line in lines)))
    sheets = tuple(_sheet(kind, policy) for kind in offered_kinds(policy))
    return Workbook(_("Opgaven voor contract {number}").format(number=record.facts.number), "SROI-register", now, (first, *sheets))


def _sheet(kind: str, policy: Policy) -> Sheet:
    columns = tuple(
        Column(
            _header(column),
            CELLS.get(column.field.kind, CellKind.TEXT),
            width=max(16, len(column.label) // 2 + 4),
            choices=_choices(column),
        )
        for column in columns_of(kind, policy)
    )
    return Sheet(sheet_name(kind), (Table(columns, (), blank_rows=MOST_ROWS),), is_register=True)


def sheet_name(kind: str) -> str:
    """Return the name of the sheet of a kind."""
    return KINDS[kind].label[:31]


def _header(column: SheetColumn) -> str:
    return f"{column.label} *" if column.field.required else column.label


def _choices(column: SheetColumn) -> tuple[str, ...]:
    if column.option:
        return (YES,)
    return tuple(label for value, label in column.field.options if value)


def filled_rows(*, tables: Sequence[Cells], policy: Policy) -> tuple[SheetRow, ...]:
    """Return the rows that were filled in on the sheets of a contract's kinds; sheets of other names are left alone."""
    found: list[SheetRow] = []
    for kind in offered_kinds(policy):
        for table in tables:
            if table.name == sheet_name(kind):
                found += _rows_of(kind, table, columns_of(kind, policy))
    return tuple(found)


def _rows_of(kind: str, table: Cells, columns: tuple[SheetColumn, ...]) -> Iterator[SheetRow]:
    places: dict[str, int] = {}
    for number, cells in enumerate(table.rows):
        if not places:
            places = {_key(cell): place for place, cell in enumerate(cells) if _key(cell)}
        elif any(cell.strip() for cell in cells):
            yield SheetRow(kind, table.name, number, _data(columns, cells, places))


def _data(columns: tuple[SheetColumn, ...], cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str | list[str]]:
    data: dict[str, str | list[str]] = {}
    for column in columns:
        place = places.get(_key(column.label), -1)
        text = plain_text(cells[place]).strip() if 0 <= place < len(cells) else ""
        if column.option:
            ticked = data.setdefault(column.field.name, [])
            if text and isinstance(ticked, list):
                ticked.append(column.option)
        else:
            data[column.field.name] = _value(column.field, text)
    return data


def _value(field: Field, text: str) -> str:
    """Return what a form would send: of a choice its key, whether the cell has the key or the label."""
    return next((value for value, label in field.options if text and _key(label) == _key(text)), text)


def _key(text: str) -> str:
    return search_text(text).removesuffix("*").strip()


def place_of(*, row: SheetRow, policy: Policy, field: str | None) -> tuple[str, str]:
    """Return the address of the cell of a field, and its label; the first cell of the row where the field has none."""
    columns = columns_of(row.kind, policy)
    for place, column in enumerate(columns):
        if column.field.name == field:
            return cell_address(row.row, place), column.field.label
    return cell_address(row.row, 0), ""


def rows_to_json(rows: Sequence[SheetRow]) -> str:
    """Return rows as a form carries them on from what was looked at."""
    return json.dumps([[row.kind, row.sheet, row.row, row.data] for row in rows])


def rows_from_json(text: str, policy: Policy) -> tuple[SheetRow, ...]:
    """Return rows that a form carried; what is not ours is left out."""
    try:
        carried: Any = json.loads(text)
        rows = [SheetRow(str(kind), str(sheet), int(row), dict(data)) for kind, sheet, row, data in carried]
    except (ValueError, TypeError, RecursionError):
        return ()
    kinds = offered_kinds(policy)
    return tuple(row for row in rows if row.kind in kinds)[: MOST_ROWS + 1]
