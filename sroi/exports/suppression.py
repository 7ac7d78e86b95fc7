"""Small numbers in what is public: left out, also where they could be worked out from the total. Pure.

A number from 1 to 4 says something about single persons and is left out; a zero says nothing and is shown. With any number that is left out
goes the smallest of those that may be shown, so that what the total gives away is never one group alone. Source of the bound: the privacy
rules of this register ("fewer than 5").
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

SMALLEST = 5


@dataclass(frozen=True)
class PublicCounts:
    """Numbers as they may be published; None is left out."""

    cells: dict[str, int | None]
    total: int | None


def public_counts(counts: Mapping[str, int]) -> PublicCounts:
    """Return some numbers and their total as they may be published together."""
    total = sum(counts.values())
    hidden = {key for key, number in counts.items() if 0 < number < SMALLEST}
    rest = {key: number for key, number in counts.items() if number >= SMALLEST}
    if hidden:
        # All of the smallest: to choose one of equals would tell which of them it is not.
        hidden |= {key for key, number in rest.items() if number == min(rest.values())}
    left_out = sum(counts[key] for key in hidden)
    # A total that is small itself, and hidden numbers that can only be ones, would tell: then nothing is published, not even the zeros.
    if 0 < total < SMALLEST or (hidden and left_out == len(hidden)):
        return PublicCounts(dict.fromkeys(counts), None)
    return PublicCounts({key: None if key in hidden else number for key, number in counts.items()}, total)


def public_divisions(divisions: Mapping[str, Mapping[str, int]]) -> dict[str, PublicCounts]:
    """Return one whole divided in several ways, as it may be published together: a total that one of them keeps back, none gives."""
    return published_together({name: public_counts(counts) for name, counts in divisions.items()})


def published_together(found: Mapping[str, PublicCounts]) -> dict[str, PublicCounts]:
    """Return divisions of one whole that may each be published as they may be beside each other: without a total where one has none."""
    if all(counts.total is not None for counts in found.values()):
        return dict(found)
    # The total is what all shown numbers of a division add up to, so that one without a hidden number would give it too.
    return {name: PublicCounts(dict.fromkeys(counts.cells), None) for name, counts in found.items()}


def public_nested(groups: Mapping[str, Mapping[str, int]]) -> tuple[PublicCounts, PublicCounts]:
    """Return the sums of some groups, and the numbers within all of them, as they may be published together.

    Each number stands in one group, so that the sum of a group gives away what is left out in it: that has to be safe within every group,
    or no sum is published beside the numbers.
    """
    sums = public_counts({name: sum(counts.values()) for name, counts in groups.items()})
    within = [public_counts(counts) for counts in groups.values()]
    if None not in sums.cells.values() and all(counts.total is not None for counts in within):
        return sums, PublicCounts({key: number for counts in within for key, number in counts.cells.items()}, sums.total)
    numbers = public_counts({key: number for counts in groups.values() for key, number in counts.items()})
    return PublicCounts(dict.fromkeys(sums.cells), numbers.total), numbers


def public_months(*, whole: Sequence[int], parts: Sequence[Sequence[int]], sums: Collection[tuple[int, int]]) -> tuple[int, ...]:
    """Return after how many months the sum since the start of a year may be published, of the whole and of the parts that it has.

    `whole` and each of `parts` hold a number a month; `sums` are the spans of months, from and until, of which the sum of the whole is
    published elsewhere: all of the year is one of them. A month is left out where it would give a sum from 1 to 4 away.
    """
    end = len(whole)
    reached = [list(accumulate(numbers, initial=0)) for numbers in (whole, *parts)]
    found: list[int] = []
    for month in range(1, end):
        points = {0, *found, month, end}
        known = (_known(points, sums), *(points for _part in parts))
        if all(_is_public(line, places) for line, places in zip(reached, known, strict=True)):
            found.append(month)
    return (*found, end)


def _known(points: Collection[int], sums: Collection[tuple[int, int]]) -> set[int]:
    """Return the ends of months at which the sum can be worked out: from one end of a span the other follows."""
    known = set(points)
    while more := {end for span in sums if known & set(span) for end in span} - known:
        known |= more
    return known


def _is_public(reached: Sequence[int], places: Collection[int]) -> bool:
    """Return whether what comes between one place and the next is nought or no small number, everywhere."""
    return all(
        reached[later] - reached[early] == 0 or reached[later] - reached[early] >= SMALLEST for early, later in pairwise(sorted(places))
    )
