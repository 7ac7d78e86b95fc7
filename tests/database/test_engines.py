"""The pool of SQLite connections, and the choice between the two engines."""

import asyncio
import threading
from pathlib import Path

import pytest

from sroi.database.engines import create_engine
from sroi.database.postgres import MappedPostgresEngine
from sroi.database.sqlite import PooledSQLiteEngine


def database_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name.startswith("database")}


async def test_a_sqlite_url_names_a_file_and_another_url_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    async def not_now(engine: MappedPostgresEngine) -> None:
        """Leave out the visit that Piccolo pays to a server when its engine is made."""

    monkeypatch.setattr(MappedPostgresEngine, "check_version", not_now)
    relative, absolute = create_engine("sqlite:///sroi.sqlite"), create_engine("sqlite:////var/sroi.sqlite")
    assert isinstance(relative, PooledSQLiteEngine) and relative.path == "sroi.sqlite"
    assert isinstance(absolute, PooledSQLiteEngine) and absolute.path == "/var/sroi.sqlite"
    assert isinstance(create_engine("postgresql://sroi@db/sroi"), MappedPostgresEngine)


async def test_connections_stay_open_and_are_no_more_than_the_pool_holds(tmp_path: Path) -> None:
    before = database_threads()
    pool = PooledSQLiteEngine(str(tmp_path / "register.sqlite"), size=3)
    answers = await asyncio.gather(*(pool._run_in_new_connection("SELECT 1 AS one") for _ in range(40)))
    assert answers == [[{"one": 1}]] * 40
    assert len(database_threads() - before) <= 3
    await pool.close()


async def test_a_closed_pool_can_be_used_again(tmp_path: Path) -> None:
    pool = PooledSQLiteEngine(str(tmp_path / "register.sqlite"))
    await pool._run_in_new_connection("CREATE TABLE note (id INTEGER)")
    await pool.close()
    assert await pool._run_in_new_connection("SELECT id FROM note") == []
    await pool.close()


async def test_a_database_that_cannot_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = database_threads()
    pool = PooledSQLiteEngine(str(tmp_path / "no such folder" / "register.sqlite"))
    for _ in range(8):
        with pytest.raises(Exception, match="unable to open"):
            await pool._run_in_new_connection("SELECT 1")
        with pytest.raises(Exception, match="unable to open"):
            async with pool.transaction():
                pass
    assert not pool.write_lock.locked()
    await asyncio.sleep(0.05)
    assert database_threads() - before == set()


async def test_every_connection_checks_foreign_keys_and_flushes_each_commit(tmp_path: Path) -> None:
    pool = PooledSQLiteEngine(str(tmp_path / "register.sqlite"))
    connection = await pool.get_connection()
    pragmas = ("foreign_keys", "journal_mode", "synchronous", "recursive_triggers")
    found = {name: (await connection.execute(f"PRAGMA {name}"))[0][name] for name in pragmas}
    assert found == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1}
    pool.release(connection)
    await pool.close()


async def test_a_transaction_that_is_cancelled_while_it_begins_gives_back_a_clean_connection(tmp_path: Path) -> None:
    pool = PooledSQLiteEngine(str(tmp_path / "register.sqlite"), size=1)
    other = PooledSQLiteEngine(str(tmp_path / "register.sqlite"), size=1)
    await other._run_in_new_connection("CREATE TABLE note (id INTEGER)")

    async def write() -> None:
        async with pool.transaction():
            pass

    async with other.transaction():
        task = asyncio.create_task(write())
        await asyncio.sleep(0.1)  # its BEGIN waits in the connection's thread for the other writer
        task.cancel()
        await asyncio.sleep(0.1)
    await asyncio.wait([task], timeout=10)
    assert task.cancelled()
    await asyncio.sleep(0.3)  # SQLite asks again every tenth of a second
    async with other.transaction():  # had the BEGIN stayed open on the pooled connection, this would wait in vain
        pass
    assert await asyncio.wait_for(pool._run_in_new_connection("SELECT id FROM note"), timeout=5) == []
    await pool.close()
    await other.close()
