"""What a decision is, who may take it, what is ticked with it, and when it may be reopened. Pure."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.errors import UnableTo
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, Share
from sroi.values import format_euros, holds_bsn

MAX_REASON = 2000


class Verdict(StrEnum):
    """What the WSP decides on a claim."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


STATUS_AFTER = {Verdict.APPROVED: ClaimStatus.APPROVED, Verdict.RETURNED: ClaimStatus.RETURNED, Verdict.REJECTED: ClaimStatus.REJECTED}


REOPENABLE = (ClaimStatus.APPROVED, ClaimStatus.REJECTED)


class UnableToDecide(UnableTo):
    """The decision cannot be taken; `field` names what stands in the way."""


class UnableToReopen(UnableTo):
    """The decision cannot be taken back; `field` names what stands in the way."""


@dataclass(frozen=True)
class Check:
    """One point of the checklist of a claim, and whether the reviewer ticked it. `is_asked` where the policy's own checklist asks it:
    then an approval without its tick has a reason; else it is a piece of evidence to look for."""

    text: str
    is_ticked: bool
    is_asked: bool


@dataclass(frozen=True)
class Reopening:
    """That a decision was taken back, by whom and why."""

    reason: str
    reopened_by: str
    reopened_at: datetime


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
    checks: tuple[Check, ...] = ()
    reopening: Reopening | None = None


def verdict_label(verdict: Verdict) -> str:
    """Return the Dutch name of a verdict."""
    return {Verdict.APPROVED: _("Goedgekeurd"), Verdict.RETURNED: _("Teruggestuurd met een vraag"), Verdict.REJECTED: _("Afgewezen")}[
        verdict
    ]


def choice_label(verdict: Verdict) -> str:
    """Return what a reviewer chooses, in Dutch: what is done, before it is."""
    return {Verdict.APPROVED: _("Goedkeuren"), Verdict.RETURNED: _("Terugsturen met een vraag"), Verdict.REJECTED: _("Afwijzen")}[verdict]


def check_points(record: ClaimRecord) -> tuple[Check, ...]:
    """Return the checklist of a claim, nothing ticked: the evidence that its policy wants, and what the policy has the reviewer check."""
    wanted = [Check(_("Gezien: {evidence}").format(evidence=text), is_ticked=False, is_asked=False) for text in record.required_evidence]
    return (*wanted, *(Check(text, is_ticked=False, is_asked=True) for text in record.checklist))


def checks_ticked(*, points: Iterable[Check], ticked: Collection[str]) -> tuple[Check, ...]:
    """Return the checklist with the ticks at the points whose texts are in `ticked`."""
    return tuple(Check(point.text, point.text in ticked, point.is_asked) for point in points)


def checks_to_json(checks: Iterable[Check]) -> str:
    """Return a checklist as one JSON text, to be kept with a decision."""
    return json.dumps([asdict(check) for check in checks], ensure_ascii=False)


def checks_from_json(text: str) -> tuple[Check, ...]:
    """Return the checklist that `checks_to_json` wrote."""
    return tuple(Check(**fields) for fields in json.loads(text))


def check_decision(
    *, viewer: Viewer, record: ClaimRecord, share: Share, verdict: Verdict, amount: Decimal | None, reason: str, checks: tuple[Check, ...]
) -> None:
    """Raise UnableToDecide when this viewer may not take this decision on this claim, of which `share` counts at most."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if is_own(viewer=viewer, record=record):
        raise UnableToDecide(_("U kunt geen opgave van uw eigen organisatie beoordelen. Vraag een collega van een andere organisatie."))
    if verdict is Verdict.APPROVED:
        _check_amount(record, share, amount, reason)
        if not reason and any(check.is_asked and not check.is_ticked for check in checks):
            raise UnableToDecide(_("Niet elk punt van de checklist is afgevinkt. Vul in waarom u toch goedkeurt."), field="reason")
    elif not reason:
        raise UnableToDecide(_("Vul in wat de opdrachtnemer moet weten of doen."), field="reason")
    message = text_problem(reason)
    if message:
        raise UnableToDecide(message, field="reason")


def check_reopening(*, viewer: Viewer, record: ClaimRecord, reason: str) -> None:
    """Raise UnableToReopen when this viewer may not take back the last decision on this claim."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if is_own(viewer=viewer, record=record):
        raise UnableToReopen(_("U kunt een besluit over uw eigen organisatie niet heropenen. Vraag het een ander."))
    if record.status not in REOPENABLE:
        raise UnableToReopen(_("Alleen een opgave die is goedgekeurd of afgewezen, kan worden heropend."))
    message = _("Vul in waarom u het besluit heropent.") if not reason else text_problem(reason)
    if message:
        raise UnableToReopen(message, field="reopen_reason")


def is_own(*, viewer: Viewer, record: ClaimRecord) -> bool:
    """Return whether a claim is of the viewer's own organisation, so that somebody else has to review it."""
    return viewer.organisation_id is not None and viewer.organisation_id in (record.contractor_id, record.subcontractor_id)


def text_problem(text: str) -> str:
    """Return what is wrong with a text that others will read, in one sentence; nothing when it can be kept."""
    if len(text) > MAX_REASON:
        return _("De tekst is te lang. Gebruik ten hoogste 2.000 tekens.")
    if holds_bsn(text):
        return _("In de tekst staat een getal dat een burgerservicenummer kan zijn. Dat mag hier niet staan: haal het weg.")
    return ""


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
