"""The page that teaches the schema: its examples read without mistakes, and it names every word that a policy may hold."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from sroi.policy.rules import Policy, check_policy, fields, read_policy
from tests.policy.makers import HEAD, OWNER

PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
COUNTING_OF_SECTION_5 = next(example for example in EXAMPLES if "[counting]" in example and "[obligation]" not in example)
OBLIGATION = "threshold = 150000\nboundary_counts = false\nbase = 'contract_sum'\n"


def whole(example: str) -> str:
    """Return an example with what it leaves out: the head, the owner, or the rest of its table."""
    if "title" in example:
        return example
    if 'source = "Beleidsregels 2024"' in example:
        return f"title = 'V'\nin_force_from = 2025-01-01\n{example}".replace("[obligation]", OWNER + "[obligation]\nbase = 'contract_sum'")
    if example.startswith("rate_pct"):
        return HEAD + OWNER + "[obligation]\n" + OBLIGATION + example
    if "only_for" in example:
        return HEAD + OWNER + COUNTING_OF_SECTION_5 + example
    return HEAD + OWNER + example


def read(example: str) -> Policy:
    return read_policy(name="voorbeeld", text=whole(example))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_on_the_page_reads_without_mistakes(example: str) -> None:
    assert check_policy(name="voorbeeld", text=whole(example)) == ()


def test_the_page_has_examples_of_every_table() -> None:
    found = set(re.findall(r"^\[\[?(\w+)", "\n".join(EXAMPLES), re.MULTILINE))
    assert found >= {
        "authority",
        "obligation",
        "counting",
        "blocks",
        "bonuses",
        "trainings",
        "activities",
        "purchases",
        "pso",
        "limits",
        "withholding",
    }


def test_the_page_names_every_word_and_every_choice() -> None:
    tables = [keys for name, keys in vars(fields).items() if name.endswith("_KEYS")]
    words = {key for keys in tables for key in keys}
    assert len(words) > 40
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", PAGE)] == []
    choices = [*fields.TIME_UNITS, *fields.PIECE_UNITS, *fields.Base, *fields.ReferenceDate, *fields.AgeOn, *fields.BracketScope]
    assert [choice for choice in choices if f'"{choice}"' not in PAGE] == []


def test_the_nearest_source_of_the_example_holds() -> None:
    works = next(read(example) for example in EXAMPLES if "Evaluatie 2022" in example).obligations["works"]
    assert works.origins.of("threshold").source == "Evaluatie 2022"
    assert works.origins.of("boundary_counts").source == "Besluit van 3 maart 2024"
    assert not works.origins.of("rate_pct").is_confirmed


def test_the_first_example_gives_the_value_that_the_page_says() -> None:
    block = read(EXAMPLES[0]).blocks["participatiewet"]
    assert (block.value, block.cap_months, block.full_time_hours_per_week) == (Decimal(40000), 24, Decimal(36))
    assert "13.260,47" in PAGE
