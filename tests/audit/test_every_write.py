"""Every write of the register leaves one event of its own, by the one who acted, in its own transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR, Viewer
from sroi.audit.queries import verify_chain
from sroi.audit.rules import actor_of
from sroi.audit.tables import AuditEvent
from sroi.contracts import operations as contracts
from sroi.contracts.rules import Correction
from sroi.database import engine, fetch
from sroi.database.engines import PooledSQLiteEngine
from sroi.fulfilment import operations as fulfilment
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.queries.claims import claim, evidence_of_claim
from sroi.fulfilment.tables import Claim
from sroi.obligations import operations as obligations
from sroi.obligations.queries import milestones_of_contract, unseen_notices
from sroi.reconciliation import operations as reconciliation
from sroi.reconciliation.queries import contracts_that_look_split
from sroi.reconciliation.rules import fingerprint
from sroi.review.operations import decide
from sroi.review.rules import Verdict
from sroi.settlement import operations as settlement
from sroi.settlement.rules import DecisionKind, Proposal
from tests.audit.act import Act
from tests.audit.desk_acts import DESK_ACTS
from tests.makers import (
    EVIDENCE,
    NOW,
    TODAY,
    contractor_of,
    make_contract,
    make_contractor,
    make_facts,
    make_officer,
    make_reviewer,
    make_training_claim,
    submit,
)

REGISTER = (
    b"Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum\r\n"
    b"2024-031;Groenonderhoud;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024\r\n"
)
TRAINING = TrainingDetails("VCA Basis", "Voorbeeldopleidingen", date(2023, 10, 9), date(2023, 10, 12), Decimal("1500.00"), block="costs")


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


async def keeping_a_claim() -> Act:
    contract_id, contractor = await make_contract(), await make_contractor()
    return Act(
        contractor,
        "claim.kept",
        lambda: fulfilment.keep_claim(viewer=contractor, contract_id=contract_id, kind="training", details=TRAINING, now=NOW, today=TODAY),
    )


async def _draft_claim() -> tuple[Viewer, Any]:
    contract_id = await make_contract()
    return await contractor_of(contract_id=contract_id), await make_training_claim(contract_id=contract_id, submitted=False)


async def changing_a_claim() -> Act:
    contractor, claim_id = await _draft_claim()
    changed = replace(TRAINING, participants=3)
    return Act(
        contractor,
        "claim.changed",
        lambda: fulfilment.change_claim(viewer=contractor, claim_id=claim_id, details=changed, now=NOW, today=TODAY),
    )


async def adding_evidence(directory: Path = Path()) -> Act:
    contractor, claim_id = await _draft_claim()
    return Act(
        contractor,
        "evidence.added",
        lambda: fulfilment.add_evidence(
            viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=directory, now=NOW
        ),
    )


async def removing_evidence(directory: Path = Path()) -> Act:
    contractor, claim_id = await _draft_claim()
    await fulfilment.add_evidence(viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=directory, now=NOW)
    evidence_id = (await evidence_of_claim(viewer=contractor, claim_id=claim_id))[0].id
    return Act(
        contractor,
        "evidence.removed",
        lambda: fulfilment.remove_evidence(viewer=contractor, claim_id=claim_id, evidence_id=evidence_id, now=NOW),
    )


async def submitting_a_claim() -> Act:
    contractor, claim_id = await _draft_claim()
    await submit(claim_id=claim_id, contractor=contractor)
    await fulfilment.take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW)
    await make_reviewer()
    return Act(contractor, "claim.submitted", lambda: fulfilment.submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=TODAY))


async def taking_a_claim_back() -> Act:
    contractor, claim_id = await _draft_claim()
    await submit(claim_id=claim_id, contractor=contractor)
    return Act(contractor, "claim.draft", lambda: fulfilment.take_claim_back(viewer=contractor, claim_id=claim_id, now=NOW))


async def withdrawing_a_claim() -> Act:
    contractor, claim_id = await _draft_claim()
    return Act(contractor, "claim.withdrawn", lambda: fulfilment.withdraw_claim(viewer=contractor, claim_id=claim_id, now=NOW))


async def _deciding(verdict: Verdict) -> Act:
    contractor, claim_id = await _draft_claim()
    await submit(claim_id=claim_id, contractor=contractor)
    reviewer = await make_reviewer()
    record = await claim(viewer=reviewer, claim_id=claim_id)
    return Act(
        reviewer,
        "review.decided",
        lambda: decide(
            viewer=reviewer,
            claim_id=claim_id,
            version=record.version,
            verdict=verdict,
            amount=record.value,
            reason="Gezien en besproken.",
            now=NOW,
        ),
    )


async def approving_a_claim() -> Act:
    return await _deciding(Verdict.APPROVED)


async def returning_a_claim() -> Act:
    return await _deciding(Verdict.RETURNED)


async def rejecting_a_claim() -> Act:
    return await _deciding(Verdict.REJECTED)


async def _proposal() -> tuple[Viewer, Viewer, UUID]:
    proposed = Proposal(DecisionKind.HARDSHIP, TODAY, "Gezien en besproken", Decimal("100.00"))
    contract_id, officer, reviewer = await make_contract(), await make_officer(), await make_reviewer()
    return officer, reviewer, await settlement.propose(viewer=officer, contract_id=contract_id, proposal=proposed, now=NOW, today=TODAY)


async def proposing_a_settlement() -> Act:
    proposed = Proposal(DecisionKind.HARDSHIP, TODAY, "Gezien en besproken", Decimal("100.00"))
    contract_id, officer = await make_contract(), await make_officer()
    return Act(
        officer,
        "settlement.proposed",
        lambda: settlement.propose(viewer=officer, contract_id=contract_id, proposal=proposed, now=NOW, today=TODAY),
    )


async def adopting_a_settlement() -> Act:
    _officer, reviewer, decision_id = await _proposal()
    return Act(
        reviewer,
        "settlement.adopted",
        lambda: settlement.adopt(viewer=reviewer, decision_id=decision_id, reason="Gezien en besproken", now=NOW, today=TODAY),
    )


async def rejecting_a_settlement() -> Act:
    _officer, reviewer, decision_id = await _proposal()
    return Act(
        reviewer,
        "settlement.rejected",
        lambda: settlement.reject(viewer=reviewer, decision_id=decision_id, reason="Gezien en besproken", now=NOW),
    )


async def withdrawing_a_settlement() -> Act:
    officer, _reviewer, decision_id = await _proposal()
    return Act(
        officer,
        "settlement.withdrawn",
        lambda: settlement.withdraw(viewer=officer, decision_id=decision_id, reason="Gezien en besproken", now=NOW),
    )


ACTS = (
    registering,
    registering_with_its_obligation,
    keeping_a_draft,
    changing_a_draft,
    completing_a_draft,
    adding_an_authority,
    staging_an_import,
    confirming_an_import,
    answering_a_question,
    looking_at_a_split,
    seeing_a_notice,
    meeting_a_milestone,
    reopening_a_milestone,
    keeping_a_claim,
    changing_a_claim,
    adding_evidence,
    removing_evidence,
    submitting_a_claim,
    taking_a_claim_back,
    withdrawing_a_claim,
    approving_a_claim,
    returning_a_claim,
    rejecting_a_claim,
    proposing_a_settlement,
    adopting_a_settlement,
    rejecting_a_settlement,
    withdrawing_a_settlement,
    *DESK_ACTS,
)
# One sign-off on the whole house: no candidate's data in an event, whatever the operation.
FORBIDDEN = ("K-01", "VCA Basis", "certificaat", "Gezien en besproken")


async def ready(act: Callable[..., Awaitable[Act]], tmp_path: Path) -> Act:
    return await (act(tmp_path) if act in (adding_evidence, removing_evidence) else act())


async def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables."""
    if isinstance(engine(), PooledSQLiteEngine):
        tables = await fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        tables = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    names = sorted(row["name"] for row in tables)
    return {name: sorted(await fetch(f"SELECT * FROM {name}"), key=repr) for name in names}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_a_write_leaves_one_event_of_its_own_by_the_one_who_acted(
    database: None, tmp_path: Path, act: Callable[..., Awaitable[Act]]
) -> None:
    prepared = await ready(act, tmp_path)
    before = await AuditEvent.count()
    await prepared.write()
    left = await AuditEvent.select().where(AuditEvent.seq > before).order_by(AuditEvent.seq)
    assert [event["action"] for event in left].count(prepared.action) == 1
    actor = actor_of(prepared.viewer)
    assert {(event["actor_kind"], event["actor_id"]) for event in left} == {(actor.kind, actor.id)}
    assert {event["at"] for event in left} == {NOW}
    assert not [event for event in left for secret in FORBIDDEN if secret in event["details"]]
    assert await verify_chain(viewer=OPERATOR) is None


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_a_write_whose_event_cannot_be_recorded_is_not_done(
    database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[..., Awaitable[Act]]
) -> None:
    prepared = await ready(act, tmp_path)
    before = await everything()

    def refuse(*rows: AuditEvent) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(AuditEvent, "insert", refuse)
    with pytest.raises(OSError, match="disk"):
        await prepared.write()
    assert await everything() == before


async def test_what_changes_nothing_leaves_no_event(database: None, tmp_path: Path) -> None:
    contractor, claim_id = await _draft_claim()
    officer, reviewer = await make_officer(), await make_reviewer()
    assert await Claim.exists()
    (notice,) = await unseen_notices(viewer=reviewer)
    for _time in range(2):
        await obligations.see_notice(viewer=reviewer, notice_id=notice.id, now=NOW)
        await contracts.add_authority(viewer=officer, name="Waterschap Voorbeeld", now=NOW)
        await fulfilment.add_evidence(
            viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=tmp_path, now=NOW
        )
    actions = [event["action"] for event in await AuditEvent.select(AuditEvent.action)]
    assert [actions.count(action) for action in ("notice.seen", "authority.added", "evidence.added")] == [1, 1, 1]
