"""Setting the goal of a year."""

from dataclasses import astuple, replace
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import authorities, municipalities
from sroi.database import transaction
from sroi.reconciliation.rules import UnableToReconcile
from sroi.reconciliation.rules.facts import Fact, is_same_name
from sroi.reconciliation.rules.goals import GoalOfKind, check_goal
from sroi.reconciliation.tables import Goal

# The columns of `GoalRule`, in its order.
RULE = ("counts_by", "counts_value", "counts_moment", "counts_contract", "counts_stage")


async def set_goal(*, viewer: Viewer, goal: GoalOfKind, now: datetime) -> None:
    """Set the goal of one kind in one year, in the place of what it was; raise UnableToReconcile on the field with what cannot be."""
    viewer.require(Permission.MANAGE_POLICY)
    check_goal(goal)
    goal = await _with_known_name(goal)
    is_it = (Goal.year == goal.year) & (Goal.kind == goal.kind.value)
    rule = [str(choice) for choice in astuple(goal.rule)]
    values: dict[Any, Any] = {
        "target": goal.target,
        "source": goal.source.strip(),
        **dict(zip(RULE, rule, strict=True)),
        "changed_by": viewer.account_id,
        "changed_at": now,
    }
    async with transaction():
        known = await Goal.select(Goal.target, *(getattr(Goal, name) for name in RULE)).where(is_it)
        if known:
            await Goal.update(values).where(is_it)
        else:
            await Goal.insert(Goal(id=uuid4(), year=goal.year, kind=goal.kind.value, **values))
        await record_event(
            actor=actor_of(viewer),
            action="goal.set",
            subject=Subject("goal", f"{goal.year} {goal.kind.value}"),
            now=now,
            details={
                "target": goal.target,
                "before": known[0]["target"] if known else None,
                "source": goal.source.strip(),
                "rule": rule,
                "rule_before": [known[0][name] for name in RULE] if known else None,
            },
        )


async def _with_known_name(goal: GoalOfKind) -> GoalOfKind:
    """Return the goal with a municipality or authority as the register writes it; raise UnableToReconcile for one that nobody knows.

    By a slip of the pen nothing would count.
    """
    if goal.rule.fact is Fact.RESIDENCE:
        names = list(municipalities().values())
    elif goal.rule.fact is Fact.CLAIMING_AUTHORITY:
        names = [authority.name for authority in await authorities()]
    else:
        return goal
    found = [name for name in names if is_same_name(name, goal.rule.value)]
    if len(found) != 1:
        message = _("Deze naam kennen we niet. Schrijf de gemeente of opdrachtgever zoals die in het register staat.")
        raise UnableToReconcile(message, field="counts_value")
    return replace(goal, rule=replace(goal.rule, value=found[0]))
