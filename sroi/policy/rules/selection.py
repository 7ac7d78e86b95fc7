"""Which version of a policy a contract falls under, and whether the versions of one owner follow each other without gap or overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from itertools import groupby, pairwise

from sroi.policy.rules.schema import Policy, ReferenceDate
from sroi.values import format_date, search_text


@dataclass(frozen=True)
class DateConflict:
    """Two versions of one owner that leave days without a policy, or give days two of them."""

    earlier: str
    later: str
    message: str


def policy_for_award(
    *, policies: Iterable[Policy], authority_code: str | None, awarded_on: date, published_on: date | None = None, authority_name: str = ""
) -> Policy | None:
    """Return the authority's policy in force on its reference date, or None when none covers the award.

    An authority is known by its code, one without a code by its name. A later version takes over from its first day. A policy that goes
    by publication covers nothing while the publication date is not known.
    """
    covering = [
        policy
        for policy in policies
        if policy.obligations
        and covers_award(policy=policy, awarded_on=awarded_on, published_on=published_on)
        and is_owned_by(policy=policy, authority_code=authority_code, authority_name=authority_name)
    ]
    return max(covering, key=lambda policy: policy.in_force_from, default=None)


def covers_award(*, policy: Policy, awarded_on: date, published_on: date | None = None) -> bool:
    """Return whether a policy is in force on the date that it goes by: the award's, or the publication's where that is known."""
    day = published_on if policy.reference_date is ReferenceDate.PUBLICATION else awarded_on
    if day is None or day < policy.in_force_from:
        return False
    return policy.in_force_until is None or day < policy.in_force_until


def version_before(*, policy: Policy, policies: Iterable[Policy]) -> Policy | None:
    """Return the version of the same owner that a policy follows, or None when it is the first."""
    earlier = [other for other in policies if _owner_key(other) == _owner_key(policy) and other.in_force_from < policy.in_force_from]
    return max(earlier, key=lambda other: other.in_force_from, default=None)


def is_owned_by(*, policy: Policy, authority_code: str | None, authority_name: str) -> bool:
    """Return whether an authority owns a policy: known by its code, or where either has none by its name. A region is no authority."""
    if policy.is_region:
        return False
    if policy.owner.code is not None and authority_code is not None:
        return policy.owner.code == authority_code
    return search_text(policy.owner.name) == search_text(authority_name)


def date_conflicts(*, policies: Iterable[Policy]) -> tuple[DateConflict, ...]:
    """Return the gaps and overlaps between the versions of each owner. A version without an end holds until the next one."""
    ordered = sorted(policies, key=lambda policy: (_owner_key(policy), policy.in_force_from, policy.name))
    conflicts = []
    for _owner, versions in groupby(ordered, key=_owner_key):
        conflicts += [conflict for pair in pairwise(versions) if (conflict := _conflict(*pair)) is not None]
    return tuple(conflicts)


def _owner_key(policy: Policy) -> tuple[bool, str]:
    return policy.is_region, policy.owner.code or search_text(policy.owner.name)


def _conflict(earlier: Policy, later: Policy) -> DateConflict | None:
    end, start = earlier.in_force_until, later.in_force_from
    if earlier.in_force_from == start:
        message = _("{earlier} en {later} gelden allebei vanaf {start}. Kies voor een van beide een andere dag.")
    elif end is None or end == start:
        return None
    elif end > start:
        message = _("{earlier} geldt tot {end} en {later} al vanaf {start}: die dagen overlappen. Maak beide dagen gelijk.")
    else:
        message = _("{earlier} geldt tot {end} en {later} pas vanaf {start}: daartussen geldt geen beleid. Maak beide dagen gelijk.")
    text = message.format(earlier=earlier.name, later=later.name, start=format_date(start), end=format_date(end))
    return DateConflict(earlier.name, later.name, text)
