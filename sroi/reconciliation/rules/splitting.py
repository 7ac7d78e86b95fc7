"""Contracts that look split to stay under a threshold: alike and close in time, and together above it. Pure.

It flags and never decides: a second contract of a year may well be a need of its own. A further contract never takes a flag away.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from sroi.obligations.rules.assessing import is_reached
from sroi.policy.rules import Base
from sroi.values import add_months, format_euros, format_percentage

# What is bought again within a year is one need: procurement law values recurring contracts over twelve months.
WINDOW_MONTHS = 12
# A sum less than a tenth under a threshold may have been aimed at it.
NEAR_PCT = Decimal(10)
# Two sums near a threshold may be chance; three within a year are a pattern.
NEAR_COUNT = 3
# The first three digits of a CPV code name its group: 909 is cleaning.
CPV_GROUP_DIGITS = 3
ZERO = Decimal("0.00")


class SplitReason(StrEnum):
    """Why contracts look split."""

    SAME_CONTRACTOR = "same_contractor"
    SAME_CPV_GROUP = "same_cpv_group"
    JUST_UNDER = "just_under"


@dataclass(frozen=True)
class UnderThreshold:
    """A contract that owes nothing because it stays under the threshold of the policy that it keeps.

    `amount` is what that policy compares with its threshold (`compared_with`), both in euros; `boundary_counts` says whether exactly the
    threshold would owe.
    """

    id: UUID
    number: str
    title: str
    authority_id: UUID
    authority_name: str
    contractor_id: UUID
    contractor_name: str
    cpv_code: str | None
    awarded_on: date
    compared_with: Base
    amount: Decimal
    threshold: Decimal
    boundary_counts: bool = False

    @property
    def cpv_group(self) -> str | None:
        """Return the group of the CPV code, or None without a code."""
        return self.cpv_code[:CPV_GROUP_DIGITS] if self.cpv_code else None

    @property
    def is_just_under(self) -> bool:
        """Return whether the amount is less than NEAR_PCT, or exactly that, under the threshold."""
        return self.amount >= self.threshold * (100 - NEAR_PCT) / 100


@dataclass(frozen=True)
class SplitReview:
    """That somebody looked at a group: who, on which day, and why it can stay as it is."""

    looked_by: str
    looked_on: date
    reason: str


@dataclass(frozen=True)
class LooksSplit:
    """Contracts that look split, in the order of their awards, and why.

    `total` is the most that was awarded within WINDOW_MONTHS, in euros, `threshold` the lowest that held for one of those contracts, and
    `most` the highest number of contracts within WINDOW_MONTHS.
    """

    reasons: tuple[SplitReason, ...]
    contracts: tuple[UnderThreshold, ...]
    total: Decimal
    threshold: Decimal
    most: int
    review: SplitReview | None = None

    @property
    def key(self) -> tuple[date, str]:
        """Return what a list of these is ordered by: the last award, and what tells groups with the same one apart."""
        return self.contracts[-1].awarded_on, f"{self.reasons[0]} {self.contracts[0].id}"


@dataclass(frozen=True)
class _Window:
    """Contracts from `first` up to, not including, `end`: all awards within WINDOW_MONTHS from the first."""

    first: int
    end: int
    total: Decimal
    threshold: Decimal
    boundary_counts: bool

    @property
    def is_above(self) -> bool:
        return is_reached(amount=self.total, threshold=self.threshold, boundary_counts=self.boundary_counts)


def looks_split(contracts: Iterable[UnderThreshold]) -> tuple[LooksSplit, ...]:
    """Return the groups of contracts that look split, last award first; every contract that gives reason is in one.

    Sums are added up where they are of one authority and of one kind (contract sum, wage sum), and of one contractor or one CPV group.
    They are held against the lowest threshold among them: whatever type the whole would have had, one of them would owe.
    """
    ordered = sorted(contracts, key=lambda contract: (contract.awarded_on, contract.number, contract.id))
    near = [contract for contract in ordered if contract.is_just_under]
    found = [
        *_flagged(ordered, SplitReason.SAME_CONTRACTOR, lambda one: (one.authority_id, one.compared_with, one.contractor_id)),
        *_flagged([one for one in ordered if one.cpv_group], SplitReason.SAME_CPV_GROUP, _by_cpv_group),
        *_flagged(near, SplitReason.JUST_UNDER, lambda one: one.authority_id),
    ]
    return tuple(sorted(_merged(found), key=lambda group: group.key, reverse=True))


def reason_words(reason: SplitReason, group: LooksSplit) -> str:
    """Return in words why a group looks split."""
    first = group.contracts[0]
    if reason is SplitReason.JUST_UNDER:
        text = _("Binnen twaalf maanden gunde {authority} {number} opdrachten die ten hoogste {near} onder het drempelbedrag blijven.")
        return text.format(authority=first.authority_name, number=group.most, near=format_percentage(NEAR_PCT))
    if reason is SplitReason.SAME_CONTRACTOR:
        text = _("{authority} gunde {contractor} binnen twaalf maanden voor samen {total}. Het drempelbedrag is {threshold}.")
    else:
        text = _("{authority} gunde in CPV-groep {group} binnen twaalf maanden voor samen {total}. Het drempelbedrag is {threshold}.")
    return text.format(
        authority=first.authority_name,
        contractor=first.contractor_name,
        group=first.cpv_group,
        total=format_euros(group.total),
        threshold=format_euros(group.threshold),
    )


def reason_label(reason: SplitReason) -> str:
    """Return the Dutch name of a reason."""
    return {
        SplitReason.SAME_CONTRACTOR: _("zelfde opdrachtnemer"),
        SplitReason.SAME_CPV_GROUP: _("zelfde soort werk"),
        SplitReason.JUST_UNDER: _("vaak net onder het drempelbedrag"),
    }[reason]


def group_heading(group: LooksSplit) -> str:
    """Return whose contracts look split, and why."""
    return f"{group.contracts[0].authority_name}: {_reasons(group)}"


def group_title(group: LooksSplit) -> str:
    """Return a group's title, which no other group has: how many contracts, the first of them, and why."""
    number = len(group.contracts)
    text = ngettext("{number} opdracht vanaf {first} ({reasons})", "{number} opdrachten vanaf {first} ({reasons})", number)
    return text.format(number=number, first=group.contracts[0].number, reasons=_reasons(group))


def _reasons(group: LooksSplit) -> str:
    return ", ".join(reason_label(reason) for reason in group.reasons)


# ---------------------------------------------------------------- finding them


def _by_cpv_group(contract: UnderThreshold) -> tuple[Any, ...]:
    return (contract.authority_id, contract.compared_with, contract.cpv_group)


def _flagged(ordered: Sequence[UnderThreshold], reason: SplitReason, alike: Callable[[UnderThreshold], Any]) -> Iterator[LooksSplit]:
    groups: dict[Any, list[UnderThreshold]] = defaultdict(list)
    for contract in ordered:
        groups[alike(contract)].append(contract)
    for group in groups.values():
        for windows in _touching(window for window in _windows(group) if _gives_reason(window, reason)):
            largest = max(windows, key=lambda window: window.total)
            members = tuple(group[windows[0].first : windows[-1].end])
            yield LooksSplit((reason,), members, largest.total, largest.threshold, max(window.end - window.first for window in windows))


def _gives_reason(window: _Window, reason: SplitReason) -> bool:
    return window.end - window.first >= NEAR_COUNT if reason is SplitReason.JUST_UNDER else window.is_above


def _windows(contracts: Sequence[UnderThreshold]) -> Iterator[_Window]:
    """Yield one window for each contract as its first, in one pass; `lowest` holds where the lowest thresholds to come stand."""
    end, total, lowest = 0, ZERO, deque[int]()
    for first, contract in enumerate(contracts):
        before = add_months(contract.awarded_on, WINDOW_MONTHS)
        while end < len(contracts) and contracts[end].awarded_on < before:
            total += contracts[end].amount
            while lowest and _bound(contracts[lowest[-1]]) > _bound(contracts[end]):
                lowest.pop()
            lowest.append(end)
            end += 1
        bound = contracts[lowest[0]]
        yield _Window(first, end, total, bound.threshold, bound.boundary_counts)
        total -= contract.amount
        if lowest[0] == first:
            lowest.popleft()


def _bound(contract: UnderThreshold) -> tuple[Decimal, bool]:
    return contract.threshold, not contract.boundary_counts


def _touching(windows: Iterable[_Window]) -> Iterator[list[_Window]]:
    """Yield the windows together that share a contract; they come in the order of their first."""
    together: list[_Window] = []
    for window in windows:
        if together and window.first >= together[-1].end:
            yield together
            together = []
        together.append(window)
    if together:
        yield together


def _merged(found: Iterable[LooksSplit]) -> Iterable[LooksSplit]:
    """Return the groups, those of the very same contracts as one group with all its reasons."""
    groups: dict[tuple[UUID, ...], LooksSplit] = {}
    for group in found:
        ids = tuple(contract.id for contract in group.contracts)
        known = groups.get(ids)
        groups[ids] = group if known is None else replace(known, reasons=(*known.reasons, *group.reasons))
    return groups.values()
