"""Kinds and statuses of a decision, its proposal and its record, and who may take it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.access import Viewer
from sroi.errors import NotFound, UnableTo
from sroi.policy.rules import Step
from sroi.values import format_euros

MAX_REASON = 2000


class DecisionKind(StrEnum):
    """What two persons may decide about a contract's balance."""

    EXEMPTION = "exemption"
    PARTIAL_EXEMPTION = "partial_exemption"
    HARDSHIP = "hardship"
    PSO_CREDIT = "pso_credit"
    TRANSFER = "transfer"
    WITHHOLDING = "withholding"


class DecisionStatus(StrEnum):
    """Where a decision stands; all but `PROPOSED` are final."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class UnableToSettle(UnableTo):
    """The proposal or the decision cannot be; `field` names what stands in the way."""


class DecisionNotFound(NotFound):
    """There is no such decision, or it is not the viewer's."""


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes about a contract, from which day and why.

    `amount` in euros for the kinds where a person names it; `expires_on` is the first day on which a PSO certificate no longer holds.
    """

    kind: DecisionKind
    effective_on: date
    reason: str
    amount: Decimal | None = None
    other_contract_id: UUID | None = None
    pso_level: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class DecisionRecord:
    """A decision as it is kept: what was proposed, the steps of its amount, and what became of it."""

    id: UUID
    number: int
    contract_id: UUID
    contract_number: str
    contract_title: str
    contractor_id: UUID | None
    contractor_name: str
    other_contract_number: str
    other_contract_title: str
    proposal: Proposal
    amount: Decimal
    steps: tuple[Step, ...]
    status: DecisionStatus
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str

    @property
    def kind(self) -> DecisionKind:
        """Return what is decided."""
        return self.proposal.kind

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for a decision."""
        return self.status is DecisionStatus.PROPOSED


@dataclass(frozen=True)
class ContractDecision:
    """A decision as the page of one of its contracts shows it; `words` say what it does there. `href` is empty for who may not open it."""

    number: int
    words: str
    amount: Decimal
    effective_on: date
    last_day: date | None
    reason: str
    status: str
    tone: str
    href: str


@dataclass(frozen=True)
class StatusStep:
    """One step in the history of a decision."""

    status: DecisionStatus
    changed_by: str
    changed_at: datetime
    reason: str


def kind_label(kind: DecisionKind) -> str:
    """Return the Dutch name of a kind."""
    return {
        DecisionKind.EXEMPTION: _("Vrijstelling van alles wat nog te leveren is"),
        DecisionKind.PARTIAL_EXEMPTION: _("Gedeeltelijke vrijstelling"),
        DecisionKind.HARDSHIP: _("Hardheidsclausule"),
        DecisionKind.PSO_CREDIT: _("Korting voor een PSO-certificaat"),
        DecisionKind.TRANSFER: _("Overschot naar een ander contract"),
        DecisionKind.WITHHOLDING: _("Inhouding bij de eindverantwoording"),
    }[kind]


def status_label(status: DecisionStatus) -> str:
    """Return the Dutch name of a status."""
    return {
        DecisionStatus.PROPOSED: _("Voorgesteld"),
        DecisionStatus.ADOPTED: _("Aangenomen"),
        DecisionStatus.REJECTED: _("Afgewezen"),
        DecisionStatus.WITHDRAWN: _("Ingetrokken"),
    }[status]


def status_tone(status: DecisionStatus) -> str:
    """Return how a status is marked: neutral, success, warning or danger."""
    return {
        DecisionStatus.PROPOSED: "warning",
        DecisionStatus.ADOPTED: "success",
        DecisionStatus.REJECTED: "danger",
        DecisionStatus.WITHDRAWN: "neutral",
    }[status]


def check_reason(reason: str, *, is_required: bool = True) -> None:
    """Raise UnableToSettle for a reason that is missing or too long."""
    if is_required and not reason:
        raise UnableToSettle(_("Schrijf op waarom."), field="reason")
    if len(reason) > MAX_REASON:
        raise UnableToSettle(_("De toelichting is te lang. Gebruik ten hoogste 2.000 tekens."), field="reason")


def check_decider(*, viewer: Viewer, record: DecisionRecord) -> None:
    """Raise UnableToSettle when this viewer cannot decide on this proposal: it is closed, or the viewer's own."""
    _check_open(record)
    if viewer.account_id == record.proposed_by_id:
        raise UnableToSettle(_("U hebt dit zelf voorgesteld. Vraag een collega om erover te beslissen."))


def check_withdrawal(*, viewer: Viewer, record: DecisionRecord) -> None:
    """Raise UnableToSettle when this viewer cannot take this proposal back."""
    _check_open(record)
    if viewer.account_id != record.proposed_by_id:
        raise UnableToSettle(_("Alleen {name} kan dit voorstel intrekken.").format(name=record.proposed_by))


def check_organisation(*, viewer: Viewer, contractor_id: UUID | None) -> None:
    """Raise UnableToSettle when the contract is of the viewer's own organisation."""
    if viewer.organisation_id is not None and viewer.organisation_id == contractor_id:
        raise UnableToSettle(_("Dit contract is van uw eigen organisatie. Een collega van een andere organisatie beslist hierover."))


def check_unchanged(*, record: DecisionRecord, amount: Decimal) -> None:
    """Raise UnableToSettle when a proposal would amount to something else by now than what was proposed."""
    if amount != record.amount:
        text = _("Sinds het voorstel is de stand veranderd: het bedrag zou nu {amount} zijn. Wijs dit af en doe een nieuw voorstel.")
        raise UnableToSettle(text.format(amount=format_euros(amount)))


def _check_open(record: DecisionRecord) -> None:
    if not record.is_open:
        raise UnableToSettle(_("Dit kan niet meer. De status van dit voorstel is: {status}.").format(status=status_label(record.status)))
