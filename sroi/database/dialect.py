"""What SQLite and PostgreSQL say otherwise in a query."""

from sroi.database.engines import PooledSQLiteEngine
from sroi.database.transactions import engine


def days_between(start: str, end: str) -> str:
    """Return the expression for the whole number of days from one date to another, each a column or a `{}`."""
    if isinstance(engine(), PooledSQLiteEngine):
        return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"
    return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"
