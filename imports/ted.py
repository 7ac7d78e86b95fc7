"""TED notices in the older schema (R2.0.9, forms F01 to F25, until 2023): calls for tender, awards, changes of contracts.

In: bytes. Out: a row for each contract that was awarded or changed, or one for the tender. Elements are compared by local name: the
namespace changed with every edition. This schema has no identifier of a procedure: a notice and its awards share the number of the
first notice that they name.
"""

from imports.notices.draft import Draft, not_awarded, tell_apart
from imports.notices.elements import all_at, child, first_at, local_name, text_at
from imports.notices.ted_award import put_award
from imports.notices.ted_change import put_change
from imports.notices.ted_facts import TedNotice, put_authority, put_clauses, put_identity, put_objects
from imports.notices.texts import identifier
from imports.profile import Profile
from imports.rows import Format, Heard, Problem, Reading, UnreadableFile
from imports.translation import gettext as _
from imports.xml_document import Element, parse, root_name, too_much

ROOT = "TED_EXPORT"
TENDER_FORMS = frozenset(["F01", "F02", "F04", "F05", "F07", "F24"])
AWARD_FORMS = frozenset(["F03", "F06", "F15", "F25"])
# One form for notices and awards of social services and concessions.
EITHER_FORMS = frozenset(["F21", "F22", "F23"])
CHANGE_FORM = "F20"
INTENDED_FORM = "F15"
MAX_CONTRACTS = 3_000
LANGUAGES = ("NL", "EN")


def _recognises(content: bytes) -> bool:
    return root_name(content) == ROOT


def _read(content: bytes, _profile: Profile, _heard: Heard) -> Reading:
    root = parse(content)
    if local_name(root) != ROOT:
        raise UnreadableFile(_("Dit XML-bestand is geen aankondiging van TenderNed of TED. Kies een aankondiging in eForms of TED-XML."))
    notice = TedNotice(root, _form(root))
    if max(len(notice.objects), len(notice.awards)) > MAX_CONTRACTS or notice.names_too_much():
        raise too_much()
    kind = notice.form_name
    if kind in TENDER_FORMS or (kind in EITHER_FORMS and not notice.awards):
        drafts = [_tender(notice)]
    elif kind in AWARD_FORMS | EITHER_FORMS | {CHANGE_FORM}:
        drafts = _contracts(notice)
    else:
        raise _unread(kind)
    tell_apart(drafts, [draft.where.partition(" ")[2] for draft in drafts])
    problems = [problem for index, draft in enumerate(drafts) for problem in draft.problems(index)]
    return Reading(FORMAT.name, tuple(draft.row() for draft in drafts), (*problems, *_of_the_file(notice, drafts)))


FORMAT = Format("ted", _recognises, _read)


def _form(root: Element) -> Element:
    """Return the form as it was written, in Dutch or English where it was written in more languages."""
    section = child(root, "FORM_SECTION")
    forms = [form for form in (() if section is None else section) if local_name(form)[:1] == "F" and local_name(form)[1:3].isdecimal()]
    if not forms:
        older = next((number for form in (() if section is None else section) if (number := form.get("FORM", ""))), "")
        raise _unread(f"F{older}" if older.isdecimal() else older) if older else _without_form()
    return min(forms, key=_rank)


def _without_form() -> UnreadableFile:
    return UnreadableFile(_("In dit TED-bestand staat geen formulier. Haal de aankondiging opnieuw op."))


def _unread(form: str) -> UnreadableFile:
    message = _("Formulier {form} van TED wordt niet gelezen. Kies een aankondiging van een aanbesteding, een gunning of een wijziging.")
    return UnreadableFile(message.format(form=identifier(form, 10)))


def _rank(form: Element) -> tuple[bool, int]:
    language = form.get("LG", "").upper()
    return form.get("CATEGORY") == "TRANSLATION", LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)


def _tender(notice: TedNotice) -> Draft:
    draft = Draft(_("aanbesteding"), "tender", notice.places)
    put_identity(draft, notice)
    put_authority(draft, notice)
    lots = tuple(notice.objects)
    put_objects(draft, notice, lots)
    put_clauses(draft, notice, lots)
    reference = first_at(notice.contract, "REFERENCE_NUMBER")
    draft.put("reference", text_at(notice.contract, "REFERENCE_NUMBER"), reference)
    draft.warn(None, _("Dit is de aankondiging van een aanbesteding. Er is nog geen contract."))
    return draft


def _contracts(notice: TedNotice) -> list[Draft]:
    drafts = []
    awarded = [award for award in notice.awards if child(award, "AWARDED_CONTRACT") is not None]
    for number, award in enumerate(awarded, 1):
        is_change = notice.form_name == CHANGE_FORM
        draft = Draft(
            _("gunning {number}").format(number=award.get("ITEM") or number), "modification" if is_change else "award", notice.places
        )
        put_identity(draft, notice)
        put_authority(draft, notice)
        lots = notice.lots_of(award)
        put_objects(draft, notice, lots)
        put_award(draft, notice, award, is_only_one=len(awarded) == 1)
        if is_change:
            put_change(draft, notice)
        put_clauses(draft, notice, lots, award, *all_at(notice.form, "MODIFICATIONS_CONTRACT"))
        if notice.form_name == INTENDED_FORM:
            draft.ask(None, _("Dit is een voornemen om te gunnen. Er is nog geen contract."))
        drafts.append(draft)
    return drafts


def _of_the_file(notice: TedNotice, drafts: list[Draft]) -> list[Problem]:
    """Return what no row can tell: what was not awarded, and that there is nothing at all."""
    problems = []
    if lost := [text_at(award, "LOT_NO") for award in notice.awards if child(award, "AWARDED_CONTRACT") is None]:
        problems.append(not_awarded(lost))
    if not drafts and not problems:
        problems.append(Problem(_("aankondiging"), None, None, _("In deze aankondiging staat geen gunning."), "warning"))
    return problems
