"""Which tenders and lots a contract is made of: SettledContract -> LotTender -> TenderLot, held against the results of the lots.

In: an eForms notice. Out: for each contract its tenders and lots. Losing tenders stand in the results beside the winner, so that only
what a contract names counts; but senders also name the tender of another lot by mistake. A tender whose lot was settled by another
contract is therefore set apart, and told.
"""

from dataclasses import dataclass, field

from imports.notices.elements import first_at, text_at, text_of
from imports.notices.ubl import UblNotice, ids_at
from imports.rows import MAX_NAMED
from imports.xml_document import Element, too_much

WON = "selec-w"
NOT_WON = frozenset(["clos-nw", "open-nw"])


@dataclass(slots=True)
class Settled:
    """One contract, or the result of a lot for which no contract is named (`contract` is None).

    `misplaced` are tenders that it names but that belong to another lot; with `is_inferred` its tenders were found through the results
    of its lots; `lots_without_tender` are lots of it for which it names no tender.
    """

    contract: Element | None
    identifier: str
    results: list[Element]
    tenders: list[Element] = field(default_factory=list)
    lots: list[str] = field(default_factory=list)
    misplaced: list[Element] = field(default_factory=list)
    is_inferred: bool = False
    lots_without_tender: list[str] = field(default_factory=list)


def settled_contracts(notice: UblNotice) -> list[Settled]:
    """Return the contracts, and then the won lots for which none is named; raise UnreadableFile when they name more than can be true."""
    found = [_settled(notice, contract) for contract in notice.contracts]
    astray = [tender for one in found for tender in one.misplaced]
    named = 0
    for one in found:
        if not one.tenders:
            _infer(notice, one, astray)
        _add_lots(notice, one)
        named += len(one.lots) + sum(len(tenderers(notice, tender)) for tender in one.tenders)
        if named > MAX_NAMED:
            raise too_much()
    covered = {lot for one in found for lot in one.lots}
    return [*found, *_without_contract(notice, covered)]


def lost_lots(notice: UblNotice) -> list[str]:
    """Return the lots that were not awarded."""
    return [
        lot
        for result in notice.lot_results
        if text_at(result, "cbc:TenderResultCode") in NOT_WON
        for lot in ids_at(result, "efac:TenderLot/cbc:ID")
    ]


def _settled(notice: UblNotice, contract: Element) -> Settled:
    identifier = text_at(contract, "cbc:ID")
    results = notice.results_by_contract.get(identifier, [])
    one = Settled(contract, identifier, results)
    for tender_id in ids_at(contract, "efac:LotTender/cbc:ID"):
        if (tender := notice.tenders.get(tender_id)) is not None:
            (one.tenders if _belongs(notice, tender, results) else one.misplaced).append(tender)
    return one


def _belongs(notice: UblNotice, tender: Element, results: list[Element]) -> bool:
    """Return whether a tender's lot is one that `results` settle, or nothing is known of it."""
    if not results:
        return True
    of_its_lots = [result for lot in ids_at(tender, "efac:TenderLot/cbc:ID") for result in notice.results_by_lot.get(lot, [])]
    if not of_its_lots or any(result in results for result in of_its_lots):
        return True
    return not any(ids_at(result, "efac:SettledContract/cbc:ID") or _is_lost(result) for result in of_its_lots)


def _is_lost(result: Element) -> bool:
    return text_at(result, "cbc:TenderResultCode") in NOT_WON


def _infer(notice: UblNotice, one: Settled, astray: list[Element]) -> None:
    """Take the tender that another contract names for a lot of this one; else the only tender in the results of its lots."""
    lots = {lot for result in one.results for lot in ids_at(result, "efac:TenderLot/cbc:ID")}
    found = [tender for tender in astray if lots & set(ids_at(tender, "efac:TenderLot/cbc:ID"))]
    one.tenders = found or [tender for result in one.results if (tender := _only_tender(notice, result)) is not None]
    one.is_inferred = bool(one.tenders)


def _only_tender(notice: UblNotice, result: Element) -> Element | None:
    """Return the tender of a result that names one, or the one that ranks first."""
    tenders = [notice.tenders[one] for one in ids_at(result, "efac:LotTender/cbc:ID") if one in notice.tenders]
    if len(tenders) > 1:
        tenders = [tender for tender in tenders if text_at(tender, "cbc:RankCode") == "1"]
    return tenders[0] if len(tenders) == 1 else None


def _add_lots(notice: UblNotice, one: Settled) -> None:
    """Add the lots that the results and the tenders name, in the order of the notice."""
    of_results = {lot for result in one.results for lot in ids_at(result, "efac:TenderLot/cbc:ID")}
    of_tenders = {lot for tender in one.tenders for lot in ids_at(tender, "efac:TenderLot/cbc:ID")}
    named = of_results | {lot for lot in of_tenders if lot in notice.lots or not notice.lots}
    if not named and len(notice.lots) == 1:
        named = set(notice.lots)
    one.lots = [lot for lot in notice.lots if lot in named] or sorted(named)
    if of_tenders and not any(_is_for_group(tender) for tender in one.tenders):
        tender_ids = {text_at(tender, "cbc:ID") for tender in one.tenders}
        one.lots_without_tender = [lot for lot in one.lots if lot not in of_tenders and not _names_any(notice, lot, tender_ids)]


def _names_any(notice: UblNotice, lot: str, tenders: set[str]) -> bool:
    """Return whether a result of the lot names one of the tenders."""
    return any(tenders & set(ids_at(result, "efac:LotTender/cbc:ID")) for result in notice.results_by_lot.get(lot, []))


def _is_for_group(tender: Element) -> bool:
    lot = first_at(tender, "efac:TenderLot/cbc:ID")
    return lot is not None and lot.get("schemeName") == "LotsGroup"


def _without_contract(notice: UblNotice, covered: set[str]) -> list[Settled]:
    found = []
    for result in notice.lot_results:
        lots = [lot for lot in ids_at(result, "efac:TenderLot/cbc:ID") if lot not in covered]
        if lots and text_at(result, "cbc:TenderResultCode") == WON and not ids_at(result, "efac:SettledContract/cbc:ID"):
            tender = _only_tender(notice, result)
            one = Settled(None, "", [result], [tender] if tender is not None else [], lots, is_inferred=True)
            one.lots_without_tender = [] if tender is not None else lots
            found.append(one)
    return found


def tenderers(notice: UblNotice, tender: Element) -> list[tuple[str, bool]]:
    """Return the identifiers of who tendered, and whether each leads; the leader first."""
    party = notice.tendering_parties.get(text_at(tender, "efac:TenderingParty/cbc:ID"))
    if party is None:
        return []
    found = []
    for tenderer in party.findall("{*}Tenderer"):
        if identifier := text_of(first_at(tenderer, "cbc:ID")):
            found.append((identifier, text_at(tenderer, "efbc:GroupLeadIndicator").casefold() == "true"))
    return sorted(found, key=lambda one: not one[1])
