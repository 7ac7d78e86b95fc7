"""How much more a page takes with many claims than with few: the same page, asked of a small register and of a large one, in one run.

Fills two SQLite databases with invented contracts and claims, signs a reviewer in and asks for each page in turn, by the application
itself without a server between. Prints the processor time of a page at either size and their ratio, which tells what grows: what is
paged should stay near 1.

    python benchmarks/pages_at_size.py [CLAIMS]
"""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import httpx

from benchmarks.invented.register import YEAR, fill

FEW, MANY = 100, 50_000
PAGES = {"queue": "/werkvoorraad", "contracts": "/contracten", "money": f"/geld?jaar={YEAR}", "goal": f"/doel/{YEAR}"}
TURNS = 5


async def _session() -> str:
    """Add a reviewer and return the token of its session."""
    from sroi.access import OPERATOR, Role
    from sroi.accounts.operations import add_user_to
    from sroi.accounts.operations.sessions import start_session
    from sroi.accounts.rules import OrganisationDetails
    from sroi.database import transaction

    now = datetime.now(UTC)
    home = OrganisationDetails("Gemeente Voorbeeld", None)
    facts = {"email": "wsp@example.nl", "name": "Beoordelaar Voorbeeld", "password": "vier woorden in een zin"}
    user_id = await add_user_to(viewer=OPERATOR, role=Role.REVIEWER, organisation=home, now=now, **facts)
    async with transaction():
        return await start_session(user_id=user_id, now=now)


async def _tell(path: Path, claims: int) -> None:
    """Print the least seconds of processor time that each page takes in a register with so many claims, in the order of PAGES."""
    from sroi.app import create_app
    from sroi.database import connected
    from sroi.database.migrations import upgrade
    from sroi.web.sessions import SESSION

    async with connected():
        await upgrade()
        fill(path=path, claims=claims)
        transport = httpx.ASGITransport(create_app())  # type: ignore[arg-type]  # the two type ASGI apart
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", cookies={SESSION: await _session()}) as client:
            for page in PAGES.values():
                print(min([await _asked(client, page) for _turn in range(TURNS)]))


async def _asked(client: httpx.AsyncClient, page: str) -> float:
    begin = process_time()
    answer = await client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return process_time() - begin


def _taken(claims: int) -> list[float]:
    """Return what each page takes, measured in a process of its own: the engine of a process is chosen once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pages.sqlite"
        chosen = {"SROI_DATABASE_URL": f"sqlite:///{path}", "SROI_EVIDENCE_DIR": f"{folder}/evidence", "SROI_DEMO": "0"}
        command = [sys.executable, "-m", "benchmarks.pages_at_size", "--tell", str(path), str(claims)]
        done = subprocess.run(command, env={**os.environ, **chosen}, check=True, capture_output=True, text=True)
        return [float(line) for line in done.stdout.split()]


def main() -> None:
    """Measure and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    for name, small, large in zip(PAGES, _taken(FEW), _taken(many), strict=True):
        print(f"{name}: {small * 1000:.0f} ms with {FEW} claims, {large * 1000:.0f} ms with {many}, {large / small:.2f} times")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tell"]:
        asyncio.run(_tell(Path(sys.argv[2]), int(sys.argv[3])))
    else:
        main()
