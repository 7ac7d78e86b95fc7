"""What both parts of the calculator share: which policy is meant, and how a calculation is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any

from sroi.errors import UnableTo
from sroi.policy.queries import policies
from sroi.policy.rules import Owner, Policy, Step, covers_award, policy_for_award
from sroi.values import format_date, parse_date
from sroi.web.forms import Field, Submission

CALCULATE = "calculate"


class UnableToChoose(UnableTo):
    """No policy can be meant; `field` names what to fill in."""


@dataclass(frozen=True)
class Calculation:
    """A calculation as the page shows it: the outcome in words, figures of (label, value, explanation), steps, and the policy."""

    outcome: str
    figures: tuple[tuple[str, str, str], ...]
    steps: tuple[Step, ...]
    questions: tuple[str, ...]
    policy: Policy | None
    tone: str = "neutral"


async def known_policies() -> tuple[Policy, ...]:
    """Return every policy."""
    return await policies()


def choice_fields(known: Iterable[Policy], *, needs_day: bool) -> tuple[Field, ...]:
    """Return the fields that choose a policy: by authority and award date as the register does, or by name."""
    held = tuple(known)
    owners = {_key(policy.owner): policy.owner.name for policy in held if _is_of_authority(policy)}
    names = tuple((policy.name, f"{policy.title} ({policy.name})") for policy in held)
    return (
        Field(
            name="authority",
            label=_("Aanbestedende dienst"),
            kind="select",
            options=(("", _("Maak een keuze")), *sorted(owners.items(), key=lambda owner: owner[1])),
            required=False,
            hint=_("Wie gunt de opdracht? Laat leeg als u zelf een beleid kiest."),
        ),
        Field(
            name="awarded_on",
            label=_("Gunningsdatum"),
            kind="date",
            parse=parse_date,
            required=needs_day,
            hint=_("Bepaalt welk beleid geldt. Dag-maand-jaar, bijvoorbeeld 31-12-2024."),
        ),
        Field(
            name="published_on",
            label=_("Publicatiedatum van de aanbesteding"),
            kind="date",
            parse=parse_date,
            required=False,
            hint=_("Alleen als het beleid daarnaar kijkt. Dag-maand-jaar."),
        ),
        Field(
            name="policy",
            label=_("Zelf een beleid kiezen"),
            kind="select",
            options=(("", _("Het beleid van de dienst op de gunningsdatum")), *names),
            required=False,
            hint=_("Alleen als u met een ander beleid wilt rekenen."),
        ),
    )


def with_choice(submission: Submission) -> Submission:
    """Return a submission with an error when neither an authority nor a policy was chosen, beside whatever else is wrong with it."""
    got = submission.values
    if {"authority", "policy"} <= got.keys() and not (got["authority"] or got["policy"]):
        return submission.with_error(field="authority", message=_("Kies een aanbestedende dienst, of kies zelf een beleid."))
    return submission


def policy_meant(*, known: Iterable[Policy], chosen: Mapping[str, Any]) -> Policy | None:
    """Return the policy that was named, or the authority's on the award date; None when it does not cover the award.

    `chosen` holds one of both (see `with_choice`). Raises UnableToChoose on the day that is missing.
    """
    held = tuple(known)
    awarded_on, published_on = chosen["awarded_on"], chosen["published_on"]
    if chosen["policy"]:
        named = next(policy for policy in held if policy.name == chosen["policy"])
        is_covered = awarded_on is None or covers_award(policy=named, awarded_on=awarded_on, published_on=published_on)
        return named if is_covered else None
    if awarded_on is None:
        raise UnableToChoose(_("Vul de gunningsdatum in: die bepaalt welk beleid geldt."), field="awarded_on")
    owner = next(policy.owner for policy in held if _is_of_authority(policy) and _key(policy.owner) == chosen["authority"])
    found = _of(owner, held, awarded_on, published_on)
    if found is None and published_on is None and _of(owner, held, awarded_on, awarded_on) is not None:
        raise UnableToChoose(_("Het beleid van deze dienst kijkt naar de publicatiedatum. Vul die in."), field="published_on")
    return found


def not_covering(chosen: Mapping[str, Any]) -> UnableToChoose:
    """Return the refusal for a day on which the policy that is meant does not hold."""
    text = _("Op {day} geldt dit beleid niet, of is er geen beleid. Kies een andere dag, of kies zelf een beleid.")
    return UnableToChoose(text.format(day=format_date(chosen["published_on"] or chosen["awarded_on"])), field="awarded_on")


def _is_of_authority(policy: Policy) -> bool:
    return not policy.is_region and bool(policy.obligations)


def _key(owner: Owner) -> str:
    return owner.code or owner.name


def _of(owner: Owner, held: tuple[Policy, ...], awarded_on: date, published_on: date | None) -> Policy | None:
    return policy_for_award(
        policies=held, authority_code=owner.code, awarded_on=awarded_on, published_on=published_on, authority_name=owner.name
    )
