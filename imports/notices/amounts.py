"""Amounts of a notice: exact decimals with their currency, and why one is no amount.

In: amount elements. Out: sums in one currency, rounded half up to cents. A value that is missing, withheld, nought or 1 euro is
never a sum: an obligation must not come of it, so a person is asked.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from imports.notices.draft import Draft
from imports.notices.elements import text_of
from imports.translation import gettext as _
from imports.xml_document import Element
from sroi.values import MAX_EUROS, format_euros, round_to_cents

EURO = "EUR"
PLACEHOLDER = Decimal(1)  # buyers who do not want to tell the value fill in 1 euro

_DECIMAL = re.compile(r"^[+-]?(?:\d{1,3}(?: \d{3})+|\d{1,18})(?:\.\d{1,18})?$")
_CURRENCY = re.compile(r"^[A-Z]{3}$")


class Amount(NamedTuple):
    """An amount as it stands in a notice, to the cent; `is_rounded` when it had more decimals."""

    value: Decimal
    currency: str
    source: Any
    is_rounded: bool = False


class NoAmount(NamedTuple):
    """Why there is no amount, in a Dutch sentence, and where it should have stood."""

    reason: str
    source: Any = None


def read_amount(element: Element | None, *, is_withheld: bool = False) -> Amount | NoAmount:
    """Return the amount that an element holds in its own currency, or why it holds none."""
    if element is None:
        return NoAmount(_("Er staat geen bedrag in de aankondiging."))
    text = text_of(element)
    if not text and not is_withheld:
        return NoAmount(_("Er staat geen bedrag in de aankondiging."), element)
    if is_withheld:
        return NoAmount(_("Het bedrag is niet openbaar gemaakt."), element)
    return amount_of(text, currency=element.get("currencyID") or element.get("CURRENCY") or EURO, source=element)


def amount_of(text: str, *, currency: str, source: Any) -> Amount | NoAmount:
    """Return the amount that a text tells, or why it tells none; without a currency it is in euros."""
    currency = currency.strip().upper() or EURO
    if text.startswith("-"):
        return NoAmount(_("Het bedrag is niet openbaar gemaakt."), source)
    if not _DECIMAL.match(text) or not _CURRENCY.match(currency):
        return NoAmount(_("Het bedrag in de aankondiging is niet te lezen."), source)
    exact = Decimal(text.replace(" ", ""))
    if exact > MAX_EUROS:
        return NoAmount(_("Het bedrag in de aankondiging is te groot om waar te zijn."), source)
    rounded = round_to_cents(exact)
    if exact == 0:
        return NoAmount(_("In de aankondiging staat 0. Dat betekent meestal dat het bedrag niet bekend is."), source)
    if exact <= PLACEHOLDER:
        return NoAmount(_("In de aankondiging staat 1 euro of minder. Dat betekent meestal dat het bedrag niet bekend is."), source)
    return Amount(rounded, currency, source, rounded != exact)


def total_of(amounts: Sequence[Amount | NoAmount]) -> Amount | NoAmount:
    """Return the sum of amounts in one currency; when one of them is no amount, or they differ in currency, why there is no sum."""
    known = [amount for amount in amounts if isinstance(amount, Amount)]
    for amount in amounts:
        if isinstance(amount, NoAmount):
            return amount
    if not known:
        return NoAmount(_("Er staat geen bedrag in de aankondiging."))
    if len({amount.currency for amount in known}) > 1:
        return NoAmount(_("De bedragen staan in verschillende valuta's."), known[0].source)
    total = sum((amount.value for amount in known), Decimal())
    if total > MAX_EUROS:
        return NoAmount(_("Het bedrag in de aankondiging is te groot om waar te zijn."), known[0].source)
    return Amount(total, known[0].currency, known[0].source, any(amount.is_rounded for amount in known))


def put_contract_sum(draft: Draft, amounts: Sequence[Amount | NoAmount], *, advice: str) -> None:
    """Keep the sum of `amounts` as the contract sum, or ask for it; `advice` says what to fill in."""
    total = total_of(amounts)
    sources = [amount.source for amount in amounts if amount.source is not None]
    if isinstance(total, NoAmount):
        draft.put("contract_sum", None, *sources, raw="; ".join(draft.places.text_of(source) for source in sources if not len(source)))
        draft.ask("contract_sum", f"{total.reason} {advice}", total.source)
        return
    draft.put("contract_sum", total.value, *sources)
    draft.values["currency"] = total.currency
    if total.is_rounded:
        message = _("Het bedrag is afgerond op hele centen: {amount}.").format(amount=format_euros(total.value))
        draft.warn("contract_sum", message, total.source)
    if total.currency != EURO:
        message = _(
            "Het bedrag staat in {currency} en is niet omgerekend. De opdrachtsom moet in euro's zijn. Vul het bedrag in euro's in."
        )
        draft.ask("contract_sum", message.format(currency=total.currency), total.source)


def put_other_sum(draft: Draft, name: str, amounts: Sequence[Amount | NoAmount]) -> None:
    """Keep a sum that stands beside the contract sum; one that is none or in another currency is left out, and the latter told."""
    total = total_of(amounts)
    if isinstance(total, NoAmount):
        return
    currency = draft.values.setdefault("currency", total.currency)
    if total.currency != currency:
        message = _("In de aankondiging staat bij {name} een bedrag in {currency}. Dat is niet overgenomen.")
        draft.warn(name, message.format(name=NAMES[name], currency=total.currency), total.source)
        return
    draft.put_notice(name, total.value, *[amount.source for amount in amounts if amount.source is not None])


NAMES = {
    "tender_sum": _("de inschrijfsom"),
    "estimated_sum": _("de raming"),
    "framework_maximum": _("het maximum van de raamovereenkomst"),
    "sum_before": _("de waarde voor de wijziging"),
}
