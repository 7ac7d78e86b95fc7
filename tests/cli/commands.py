"""The command line, as a person calls it: in a process of its own, on a database of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

REGISTER = Path(__file__).parents[1] / "golden" / "imports" / "synthetic_contractregister_cp1252_semicolon.csv"
MAIN = "from sroi.cli import main; main()"


def environment_of(**more: str) -> dict[str, str]:
    """Return the environment of a command: the database and the files stand in the folder that it runs in."""
    return {**os.environ, "SROI_DATABASE_URL": "sqlite:///cli.sqlite", "SROI_EVIDENCE_DIR": "evidence", **more}


def sroi(folder: Path, *words: str, program: str = MAIN, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Return what a command printed, and its status; `program` calls the command line, and may change something before."""
    command, known = [sys.executable, "-c", program, *words], environment_of(**environment)
    return subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=120)


def answer(folder: Path, *words: str) -> dict[str, object]:
    """Return the JSON of a command that must succeed."""
    done = sroi(folder, *words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found
