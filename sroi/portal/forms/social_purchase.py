"""The form of a social purchase."""

from gettext import gettext as _

from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.partners.queries import partners_of_suppliers
from sroi.policy.rules import Policy
from sroi.portal.forms.form import DAY_HINT, ClaimForm, Values, kvk
from sroi.values import format_decimal, format_short_date, parse_date, parse_euros
from sroi.web.forms import Field, Typed


def _fields(policy: Policy) -> tuple[Field, ...]:
    kinds = tuple((key, block.label) for key, block in policy.purchases.items())
    return (
        Field(
            name="supplier_name",
            label=_("Leverancier"),
            max_length=200,
            hint=_("Kies een erkende leverancier uit de lijst, of typ een nieuwe."),
        ),
        Field(name="supplier_kvk_number", label=_("KVK-nummer van de leverancier"), parse=kvk, required=False, kind="number"),
        Field(name="supplier_kind", label=_("Soort leverancier"), kind="radio", options=kinds),
        Field(name="invoice_number", label=_("Factuurnummer"), max_length=100, may_be_bsn=True),
        Field(name="invoiced_on", label=_("Factuurdatum"), parse=parse_date, kind="date", hint=DAY_HINT),
        Field(name="description", label=_("Wat is er ingekocht?"), max_length=300, required=False),
        Field(name="amount", label=_("Bedrag exclusief btw"), parse=parse_euros, kind="money"),
    )


def _details(values: Values, policy: Policy, key: str) -> SocialPurchaseDetails:
    return SocialPurchaseDetails(
        supplier_name=values["supplier_name"],
        supplier_kvk_number=values["supplier_kvk_number"],
        supplier_kind=values["supplier_kind"],
        invoice_number=values["invoice_number"],
        invoiced_on=values["invoiced_on"],
        description=values["description"] or "",
        amount=values["amount"],
    )


def _typed(details: SocialPurchaseDetails) -> dict[str, Typed]:
    return {
        "supplier_name": details.supplier_name,
        "supplier_kvk_number": details.supplier_kvk_number or "",
        "supplier_kind": details.supplier_kind,
        "invoice_number": details.invoice_number,
        "invoiced_on": format_short_date(details.invoiced_on),
        "description": details.description,
        "amount": format_decimal(details.amount),
    }


async def _note(details: SocialPurchaseDetails) -> str:
    (partner,) = await partners_of_suppliers(suppliers=[(details.supplier_kvk_number, details.supplier_name)])
    if partner is None:
        return _("Deze leverancier staat niet in het partnerregister. U geeft hem op als nieuwe leverancier.")
    return _("Deze leverancier staat in het partnerregister als {name}.").format(name=partner.facts.name)


SOCIAL_PURCHASE_FORM = ClaimForm("social_purchase", "sociale-inkoop", _fields, lambda contract, today: {}, _details, _typed, note=_note)
