"""Reads of how many placements dropped out, by target group and held against a target; and the placements behind each figure."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.queries.aftercare import OF_PLACEMENT, STOPPED, day_of, group_labels, id_of
from sroi.fulfilment.rules import Rate, Target, is_meant
from sroi.fulfilment.tables import AftercareTarget

PAGE_SIZE = 25
# What counts in a rate: placements of which a claim was approved, by the year in which they began.
COUNTED = f"""
    SELECT aftercare.id, aftercare.target_group, aftercare.policy_name, aftercare.starts_on, aftercare.employer_name, aftercare.candidate,
        CASE WHEN {STOPPED} THEN 1 ELSE 0 END AS stopped,
        (SELECT MAX(placement.birth_year) FROM {OF_PLACEMENT}) AS birth_year
    FROM aftercare
    WHERE aftercare.starts_on >= {{}} AND aftercare.starts_on < {{}}
        AND EXISTS (SELECT 1 FROM {OF_PLACEMENT} AND claim.status = 'approved')
"""
BY_GROUP = f"""
    SELECT target_group, birth_year, MAX(policy_name) AS policy_name, COUNT(*) AS placements, SUM(stopped) AS dropouts
    FROM ({COUNTED}) counted GROUP BY target_group, birth_year ORDER BY target_group
"""


@dataclass(frozen=True)
class YearOfDropouts:
    """How many of the placements that began in a year dropped out: by target group, and of whom each target is about."""

    groups: tuple[Rate, ...]
    targets: tuple[tuple[Target, Rate], ...]


@dataclass(frozen=True)
class CountedPlacement:
    """A placement behind a rate."""

    id: UUID
    group: str
    employer_name: str
    starts_on: date
    has_dropped_out: bool


async def dropout_targets(*, on: date) -> tuple[Target, ...]:
    """Return the most that may drop out, by group, as it holds on a day."""
    held = {target.label: target for target in await all_targets() if target.holds_from <= on}
    return tuple(held.values())


async def all_targets() -> tuple[Target, ...]:
    """Return every target there was, by group and then by the day from which it holds."""
    rows = await AftercareTarget.select().order_by(AftercareTarget.label).order_by(AftercareTarget.holds_from)
    return tuple(
        Target(
            row["label"],
            row["age_below"],
            frozenset(json.loads(row["blocks"])),
            row["maximum_pct"],
            row["source"],
            bool(row["is_confirmed"]),
            row["holds_from"],
        )
        for row in rows
    )


async def year_of_dropouts(*, viewer: Viewer, year: int) -> YearOfDropouts:
    """Return the rates of a year, held against the targets of its last day; a target group is called as in its policy."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    rows = await fetch(BY_GROUP, date(year, 1, 1), date(year + 1, 1, 1))
    labels = await group_labels({row["target_group"]: row["policy_name"] for row in rows})
    targets = await dropout_targets(on=date(year, 12, 31))
    return YearOfDropouts(
        groups=tuple(_rate(key, label, [row for row in rows if row["target_group"] == key]) for key, label in labels.items()),
        targets=tuple((target, _target_rate(target, year, rows)) for target in targets),
    )


def _rate(key: str, label: str, rows: list[dict[str, Any]], maximum_pct: int | None = None) -> Rate:
    placements, dropouts = (sum(int(row[name]) for row in rows) for name in ("placements", "dropouts"))
    return Rate(key, label, placements, dropouts, maximum_pct)


def _target_rate(target: Target, year: int, rows: list[dict[str, Any]]) -> Rate:
    held = [row for row in rows if is_meant(target=target, target_group=row["target_group"], birth_year=row["birth_year"], year=year)]
    return _rate("", target.label, held, target.maximum_pct)


async def placements_behind(
    *, viewer: Viewer, year: int, group: str | None, target: Target | None, after: tuple[date, UUID] | None, size: int = PAGE_SIZE
) -> tuple[CountedPlacement, ...]:
    """Return the placements behind a rate, of a group or of a target, by the day that they began; at most `size`."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    conditions, arguments = ["1 = 1"], list[Any]()
    if group is not None:
        conditions, arguments = ["target_group = {}"], [group]
    if target is not None:
        condition, arguments = _of_target(target, year)
        conditions = [condition]
    if after is not None:
        conditions.append("(starts_on > {} OR (starts_on = {} AND id > {}))")
        arguments += [after[0], after[0], after[1]]
    sql = f"SELECT * FROM ({COUNTED}) counted WHERE {' AND '.join(conditions)} ORDER BY starts_on, id LIMIT {{}}"
    rows = await fetch(sql, date(year, 1, 1), date(year + 1, 1, 1), *arguments, size)
    labels = await group_labels({row["target_group"]: row["policy_name"] for row in rows})
    return tuple(
        CountedPlacement(
            id=id_of(row["id"]),
            group=labels[row["target_group"]],
            employer_name=row["employer_name"],
            starts_on=day_of(row["starts_on"]),
            has_dropped_out=bool(row["stopped"]),
        )
        for row in rows
    )


def _of_target(target: Target, year: int) -> tuple[str, list[Any]]:
    """Return the condition that leaves whom a target is about; the age is that of the year in which the placement began."""
    blocks = sorted(target.blocks)
    by_block = f"target_group IN ({', '.join(['{}'] * len(blocks))})" if blocks else "1 = 0"
    by_age, ages = "1 = 0", list[Any]()
    if target.age_below is not None:
        by_age, ages = "{} - birth_year < {}", [year, target.age_below]
    return f"({by_block} OR {by_age})", [*blocks, *ages]
