"""Whether an invoice was claimed before."""

from uuid import UUID

from sroi.fulfilment.rules import LIVE
from sroi.fulfilment.tables import SocialPurchase
from sroi.values import search_text


async def invoice_is_claimed(*, contract_id: UUID, supplier_name: str, invoice_number: str, except_claim: UUID | None) -> bool:
    """Return whether a live claim on this contract holds this supplier's invoice already."""
    rows = await SocialPurchase.select(SocialPurchase.claim, SocialPurchase.supplier_name, SocialPurchase.invoice_number).where(
        (SocialPurchase.claim.contract == contract_id) & (SocialPurchase.claim.status.is_in([status.value for status in LIVE]))
    )
    wanted = (search_text(supplier_name), search_text(invoice_number))
    return any(
        (search_text(row["supplier_name"]), search_text(row["invoice_number"])) == wanted for row in rows if row["claim"] != except_claim
    )
