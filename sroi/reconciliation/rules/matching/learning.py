"""What two lists say of their own errors: the shares that `scoring` uses, learned from the lists.

How often two rows that are not the same agree, rows of one list show that lie far apart. Every partner makes other errors, leaves other
columns empty, and has more or fewer rows that the register has too. So matching scores twice more, with what the pairs show that it
found, each by its chance: steps of expectation and maximisation (EM) for the shares of the same rows, and for how many rows both lists
have. Further steps changed hardly anything.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sroi.reconciliation.rules.matching.columns import Columns, Ints, Table
from sroi.reconciliation.rules.matching.comparing import Compared, compare
from sroi.reconciliation.rules.matching.rows import Field, Level
from sroi.reconciliation.rules.matching.scoring import (
    KINDS,
    OTHER,
    SAME,
    SPARSE,
    TOLD,
    USUAL_ERRORS,
    Bits,
    Counted,
    Errors,
    Shares,
    told_by,
)

# How many pairs the shares count for that matching begins with: a short list changes little about them. And the same for rows that are
# not the same, of which a short list has many pairs too; and how many of these are looked at in a list.
PRIOR_PAIRS, PRIOR_OTHERS, OTHERS = 100.0, 1_000.0, 100_000
APART = (Field.START, Field.END, Field.HOURS, Field.TARGET_GROUP, Field.RESIDENCE, Field.AMOUNT)
# In bits: an empty field never says more against or for.
MOST_AGAINST, MOST_FOR = -4.0, 2.0
LEAST_SHARE = 1e-4
# How many rows the share that both lists have counts for, and the least that it may be.
PRIOR_ROWS, LEAST_SHARED = 20.0, 0.02


def errors_apart(table: Table) -> Errors:
    """Return the errors that matching begins with, and how often two rows agree that are not the same."""
    found = {field: np.zeros(len(Level)) for field in APART}
    for side in (table.own, table.partner):
        i, j = _far_apart(side)
        levels = compare(table=replace(table, own=side, partner=side), left=i, right=j)
        for field in APART:
            found[field] += np.bincount(levels[field], minlength=len(Level))
    return replace(USUAL_ERRORS, other={**OTHER, **{field: _shares(OTHER[field], found[field], PRIOR_OTHERS) for field in APART}})


def _far_apart(side: Columns) -> tuple[Ints, Ints]:
    """Return pairs of rows of one kind that lie far apart in the order of their keys, the same whatever the order of the rows."""
    size = len(side.keys)
    rows = np.argsort(side.place)
    steps = max(min(OTHERS // max(size, 1), size - 1), 1)
    first = np.arange(0, size, max(size // OTHERS, 1))
    i = np.concatenate([rows[first] for _step in range(steps)])
    j = np.concatenate([rows[(first + size * step // (steps + 1)) % size] for step in range(1, steps + 1)])
    kept = (side.kind[i] == side.kind[j]) & (i != j)
    return i[kept], j[kept]


def learned(*, levels: Compared, chance: Bits, left: Counted, right: Counted, i: Ints, j: Ints, begun: Errors) -> Errors:
    """Return the errors that the pairs `(i[n], j[n])` show, each by its chance of being the same, squared: doubtful pairs teach little."""
    chance = chance**2
    found = {field: np.bincount(levels[field], weights=chance, minlength=len(Level)) for field in SAME}
    same = {field: _shares(shares, found[field], PRIOR_PAIRS) for field, shares in SAME.items()}
    told = {field: _told(field, chance, left, right, i, j) for field in SPARSE}
    return Errors(same, begun.other, told, shared_in_bits(chance, left.kind[i], left.kind, right.kind))


def _shares(usual: Shares, found: npt.NDArray[Any], prior: float) -> Mapping[Level, float]:
    total = sum(found[level] for level in usual) + prior
    return {level: float(found[level] + share * prior) / float(total) for level, share in usual.items()}


def _told(field: Field, chance: Bits, left: Counted, right: Counted, i: Ints, j: Ints) -> Bits:
    """Return for each kind of rows what it says in bits that a field is told by both, by one or by none of two rows.

    Of rows that are not the same this is known without pairs: both lists leave it empty as often as they do.
    """
    state = left.kind[i] * TOLD + told_by(field, left, right, i, j)
    seen = np.bincount(state, weights=chance, minlength=KINDS * TOLD).reshape(KINDS, TOLD)
    a, b = _empty_share(left, field), _empty_share(right, field)
    other = np.stack([(1 - a) * (1 - b), a * (1 - b) + b * (1 - a), a * b], axis=1)
    same = (seen + other * PRIOR_PAIRS) / (seen.sum(axis=1, keepdims=True) + PRIOR_PAIRS)
    bits = np.log2((same + LEAST_SHARE) / (other + LEAST_SHARE))
    found: Bits = np.clip(bits, MOST_AGAINST, MOST_FOR).astype(np.float32)
    return found


def shared_in_bits(chance: Bits, kind_of_pair: Ints, left_kind: Ints, right_kind: Ints) -> Bits:
    """Return for each kind of rows the odds, in bits, that a row of the shorter list is in the other one too."""
    rows = np.minimum(np.bincount(left_kind, minlength=KINDS), np.bincount(right_kind, minlength=KINDS))
    share = (np.bincount(kind_of_pair, weights=chance, minlength=KINDS) + PRIOR_ROWS / 2) / (rows + PRIOR_ROWS)
    kept = np.clip(share, LEAST_SHARED, 1 - LEAST_SHARED)
    found: Bits = np.log2(kept / (1 - kept)).astype(np.float32)
    return found


def _empty_share(side: Counted, field: Field) -> Bits:
    """Return for each kind of rows which share of them leaves a field empty."""
    rows = np.bincount(side.kind, minlength=KINDS)
    found: Bits = np.bincount(side.kind, weights=side.empty[field], minlength=KINDS) / np.maximum(rows, 1)
    return found
