"""What a claim is, how its status may move, and how a person is recognised without being named. Pure."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from hashlib import sha256
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.policy.rules import Step
from sroi.values import Period, name_letters


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    REJECTED = "rejected"


OPEN_TO_CONTRACTOR = (ClaimStatus.DRAFT, ClaimStatus.RETURNED)
# A claim that may count or did: a person's days and an invoice are not claimed twice beside these.
LIVE = (ClaimStatus.DRAFT, ClaimStatus.SUBMITTED, ClaimStatus.RETURNED, ClaimStatus.APPROVED)
UNDECIDED = (ClaimStatus.DRAFT, ClaimStatus.SUBMITTED, ClaimStatus.RETURNED)
COUNTED = (ClaimStatus.SUBMITTED, ClaimStatus.APPROVED)
MOVES: dict[ClaimStatus, tuple[ClaimStatus, ...]] = {
    ClaimStatus.DRAFT: (ClaimStatus.SUBMITTED, ClaimStatus.WITHDRAWN),
    ClaimStatus.SUBMITTED: (ClaimStatus.DRAFT, ClaimStatus.WITHDRAWN, ClaimStatus.APPROVED, ClaimStatus.RETURNED, ClaimStatus.REJECTED),
    ClaimStatus.RETURNED: (ClaimStatus.SUBMITTED, ClaimStatus.WITHDRAWN),
    ClaimStatus.WITHDRAWN: (),
    # Back in review, when the WSP reopens its decision.
    ClaimStatus.APPROVED: (ClaimStatus.SUBMITTED,),
    ClaimStatus.REJECTED: (ClaimStatus.SUBMITTED,),
}


class UnableToReport(UnableTo):
    """What was reported cannot be a claim; `field` names the fact."""


class UnableToMoveClaim(UnableTo):
    """The claim's status does not allow this, or someone else moved it first."""


class ClaimNotFound(NotFound):
    """There is no such claim, or it is not the viewer's."""


@dataclass(frozen=True)
class Valued:
    """What a claim is worth over its period, and what the whole would be worth at its end, in euros, whatever limits let count.

    `notes` tell what became known since the claim was submitted and takes something off.
    """

    period: Period
    value: Decimal
    expected: Decimal
    steps: tuple[Step, ...]
    notes: tuple[Step, ...] = ()


@dataclass(frozen=True)
class ClaimRecord:
    """A claim as it is kept; `approved` is set once it was approved. `summary` is one line and `facts` are pairs in
    Dutch; `details` are its kind's own; `required_evidence` is what its policy asks to be shown, `checklist` what it has the
    reviewer check. A subcontractor may have reported it on behalf of the contractor."""

    id: UUID
    number: int
    contract_id: UUID
    contract_number: str
    contract_title: str
    contractor_id: UUID
    contractor_name: str
    kind: str
    kind_label: str
    summary: str
    status: ClaimStatus
    version: int
    period: Period
    value: Decimal
    expected: Decimal
    approved: Decimal | None
    steps: tuple[Step, ...]
    policy_name: str
    created_at: datetime
    submitted_at: datetime | None
    details: object
    facts: tuple[tuple[str, str], ...]
    required_evidence: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    subcontractor_id: UUID | None = None
    subcontractor_name: str = ""


@dataclass(frozen=True)
class EvidenceRecord:
    """A file that proves a claim; `shows` is which evidence of the policy it is, or empty."""

    id: UUID
    claim_id: UUID
    sha256: str
    file_name: str
    media_type: str
    size_bytes: int
    added_at: datetime
    shows: str = ""


@dataclass(frozen=True)
class StatusChange:
    """One step in a claim's history, by whom and why."""

    status: ClaimStatus
    changed_by: str
    changed_at: datetime
    reason: str


def status_label(status: ClaimStatus) -> str:
    """Return the Dutch name of a status."""
    return {
        ClaimStatus.DRAFT: _("Concept"),
        ClaimStatus.SUBMITTED: _("In beoordeling"),
        ClaimStatus.RETURNED: _("Vraag van het WSP"),
        ClaimStatus.WITHDRAWN: _("Ingetrokken"),
        ClaimStatus.APPROVED: _("Goedgekeurd"),
        ClaimStatus.REJECTED: _("Afgewezen"),
    }[status]


def status_tone(status: ClaimStatus) -> str:
    """Return how a status is marked: neutral, success, warning or danger."""
    return {
        ClaimStatus.DRAFT: "neutral",
        ClaimStatus.SUBMITTED: "neutral",
        ClaimStatus.RETURNED: "warning",
        ClaimStatus.WITHDRAWN: "neutral",
        ClaimStatus.APPROVED: "success",
        ClaimStatus.REJECTED: "danger",
    }[status]


def require_move(*, current: ClaimStatus, wanted: ClaimStatus) -> None:
    """Raise UnableToMoveClaim when a claim cannot go from one status to the other."""
    if wanted not in MOVES[current]:
        raise UnableToMoveClaim(_("Dit kan niet meer. De status van deze opgave is: {status}.").format(status=status_label(current)))


def person_token(*, name: str, birth_date: date, key: str) -> str:
    """Return the keyed token by which one person is recognised over contracts; name and birth date are not kept."""
    letters = name_letters(name)
    if not letters:
        raise UnableToReport(_("Vul de achternaam en voorletters van de kandidaat in."), field="candidate_name")
    return hmac.new(key.encode(), f"{letters}|{birth_date.isoformat()}".encode(), sha256).hexdigest()


def first_gap(*, wanted: Period, taken: tuple[Period, ...]) -> Period | None:
    """Return the first days of `wanted` that no period in `taken` holds, or None when every day is taken."""
    assert wanted.end is not None
    start = wanted.start
    for period in sorted(taken, key=lambda one: one.start):
        if period.start <= start and (period.end is None or period.end > start):
            start = period.end or wanted.end
    if start >= wanted.end:
        return None
    ends = [period.start for period in taken if period.start > start]
    return Period(start, min([wanted.end, *ends]))


def days_outside(*, periods: tuple[Period, ...], own: Period) -> int:
    """Return on how many days at least one of the periods runs, before `own` starts or after it ends; each of them has an end.

    Those days used up the cap of a person already, whether they lie earlier or later; a day of `own` itself counts once.
    """
    days, reached = 0, date.min
    parts = [part for period in periods for part in _without(period, own)]
    for start, end in sorted(parts):
        first = max(start, reached)
        if end > first:
            days += (end - first).days
            reached = end
    return days


def _without(period: Period, own: Period) -> tuple[tuple[date, date], ...]:
    """Return the days of a period before another one and after it, each as a start and an exclusive end."""
    assert period.end is not None
    before = (period.start, min(period.end, own.start))
    if own.end is None:
        return (before,)
    return before, (max(period.start, own.end), period.end)
