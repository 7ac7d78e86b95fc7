"""How one placement is shared between contracts: each claim takes parts of it, and no part counts twice. Pure.

A placement is cut in ten thousand equal parts, hundredths of a percent. A claim takes some of them, as half-open ranges: `((0, 6000),)` is
the first 60%. What a range is worth is rounded at both of its ends, so that ranges which together are the whole placement add up to the
whole amount to the cent, in whatever order they were reported; and so do the periods of one claim after another.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from sroi.policy.rules import PlacementFacts, Policy, amount_before, cents_of_period
from sroi.values import Period, ratio_to_cents, to_cents

Parts = tuple[tuple[int, int], ...]
ALL = 10_000
WHOLE: Parts = ((0, ALL),)


@dataclass(frozen=True)
class Held:
    """What another claim takes of the same person's days: over a period, so much."""

    period: Period
    amount: Fraction


def cents_of_parts(*, cents: int, parts: Parts) -> int:
    """Return what the parts of a placement of so many cents are worth, in whole cents."""
    return sum(_cents_until(cents, end) - _cents_until(cents, start) for start, end in parts)


def _cents_until(cents: int, end: int) -> int:
    return ratio_to_cents(cents * end, ALL * 100)


def cents_of_share(*, policy: Policy, placement: PlacementFacts, period: Period, parts: Parts) -> int:
    """Return what the parts of a placement are worth over a period, in whole cents: until its end less until its start."""
    cents = cents_of_period(policy=policy, placement=placement, period=period)
    if parts == WHOLE:
        return cents
    before = to_cents(amount_before(policy=policy, placement=placement, period=period))
    return cents_of_parts(cents=before + cents, parts=parts) - cents_of_parts(cents=before, parts=parts)


def size_of(parts: Parts) -> int:
    """Return how many hundredths of a percent the parts are together."""
    return sum(end - start for start, end in parts)


def share_pct_of(parts: Parts) -> Decimal:
    """Return the parts as a percentage."""
    return Decimal(size_of(parts)) / 100


def most_held(*, held: Iterable[Held], period: Period) -> Fraction:
    """Return the most that is held on any one day of a period."""
    found = [one for one in held if one.period.overlaps(period)]
    days = {max(one.period.start, period.start) for one in found}
    return max((sum((one.amount for one in found if one.period.contains(day)), Fraction(0)) for day in days), default=Fraction(0))


def parts_for(*, wanted: int, taken: Iterable[Parts], kept: Parts | None = None) -> Parts:
    """Return `wanted` hundredths of a percent: those that the claim took before where they are still free, else what no other claim takes.

    Only where the others do not all lie on the same days may it be what one of them takes: whether it fits on each day is for `most_held`
    to say.
    """
    held = tuple(taken)
    if kept is not None and size_of(kept) == wanted and not any(_overlap(one, other) for parts in held for one in parts for other in kept):
        return kept
    edges = sorted({0, ALL, *(edge for parts in held for part in parts for edge in part)})
    ranges = list(pairwise(edges))
    is_taken = {one: any(start <= one[0] < end for parts in held for start, end in parts) for one in ranges}
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges, key=lambda one: (is_taken[one], one)):
        length = min(end - start, wanted)
        if length:
            found.append((start, start + length))
            wanted -= length
    return _joined(sorted(found))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _joined(ranges: list[tuple[int, int]]) -> Parts:
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def parts_to_json(parts: Parts) -> str:
    """Return parts as they are kept."""
    return json.dumps(parts)


def parts_from_json(text: str) -> Parts:
    """Return parts that were kept."""
    return WHOLE if text == "[[0, 10000]]" else tuple((int(start), int(end)) for start, end in json.loads(text))
