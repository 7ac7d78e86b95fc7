"""A planner: mixes of what a contractor can offer that close what is still to be done, as far as the policy lets each count. Pure.

Each offer is a line of a plan at its most: so many people, hours or days, or so much money. A mix takes no more of it than is needed, and
never more than counts: neither above a limit of the policy nor above the most that one claim is worth.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from gettext import gettext as _
from typing import Any

from sroi.fulfilment.rules.plans import PLACEMENT, ZERO, PlanItem, PlanLine, Setting, blocks_of, lines_of, value_of_item
from sroi.policy.rules import Fulfilled, Policy, Unit, value_within_limits
from sroi.values import CENT

WHOLE = Decimal(1)
BY_MONEY = (Unit.COSTS, Unit.AGREED, Unit.INVOICE)


class Preference(StrEnum):
    """What a mix takes first."""

    PEOPLE = "people"
    PURCHASES = "purchases"
    EVEN = "even"


ORDER = {
    Preference.PEOPLE: (PLACEMENT, "training", "community_activity", "social_purchase"),
    Preference.PURCHASES: ("social_purchase", "training", "community_activity", PLACEMENT),
    Preference.EVEN: (PLACEMENT, "training", "social_purchase", "community_activity"),
}


@dataclass(frozen=True)
class Mix:
    """A proposal: its lines with what each is worth, and what of the gap it leaves open, in euros."""

    preference: Preference
    lines: tuple[PlanLine, ...]
    gap: Decimal

    @property
    def total(self) -> Decimal:
        """Return what all lines count for."""
        return sum((line.counts for line in self.lines), ZERO)

    @property
    def left(self) -> Decimal:
        """Return what is still to be done after this."""
        return max(self.gap - self.total, ZERO)


def preference_label(preference: Preference) -> str:
    """Return the Dutch name of a mix."""
    return {
        Preference.PEOPLE: _("Vooral mensen aan het werk"),
        Preference.PURCHASES: _("Vooral sociale inkoop"),
        Preference.EVEN: _("Gelijk verdeeld"),
    }[preference]


def propose(*, setting: Setting, gap: Decimal, offers: Sequence[PlanItem], fulfilled: tuple[Fulfilled, ...] = ()) -> tuple[Mix, ...]:
    """Return mixes of the offers that close a gap of so many euros beside what was fulfilled; the same mix only once.

    Raises UnableToPlan or UnableToValue on the field of an offer that cannot be.
    """
    found: list[Mix] = []
    for preference in Preference:
        ordered = sorted(offers, key=lambda offer: ORDER[preference].index(offer.kind))
        items = _fill(setting, gap, ordered, fulfilled, is_even=preference is Preference.EVEN)
        mix = Mix(preference, lines_of(items=items, setting=setting, fulfilled=fulfilled), gap)
        if mix.lines and all(set(mix.lines) != set(other.lines) for other in found):
            found.append(mix)
    return tuple(found)


def _fill(setting: Setting, gap: Decimal, offers: Sequence[PlanItem], fulfilled: tuple[Fulfilled, ...], *, is_even: bool) -> list[PlanItem]:
    """Return what is taken of each offer, in their order; when even, what is left is first divided over the offers that follow."""
    taken: dict[int, PlanItem] = {}
    for divides in (True, False) if is_even else (False,):
        for index, offer in enumerate(offers):
            worth = {at: value_of_item(item=item, setting=setting) for at, item in taken.items()}
            left = gap - sum(worth.values(), ZERO)
            if left <= 0:
                break
            beside = tuple(Fulfilled(item.table, item.block, worth[at]) for at, item in taken.items() if at != index)
            wanted = left / (len(offers) - index) if divides else left
            part = _part(setting, offer, worth.get(index, ZERO) + wanted, (*fulfilled, *beside))
            if part is not None:
                taken[index] = part
    return [taken[index] for index in sorted(taken)]


def _part(setting: Setting, offer: PlanItem, wanted: Decimal, beside: tuple[Fulfilled, ...]) -> PlanItem | None:
    """Return the least of an offer that is worth what is wanted, and no more than counts beside the rest; None where nothing is."""
    whole = value_of_item(item=offer, setting=setting)
    room = value_within_limits(
        policy=setting.policy, kind=offer.table, block=offer.block, amount=whole, obligation=setting.owed, fulfilled=beside
    ).amount
    found: PlanItem | None = None
    for part in _candidates(setting, offer, min(wanted, room, whole)):
        if 0 < value_of_item(item=part, setting=setting) <= room:
            found = part
            break
    return found


def _candidates(setting: Setting, offer: PlanItem, wanted: Decimal) -> Iterator[PlanItem]:
    """Yield the least of an offer that is worth so many euros, then the most that is worth no more."""
    if wanted <= 0:
        return
    unit = measure_of(policy=setting.policy, kind=offer.kind, block=offer.block)
    if unit is None:
        yield offer
    elif unit == "costs":
        assert offer.costs is not None
        exact = wanted * 100 / blocks_of(setting.policy, offer.kind)[offer.block].share_pct
        yield replace(offer, costs=min(exact.quantize(WHOLE, ROUND_CEILING), offer.costs))
        yield replace(offer, costs=min(exact.quantize(CENT, ROUND_FLOOR), offer.costs))
    else:
        parts = range(1, int(getattr(offer, unit)) + 1)
        at = bisect_left(
            parts, wanted, hi=len(parts) - 1, key=lambda number: value_of_item(item=_less(offer, unit, number), setting=setting)
        )
        for number in parts[max(at - 1, 0) : at + 1][::-1]:
            yield _less(offer, unit, number)


def _less(offer: PlanItem, unit: str, number: int) -> PlanItem:
    """Return so many people, hours or days of an offer."""
    changes: dict[str, Any] = {unit: number if unit == "people" else Decimal(number)}
    return replace(offer, **changes)


def measure_of(*, policy: Policy, kind: str, block: str) -> str | None:
    """Return the field of a line by which less of a block can be taken: people, costs, hours or days; None where it is all or nothing."""
    if kind == PLACEMENT:
        return "people"
    held = blocks_of(policy, kind)[block]
    if held.per in BY_MONEY:
        return "costs"
    if held.per in (Unit.HOUR, Unit.DAY):
        return "hours" if held.per is Unit.HOUR else "days"
    return "people" if held.per_person else None
