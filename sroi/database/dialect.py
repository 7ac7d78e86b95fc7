"""What SQLite and PostgreSQL say otherwise in a query."""

from sroi.database.sqlite import PooledSQLiteEngine
from sroi.database.transactions import engine


def is_sqlite() -> bool:
    """Return whether this process works with SQLite; else with PostgreSQL."""
    return isinstance(engine(), PooledSQLiteEngine)


def days_between(start: str, end: str) -> str:
    """Return the expression for the whole number of days from one date to another, each a column or a `{}`."""
    if is_sqlite():
        return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"
    return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"
