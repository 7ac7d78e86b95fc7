"""What a partner is, when its recognition holds, and what cannot be true of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.policy.rules import Policy
from sroi.values import search_text

MAX_NAME, MAX_DESCRIPTION, MAX_WEBSITE = 200, 2_000, 200


class Offer(StrEnum):
    """What a contractor can find at a partner."""

    PLACEMENTS = "placements"
    TRAINING = "training"
    PURCHASES = "purchases"


class PsoLevel(StrEnum):
    """The steps of the Prestatieladder Socialer Ondernemen. Source: PSO-Nederland, the certificates that it issues."""

    ASPIRANT = "aspirant"
    STEP_1 = "step_1"
    STEP_2 = "step_2"
    STEP_3 = "step_3"
    STEP_30_PLUS = "step_30_plus"


class PartnerNotFound(NotFound):
    """No such partner."""


class UnableToKeepPartner(UnableTo):
    """What was given of a partner cannot be true, or somebody else changed it meanwhile."""


@dataclass(frozen=True, kw_only=True)
class PartnerFacts:
    """What is known of a partner.

    `supplier_kind` is a key of a policy's purchases: as what its invoices count while it is recognised. `municipality` is a CBS code.
    Periods are half-open: `recognised_before`, `pso_before` and `left_on` are the first day on which something no longer holds.
    """

    name: str
    kvk_number: str | None = None
    municipality: str | None = None
    website: str = ""
    description: str = ""
    offers: frozenset[Offer] = frozenset()
    supplier_kind: str | None = None
    recognised_by: str = ""
    recognised_from: date | None = None
    recognised_before: date | None = None
    pso_level: PsoLevel | None = None
    pso_before: date | None = None
    joined_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class PartnerRecord:
    """A partner as it is kept; `version` counts its changes."""

    id: UUID
    version: int
    facts: PartnerFacts

    @property
    def key(self) -> tuple[str, UUID]:
        """Return the place of the partner in a list by name."""
        return name_key(self.facts.name), self.id


class Recognition(StrEnum):
    """How a partner stands as a supplier on a day."""

    NONE = "none"
    LATER = "later"
    HOLDS = "holds"
    EXPIRED = "expired"


def supplier_kinds(known: Iterable[Policy]) -> dict[str, str]:
    """Return the kinds of supplier whose invoices count by any policy: their keys with the label that the newest policy gives them."""
    newest_last = sorted(known, key=lambda policy: (policy.in_force_from, policy.name))
    return {key: block.label for policy in newest_last for key, block in policy.purchases.items()}


def name_key(name: str) -> str:
    """Return what names are sorted by."""
    return search_text(name)


def recognition(facts: PartnerFacts, *, on: date) -> Recognition:
    """Return how a partner is recognised as a supplier on a day."""
    if facts.supplier_kind is None or facts.recognised_from is None:
        return Recognition.NONE
    if on < facts.recognised_from:
        return Recognition.LATER
    return Recognition.HOLDS if facts.recognised_before is None or on < facts.recognised_before else Recognition.EXPIRED


def has_pso(facts: PartnerFacts, *, on: date) -> bool:
    """Return whether the partner's PSO certificate holds on a day."""
    return facts.pso_level is not None and (facts.pso_before is None or on < facts.pso_before)


def is_network_partner(facts: PartnerFacts, *, on: date) -> bool:
    """Return whether the partner belongs to the network on a day."""
    return facts.joined_on is not None and facts.joined_on <= on and (facts.left_on is None or on < facts.left_on)


def offer_label(offer: Offer) -> str:
    """Return the Dutch name of what a partner offers."""
    return {Offer.PLACEMENTS: _("Werkplekken"), Offer.TRAINING: _("Scholing"), Offer.PURCHASES: _("Sociale inkoop")}[offer]


def pso_label(level: PsoLevel) -> str:
    """Return the Dutch name of a PSO level."""
    return {
        PsoLevel.ASPIRANT: _("PSO aspirant"),
        PsoLevel.STEP_1: _("PSO trede 1"),
        PsoLevel.STEP_2: _("PSO trede 2"),
        PsoLevel.STEP_3: _("PSO trede 3"),
        PsoLevel.STEP_30_PLUS: _("PSO 30+"),
    }[level]


def check_facts(facts: PartnerFacts) -> None:
    """Raise UnableToKeepPartner on the field with what cannot be true of a partner."""
    if not facts.name.strip():
        raise UnableToKeepPartner(_("Vul de naam van de partner in."), field="name")
    if facts.supplier_kind is not None and facts.recognised_from is None:
        raise UnableToKeepPartner(_("Vul in vanaf wanneer de erkenning geldt."), field="recognised_from")
    if facts.supplier_kind is None and facts.recognised_from is not None:
        raise UnableToKeepPartner(_("Kies als welke soort leverancier de partner is erkend."), field="supplier_kind")
    if facts.recognised_before is not None and (facts.recognised_from is None or facts.recognised_before <= facts.recognised_from):
        raise UnableToKeepPartner(_("De erkenning kan niet eindigen voor zij begint."), field="recognised_until")
    if facts.pso_before is not None and facts.pso_level is None:
        raise UnableToKeepPartner(_("Kies het PSO-niveau waarbij deze einddatum hoort."), field="pso_level")
    if facts.left_on is not None and (facts.joined_on is None or facts.left_on <= facts.joined_on):
        raise UnableToKeepPartner(_("Een partner kan het netwerk niet verlaten voor zij erbij kwam."), field="left_on")
    if Offer.PURCHASES in facts.offers and facts.supplier_kind is None:
        message = _("Inkoop telt alleen bij een erkende leverancier. Kies de soort leverancier, of haal het vinkje bij sociale inkoop weg.")
        raise UnableToKeepPartner(message, field="supplier_kind")
