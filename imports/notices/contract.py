"""What an eForms notice says of one contract: its number, days, value and contractors.

In: a notice and what a contract is made of (`Settled`). Out: those fields in a draft. Where the notice contradicts itself the value is
asked, because a wrong sum or contractor is worse than a question.
"""

from imports.notices.amounts import Amount, NoAmount, put_contract_sum, put_other_sum, read_amount
from imports.notices.days import put_day
from imports.notices.draft import Draft
from imports.notices.elements import all_at, first_at, in_best_language, text_at, text_of
from imports.notices.fields import is_ordinal
from imports.notices.parties import Named, put_contractors
from imports.notices.settled import Settled, tenderers
from imports.notices.texts import identifier, known_identifier, shown
from imports.notices.ubl import UblNotice, country_of, ids_at, is_withheld, name_of, numbers_in
from imports.translation import gettext as _
from imports.xml_document import Element

ADVICE = _("Vul de opdrachtsom in.")


def put_contract(draft: Draft, notice: UblNotice, one: Settled, *, is_only_one: bool) -> None:
    """Keep what the contract and its tenders say; `is_only_one` when the notice has no other."""
    contract = one.contract
    reference = first_at(contract, "efac:ContractReference/cbc:ID")
    _put_reference(draft, notice, reference, is_only_one)
    own = reference if known_identifier(text_of(reference)) else first_at(contract, "cbc:ID")
    draft.put_notice("contract_id", identifier(text_of(own)), own)
    title = in_best_language(all_at(contract, "cbc:Title"))
    if title is not None:
        draft.put("title", shown(text_of(title)), title)
    decided, concluded = first_at(contract, "cbc:AwardDate"), first_at(contract, "cbc:IssueDate")
    put_day(draft, "awarded_on", decided if decided is not None else concluded)
    framework = first_at(contract, "efbc:ContractFrameworkIndicator")
    if text_of(framework).casefold() == "true":
        draft.put_notice("is_framework", True, framework)
    _tell_misplaced(draft, notice, one)
    _put_sums(draft, notice, one, is_only_one)
    _put_contractors(draft, notice, one)


def _put_reference(draft: Draft, notice: UblNotice, reference: Element | None, is_only_one: bool) -> None:
    """Keep the number of the contract, or the buyer's of the procedure; a number that only counts stands behind that one."""
    told, of_buyer = known_identifier(text_of(reference)), first_at(notice.project, "cbc:ID")
    shared = known_identifier(text_of(of_buyer))
    if told and not (is_ordinal(told) and shared):
        draft.put("reference", told, reference)
    elif is_only_one or not told:
        draft.put("reference", shared, of_buyer)
    else:
        draft.put("reference", f"{shared} / {told}", of_buyer, reference)


def _tell_misplaced(draft: Draft, notice: UblNotice, one: Settled) -> None:
    """Tell which tenders were set apart because another contract settles their lot."""
    for tender in one.misplaced:
        message = _("Inschrijving {tender} voor {lot} is niet overgenomen: dat perceel hoort volgens de uitslag niet bij dit contract.")
        lots = ", ".join(ids_at(tender, "efac:TenderLot/cbc:ID"))
        draft.warn("contractor", message.format(tender=text_at(tender, "cbc:ID"), lot=lots), tender)
    if one.is_inferred and one.tenders:
        message = _(
            "Het contract noemt zelf geen inschrijving voor dit perceel. De opdrachtnemer is genomen uit de uitslag. Controleer dit."
        )
        draft.warn("contractor", message, one.tenders[0])


def _put_sums(draft: Draft, notice: UblNotice, one: Settled, is_only_one: bool) -> None:
    amounts = [_tender_value(tender) for tender in one.tenders]
    put_contract_sum(draft, _contract_value(draft, notice, one, amounts, is_only_one), advice=ADVICE)
    if "contract_sum" in draft.values or one.is_inferred:
        put_other_sum(draft, "tender_sum", amounts)
    maxima = [
        read_amount(element, is_withheld=is_withheld(result, "max-val"))
        for result in one.results
        if (element := first_at(result, "efac:FrameworkAgreementValues/cbc:MaximumValueAmount")) is not None
    ]
    # What the result holds directly is only looked up for a lone contract: it also holds every contract and tender.
    overall = first_at(notice.result, "efbc:OverallMaximumFrameworkContractsAmount") if is_only_one else None
    if not maxima and overall is not None:
        maxima = [read_amount(overall, is_withheld=_is_withheld_directly(notice.result, "not-max-val"))]
    if maxima:
        put_other_sum(draft, "framework_maximum", maxima)


def _tender_value(tender: Element) -> Amount | NoAmount:
    value = first_at(tender, "cac:LegalMonetaryTotal/cbc:PayableAmount")
    return read_amount(value, is_withheld=is_withheld(tender, "win-ten-val"))


def _contract_value(
    draft: Draft, notice: UblNotice, one: Settled, amounts: list[Amount | NoAmount], is_only_one: bool
) -> list[Amount | NoAmount]:
    """Return the values that make the contract sum, or one that says why there is none."""
    source = one.tenders[0] if one.tenders else one.contract
    if one.is_inferred and one.contract is not None:
        return [NoAmount(_("De aankondiging spreekt zichzelf tegen over dit contract."), source)]
    if one.lots_without_tender and one.tenders:
        message = _("Van {lots} staat geen inschrijving bij dit contract, zodat de waarde niet compleet is.")
        return [NoAmount(message.format(lots=", ".join(one.lots_without_tender)), source)]
    if len({frozenset(member for member, _leads in tenderers(notice, tender)) for tender in one.tenders}) > 1:
        return [NoAmount(_("Dit contract heeft inschrijvingen van verschillende opdrachtnemers, elk met een eigen bedrag."), source)]
    lots = [lot for tender in one.tenders for lot in ids_at(tender, "efac:TenderLot/cbc:ID")]
    if len(set(lots)) < len(lots):
        return [NoAmount(_("Dit contract heeft meer inschrijvingen voor hetzelfde perceel, elk met een eigen bedrag."), source)]
    total = first_at(notice.result, "cbc:TotalAmount") if is_only_one else None
    is_missing = all(isinstance(amount, NoAmount) and amount.source is None for amount in amounts)
    if is_missing and total is not None and not _is_any_withheld(notice, one):
        draft.warn(
            "contract_sum",
            _("Bij de inschrijving staat geen bedrag. Genomen is de totale waarde in de aankondiging. Controleer dit."),
            total,
        )
        return [read_amount(total)]
    return amounts


def _is_any_withheld(notice: UblNotice, one: Settled) -> bool:
    return any(is_withheld(tender, "win-ten-val") for tender in one.tenders) or _is_withheld_directly(notice.result, "not-val")


def _is_withheld_directly(scope: Element | None, code: str) -> bool:
    return any(text_of(one) == code for one in all_at(scope, "efac:FieldsPrivacy/efbc:FieldIdentifierCode"))


def _put_contractors(draft: Draft, notice: UblNotice, one: Settled) -> None:
    """Keep who won: each member of a group once, its leader first."""
    found: dict[str, Named] = {}
    for tender in one.tenders:
        members = tenderers(notice, tender)
        has_leader = any(leads for _member, leads in members)
        if len(members) > 1 and not has_leader:
            draft.warn("contractor", _("De aankondiging zegt niet wie de combinatie leidt. Genomen is de eerste. Controleer dit."), tender)
        for position, (member, leads) in enumerate(members):
            organisation = notice.organisations.get(member)
            if organisation is not None:
                is_lead = len(members) > 1 and (leads or (not has_leader and position == 0))
                found.setdefault(member, _named(organisation, is_lead=is_lead))
    put_contractors(draft, list(found.values()), one.contract)


def _named(organisation: Element, *, is_lead: bool) -> Named:
    is_person = text_at(organisation, "efbc:NaturalPersonIndicator").casefold() == "true"
    return Named(name_of(organisation), numbers_in(organisation), country_of(organisation), is_lead, is_person)
