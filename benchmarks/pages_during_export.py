"""How much longer pages take while an export of many claims is made: their p99 with it against their p99 without, turn by turn.

Fills a new database with invented claims, serves it by `sroi serve`, signs in as a reviewer and asks for a few pages, one after
another with a short rest, first without and then while the compliance workbook of 2023 is made as the product does it: by a job, in a
process of its own. Prints both p99s over all turns and their ratio (it should stay under 1.5).

    python -m benchmarks.pages_during_export [CLAIMS] [TURNS] [postgresql, or postgresql://... of an empty database]

With `postgresql` alone a server of its own is started for as long as it takes; without it, SQLite.
"""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx

from benchmarks.invented.register import YEAR, fill
from benchmarks.simulate import database

# Not the queue: its order is reckoned over all claims in review (benchmarks/pages_at_size.py), which hides what an export adds.
PAGES = ("/contracten", "/exporten", "/nazorg")
REST, SECONDS = 0.02, 20.0
LOOK_AGAIN = 2.0  # the page that waits for an export asks as often


async def filled(claims: int) -> str:
    """Fill the register and return the token of a reviewer's session."""
    from sroi.access import OPERATOR, Role
    from sroi.accounts.operations import add_user_to
    from sroi.accounts.operations.sessions import start_session
    from sroi.accounts.rules import OrganisationDetails
    from sroi.database import connected, transaction
    from sroi.database.migrations import upgrade

    now = datetime.now(UTC)
    async with connected():
        await upgrade()
        await fill(claims=claims)
        home = OrganisationDetails("Gemeente Voorbeeld", None)
        facts = {"email": "wsp@example.nl", "name": "Beoordelaar Voorbeeld", "password": "vier woorden in een zin"}
        user_id = await add_user_to(viewer=OPERATOR, role=Role.REVIEWER, organisation=home, now=now, **facts)
        async with transaction():
            return await start_session(user_id=user_id, now=now)


@asynccontextmanager
async def _served(token: str) -> AsyncIterator[httpx.AsyncClient]:
    from sroi.web.sessions import SESSION

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = await asyncio.create_subprocess_exec(Path(sys.executable).with_name("sroi"), "serve", "--port", str(port))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", cookies={SESSION: token}, timeout=60) as client:
            while True:
                try:
                    await client.get("/inloggen")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.2)
            yield client
    finally:
        server.terminate()
        await server.wait()


async def _asked(client: httpx.AsyncClient, taken: list[float], page: str) -> None:
    begin = perf_counter()
    answer = await client.get(page)
    taken.append(perf_counter() - begin)
    assert answer.status_code == 200, (page, answer.status_code)
    await asyncio.sleep(REST)


async def _without(client: httpx.AsyncClient, taken: list[float]) -> None:
    begin = perf_counter()
    for page in cycle(PAGES):
        await _asked(client, taken, page)
        if perf_counter() - begin > SECONDS:
            return


async def _during(client: httpx.AsyncClient, taken: list[float]) -> float:
    """Add how long pages take while an export is made; return how long that took."""
    from sroi.web.csrf import CSRF

    begin = looked = perf_counter()
    data = {"_csrf_token": client.cookies[CSRF], "export": "compliance", "year": str(YEAR)}
    begun = await client.post("/exporten", data=data)
    assert begun.status_code == 303, begun.status_code
    for page in cycle(PAGES):
        await _asked(client, taken, page)
        if perf_counter() - looked > LOOK_AGAIN:
            looked = perf_counter()
            if "Klaar." in (await client.get(begun.headers["location"] + "/voortgang")).text:
                return perf_counter() - begin
    raise AssertionError


def _p99(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)] * 1000


async def _measure(claims: int, turns: int) -> None:
    token = await filled(claims)
    without, during = list[float](), list[float]()
    async with _served(token) as client:
        for page in PAGES:  # the first of each is slower
            await _asked(client, [], page)
        for _turn in range(turns):
            await _without(client, without)
            print(f"the export of {claims} claims took {await _during(client, during):.0f} s")
    ratio = _p99(during) / _p99(without)
    print(f"p99 of {len(without)} pages without {_p99(without):.0f} ms, of {len(during)} during {_p99(during):.0f} ms: ratio {ratio:.2f}")


def main() -> None:
    """Print the ratio."""
    claims, turns, where = (*sys.argv[1:], *("100000", "2", "sqlite")[len(sys.argv) - 1 :])
    with TemporaryDirectory() as name, database(where, Path(name)) as url:
        os.environ |= {"SROI_DATABASE_URL": url, "SROI_EVIDENCE_DIR": str(Path(name) / "evidence")}
        asyncio.run(_measure(int(claims), int(turns)))


if __name__ == "__main__":
    main()
