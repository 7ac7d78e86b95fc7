"""`sroi policy simulate`: the figures of the page of a draft, over the contracts in the database; nothing is stored."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sroi.policy.queries import shipped_text

ENVIRONMENT = {**os.environ, "SROI_DATABASE_URL": "sqlite:///cli.sqlite", "SROI_EVIDENCE_DIR": "evidence"}
DRAFT = shipped_text("rijswijk-2023").replace("rate_pct = 5", "rate_pct = 4").replace("threshold = 150000", "threshold = 250000")


def sroi(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from sroi.cli import main; main()", *words]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the example in its database, and a draft beside it."""
    folder = tmp_path_factory.mktemp("simulation")
    done = sroi(folder, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    (folder / "rijswijk-2099.toml").write_text(DRAFT)
    return folder


def test_a_file_is_simulated_over_the_contracts_of_its_owner(example: Path) -> None:
    done = sroi(example, "policy", "simulate", "rijswijk-2099.toml", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    # Under the higher threshold: the cleaning of the town hall (150.000,01 at 5%). Riolering Oude Dorp was awarded before the policy.
    contracts = {contract["number"]: contract for contract in found["contracts"]}
    lost = contracts["RW-2023-022"]
    assert (lost["kind"], lost["owed_before"], lost["owed_after"], lost["difference"]) == ("lost", "7500.00", "0.00", "-7500.00")
    changed = contracts["RW-2023-018"]
    assert (changed["kind"], changed["owed_before"], changed["owed_after"]) == ("changed", "122500.00", "98000.00")
    assert (found["policy"], found["claims_changed"], found["value_before"]) == ("rijswijk-2099", 0, found["value_after"])
    assert found["gained"] + found["lost"] + found["changed"] == len(contracts)
    assert "DH-2023-031" not in contracts


def test_the_same_is_told_in_words(example: Path) -> None:
    done = sroi(example, "policy", "simulate", "rijswijk-2099.toml")
    lines = [line.replace("\xa0", " ") for line in done.stdout.splitlines()]
    assert lines[0] == "Social return Rijswijk 2023 (rijswijk-2099), van Gemeente Rijswijk"
    assert "RW-2023-022 Schoonmaak stadhuis: Verliest de verplichting, € 7.500,00 -> € 0,00 (-€ 7.500,00)" in lines
    assert "Opgaven met een andere waarde: 0" in lines


def test_what_holds_already_changes_nothing_that_it_computed(example: Path) -> None:
    found = json.loads(sroi(example, "policy", "simulate", "rijswijk-2023", "--json").stdout)
    assert (found["claims_changed"], found["claims_without_block"], found["lost"]) == (0, 0, 0)


def test_what_cannot_be_simulated_is_one_line(example: Path, tmp_path: Path) -> None:
    (example / "kapot.toml").write_text("x = 1")
    for folder, word in ((example, "kapot.toml"), (example, "geen-beleid"), (tmp_path, "rijswijk-2023")):
        done = sroi(folder, "policy", "simulate", word)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
