"""What an eForms notice of a change (subtypes 38 to 40) says beside the contract as it is now.

In: a notice and the contract that a row is about. Out: which notice it changes, why, and when. Its value before is not in the notice.
"""

from imports.codelists import words
from imports.notices.days import read_day
from imports.notices.draft import Draft
from imports.notices.elements import all_at, first_at, in_best_language, text_at, text_of
from imports.notices.settled import Settled
from imports.notices.texts import shortened, shown
from imports.notices.ubl import UblNotice
from imports.translation import gettext as _
from imports.xml_document import Element

REASON_LENGTH = 1000


def put_change(draft: Draft, notice: UblNotice, one: Settled, *, is_only_one: bool) -> list[Element]:
    """Keep what changes and why, and return the elements that tell it."""
    reference = text_at(one.contract, "efac:ContractReference/cbc:ID")
    changes = [
        change
        for change in notice.modifications
        if is_only_one or text_at(change, "efbc:ModifiedContractIdentifier") in (one.identifier, reference)
    ]
    changed = next((found for change in changes if (found := first_at(change, "efbc:ChangedNoticeIdentifier")) is not None), None)
    draft.put_notice("changes", text_of(changed), changed)
    if changed is None:
        draft.ask("changes", _("De aankondiging zegt niet welk contract wordt gewijzigd. Zoek het contract op."))
    told, sources = [], []
    for change in changes:
        code = first_at(change, "efac:ChangeReason/cbc:ReasonCode")
        told.append(words("modification-justification").get(text_of(code), text_of(code)))
        sources.append(code)
        for path in ("efac:Change/efbc:ChangeDescription", "efac:ChangeReason/efbc:ReasonDescription"):
            element = in_best_language(all_at(change, path))
            told.append(shown(text_of(element), REASON_LENGTH))
            sources.append(element)
    draft.put_notice("reason", shortened(" ".join(filter(None, dict.fromkeys(told))), REASON_LENGTH), *sources)
    _put_day(draft, notice)
    return changes


def _put_day(draft: Draft, notice: UblNotice) -> None:
    """Keep the day on which the notice was sent: it has no field for the day of the change itself."""
    sent = first_at(notice.root, "cbc:IssueDate")
    try:
        day = read_day(text_of(sent))
    except ValueError:
        day = None
    draft.put_notice("changed_on", day, sent)
    message = _("De aankondiging noemt geen datum van de wijziging. Genomen is de datum van verzending. Controleer dit.")
    draft.warn("changed_on", message, sent)
