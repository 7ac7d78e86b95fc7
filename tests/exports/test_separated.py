"""A text in a CSV that a spreadsheet would take for a formula stays a text; a number stays a number."""

import pytest

from sroi.exports.separated import csv_bytes


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+31 70 123", "'+31 70 123"),
        ("-2+3", "'-2+3"),
        ("-cmd|x", "'-cmd|x"),
        ("@som", "'@som"),
        ("-1000,00", "-1000,00"),
        ("-7", "-7"),
        (-7, "-7"),
        ("2023-014", "2023-014"),
        ("a;b", '"a;b"'),
    ],
)
def test_only_what_looks_like_a_formula_gets_a_quote(cell: object, written: str) -> None:
    header, line = csv_bytes(("kop",), [(cell,)]).decode("utf-8-sig").splitlines()
    assert (header, line) == ("kop", written)
