"""What changed after an import is looked up among the events since then, however many contracts the import brought."""

from datetime import UTC, datetime
from uuid import uuid4

from sroi.database import fetch, snapshot
from sroi.database.dialect import is_sqlite
from sroi.settlement.queries import BUILT

MOMENT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def plan() -> str:
    """Return how the database would go about it in a register that is large."""
    ids = [uuid4()] * BUILT.count("batch = {}")
    async with snapshot():
        if not is_sqlite():
            await fetch("SET LOCAL enable_seqscan = off")
        steps = await fetch(f"EXPLAIN {'QUERY PLAN ' if is_sqlite() else ''}{BUILT}", *ids[:-1], MOMENT, ids[-1])
    return "\n".join(str(step["detail" if is_sqlite() else "QUERY PLAN"]) for step in steps)


async def test_changes_after_an_import_are_looked_up_by_moment(database: None) -> None:
    assert "audit_event_by_moment" in await plan()
