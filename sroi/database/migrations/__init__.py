"""One linear history of the schema: modules `m<number>_<subject>`, applied in the order of their numbers.

Each module has `async def forwards(schema: Schema)`. A migration and its record share a transaction, so that a stop halfway
leaves the database at the step before. Why not Piccolo's own runner: it writes the record outside that transaction, and holds no lock
when two processes start at once.
"""

from importlib import import_module
from importlib.resources import files

import asyncpg

from sroi.database.history import follow, stop_following
from sroi.database.schema import Schema
from sroi.database.transactions import fetch, transaction

HISTORY_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migration (
    name VARCHAR(100) PRIMARY KEY,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
)
"""


def migration_names() -> tuple[str, ...]:
    """Return the names of all migrations, oldest first."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".py") for name in names if name.startswith("m") and name.endswith(".py")))


async def applied_migrations() -> frozenset[str]:
    """Return the names of the migrations that this database has had."""
    return frozenset(row["name"] for row in await fetch("SELECT name FROM schema_migration"))


async def upgrade() -> list[str]:
    """Apply what this database lacks and return the names of what was applied."""
    async with transaction():
        await fetch(HISTORY_TABLE)
    if not await pending_migrations():
        return []
    async with transaction():
        await stop_following()
    done = await _applied()
    async with transaction():
        await stop_following()
        await follow()
    return done


async def _applied() -> list[str]:
    done = []
    for name in migration_names():
        async with transaction():
            if name in await applied_migrations():
                continue
            await import_module(f"{__name__}.{name}").forwards(Schema())
            await fetch("INSERT INTO schema_migration (name) VALUES ({})", name)
            done.append(name)
    return done


async def pending_migrations() -> tuple[str, ...]:
    """Return the names of the migrations that this database lacks; all of them when it is empty."""
    try:
        done = await applied_migrations()
    except Exception as error:
        if _is_missing_table(error):
            return migration_names()
        raise
    return tuple(name for name in migration_names() if name not in done)


def _is_missing_table(error: Exception) -> bool:
    return isinstance(error, asyncpg.UndefinedTableError) or "no such table" in str(error)
