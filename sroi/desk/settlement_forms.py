"""The forms in which somebody proposes a decision about a contract: one for each kind, from text to a proposal."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.settlement.rules import DecisionKind, Proposal
from sroi.values import day_after, parse_date, parse_euros
from sroi.web.forms import Field, Options

SLUGS = {
    "vrijstelling": DecisionKind.EXEMPTION,
    "gedeeltelijke-vrijstelling": DecisionKind.PARTIAL_EXEMPTION,
    "hardheidsclausule": DecisionKind.HARDSHIP,
    "pso": DecisionKind.PSO_CREDIT,
    "overschot": DecisionKind.TRANSFER,
    "inhouding": DecisionKind.WITHHOLDING,
}
ADOPT, REJECT = "adopt", "reject"
NAMED = (DecisionKind.PARTIAL_EXEMPTION, DecisionKind.HARDSHIP, DecisionKind.TRANSFER)


def intro(kind: DecisionKind) -> str:
    """Return what a kind of decision does, in a sentence."""
    return {
        DecisionKind.EXEMPTION: _("De opdrachtnemer hoeft niets meer te leveren bij dit contract."),
        DecisionKind.PARTIAL_EXEMPTION: _("De opdrachtnemer hoeft een deel niet meer te leveren."),
        DecisionKind.HARDSHIP: _("De regels pakken hier te hard uit. Daarom vervalt een deel van de verplichting, of alles."),
        DecisionKind.PSO_CREDIT: _("De opdrachtnemer heeft een PSO-certificaat. Zolang dat geldig is, hoeft hij minder te leveren."),
        DecisionKind.TRANSFER: _("De opdrachtnemer leverde hier te veel. Dat telt mee bij een ander contract van dezelfde opdrachtnemer."),
        DecisionKind.WITHHOLDING: _("De opdrachtnemer leverde te weinig en de hersteltermijn is voorbij. Het tekort wordt ingehouden."),
    }[kind]


def fields(kind: DecisionKind, *, levels: Options = (), targets: Options = ()) -> tuple[Field, ...]:
    """Return the fields of a kind; `levels` are the PSO levels of the contract's policy, `targets` where a surplus may go."""
    asked = [Field(name="effective_on", label=_("Geldig vanaf"), kind="date", parse=parse_date)]
    if kind is DecisionKind.TRANSFER:
        hint = "" if targets else _("Deze opdrachtnemer heeft geen ander contract waar nog iets te leveren is.")
        label = _("Naar welk contract?")
        asked.append(Field(name="other_contract_id", label=label, kind="select", parse=UUID, options=targets, hint=hint))
    if kind is DecisionKind.PSO_CREDIT:
        hint = "" if levels else _("Het beleid van dit contract noemt geen PSO-treden.")
        asked.append(Field(name="pso_level", label=_("Trede"), kind="select", options=levels, hint=hint))
        asked.append(Field(name="expires_on", label=_("Certificaat geldig tot en met"), kind="date", parse=parse_date))
    if kind in NAMED:
        asked.append(Field(name="amount", label=_("Bedrag"), kind="money", parse=parse_euros))
    hint = _("De opdrachtnemer leest dit als het voorstel is aangenomen. Noem geen namen van kandidaten.")
    return (*asked, Field(name="reason", label=_("Waarom?"), kind="textarea", max_length=2000, hint=hint))


def proposal_of(kind: DecisionKind, got: Mapping[str, Any]) -> Proposal:
    """Return what was filled in as a proposal."""
    return Proposal(
        kind=kind,
        effective_on=got["effective_on"],
        reason=got["reason"],
        amount=got.get("amount"),
        other_contract_id=got.get("other_contract_id"),
        pso_level=got.get("pso_level"),
        expires_on=day_after(got.get("expires_on")),
    )


def decision_fields() -> tuple[Field, ...]:
    """Return the fields of a decision on a proposal."""
    choices = ((ADOPT, _("Aannemen")), (REJECT, _("Afwijzen")))
    hint = _("Verplicht als u afwijst.")
    return (
        Field(name="verdict", label=_("Besluit"), kind="radio", options=choices, missing=_("Kies een besluit.")),
        Field(name="reason", label=_("Toelichting"), kind="textarea", max_length=2000, required=False, hint=hint),
    )


def withdrawal_fields() -> tuple[Field, ...]:
    """Return the fields of a withdrawal."""
    return (Field(name="reason", label=_("Waarom trekt u het voorstel in?"), kind="textarea", max_length=2000),)
