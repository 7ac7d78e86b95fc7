"""Writes of the register, each ready to be done."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from sroi.access import OPERATOR, Viewer
from sroi.contracts import operations as contracts
from sroi.contracts.rules import Correction, Decision
from sroi.obligations import operations as obligations
from sroi.obligations.queries import milestones_of_contract, unseen_notices
from sroi.reconciliation import operations as reconciliation
from sroi.reconciliation.queries import contracts_that_look_split
from sroi.reconciliation.rules import fingerprint
from sroi.settlement import operations as settlement
from tests.audit.act import Act
from tests.makers import (
    NOW,
    TODAY,
    make_contract,
    make_facts,
    make_officer,
    make_reviewer,
)

REGISTER = (
    b"Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum\r\n"
    b"2024-031;Groenonderhoud;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024\r\n"
)


async def registering() -> Act:
    officer, facts = await make_officer(), await make_facts()
    return Act(officer, "contract.registered", lambda: contracts.register_contract(viewer=officer, facts=facts, now=NOW))


async def registering_with_its_obligation() -> Act:
    officer, facts = await make_officer(), await make_facts(tender_reference="AANB-7")
    return Act(officer, "obligation.computed", lambda: obligations.register_contract(viewer=officer, facts=facts, now=NOW))


async def keeping_a_draft() -> Act:
    officer, facts = await make_officer(), await make_facts(contract_sum=None)
    return Act(officer, "contract.draft_kept", lambda: contracts.save_draft(viewer=officer, facts=facts, now=NOW))


async def changing_a_draft() -> Act:
    officer, facts = await make_officer(), await make_facts(contract_sum=None)
    draft_id = await contracts.save_draft(viewer=officer, facts=facts, now=NOW)
    changed = replace(facts, title="Groenonderhoud Zuid")
    return Act(officer, "contract.draft_kept", lambda: contracts.save_draft(viewer=officer, facts=changed, now=NOW, draft_id=draft_id))


async def completing_a_draft() -> Act:
    officer, facts = await make_officer(), await make_facts()
    draft_id = await contracts.save_draft(viewer=officer, facts=replace(facts, contract_sum=None), now=NOW)
    return Act(officer, "contract.registered", lambda: obligations.complete_draft(viewer=officer, draft_id=draft_id, facts=facts, now=NOW))


async def adding_an_authority() -> Act:
    officer = await make_officer()
    return Act(officer, "authority.added", lambda: contracts.add_authority(viewer=officer, name="Waterschap Voorbeeld", now=NOW))


async def _staging(officer: Viewer) -> Any:
    return await contracts.stage_import(viewer=officer, file_name="register.csv", content=REGISTER, award_date_from_start=False, now=NOW)


async def staging_an_import() -> Act:
    officer = await make_officer()
    return Act(officer, "import.previewed", lambda: _staging(officer))


async def confirming_an_import() -> Act:
    officer = await make_officer()
    batch_id = await _staging(officer)
    return Act(officer, "import.confirmed", lambda: obligations.confirm_import(viewer=officer, batch_id=batch_id, now=NOW))


async def discarding_an_import() -> Act:
    officer = await make_officer()
    batch_id = await _staging(officer)
    return Act(officer, "import.discarded", lambda: contracts.discard_import(viewer=officer, batch_id=batch_id, now=NOW))


async def undoing_an_import() -> Act:
    officer = await make_officer()
    batch_id = await _staging(officer)
    await obligations.confirm_import(viewer=officer, batch_id=batch_id, now=NOW)
    return Act(officer, "import.undone", lambda: settlement.undo_import(viewer=officer, batch_id=batch_id, now=NOW))


async def deciding_about_a_row() -> Act:
    officer = await make_officer()
    content = REGISTER.replace(b"1.250.000,00", b"")
    batch_id = await contracts.stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=NOW)
    decision = {"batch_id": batch_id, "position": 1, "decision": Decision.SKIP, "now": NOW}
    return Act(officer, "import.decided", lambda: contracts.decide_about_row(viewer=officer, **decision))


async def choosing_authorities() -> Act:
    officer = await make_officer()
    choice = {"batch_id": await _staging(officer), "chosen": {"Waterschap Onbekend": None}, "now": NOW}
    return Act(officer, "import.authorities_chosen", lambda: contracts.choose_authorities(viewer=officer, **choice))


async def choosing_columns() -> Act:
    officer = await make_officer()
    choice = {"batch_id": await _staging(officer), "columns": {"Titel": "title"}, "name": "Register van inkoop", "now": NOW}
    return Act(officer, "column_profile.saved", lambda: contracts.choose_columns(viewer=officer, **choice))


async def answering_a_question() -> Act:
    contract_id, officer = await make_contract(labour_share_pct=None), await make_officer()
    answers = Correction(labour_share_pct=Decimal(20))
    return Act(
        officer,
        "contract.correction",
        lambda: obligations.answer_questions(viewer=officer, contract_id=contract_id, answers=answers, now=NOW, today=TODAY),
    )


async def looking_at_a_split() -> Act:
    for number in ("2023-041", "2023-042"):
        await make_contract(number=number, contract_sum=Decimal("80000.00"))
    (group,) = await contracts_that_look_split(viewer=OPERATOR, on=TODAY)
    officer = await make_officer()
    how: dict[str, Any] = {"name": fingerprint(group), "looked_on": TODAY, "reason": "Gezien en besproken", "now": NOW, "today": TODAY}
    return Act(officer, "split.looked_at", lambda: reconciliation.review_split(viewer=officer, **how))


async def seeing_a_notice() -> Act:
    await make_contract()
    reviewer = await make_reviewer()
    (notice,) = await unseen_notices(viewer=reviewer)
    return Act(reviewer, "notice.seen", lambda: obligations.see_notice(viewer=reviewer, notice_id=notice.id, now=NOW))


async def _milestone() -> UUID:
    contract_id = await make_contract()
    return (await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id))[0].id


async def meeting_a_milestone() -> Act:
    milestone_id, reviewer = await _milestone(), await make_reviewer()
    how: dict[str, Any] = {"viewer": reviewer, "milestone_id": milestone_id, "met_on": TODAY, "note": "Gezien en besproken", "now": NOW}
    return Act(reviewer, "milestone.met", lambda: obligations.meet_milestone(**how))


async def reopening_a_milestone() -> Act:
    milestone_id, officer = await _milestone(), await make_officer()
    await obligations.meet_milestone(viewer=officer, milestone_id=milestone_id, met_on=TODAY, note="", now=NOW)
    how: dict[str, Any] = {"viewer": officer, "milestone_id": milestone_id, "reason": "Gezien en besproken", "now": NOW}
    return Act(officer, "milestone.reopened", lambda: obligations.reopen_milestone(**how))


ACTS = (
    registering,
    registering_with_its_obligation,
    keeping_a_draft,
    changing_a_draft,
    completing_a_draft,
    adding_an_authority,
    staging_an_import,
    discarding_an_import,
    undoing_an_import,
    deciding_about_a_row,
    choosing_authorities,
    choosing_columns,
    confirming_an_import,
    answering_a_question,
    looking_at_a_split,
    seeing_a_notice,
    meeting_a_milestone,
    reopening_a_milestone,
)
