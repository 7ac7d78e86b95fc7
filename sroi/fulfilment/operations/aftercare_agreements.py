"""What was agreed about aftercare: when the WSP calls, also of placements that run already, and how many may drop out since a day."""

import json
from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.database import UniqueViolation, fetch, insert_all, transaction
from sroi.fulfilment.operations.aftercare import record_aftercare
from sroi.fulfilment.queries.aftercare import day_of, id_of, running_placements
from sroi.fulfilment.queries.dropout_rates import dropout_targets
from sroi.fulfilment.rules import AftercareNotFound, MomentRule, UnableToFollow, check_rule, check_target, planned_moments
from sroi.fulfilment.tables import AftercareMoment, AftercareRule, AftercareTarget
from sroi.values import local_day

# Calls of one moment that are still to come and that nobody made or tried.
TO_COME = """
    label = {} AND due_on >= {} AND NOT EXISTS (SELECT 1 FROM aftercare_contact WHERE aftercare_contact.moment = aftercare_moment.id)
"""


async def add_moment_rule(*, viewer: Viewer, label: str, days: int | None, months: int | None, source: str, now: datetime) -> int:
    """Add a moment at which placements are called, also those that run already and have it still to come; return how many those are.

    Raises UnableToFollow on the field.
    """
    viewer.require(Permission.SET_AFTERCARE)
    label, source = label.strip(), source.strip()
    check_rule(label=label, days=days, months=months)
    if not source:
        raise UnableToFollow(_("Vul in waar dit is afgesproken."), field="source")
    rule = AftercareRule(id=uuid4(), label=label, days=days, months=months, source=source, is_confirmed=True)
    try:
        async with transaction():
            await AftercareRule.insert(rule)
            number = await _plan(MomentRule(rule.id, label, days, months, source, is_confirmed=True), local_day(now))
            details = {"label": label, "days": str(days or ""), "months": str(months or ""), "planned": str(number)}
            await record_aftercare(viewer, "aftercare.rule_added", rule.id, now, **details)
    except UniqueViolation as error:
        raise UnableToFollow(_("Er is al een moment met deze naam."), field="label") from error
    return number


async def _plan(rule: MomentRule, today: date) -> int:
    """Plan a moment for the placements that run and have it still to come; return how many."""
    rows = []
    for row in await running_placements(label=rule.label):
        (moment,) = planned_moments(rules=(rule,), starts_on=day_of(row["starts_on"]), known_on=today)
        if moment.due_on >= today:
            rows.append((uuid4(), id_of(row["id"]), moment.label, moment.due_on, moment.explanation, moment.is_confirmed))
    await insert_all(AftercareMoment, ["id", "aftercare", "label", "due_on", "explanation", "is_confirmed"], rows)
    return len(rows)


async def remove_moment_rule(*, viewer: Viewer, rule_id: UUID, now: datetime) -> None:
    """Remove a moment, and the calls of it that are still to come; what is past or was tried stays. Raises AftercareNotFound."""
    viewer.require(Permission.SET_AFTERCARE)
    async with transaction():
        removed = await AftercareRule.delete().where(AftercareRule.id == rule_id).returning(AftercareRule.label)
        if not removed:
            raise AftercareNotFound(_("Dit moment is niet gevonden."))
        label = removed[0]["label"]
        await fetch(f"DELETE FROM aftercare_moment WHERE {TO_COME}", label, local_day(now))
        await record_aftercare(viewer, "aftercare.rule_removed", rule_id, now, label=label)


async def change_target(
    *, viewer: Viewer, label: str, holds_from: date, maximum_pct: int, age_below: int | None, source: str, now: datetime
) -> None:
    """Let another target hold from a day on, in the place of the one of this label; earlier years keep theirs.

    The target groups that it is about besides an age stay as they were. Raises AftercareNotFound or UnableToFollow on the field.
    """
    viewer.require(Permission.SET_AFTERCARE)
    source = source.strip()
    async with transaction():
        held = next((target for target in await dropout_targets(on=holds_from) if target.label == label), None)
        if held is None:
            raise AftercareNotFound(_("Dit doel is niet gevonden."))
        check_target(held=held, holds_from=holds_from, maximum_pct=maximum_pct, age_below=age_below, source=source)
        await AftercareTarget.delete().where((AftercareTarget.label == label) & (AftercareTarget.holds_from == holds_from))
        target = AftercareTarget(
            id=uuid4(),
            label=label,
            holds_from=holds_from,
            age_below=age_below,
            blocks=json.dumps(sorted(held.blocks)),
            maximum_pct=maximum_pct,
            source=source,
            is_confirmed=True,
        )
        await AftercareTarget.insert(target)
        details = {"label": label, "from": str(holds_from), "maximum_pct": str(maximum_pct), "age_below": str(age_below or "")}
        await record_aftercare(viewer, "aftercare.target_changed", target.id, now, **details)
