"""Where an invoice was claimed before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sroi.fulfilment.rules import LIVE, ClaimStatus
from sroi.fulfilment.tables import SocialPurchase
from sroi.values import is_same_name, name_letters


@dataclass(frozen=True)
class Invoice:
    """An invoice by its number and supplier, in whatever way these are typed."""

    number: str
    supplier_name: str
    supplier_kvk_number: str | None = None

    @property
    def key(self) -> str:
        """Return the number as every way of typing it has it."""
        return name_letters(self.number) or self.number

    def is_same(self, other: "Invoice") -> bool:
        """Return whether both are one invoice: by the KVK numbers where both are known, else by the name of the supplier."""
        if self.key != other.key:
            return False
        if self.supplier_kvk_number is not None and other.supplier_kvk_number is not None:
            return self.supplier_kvk_number == other.supplier_kvk_number
        return is_same_name(self.supplier_name, other.supplier_name)


@dataclass(frozen=True)
class ClaimedInvoice:
    """An invoice in a live claim, which `organisation_id` reported."""

    invoice: Invoice
    claim_id: UUID
    number: int
    contract_id: UUID
    organisation_id: UUID
    status: ClaimStatus


async def claimed_invoices(*, keys: Collection[str]) -> tuple[ClaimedInvoice, ...]:
    """Return the invoices with these keys in live claims of anyone, in one query."""
    if not keys:
        return ()
    columns = (
        SocialPurchase.claim, SocialPurchase.supplier_name, SocialPurchase.supplier_kvk_number, SocialPurchase.invoice_number,
        SocialPurchase.claim.number, SocialPurchase.claim.contract, SocialPurchase.claim.organisation,
        SocialPurchase.claim.subcontractor, SocialPurchase.claim.status,
    )  # fmt: skip
    is_live = SocialPurchase.claim.status.is_in([status.value for status in LIVE])
    rows = await SocialPurchase.select(*columns).where(SocialPurchase.invoice_key.is_in(list(keys))).where(is_live)
    return tuple(
        ClaimedInvoice(
            invoice=Invoice(row["invoice_number"], row["supplier_name"], row["supplier_kvk_number"]),
            claim_id=row["claim"],
            number=int(row["claim.number"]),
            contract_id=row["claim.contract"],
            organisation_id=row["claim.subcontractor"] or row["claim.organisation"],
            status=ClaimStatus(row["claim.status"]),
        )
        for row in rows
    )


def same_invoices(*, invoice: Invoice, claimed: Iterable[ClaimedInvoice], except_claim: UUID | None) -> tuple[ClaimedInvoice, ...]:
    """Return the claims that hold an invoice, without the claim that it is looked up for."""
    return tuple(one for one in claimed if one.claim_id != except_claim and one.invoice.is_same(invoice))
