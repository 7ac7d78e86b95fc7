"""A social purchase: an invoice of a social enterprise or work company."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.fulfilment.kinds.kind import Basis, Context, Reported
from sroi.fulfilment.queries.invoices import ClaimedInvoice, Invoice, claimed_invoices, same_invoices
from sroi.fulfilment.rules import COUNTED, Caution, UnableToReport, Valued, invoice_cautions, recognition_cautions
from sroi.fulfilment.tables import SocialPurchase
from sroi.partners.queries import partners_by_id, partners_of_suppliers
from sroi.partners.rules import PartnerRecord
from sroi.policy.rules import Policy, amount_of_costs, essence_of, value_of_costs
from sroi.values import Period, format_date, format_euros, from_cents, to_cents


@dataclass(frozen=True)
class PartnerLink:
    """That a supplier was looked up when its invoice was kept: the partner that it is, or None for a new one."""

    partner_id: UUID | None


@dataclass(frozen=True)
class SocialPurchaseDetails:
    """An invoice as it is reported; `amount` in euros ex VAT, `supplier_kind` a key of the policy's purchases; `link` once it is kept."""

    supplier_name: str
    supplier_kind: str
    invoice_number: str
    invoiced_on: date
    amount: Decimal
    description: str = ""
    supplier_kvk_number: str | None = None
    link: PartnerLink | None = field(default=None, compare=False)

    @property
    def invoice(self) -> Invoice:
        """Return the invoice as it is recognised."""
        return Invoice(self.invoice_number, self.supplier_name, self.supplier_kvk_number)


class SocialPurchaseKind:
    """Valued by the invoice, at the share that the kind of supplier counts for."""

    key = "social_purchase"
    policy_table = "purchases"
    tables = "JOIN social_purchase ON social_purchase.claim = claim.id"
    columns: Mapping[str, str] = {"supplier_kind": "social_purchase.supplier_kind", "amount_cents": "social_purchase.amount_cents"}
    block_column = "supplier_kind"
    told_by = ("social_purchase.supplier_name", "social_purchase.invoice_number", "social_purchase.supplier_kind")

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Sociale inkoop")

    def block_of(self, *, details: SocialPurchaseDetails) -> str:
        """Return the kind of supplier."""
        return details.supplier_kind

    async def value(self, *, details: SocialPurchaseDetails, context: Context) -> Valued:
        """Return what the invoice is worth; raises UnableToReport and UnableToValue."""
        block = context.policy.purchases.get(details.supplier_kind)
        if block is None:
            raise UnableToReport(_("Kies een soort leverancier uit de lijst."), field="supplier_kind")
        if details.invoiced_on > context.today:
            raise UnableToReport(_("De factuurdatum ligt in de toekomst."), field="invoiced_on")
        claimed = context.known.invoices if context.known else await claimed_invoices(keys=[details.invoice.key])
        same = same_invoices(invoice=details.invoice, claimed=claimed, except_claim=context.claim_id)
        if any(one.contract_id == context.contract.id for one in same):
            raise UnableToReport(_("Deze factuur hebt u bij dit contract al opgegeven."), field="invoice_number")
        valuation = value_of_costs(block=block, costs=details.amount)
        period = Period(details.invoiced_on, details.invoiced_on + timedelta(days=1))
        return Valued(period, valuation.amount, valuation.amount, valuation.steps)

    def rules(self, *, policy: Policy, block: str) -> Hashable | None:
        """Return the block of the kind of supplier; None when the policy lacks it."""
        held = policy.purchases.get(block)
        return None if held is None else essence_of(held)

    def worth(self, *, row: Mapping[str, Any], basis: Basis) -> int:
        """Return what the invoice is worth in whole cents; raises UnableToValue."""
        return to_cents(amount_of_costs(block=basis.policy.purchases[row["supplier_kind"]], costs=from_cents(row["amount_cents"])))

    async def cautions(self, *, reported: Sequence[Reported]) -> tuple[tuple[Caution, ...], ...]:
        """Return where the same invoice was claimed before, by anyone, and whether the supplier was recognised on its day."""
        claimed = await claimed_invoices(keys={one.details.invoice.key for one in reported})
        partners = await _partners(reported)
        return tuple(_cautions(one, claimed, partner) for one, partner in zip(reported, partners, strict=True))

    async def keep(self, *, claim_id: UUID, details: SocialPurchaseDetails, context: Context, now: datetime) -> None:
        """Keep the invoice."""
        (partner,) = await partners_of_suppliers(suppliers=[(details.supplier_kvk_number, details.supplier_name)])
        await SocialPurchase.delete().where(SocialPurchase.claim == claim_id)
        await SocialPurchase.insert(
            SocialPurchase(
                id=uuid4(),
                partner=partner.id if partner else None,
                claim=claim_id,
                supplier_name=details.supplier_name,
                supplier_kvk_number=details.supplier_kvk_number,
                supplier_kind=details.supplier_kind,
                invoice_number=details.invoice_number,
                description=details.description,
                amount_cents=to_cents(details.amount),
                invoice_key=details.invoice.key,
            )
        )

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, SocialPurchaseDetails]:
        """Return the invoices of the claims."""
        rows = await SocialPurchase.select(*SocialPurchase.all_columns(), SocialPurchase.claim.period_start).where(
            SocialPurchase.claim.is_in(list(claim_ids))
        )
        return {
            row["claim"]: SocialPurchaseDetails(
                supplier_name=row["supplier_name"],
                supplier_kind=row["supplier_kind"],
                supplier_kvk_number=row["supplier_kvk_number"],
                invoice_number=row["invoice_number"],
                invoiced_on=row["claim.period_start"],
                amount=from_cents(row["amount_cents"]),
                description=row["description"],
                link=PartnerLink(row["partner"]),
            )
            for row in rows
        }

    @cached_property
    def _line(self) -> str:
        # Looked up once: a large export tells a hundred thousand claims by it.
        return _("{supplier}, factuur {invoice}")

    def summary(self, *, details: SocialPurchaseDetails, policy: Policy) -> str:
        """Return the supplier and the invoice."""
        return self.line(told=(details.supplier_name, details.invoice_number, details.supplier_kind), policy=policy)

    def line(self, *, told: tuple[str, str, str], policy: Policy) -> str:
        """Return the supplier and the invoice."""
        supplier, invoice, _kind = told
        return self._line.format(supplier=supplier, invoice=invoice)

    def facts(self, *, details: SocialPurchaseDetails, policy: Policy) -> tuple[tuple[str, str], ...]:
        """Return the invoice in words."""
        block = policy.purchases.get(details.supplier_kind)
        shown = (
            (_("Leverancier"), details.supplier_name),
            (_("KVK-nummer leverancier"), details.supplier_kvk_number or ""),
            (_("Partnerregister"), "" if details.link is None else _in_register(details.link)),
            (_("Soort leverancier"), block.label if block else details.supplier_kind),
            (_("Factuurnummer"), details.invoice_number),
            (_("Factuurdatum"), format_date(details.invoiced_on)),
            (_("Omschrijving"), details.description),
            (_("Bedrag exclusief btw"), format_euros(details.amount)),
        )
        return tuple((label, value) for label, value in shown if value)

    def evidence(self, *, details: SocialPurchaseDetails, policy: Policy) -> tuple[str, ...]:
        """Return what the kind of supplier asks to be shown."""
        block = policy.purchases.get(details.supplier_kind)
        return block.evidence if block else ()


SOCIAL_PURCHASE = SocialPurchaseKind()


async def _partners(reported: Sequence[Reported]) -> tuple[PartnerRecord | None, ...]:
    """Return the partner that each supplier is: as it was kept, or by number and name of what is being entered."""
    links = [one.details.link for one in reported]
    if None not in links:
        known = await partners_by_id(partner_ids={link.partner_id for link in links if link.partner_id is not None})
        return tuple(known.get(link.partner_id) for link in links)
    return await partners_of_suppliers(suppliers=[(one.details.supplier_kvk_number, one.details.supplier_name) for one in reported])


def _in_register(link: PartnerLink) -> str:
    return _("nieuw, staat er niet in") if link.partner_id is None else _("staat erin")


def _cautions(one: Reported, claimed: tuple[ClaimedInvoice, ...], partner: PartnerRecord | None) -> tuple[Caution, ...]:
    details: SocialPurchaseDetails = one.details
    same = same_invoices(invoice=details.invoice, claimed=claimed, except_claim=one.claim_id)
    of_invoice = invoice_cautions(
        invoice_number=details.invoice_number,
        # A draft of somebody else is nobody's business yet.
        same=[(other.number, other.organisation_id) for other in same if other.status in COUNTED or other.organisation_id == one.reader],
        reader=one.reader,
    )
    facts = partner.facts if partner else None
    return (*of_invoice, *recognition_cautions(partner=facts, supplier_kind=details.supplier_kind, invoiced_on=details.invoiced_on))
