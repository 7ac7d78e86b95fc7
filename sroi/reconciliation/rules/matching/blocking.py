"""Which pairs are worth comparing: those that agree on the key of at least one pass.

Every pass takes a few columns together as its key. Each catches what another loses: a misspelled employer is found by the days,
a wrong day by the employer. A key that too many rows share (`CAP`) is made finer with one more column at a time, and given up
when it is still shared by too many: so the work grows with the number of rows, and not with its square.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sroi.reconciliation.rules.matching.columns import MISSING, Columns, Ints

# How many pairs one key may give, how many rows times rows short lists have, and how many pairs are handed over at once.
CAP, CAP_OF_SHORT, CHUNK = 2_500, 250_000, 1_000_000
# For broad keys, which give many pairs and find few that no other pass has: in long lists they may give few, and up to `CAP` where the
# lists have so few rows that `ENOUGH` pairs are not reached.
MANY, BROAD, FEW, ENOUGH = 500, 100, 25, 10_000_000

Unsigned = npt.NDArray[np.uint64]
Keyed = dict[str, Ints]


@dataclass(frozen=True)
class Pass:
    """Columns that make a key, and columns that make it finer where it is shared by too many rows.

    `other` names columns that the other list has in their place: its day and month swapped, or its end for this start.
    """

    columns: tuple[str, ...]
    finer: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    cap: int = CAP


EXACT = (Pass(("person",), ("start", "employer")), Pass(("invoice",), ("employer", "start")))
NEAR_KEYS = (
    Pass(("employer", "start"), ("hours", "target_group", "residence", "end", "label")),
    Pass(("number", "start"), ("hours", "target_group", "residence")),
    Pass(("start", "hours", "target_group", "residence"), ("end", "employer_head", "employer_tail")),
)
PASSES = (
    *EXACT,
    *NEAR_KEYS,
    Pass(("employer",), ("month", "residence", "target_group")),
    Pass(("number",), ("month", "residence", "target_group")),
    Pass(("employer", "start"), ("hours", "target_group", "residence"), other=("employer", "swapped")),
    Pass(("employer", "end"), ("hours", "target_group", "residence")),
    Pass(("employer", "hours", "target_group", "residence"), ("day", "month")),
    Pass(("employer", "amount"), ("month",)),
    Pass(("start", "amount"), ("employer_head", "employer_tail")),
    Pass(("start", "hours"), ("residence", "target_group", "end", "label"), cap=FEW),
    Pass(("start", "residence"), ("target_group", "hours", "end", "label"), cap=FEW),
    Pass(("start", "target_group"), ("residence", "hours", "end", "label"), cap=FEW),
    Pass(("employer_head", "month"), ("hours", "residence", "target_group"), cap=FEW),
    Pass(("employer_tail", "month"), ("hours", "residence", "target_group"), cap=FEW),
    Pass(("employer_head", "start"), ("hours", "target_group", "residence", "end"), cap=MANY),
    Pass(("employer_tail", "start"), ("hours", "target_group", "residence", "end"), cap=MANY),
    Pass(("start", "end"), ("hours", "target_group", "residence"), cap=MANY),
    Pass(("swapped", "hours", "target_group", "residence"), ("end", "label"), other=("start", "hours", "target_group", "residence")),
    Pass(("employer_head", "hours", "target_group", "residence"), ("month", "label"), cap=BROAD),
    Pass(("employer_tail", "hours", "target_group", "residence"), ("month", "label"), cap=BROAD),
    Pass(("label", "hours", "target_group", "residence"), ("month", "end")),
    Pass(("label", "employer"), ("month",)),
    Pass(("label", "start"), ("hours", "target_group")),
    # Short lists say too little to be left out of a pass: every row beside every other.
    Pass(("kind",), cap=CAP_OF_SHORT),
)


def keyed(columns: Columns, employers: Sequence[str]) -> Keyed:
    """Return every column that a pass may use."""
    head, tail = _parts(employers, slice(0, 4)), _parts(employers, slice(-4, None))
    months, days = _calendar(columns.start)
    return {
        "kind": columns.kind,
        "person": columns.person,
        "invoice": columns.invoice,
        "employer": columns.employer,
        "number": columns.number,
        "employer_head": _of_codes(head, columns.employer),
        "employer_tail": _of_codes(tail, columns.employer),
        "start": columns.start,
        "end": columns.end,
        "month": months,
        "day": days,
        "swapped": columns.swapped_start,
        "hours": columns.hours,
        "target_group": columns.target_group,
        "residence": columns.residence,
        "label": columns.label,
        "amount": columns.amount,
    }


def mixed(key: Unsigned, column: Ints) -> Unsigned:
    """Return keys that hold one more column. Two keys may be one by chance: that costs a comparison and nothing else."""
    key = (key + column.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    return key ^ (key >> np.uint64(29))


def candidates(*, left: Keyed, right: Keyed, one: Pass) -> Iterator[tuple[Ints, Ints]]:
    """Return the pairs of a pass, rows by their index in either list, in chunks; another pass may give some of them again."""
    mine, rows = _hashed(left, one.columns)
    theirs, others = _hashed(right, one.other or one.columns)
    cap = max(one.cap, min(CAP, ENOUGH // max(len(left["kind"]), len(right["kind"]), 1)))
    for finer in (*one.finer, None):
        # In the order of their keys: to look up keys in any order takes most of the time of a pass.
        mine, rows = _in_order(mine, rows)
        theirs, others = _in_order(theirs, others)
        small = _pairs_of_key(mine, theirs) <= cap
        yield from _expanded(mine[small], rows[small], theirs, others)
        if finer is None or small.all():
            return
        mine, rows = mine[~small], rows[~small]
        crowded = np.isin(theirs, mine)
        theirs, others = theirs[crowded], others[crowded]
        mine, rows = _finer(mine, left[finer], rows)
        theirs, others = _finer(theirs, right[finer], others)


def _hashed(keys: Keyed, names: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the keys of the rows that have all these columns, and those rows by their index."""
    rows = np.flatnonzero(np.logical_and.reduce([keys[name] != MISSING for name in names]))
    key = np.zeros(len(rows), dtype=np.uint64)
    for name in ("kind", *names):
        key = mixed(key, keys[name][rows])
    return key.astype(np.int64), rows


def _finer(key: Ints, column: Ints, rows: Ints) -> tuple[Ints, Ints]:
    known = column[rows] != MISSING
    rows = rows[known]
    return mixed(key[known].astype(np.uint64), column[rows]).astype(np.int64), rows


def _in_order(keys: Ints, rows: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(keys, kind="stable")
    return keys[order], rows[order]


def _pairs_of_key(mine: Ints, theirs: Ints) -> Ints:
    """Return for each of my keys how many pairs it gives in all; both are in order."""
    found = np.searchsorted(theirs, mine, "right") - np.searchsorted(theirs, mine, "left")
    same = np.searchsorted(mine, mine, "right") - np.searchsorted(mine, mine, "left")
    return found * same


def _expanded(mine: Ints, rows: Ints, theirs: Ints, others: Ints) -> Iterator[tuple[Ints, Ints]]:
    first = np.searchsorted(theirs, mine, "left")
    counts = np.searchsorted(theirs, mine, "right") - first
    reached = np.cumsum(counts)
    begin = 0
    while begin < len(rows):
        before = reached[begin - 1] if begin else 0
        until = max(int(np.searchsorted(reached, before + CHUNK, "right")), begin + 1)
        part = slice(begin, until)
        each = counts[part]
        starts = np.cumsum(each) - each
        offsets = np.arange(int(each.sum())) - np.repeat(starts, each)
        yield np.repeat(rows[part], each), others[np.repeat(first[part], each) + offsets]
        begin = until


def _parts(texts: Sequence[str], part: slice) -> Ints:
    """Return a code for the first or last letters of each text."""
    codes: dict[str, int] = {}
    return np.array([codes.setdefault(text.replace(" ", "")[part], len(codes)) for text in texts] or [MISSING], dtype=np.int64)


def _of_codes(values: Ints, codes: Ints) -> Ints:
    return np.where(codes == MISSING, MISSING, values[codes])


def _calendar(starts: Ints) -> tuple[Ints, Ints]:
    """Return for each day its month over the years, and its day of the year without the year."""
    days, inverse = np.unique(starts, return_inverse=True)
    known = [None if ordinal == MISSING else date.fromordinal(int(ordinal)) for ordinal in days]
    months = np.array([MISSING if day is None else day.year * 12 + day.month for day in known] or [MISSING], dtype=np.int64)
    within = np.array([MISSING if day is None else day.month * 31 + day.day for day in known] or [MISSING], dtype=np.int64)
    return (months[inverse], within[inverse]) if len(starts) else (starts, starts)
