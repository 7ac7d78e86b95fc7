"""What a decision is, and who may take it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.errors import UnableTo
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, Share
from sroi.values import format_euros

MAX_REASON = 2000


class Verdict(StrEnum):
    """What the WSP decides on a claim."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


STATUS_AFTER = {Verdict.APPROVED: ClaimStatus.APPROVED, Verdict.RETURNED: ClaimStatus.RETURNED, Verdict.REJECTED: ClaimStatus.REJECTED}


class UnableToDecide(UnableTo):
    """The decision cannot be taken; `field` names what stands in the way."""


@dataclass(frozen=True)
class Decision:
    """A verdict as it was taken; `amount` in euros with an approval."""

    id: UUID
    claim_id: UUID
    verdict: Verdict
    amount: Decimal | None
    reason: str
    decided_by: str
    decided_at: datetime


def verdict_label(verdict: Verdict) -> str:
    """Return the Dutch name of a verdict."""
    return {Verdict.APPROVED: _("Goedgekeurd"), Verdict.RETURNED: _("Teruggestuurd met een vraag"), Verdict.REJECTED: _("Afgewezen")}[
        verdict
    ]


def check_decision(*, viewer: Viewer, record: ClaimRecord, share: Share, verdict: Verdict, amount: Decimal | None, reason: str) -> None:
    """Raise UnableToDecide when this viewer may not take this decision on this claim, of which `share` counts at most."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if viewer.organisation_id == record.contractor_id:
        raise UnableToDecide(_("U kunt geen opgave van uw eigen organisatie beoordelen. Vraag een collega van een andere organisatie."))
    if verdict is Verdict.APPROVED:
        _check_amount(record, share, amount, reason)
    elif not reason:
        raise UnableToDecide(_("Vul in wat de opdrachtnemer moet weten of doen."), field="reason")
    if len(reason) > MAX_REASON:
        raise UnableToDecide(_("De toelichting is te lang. Gebruik ten hoogste 2.000 tekens."), field="reason")


def _check_amount(record: ClaimRecord, share: Share, amount: Decimal | None, reason: str) -> None:
    # A placement past its cap, or of which a limit lets nothing count, still counts as a person once it is approved.
    if amount is None or amount < 0 or (amount == 0 and share.amount > 0):
        raise UnableToDecide(_("Vul het bedrag in dat u goedkeurt, groter dan € 0,00."), field="amount")
    if amount > record.value:
        raise UnableToDecide(
            _("U kunt niet meer goedkeuren dan de opgave waard is: {value}.").format(value=format_euros(record.value)), field="amount"
        )
    if amount > share.amount:
        raise UnableToDecide(
            _("Van deze opgave telt ten hoogste {most} mee; bij de berekening staat waarom. Meer goedkeuren kan niet.").format(
                most=format_euros(share.amount)
            ),
            field="amount",
        )
    if amount < share.amount and not reason:
        raise UnableToDecide(_("Vul in waarom u niet het hele bedrag goedkeurt."), field="reason")
