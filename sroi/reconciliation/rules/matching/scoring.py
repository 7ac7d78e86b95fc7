"""How much the agreement of two rows says, in bits: the base-2 logarithm of how many times likelier it is that they are the same.

The model is that of Fellegi and Sunter (1969): for each field, how often the same row has a level in both lists (`SAME`) over how
often another row has it (`OTHER`). What is common says little: how often a value occurs beside the same employer is counted in the
lists themselves. Every score starts at an anchor, the strongest thing in which the rows agree: a person, an invoice, an employer,
a day. Its number of rows is counted and not its share, so a row that has nothing to do with a pair changes nothing about it.

The shares below were set by hand, looked at with one generated region (`benchmarks/invented/region.py`, seed 1) and left wide on
purpose: lists of other partners have other errors. So they are only where `learning` begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import log2
from typing import Any

import numpy as np
import numpy.typing as npt

from sroi.reconciliation.rules.matching.blocking import mixed
from sroi.reconciliation.rules.matching.columns import MISSING, Columns, Ints
from sroi.reconciliation.rules.matching.comparing import Compared, Levels
from sroi.reconciliation.rules.matching.rows import Field, Level, RowKind

Bits = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
Shares = Mapping[Level, float]

EQUAL, NEAR, ALIKE = Level.EQUAL, Level.NEAR, Level.ALIKE
SWAPPED, SHIFTED, LOOSE = Level.SWAPPED, Level.SHIFTED, Level.LOOSE
DIFFERENT, UNKNOWN = Level.DIFFERENT, Level.UNKNOWN

SAME: Mapping[Field, Shares] = {
    Field.PERSON: {EQUAL: 0.97, DIFFERENT: 0.03},
    Field.INVOICE: {EQUAL: 0.93, DIFFERENT: 0.07},
    Field.EMPLOYER: {EQUAL: 0.80, NEAR: 0.11, ALIKE: 0.04, LOOSE: 0.01, SHIFTED: 0.01, UNKNOWN: 0.02, DIFFERENT: 0.01},
    Field.START: {EQUAL: 0.79, NEAR: 0.05, ALIKE: 0.04, SWAPPED: 0.03, SHIFTED: 0.03, LOOSE: 0.04, DIFFERENT: 0.02},
    Field.END: {EQUAL: 0.77, NEAR: 0.05, ALIKE: 0.04, SWAPPED: 0.02, SHIFTED: 0.04, LOOSE: 0.04, DIFFERENT: 0.04},
    Field.HOURS: {EQUAL: 0.85, NEAR: 0.03, ALIKE: 0.05, SWAPPED: 0.02, DIFFERENT: 0.05},
    Field.TARGET_GROUP: {EQUAL: 0.90, NEAR: 0.04, DIFFERENT: 0.06},
    Field.RESIDENCE: {EQUAL: 0.88, NEAR: 0.05, DIFFERENT: 0.07},
    Field.AMOUNT: {EQUAL: 0.85, NEAR: 0.03, SWAPPED: 0.02, SHIFTED: 0.04, DIFFERENT: 0.06},
    Field.LABEL: {EQUAL: 0.35, DIFFERENT: 0.65},
}
# How often the same row has this level where its anchor is an employer: a name that the other list does not know is likely to be a slip.
BY_NAME: Shares = {EQUAL: 0.80, NEAR: 0.40, ALIKE: 0.12}
# Two rows that are not the same, at one employer.
OTHER: Mapping[Field, Shares] = {
    Field.PERSON: {EQUAL: 0.001, DIFFERENT: 1.0},
    Field.INVOICE: {EQUAL: 0.001, DIFFERENT: 1.0},
    Field.EMPLOYER: {EQUAL: 0.01, NEAR: 0.005, ALIKE: 0.01, LOOSE: 0.02, SHIFTED: 0.01, UNKNOWN: 0.4, DIFFERENT: 0.545},
    Field.START: {EQUAL: 0.015, NEAR: 0.02, ALIKE: 0.07, SWAPPED: 0.004, SHIFTED: 0.03, LOOSE: 0.16, DIFFERENT: 0.69},
    Field.END: {EQUAL: 0.030, NEAR: 0.02, ALIKE: 0.06, SWAPPED: 0.004, SHIFTED: 0.03, LOOSE: 0.14, DIFFERENT: 0.72},
    Field.HOURS: {EQUAL: 0.25, NEAR: 0.05, ALIKE: 0.20, SWAPPED: 0.03, DIFFERENT: 0.47},
    Field.TARGET_GROUP: {EQUAL: 0.18, NEAR: 0.01, DIFFERENT: 0.81},
    Field.RESIDENCE: {EQUAL: 0.20, NEAR: 0.01, DIFFERENT: 0.79},
    Field.AMOUNT: {EQUAL: 0.005, NEAR: 0.03, SWAPPED: 0.05, SHIFTED: 0.01, DIFFERENT: 0.90},
    Field.LABEL: {EQUAL: 0.03, DIFFERENT: 0.97},
}
# Two placements of one person, or two rows with one invoice number: much agrees that says nothing.
OF_ONE_PERSON: Mapping[Field, Shares] = {
    **OTHER,
    Field.EMPLOYER: {EQUAL: 0.25, NEAR: 0.02, ALIKE: 0.03, LOOSE: 0.02, SHIFTED: 0.01, UNKNOWN: 0.3, DIFFERENT: 0.37},
    Field.HOURS: {EQUAL: 0.40, NEAR: 0.05, ALIKE: 0.15, SWAPPED: 0.02, DIFFERENT: 0.38},
    Field.TARGET_GROUP: SAME[Field.TARGET_GROUP],
    Field.RESIDENCE: SAME[Field.RESIDENCE],
    Field.LABEL: SAME[Field.LABEL],
}
# What is left empty: fields of which it says something that both rows tell them, or one alone, or none.
SPARSE = (Field.END, Field.HOURS, Field.TARGET_GROUP, Field.RESIDENCE)
KINDS, TOLD = len(RowKind), 3
# A value that no other row has is no surer than this.
RAREST = 0.0005
# How many rows count as much as a share of `OTHER` when shares are counted beside one employer.
TRUST = 8.0
# The same where shares are counted among all rows of a kind: a short list does not show what is rare.
FEW = 60.0
# An end that is equal says less where the start is: contracts last half a year or a year.
END_BESIDE_START = 0.30
# In bits: a person of whom both lists have a placement; and what is left to find in a whole list without any anchor.
PERSON_IS_KNOWN, NO_ANCHOR = 2.5, -14.0
LOCAL = (Field.START, Field.HOURS, Field.TARGET_GROUP, Field.RESIDENCE, Field.AMOUNT, Field.LABEL)


@dataclass(frozen=True)
class Counted:
    """For each row of a list, in bits: how many rows of a list there are on average like it, with its employer or its start, and so on; the
    share that its value has beside its employer, and among all rows of its kind. And whether it is empty."""

    kind: Ints
    person: Bits
    invoice: Bits
    employer: Bits
    start: Bits
    shares: dict[Field, Bits]
    usual: dict[Field, Bits]
    empty: dict[Field, Ints]


@dataclass(frozen=True)
class Errors:
    """What is known of the errors in both lists: how often the same row and another row have each level, and what it says in bits that
    a sparse field is told by both, by one or by none, for each kind of rows. `shared` is what it says that so many rows of the kind are in
    both lists."""

    same: Mapping[Field, Shares]
    other: Mapping[Field, Shares]
    told: Mapping[Field, Bits]
    shared: Bits


# What matching begins with: that a field is left empty says nothing yet.
USUAL_ERRORS = Errors(
    SAME, OTHER, {field: np.zeros((KINDS, TOLD), dtype=np.float32) for field in SPARSE}, np.zeros(KINDS, dtype=np.float32)
)


def counted(*, own: Columns, partner: Columns) -> tuple[Counted, Counted]:
    """Return the counts for the rows of both lists."""
    size = len(own.keys)
    both = {
        name: np.concatenate([getattr(own, name), getattr(partner, name)])
        for name in ("kind", "person", "invoice", "employer", "start", "end", "hours", "target_group", "residence", "amount", "label")
    }
    counts = partial(_count, both)
    employer, start, kind = counts("employer"), counts("employer", "start"), counts("kind")
    usual = {field: np.maximum(_share(counts("kind", field.value), kind, OTHER[field][EQUAL], FEW), RAREST) for field in LOCAL}
    shares = {field: _share(counts("employer", field.value), employer, usual[field]) for field in LOCAL}
    shares[Field.END] = _share(counts("employer", "start", "end"), start, END_BESIDE_START)
    every = Counted(
        kind=both["kind"],
        person=np.log2(counts("person")),
        invoice=np.log2(counts("invoice")),
        employer=np.log2(employer),
        start=np.log2(counts("start")),
        shares={field: np.log2(share) for field, share in shares.items()},
        usual={field: np.log2(share) for field, share in usual.items()},
        empty={field: (both[field.value] == MISSING).astype(np.int64) for field in SPARSE},
    )
    return _part(every, slice(0, size)), _part(every, slice(size, None))


def _part(every: Counted, part: slice) -> Counted:
    return Counted(
        kind=every.kind[part],
        person=every.person[part],
        invoice=every.invoice[part],
        employer=every.employer[part],
        start=every.start[part],
        shares={field: share[part] for field, share in every.shares.items()},
        usual={field: share[part] for field, share in every.usual.items()},
        empty={field: empty[part] for field, empty in every.empty.items()},
    )


def _share(found: Bits, among: Bits, usual: Bits | float, trust: float = TRUST) -> Bits:
    """Return how often a value occurs, from what was found among other rows and from what is usual."""
    return (np.maximum(found - 1, 0) + usual * trust) / (np.maximum(among - 1, 0) + trust)


def _count(columns: Mapping[str, Ints], *names: str) -> Bits:
    """Return for each row how many rows of one list have its values: half the number in both, at least one."""
    key = np.zeros(len(columns["employer"]), dtype=np.uint64)
    for name in names:
        key = mixed(key, columns[name])
    _values, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    return np.maximum(counts[inverse] / 2, 1.0).astype(np.float32)


def bits(*, levels: Compared, left: Counted, right: Counted, i: Ints, j: Ints, errors: Errors) -> Bits:
    """Return how many bits the levels of the pairs `(i[n], j[n])` say, by the strongest anchor that they have."""
    by_employer = _by_employer(errors, levels, left, right, i, j)
    by_start = _by_start(errors, levels, left, right, i, j)
    apart = _plain(errors.same, levels, OTHER, (Field.PERSON, Field.INVOICE), only=DIFFERENT)
    found = np.maximum(np.maximum(by_employer, by_start) + apart, _by_key(errors.same, levels, left, right, i, j))
    for field, told in errors.told.items():
        found = found + told[left.kind[i], told_by(field, left, right, i, j)]
    return found + errors.shared[left.kind[i]]


def told_by(field: Field, left: Counted, right: Counted, i: Ints, j: Ints) -> Ints:
    """Return for each pair how many of its rows leave a field empty: none, one or both."""
    return left.empty[field][i] + right.empty[field][j]


def _by_employer(errors: Errors, levels: Compared, left: Counted, right: Counted, i: Ints, j: Ints) -> Bits:
    employer, start, end = levels[Field.EMPLOYER], levels[Field.START], levels[Field.END]
    total = _of(BY_NAME, employer) - np.maximum(left.employer[i], right.employer[j])
    for field in LOCAL:
        total += _rare(errors, field, levels[field], np.maximum(left.shares[field][i], right.shares[field][j]))
    beside = log2(errors.same[Field.END][EQUAL]) - np.maximum(left.shares[Field.END][i], right.shares[Field.END][j])
    total += np.where((end == EQUAL) & (start == EQUAL), beside, _weight(errors.same, Field.END, errors.other, end))
    has_employer = (employer == EQUAL) | (employer == NEAR) | (employer == ALIKE)
    return np.where(has_employer, total, NO_ANCHOR - 20)


def _by_start(errors: Errors, levels: Compared, left: Counted, right: Counted, i: Ints, j: Ints) -> Bits:
    """Return the bits of rows that have another employer, or none, by the number of rows with their start."""
    start, end = levels[Field.START], levels[Field.END]
    same_day = log2(errors.same[Field.START][EQUAL]) - np.maximum(left.start[i], right.start[j])
    total = np.where(start == EQUAL, same_day, NO_ANCHOR + _weight(errors.same, Field.START, errors.other, start))
    total = total + _weight(errors.same, Field.EMPLOYER, errors.other, levels[Field.EMPLOYER])
    for field in (Field.HOURS, Field.TARGET_GROUP, Field.RESIDENCE, Field.AMOUNT, Field.LABEL):
        total += _rare(errors, field, levels[field], np.maximum(left.usual[field][i], right.usual[field][j]))
    beside = log2(errors.same[Field.END][EQUAL] / END_BESIDE_START)
    return total + np.where((start == EQUAL) & (end == EQUAL), beside, _weight(errors.same, Field.END, errors.other, end))


def _by_key(same: Mapping[Field, Shares], levels: Compared, left: Counted, right: Counted, i: Ints, j: Ints) -> Bits:
    """Return the bits of rows of one person or with one invoice number."""
    same_person, same_invoice = levels[Field.PERSON] == EQUAL, levels[Field.INVOICE] == EQUAL
    persons, invoices = np.maximum(left.person[i], right.person[j]), np.maximum(left.invoice[i], right.invoice[j])
    anchor = np.where(same_person, PERSON_IS_KNOWN - persons, -invoices)
    fields = (Field.EMPLOYER, Field.START, Field.END, Field.HOURS, Field.TARGET_GROUP, Field.RESIDENCE, Field.AMOUNT, Field.LABEL)
    total = anchor + _plain(same, levels, OF_ONE_PERSON, fields)
    return np.where(same_person | same_invoice, total, NO_ANCHOR - 20)


def _plain(
    same: Mapping[Field, Shares], levels: Compared, other: Mapping[Field, Shares], fields: tuple[Field, ...], only: Level | None = None
) -> Bits:
    total = np.zeros(len(levels[Field.EMPLOYER]), dtype=np.float32)
    for field in fields:
        weight = _weight(same, field, other, levels[field])
        total += weight if only is None else np.where(levels[field] == only, weight, 0)
    return total


def _rare(errors: Errors, field: Field, level: Levels, share: Bits) -> Bits:
    """Return what the levels of a field say, where an equal value says the more the smaller the share of rows is that have it, in bits."""
    equal = log2(errors.same[field][EQUAL]) - share
    return np.where(level == EQUAL, equal, _weight(errors.same, field, errors.other, level))


def _weight(same: Mapping[Field, Shares], field: Field, other: Mapping[Field, Shares], level: Levels) -> Bits:
    return _of({one: share / other[field][one] for one, share in same[field].items()}, level)


def _of(shares: Shares, level: Levels) -> Bits:
    """Return the logarithm of the share of each level; a level that is MISSING says nothing: 0."""
    table = np.ones(len(Level), dtype=np.float32)
    for one, share in shares.items():
        table[one] = share
    found: Bits = np.take(np.log2(table), level)
    return found
