"""From pairs with bits to pairs of which each row has one at most.

A score counts what else fits: the chance of a pair among all pairs that its two rows have, and none of them. Repetitions of one row
in a list are no rivals of each other.
"""

import numpy as np
import numpy.typing as npt

from sroi.reconciliation.rules.matching.columns import Ints
from sroi.reconciliation.rules.matching.scoring import Bits

MOST_BITS = 60.0


def chances(*, i: Ints, j: Ints, bits: Bits, left_group: Ints, right_group: Ints) -> Bits:
    """Return the chance of each pair, from 0 to 1; `left_group` and `right_group` name the rows that repeat each other."""
    odds = np.exp2(np.minimum(bits, MOST_BITS).astype(np.float64))
    rivals = np.maximum(_others(i, right_group[j], odds, len(left_group)), _others(j, left_group[i], odds, len(right_group)))
    found: Bits = odds / (1 + odds + rivals)
    return found


def _others(row: Ints, group: Ints, odds: Bits, size: int) -> Bits:
    """Return for each pair the odds of the best pair of its row with each other group, added up."""
    order = np.lexsort((group, row))
    begins = np.flatnonzero(np.concatenate([[True], (row[order][1:] != row[order][:-1]) | (group[order][1:] != group[order][:-1])]))
    if not len(row):
        return odds
    best = np.maximum.reduceat(odds[order], begins)
    total = np.bincount(row[order][begins], weights=best, minlength=size)
    sizes = np.diff(np.append(begins, len(order)))
    mine = np.empty(len(odds))
    mine[order] = np.repeat(best, sizes)
    # A difference of large numbers may fall just below nought.
    return np.maximum(total[row] - mine, 0)


def one_to_one(*, i: Ints, j: Ints, chance: Bits, bits: Bits, left_place: Ints, right_place: Ints) -> npt.NDArray[np.bool_]:
    """Return which pairs are kept: the best of both its rows, and then the best of what is left.

    Pairs that are equally good are told apart by the places of their rows' keys, the same from either side.
    """
    a, b = left_place[i], right_place[j]
    order = np.lexsort((np.minimum(a, b), a + b, -np.round(bits, 6), -np.round(chance, 9)))
    kept = np.zeros(len(i), dtype=bool)
    free_left, free_right = np.ones(len(left_place), dtype=bool), np.ones(len(right_place), dtype=bool)
    while len(order):
        best_left = np.zeros(len(order), dtype=bool)
        best_right = np.zeros(len(order), dtype=bool)
        best_left[np.unique(i[order], return_index=True)[1]] = True
        best_right[np.unique(j[order], return_index=True)[1]] = True
        chosen = order[best_left & best_right]
        kept[chosen] = True
        free_left[i[chosen]] = False
        free_right[j[chosen]] = False
        order = order[free_left[i[order]] & free_right[j[order]]]
    return kept
