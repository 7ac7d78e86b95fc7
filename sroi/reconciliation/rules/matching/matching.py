"""The whole of matching: both lists -> a proposal for each row."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from sroi.reconciliation.rules.matching.assigning import chances, one_to_one
from sroi.reconciliation.rules.matching.blocking import EXACT, NEAR_KEYS, PASSES, Keyed, Pass, candidates, keyed
from sroi.reconciliation.rules.matching.columns import Columns, Ints, Table, columns_of
from sroi.reconciliation.rules.matching.comparing import Compared, Names, compare, compare_names, names_of
from sroi.reconciliation.rules.matching.learning import errors_apart, learned
from sroi.reconciliation.rules.matching.naming import with_one_name
from sroi.reconciliation.rules.matching.rows import FIELDS, Field, Matching, Pair, Proposal, Row, Verdict
from sroi.reconciliation.rules.matching.scoring import Bits, Counted, Errors, Flags, bits, counted

# Set on one generated region (seed 1 of `benchmarks/invented/region.py`) and reported on others: see `docs/reconciliation.md`.
# A chance of SURE may be confirmed in bulk, of DOUBTFUL is a suspected duplicate. What is proposed as the same is at least LIKELY, and
# so likely that of all that is proposed at most WRONG is expected to be wrong: in lists with many errors it must be likelier, and in lists
# of which most rows have no counterpart too: more of what looks alike there is chance, so what is expected to be wrong counts as many
# times as there are such rows for each that has one. A few pairs cannot show that, so FEW more count as if they were right.
SURE, LIKELY, DOUBTFUL = 0.99, 0.50, 0.25
WRONG, FEW = 0.0075, 70
# In bits. Below the first a pair is forgotten. In one list repetitions are rare, so they must fit better.
LEAST, REPEATED = -3.0, 9.0
STEPS, CORES = 2, 2


@dataclass(frozen=True)
class Side:
    """One list while it is matched: its columns, how many rows are like each, what passes use, and which row each repeats: itself."""

    columns: Columns
    count: Counted
    keys: Keyed
    repeats: Ints


@dataclass(frozen=True)
class Lists:
    """What is known of both lists: their columns, the names of employers, and what matching begins with."""

    table: Table
    names: Names
    errors: Errors


@dataclass(frozen=True)
class Found:
    """Pairs that may be the same, each once: rows by index, chance or bits, the bits, and the level of each field."""

    i: Ints
    j: Ints
    bits: Bits
    levels: Compared
    chance: Bits

    def only(self, kept: Flags) -> "Found":
        """Return the pairs that are kept."""
        levels = {field: level[kept] for field, level in self.levels.items()}
        return Found(self.i[kept], self.j[kept], self.bits[kept], levels, self.chance[kept])


def match(*, own: Sequence[Row], partner: Sequence[Row]) -> Matching:
    """Return a proposal for each row of both lists; keys are unique within a list."""
    table = with_one_name(columns_of(own=own, partner=partner))
    lists = Lists(table, names_of(table), errors_apart(table))
    own_count, partner_count = counted(own=table.own, partner=table.partner)
    left, right = _side(lists, table.own, own_count), _side(lists, table.partner, partner_count)
    found = _learned(_found(lists, left, right, PASSES), left, right, lists.errors)
    best = _best(found, left, right)
    pairs = _pairs(table, best)
    likely = least_score(best.chance, rows=min(len(own), len(partner)))
    return Matching(
        own=_proposals(left, {pair.own: pair for pair in pairs}, Verdict.OWN_ONLY, likely),
        partner=_proposals(right, {pair.partner: pair for pair in pairs}, Verdict.PARTNER_ONLY, likely),
        pairs=pairs,
    )


def _side(lists: Lists, columns: Columns, count: Counted) -> Side:
    itself = Side(columns, count, keyed(columns, lists.table.employers), np.arange(len(columns.keys)))
    alone = replace(lists, table=replace(lists.table, own=columns, partner=columns))
    found = _found(alone, itself, itself, (*EXACT, *NEAR_KEYS), is_one_list=True)
    return replace(itself, repeats=_first_of_each(found.only(found.bits >= REPEATED), columns))


def _learned(found: Found, left: Side, right: Side, errors: Errors) -> Found:
    """Return the pairs with bits by the errors that these lists show."""
    for _step in range(STEPS):
        chance = _chance(found, left, right)
        errors = learned(levels=found.levels, chance=chance, left=left.count, right=right.count, i=found.i, j=found.j, begun=errors)
        score = bits(levels=found.levels, left=left.count, right=right.count, i=found.i, j=found.j, errors=errors)
        found = replace(found, bits=score)
    return found


def _chance(found: Found, left: Side, right: Side) -> Bits:
    return chances(i=found.i, j=found.j, bits=found.bits, left_group=left.repeats, right_group=right.repeats)


def least_score(chance: Bits, *, rows: int) -> int:
    """Return the least score, from 0 to 100, of a pair that is proposed as the same, as all that are sure are; 100 when none is.

    `chance` is of all pairs, `rows` the number of rows of the shorter list.
    """
    score = _scores(chance)
    of_score = np.bincount(score, minlength=101)
    pairs, wrong = (found[::-1].cumsum()[::-1] for found in (of_score, np.bincount(score, weights=1 - chance, minlength=101)))
    doubt = max(rows / max(float(chance.sum()), 1.0) - 1, 1.0)
    scores = np.arange(101)
    good = ((wrong * doubt <= WRONG * (pairs + FEW / doubt)) & (scores >= LIKELY * 100)) | (scores >= SURE * 100)
    good &= of_score > 0
    return int(np.argmax(good)) if good.any() else 100


def _scores(chance: Bits) -> Ints:
    return (chance * 100).astype(np.int64)


def _best(found: Found, left: Side, right: Side) -> Found:
    """Return the pairs that are likely enough, each row in one at most."""
    chance = _chance(found, left, right)
    kept = one_to_one(i=found.i, j=found.j, chance=chance, bits=found.bits, left_place=left.columns.place, right_place=right.columns.place)
    return replace(found, chance=chance).only(kept & (chance >= DOUBTFUL))


def _found(lists: Lists, left: Side, right: Side, passes: Sequence[Pass], *, is_one_list: bool = False) -> Found:
    # Most of the time is numpy's, which leaves the other core free for another pass.
    with ThreadPoolExecutor(CORES) as pool:
        parts = pool.map(partial(_of_pass, lists, left, right, is_one_list), passes)
        return _each_once([part for found in parts for part in found])


def _of_pass(lists: Lists, left: Side, right: Side, is_one_list: bool, one: Pass) -> list[Found]:
    table, names, errors = lists.table, lists.names, lists.errors
    parts = []
    for i, j in candidates(left=left.keys, right=right.keys, one=one):
        if is_one_list:
            once = i < j
            i, j = i[once], j[once]
        part = _scored(i, j, compare(table=table, left=i, right=j), left, right, errors)
        # Names take most of the time: they are looked at where they can still matter.
        named = compare_names(table=table, names=names, left=part.i, right=part.j, level=part.levels[Field.EMPLOYER])
        parts.append(_scored(part.i, part.j, part.levels | {Field.EMPLOYER: named}, left, right, errors))
    return parts


def _scored(i: Ints, j: Ints, levels: Compared, left: Side, right: Side, errors: Errors) -> Found:
    score = bits(levels=levels, left=left.count, right=right.count, i=i, j=j, errors=errors)
    return Found(i, j, score, levels, score).only(score >= LEAST)


def _each_once(parts: Sequence[Found]) -> Found:
    if not parts:
        none, nothing = np.empty(0, dtype=np.int64), np.empty(0)
        return Found(none, none, nothing, {field: none.astype(np.int8) for field in FIELDS}, nothing)
    i, j, score = (np.concatenate([getattr(part, name) for part in parts]) for name in ("i", "j", "bits"))
    _keys, first = np.unique(i * (int(j.max(initial=0)) + 1) + j, return_index=True)
    levels = {field: np.concatenate([part.levels[field] for part in parts])[first] for field in FIELDS}
    return Found(i[first], j[first], score[first], levels, score[first])


def _first_of_each(found: Found, columns: Columns) -> Ints:
    """Return for each row of one list the row that it repeats: of all that repeat each other the one whose key comes first."""
    first = np.arange(len(columns.keys))
    for a, b in sorted(zip(found.i.tolist(), found.j.tolist(), strict=True)):
        early, late = _root(first, a), _root(first, b)
        if columns.place[late] < columns.place[early]:
            early, late = late, early
        first[late] = early
    for _turn in range(64):
        first = first[first]
    return first


def _root(first: Ints, row: int) -> int:
    while first[row] != row:
        row = int(first[row])
    return row


def _pairs(table: Table, found: Found) -> tuple[Pair, ...]:
    alone = 1 / (1 + np.exp2(-found.bits))
    rivals = (alone - found.chance > 0.05).tolist()
    own, partner = table.own.keys, table.partner.keys
    levels = zip(*(found.levels[field].tolist() for field in FIELDS), strict=True)
    rows = zip(found.i.tolist(), found.j.tolist(), _scores(found.chance).tolist(), levels, rivals, strict=True)
    return tuple(Pair(own[i], partner[j], score, level, has_rivals) for i, j, score, level, has_rivals in rows)


def _proposals(side: Side, pairs: dict[str, Pair], alone: Verdict, likely: int) -> tuple[Proposal, ...]:
    keys = side.columns.keys
    return tuple(_proposal(key, pairs.get(key), keys[first], alone, likely) for key, first in zip(keys, side.repeats.tolist(), strict=True))


def _proposal(key: str, pair: Pair | None, first: str, alone: Verdict, likely: int) -> Proposal:
    repeated = None if first == key else first
    if pair is None:
        return Proposal(key, Verdict.SUSPECTED_DUPLICATE if repeated else alone, is_sure=repeated is None, repeats=repeated)
    verdict = Verdict.MATCHED if pair.score >= likely else Verdict.SUSPECTED_DUPLICATE
    return Proposal(key, verdict, is_sure=pair.score >= SURE * 100, pair=pair, repeats=repeated)
