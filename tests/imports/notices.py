"""Makers of small notices: invented, and only what a test is about."""

from collections.abc import Iterable

import imports
from imports import ContractRow, Problem

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" '
    'xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2" '
    'xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1" '
    'xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1" '
    'xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"'
)
AMOUNT = '<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">250000.00</cbc:PayableAmount></cac:LegalMonetaryTotal>'
PLANNED = "<cbc:StartDate>2024-03-01+01:00</cbc:StartDate><cbc:EndDate>2026-02-28+01:00</cbc:EndDate>"
WINNER = "Groen Voorbeeld B.V."


def organisation(identifier: str, name: str, number: str = "", *, country: str = "NLD", is_person: bool = False) -> str:
    """Return an organisation with a contact that nothing may keep."""
    return (
        f"<efac:Organization><efbc:NaturalPersonIndicator>{str(is_person).lower()}</efbc:NaturalPersonIndicator><efac:Company>"
        f"<cac:PartyIdentification><cbc:ID>{identifier}</cbc:ID></cac:PartyIdentification>"
        f'<cac:PartyName><cbc:Name languageID="NLD">{name}</cbc:Name></cac:PartyName>'
        f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>"
        "<cac:Contact><cbc:Name>Jan Contact</cbc:Name><cbc:Telephone>070 326 1000</cbc:Telephone>"
        "<cbc:ElectronicMail>jan@example.nl</cbc:ElectronicMail></cac:Contact></efac:Company></efac:Organization>"
    )


def tender(identifier: str = "TEN-0001", *, party: str = "TPA-0001", lot: str = "LOT-0001", inside: str = AMOUNT) -> str:
    return (
        f"<efac:LotTender><cbc:ID>{identifier}</cbc:ID>{inside}<efac:TenderingParty><cbc:ID>{party}</cbc:ID></efac:TenderingParty>"
        f'<efac:TenderLot><cbc:ID schemeName="Lot">{lot}</cbc:ID></efac:TenderLot></efac:LotTender>'
    )


def tendering_party(identifier: str = "TPA-0001", *, members: str = "<efac:Tenderer><cbc:ID>ORG-0002</cbc:ID></efac:Tenderer>") -> str:
    return f"<efac:TenderingParty><cbc:ID>{identifier}</cbc:ID>{members}</efac:TenderingParty>"


def member(identifier: str, *, leads: bool | None = None) -> str:
    lead = "" if leads is None else f"<efbc:GroupLeadIndicator>{str(leads).lower()}</efbc:GroupLeadIndicator>"
    return f"<efac:Tenderer><cbc:ID>{identifier}</cbc:ID>{lead}</efac:Tenderer>"


def result(
    *, lot: str = "LOT-0001", tenders: Iterable[str] = ("TEN-0001",), contracts: Iterable[str] = ("CON-0001",), code: str = "selec-w"
) -> str:
    named = "".join(f"<efac:LotTender><cbc:ID>{one}</cbc:ID></efac:LotTender>" for one in tenders)
    settled = "".join(f"<efac:SettledContract><cbc:ID>{one}</cbc:ID></efac:SettledContract>" for one in contracts)
    return (
        f"<efac:LotResult><cbc:ID>RES-{lot[-4:]}</cbc:ID><cbc:TenderResultCode>{code}</cbc:TenderResultCode>{named}{settled}"
        f"<efac:TenderLot><cbc:ID>{lot}</cbc:ID></efac:TenderLot></efac:LotResult>"
    )


def contract(
    identifier: str = "CON-0001",
    *,
    tenders: Iterable[str] = ("TEN-0001",),
    reference: str = "2024-031",
    inside: str = "<cbc:AwardDate>2024-02-01+01:00</cbc:AwardDate>",
) -> str:
    named = "".join(f"<efac:LotTender><cbc:ID>{one}</cbc:ID></efac:LotTender>" for one in tenders)
    return (
        f"<efac:SettledContract><cbc:ID>{identifier}</cbc:ID>{inside}"
        f"<efac:ContractReference><cbc:ID>{reference}</cbc:ID></efac:ContractReference>{named}</efac:SettledContract>"
    )


def lot(identifier: str = "LOT-0001", *, planned: str = PLANNED, project: str = "", terms: str = "", name: str = "Noord") -> str:
    return (
        f'<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">{identifier}</cbc:ID><cac:TenderingTerms>{terms}</cac:TenderingTerms>'
        f'<cac:ProcurementProject><cbc:Name languageID="NLD">{name}</cbc:Name><cbc:ProcurementTypeCode>services</cbc:ProcurementTypeCode>'
        "<cac:MainCommodityClassification><cbc:ItemClassificationCode>77310000</cbc:ItemClassificationCode>"
        f"</cac:MainCommodityClassification><cac:PlannedPeriod>{planned}</cac:PlannedPeriod>{project}</cac:ProcurementProject>"
        "</cac:ProcurementProjectLot>"
    )


def eforms(
    *,
    root: str = "ContractAwardNotice",
    results: str = result() + tender() + contract() + tendering_party(),
    total: str = "",
    lots: str = lot(),
    organisations: str = organisation("ORG-0001", "Gemeente Voorbeeld", "12345678") + organisation("ORG-0002", WINNER, "00100001"),
    extension: str = "",
    subtype: str = "29",
    project: str = '<cbc:Name languageID="NLD">Groenonderhoud</cbc:Name>',
    kind: str = "result",
) -> bytes:
    """Return an eForms notice with one award, unless a part is replaced."""
    found = f"<efac:NoticeResult>{total}{results}</efac:NoticeResult>" if results or total else ""
    text = (
        f"<{root} {NAMESPACES.format(root=root)}><ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>"
        f"{extension}{found}<efac:NoticeSubType><cbc:SubTypeCode>{subtype}</cbc:SubTypeCode></efac:NoticeSubType>"
        f"<efac:Organizations>{organisations}</efac:Organizations></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension>"
        '</ext:UBLExtensions><cbc:ID schemeName="notice-id">n-1</cbc:ID><cbc:ContractFolderID>p-1</cbc:ContractFolderID>'
        f"<cbc:IssueDate>2024-02-15+01:00</cbc:IssueDate><cbc:VersionID>01</cbc:VersionID>"
        f'<cbc:NoticeTypeCode listName="{kind}">can-standard</cbc:NoticeTypeCode>'
        "<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification></cac:Party>"
        f"</cac:ContractingParty><cac:ProcurementProject>{project}</cac:ProcurementProject>{lots}</{root}>"
    )
    return text.encode()


BUYER = organisation("ORG-0001", "Gemeente Voorbeeld", "12345678")
FIRMS = (
    BUYER
    + organisation("ORG-0002", WINNER, "00100001")
    + organisation("ORG-0003", "Weg Voorbeeld B.V.", "00100002")
    + organisation("ORG-0004", "Snoei Voorbeeld B.V.", "00100003")
)
TWO_LOTS = lot("LOT-0001", name="Noord") + lot("LOT-0002", name="Zuid")


def amount(text: str, currency: str = "EUR") -> str:
    return AMOUNT.replace("250000.00", text).replace("EUR", currency)


def read(content: bytes) -> tuple[tuple[ContractRow, ...], tuple[Problem, ...]]:
    reading = imports.read(content)
    assert reading.format == "eforms"
    return reading.rows, reading.problems


def only(content: bytes) -> tuple[ContractRow, list[tuple[str | None, str]]]:
    """Return the only row, and the field and severity of what is told about it."""
    (row,), problems = read(content)
    return row, [(problem.field, problem.severity) for problem in problems]


def names(row: ContractRow) -> list[str]:
    return [party.name for party in row.contractors]
