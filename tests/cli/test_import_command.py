"""Importing on the command line: a bar on a terminal and nowhere else, and nothing left of what is stopped or refused halfway."""

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ

import pytest

from tests.cli.commands import MAIN, REGISTER, environment_of, sroi

OFFICER = ["--as", "inkoper@gemeente.example"]
COLUMNS = 80
MOVES = re.compile(r"\x1b\[[?0-9]*[a-zA-Z]")
# Confirms an import in which this happens when nothing is stored yet.
HALFWAY = """
import asyncio, os, signal
import sroi.obligations.operations as operations
from sroi.contracts.operations.imports import UnableToImport

async def stopped(**how):
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(60)

async def refused(**how):
    raise UnableToImport("Er is niets opgeslagen. In rij 2 staat iets dat niet kan.")

operations.confirm_import = {}
"""
BATCHES = """
import asyncio
from sroi.contracts.tables import Contract, ImportBatch, ImportFile
from sroi.database import connected

async def told():
    async with connected():
        batches = await ImportBatch.select(ImportBatch.status).order_by(ImportBatch.created_at)
        print([row["status"] for row in batches], await ImportFile.count(), await Contract.count())

asyncio.run(told())
"""


def on_terminal(folder: Path, *words: str) -> tuple[str, str]:
    """Return what a command that must succeed wrote on stdout, and on a terminal that is its stderr."""
    reading, writing = pty.openpty()
    ioctl(writing, TIOCSWINSZ, pack("HHHH", 24, COLUMNS, 0, 0))
    command = [sys.executable, "-c", MAIN, *words]
    with subprocess.Popen(command, cwd=folder, env=environment_of(), stdout=subprocess.PIPE, stderr=writing, text=True) as process:
        os.close(writing)
        drawn = b""
        with suppress(OSError):  # how Linux tells that the other end was closed
            while piece := os.read(reading, 65_536):
                drawn += piece
        printed = process.communicate(timeout=60)[0]
    os.close(reading)
    assert process.returncode == 0, drawn
    return printed, drawn.decode()


def test_a_terminal_shows_bars_as_wide_as_it_is_and_the_answer_stays_clean(folder: Path) -> None:
    printed, drawn = on_terminal(folder, "import", str(REGISTER), *OFFICER, "--confirm", "--json")
    assert json.loads(printed)["verdicts"]["new"] == 3
    lines = re.split(r"[\r\n]+", MOVES.sub("", drawn))
    for part in ("Vergelijken", "Opslaan"):
        assert any(line.startswith(f"{part}  [####") and "100%  4 van 4 rijen" in line for line in lines), lines
    assert max(len(line) for line in lines) <= COLUMNS


def test_reading_alone_shows_a_bar_too(folder: Path) -> None:
    printed, drawn = on_terminal(folder, "import", str(REGISTER), "--dry-run", "--json")
    assert len(json.loads(printed)["rows"]) == 4
    assert "Lezen  [" in drawn and "100%" in drawn


def test_there_is_no_bar_in_a_pipe(folder: Path) -> None:
    for words in (["--dry-run"], OFFICER, [*OFFICER, "--confirm"]):
        done = sroi(folder, "import", str(REGISTER), *words, "--json")
        assert (done.returncode, done.stderr) == (0, "") and json.loads(done.stdout)


@pytest.mark.parametrize(
    ("happens", "status", "told"),
    [("stopped", 130, "Afgebroken."), ("refused", 2, "Er is niets opgeslagen. In rij 2 staat iets dat niet kan.")],
)
def test_nothing_is_left_of_a_confirmation_that_stops_halfway(folder: Path, happens: str, status: int, told: str) -> None:
    before = sroi(folder, program=BATCHES).stdout
    program = HALFWAY.format(happens) + MAIN
    done = sroi(folder, "import", str(REGISTER), *OFFICER, "--confirm", "--json", program=program)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (status, "", told)
    after = sroi(folder, program=BATCHES).stdout
    assert after == before.replace("]", ", 'discarded']", 1).replace("[, ", "[")  # it may be the first of the worker that runs it
