"""eForms notices (XML of UBL 2.3, eForms SDK 1.x): awards, changes of contracts, and calls for tender.

In: bytes. Out: a row for each contract that was awarded or changed, or one for the tender. Paths of fields are those of the
eForms SDK (OP-TED, CC BY 4.0), read whatever the prefixes; a section that is missing leaves its fields empty.
"""

from imports.notices.changes import put_change
from imports.notices.contract import put_contract
from imports.notices.draft import Draft, not_awarded, tell_apart
from imports.notices.elements import local_name, text_at
from imports.notices.settled import Settled, lost_lots, settled_contracts
from imports.notices.ubl import UblNotice
from imports.notices.ubl_facts import put_authority, put_clauses, put_identity, put_lots
from imports.profile import Profile
from imports.rows import Format, Heard, NoticeKind, Problem, Reading, UnreadableFile
from imports.translation import gettext as _
from imports.xml_document import parse, root_name, too_much

ROOTS = frozenset(["ContractNotice", "ContractAwardNotice", "PriorInformationNotice"])
MAX_CONTRACTS = 3_000
INTENDED = "dir-awa-pre"  # voluntary transparency before a direct award


def _recognises(content: bytes) -> bool:
    return root_name(content) in ROOTS


def _read(content: bytes, _profile: Profile, _heard: Heard) -> Reading:
    root = parse(content)
    if local_name(root) not in ROOTS:
        raise UnreadableFile(_("Dit XML-bestand is geen aankondiging van TenderNed of TED. Kies een aankondiging in eForms of TED-XML."))
    notice = UblNotice(root)
    if max(len(notice.lots), len(notice.contracts), len(notice.lot_results)) > MAX_CONTRACTS:
        raise too_much()
    drafts = [_tender(notice)] if _kind(notice) == "tender" else _contracts(notice)
    tell_apart(drafts, [draft.where.partition(" ")[2] for draft in drafts])
    problems = [problem for index, draft in enumerate(drafts) for problem in draft.problems(index)]
    return Reading(FORMAT.name, tuple(draft.row() for draft in drafts), (*problems, *_of_the_file(notice, drafts)))


FORMAT = Format("eforms", _recognises, _read)


def _kind(notice: UblNotice) -> NoticeKind:
    """Return what a notice tells: only one with results is about contracts."""
    if local_name(notice.root) != "ContractAwardNotice":
        return "tender"
    return "modification" if notice.modifications or _form_type(notice) == "cont-modif" else "award"


def _form_type(notice: UblNotice) -> str:
    return next((code.get("listName", "") for code in notice.root.findall("{*}NoticeTypeCode")), "")


def _tender(notice: UblNotice) -> Draft:
    draft = Draft(_("aanbesteding"), "tender", notice.places)
    put_identity(draft, notice)
    put_authority(draft, notice, None)
    put_lots(draft, notice, tuple(notice.lots))
    put_clauses(draft, notice, tuple(notice.lots))
    reference = notice.project.find("{*}ID") if notice.project is not None else None
    draft.put("reference", "" if reference is None else text_at(notice.project, "cbc:ID"), reference)
    draft.warn(None, _("Dit is de aankondiging van een aanbesteding. Er is nog geen contract."))
    return draft


def _contracts(notice: UblNotice) -> list[Draft]:
    kind = _kind(notice)
    settled = settled_contracts(notice)
    drafts = []
    for number, one in enumerate(settled, 1):
        draft = Draft(_where(one, number), kind, notice.places)
        put_identity(draft, notice)
        put_authority(draft, notice, one.contract)
        put_lots(draft, notice, one.lots)
        put_contract(draft, notice, one, is_only_one=len(settled) == 1)
        changes = put_change(draft, notice, one, is_only_one=len(settled) == 1) if kind == "modification" else []
        put_clauses(draft, notice, one.lots, one.contract, *changes)
        if _form_type(notice) == INTENDED:
            draft.ask(None, _("Dit is een voornemen om te gunnen. Er is nog geen contract."))
        drafts.append(draft)
    return drafts


def _where(one: Settled, number: int) -> str:
    if one.contract is None:
        return _("uitslag {identifier}").format(identifier=text_at(one.results[0], "cbc:ID") or number)
    return _("contract {identifier}").format(identifier=one.identifier or number)


def _of_the_file(notice: UblNotice, drafts: list[Draft]) -> list[Problem]:
    """Return what no row can tell: the lots that were not awarded, and that there is nothing at all."""
    problems = []
    if _kind(notice) != "tender":
        if lost := lost_lots(notice):
            problems.append(not_awarded(lost))
        if not drafts and not problems:
            message = _("In deze aankondiging staat geen gunning.")
            problems.append(Problem(_("aankondiging"), None, None, message, "warning"))
    return problems
