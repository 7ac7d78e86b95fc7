"""A worker that reads the workbook of an import and hangs while more of its rows come, for a test to kill.

It says `reading`, how many rows it read, and the number of the process that reads the cells, which then waits to write more.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from threading import Event

import imports
from imports import Profile, Reading, register_lines, spreadsheet
from sroi.contracts.operations.reading import read_import
from sroi.contracts.queries.imports import READ_IMPORT
from sroi.database import connected
from sroi.jobs.operations import run_due_jobs

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
ROWS_AT_ONCE = 20
FEW_ROWS = f"import sys; sys.path.append(sys.argv.pop(1)); from spreadsheet_process import program; program.ROWS_AT_ONCE = {ROWS_AT_ONCE}; "
read_file, start = imports.read_file, spreadsheet._started
started: list["Popen[bytes]"] = []


def start_and_remember(limits: tuple[int, ...], arenas: str) -> "Popen[bytes]":
    """Start the process that reads cells."""
    started.append(start(limits, arenas))
    return started[-1]


def read_and_hang(path: Path, *, profile: Profile, heard: Callable[[int, int, int], None]) -> Reading:
    """Read the first rows of a file, tell that, and do nothing any more."""

    def hang(rows: int, _of: int, _problems: int) -> None:
        sys.stdout.write(f"reading {rows} {started[0].pid}\n")
        sys.stdout.flush()
        Event().wait(600)

    return read_file(path, profile=profile, heard=hang)


async def main() -> None:
    """Do the job that is due."""
    spreadsheet._PROGRAM = ("-c", f"{FEW_ROWS}sys.exit(program.main())", str(Path(spreadsheet.__file__).parent))
    vars(spreadsheet).update(_started=start_and_remember, MOST_AHEAD=1)
    vars(imports)["read_file"] = read_and_hang
    register_lines.ROWS_AT_ONCE = ROWS_AT_ONCE
    async with connected():
        await run_due_jobs(kinds={READ_IMPORT: read_import}, now=NOW)


if __name__ == "__main__":
    asyncio.run(main())
