"""Whole samples against the rows that a person read in them."""

import json
from pathlib import Path

import pytest

import imports

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
SAMPLES = sorted(path for path in GOLDEN.iterdir() if path.suffix not in (".json", ".md"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_the_rows_and_problems_that_a_person_read_in_it(sample: Path) -> None:
    expected = json.loads(sample.with_name(f"{sample.name}.expected.json").read_text(encoding="utf-8"))
    assert imports.read(sample.read_bytes()).to_json_dict() == expected


def test_both_samples_hold_the_same_contracts() -> None:
    both = [sample for sample in SAMPLES if sample.name.startswith("synthetic_contractregister")]
    first, second = ([row._replace(where="", raw={}) for row in imports.read(sample.read_bytes()).rows] for sample in both)
    assert first == second


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_has_its_origin_and_licence_in_the_readme(sample: Path) -> None:
    assert f"| {sample.name} |" in (GOLDEN / "README.md").read_text(encoding="utf-8")
