"""How long the compliance workbook takes, measured against a bare XlsxWriter loop, and how much memory it takes as it grows.

Fills a new SQLite database with invented claims and writes the workbook of 2023 as the product does, reading included. In the same run the
same rows of the sheet of claims, held in memory, are written by a loop over `worksheet.write` in constant_memory mode. Prints both times
and their ratio (best of three, turn by turn); before that the most memory of the product alone for each number of claims, in a process of
its own.

    python benchmarks/export_workbook.py [CLAIMS] [CLAIMS FOR MEMORY ...]
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.invented.register import NOW, YEAR, fill

RUNS = 3
FOR_MEMORY = (10_000, 100_000, 1_000_000)


async def _filled(claims: int) -> None:
    from sroi.database import connected
    from sroi.database.migrations import upgrade

    async with connected():
        await upgrade()
        await fill(claims=claims)


async def _written(path: Path) -> float:
    from sroi.access import OPERATOR
    from sroi.exports import EXPORTS

    begin = perf_counter()
    with path.open("wb") as to:
        await EXPORTS["compliance"].write(to=to, viewer=OPERATOR, year=YEAR, now=NOW, today=NOW.date())
    return perf_counter() - begin


async def _rows() -> list[tuple[object, ...]]:
    from sroi.access import OPERATOR
    from sroi.exports.compliance.registers import claim_row
    from sroi.exports.queries import claims_of_year

    rows = [claim_row(claim) async for page in claims_of_year(viewer=OPERATOR, year=YEAR) for claim in page]
    return [tuple(float(cell) if hasattr(cell, "quantize") else cell for cell in row) for row in rows]


def _bare(path: Path, rows: Sequence[tuple[object, ...]]) -> float:
    import xlsxwriter

    begin = perf_counter()
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return perf_counter() - begin


async def _compare(folder: Path, claims: int) -> None:
    from sroi.database import connected

    await _filled(claims)
    async with connected():
        rows = await _rows()
        product, bare = [], []
        for _run in range(RUNS):
            bare.append(_bare(folder / "bare.xlsx", rows))
            product.append(await _written(folder / "product.xlsx"))
    ratio = min(product) / min(bare)
    print(f"{len(rows)} claims: bare loop {min(bare):.2f} s, workbook {min(product):.2f} s, ratio {ratio:.2f} (at most 1.3)")


async def _alone(folder: Path) -> None:
    from sroi.database import connected

    async with connected():
        await _written(folder / "product.xlsx")
    print(getrusage(RUSAGE_SELF).ru_maxrss // 1024)


def _run_apart(part: str, argument: str, folder: Path) -> str:
    command = [sys.executable, __file__, part, argument]
    return subprocess.run(
        command, env={**os.environ, "BENCHMARK_FOLDER": str(folder), "PYTHONPATH": "."}, check=True, capture_output=True, text=True
    ).stdout


def _memory(sizes: Sequence[int]) -> None:
    for claims in sizes:
        with TemporaryDirectory() as name:
            folder = Path(name)
            _run_apart("fill", str(claims), folder)
            print(f"{claims} claims: most memory {_run_apart('alone', '', folder).strip()} MB")


def _database(folder: Path) -> None:
    os.environ["SROI_DATABASE_URL"] = f"sqlite:///{folder / 'benchmark.sqlite'}"


def main() -> None:
    """Print the ratio and the memory; as `fill` or `alone` be one of the processes whose memory is measured."""
    if sys.argv[1:2] in (["fill"], ["alone"]):
        folder = Path(os.environ["BENCHMARK_FOLDER"])
        _database(folder)
        asyncio.run(_filled(int(sys.argv[2])) if sys.argv[1] == "fill" else _alone(folder))
        return
    claims, *sizes = [int(argument) for argument in sys.argv[1:]] or [100_000]
    # First, while this process is small: a child counts what its parent held when it was forked.
    _memory(sizes or FOR_MEMORY)
    with TemporaryDirectory() as name:
        _database(Path(name))
        asyncio.run(_compare(Path(name), claims))


if __name__ == "__main__":
    main()
