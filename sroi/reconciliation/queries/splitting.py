"""Reads of contracts that look split: one query, whatever the size of the register; the rules find the groups."""

import asyncio
from datetime import date
from typing import Any

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.policy.rules import Base
from sroi.reconciliation.queries.thresholds import UNDER, judged, known_policies
from sroi.reconciliation.rules import LooksSplit, UnderThreshold, looks_split
from sroi.values import add_months, from_cents

PAGE_SIZE = 10
# A framework runs four years at most as a rule: what was awarded before that no longer says much about how is bought now.
YEARS_BACK = 4
CONTRACTS_UNDER = f"""
SELECT judged.id, judged.number, judged.title, judged.cpv_code, judged.awarded_on, judged.authority, judged.contractor,
    judged.compared_with, judged.threshold_cents, judged.boundary_counts, judged.compared_cents,
    contracting_authority.name AS authority_name, organisation.name AS contractor_name
FROM judged
JOIN contracting_authority ON contracting_authority.id = judged.authority
JOIN organisation ON organisation.id = judged.contractor
WHERE judged.part = '{UNDER}' AND judged.compared_cents IS NOT NULL
"""


async def contracts_that_look_split(
    *, viewer: Viewer, on: date, after: tuple[date, str] | None = None, size: int = PAGE_SIZE
) -> tuple[LooksSplit, ...]:
    """Return groups of contracts awarded in the YEARS_BACK years up to a day, last award first, that come after the key of the last one
    shown; at most `size`."""
    viewer.require(Permission.READ_REGISTER)
    beginning = judged(await known_policies())
    since, until = add_months(on, -12 * YEARS_BACK), date.max
    rows = await fetch(beginning.sql + CONTRACTS_UNDER, *beginning.rules, since, until)
    # In a thread: a large register takes a while, and other requests must go on.
    groups = await asyncio.to_thread(_groups, rows)
    return tuple(group for group in groups if after is None or group.key < after)[:size]


def _groups(rows: list[dict[str, Any]]) -> tuple[LooksSplit, ...]:
    return looks_split(map(_contract, rows))


def _contract(row: dict[str, Any]) -> UnderThreshold:
    return UnderThreshold(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        authority_id=row["authority"],
        authority_name=row["authority_name"],
        contractor_id=row["contractor"],
        contractor_name=row["contractor_name"],
        cpv_code=row["cpv_code"],
        awarded_on=row["awarded_on"],
        compared_with=Base(row["compared_with"]),
        amount=from_cents(row["compared_cents"]),
        threshold=from_cents(row["threshold_cents"]),
        boundary_counts=bool(row["boundary_counts"]),
    )
