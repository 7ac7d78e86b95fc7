"""Setting the goal of a year."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.reconciliation.rules.goals import GoalOfKind, check_goal
from sroi.reconciliation.tables import Goal


async def set_goal(*, viewer: Viewer, goal: GoalOfKind, now: datetime) -> None:
    """Set the goal of one kind in one year, in the place of what it was; raise UnableToReconcile on the field with what cannot be."""
    viewer.require(Permission.MANAGE_POLICY)
    check_goal(goal)
    is_it = (Goal.year == goal.year) & (Goal.kind == goal.kind.value)
    values: dict[Any, Any] = {"target": goal.target, "source": goal.source.strip(), "changed_by": viewer.account_id, "changed_at": now}
    async with transaction():
        known = await Goal.select(Goal.target).where(is_it)
        if known:
            await Goal.update(values).where(is_it)
        else:
            await Goal.insert(Goal(id=uuid4(), year=goal.year, kind=goal.kind.value, **values))
        await record_event(
            actor=actor_of(viewer),
            action="goal.set",
            subject=Subject("goal", f"{goal.year} {goal.kind.value}"),
            now=now,
            details={"target": goal.target, "before": known[0]["target"] if known else None, "source": goal.source.strip()},
        )
