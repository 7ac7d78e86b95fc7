"""One name for what the two lists call differently: a municipality, a target group, an employer.

A partner may write `PW` in all its rows where the register has `Participatiewet`. The rows tell: where one row of each list has a person,
or an employer and a day, both are nearly always about one event, and what stands beside each other in them is one thing. Only a name that
one of the lists alone uses is taken for another name, and several of its names may be one in the other list; what both lists use means
what it says.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from sroi.reconciliation.rules.matching.blocking import mixed
from sroi.reconciliation.rules.matching.columns import MISSING, Columns, Ints, Table, recoded

# Which columns tell that two rows are about one event, for each column with names.
ANCHORS = {
    "employer": (("person",),),
    "target_group": (("person",), ("employer", "start")),
    "residence": (("person",), ("employer", "start")),
}
# Another name stands beside one value in so many rows, and in so large a part of its rows.
ENOUGH, MOSTLY = 5, 0.6


def with_one_name(table: Table) -> Table:
    """Return the table with the same code for names that stand for one thing."""
    own, partner = table.own, table.partner
    for column, anchors in ANCHORS.items():
        pairs = [_alone_together(own, partner, names) for names in anchors]
        i, j = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
        a, b = getattr(own, column), getattr(partner, column)
        first = _first_names(a, b, a[i], b[j])
        named: tuple[dict[str, Any], dict[str, Any]] = ({column: recoded(first, a)}, {column: recoded(first, b)})
        own, partner = replace(own, **named[0]), replace(partner, **named[1])
    return replace(table, own=own, partner=partner)


def _alone_together(own: Columns, partner: Columns, names: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Return the rows of either list that share these columns with each other, and with no other row of their own list."""
    (mine, rows), (theirs, others) = _only_once(own, names), _only_once(partner, names)
    _keys, here, there = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    return rows[here], others[there]


def _only_once(columns: Columns, names: tuple[str, ...]) -> tuple[Ints, Ints]:
    rows = np.flatnonzero(np.logical_and.reduce([getattr(columns, name) != MISSING for name in names]))
    key = np.zeros(len(rows), dtype=np.uint64)
    for name in ("kind", *names):
        key = mixed(key, getattr(columns, name)[rows])
    keys, first, counts = np.unique(key.astype(np.int64), return_index=True, return_counts=True)
    once = counts == 1
    return keys[once], rows[first[once]]


def _first_names(own: Ints, partner: Ints, a: Ints, b: Ints) -> Ints:
    """Return for each code the code that it goes by, from the codes that stand beside each other in rows that are about one event."""
    size = int(max(own.max(initial=MISSING), partner.max(initial=MISSING))) + 1
    first = np.arange(size)
    known = (a != MISSING) & (b != MISSING)
    both, times = np.unique(a[known] * size + b[known], return_counts=True)
    mine, theirs = both // max(size, 1), both % max(size, 1)
    is_name = np.zeros(len(both), dtype=bool)
    for names, others in ((mine, partner), (theirs, own)):
        rows = np.bincount(names, weights=times, minlength=size)
        is_name |= ~np.isin(names, others) & (times >= MOSTLY * rows[names])
    for one, other in zip(mine[is_name & (times >= ENOUGH)].tolist(), theirs[is_name & (times >= ENOUGH)].tolist(), strict=True):
        first[first == first[other]] = first[one]
    return first
