"""The columns of every sheet and file are fixed: `docs/exports.md` lists them as the code has them, and files are written so.

To accept a change: `UPDATE_GOLDEN=1 pytest tests/exports/test_schema.py`, and read the difference before committing it. What was written
stands in the golden files, which `test_golden_exports.py` holds to the bytes.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from sroi.exports import EXPORTS
from sroi.exports import reconciliation as region
from sroi.exports.compliance.explanation import explanation_sheet
from sroi.exports.compliance.registers import (
    claim_columns,
    claims_sheet,
    contract_columns,
    contracts_sheet,
    placement_columns,
    placements_sheet,
)
from sroi.exports.compliance.summary import summary_sheet
from sroi.exports.ledger import COLUMNS
from sroi.exports.open_data import COUNT_COLUMNS
from sroi.exports.reconciliation import line_columns
from sroi.exports.workbook import CellKind, Column, Heading, Sheet, Table
from sroi.reconciliation.rules import YearReport, judged_placements, year_report_of
from tests.exports.compliance_book import make_data
from tests.exports.golden import FOLDER

DOCUMENT = FOLDER.parents[2] / "docs" / "exports.md"
REGISTERS = {
    ("compliance", "Contracten"): contract_columns,
    ("compliance", "Opgaven"): claim_columns,
    ("compliance", "Plaatsingen"): placement_columns,
    ("aansluiting", "Aansluiting"): line_columns,
}
FILES = {"ledger": COLUMNS, "open-aantallen": COUNT_COLUMNS}
HOLDS = {
    "TEXT": "General",
    "LONG_TEXT": "General",
    "EUROS": "€",
    "DATE": "dd-mm-yyyy",
    "WHOLE": "#,##0",
    "DECIMAL": "#,##0.00",
    "SHARE": "0.0%",
}


def summaries() -> dict[tuple[str, str], tuple[str, Sheet]]:
    """Return the sheets that hold several tables, each with what it is for; by their export and name."""
    data = make_data()
    report: YearReport = year_report_of(rows=data.rows, on=data.on)
    contracts = contracts_sheet(lines=report.contracts, obligations=data.obligations, members=data.members)
    placements = placements_sheet(placements=judged_placements(rows=data.rows))
    sums = summary_sheet(report=report, made=data.made, contracts=contracts, placements=placements)
    told = explanation_sheet(report=report, made=data.made, registers=(contracts, claims_sheet(), placements), unconfirmed={})
    region_sums = region.summary_sheet(title="Aansluiting met de regio 2023", on=date(2023, 12, 15), counts={})
    return {
        ("compliance", "Samenvatting"): ("Figures as formulas over the other sheets, with two charts.", sums),
        ("compliance", "Toelichting"): ("How is counted, which rules nobody has adopted, and what every column means.", told),
        ("aansluiting", "Samenvatting"): ("How many rows of each partner ended how, as formulas over the rows.", region_sums),
        ("aansluiting", "Toelichting"): ("What every column means.", region.explanation_sheet()),
    }


def written_out() -> str:
    """Return the document that the code asks for."""
    return "\n".join((*_start(), *_registers(), *_summaries(), *_files())) + "\n"


def _start() -> Iterator[str]:
    yield "# Columns of the exports"
    yield "What stands in each sheet and file, in this order. A test holds this page to the code and to what is written: a program may"
    yield "rely on it. Amounts are euros excluding VAT, days are days, an empty cell is not known."


def _registers() -> Iterator[str]:
    for (key, sheet), columns in REGISTERS.items():
        yield f"\n## {EXPORTS[key].label}, sheet {sheet}"
        yield "| column | holds | meaning |"
        yield "|---|---|---|"
        yield from (_row(column) for column in columns())


def _row(column: Column) -> str:
    return f"| {column.header} | {_holds(column)} | {column.explanation} |"


def _holds(column: Column) -> str:
    return column.kind.value.replace("_", " ")


def _summaries() -> Iterator[str]:
    for (key, name), (told, sheet) in summaries().items():
        yield f"\n## {EXPORTS[key].label}, sheet {name}"
        yield told
        heading = ""
        for part in sheet.parts:
            heading = part.text if isinstance(part, Heading) else heading
            if isinstance(part, Table):
                yield f"- *{heading}*: " + ", ".join(f"`{column.header}` ({_holds(column)})" for column in part.columns)


def _files() -> Iterator[str]:
    for key, columns in FILES.items():
        yield f"\n## {EXPORTS[key].label}, `{EXPORTS[key].file_name(year=2023)}`"
        yield "Separated by semicolons, UTF-8 with a mark, decimal commas: " + ", ".join(f"`{column}`" for column in columns) + "."
    key = "open-data"
    yield f"\n## {EXPORTS[key].label}, `{EXPORTS[key].file_name(year=2023)}`"
    yield from (f"- `{path}`" for path in sorted(_paths(golden(key))))


def golden(name: str) -> Any:
    """Return what was written of an export: a workbook by its cells, a text by its lines."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return json.loads("".join(found)) if name == "open-data" else found


def _paths(value: Any, path: str = "") -> set[str]:
    """Return the name of every value within a JSON value; `[]` stands for each of a list, `*` for a name that is data."""
    if isinstance(value, list):
        return {found for one in value for found in _paths(one, f"{path}[]")}
    if not isinstance(value, dict):
        return {path}
    is_data = path.endswith("counts")
    return {found for name, one in value.items() for found in _paths(one, f"{path}.{'*' if is_data else name}".lstrip("."))}


def test_the_document_lists_the_columns_of_the_code() -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        DOCUMENT.write_text(written_out(), encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == written_out()


def _rows(cells: Mapping[str, str]) -> dict[int, list[str]]:
    """Return the contents of the cells of each row, from left to right; a cell is its type, its format and what it holds."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for address, told in cells.items():
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
        found.setdefault(int(number), []).append((len(letters), letters, told.split(" | ", 2)[2]))
    return {number: [text for _length, _letters, text in sorted(row)] for number, row in found.items()}


@pytest.mark.parametrize("key", ["compliance", "aansluiting"])
def test_every_sheet_that_is_written_has_the_columns_of_the_document(key: str) -> None:
    written = {name: sheet for name, sheet in golden(key).items() if name != "Keuzes"}
    several = {name: sheet for (of, name), (_told, sheet) in summaries().items() if of == key}
    registers = {name: columns() for (of, name), columns in REGISTERS.items() if of == key}
    assert set(written) == set(several) | set(registers)
    for name, columns in registers.items():
        assert _rows(written[name]["cells"])[1] == [column.header for column in columns]
    for name, sheet in several.items():
        rows = list(_rows(written[name]["cells"]).values())
        for table in (part for part in sheet.parts if isinstance(part, Table)):
            assert [column.header for column in table.columns] in rows, (name, table.columns[0].header)


@pytest.mark.parametrize("place", REGISTERS, ids=" ".join)
def test_what_a_column_holds_is_how_its_cells_are_written(place: tuple[str, str]) -> None:
    key, name = place
    cells = golden(key)[name]["cells"]
    for index, column in enumerate(REGISTERS[place]()):
        letter = chr(ord("A") + index)
        formats = {told.split(" | ")[1] for address, told in cells.items() if re.fullmatch(rf"{letter}(?!1$)\d+", address)}
        expected = HOLDS[CellKind(column.kind).name]
        assert all(expected in found for found in formats), (column.header, formats)


@pytest.mark.parametrize("key", FILES)
def test_a_file_begins_with_the_columns_of_the_document(key: str) -> None:
    assert golden(key)[0].lstrip("\ufeff").strip().split(";") == list(FILES[key])
