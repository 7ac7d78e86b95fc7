"""Whole samples against the rows that a person read in them."""

import json
from pathlib import Path

import pytest

import imports

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
SAMPLES = sorted(path for path in GOLDEN.iterdir() if path.is_file() and not path.name.endswith((".expected.json", ".md")))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_the_rows_and_problems_that_a_person_read_in_it(sample: Path) -> None:
    expected = json.loads(sample.with_name(f"{sample.name}.expected.json").read_text(encoding="utf-8"))
    assert imports.read(sample.read_bytes()).to_json_dict() == expected


def test_one_register_gives_the_same_contracts_however_it_was_saved() -> None:
    names = ("synthetic_contractregister.xlsx", "synthetic_contractregister_excel97.xls", "synthetic_contractregister_cp1252_semicolon.csv")
    first, second, third = ([row._replace(where="", raw={}) for row in imports.read((GOLDEN / name).read_bytes()).rows] for name in names)
    assert first == second == third


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_has_its_origin_and_licence_in_the_readme(sample: Path) -> None:
    assert f"| {sample.name} |" in (GOLDEN / "README.md").read_text(encoding="utf-8")
