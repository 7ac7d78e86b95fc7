"""What a TED notice of the older schema says of one award: its number, day, value and contractors.

In: a notice and an AWARD_CONTRACT. Out: those fields in a draft.
"""

import re

from imports.notices.amounts import Amount, NoAmount, amount_of, put_contract_sum, put_other_sum, read_amount
from imports.notices.days import put_day
from imports.notices.draft import Draft
from imports.notices.elements import all_at, child, first_at, text_at, text_of
from imports.notices.fields import is_ordinal
from imports.notices.parties import Named, put_contractors
from imports.notices.ted_facts import TedNotice
from imports.notices.texts import identifier, known_identifier, shown
from imports.translation import gettext as _
from imports.xml_document import Element

ADVICE = _("Vul de opdrachtsom in.")

# Editions differ in what holds the values of an award.
VALUE_HOLDERS = ("VALUES/", "VALUE/", "")

_GROUP = re.compile(r"^(?:bouw)?(?:combinatie|consortium|samenwerkingsverband)\b", re.IGNORECASE)


def put_award(draft: Draft, notice: TedNotice, award: Element, *, is_only_one: bool) -> None:
    """Keep what an award says; `is_only_one` when the notice has no other."""
    awarded = child(award, "AWARDED_CONTRACT")
    _put_numbers(draft, notice, award, is_only_one)
    title = first_at(award, "TITLE")
    if title is not None and (is_only_one or text_of(title) != text_at(notice.contract, "TITLE")):
        draft.put("title", shown(text_of(title)), title)
    put_day(draft, "awarded_on", first_at(awarded, "DATE_CONCLUSION_CONTRACT"))
    put_awarded_to(draft, awarded)
    if draft.kind == "award":
        put_contract_sum(draft, _values(draft, notice, awarded, is_only_one), advice=ADVICE)
        estimated = _value(awarded, "VAL_ESTIMATED_TOTAL")
        if estimated is not None:
            put_other_sum(draft, "estimated_sum", [read_amount(estimated)])


def _put_numbers(draft: Draft, notice: TedNotice, award: Element, is_only_one: bool) -> None:
    """Keep the number of the contract: the one that the award gives it, unless that only counts; else the buyer's for the procedure."""
    own, of_buyer = first_at(award, "CONTRACT_NO"), first_at(notice.contract, "REFERENCE_NUMBER")
    told, shared = known_identifier(text_of(own)), known_identifier(text_of(of_buyer))
    counted = told or award.get("ITEM", "")
    draft.put_notice("contract_id", counted, own if own is not None else award, raw=counted)
    if told and not (is_ordinal(told) and shared):
        draft.put("reference", told, own)
    elif shared and is_only_one:
        draft.put("reference", shared, of_buyer)
    elif shared:
        draft.put("reference", f"{shared} / {counted}" if counted else shared, of_buyer, own)


def _values(draft: Draft, notice: TedNotice, awarded: Element | None, is_only_one: bool) -> list[Amount | NoAmount]:
    """Return the value of the award; of the whole notice when there is no other award."""
    value = _value(awarded, "VAL_TOTAL")
    if value is not None:
        return [read_amount(value, is_withheld=_is_withheld(value))]
    spread = _value(awarded, "VAL_RANGE_TOTAL")
    if spread is not None:
        return [_only_of(spread)]
    whole = first_at(notice.contract, "VAL_TOTAL")
    if whole is None or not is_only_one:
        return [read_amount(None)]
    draft.warn(
        "contract_sum", _("Bij de gunning staat geen bedrag. Genomen is de totale waarde in de aankondiging. Controleer dit."), whole
    )
    return [read_amount(whole, is_withheld=_is_withheld(whole))]


def _value(awarded: Element | None, name: str) -> Element | None:
    return first_at(awarded, *(f"{holder}{name}" for holder in VALUE_HOLDERS))


def _only_of(spread: Element) -> Amount | NoAmount:
    """Return the amount of a range that has but one, or why there is none."""
    if _is_withheld(spread):
        return NoAmount(_("Het bedrag is niet openbaar gemaakt."), spread)
    low, high = text_at(spread, "LOW"), text_at(spread, "HIGH")
    if low == high:
        return amount_of(low, currency=spread.get("CURRENCY", ""), source=first_at(spread, "LOW"))
    message = _("Er staat alleen een laagste en een hoogste bedrag: {low} en {high}.")
    return NoAmount(message.format(low=identifier(low), high=identifier(high)), spread)


def _is_withheld(value: Element) -> bool:
    return any(one.get("PUBLICATION", "").upper() == "NO" for one in (value, *value.iterancestors()))


def put_awarded_to(draft: Draft, awarded: Element | None) -> None:
    """Keep who the contract was awarded to; of a group each member, the first as its leader, as the schema does not say who leads."""
    contractors = all_at(awarded, "CONTRACTORS/CONTRACTOR") or all_at(awarded, "CONTRACTOR")
    is_group = (
        len(contractors) > 1 and not all_at(awarded, "CONTRACTORS/NO_AWARDED_TO_GROUP") and not all_at(awarded, "NO_AWARDED_TO_GROUP")
    )
    addresses = [address for one in contractors if first_at(address := child(one, "ADDRESS_CONTRACTOR"), "OFFICIALNAME") is not None]
    named = [_named(address, is_lead=is_group and position == 0) for position, address in enumerate(addresses)]
    found = put_contractors(draft, named, awarded)
    if is_group and len(found) > 1:
        draft.warn("contractor", _("De aankondiging zegt niet wie de combinatie leidt. Genomen is de eerste. Controleer dit."), awarded)
    if len(found) == 1 and _GROUP.match(found[0].name):
        message = _("{name} is een combinatie. De leden staan niet apart in de aankondiging. Vul in wie de verplichting nakomt.")
        draft.warn("contractor", message.format(name=found[0].name), addresses[0])


def _named(address: Element, *, is_lead: bool) -> Named:
    country = child(address, "COUNTRY")
    code = "" if country is None else country.get("VALUE", "")
    return Named(first_at(address, "OFFICIALNAME"), all_at(address, "NATIONALID"), code, is_lead)
