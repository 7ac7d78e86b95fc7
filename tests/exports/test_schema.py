"""The columns of every sheet and file are fixed: as `docs/exports.md` lists them.

To accept a change: `UPDATE_GOLDEN=1 pytest tests/exports/test_schema.py`, and read the difference before committing it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from sroi.exports import EXPORTS
from sroi.exports.compliance.registers import claim_columns, contract_columns, placement_columns
from sroi.exports.ledger import COLUMNS
from sroi.exports.open_data import COUNT_COLUMNS
from sroi.exports.reconciliation import line_columns
from sroi.exports.workbook import Column

DOCUMENT = Path(__file__).parents[2] / "docs" / "exports.md"
SHEETS = {
    ("compliance", "Contracten"): contract_columns,
    ("compliance", "Opgaven"): claim_columns,
    ("compliance", "Plaatsingen"): placement_columns,
    ("aansluiting", "Aansluiting"): line_columns,
}
FILES = {"ledger": COLUMNS, "open-aantallen": COUNT_COLUMNS}


def written_out() -> str:
    """Return the document that the code asks for."""
    return "\n".join((*_start(), *_sheets(), *_files())) + "\n"


def _start() -> Iterator[str]:
    yield "# Columns of the exports"
    yield "What stands in each sheet and file, in this order. A test holds this page to the code, so that a program may rely on it."
    yield "Amounts are euros excluding VAT, days are days, an empty cell is not known."


def _sheets() -> Iterator[str]:
    for (key, sheet), columns in SHEETS.items():
        yield f"\n## {EXPORTS[key].label}, sheet {sheet}"
        yield "| column | holds | meaning |"
        yield "|---|---|---|"
        yield from (_row(column) for column in columns())


def _row(column: Column) -> str:
    return f"| {column.header} | {column.kind.value.replace('_', ' ')} | {column.explanation} |"


def _files() -> Iterator[str]:
    for key, columns in FILES.items():
        yield f"\n## {EXPORTS[key].label}, `{EXPORTS[key].file_name(year=2023)}`"
        yield "Separated by semicolons, UTF-8 with a mark, decimal commas: " + ", ".join(f"`{column}`" for column in columns) + "."


def test_the_document_lists_the_columns_of_the_code() -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        DOCUMENT.write_text(written_out(), encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == written_out()
