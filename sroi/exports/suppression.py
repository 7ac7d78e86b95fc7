"""Small numbers in what is public: left out, also where they could be worked out from the total. Pure.

A number from 1 to 4 says something about single persons and is left out; a zero says nothing and is shown. With any number that is left out
goes the smallest of those that may be shown, so that what the total gives away is never one group alone. Source of the bound: the privacy
rules of this register ("fewer than 5").
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
    found = {name: public_counts(counts) for name, counts in divisions.items()}
    if all(counts.total is not None for counts in found.values()):
        return found
    # The total is what all shown numbers of a division add up to, so that one without a hidden number would give it too.
    return {name: PublicCounts(dict.fromkeys(counts.cells), None) for name, counts in found.items()}
