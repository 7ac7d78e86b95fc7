"""The parts of an eForms notice, by their identifiers.

In: the root of a ContractNotice, ContractAwardNotice or PriorInformationNotice of any eForms SDK. Out: its lots, organisations, results,
tenders and contracts, in the order of the document. A notice may lack any of them.
"""

from collections.abc import Iterable
from functools import cached_property

from imports.notices.elements import Places, all_at, first_at, in_best_language, text_at, text_of
from imports.rows import Clause
from imports.xml_document import Element

EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"


class UblNotice:
    """One notice; elements are found once."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.extension = first_at(root, EXTENSION)
        self.project = first_at(root, "cac:ProcurementProject")
        self.result = first_at(self.extension, "efac:NoticeResult")
        self.places = Places()
        self.clauses: dict[Element, tuple[Clause, ...]] = {}

    @cached_property
    def lots(self) -> dict[str, Element]:
        """Return the lots by identifier, or the parts of a notice that has no lots yet; not the groups of lots."""
        found = all_at(self.root, "cac:ProcurementProjectLot")
        for scheme in ("Lot", "Part"):
            named = {
                identifier: lot
                for lot in found
                if (element := first_at(lot, "cbc:ID")) is not None
                and element.get("schemeName", "Lot") == scheme
                and (identifier := text_of(element))
            }
            if named:
                return named
        return {}

    @cached_property
    def lot_results(self) -> list[Element]:
        """Return the results, one for each lot that was decided on."""
        return all_at(self.result, "efac:LotResult")

    @cached_property
    def results_by_lot(self) -> dict[str, list[Element]]:
        """Return the results of each lot."""
        return _grouped(self.lot_results, "efac:TenderLot/cbc:ID")

    @cached_property
    def results_by_contract(self) -> dict[str, list[Element]]:
        """Return the results that name each contract."""
        return _grouped(self.lot_results, "efac:SettledContract/cbc:ID")

    @cached_property
    def contracts(self) -> list[Element]:
        """Return the contracts that were concluded."""
        return all_at(self.result, "efac:SettledContract")

    @cached_property
    def tenders(self) -> dict[str, Element]:
        """Return the tenders by identifier, the losing ones among them."""
        return _by_id(all_at(self.result, "efac:LotTender"))

    @cached_property
    def tendering_parties(self) -> dict[str, Element]:
        """Return who tendered together, by identifier."""
        return _by_id(all_at(self.result, "efac:TenderingParty"))

    @cached_property
    def modifications(self) -> list[Element]:
        """Return what is said of changes to contracts."""
        return all_at(self.extension, "efac:ContractModification")

    @cached_property
    def organisations(self) -> dict[str, Element]:
        """Return the organisations by identifier; contact points are never among them."""
        found: dict[str, Element] = {}
        for organisation in all_at(self.extension, "efac:Organizations/efac:Organization"):
            if identifier := text_at(organisation, "efac:Company/cac:PartyIdentification/cbc:ID"):
                found.setdefault(identifier, organisation)
        return found

    def buyers(self) -> list[Element]:
        """Return the organisations that buy, the one that leads them first."""
        ids = [text_of(identifier) for identifier in all_at(self.root, "cac:ContractingParty/cac:Party/cac:PartyIdentification/cbc:ID")]
        found = [self.organisations[identifier] for identifier in dict.fromkeys(ids) if identifier in self.organisations]
        return sorted(found, key=lambda buyer: text_at(buyer, "efbc:GroupLeadIndicator").casefold() != "true")


def ids_at(element: Element | None, path: str) -> list[str]:
    """Return the identifiers at a path, each once."""
    return list(dict.fromkeys(text for found in all_at(element, path) if (text := text_of(found))))


def name_of(organisation: Element) -> Element | None:
    """Return the element that holds the name of an organisation, in the preferred language."""
    return in_best_language(all_at(organisation, "efac:Company/cac:PartyName/cbc:Name"))


def numbers_in(organisation: Element) -> list[Element]:
    """Return the elements that hold the numbers of an organisation: it may have one in each register that it stands in."""
    return [number for number in all_at(organisation, "efac:Company/cac:PartyLegalEntity/cbc:CompanyID") if text_of(number)]


def country_of(organisation: Element) -> str:
    """Return the code of the country of an organisation, as it is written."""
    return text_at(organisation, "efac:Company/cac:PostalAddress/cac:Country/cbc:IdentificationCode")


def is_withheld(scope: Element | None, *codes: str) -> bool:
    """Return whether a part of a notice says that one of its fields, by the code of that field, is withheld from publication."""
    if scope is None:
        return False
    return any(text_of(code) in codes for code in scope.iter("{*}FieldIdentifierCode"))


def _grouped(elements: Iterable[Element], path: str) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for element in elements:
        for identifier in ids_at(element, path):
            found.setdefault(identifier, []).append(element)
    return found


def _by_id(elements: Iterable[Element]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in elements:
        if identifier := text_at(element, "cbc:ID"):
            found.setdefault(identifier, element)
    return found
