"""How well two rows agree, field by field.

In: the columns of both lists and pairs of rows. Out: for each field an array of levels. A level says more than equal or not:
- employer: NEAR is a slip of the pen, ALIKE shares most letters or all words of the shorter name, LOOSE shares many letters, SHIFTED
  is one of these while each of the names is also used by the other list, so that it may well be another employer, UNKNOWN differs
  while one of the names is not used by the other list. Names that differ in a number are DIFFERENT.
- start and end: NEAR is three days at most, ALIKE two weeks, SWAPPED day for month or one for the other, SHIFTED another year or month,
  LOOSE less than two months.
- hours: NEAR is an hour at most, ALIKE four, SWAPPED the digits the wrong way round.
- target group and residence: NEAR is a slip of the pen.
- amount: NEAR is a euro or a hundredth at most, SHIFTED the same with VAT, SWAPPED two digits exchanged.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from sroi.reconciliation.rules.matching.columns import MISSING, Columns, Ints, Table
from sroi.reconciliation.rules.matching.rows import Field, Level

Levels = npt.NDArray[np.int8]
Compared = dict[Field, Levels]

NEAR_NAME, ALIKE_NAME, LOOSE_NAME, NEAR_WORD = 88.0, 72.0, 62.0, 75.0
ALL_WORDS = 99.9
NEAR_DAYS, ALIKE_DAYS, LOOSE_DAYS = 3, 16, 50
NEAR_HOURS, ALIKE_HOURS = 100, 400
VAT_FACTORS = (1.21, 1.09)

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Names:
    """The distinct names of employers, and which of them each list uses."""

    texts: list[str]
    as_typed: list[str]
    numbers: list[str]
    in_own: npt.NDArray[np.bool_]
    in_partner: npt.NDArray[np.bool_]


def names_of(table: Table) -> Names:
    """Return the names of employers with who uses them."""
    texts = table.employers
    numbers = [" ".join(_NUMBERS.findall(text)) for text in texts]
    own, partner = _used(table.own.employer, len(texts)), _used(table.partner.employer, len(texts))
    return Names(texts, table.employers_as_typed, numbers, own, partner)


def _used(codes: Ints, size: int) -> npt.NDArray[np.bool_]:
    used = np.zeros(size, dtype=bool)
    used[codes[codes != MISSING]] = True
    return used


def compare(*, table: Table, left: Ints, right: Ints) -> Compared:
    """Return the levels of the pairs `(left[n], right[n])`, rows of the own and of the partner's list by their index.

    Employers are only told equal or not: names that differ are taken for NEAR, until `compare_names` looks at them.
    """
    own, partner = table.own, table.partner
    crossed = _crossed(own, partner, left, right)
    return {
        Field.PERSON: _equal(own.person[left], partner.person[right]),
        Field.INVOICE: _equal(own.invoice[left], partner.invoice[right]),
        Field.EMPLOYER: _same_employer(own, partner, left, right),
        Field.START: _day(own.start[left], partner.start[right], crossed | (own.swapped_start[left] == partner.start[right])),
        Field.END: _day(own.end[left], partner.end[right], crossed | (own.swapped_end[left] == partner.end[right])),
        Field.HOURS: _hours(own.hours[left], partner.hours[right]),
        Field.TARGET_GROUP: _word(own.target_group[left], partner.target_group[right], table.target_groups),
        Field.RESIDENCE: _word(own.residence[left], partner.residence[right], table.residences),
        Field.AMOUNT: _amount(own.amount[left], partner.amount[right]),
        Field.LABEL: _equal(own.label[left], partner.label[right]),
    }


def _equal(a: Ints, b: Ints) -> Levels:
    levels = np.where(a == b, Level.EQUAL, Level.DIFFERENT).astype(np.int8)
    levels[(a == MISSING) | (b == MISSING)] = Level.MISSING
    return levels


def compare_names(*, table: Table, names: Names, left: Ints, right: Ints, level: Levels) -> Levels:
    """Return the levels of employers with those that are NEAR looked at letter by letter."""
    a, b = table.own.employer[left], table.partner.employer[right]
    found = np.where(level == Level.NEAR, Level.DIFFERENT, level).astype(np.int8)
    return _by_distinct(found, a, b, partial(_names_apart, names))


def _same_employer(own: Columns, partner: Columns, left: Ints, right: Ints) -> Levels:
    levels = _equal(own.employer[left], partner.employer[right])
    levels[levels == Level.DIFFERENT] = Level.NEAR
    number = own.number[left]
    levels[(number == partner.number[right]) & (number != MISSING)] = Level.EQUAL
    return levels


def _names_apart(names: Names, mine: Ints, theirs: Ints) -> Levels:
    """Return the level of each two names that are not equal."""
    likeness = _likeness(names, mine.tolist(), theirs.tolist())
    levels = np.full(len(mine), Level.DIFFERENT, dtype=np.int8)
    for least, level in ((LOOSE_NAME, Level.LOOSE), (ALIKE_NAME, Level.ALIKE), (NEAR_NAME, Level.NEAR)):
        levels[likeness >= least] = level
    other_number = np.array([names.numbers[a] != names.numbers[b] for a, b in zip(mine, theirs, strict=True)], dtype=bool)
    both_known = names.in_partner[mine] & names.in_own[theirs]
    levels[both_known & (levels != Level.DIFFERENT)] = Level.SHIFTED
    levels[~both_known & (levels == Level.DIFFERENT)] = Level.UNKNOWN
    levels[other_number] = Level.DIFFERENT
    return levels


def _likeness(names: Names, mine: Sequence[int], theirs: Sequence[int]) -> npt.NDArray[np.float32]:
    """Return from 0 to 100 how alike each two names are: letter by letter with the words in the order of the alphabet or as they are
    typed, without spaces; or all words of one among those of the other."""
    a, b = [names.texts[code] for code in mine], [names.texts[code] for code in theirs]
    c, d = [names.as_typed[code] for code in mine], [names.as_typed[code] for code in theirs]
    ordered, typed = (cpdist(one, other, scorer=fuzz.ratio, score_cutoff=LOOSE_NAME) for one, other in ((a, b), (c, d)))
    words = cpdist(a, b, scorer=fuzz.token_set_ratio, score_cutoff=ALL_WORDS)
    found: npt.NDArray[np.float32] = np.maximum(np.maximum(ordered, typed), np.where(words >= ALL_WORDS, ALIKE_NAME, 0))
    return found


def _word(a: Ints, b: Ints, texts: Sequence[str]) -> Levels:
    def apart(mine: Ints, theirs: Ints) -> Levels:
        likeness = cpdist([texts[code] for code in mine], [texts[code] for code in theirs], scorer=fuzz.ratio)
        return np.where(likeness >= NEAR_WORD, Level.NEAR, Level.DIFFERENT).astype(np.int8)

    return _by_distinct(_equal(a, b), a, b, apart)


def _by_distinct(levels: Levels, a: Ints, b: Ints, apart: Callable[[Ints, Ints], Levels]) -> Levels:
    """Return the levels with those that are DIFFERENT looked at more closely, once for each two texts."""
    open_ones = np.flatnonzero(levels == Level.DIFFERENT)
    if not len(open_ones):
        return levels
    span = int(b[open_ones].max()) + 1
    both, inverse = np.unique(a[open_ones] * span + b[open_ones], return_inverse=True)
    levels[open_ones] = apart(both // span, both % span)[inverse]
    return levels


def _crossed(own: Columns, partner: Columns, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Return whether one row has for its start what the other has for its end."""
    found: npt.NDArray[np.bool_] = (own.end[left] == partner.start[right]) | (own.start[left] == partner.end[right])
    return found


def _day(a: Ints, b: Ints, swapped: npt.NDArray[np.bool_]) -> Levels:
    apart = np.abs(a - b)
    levels = np.full(len(a), Level.DIFFERENT, dtype=np.int8)
    levels[apart <= LOOSE_DAYS] = Level.LOOSE
    levels[_is_shifted(a, b, apart)] = Level.SHIFTED
    levels[apart <= ALIKE_DAYS] = Level.ALIKE
    levels[apart <= NEAR_DAYS] = Level.NEAR
    levels[swapped] = Level.SWAPPED
    levels[apart == 0] = Level.EQUAL
    levels[(a == MISSING) | (b == MISSING)] = Level.MISSING
    return levels


def _is_shifted(a: Ints, b: Ints, apart: Ints) -> npt.NDArray[np.bool_]:
    """Return whether days look like the same day of another year or of the month before or after."""
    years = np.abs(apart - np.round(apart / 365.25) * 365.25) < 1.01
    months = (apart >= 28) & (apart <= 31)
    return (years & (apart > 360) & (apart < 365 * 10 + 4)) | months


def _hours(a: Ints, b: Ints) -> Levels:
    apart = np.abs(a - b)
    levels = np.full(len(a), Level.DIFFERENT, dtype=np.int8)
    levels[apart <= ALIKE_HOURS] = Level.ALIKE
    levels[apart <= NEAR_HOURS] = Level.NEAR
    whole = (a % 100 == 0) & (b % 100 == 0)
    levels[whole & (a // 1000 == b // 100 % 10) & (b // 1000 == a // 100 % 10) & (apart > 0)] = Level.SWAPPED
    levels[apart == 0] = Level.EQUAL
    levels[(a == MISSING) | (b == MISSING)] = Level.MISSING
    return levels


def _amount(a: Ints, b: Ints) -> Levels:
    apart, larger = np.abs(a - b), np.maximum(a, b)
    smaller = np.minimum(a, b)
    levels = np.full(len(a), Level.DIFFERENT, dtype=np.int8)
    levels[(apart % 9 == 0) & (apart * 2 < larger) & (apart > 0)] = Level.SWAPPED
    for factor in VAT_FACTORS:
        levels[np.abs(np.round(smaller * factor) - larger) <= 100] = Level.SHIFTED
    levels[(apart <= 100) | (apart * 100 <= larger)] = Level.NEAR
    levels[apart == 0] = Level.EQUAL
    levels[(a == MISSING) | (b == MISSING)] = Level.MISSING
    return levels
