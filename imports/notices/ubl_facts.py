"""What an eForms notice says of the procedure and its lots -> fields of a row.

In: a notice and the lots that a row is about. Out: those fields in a draft. What the lots agree on is theirs; else it is the
procedure's.
"""

from collections.abc import Callable, Sequence

from imports.codelists import words
from imports.notices.amounts import put_other_sum, read_amount
from imports.notices.clauses import Clauses
from imports.notices.days import Planned, put_period, read_day
from imports.notices.draft import Draft
from imports.notices.elements import all_at, first_at, in_best_language, text_at, text_of
from imports.notices.fields import put_cpv, put_nuts, put_title, put_type, shown_title
from imports.notices.parties import told_numbers, warn_of_more_buyers
from imports.notices.texts import KEY_LENGTH, identifier, shortened, shown
from imports.notices.ubl import UblNotice, country_of, name_of, numbers_in
from imports.rows import Lot
from imports.translation import gettext as _
from imports.xml_document import Element

NO_LIMIT_ON_RENEWAL = 99
CANCELLED = frozenset(["cancel", "cancel-intent"])


def put_identity(draft: Draft, notice: UblNotice) -> None:
    """Keep which notice this is, and of which procedure."""
    root, extension = notice.root, notice.extension
    for name, element in (
        ("notice_id", first_at(root, "cbc:ID")),
        ("version", first_at(root, "cbc:VersionID")),
        ("procedure_id", first_at(root, "cbc:ContractFolderID")),
    ):
        draft.put_notice(name, identifier(text_of(element), KEY_LENGTH), element)
    published = first_at(extension, "efac:Publication/efbc:PublicationDate")
    element = published if published is not None else first_at(root, "cbc:IssueDate")
    try:
        draft.put_notice("published_on", read_day(text_of(element)), element)
    except ValueError:
        draft.warn("published_on", _("De datum van de aankondiging is niet te lezen."), element)
    cancelled = first_at(extension, "efac:Changes/efac:ChangeReason/cbc:ReasonCode")
    if text_of(cancelled) in CANCELLED:
        draft.ask(None, _("Deze aankondiging trekt een eerdere aankondiging in. Er komt geen contract van."), cancelled)


def put_authority(draft: Draft, notice: UblNotice, contract: Element | None) -> None:
    """Keep who buys: who signs the contract where it says so, else who leads or comes first."""
    buyers = notice.buyers()
    signatories = {text_of(one) for one in all_at(contract, "cac:SignatoryParty/cac:PartyIdentification/cbc:ID")}
    signing = [buyer for buyer in buyers if text_at(buyer, "efac:Company/cac:PartyIdentification/cbc:ID") in signatories]
    buyers = signing or buyers
    if not buyers:
        draft.ask("contracting_authority", _("De aankondiging noemt geen aanbestedende dienst. Vul die in."))
        return
    name = name_of(buyers[0])
    numbers = numbers_in(buyers[0])
    draft.put("contracting_authority", shown(text_of(name)), name)
    read = told_numbers(draft, numbers, field="authority_number", country=country_of(buyers[0]), may_be_person=False)
    draft.put_notice("authority_number", read.kvk_number or read.oin or read.other_number, *numbers)
    if len(buyers) > 1:
        warn_of_more_buyers(draft, [name_of(buyer) for buyer in buyers])


def put_lots(draft: Draft, notice: UblNotice, identifiers: Sequence[str]) -> None:
    """Keep what the lots say of title, type, codes, period, place, options and social return."""
    lots = [notice.lots[identifier] for identifier in identifiers if identifier in notice.lots]
    projects = [project for lot in lots if (project := first_at(lot, "cac:ProcurementProject")) is not None]
    names = tuple(map(identifier, identifiers))
    draft.put("lots", names, *[first_at(lot, "cbc:ID") for lot in lots])
    titles = [in_best_language(all_at(notice.lots.get(identifier), "cac:ProcurementProject/cbc:Name")) for identifier in identifiers]
    draft.notice["lots"] = tuple(Lot(*one) for one in zip(names, map(shown_title, titles), strict=True))
    _put_title(draft, notice, projects)
    put_type(draft, _agreed(notice, projects, lambda one: first_at(one, "cbc:ProcurementTypeCode")))
    put_cpv(draft, _agreed(notice, projects, lambda one: first_at(one, "cac:MainCommodityClassification/cbc:ItemClassificationCode")))
    places = [
        code for one in projects or [notice.project] for code in all_at(one, "cac:RealizedLocation/cac:Address/cbc:CountrySubentityCode")
    ]
    put_nuts(draft, places or all_at(notice.project, "cac:RealizedLocation/cac:Address/cbc:CountrySubentityCode"))
    put_period(draft, [_planned(one) for one in projects or [notice.project]])
    _put_options(draft, projects)
    _put_sums(draft, notice, lots, projects)
    is_framework = any(_is_framework(lot) for lot in lots)
    if is_framework:
        draft.put_notice("is_framework", True, *[_framework_code(lot) for lot in lots])


def _put_title(draft: Draft, notice: UblNotice, projects: Sequence[Element]) -> None:
    """Keep the title of the procedure, and of the lot when the row is about one of several; a contract's own title comes before it."""
    own = in_best_language(all_at(projects[0], "cbc:Name")) if len(projects) == 1 < len(notice.lots) else None
    put_title(draft, in_best_language(all_at(notice.project, "cbc:Name")), own)


def _agreed(notice: UblNotice, projects: Sequence[Element], find: Callable[[Element | None], Element | None]) -> Element | None:
    """Return what the lots agree on, else what the procedure says, else what the first lot says."""
    found = [element for project in projects if (element := find(project)) is not None]
    if found and len({text_of(element) for element in found}) == 1:
        return found[0]
    of_procedure = find(notice.project)
    return of_procedure if of_procedure is not None else next(iter(found), None)


def _planned(project: Element | None) -> Planned:
    period = first_at(project, "cac:PlannedPeriod")
    duration = first_at(period, "cbc:DurationMeasure")
    unit = "" if duration is None else duration.get("unitCode", "")
    code = first_at(period, "cbc:DescriptionCode")
    return Planned(first_at(period, "cbc:StartDate"), first_at(period, "cbc:EndDate"), duration, unit, code)


def _put_options(draft: Draft, projects: Sequence[Element]) -> None:
    told, sources = [], []
    for project in projects:
        times = first_at(project, "cac:ContractExtension/cbc:MaximumNumberNumeric")
        if text_of(times).isdecimal() and 0 < int(text_of(times)[:4]) <= NO_LIMIT_ON_RENEWAL:
            told.append(_("ten hoogste {times} keer te verlengen").format(times=int(text_of(times)[:4])))
            sources.append(times)
        for path in ("cac:ContractExtension/cac:Renewal/cac:Period/cbc:Description", "cac:ContractExtension/cbc:OptionsDescription"):
            element = in_best_language(all_at(project, path))
            if element is not None:
                told.append(shown(text_of(element)))
                sources.append(element)
    draft.put("extension_options", shortened("; ".join(dict.fromkeys(told))), *sources)


def _put_sums(draft: Draft, notice: UblNotice, lots: Sequence[Element], projects: Sequence[Element]) -> None:
    """Keep the estimate and the maximum of a framework: of the procedure when the row is about all lots, else of its lots."""
    covers_all = len(lots) == len(notice.lots)
    for name, path in (
        ("estimated_sum", "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount"),
        (
            "framework_maximum",
            "cac:RequestedTenderTotal/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension/efbc:FrameworkMaximumAmount",
        ),
    ):
        of_procedure = first_at(notice.project, path) if covers_all else None
        of_lots = [element for project in projects if (element := first_at(project, path)) is not None]
        if of_procedure is not None:
            put_other_sum(draft, name, [read_amount(of_procedure)])
        elif of_lots and len(of_lots) == len(projects):
            put_other_sum(draft, name, [read_amount(element) for element in of_lots])


def _framework_code(lot: Element) -> Element | None:
    for code in all_at(lot, "cac:TenderingProcess/cac:ContractingSystem/cbc:ContractingSystemTypeCode"):
        if code.get("listName") == "framework-agreement" and text_of(code) not in ("none", ""):
            return code
    return None


def _is_framework(lot: Element) -> bool:
    return _framework_code(lot) is not None


def put_clauses(draft: Draft, notice: UblNotice, identifiers: Sequence[str], *others: Element | None) -> None:
    """Keep what the codes and the texts of the procedure, the lots and `others` say of social return."""
    clauses = Clauses(notice.clauses, notice.places)
    lots = [notice.lots[identifier] for identifier in identifiers if identifier in notice.lots]
    for lot in lots:
        _add_codes(clauses, lot)
    parts = ("cac:ProcurementProject", "cac:TenderingTerms", "cac:TenderingProcess")
    clauses.search(first_at(notice.root, part) for part in parts)
    clauses.search([*lots, *others])
    if found := clauses.found():
        draft.notice["social_clauses"] = found


def _add_codes(clauses: Clauses, lot: Element) -> None:
    """Add what the fields for it say: social procurement (BT-06, BT-775) and what is reserved for social firms (BT-71, BT-736)."""
    for kind in all_at(lot, "cac:ProcurementProject/cac:ProcurementAdditionalType"):
        code = first_at(kind, "cbc:ProcurementTypeCode")
        list_name = "" if code is None else code.get("listName", "")
        if list_name == "social-objective" or (list_name == "strategic-procurement" and text_of(code) == "soc-obj"):
            clauses.add(code, words(list_name).get(text_of(code), text_of(code)))
            if told := shown(text_of(in_best_language(all_at(kind, "cbc:ProcurementType")))):
                clauses.add(code, told)
    for code in all_at(
        lot, "cac:TenderingTerms/cac:TendererQualificationRequest/cac:SpecificTendererRequirement/cbc:TendererRequirementTypeCode"
    ):
        if code.get("listName") == "reserved-procurement" and text_of(code) not in ("none", ""):
            clauses.add(code, words("reserved-procurement").get(text_of(code), text_of(code)))
    for code in all_at(lot, "cac:TenderingTerms/cac:ContractExecutionRequirement/cbc:ExecutionRequirementCode"):
        if code.get("listName") == "reserved-execution" and text_of(code) == "yes":
            clauses.add(code, _("De uitvoering is voorbehouden aan beschutte werkplaatsen."))
