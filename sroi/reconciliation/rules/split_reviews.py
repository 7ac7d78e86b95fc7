"""Who looked at which contracts that look split, and whether that still holds. Pure.

A review is of the contracts that it saw: a group that gains a contract afterwards is new to everybody, one that loses a contract is not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from gettext import gettext as _
from hashlib import sha256
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.reconciliation.rules.splitting import LooksSplit, SplitReview

MAX_REASON = 2_000


class UnableToReview(UnableTo):
    """A review lacks what it needs, or tells of a day to come; `field` names it."""


class GroupNotFound(NotFound):
    """These contracts do not look split together, or no longer."""


class Looked(StrEnum):
    """Which groups a list shows."""

    NOT_YET = "niet-bekeken"
    DONE = "bekeken"
    ALL = "alles"


@dataclass(frozen=True)
class ReviewedContracts:
    """A review, the contracts that it saw, and when it was recorded."""

    review: SplitReview
    contract_ids: frozenset[UUID]
    recorded_at: datetime


def with_reviews(*, groups: Iterable[LooksSplit], reviews: Iterable[ReviewedContracts]) -> tuple[LooksSplit, ...]:
    """Return the groups, each with the last review that saw all of its contracts."""
    by_contract: dict[UUID, list[ReviewedContracts]] = defaultdict(list)
    for reviewed in sorted(reviews, key=lambda one: one.recorded_at, reverse=True):
        for contract_id in reviewed.contract_ids:
            by_contract[contract_id].append(reviewed)
    return tuple(_with_review(group, by_contract[group.contracts[0].id]) for group in groups)


def is_shown(group: LooksSplit, looked: Looked) -> bool:
    """Return whether a list shows a group."""
    return looked is Looked.ALL or (group.review is not None) == (looked is Looked.DONE)


def fingerprint(group: LooksSplit) -> str:
    """Return what names a group as it is now: another contract gives another name."""
    return sha256(" ".join(sorted(str(contract.id) for contract in group.contracts)).encode()).hexdigest()[:32]


def check_review(*, looked_on: date, reason: str, today: date) -> None:
    """Raise UnableToReview without a reason, or for a day to come."""
    if not reason.strip():
        raise UnableToReview(_("Zeg wat u hebt gezien en waarom dat zo kan."), field="reason")
    if len(reason.strip()) > MAX_REASON:
        raise UnableToReview(_("Gebruik ten hoogste {number} tekens.").format(number=MAX_REASON), field="reason")
    if looked_on > today:
        raise UnableToReview(_("Deze dag ligt in de toekomst. Vul de dag in waarop u keek."), field="looked_on")


def _with_review(group: LooksSplit, known: Iterable[ReviewedContracts]) -> LooksSplit:
    ids = {contract.id for contract in group.contracts}
    found = next((reviewed.review for reviewed in known if ids <= reviewed.contract_ids), None)
    return group if found is None else replace(group, review=found)
