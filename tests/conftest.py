"""What every test stands on: an environment and a database of its own, the application over HTTP, and a counter of queries.

The environment is set before anything of `sroi` is imported: the engine is chosen once. People who are signed in: tests/personas.py.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import settings
from litestar import Litestar

from tests.databases import ENGINES, SERVER, PostgresTestDatabase, SQLiteTestDatabase, TestDatabase, create_postgres, start_postgres

if TYPE_CHECKING:
    from tests.personas import Personas, SignedIn

# A busy machine is no counterexample: how long an example takes says nothing about the law.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# What tests write need not survive them: in memory, where a machine has a folder there, a commit waits for no disk.
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)

BASE_URL = "http://testserver"
# A session writes once a minute that it is in use, on whatever page that falls.
KEEP_ALIVE = 'UPDATE "user_session" SET "seen_at"'
PEOPLE = "people"  # how the database with everyone signed in is kept
_CLEANUP = pytest.StashKey[list[Any]]()
_DATABASE = pytest.StashKey[TestDatabase]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of the engine, and of the tests that it matters to."""
    parser.addoption("--database", choices=ENGINES, default="sqlite", help="the engine that the tests run on")
    parser.addoption(
        "--only-database", action="store_true", help="leave out what uses no database of the run: it says the same on each engine"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start what all workers share, and give each worker, or a run without workers, its own database."""
    folder = tempfile.TemporaryDirectory(prefix="sroi-tests-", ignore_cleanup_errors=True)
    config.stash[_CLEANUP] = [folder.cleanup]
    is_postgres = config.getoption("--database") == "postgresql"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if is_postgres and worker is None:
        config.stash[_CLEANUP].insert(0, start_postgres(Path(folder.name) / "postgres"))
    if worker is None and config.getoption("numprocesses", None):
        return
    if is_postgres:
        name = f"sroi_test_{worker or 'alone'}"
        database: TestDatabase = PostgresTestDatabase(create_postgres(server=os.environ[SERVER], name=name))
    else:
        database = SQLiteTestDatabase(Path(folder.name))
    config.stash[_DATABASE] = database
    os.environ |= {
        "SROI_DATABASE_URL": database.url,
        "SROI_EVIDENCE_DIR": str(Path(folder.name) / "evidence"),
        "SROI_BASE_URL": BASE_URL,
        "SROI_DEMO": "0",
        "SROI_WORK_IN_WEB": "0",
    }


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what one engine has shown for all, where that is asked for."""
    if config.getoption("--only-database"):
        using = {"migrated", "server"}
        left_out = [item for item in items if using.isdisjoint(getattr(item, "fixturenames", ()))]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop and remove what `pytest_configure` made."""
    for stop in config.stash.get(_CLEANUP, []):
        stop()


@pytest.fixture(scope="session")
async def migrated(request: pytest.FixtureRequest) -> AsyncIterator[TestDatabase]:
    """Give the database after its migrations, with its connections open."""
    from sroi.database import connected
    from sroi.database.migrations import upgrade

    database = request.config.stash[_DATABASE]
    async with connected():
        await upgrade()
        await database.keep()
        yield database


@pytest.fixture
async def database(migrated: TestDatabase) -> None:
    """Give a test the database as the migrations left it, seeds included."""
    await migrated.restore()


@pytest.fixture
async def empty_database(migrated: TestDatabase) -> AsyncIterator[None]:
    """Give a test of the migrations a database without any table; the next test finds its tables back."""
    await migrated.set_aside()
    yield
    await migrated.take_back()


@pytest.fixture(scope="session")
async def app(migrated: TestDatabase) -> Litestar:
    """Give the application. Its lifespan only opens the connections, which `migrated` keeps open already."""
    from sroi.app import create_app

    return create_app()


@pytest.fixture
async def http(app: Litestar, database: None) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser without a screen, which nobody has signed in with yet; it does not follow redirects."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE_URL) as client:
        yield client


@pytest.fixture(scope="session")
async def everyone(migrated: TestDatabase) -> "tuple[SignedIn, ...]":
    """Keep the database with an account and a session of everyone, and give the sessions."""
    from tests.personas import everyone_signed_in

    await migrated.restore()
    signed_in = await everyone_signed_in()
    await migrated.keep(PEOPLE)
    return signed_in


@pytest.fixture
async def people(app: Litestar, everyone: "tuple[SignedIn, ...]", migrated: TestDatabase, database: None) -> AsyncIterator["Personas"]:
    """Give everyone, signed in, and nothing else in the database: what else a test begins with is made after this."""
    from tests.personas import personas, stay_signed_in

    await migrated.restore(PEOPLE)
    await stay_signed_in()
    async with personas(app, everyone) as signed_in:
        yield signed_in


class QueryCounter:
    """The statements that went to the database since the counter was made or `reset`, but those that follow from the clock alone."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def count(self) -> int:
        """Return how many statements there were."""
        return len(self.statements)

    def reset(self) -> None:
        """Start again from zero."""
        self.statements.clear()


@contextmanager
def counted(engine: Any) -> Iterator[QueryCounter]:
    """Count every statement of an engine, those inside transactions included."""
    counter = QueryCounter()
    run = type(engine).run_querystring

    async def run_counted(self: Any, querystring: Any, *args: Any, **kwargs: Any) -> Any:
        if not str(querystring).startswith(KEEP_ALIVE):
            counter.statements.append(str(querystring))
        return await run(self, querystring, *args, **kwargs)

    type(engine).run_querystring = run_counted
    try:
        yield counter
    finally:
        type(engine).run_querystring = run


@pytest.fixture
def query_counter(database: None) -> Iterator[QueryCounter]:
    """Give a counter of the queries of this test: `counter.reset(); await http.get(...); assert counter.count == 5`."""
    from sroi.database import engine

    with counted(engine()) as counter:
        yield counter
