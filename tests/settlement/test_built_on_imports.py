"""What changed after an import is looked up among the events since then, however many contracts the import brought."""

from datetime import UTC, datetime
from uuid import uuid4

from sroi.settlement.queries import BUILT
from tests.plans import plan_of

MOMENT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def test_changes_after_an_import_are_looked_up_by_moment(database: None) -> None:
    batch_ids = [uuid4()] * BUILT.count("batch = {}")
    assert "audit_event_by_moment" in await plan_of(BUILT, *batch_ids[:-1], MOMENT, batch_ids[-1])
