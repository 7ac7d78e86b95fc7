"""Which milestones of the example were met: nearly all that fell due, some a few days late, and a few of late that are still open."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sroi.access import Viewer
from sroi.obligations.operations import meet_milestone
from sroi.obligations.queries import milestones_of_contract

LATELY = timedelta(days=120)
EACH_LATE = 3
DAYS_AFTER = (-3, 0, -1, 2)


async def meet_milestones(*, viewer: Viewer, contract_ids: Iterable[UUID], now: datetime, today: date) -> None:
    """Meet what fell due before today; of one contract in so many, what fell due lately is late."""
    for place, contract_id in enumerate(contract_ids):
        for record in await milestones_of_contract(viewer=viewer, contract_id=contract_id):
            is_late = place % EACH_LATE == 0 and record.due_on > today - LATELY
            if record.due_on >= today or is_late:
                continue
            met_on = record.due_on + timedelta(days=DAYS_AFTER[(place + record.number) % len(DAYS_AFTER)])
            await meet_milestone(viewer=viewer, milestone_id=record.id, met_on=min(met_on, today), note="", now=now)
