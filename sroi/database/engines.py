"""The engine that a database URL asks for."""

from sroi.database.postgres import MappedPostgresEngine
from sroi.database.sqlite import PooledSQLiteEngine

SQLITE_SCHEME = "sqlite:///"

Engine = PooledSQLiteEngine | MappedPostgresEngine


def create_engine(database_url: str) -> Engine:
    """Return the engine for a database URL, as `Settings` has checked it."""
    if database_url.startswith(SQLITE_SCHEME):
        return PooledSQLiteEngine(database_url.removeprefix(SQLITE_SCHEME))
    return MappedPostgresEngine(database_url)
