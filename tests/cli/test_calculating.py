"""`sroi calculate` on a policy file that was only just written: every way to fulfil, limits and reference dates, by hand-computed cases."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sroi.cli.calculate import command
from tests.cli.test_commands import sroi

POLICY = """\
title = "Social return Voorbeeldmeer"
source = "verzonnen"
in_force_from = 2025-01-01
in_force_until = 2026-01-01
reference_date = "publication"
[authority]
name = "Gemeente Voorbeeldmeer"
[obligation]
threshold = 100000
boundary_counts = false
base = "contract_sum"
rate_pct = 2
agreed_rate_up_to_pct = 5
[counting]
full_time_hours_per_week = 40
cap_months = 12
[blocks.bijstand]
label = "Bijstand"
value = 30000
per = "year"
counts_as_placement = true
[bonuses.begeleiding]
label = "Begeleidingskosten"
per = "costs"
[bonuses.vanaf_55]
label = "55 jaar of ouder"
value = 5000
per = "year"
age_from = 55
age_on = "start"
[trainings.taalcursus]
label = "Taalcursus"
per = "costs"
share_pct = 50
maximum = 2500
[activities.inzet]
label = "Inzet van medewerkers"
value = 100
per = "hour"
per_person = true
maximum_per_day = 1000
[purchases.aspirant]
label = "Aspirant"
share_pct = 50
[pso.trede_1]
label = "PSO trede 1"
share_pct = 33.33
[limits.activiteiten]
label = "Activiteiten"
kinds = ["activities"]
maximum_pct = 25
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "meer.toml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def answer(folder: Path, kind: str, *words: str) -> dict[str, Any]:
    """Return the JSON of a calculation that must succeed."""
    done = CliRunner().invoke(command, [kind, "--policy", str(folder / "meer.toml"), *words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def worth(folder: Path, kind: str, *words: str) -> str:
    return str(answer(folder, kind, *words)["effort_value"])


@pytest.mark.parametrize(
    ("kind", "words", "amount"),
    [
        ("training", ["--block", "taalcursus", "--costs", "3333.33"], "1666.67"),  # 50% is 1.666,665
        ("training", ["--block", "taalcursus", "--costs", "5000.02"], "2500.00"),  # at most 2.500
        ("activity", ["--block", "inzet", "--hours", "2.5", "--people", "3"], "750.00"),
        ("activity", ["--block", "inzet", "--hours", "8", "--people", "3", "--days", "2"], "2000.00"),  # 2.400, at most 1.000 a day
        ("activity", ["--block", "inzet", "--hours", "8", "--people", "3", "--days", "2", "--obligation", "4000"], "1000.00"),
        ("activity", ["--block", "inzet", "--hours", "2", "--obligation", "4000", "--fulfilled", "900"], "100.00"),
        ("purchase", ["--block", "aspirant", "--costs", "333.33"], "166.67"),
        ("purchase", ["--block", "aspirant", "--invoice", "333.33", "--obligation", "100"], "166.67"),  # no limit on purchases
        ("pso", ["--block", "trede_1", "--obligation", "333.33"], "111.10"),  # 111,098889
    ],
)
def test_every_other_way_to_fulfil_is_calculated(folder: Path, kind: str, words: list[str], amount: str) -> None:
    assert worth(folder, kind, *words) == amount


def test_a_limit_is_a_step_of_the_answer_in_words(folder: Path) -> None:
    words = ["calculate", "activity", "--policy", "meer.toml", "--block", "inzet", "--hours", "20", "--obligation", "4000"]
    told = sroi(folder, *words).stdout.replace("\u00a0", " ")
    assert told.startswith("Waarde: € 1.000,00\n")
    assert "ten hoogste 25% van de verplichting" in told
    assert "? Het aantal dagen is niet opgegeven" in told


@pytest.mark.parametrize("kind", ["training", "activity", "purchase", "pso"])
def test_an_unknown_block_names_the_known_ones(folder: Path, kind: str) -> None:
    more = {"purchase": ["--costs", "5"], "pso": ["--obligation", "5"]}.get(kind, [])
    done = sroi(folder, "calculate", kind, "--policy", "meer.toml", "--block", "inzett", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "inzett staat hier niet in beleid meer." in done.stderr
    assert ("Bedoelt u inzet?" in done.stderr) == (kind == "activity")


PLACED = ["--target-group", "bijstand", "--hours-per-week", "40", "--start", "2025-01-01"]


def test_a_bonus_of_costs_and_the_days_that_counted_before_are_given(folder: Path) -> None:
    assert worth(folder, "placement", *PLACED, "--bonus-costs", "begeleiding", "1250.50") == "31250.50"
    # 265 days counted before: the cap ends on 11 April 2025, after 100 of 365 days
    assert worth(folder, "placement", *PLACED, "--days-counted-before", "265") == "8219.18"


def test_what_a_person_should_look_at_is_told(folder: Path) -> None:
    told = sroi(folder, "calculate", "placement", "--policy", "meer.toml", *PLACED, "--start", "2025-03-01", "--birth-year", "1970").stdout
    assert "? 55 jaar of ouder: het geboortejaar alleen zegt niet" in told


AWARD = ["obligation", "--type", "works", "--contract-sum", "200000", "--awarded-on", "2026-06-01"]


@pytest.mark.parametrize(
    ("published_on", "amount", "says"),
    [
        ("2024-12-31", "0.00", "geldt vanaf 1 januari 2025 tot 1 januari 2026, en de publicatiedatum is 31 december 2024"),
        ("2025-01-01", "4000.00", "gepubliceerd op 1 januari 2025"),
        ("2025-12-31", "4000.00", "gepubliceerd op 31 december 2025"),
        ("2026-01-01", "0.00", "de publicatiedatum is 1 januari 2026"),
        (None, "0.00", "gaat naar de publicatiedatum. Geef die op met --published-on."),
    ],
)
def test_a_policy_that_goes_by_publication_says_so(folder: Path, published_on: str | None, amount: str, says: str) -> None:
    found = answer(folder, *AWARD, *(["--published-on", published_on] if published_on else []))
    assert found["amount"] == amount
    assert says in json.dumps(found, ensure_ascii=False)


def test_an_agreed_rate_up_to_the_highest_holds(folder: Path) -> None:
    words = [*AWARD, "--published-on", "2025-06-01", "--agreed-rate-pct"]
    assert [answer(folder, *words, rate)["amount"] for rate in ("1", "4", "5", "5.01")] == ["4000.00", "8000.00", "10000.00", "4000.00"]
