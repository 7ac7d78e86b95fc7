"""What about a claim deserves a second look."""

from gettext import gettext as _
from typing import Any

from sroi.access import Permission, Viewer
from sroi.fulfilment.kinds.placement import PLACEMENT
from sroi.fulfilment.kinds.social_purchase import SOCIAL_PURCHASE
from sroi.fulfilment.rules import COUNTED, ClaimRecord
from sroi.fulfilment.tables import Placement, SocialPurchase
from sroi.values import Period, search_text

COUNTED_VALUES = [status.value for status in COUNTED]


async def warnings_for_claim(*, viewer: Viewer, record: ClaimRecord) -> tuple[str, ...]:
    """Return what a reviewer should look at twice: the same person's days, or the same invoice, in another claim by anyone."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if record.kind == PLACEMENT.key:
        return await _same_person(record)
    if record.kind == SOCIAL_PURCHASE.key:
        return await _same_invoice(record)
    return ()


async def _same_person(record: ClaimRecord) -> tuple[str, ...]:
    own = (await Placement.select(Placement.candidate, Placement.candidate.person_token).where(Placement.claim == record.id))[0]
    token = own["candidate.person_token"]
    is_person = Placement.candidate == own["candidate"]
    if token is not None:
        is_person = Placement.candidate.person_token == token
    rows = await Placement.select(
        Placement.claim, Placement.claim.number, Placement.claim.period_start, Placement.claim.period_before
    ).where(is_person & (Placement.claim.status.is_in(COUNTED_VALUES)))
    return tuple(
        _("Deze persoon staat voor dezelfde dagen ook in opgave {number}.").format(number=row["claim.number"])
        for row in rows
        if row["claim"] != record.id and _period(row).overlaps(record.period)
    )


def _period(row: dict[str, Any]) -> Period:
    return Period(row["claim.period_start"], row["claim.period_before"])


async def _same_invoice(record: ClaimRecord) -> tuple[str, ...]:
    details: Any = record.details
    rows = await SocialPurchase.select(
        SocialPurchase.claim, SocialPurchase.claim.number, SocialPurchase.supplier_name, SocialPurchase.invoice_number
    ).where((SocialPurchase.invoice_number == details.invoice_number) & (SocialPurchase.claim.status.is_in(COUNTED_VALUES)))
    supplier = search_text(details.supplier_name)
    return tuple(
        _("Factuur {invoice} van deze leverancier staat ook in opgave {number}.").format(
            invoice=row["invoice_number"], number=row["claim.number"]
        )
        for row in rows
        if row["claim"] != record.id and search_text(row["supplier_name"]) == supplier
    )
