"""`sroi policy`, as a policy officer calls it: without a database, and beside one."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sroi.policy.queries import shipped_policy, shipped_text
from sroi.policy.rules import policy_sha256
from tests.policy.makers import COUNTING, HEAD, OWNER, block

OBLIGATION = "\n[obligation]\nthreshold = 150000\nboundary_counts = false\nbase = 'contract_sum'\nrate_pct = 5\n"
GOOD = HEAD + OWNER + OBLIGATION + COUNTING + block("ww", "20000")


def sroi(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Return what `sroi policy` printed, and its status."""
    command = [sys.executable, "-c", "from sroi.cli import main; main()", "policy", *words]
    environment = {**os.environ, "SROI_DATABASE_URL": "sqlite:///cli.sqlite"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


def answer(folder: Path, *words: str, status: int = 0) -> Any:
    done = sroi(folder, *words, "--json")
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def written(folder: Path, text: str, name: str = "stad.toml") -> str:
    (folder / name).write_text(text)
    return name


@pytest.fixture(scope="module")
def with_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a database in which one version of an invented city was published."""
    folder = tmp_path_factory.mktemp("policy")
    command = [sys.executable, "-c", "from sroi.cli import main; main()", "db", "upgrade"]
    subprocess.run(command, cwd=folder, env={**os.environ, "SROI_DATABASE_URL": "sqlite:///cli.sqlite"}, check=True, timeout=120)
    with sqlite3.connect(folder / "cli.sqlite") as driver:
        values = ("voorbeeldstad-2023", GOOD, policy_sha256(GOOD), "2023-01-01", "2022-12-01 00:00:00+00:00")
        driver.execute("INSERT INTO policy_version (name, text, sha256, in_force_from, published_at) VALUES (?, ?, ?, ?, ?)", values)
    return folder


def test_a_good_file_is_in_order_and_nothing_is_stored(tmp_path: Path) -> None:
    done = sroi(tmp_path, "check", written(tmp_path, GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "stad.toml: in orde. Niet vastgesteld: 0 regels.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["stad.toml"]
    found = answer(tmp_path, "check", "stad.toml")
    assert found == {"file": "stad.toml", "is_correct": True, "policy_sha256": policy_sha256(GOOD), "mistakes": []}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("rate_pct = 5", "rate_pct = 105"), 13, "tussen 0 en 100; hier staat 105"),
        (GOOD.replace("cap_months = 12", ""), 19, "Hier ontbreekt cap_months"),
        (GOOD.replace("threshold", "treshold"), 10, "Bedoelt u threshold?"),
        (GOOD + "\n[blokken.ww]\n", 26, "Onbekende sleutel blokken"),
        (GOOD.replace("= 150000", "= 150.000,00"), 10, "geen geldige TOML"),
        (shipped_text("rijswijk-2023").replace("haaglanden-2023", "haagland-2023"), 7, "haagland-2023 bestaat niet"),
        (shipped_text("rijswijk-2023"), 5, "gelden allebei vanaf 1 juli 2023"),
    ],
)
def test_a_mistake_is_a_line_with_its_place_and_what_to_do(tmp_path: Path, text: str, line: int, says: str) -> None:
    done = sroi(tmp_path, "check", written(tmp_path, text))
    assert (done.returncode, done.stderr) == (2, "")
    (told,) = [row for row in done.stdout.splitlines() if says in row]
    assert told.startswith((f"Regel {line}, ", f"Regel {line}: "))


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("rate_pct = 5", "rate_pct = 105").replace("cap_months = 12", "").replace("value = 20000", "value = -1")
    found = answer(tmp_path, "check", written(tmp_path, text), status=2)
    places = [(mistake["line"], mistake["where"]) for mistake in found["mistakes"]]
    assert places == [(13, "obligation.rate_pct"), (19, "blocks.ww"), (21, "blocks.ww.value")]
    assert (found["is_correct"], found["policy_sha256"]) == (False, None)
    assert len(sroi(tmp_path, "check", "stad.toml").stdout.splitlines()) == 3


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "beeld.toml").write_bytes(b"\xff\xd8\xff")
    for name in ("geen.toml", "beeld.toml", "."):
        done = sroi(tmp_path, "check", name)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_a_file_is_checked_beside_the_versions_in_the_database(with_database: Path) -> None:
    ended = GOOD.replace("2023-01-01", "2021-01-01\nin_force_until = 2022-06-01")
    done = sroi(with_database, "check", written(with_database, ended))
    assert done.returncode == 2
    assert done.stdout == (
        "Regel 4, in_force_until: stad geldt tot 1 juni 2022 en voorbeeldstad-2023 pas vanaf 1 januari 2023: "
        "daartussen geldt geen beleid. Maak beide dagen gelijk.\n"
    )
    assert sroi(with_database, "check", written(with_database, ended.replace("2022-06-01", "2023-01-01"))).returncode == 0


def test_files_that_are_named_together_are_checked_beside_each_other(tmp_path: Path) -> None:
    ended = GOOD.replace("2023-01-01", "2021-01-01\nin_force_until = 2022-12-31")
    names = written(tmp_path, ended, "stad-2021.toml"), written(tmp_path, GOOD, "stad-2023.toml")
    done = sroi(tmp_path, "check", *names)
    assert done.returncode == 2
    first, second = done.stdout.splitlines()
    assert first.startswith(
        "stad-2021.toml: Regel 4, in_force_until: stad-2021 geldt tot 31 december 2022 en stad-2023 pas vanaf 1 januari"
    )
    assert second.startswith("stad-2023.toml: Regel 3, in_force_from: ")
    written(tmp_path, ended.replace("2022-12-31", "2023-01-01"), "stad-2021.toml")
    found = answer(tmp_path, "check", *names)
    assert [(one["file"], one["is_correct"]) for one in found["files"]] == [(name, True) for name in names]


def test_a_file_in_another_encoding_says_on_which_line(tmp_path: Path) -> None:
    (tmp_path / "sud.toml").write_bytes('# regel\ntitle = "Súdwest"\n'.encode("cp1252"))
    done = sroi(tmp_path, "check", "sud.toml")
    assert (done.returncode, "regel 2" in done.stderr, "Bewaar het bestand als UTF-8" in done.stderr) == (2, True, True)


def test_a_policy_is_shown_rule_by_rule_with_its_source(tmp_path: Path) -> None:
    done = sroi(tmp_path, "show", "rijswijk-2023")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "Social return Rijswijk 2023 (rijswijk-2023), van Gemeente Rijswijk"
    assert "Drempelbedrag € 150.000,00 niet vastgesteld" in lines
    assert "Drempelbedrag € 150.000,00 vastgesteld [2]" in lines
    assert lines[-4:][1].startswith("[2] Gemeente Rijswijk, evaluatie 2021-2022: het drempelbedrag voor werken")
    found = answer(tmp_path, "show", "rijswijk-2023")
    assert found["policy_sha256"] == shipped_policy("rijswijk-2023").sha256
    rules = {rule["path"]: rule for rule in found["rules"]}
    assert (rules["blocks.wia.cap_months"]["value"], rules["blocks.wia.cap_months"]["stands_in"]) == ("24 maanden", "haaglanden-2023")
    assert rules["obligation.works.rate_pct"]["confirmed"] is False
    assert list(tmp_path.iterdir()) == []


def test_a_published_version_is_shown_from_the_database(with_database: Path, tmp_path: Path) -> None:
    assert answer(with_database, "show", "voorbeeldstad-2023")["owner"] == "Gemeente Voorbeeldstad"
    done = sroi(tmp_path, "show", "voorbeeldstad-2023")
    assert (done.returncode, done.stdout) == (2, "")
    assert "voorbeeldstad-2023 bestaat niet. Kies uit: den-haag-2023" in done.stderr


def test_two_policies_are_told_apart_in_old_and_new_words(tmp_path: Path) -> None:
    name = written(tmp_path, shipped_text("rijswijk-2023").replace("rate_pct = 5", "rate_pct = 4").replace("to_confirm = true\nthr", "thr"))
    found = answer(tmp_path, "diff", "rijswijk-2023", name)
    assert [(change["path"], change["before"], change["after"]) for change in found["changes"]] == [
        (f"obligation.{contract_type}.rate_pct", "5%", "4%") for contract_type in ("works", "services", "supplies")
    ]
    assert (found["from"]["policy"], found["to"]["policy"]) == ("rijswijk-2023", "stad")
    done = sroi(tmp_path, "diff", "rijswijk-2023", name)
    assert done.stdout.splitlines()[0] == "Verplichting bij werken: Percentage: 5% -> 4%"
    assert sroi(tmp_path, "diff", name, name).stdout == "Geen verschillen.\n"
    assert sroi(tmp_path, "diff", name, written(tmp_path, "x = 1", "kapot.toml")).returncode == 2
