"""A bare 1 among percentages."""

from decimal import Decimal

import pytest

import imports
from tests.imports.workbooks import HEADER, SNOW, csv_file, ods


def shares(*cells: str) -> list[Decimal | None]:
    rows = [(f"N-{number}", *SNOW[1:], cell) for number, cell in enumerate(cells)]
    return [row.labour_share_pct for row in imports.read(csv_file((*HEADER, "Arbeidsaandeel"), *rows)).rows]


def test_one_among_fractions_is_all_of_it_and_that_is_said() -> None:
    reading = imports.read(ods(Register=[(*HEADER, "Arbeidsaandeel"), ("A", *SNOW[1:], 0.3), ("B", *SNOW[1:], 1), ("C", *SNOW[1:], 0)]))
    assert [row.labour_share_pct for row in reading.rows] == [30, 100, 0]
    assert "100%" in next(problem.message for problem in reading.problems if problem.row == 1)


@pytest.mark.parametrize("cells", [("5", "1", "2,5"), ("1", "1"), ("1%", "0,5"), ("0,5", "1", "30"), ("onbekend", "1")])
def test_one_among_other_numbers_is_one_per_cent(cells: tuple[str, ...]) -> None:
    assert shares(*cells)[[cell[0] for cell in cells].index("1")] == 1
