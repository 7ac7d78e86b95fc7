"""What two lists say of their own errors: the shares that `scoring` uses, learned from the pairs that are likely to be the same.

Every partner makes other errors, and leaves other columns empty. So matching scores once more, with the errors that the pairs
show which it found, each by its chance: a step of expectation and maximisation (EM) for the shares of the same rows. More steps
changed hardly anything.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sroi.reconciliation.rules.matching.columns import Ints
from sroi.reconciliation.rules.matching.comparing import Compared
from sroi.reconciliation.rules.matching.rows import Field, Level
from sroi.reconciliation.rules.matching.scoring import KINDS, SAME, SPARSE, TOLD, Bits, Counted, Errors, Shares, told_by

# How many pairs the shares count for that matching begins with: a short list changes little about them.
PRIOR_PAIRS = 100.0
# In bits: an empty field never says more against or for.
MOST_AGAINST, MOST_FOR = -4.0, 2.0
LEAST_SHARE = 1e-4


def learned(*, levels: Compared, chance: Bits, left: Counted, right: Counted, i: Ints, j: Ints) -> Errors:
    """Return the errors that the pairs `(i[n], j[n])` show, each by its chance of being the same."""
    same = {field: _shares(shares, np.bincount(levels[field], weights=chance, minlength=len(Level))) for field, shares in SAME.items()}
    told = {field: _told(field, chance, left, right, i, j) for field in SPARSE}
    return Errors(same, told)


def _shares(usual: Shares, found: npt.NDArray[Any]) -> Mapping[Level, float]:
    total = sum(found[level] for level in usual) + PRIOR_PAIRS
    return {level: float(found[level] + share * PRIOR_PAIRS) / float(total) for level, share in usual.items()}


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


def _empty_share(side: Counted, field: Field) -> Bits:
    """Return for each kind of rows which share of them leaves a field empty."""
    rows = np.bincount(side.kind, minlength=KINDS)
    found: Bits = np.bincount(side.kind, weights=side.empty[field], minlength=KINDS) / np.maximum(rows, 1)
    return found
