"""Deciding on a claim, or approving several at once: decision, ticks, status and ledger in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.fulfilment.operations import transition
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, Share, UnableToMoveClaim
from sroi.ledger.operations import post_entry
from sroi.ledger.rules import Entry, EntryKind
from sroi.review.operations.telling import tell_decision
from sroi.review.queries.warnings import warnings_for_claim
from sroi.review.rules import (
    STATUS_AFTER,
    UnableToDecide,
    Verdict,
    check_decision,
    check_points,
    checks_ticked,
    checks_to_json,
)
from sroi.review.tables import ReviewDecision
from sroi.values import last_day, local_day, to_cents

DECISION = "review_decision"


@dataclass(frozen=True)
class Seen:
    """A claim as a reviewer saw it, with the points of its checklist that they ticked."""

    claim_id: UUID
    version: int
    ticked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ruling:
    """A verdict with its amount in euros, its reason and its ticks, before it is taken; `workbook` is the one that it stood in."""

    verdict: Verdict
    amount: Decimal | None
    reason: str
    ticked: frozenset[str] = frozenset()
    workbook: UUID | None = None


async def decide(
    *,
    viewer: Viewer,
    claim_id: UUID,
    version: int,
    verdict: Verdict,
    amount: Decimal | None,
    reason: str,
    now: datetime,
    ticked: Collection[str] = (),
) -> None:
    """Decide on a submitted claim as the viewer saw it (`version`); raises UnableToDecide or UnableToMoveClaim.

    An approval fixes the amount over the claim's period and posts it to the ledger. No more is approved than the limits of the policy
    leave at that moment: of two claims under one limit the one that is approved second gets what is left. `ticked` are the texts of the
    points of the checklist that were ticked.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    reason = reason.strip()
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        await rule(viewer=viewer, record=record, version=version, ruling=Ruling(verdict, amount, reason, frozenset(ticked)), now=now)


async def rule(*, viewer: Viewer, record: ClaimRecord, version: int, ruling: Ruling, now: datetime) -> UUID:
    """Take a ruling on a claim as it is now and as the viewer saw it, in the transaction of the caller; return the decision, or raise."""
    _require_as_seen(record, version)
    share = await share_in_review(viewer=viewer, record=record, as_of=local_day(now))
    return await _take(viewer, record, share, ruling, now)


async def approve_together(*, viewer: Viewer, seen: Sequence[Seen], now: datetime) -> None:
    """Approve several claims wholly, each by a decision of its own, all of them or none; raises UnableToDecide or UnableToMoveClaim.

    A claim with a warning, or that is worth less now than it was submitted for, is refused: it needs a look and a reason of its own. The
    refusal names its number.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    today = local_day(now)
    async with transaction():
        for one in seen:
            record = await claim(viewer=viewer, claim_id=one.claim_id)
            try:
                await _approve_one(viewer, record, one, today, now)
            except UnableTo as refusal:
                text = _("Opgave {number}: {message} Er is nog niets goedgekeurd.")
                raise UnableToDecide(text.format(number=record.number, message=refusal.message), field=str(record.id)) from refusal


async def _approve_one(viewer: Viewer, record: ClaimRecord, seen: Seen, today: date, now: datetime) -> None:
    _require_as_seen(record, seen.version)
    if record.status is ClaimStatus.SUBMITTED and await warnings_for_claim(viewer=viewer, record=record):
        raise UnableToDecide(_("Er is een waarschuwing. Beoordeel deze opgave apart."))
    share = await share_in_review(viewer=viewer, record=record, as_of=today)
    if share.amount < record.value:
        raise UnableToDecide(_("Niet het hele bedrag telt mee. Beoordeel deze opgave apart."))
    await _take(viewer, record, share, Ruling(Verdict.APPROVED, share.amount, "", seen.ticked), now)


def _require_as_seen(record: ClaimRecord, version: int) -> None:
    if record.status is ClaimStatus.SUBMITTED and record.version != version:
        raise UnableToMoveClaim(_("De opdrachtnemer heeft deze opgave intussen gewijzigd. Bekijk de opgave opnieuw."))


async def _take(viewer: Viewer, record: ClaimRecord, share: Share, ruling: Ruling, now: datetime) -> UUID:
    """Check a ruling and take it: the claim's status, the decision, the ledger and the event; return the decision."""
    checks = checks_ticked(points=check_points(record), ticked=ruling.ticked)
    verdict, reason = ruling.verdict, ruling.reason
    check_decision(viewer=viewer, record=record, share=share, verdict=verdict, amount=ruling.amount, reason=reason, checks=checks)
    is_approval = verdict is Verdict.APPROVED
    approved = ruling.amount if is_approval else None
    limit_steps = share.steps if is_approval else ()
    await transition(
        viewer=viewer, record=record, status=STATUS_AFTER[verdict], now=now, reason=reason, approved=approved, limit_steps=limit_steps
    )
    decision = ReviewDecision(
        id=uuid4(),
        claim=record.id,
        verdict=verdict.value,
        amount_cents=None if approved is None else to_cents(approved),
        reason=reason,
        decided_by=viewer.account_id,
        decided_at=now,
        checks=checks_to_json(checks),
        limit_steps=len(limit_steps),
    )
    await ReviewDecision.insert(decision)
    await tell_decision(record=record, verdict=verdict, approved=approved, now=now)
    if approved is not None:
        await post_entry(entry=approval_entry(record=record, amount=approved, now=now, source=(DECISION, decision.id)))
    await record_event(
        actor=actor_of(viewer),
        action="review.decided",
        subject=Subject("claim", str(record.id)),
        now=now,
        details={"verdict": verdict.value, "amount": None if approved is None else str(approved), **_of_workbook(ruling)},
    )
    return decision.id


def _of_workbook(ruling: Ruling) -> dict[str, str]:
    return {} if ruling.workbook is None else {"workbook": str(ruling.workbook)}


def approval_entry(*, record: ClaimRecord, amount: Decimal, now: datetime, source: tuple[str, UUID]) -> Entry:
    """Return what an approval posts on the last day of the claim's period; `source` is the kind and the id of what posts it."""
    effective_on = last_day(record.period.end)
    assert effective_on is not None
    return Entry(record.contract_id, EntryKind.APPROVED, amount, effective_on, now, *source)
