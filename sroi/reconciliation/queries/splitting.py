"""Reads of contracts that look split: one query for them and one for who looked, whatever the size of the register; the rules find the
groups."""

import asyncio
from collections import defaultdict
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.policy.rules import Base
from sroi.reconciliation.queries.thresholds import UNDER, judged, known_policies
from sroi.reconciliation.rules import (
    GroupNotFound,
    Looked,
    LooksSplit,
    ReviewedContracts,
    SplitReview,
    UnderThreshold,
    fingerprint,
    is_shown,
    looks_split,
    with_reviews,
)
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
REVIEWS = """
SELECT split_review.id, split_review.looked_on, split_review.reason, split_review.recorded_at, user_account.name, reviewed.contract
FROM split_review_contract AS reviewed
JOIN split_review ON split_review.id = reviewed.review
JOIN user_account ON user_account.id = split_review.recorded_by
JOIN contract ON contract.id = reviewed.contract
WHERE contract.awarded_on >= {}
"""


async def contracts_that_look_split(
    *, viewer: Viewer, on: date, looked: Looked = Looked.ALL, after: tuple[date, str] | None = None, size: int = PAGE_SIZE
) -> tuple[LooksSplit, ...]:
    """Return groups of contracts awarded in the YEARS_BACK years up to a day, last award first, that come after the key of the last one
    shown; at most `size`. Each tells who looked at it; `looked` leaves out the others."""
    groups = await _all_groups(viewer, on)
    return tuple(group for group in groups if is_shown(group, looked) and (after is None or group.key < after))[:size]


async def group_that_looks_split(*, viewer: Viewer, on: date, name: str) -> LooksSplit:
    """Return the group of this fingerprint; raise GroupNotFound when its contracts do not look split together, or another came to them."""
    found = next((group for group in await _all_groups(viewer, on) if fingerprint(group) == name), None)
    if found is None:
        raise GroupNotFound(_("Deze groep is er niet meer, of er kwam een contract bij. Bekijk de lijst opnieuw."))
    return found


async def _all_groups(viewer: Viewer, on: date) -> tuple[LooksSplit, ...]:
    viewer.require(Permission.READ_REGISTER)
    beginning = judged(await known_policies())
    since, until = add_months(on, -12 * YEARS_BACK), date.max
    rows = await fetch(beginning.sql + CONTRACTS_UNDER, *beginning.rules, since, until)
    # In a thread: a large register takes a while, and other requests must go on.
    return await asyncio.to_thread(_groups, rows, await _reviews(since))


async def _reviews(since: date) -> tuple[ReviewedContracts, ...]:
    """Return the reviews of contracts awarded since a day."""
    rows = await fetch(REVIEWS, since)
    contracts: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        contracts[row["id"]].add(row["contract"])
    reviews = {row["id"]: (SplitReview(row["name"], row["looked_on"], row["reason"]), row["recorded_at"]) for row in rows}
    return tuple(ReviewedContracts(review, frozenset(contracts[key]), moment) for key, (review, moment) in reviews.items())


def _groups(rows: list[dict[str, Any]], reviews: tuple[ReviewedContracts, ...]) -> tuple[LooksSplit, ...]:
    return with_reviews(groups=looks_split(map(_contract, rows)), reviews=reviews)


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
