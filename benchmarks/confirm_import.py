"""How long an import of a register takes to stage and to confirm, measured against reading its cells alone.

Writes a workbook of invented contracts. In a process of its own, with a new database: turn by turn calamine reads its cells alone, and
the file is staged (read, checked, compared with the register, kept as a preview); the best of each counts. Then the last preview is
confirmed (contracts with obligations, ledger entries and audit events), and the job that confirming leaves plans their milestones. Prints
the times, their ratios - staging should stay under 3 times the cells, confirming under 3 times that again - the longest that the process
could not serve a page while it staged and while it confirmed, and the most memory of that process and of the largest one that it started.

    python benchmarks/confirm_import.py [ROWS] [postgresql, or postgresql://... of an empty database] [--shared-texts] [--profile]

With `postgresql` alone a server of its own is started for as long as it takes; without it, SQLite. With `--shared-texts` the cells of the
workbook share their texts, as Excel saves them; without, each cell holds its own.
"""

import asyncio
import cProfile
import os
import pstats
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from python_calamine import CalamineWorkbook
from read_register import invented_register
from simulate import database

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
RUNS = 3
SLOWEST = 45
TURN_SECONDS = 0.01


def main() -> None:
    """Print what was measured."""
    if "--child" in sys.argv:
        path = Path(sys.argv[2])
        asyncio.run(_child(path.name, path.read_bytes(), "--profile" in sys.argv))
        return
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    rows = int(arguments[0]) if arguments else 100_000
    with TemporaryDirectory() as folder, database(arguments[1] if len(arguments) > 1 else "sqlite", Path(folder)) as url:
        path = Path(folder) / "register.xlsx"
        path.write_bytes(invented_register(rows=rows, shares_texts="--shared-texts" in sys.argv))
        flags = ["--profile"] if "--profile" in sys.argv else []
        command = [sys.executable, __file__, "--child", str(path), *flags]
        told = subprocess.run(command, env={**os.environ, "SROI_DATABASE_URL": url}, check=True, stdout=subprocess.PIPE, text=True).stdout
    *shown, figures = told.splitlines()
    print("\n".join(shown))
    cells, staged, confirmed, planned, pause_staging, pause, memory = map(float, figures.split())
    print(f"rows {rows}, {url.split(':', 1)[0]}: cells alone {cells:.2f} s, staging {staged:.2f} s, confirming {confirmed:.2f} s")
    print(f"milestones, by the job behind it, some hundreds of contracts a transaction: {planned:.2f} s")
    print(
        f"staging / cells {staged / cells:.2f}, confirming / staging {confirmed / staged:.2f}, confirming / cells {confirmed / cells:.2f}"
    )
    print(f"longest pause {pause_staging * 1000:.0f} and {pause * 1000:.0f} ms, most memory {memory:.0f} MB")


def _cells_alone(content: bytes) -> float:
    begin = perf_counter()
    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return perf_counter() - begin


async def _child(name: str, content: bytes, is_profiled: bool) -> None:
    """Stage and confirm in a new database; print both times and the most memory."""
    from sroi.access import OPERATOR, Role, Viewer
    from sroi.accounts.operations import add_user, ensure_organisation
    from sroi.contracts.operations import stage_import
    from sroi.database import connected
    from sroi.database.migrations import upgrade
    from sroi.jobs.operations import run_due_jobs
    from sroi.obligations.operations import confirm_import, plan_import

    async with connected():
        await upgrade()
        organisation = await ensure_organisation(name="Gemeente Rijswijk", kvk_number=None, now=NOW)
        who = {"email": "inkoper@example.nl", "name": "Inkoper Voorbeeld", "role": Role.PROCUREMENT_OFFICER}
        account = await add_user(viewer=OPERATOR, organisation_id=organisation, password="een heel lang wachtwoord", now=NOW, **who)
        officer = Viewer(Role.PROCUREMENT_OFFICER, account, organisation, "Inkoper Voorbeeld", "inkoper@example.nl")
        staging = {"viewer": officer, "file_name": name, "content": content, "award_date_from_start": True, "now": NOW}
        turns = []
        for _run in range(RUNS):
            cells = _cells_alone(content)
            turns.append((cells, *await _timed(is_profiled, lambda: stage_import(**staging))))
        batch_id = turns[-1][-1]
        confirmed, pause, outcome = await _timed(is_profiled, lambda: confirm_import(viewer=officer, batch_id=batch_id, now=NOW))
        planned, *_rest = await _timed(is_profiled, lambda: run_due_jobs(kinds={"plan_import": plan_import}, now=NOW))
    cells, staged, pause_staging = (min(times) for times in list(zip(*turns, strict=True))[:3])
    print(outcome)
    memory = getrusage(RUSAGE_SELF).ru_maxrss + getrusage(RUSAGE_CHILDREN).ru_maxrss
    print(cells, staged, confirmed, planned, pause_staging, pause, memory / 1024)


async def _watch(pauses: list[float]) -> None:
    """Keep how long each turn of the event loop was late."""
    while True:
        begin = perf_counter()
        await asyncio.sleep(TURN_SECONDS)
        pauses.append(perf_counter() - begin - TURN_SECONDS)


async def _timed(is_profiled: bool, work: Callable[[], Awaitable[Any]]) -> tuple[float, float, Any]:
    """Return the seconds that work took, the longest pause in them, and what came of it."""
    pauses: list[float] = []
    watching = asyncio.create_task(_watch(pauses))
    profile = cProfile.Profile()
    if is_profiled:
        profile.enable()
    begin = perf_counter()
    done = await work()
    seconds = perf_counter() - begin
    watching.cancel()
    if is_profiled:
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(SLOWEST)
    return seconds, max(pauses, default=0.0), done


if __name__ == "__main__":
    main()
