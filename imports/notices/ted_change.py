"""What a TED notice of a change (F20) says beside the contract as it was awarded.

In: a notice. Out: in a draft the value before and after, what the contract has become, why, and which notice told of the award.
"""

from contextlib import suppress

from imports.notices.amounts import put_contract_sum, put_other_sum, read_amount
from imports.notices.days import put_period, read_day
from imports.notices.draft import Draft
from imports.notices.elements import all_at, first_at, text_of
from imports.notices.ted_award import put_awarded_to
from imports.notices.ted_facts import TedNotice, earlier_notice, journal_number, planned
from imports.notices.texts import shortened, shown
from imports.translation import gettext as _

REASON_LENGTH = 1000
ADVICE = _("Vul de opdrachtsom na de wijziging in.")


def put_change(draft: Draft, notice: TedNotice) -> None:
    """Keep what changes and why."""
    described, informed = (next(notice.form.iter(f"{{*}}{name}"), None) for name in ("DESCRIPTION_PROCUREMENT", "INFO_MODIFICATIONS"))
    changed = earlier_notice(notice)
    draft.put_notice("changes", journal_number(text_of(changed)), changed)
    if changed is None:
        draft.ask("changes", _("De aankondiging zegt niet welk contract wordt gewijzigd. Zoek het contract op."))
    after = first_at(informed, "VALUES/VAL_TOTAL_AFTER", "VAL_TOTAL_AFTER")
    put_contract_sum(
        draft, [read_amount(after if after is not None else first_at(described, "VALUES/VAL_TOTAL", "VAL_TOTAL"))], advice=ADVICE
    )
    put_other_sum(draft, "sum_before", [read_amount(first_at(informed, "VALUES/VAL_TOTAL_BEFORE", "VAL_TOTAL_BEFORE"))])
    if any(first_at(described, name) is not None for name in ("DATE_START", "DATE_END", "DURATION")):
        put_period(draft, [planned(described)])
    if all_at(described, "CONTRACTORS/CONTRACTOR"):
        put_awarded_to(draft, described)
    texts = [first_at(informed, name) for name in ("SHORT_DESCR", "ADDITIONAL_NEED", "UNFORESEEN_CIRCUMSTANCE")]
    told = dict.fromkeys(shown(text_of(text), REASON_LENGTH) for text in texts)
    draft.put_notice("reason", shortened(" ".join(filter(None, told)), REASON_LENGTH), *texts)
    sent = first_at(notice.form, "COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE")
    with suppress(ValueError):
        draft.put_notice("changed_on", read_day(text_of(sent)), sent)
    draft.warn(
        "changed_on", _("De aankondiging noemt geen datum van de wijziging. Genomen is de datum van verzending. Controleer dit."), sent
    )
