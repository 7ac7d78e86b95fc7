"""Workbooks whose rows come in part by part while they are read: nothing shows where a part ended, and half a workbook is none."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

import imports
from imports import UnreadableFile, spreadsheet, spreadsheet_process
from imports.spreadsheet import read_tables
from imports.spreadsheet_process.program import ROWS_AT_ONCE
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, workbook

HALF = f"""
import marshal, sys
sys.stdin.buffer.read()
for value in ([("Blad1", False, [], 2)], (0, {list(map(list, zip(HEADER, SNOW, strict=True)))})):
    frame = marshal.dumps(value)
    sys.stdout.buffer.write(len(frame).to_bytes(8, "big") + (0).to_bytes(4, "big") + frame)
"""


def rows(name: str, count: int) -> Iterator[tuple[object, ...]]:
    return ((f"{name} {row}", row if row % 7 else (row % 101 / 100, "0%"), row) for row in range(count))


def test_cells_are_shown_as_a_person_sees_them_in_every_part() -> None:
    count = 2 * ROWS_AT_ONCE + 3
    (table,) = read_tables(content=workbook(Blad1=rows("Groen", count)))
    assert list(table.rows) == [(f"Groen {row}", str(row) if row % 7 else f"{row % 101}%", str(row)) for row in range(count)]


def test_sheets_may_be_walked_through_in_any_order_and_left_halfway() -> None:
    count = ROWS_AT_ONCE + 1
    first, second, third = read_tables(content=workbook(Een=rows("a", count), Twee=rows("b", count), Drie=[("c", "d", "e")]))
    walked, left = iter(first.rows), iter(second.rows)
    assert [cells[0] for cells in islice(left, 2)] == ["b 0", "b 1"]
    assert list(third.rows) == [("c", "d", "e")]
    assert [cells[0] for cells in walked] == [f"a {row}" for row in range(count)]


def test_a_register_says_the_same_however_few_rows_come_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    days = (*SNOW[:6], "03/04/2024", "04/25/2024"), (*BRIDGE[:6], "15-04-2024", "n.v.t.")
    content = workbook(Blad1=[("Contracten",), HEADER, *days, ("Totaal", None, None, None, 600000)])
    whole = imports.read(content)
    monkeypatch.setattr("imports.register_lines.ROWS_AT_ONCE", 1)
    assert imports.read(content) == whole
    assert len(whole.rows) == 2 and {problem.row for problem in whole.problems} == {0, None}


@pytest.mark.parametrize(
    ("end", "refusal"),
    [
        ("", "beschadigd"),
        ("sys.stdout.buffer.write((99).to_bytes(8, 'big') + b'half')", "beschadigd"),
        (f"sys.exit({spreadsheet_process.TOO_LARGE})", "te groot: een register"),
        (f"sys.exit({spreadsheet_process.TOO_FULL})", "sla het blad op als csv"),
        (f"sys.exit({spreadsheet_process.OUT_OF_ORDER})", "niet op volgorde. Open het in Excel"),
        ("sys.stdout.buffer.flush(); import os; os.abort()", "sla het blad op als csv"),
    ],
)
def test_a_workbook_of_which_the_rest_never_comes_is_refused(
    end: str, refusal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "half.py"
    program.write_text(HALF + end)
    monkeypatch.setattr(spreadsheet, "_PROGRAM", (str(program),))
    content = workbook(Blad1=[HEADER, SNOW])
    (table,) = read_tables(content=content)
    walked = iter(table.rows)
    assert next(walked) == HEADER
    with pytest.raises(UnreadableFile, match=refusal):
        list(walked)
    with pytest.raises(UnreadableFile, match=refusal):
        imports.read(content)


def test_a_process_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "slow.py"
    program.write_text(f"import time\n{HALF}\nsys.stdout.buffer.flush()\ntime.sleep(60)")
    monkeypatch.setattr(spreadsheet, "_PROGRAM", (str(program),))
    monkeypatch.setattr(spreadsheet, "SECONDS_LIMIT", 0.1)
    with pytest.raises(UnreadableFile, match="beschadigd"):
        imports.read(workbook(Blad1=[HEADER, SNOW]))
