"""Amounts of an OCDS release: without VAT, or why there is none.

In: a value, as a node. Out: an amount in its own currency, or a sentence.
"""

from imports.json_document import Node
from imports.notices.amounts import Amount, NoAmount, amount_of
from imports.translation import gettext as _


def tells_amount(value: Node) -> bool:
    """Return whether a value has an amount, whatever it is."""
    return bool(value.at("amount") or value.at("amountNet"))


def amount_at(value: Node) -> Amount | NoAmount:
    """Return an amount without VAT, or why there is none."""
    net = value.at("amountNet")
    number = net if net else value.at("amount")
    if number.value in (None, ""):
        return NoAmount(_("Er staat geen bedrag bij de gunning."), value)
    if not net and (value.at("hasTax").value is True or value.at("valueAddedTaxIncluded").value is True):
        return NoAmount(_("Het bedrag is inclusief btw."), number)
    return amount_of(number.text, currency=value.at("currency").text, source=number)
