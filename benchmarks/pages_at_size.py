"""How much more a page takes with many claims than with few: the same page, asked of a small register and of a large one, in one run.

Fills two databases with invented contracts and claims, signs a reviewer in and asks for each page in turn, by the application itself
without a server between. Prints the least that a page takes at either size and their ratio, which tells what grows: what is paged should
stay near 1.

    python -m benchmarks.pages_at_size [CLAIMS] [postgresql]

With `postgresql` a server of its own is started for as long as it takes; without it, SQLite.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx

from benchmarks.invented.register import YEAR
from benchmarks.pages_during_export import filled
from benchmarks.simulate import database

FEW, MANY = 100, 50_000
PAGES = {"queue": "/werkvoorraad", "contracts": "/contracten", "money": f"/geld?jaar={YEAR}", "goal": f"/doel/{YEAR}"}
TURNS = 9


async def _tell(claims: int) -> None:
    """Print the least seconds that each page takes in a register with so many claims, in the order of PAGES."""
    from sroi.app import create_app
    from sroi.database import connected
    from sroi.web.sessions import SESSION

    token = await filled(claims)
    async with connected():
        transport = httpx.ASGITransport(create_app())  # type: ignore[arg-type]  # the two type ASGI apart
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", cookies={SESSION: token}) as client:
            for page in PAGES.values():
                print(min([await _asked(client, page) for _turn in range(TURNS)]))


async def _asked(client: httpx.AsyncClient, page: str) -> float:
    begin = perf_counter()
    answer = await client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return perf_counter() - begin


def _taken(where: str, claims: int) -> list[float]:
    """Return what each page takes, measured in a process of its own: the engine of a process is chosen once."""
    with TemporaryDirectory() as folder, database(where, Path(folder)) as url:
        chosen = {"SROI_DATABASE_URL": url, "SROI_EVIDENCE_DIR": f"{folder}/evidence", "SROI_DEMO": "0"}
        command = [sys.executable, "-m", "benchmarks.pages_at_size", "--tell", str(claims)]
        done = subprocess.run(command, env={**os.environ, **chosen}, check=True, capture_output=True, text=True)
        return [float(line) for line in done.stdout.split()]


def main() -> None:
    """Measure and print."""
    many, where = (*sys.argv[1:], *(str(MANY), "sqlite")[len(sys.argv) - 1 :])
    for name, small, large in zip(PAGES, _taken(where, FEW), _taken(where, int(many)), strict=True):
        print(f"{name}: {small * 1000:.0f} ms with {FEW} claims, {large * 1000:.0f} ms with {many}, {large / small:.2f} times")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tell"]:
        asyncio.run(_tell(int(sys.argv[2])))
    else:
        main()
