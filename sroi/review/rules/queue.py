"""In which order claims wait for a decision, and what the queue can be narrowed to. Pure.

The order is a sum of points, and with as many points the claim that waits longest comes first. The points are told on the page and in
docs/desk.md. No amount is named: what a claim is worth is held against what its contract owes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from gettext import gettext as _
from gettext import ngettext
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.rules import ClaimRecord
from sroi.values import end_of_day

MAX_FILTER_NAME = 60
MAX_FILTERS = 20
# A claim that waits so many days or longer gets so many points; the longest holds.
AGE_POINTS = ((28, 40), (14, 20), (7, 10))
# The contract's last day is past, or at most so many days away.
DEADLINE_POINTS = ((0, 30), (30, 15))
DOUBLE_POINTS = 20
# So many other warnings or more; the most holds.
WARNING_POINTS = ((2, 20), (1, 10))
ANSWER_POINTS = 10
# The claim is at least one in so many of what the contract owes: a quarter, a tenth.
AMOUNT_POINTS = ((4, 20), (10, 10))

Key = tuple[int, datetime, int]


class Standing(StrEnum):
    """Which claims in review a queue shows: those that need a decision, or those that wait for an answer of the contractor."""

    TO_DECIDE = "to_decide"
    ASKED = "asked"


class Doubled(StrEnum):
    """Whether a queue shows claims for a person's days or an invoice that another claim has too, or those that have their own."""

    YES = "yes"
    NO = "no"


class Warned(StrEnum):
    """Whether a queue shows claims with any warning, double or other, or those without one."""

    YES = "yes"
    NO = "no"


class FilterNotFound(NotFound):
    """There is no such saved filter, or it is someone else's."""


class UnableToSaveFilter(UnableTo):
    """The filter cannot be kept under this name."""


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; `kind` is a kind of fulfilment, `waits_days` how long a claim waits at least."""

    text: str = ""
    kind: str | None = None
    doubled: Doubled | None = None
    warned: Warned | None = None
    waits_days: int = 0
    standing: Standing = Standing.TO_DECIDE


@dataclass(frozen=True)
class Weight:
    """Why a claim stands where it stands: its points, and what they are for."""

    age: int = 0
    deadline: int = 0
    double: int = 0
    warnings: int = 0
    answer: int = 0
    amount: int = 0

    @property
    def points(self) -> int:
        """Return all points together."""
        return self.age + self.deadline + self.double + self.warnings + self.answer + self.amount


@dataclass(frozen=True)
class Waiting:
    """A claim in the queue with its weight."""

    record: ClaimRecord
    weight: Weight

    @property
    def key(self) -> Key:
        """Return what the next page starts after."""
        assert self.record.submitted_at is not None
        return self.weight.points, self.record.submitted_at, self.record.number


@dataclass(frozen=True)
class QueueCounts:
    """How many claims are in review: to decide, possibly double among those, and waiting for an answer."""

    to_decide: int
    doubled: int
    asked: int


@dataclass(frozen=True)
class SavedFilter:
    """A filter under the name that its owner gave it; `query` is the part of the address that makes it."""

    id: UUID
    name: str
    query: str


def waits_since(*, days: int, as_of: date) -> datetime:
    """Return the moment by which a claim was submitted that waits at least so many days, in UTC."""
    return end_of_day(as_of - timedelta(days=days)).astimezone(UTC)


def weight_reasons(weight: Weight) -> str:
    """Return in Dutch what gives a claim its place, the heaviest first; nothing for a claim without points."""
    told = (
        (weight.age, _("wacht lang")),
        (weight.deadline, _("contract afgelopen") if weight.deadline == DEADLINE_POINTS[0][1] else _("contract loopt bijna af")),
        (weight.double, _("mogelijk dubbel")),
        (weight.warnings, _("let op de waarschuwingen")),
        (weight.amount, _("groot deel van de verplichting")),
        (weight.answer, _("antwoord binnen")),
    )
    reasons = ", ".join(words for points, words in sorted(told, key=lambda one: -one[0]) if points)
    text = ngettext("{number} punt: {reasons}", "{number} punten: {reasons}", weight.points)
    return text.format(number=weight.points, reasons=reasons) if reasons else ""
