"""What is matched, and what comes of it: rows of the own register and of a list of the region, pairs and proposals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple


class RowKind(StrEnum):
    """What a row claims; rows of different kinds are never the same."""

    PLACEMENT = "placement"
    TRAINING = "training"
    PURCHASE = "purchase"


class Verdict(StrEnum):
    """How a row of either list ends."""

    MATCHED = "matched"
    OWN_ONLY = "own_only"
    PARTNER_ONLY = "partner_only"
    SUSPECTED_DUPLICATE = "suspected_duplicate"
    DISPUTED = "disputed"


class Field(StrEnum):
    """What is compared between two rows."""

    PERSON = "person"
    INVOICE = "invoice"
    EMPLOYER = "employer"
    START = "start"
    END = "end"
    HOURS = "hours"
    TARGET_GROUP = "target_group"
    RESIDENCE = "residence"
    AMOUNT = "amount"
    LABEL = "label"


FIELDS = tuple(Field)


class Level(IntEnum):
    """How well two values agree. What each level means for a field stands in `comparing`."""

    MISSING = 0
    EQUAL = 1
    NEAR = 2
    ALIKE = 3
    SWAPPED = 4
    SHIFTED = 5
    LOOSE = 6
    DIFFERENT = 7
    UNKNOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One placement, training or purchase as one of both lists has it.

    `key` is unique in its list. `person` is the keyed token of name and birth date; the name itself is never here. `employer` is
    the provider of a training and the supplier of a purchase, `start` the day of its invoice. `end` is exclusive; hours are a
    week's; `amount` is in euros ex VAT. Empty texts and None are unknown, and say nothing for or against.
    """

    key: str
    kind: RowKind
    invoice: str = ""
    person: str | None = None
    label: str = ""
    employer: str = ""
    employer_number: str | None = None
    start: date | None = None
    end: date | None = None
    hours: Decimal | None = None
    target_group: str = ""
    residence: str = ""
    amount: Decimal | None = None


class Pair(NamedTuple):
    """A row of the own register beside one of the region, by their keys, and how sure it is that they are the same.

    `score` runs from 0 to 100 and counts what else fits either row: two rows that fit equally well score at most 50.
    `codes` are the levels in the order of `FIELDS`. `has_rivals` tells whether another row fits nearly as well.
    A tuple, because there may be hundreds of thousands.
    """

    own: str
    partner: str
    score: int
    codes: tuple[int, ...]
    has_rivals: bool = False

    @property
    def levels(self) -> dict[Field, Level]:
        """Return how well each field agrees."""
        return {field: Level(code) for field, code in zip(FIELDS, self.codes, strict=True)}


class Proposal(NamedTuple):
    """What is proposed for one row. `pair` says with which row of the other list; `repeats` is the key of a row of the same list
    that it looks like a repetition of. A sure proposal may be decided in bulk."""

    key: str
    verdict: Verdict
    is_sure: bool
    pair: Pair | None = None
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """The proposals for all rows of both lists, in the order of the rows, and the proposed pairs: each row in one at most."""

    own: tuple[Proposal, ...]
    partner: tuple[Proposal, ...]
    pairs: tuple[Pair, ...]
