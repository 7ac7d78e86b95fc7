"""The command line, as a person calls it: in a process of its own, on a database of its own."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from tests.cli.commands import REGISTER, answer, sroi

OBLIGATION = ["calculate", "obligation", "--policy", "rijswijk-2023", "--type", "works"]
VERSIONS = Path(__file__).parents[2] / "sroi" / "policy" / "versions"
PLACEMENT = ["calculate", "placement", "--policy", "rijswijk-2023", "--target-group", "participatiewet", "--hours-per-week", "24"]


@pytest.mark.parametrize(
    ("contract_sum", "share", "applies", "amount"),
    [
        ("1250000", "25", True, "25000.00"),
        ("1250000", "30", True, "62500.00"),
        ("150000", "60", False, "0.00"),
        ("150000.01", "60", True, "7500.00"),
    ],
)
def test_an_obligation_is_calculated_without_a_database(tmp_path: Path, contract_sum: str, share: str, applies: bool, amount: str) -> None:
    words = [*OBLIGATION, "--contract-sum", contract_sum, "--awarded-on", "2023-09-01", "--labour-share-pct", share]
    found = answer(tmp_path, *words)
    assert (found["applies"], found["amount"], found["policy"]) == (applies, amount, "rijswijk-2023")
    assert found["steps"]
    assert list(tmp_path.iterdir()) == []


def test_an_award_that_the_policy_does_not_cover_names_no_policy(tmp_path: Path) -> None:
    found = answer(tmp_path, *OBLIGATION, "--contract-sum", "1250000", "--awarded-on", "2023-06-30")
    assert (found["policy"], found["policy_sha256"], found["outcome"], found["applies"]) == (None, None, "asks", False)


def test_a_policy_may_be_a_file_with_its_blocks_beside_it_or_shipped(tmp_path: Path) -> None:
    award = ["calculate", "obligation", "--type", "works", "--contract-sum", "200000", "--awarded-on", "2024-01-01"]
    placement = [*PLACEMENT, "--start", "2023-09-01", "--end", "2024-09-01", "--policy", "stad.toml"]
    text = (VERSIONS / "rijswijk-2023.toml").read_text()
    (tmp_path / "stad.toml").write_text(text.replace("rate_pct = 5", "rate_pct = 4"))
    found = answer(tmp_path, *award, "--policy", "stad.toml")
    assert (found["policy"], found["amount"]) == ("stad", "8000.00")
    assert answer(tmp_path, *placement)["effort_value"] == "26666.67"
    (tmp_path / "haaglanden-2023.toml").write_text((VERSIONS / "haaglanden-2023.toml").read_text().replace("40000", "60000"))
    assert answer(tmp_path, *placement)["effort_value"] == "40000.00"


def test_a_placement_is_worth_its_days_until_a_day_and_to_its_end(tmp_path: Path) -> None:
    found = answer(tmp_path, *PLACEMENT, "--start", "2023-09-01", "--end", "2024-03-01", "--as-of", "2023-12-01")
    assert (found["effort_value"], found["expected"]) == ("6630.24", "13260.47")
    assert answer(tmp_path, *PLACEMENT, "--start", "2023-09-01", "--end", "2024-03-01")["effort_value"] == "13260.47"


@pytest.mark.parametrize(
    "words",
    [
        [*OBLIGATION, "--contract-sum", "-5", "--awarded-on", "2023-09-01"],
        [*OBLIGATION, "--contract-sum", "veel", "--awarded-on", "2023-09-01"],
        [*OBLIGATION, "--contract-sum", "1250000", "--awarded-on", "2023-02-30"],
        [*OBLIGATION, "--contract-sum", "1250000"],
        ["calculate", "obligation", "--policy", "geen", "--type", "works", "--contract-sum", "5", "--awarded-on", "2023-09-01"],
        ["calculate", "obligation", "--policy", "geen.toml", "--type", "works", "--contract-sum", "5", "--awarded-on", "2023-09-01"],
        ["calculate", "obligation", "--policy", str(REGISTER.with_suffix(".toml")), "--type", "works", "--contract-sum", "5"],
        ["calculate", "obligation", "--policy", "pyproject.toml", "--type", "works", "--contract-sum", "5", "--awarded-on", "2023-09-01"],
        [*PLACEMENT, "--start", "2024-03-01", "--end", "2023-09-01"],
        [*PLACEMENT, "--start", "2024-03-01", "--end", "2024-09-01", "--hours-per-week", "61"],
        ["import", "bestaat-niet.csv", "--dry-run"],
        ["import"],
        ["import", "undo", "geen-nummer", "--as", "a@b.example"],
        ["reconcile", "abc"],
        ["onbekend"],
    ],
)
def test_bad_input_is_one_line_and_status_two(tmp_path: Path, words: list[str]) -> None:
    done = sroi(tmp_path, *words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([*OBLIGATION, "--contract-sum", "0", "--awarded-on", "2023-09-01"], "Vul een opdrachtsom groter dan € 0,00 in."),
        ([*OBLIGATION, "--contract-sum", "-5", "--awarded-on", "2023-09-01"], "Vul een opdrachtsom groter dan € 0,00 in."),
        (
            [*OBLIGATION, "--contract-sum", "5", "--awarded-on", "2023-09-01", "--start", "2024-01-02", "--end", "2024-01-01"],
            "De einddatum ligt voor de startdatum.",
        ),
        ([*PLACEMENT, "--start", "2024-03-01", "--end", "2023-09-01"], "De einddatum ligt voor de startdatum."),
        ([*PLACEMENT, "--start", "2024-03-01", "--contract-start", "2024-03-01", "--contract-end", "2024-02-01"], "voordat het begint"),
        ([*PLACEMENT, "--start", "2024-03-01", "--hours-per-week", "61"], "Een werkweek van meer dan 60 uur kan niet."),
        ([*PLACEMENT, "--start", "2024-03-01", "--hours-per-week", "0"], "Vul meer dan 0 uren per week in."),
        ([*PLACEMENT, "--start", "2199-03-01", "--birth-year", "2150"], "Dit geboortejaar ligt in de toekomst."),
        ([*PLACEMENT, "--start", "2020-03-01", "--birth-year", "2021"], "Het geboortejaar ligt na de start van de plaatsing."),
        ([*PLACEMENT, "--start", "2024-03-01", "--birth-year", "2010"], "jonger dan 15 jaar"),
    ],
)
def test_what_cannot_be_true_is_told_in_one_clear_sentence(tmp_path: Path, words: list[str], sentence: str) -> None:
    done = sroi(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr.replace("\xa0", " ")


def test_a_value_of_one_euro_is_a_placeholder_and_asks_a_person(tmp_path: Path) -> None:
    found = answer(tmp_path, *OBLIGATION, "--contract-sum", "1", "--awarded-on", "2023-09-01")
    assert (found["applies"], found["amount"], found["outcome"]) == (False, "0.00", "asks")
    assert "plaatshouder" in str(found["questions"])


def test_a_command_on_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    done = sroi(tmp_path, "reconcile", "2023")
    assert (done.returncode, done.stderr.strip()) == (2, "De database is leeg. Voer eerst uit: sroi db upgrade.")


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = sroi(tmp_path, "db", "upgrade", SROI_DATABASE_URL="mysql://ergens")
    assert done.returncode == 2
    assert done.stderr.startswith("SROI_DATABASE_URL must be")


@pytest.mark.parametrize("url", ["sqlite:////bestaat/niet/x.sqlite", "postgresql://u:p@127.0.0.1:1/x"])
def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path, url: str) -> None:
    for words in (["db", "upgrade"], ["reconcile", "2023"]):
        done = sroi(tmp_path, *words, SROI_DATABASE_URL=url)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_help_answers_at_once(tmp_path: Path) -> None:
    sroi(tmp_path, "--help")
    loaded = "import sys; sys.argv = ['sroi', '--help']\ntry:\n from sroi.cli import main; main()\nexcept SystemExit: pass\n"
    heavy = "print([name for name in ('piccolo', 'litestar', 'pandas', 'asyncpg', 'xlsxwriter') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded + heavy], cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
    assert "reconcile" in done.stdout


def test_a_register_is_read_without_storing_anything(tmp_path: Path) -> None:
    found = answer(tmp_path, "import", str(REGISTER), "--dry-run")
    rows = found["rows"]
    assert isinstance(rows, list)
    assert [row["reference"] for row in rows] == ["2024-017", "2024-022", "2025-003", "2025-009"]
    assert (rows[0]["contract_sum"], rows[0]["contractors"][0]["kvk_number"], rows[0]["end"]) == ("1250000.00", "01234567", "2028-02-28")
    assert list(tmp_path.iterdir()) == []


def test_an_import_is_a_preview_until_it_is_confirmed(folder: Path) -> None:
    words = ["import", str(REGISTER), "--as", "inkoper@gemeente.example"]
    preview = answer(folder, *words)
    assert preview["verdicts"] == {"new": 3, "changed": 0, "same": 0, "doubt": 1}
    assert "contracts" not in preview
    assert "nog niets geregistreerd" in sroi(folder, *words).stdout
    assert answer(folder, *words)["verdicts"] == preview["verdicts"]


def test_a_register_becomes_contracts_and_drafts_once(folder: Path) -> None:
    words = ["import", str(REGISTER), "--as", "inkoper@gemeente.example", "--confirm"]
    first, second = answer(folder, *words), answer(folder, *words)
    assert (first["contracts"], first["drafts"], first["known"]) == (3, 1, 0)
    assert (second["contracts"], second["drafts"], second["known"]) == (0, 0, 4)
    assert sroi(folder, "audit", "verify").returncode == 0


def test_an_import_is_taken_back_once_by_who_may(folder: Path) -> None:
    words, officer = ["import", "undo"], ["--as", "inkoper@gemeente.example"]
    content = REGISTER.read_bytes().replace(b"2024-", b"1924-").replace(b"2025-", b"1925-")
    (folder / "undo").write_bytes(content)
    batch = str(answer(folder, "import", "read", "undo", *officer, "--confirm")["batch"])
    assert sroi(folder, *words, batch, "--as", "wsp@gemeente.example").returncode == 2
    assert answer(folder, *words, batch, *officer) == {"batch": batch, "withdrawn": 4}
    again = sroi(folder, *words, batch, *officer)
    assert (again.returncode, again.stderr.strip()) == (2, "Deze import is niet bevestigd: er is niets om terug te draaien.")
    assert "niet gevonden" in sroi(folder, *words, str(uuid4()), *officer).stderr
    assert sroi(folder, "audit", "verify").returncode == 0


def test_a_preview_is_discarded_and_an_import_that_is_confirmed_is_not(folder: Path) -> None:
    officer = ["--as", "inkoper@gemeente.example"]
    batch = str(answer(folder, "import", str(REGISTER), *officer)["batch"])
    assert answer(folder, "import", "discard", batch, *officer) == {"batch": batch, "file": REGISTER.name}
    assert "kan niet worden weggegooid" in sroi(folder, "import", "discard", batch, *officer).stderr
    told = sroi(folder, "import", str(REGISTER), *officer, "--confirm").stdout
    (kept,) = re.findall(r"sroi import undo (\S+)", told)
    assert sroi(folder, "import", "discard", kept, *officer).returncode == 2


def test_what_a_contract_owes_is_told_as_of_and_as_known_on_a_day(folder: Path) -> None:
    sroi(folder, "import", str(REGISTER), "--as", "inkoper@gemeente.example", "--confirm")
    held = answer(folder, "obligation", "2024-017", "--as-of", "2024-12-31")
    assert (held["outcome"], held["owed"], held["policy"]) == ("owed", "62500.00", "rijswijk-2023")
    assert [event["kind"] for event in held["events"]] == ["award"]
    before = answer(folder, "obligation", "2024-017", "--as-of", "2024-12-31", "--as-known-on", "2024-12-31")
    assert (before["outcome"], before["owed"], before["events"]) == (None, "0.00", [])
    assert "Verplicht: €" in sroi(folder, "obligation", "2024-017").stdout
    unknown = sroi(folder, "obligation", "1999-1")
    assert (unknown.returncode, "niet gevonden" in unknown.stderr) == (2, True)


def test_only_who_may_write_the_register_imports(folder: Path) -> None:
    assert sroi(folder, "import", str(REGISTER), "--as", "wsp@gemeente.example").returncode == 2
    assert sroi(folder, "import", str(REGISTER), "--as", "niemand@gemeente.example").returncode == 2
    assert sroi(folder, "import", str(REGISTER)).returncode == 2


def test_a_year_is_reconciled_and_exported(folder: Path) -> None:
    found = answer(folder, "reconcile", "2023")
    assert (found["goal"], found["local"], found["regional"], found["total"], found["employers"], found["pending"]) == (65, 0, 0, 0, 0, 0)
    assert answer(folder, "reconcile", "2022")["total"] == 63
    done = sroi(folder, "export", "compliance", "--year", "2023", "--output", "jaar.xlsx")
    assert done.returncode == 0, done.stderr
    names = load_workbook(folder / "jaar.xlsx").sheetnames
    assert names == ["Samenvatting", "Contracten", "Opgaven", "Plaatsingen", "Toelichting"]


def test_the_example_is_made_once(tmp_path: Path) -> None:
    first = sroi(tmp_path, "demo", "--no-serve", SROI_DATABASE_URL="sqlite:///var/demo.sqlite")
    assert first.returncode == 0, first.stderr
    second = sroi(tmp_path, "demo", "--no-serve", SROI_DATABASE_URL="sqlite:///var/demo.sqlite")
    assert "worden gemaakt" in first.stdout
    assert "worden gemaakt" not in second.stdout
    assert "inkoper@rijswijk.example" in second.stdout


def test_work_that_recurs_is_planned_and_nothing_is_due_yet(folder: Path) -> None:
    done = sroi(folder, "worker", "--once")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with closing(sqlite3.connect(folder / "cli.sqlite")) as database:
        assert database.execute("SELECT COUNT(*) FROM job WHERE kind = 'clear_ended_jobs' AND attempts = 0").fetchone() == (1,)
