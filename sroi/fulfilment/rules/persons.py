"""What is known of a person from all claims: on which days, at which employer, for how much of a working week. Pure.

A claim may be another contractor's. What a refusal says then is that the days are taken, and never whose they are or how much is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from uuid import UUID

from sroi.fulfilment.rules.claims import COUNTED, ClaimStatus
from sroi.fulfilment.rules.shares import ALL, Held, Parts, most_held, size_of
from sroi.values import Period, format_percentage, name_letters, search_text

MAX_KEY = 200


@dataclass(frozen=True)
class Work:
    """Where and how much a person works: the employer's name, hours a week, the hours of a full week where the policy says so, and the
    hundredths of a percent of it that a claim takes."""

    employer_name: str
    hours_per_week: Decimal
    full_time_hours_per_week: Decimal | None
    share: int


@dataclass(frozen=True)
class PersonClaim:
    """A live claim for a person. `person` is the token, or the candidate's id where no token is known; `organisation_id` reported it."""

    claim_id: UUID
    number: int
    person: str
    contract_id: UUID
    organisation_id: UUID
    status: ClaimStatus
    submitted_at: datetime | None
    period: Period
    employer_name: str
    hours_per_week: Decimal
    parts: Parts


def employer_key(name: str) -> str:
    """Return what an employer is known by: its name without capitals, accents, spaces and punctuation, or what is left of signs alone."""
    return (name_letters(name) or search_text(name))[:MAX_KEY]


def is_same_employer(one: str, other: str) -> bool:
    """Return whether two names are one employer."""
    return employer_key(one) == employer_key(other)


def claimed_periods(*, claims: Iterable[PersonClaim], contract_id: UUID, employer_name: str) -> tuple[Period, ...]:
    """Return the days that claims on this contract hold already for a person at this employer."""
    return tuple(
        claim.period for claim in claims if claim.contract_id == contract_id and is_same_employer(claim.employer_name, employer_name)
    )


def counted_periods(*, claims: Iterable[PersonClaim], turn: tuple[datetime, int] | None = None) -> tuple[Period, ...]:
    """Return the days on which a person counts in claims that were submitted or approved, on any contract.

    With `turn`, a moment and a number of submission, only those that were submitted before it.
    """
    counted = [claim for claim in claims if claim.status in COUNTED and claim.submitted_at is not None]
    return tuple(claim.period for claim in counted if turn is None or (claim.submitted_at, claim.number) < turn)


def binding_claims(*, claims: Iterable[PersonClaim], organisation_id: UUID) -> tuple[PersonClaim, ...]:
    """Return what takes of a person's days: an organisation's own claims, and those that others submitted; a draft binds nobody else."""
    return tuple(claim for claim in claims if claim.organisation_id == organisation_id or claim.status in COUNTED)


def free_share_refusal(
    *, wanted: int, employer_name: str, period: Period, others: Iterable[PersonClaim], organisation_id: UUID
) -> str | None:
    """Return why a claim cannot take `wanted` hundredths of a percent of a placement over a period, or None when it can.

    A placement is a person at an employer; on no day do the claims for it take more than all of it. Work at another employer is a placement
    of its own: `is_over_full_time` says whether both fit in a week.
    """
    same = [other for other in others if other.period.overlaps(period) and is_same_employer(other.employer_name, employer_name)]
    free = ALL - most_held(held=[Held(other.period, Fraction(size_of(other.parts))) for other in same], period=period)
    return None if wanted <= free else _refusal(same, organisation_id, free)


def is_over_full_time(*, work: Work, period: Period, others: Iterable[PersonClaim]) -> bool:
    """Return whether a person, with what others claim, works more than a full week on some day; False where nobody says what that is."""
    full = work.full_time_hours_per_week
    if full is None:
        return False
    held = [Held(other.period, Fraction(other.hours_per_week) * size_of(other.parts) / ALL) for other in others]
    return most_held(held=held, period=period) + Fraction(work.hours_per_week) * work.share / ALL > Fraction(full)


def _refusal(same: list[PersonClaim], organisation_id: UUID, free: Fraction) -> str:
    if any(other.organisation_id != organisation_id for other in same):
        return _(
            "Deze persoon telt op deze dagen al mee bij een ander contract. "
            "Samen mag dat niet meer dan 100% zijn. Kies een kleiner deel, of overleg met het WSP."
        )
    numbers = ", ".join(str(number) for number in sorted(other.number for other in same))
    if free <= 0:
        return _("Deze persoon telt op deze dagen al helemaal mee, in opgave {numbers}. Verlaag daar eerst het deel.").format(
            numbers=numbers
        )
    return _("Van deze plaatsing is op deze dagen nog {free} vrij; de rest staat in opgave {numbers}. Kies ten hoogste dat deel.").format(
        free=format_percentage(Decimal(int(free)) / 100), numbers=numbers
    )
