"""How the database would go about a query in a register that is large."""

from typing import Any

from sroi.database import fetch, snapshot
from sroi.database.dialect import is_sqlite


async def plan_of(query: str, *arguments: Any) -> str:
    """Return the steps of a query, one a line; PostgreSQL takes an index where there is one, however few rows there are now."""
    async with snapshot():
        if not is_sqlite():
            await fetch("SET LOCAL enable_seqscan = off")
        steps = await fetch(f"EXPLAIN {'QUERY PLAN ' if is_sqlite() else ''}{query}", *arguments)
    return "\n".join(str(step["detail" if is_sqlite() else "QUERY PLAN"]) for step in steps)
