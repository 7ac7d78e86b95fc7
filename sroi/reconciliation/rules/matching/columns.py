"""Rows -> columns of whole numbers, so that numpy compares millions of pairs.

In: two lists of rows. Out: `Columns` for each, with codes that mean the same in both. Here spelling is brought together: legal
forms, punctuation and the order of words of an employer, signs in an invoice number; and values that stand in each other's
column are put right where the lists themselves show what belongs where.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from imports.region_list import FULL_TIME_HOURS, MAX_HOURS
from sroi.reconciliation.rules.matching.rows import Row, RowKind
from sroi.values import search_text

Ints = npt.NDArray[np.int64]

MISSING = -1
# Legal forms and other words that do not tell one employer from another; in `plain_employer` dots are gone already.
LEGAL_FORMS = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "cv",
        "ua",
        "ba",
        "stichting",
        "st",
        "sticht",
        "vereniging",
        "ver",
        "maatschap",
        "eenmanszaak",
        "cooperatie",
        "coop",
        "cooperatief",
        "holding",
        "groep",
        "nederland",
        "inc",
        "ltd",
        "gmbh",
        "de",
        "het",
        "the",
    ]
)
TEXTS = ("employer", "target_group", "residence", "label")
# A value belongs to the column in which it stands this often at least, and so many times as often as in any other.
HOME_COUNT, HOME_RATIO = 4, 5

_DOTS = re.compile(r"(?<=\b\w)[.\s](?=\w\b)")
_SIGNS = re.compile(r"[\W_]+")
# A digit before a letter is how a machine that reads paper takes a letter: 'transp0rt', '5choonmaak'.
LETTERS = {"0": "o", "1": "l", "5": "s", "6": "b", "8": "b"}
_MISREAD = re.compile(r"(?<!\d)[01568](?=[^\W\d])")


@dataclass(frozen=True)
class Columns:
    """One list of n rows as arrays of n whole numbers; -1 is unknown. Days are ordinals, hours hundredths, amounts cents.

    `place` is the place of a row's key among all keys of the list: what breaks a tie whatever the order of the rows. `swapped_start`
    and `swapped_end` are the days with day and month exchanged, where that is another day.
    """

    keys: tuple[str, ...]
    place: Ints
    kind: Ints
    person: Ints
    invoice: Ints
    label: Ints
    employer: Ints
    number: Ints
    start: Ints
    swapped_start: Ints
    end: Ints
    swapped_end: Ints
    hours: Ints
    target_group: Ints
    residence: Ints
    amount: Ints


@dataclass(frozen=True)
class Table:
    """Both lists, and the texts that the codes of employers, target groups and residences stand for.

    `employers_as_typed` are the letters of the employers with their words in the order in which they are mostly typed.
    """

    own: Columns
    partner: Columns
    employers: list[str]
    employers_as_typed: list[str]
    target_groups: list[str]
    residences: list[str]


class Codes(dict[str | None, int]):
    """Whole numbers for texts, from nought, in the order in which the texts come; -1 for an empty one. By the texts as they are typed."""

    def __init__(self, plain: Callable[[str], str]) -> None:
        super().__init__()
        self._plain = plain
        self._by_text: dict[str, int] = {}
        self.texts: list[str] = []

    def __missing__(self, raw: str | None) -> int:
        text = self._plain(raw or "")
        code = self._by_text.setdefault(text, len(self.texts)) if text else MISSING
        if code == len(self.texts):
            self.texts.append(text)
        self[raw] = code
        return code

    def of(self, values: Iterable[str | None]) -> Ints:
        """Return the code of each value."""
        return np.fromiter(map(self.__getitem__, values), dtype=np.int64)


def plain_employer(name: str) -> str:
    """Return the words of a name that tell one employer from another, in the order of the alphabet."""
    return _in_alphabet(_telling_words(name))


def _telling_words(name: str) -> str:
    words = _words(name)
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def _in_alphabet(words: str) -> str:
    return " ".join(sorted(words.split()))


def plain_place(name: str) -> str:
    """Return a municipality without the word 'gemeente' and without the province that tells two of one name apart: 'Bergen (L.)'."""
    return " ".join(word for word in _words(name.partition(" (")[0]) if word not in ("gemeente", "gem"))


def plain_group(name: str) -> str:
    """Return the letters of a target group without what an explanation in brackets adds: 'Banenafspraak (ook Wajong)'."""
    return plain_letters(name.partition(" (")[0])


def plain_letters(text: str) -> str:
    """Return the letters and digits of a text alone."""
    return _SIGNS.sub("", search_text(text))


def _words(text: str) -> list[str]:
    joined = _DOTS.sub("", search_text(text).replace("&", " en "))
    return _MISREAD.sub(_letter, _SIGNS.sub(" ", joined.replace("'", " "))).split()


def _letter(digit: re.Match[str]) -> str:
    return LETTERS[digit[0]]


def columns_of(*, own: Sequence[Row], partner: Sequence[Row]) -> Table:
    """Return both lists as columns."""
    codes = {
        "employer": Codes(_telling_words),
        "target_group": Codes(plain_group),
        "residence": Codes(plain_place),
        "label": Codes(plain_letters),
        "invoice": Codes(plain_letters),
        "person": Codes(str),
        "number": Codes(str),
    }
    homes = _homes([*own, *partner])
    left, right = (_columns(rows, codes, homes) for rows in (own, partner))
    return _in_one_order(left, right, codes)


def _in_one_order(left: Columns, right: Columns, codes: dict[str, Codes]) -> Table:
    """Return both lists with one code for an employer whatever the order of its words."""
    typed, names = codes["employer"].texts, Codes(_in_alphabet)
    code = names.of(typed)
    employers = np.concatenate([left.employer, right.employer])
    rows = np.bincount(employers[employers != MISSING], minlength=len(typed))
    mostly: dict[int, str] = {}
    for number in sorted(range(len(typed)), key=lambda number: (-rows[number], typed[number])):
        mostly.setdefault(int(code[number]), typed[number].replace(" ", ""))
    as_typed = [mostly[number] for number in range(len(names.texts))]
    left, right = (replace(side, employer=recoded(code, side.employer)) for side in (left, right))
    return Table(left, right, names.texts, as_typed, codes["target_group"].texts, codes["residence"].texts)


def recoded(code: Ints, codes: Ints) -> Ints:
    """Return each of `codes` as the code that it goes by; what is missing stays so."""
    known = codes != MISSING
    found = codes.copy()
    found[known] = code[codes[known]]
    return found


def _columns(rows: Sequence[Row], codes: dict[str, Codes], homes: dict[str, int]) -> Columns:
    keys = tuple(row.key for row in rows)
    place = np.empty(len(rows), dtype=np.int64)
    place[sorted(range(len(rows)), key=keys.__getitem__)] = np.arange(len(rows))
    texts = _texts(rows, homes)
    start, end = _in_order(_days(row.start for row in rows), _days(row.end for row in rows))
    kinds = {kind: number for number, kind in enumerate(RowKind)}
    return Columns(
        keys=keys,
        place=place,
        kind=np.array([kinds[row.kind] for row in rows], dtype=np.int64),
        person=codes["person"].of(row.person for row in rows),
        invoice=codes["invoice"].of(row.invoice for row in rows),
        label=codes["label"].of(texts["label"]),
        employer=codes["employer"].of(texts["employer"]),
        number=codes["number"].of(row.employer_number for row in rows),
        start=start,
        swapped_start=_swapped(start),
        end=end,
        swapped_end=_swapped(end),
        hours=_of_a_week(np.array([MISSING if row.hours is None else int(row.hours * 100) for row in rows], dtype=np.int64)),
        target_group=codes["target_group"].of(texts["target_group"]),
        residence=codes["residence"].of(texts["residence"]),
        amount=np.array([MISSING if row.amount is None else int(row.amount * 100) for row in rows], dtype=np.int64),
    )


def _days(days: Iterable[date | None]) -> Ints:
    return np.array([MISSING if day is None else day.toordinal() for day in days], dtype=np.int64)


def _swapped(days: Ints) -> Ints:
    known, inverse = np.unique(days, return_inverse=True)
    return np.array([_swapped_day(ordinal) for ordinal in known.tolist()] or [MISSING], dtype=np.int64)[inverse]


def _swapped_day(ordinal: int) -> int:
    if ordinal == MISSING:
        return MISSING
    day = date.fromordinal(ordinal)
    return MISSING if day.day > 12 or day.day == day.month else date(day.year, day.day, day.month).toordinal()


def _of_a_week(hours: Ints) -> Ints:
    """Return hours of a week: more than fit in one are a month's, and one or less is a share of full time. Rounded to half an hour."""
    month, full_time = hours * 12 / 52, hours * FULL_TIME_HOURS
    week = np.where(hours > MAX_HOURS * 100, month, np.where(hours <= 100, full_time, hours))
    rounded = np.round(week / 50).astype(np.int64) * 50
    return np.where((hours == MISSING) | (week == hours), hours, rounded)


def _in_order(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the days with an end before its start taken for the start."""
    turned = (start != MISSING) & (end != MISSING) & (end < start)
    return np.where(turned, end, start), np.where(turned, start, end)


def _homes(rows: Sequence[Row]) -> dict[str, int]:
    """Return the column that a text belongs to, for each text that clearly belongs to one."""
    counts = [Counter(map(attrgetter(name), rows)) for name in TEXTS]
    homes: dict[str, int] = {}
    for column, counter in enumerate(counts):
        others = [other for other in counts if other is not counter]
        for text, count in counter.items():
            if text and count >= HOME_COUNT and all(count >= HOME_RATIO * other[text] for other in others):
                homes[text] = column
    return homes


def _texts(rows: Sequence[Row], homes: dict[str, int]) -> dict[str, list[str]]:
    found = list(map(attrgetter(*TEXTS), rows))
    for index in sorted({index for column, name in enumerate(TEXTS) for index in _astray(rows, name, column, homes)}):
        found[index] = _put_right(found[index], homes)
    return {name: [texts[column] for texts in found] for column, name in enumerate(TEXTS)}


def _astray(rows: Sequence[Row], name: str, column: int, homes: dict[str, int]) -> list[int]:
    """Return which rows have in this column a text that belongs to another."""
    elsewhere = {text for text, home in homes.items() if home != column}
    return [index for index, text in enumerate(map(attrgetter(name), rows)) if text in elsewhere] if elsewhere else []


def _put_right(texts: tuple[str, str, str, str], homes: dict[str, int]) -> tuple[str, str, str, str]:
    """Return the texts with each in the column that it belongs to; others stay, or take a column that came free."""
    placed: dict[int, str] = {}
    rest: list[tuple[int, str]] = []
    for column, text in enumerate(texts):
        home = homes.get(text)
        if home is not None and home not in placed:
            placed[home] = text
        elif text:
            rest.append((column, text))
    for column, text in rest:
        free = [one for one in (column, *range(len(texts))) if one not in placed]
        placed[free[0]] = text
    return placed.get(0, ""), placed.get(1, ""), placed.get(2, ""), placed.get(3, "")
