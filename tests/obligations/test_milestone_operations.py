"""Milestones as they are kept: planned after each event, met and reopened by people, and read by who may."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.contracts.rules import Amendment, ContractNotFound, Correction, Suspension, Takeover, Termination
from sroi.database import fetch
from sroi.obligations.operations import meet_milestone, plan_milestones, plan_missing_milestones, reopen_milestone
from sroi.obligations.queries import (
    Due,
    MilestoneCounts,
    MilestoneFilter,
    earlier_meetings,
    milestone,
    milestone_counts,
    milestones_of_contract,
    milestones_page,
)
from sroi.obligations.rules import (
    MilestoneNotFound,
    MilestoneRecord,
    UnableToMeet,
    milestone_lines,
    next_milestone,
    standing_tone,
    standing_words,
)
from sroi.policy.queries import shipped_policy
from sroi.policy.rules import MilestoneDates
from tests.makers import (
    GREEN_FIRM,
    NOW,
    ROAD_FIRM,
    TODAY,
    change,
    contractor_of,
    make_administrator,
    make_contract,
    make_contractor,
    make_officer,
    make_reviewer,
)

# A contract that is awarded on 15 August 2023 and runs from 1 September 2023 up to 31 August 2024.
YEAR: dict[str, Any] = {"ends_before": date(2024, 9, 1)}
PLANNED = [
    ("contact", "2023-08-22"),
    ("plan_of_approach", "2023-10-02"),
    ("progress_report", "2023-12-01"),
    ("progress_report", "2024-03-01"),
    ("progress_report", "2024-06-03"),
    ("final_account", "2024-10-01"),
    ("cure_period", "2024-12-02"),
]
LATER = NOW + timedelta(days=3)


async def running(contract_id: UUID) -> tuple[MilestoneRecord, ...]:
    return await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id)


async def days(contract_id: UUID) -> list[tuple[str, str]]:
    return [(record.key, record.due_on.isoformat()) for record in await running(contract_id)]


async def the(contract_id: UUID, key: str) -> MilestoneRecord:
    return next(record for record in await running(contract_id) if record.key == key)


async def meet(record: MilestoneRecord, *, on: date = date(2023, 9, 29), note: str = "", now: datetime = NOW) -> None:
    await meet_milestone(viewer=await make_reviewer(), milestone_id=record.id, met_on=on, note=note, now=now)


# ---------------------------------------------------------------- planning


async def test_registering_a_contract_plans_what_is_due_by_the_policy_that_it_keeps(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    assert await days(contract_id) == PLANNED
    plan = await the(contract_id, "plan_of_approach")
    assert (plan.label, plan.policy_name, plan.is_confirmed, plan.is_open) == ("Plan van aanpak", "rijswijk-2023", False, True)
    assert plan.explanation == "1 maand na de start op 1 september 2023; verschoven van zondag 1 oktober 2023 naar maandag 2 oktober 2023"
    assert [record.label for record in await running(contract_id)][2:4] == ["Voortgangsrapportage 1", "Voortgangsrapportage 2"]


async def test_a_contract_that_owes_nothing_has_no_milestones(database: None) -> None:
    assert await days(await make_contract(contract_sum=Decimal("150000.00"), **YEAR)) == []


async def test_an_event_moves_what_is_still_open_and_keeps_what_was_met(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    plan, report = await the(contract_id, "plan_of_approach"), await the(contract_id, "progress_report")
    await meet(plan)
    await change(contract_id, Correction(starts_on=date(2023, 9, 15)), on=date(2023, 9, 15))
    assert await days(contract_id) == [
        ("contact", "2023-08-22"),
        ("plan_of_approach", "2023-10-02"),
        ("progress_report", "2023-12-15"),
        ("progress_report", "2024-03-15"),
        ("progress_report", "2024-06-17"),
        ("final_account", "2024-10-01"),
        ("cure_period", "2024-12-02"),
    ]
    assert (await the(contract_id, "plan_of_approach")).id == plan.id
    assert (await milestone(viewer=OPERATOR, milestone_id=report.id)).has_lapsed


async def test_an_early_end_takes_off_what_would_come_after_it(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    await change(contract_id, Termination(date(2023, 12, 1)), on=date(2023, 12, 1))
    # The last day is 30 November 2023: the final account is due on Saturday 30 December, so after New Year's day.
    assert await days(contract_id) == [*PLANNED[:2], ("final_account", "2024-01-02"), ("cure_period", "2024-03-04")]


async def test_a_longer_contract_reports_longer(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    await change(contract_id, Amendment(Decimal(1000), date(2025, 1, 1)), on=date(2023, 12, 1))
    after = [*PLANNED[:5], ("progress_report", "2024-09-02"), ("progress_report", "2024-12-02")]
    assert await days(contract_id) == [*after, ("final_account", "2025-01-31"), ("cure_period", "2025-03-31")]


async def test_a_suspension_without_an_end_holds_back_what_would_fall_in_it_until_its_end_is_known(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    await change(contract_id, Suspension(date(2024, 2, 1)), on=date(2023, 12, 1))
    assert await days(contract_id) == [*PLANNED[:3], *PLANNED[5:]]
    await change(contract_id, Suspension(date(2024, 2, 1), date(2024, 2, 15)), on=date(2023, 12, 2))
    assert await days(contract_id) == [*PLANNED[:3], ("progress_report", "2024-03-15"), ("progress_report", "2024-06-17"), *PLANNED[5:]]


async def test_planning_twice_changes_nothing(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    await meet(await the(contract_id, "contact"), on=date(2023, 8, 20))
    before = await fetch("SELECT * FROM milestone ORDER BY id")
    dates = MilestoneDates(date(2023, 8, 15), date(2023, 9, 1), date(2024, 9, 1))
    plan: dict[str, Any] = {"contract_id": contract_id, "policy": shipped_policy("rijswijk-2023"), "dates": dates, "owes": True}
    assert await plan_milestones(**plan, now=LATER) == (0, 0)
    assert await fetch("SELECT * FROM milestone ORDER BY id") == before
    assert await plan_milestones(**{**plan, "policy": None}, now=LATER) == (0, 6)
    assert [record.key for record in await running(contract_id)] == ["contact"]
    assert await plan_milestones(**plan, now=LATER) == (6, 0)
    assert await days(contract_id) == PLANNED


async def test_an_obligation_that_is_gone_takes_its_milestones_along(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    dates = MilestoneDates(date(2023, 8, 15), date(2023, 9, 1), date(2024, 9, 1))
    plan: dict[str, Any] = {"contract_id": contract_id, "policy": shipped_policy("rijswijk-2023"), "dates": dates}
    assert await plan_milestones(**plan, owes=False, now=LATER) == (0, 7)


async def test_milestones_that_cannot_be_planned_leave_no_contract(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*inserted: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("sroi.obligations.operations.planning.insert_all", fail)
    with pytest.raises(OSError, match="disk"):
        await make_contract(**YEAR)
    assert (await fetch("SELECT COUNT(*) AS number FROM contract"))[0]["number"] == 0


async def test_contracts_of_before_are_planned_once_and_recorded(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(**how: Any) -> tuple[int, int]:
        return 0, 0

    with monkeypatch.context() as patch:
        patch.setattr("sroi.obligations.operations.imposing.plan_all", nothing)
        contract_id = await make_contract(**YEAR)
    assert await days(contract_id) == []
    await make_contract(number="2023-015", **YEAR)
    assert await plan_missing_milestones(now=LATER) == 1
    assert await days(contract_id) == PLANNED
    assert await plan_missing_milestones(now=LATER) == 0
    events = await AuditEvent.select().where(AuditEvent.action == "milestone.planned")
    assert [(event["actor_kind"], event["subject_id"], event["details"]) for event in events] == [
        ("operator", str(contract_id), '{"added":"7","lapsed":"0"}')
    ]
    assert await verify_chain(viewer=OPERATOR) is None


async def test_a_contract_without_an_end_gets_more_reports_as_time_goes_by(database: None) -> None:
    contract_id = await make_contract(ends_before=None)
    assert [record.due_on for record in await running(contract_id)][-1] == date(2025, 12, 1)
    met = await the(contract_id, "progress_report")
    await meet(met, on=date(2023, 12, 1))
    assert await plan_missing_milestones(now=datetime(2024, 6, 15, 9, tzinfo=UTC)) == 1
    after = await running(contract_id)
    assert [record.due_on for record in after][-1] == date(2026, 6, 1)
    assert met.id in {record.id for record in after}


# ---------------------------------------------------------------- meeting and reopening


async def test_a_milestone_is_met_once_and_recorded_once(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    plan = await the(contract_id, "plan_of_approach")
    await meet(plan, on=date(2023, 10, 5), note=" Per mail ontvangen ")
    kept = await milestone(viewer=OPERATOR, milestone_id=plan.id)
    assert (kept.met_on, kept.met_by, kept.note, kept.is_open) == (date(2023, 10, 5), "Beoordelaar Voorbeeld", "Per mail ontvangen", False)
    with pytest.raises(UnableToMeet, match="al afgerond"):
        await meet(plan, on=date(2023, 10, 6))
    assert (await milestone(viewer=OPERATOR, milestone_id=plan.id)).met_on == date(2023, 10, 5)
    actions = [event["action"] for event in await AuditEvent.select(AuditEvent.action)]
    assert actions.count("milestone.met") == 1


async def test_a_day_to_come_is_refused_and_today_is_the_day_in_the_netherlands(database: None) -> None:
    plan = await the(await make_contract(**YEAR), "plan_of_approach")
    # At 23:30 UTC on 15 December it is the 16th in the Netherlands.
    late = datetime(2023, 12, 15, 23, 30, tzinfo=UTC)
    with pytest.raises(UnableToMeet) as refusal:
        await meet(plan, on=date(2023, 12, 17), now=late)
    assert refusal.value.field == "met_on"
    await meet(plan, on=date(2023, 12, 16), now=late)


async def test_what_has_lapsed_is_not_met(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    final = await the(contract_id, "final_account")
    await change(contract_id, Termination(date(2023, 12, 1)), on=date(2023, 12, 1))
    with pytest.raises(UnableToMeet, match="geldt niet meer"):
        await meet(final)


async def test_a_note_that_is_too_long_is_refused_on_its_field(database: None) -> None:
    plan = await the(await make_contract(**YEAR), "plan_of_approach")
    with pytest.raises(UnableToMeet) as refusal:
        await meet(plan, note="x" * 2001)
    assert refusal.value.field == "note"


async def test_a_reopened_milestone_is_open_again_and_the_meeting_is_kept(database: None) -> None:
    contract_id, officer = await make_contract(**YEAR), await make_officer()
    plan = await the(contract_id, "plan_of_approach")
    await meet(plan, note="Per mail")
    opened_id = await reopen_milestone(viewer=officer, milestone_id=plan.id, reason="Het plan is ingetrokken", now=LATER)
    opened = await the(contract_id, "plan_of_approach")
    assert (opened.id, opened.is_open, opened.due_on, opened.note) == (opened_id, True, plan.due_on, "Heropend: Het plan is ingetrokken")
    (earlier,) = await earlier_meetings(viewer=officer, record=opened)
    assert (earlier.id, earlier.met_on, earlier.note) == (plan.id, date(2023, 9, 29), "Per mail")
    for wrong in (plan.id, opened_id):
        with pytest.raises(UnableToMeet):
            await reopen_milestone(viewer=officer, milestone_id=wrong, reason="Nog eens", now=LATER)
    await meet(opened, note="Nieuw plan", now=LATER)
    assert (await the(contract_id, "plan_of_approach")).note == "Heropend: Het plan is ingetrokken\nNieuw plan"
    assert await days(contract_id) == PLANNED


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
async def test_reopening_needs_a_reason(database: None, reason: str) -> None:
    plan = await the(await make_contract(**YEAR), "plan_of_approach")
    await meet(plan)
    with pytest.raises(UnableToMeet) as refusal:
        await reopen_milestone(viewer=await make_officer(), milestone_id=plan.id, reason=reason, now=LATER)
    assert refusal.value.field == "reason"


async def test_only_officers_and_reviewers_meet_and_reopen(database: None) -> None:
    contract_id = await make_contract(**YEAR)
    plan = await the(contract_id, "plan_of_approach")
    for viewer in (await make_administrator(), await contractor_of(contract_id=contract_id)):
        with pytest.raises(UnableToAllow):
            await meet_milestone(viewer=viewer, milestone_id=plan.id, met_on=TODAY, note="", now=NOW)
        with pytest.raises(UnableToAllow):
            await reopen_milestone(viewer=viewer, milestone_id=plan.id, reason="Zomaar", now=NOW)
    for viewer in (await make_officer(), await make_reviewer()):
        with pytest.raises(MilestoneNotFound):
            await meet_milestone(viewer=viewer, milestone_id=uuid4(), met_on=TODAY, note="", now=NOW)


# ---------------------------------------------------------------- reading


async def test_a_contractor_reads_the_milestones_of_its_own_contracts_alone(database: None) -> None:
    own, other = await make_contract(number="2023-014", **YEAR), await make_contract(number="2023-015", firm=ROAD_FIRM, **YEAR)
    contractor = await make_contractor(firm=GREEN_FIRM)
    assert len(await milestones_of_contract(viewer=contractor, contract_id=own)) == 7
    with pytest.raises(ContractNotFound):
        await milestones_of_contract(viewer=contractor, contract_id=other)
    theirs = await the(other, "contact")
    with pytest.raises(MilestoneNotFound):
        await milestone(viewer=contractor, milestone_id=theirs.id)
    with pytest.raises(ContractNotFound):
        await earlier_meetings(viewer=contractor, record=theirs)
    for read in (milestones_page(viewer=contractor, narrowed=MilestoneFilter(), on=TODAY), milestone_counts(viewer=contractor, on=TODAY)):
        with pytest.raises(UnableToAllow):
            await read


async def test_a_contract_that_is_taken_over_shows_its_new_contractor_what_is_due(database: None) -> None:
    contract_id, new = await make_contract(**YEAR), await make_contractor(firm=ROAD_FIRM)
    assert new.organisation_id is not None
    await change(contract_id, Takeover(new.organisation_id, ROAD_FIRM.name), on=date(2023, 12, 1))
    assert [record.contractor_name for record in await milestones_of_contract(viewer=new, contract_id=contract_id)] == [ROAD_FIRM.name] * 7


async def test_the_list_is_late_first_and_paged_by_key(database: None) -> None:
    await make_contract(number="2023-014", **YEAR)
    await make_contract(number="2023-015", firm=ROAD_FIRM, **YEAR)
    officer = await make_officer()
    found: list[MilestoneRecord] = []
    after = None
    while page := await milestones_page(viewer=officer, narrowed=MilestoneFilter(), on=TODAY, after=after, size=3):
        found += page
        after = (page[-1].due_on, page[-1].id)
    assert [record.due_on.isoformat() for record in found] == [day for _key, day in PLANNED for _contract in range(2)]
    assert len({record.id for record in found}) == 14


async def test_the_list_is_narrowed_to_late_to_this_month_and_to_words(database: None) -> None:
    await make_contract(number="2023-014", title="Beheer cafés", **YEAR)
    await make_contract(number="2023-015", title="Asfalt 100%", firm=ROAD_FIRM, **YEAR)
    officer = await make_officer()

    async def shown(due: Due, text: str = "", on: date = TODAY) -> list[str]:
        page = await milestones_page(viewer=officer, narrowed=MilestoneFilter(due, text), on=on)
        return [f"{record.contract_number} {record.due_on}" for record in page]

    assert await shown(Due.LATE, "CAFES") == ["2023-014 2023-08-22", "2023-014 2023-10-02", "2023-014 2023-12-01"]
    assert await shown(Due.THIS_MONTH, "asfalt") == ["2023-015 2023-12-01"]
    # Due today is not late; the first and the last day of a month are in it, the first of the next is not.
    assert await shown(Due.LATE, "asfalt", date(2023, 10, 2)) == ["2023-015 2023-08-22"]
    assert await shown(Due.THIS_MONTH, "asfalt", date(2024, 6, 30)) == ["2023-015 2024-06-03"]
    assert await shown(Due.THIS_MONTH, "asfalt", date(2024, 5, 31)) == []
    assert len(await shown(Due.OPEN, ROAD_FIRM.name)) == 7
    assert await shown(Due.OPEN, "100%") != [] and await shown(Due.OPEN, "1_0%") == []
    counts = await milestone_counts(viewer=officer, on=TODAY)
    assert counts == MilestoneCounts(open=14, late=6, this_month=2)
    assert await milestone_counts(viewer=officer, text="asfalt", on=TODAY) == MilestoneCounts(open=7, late=3, this_month=1)


async def test_what_is_met_or_lapsed_is_off_the_list(database: None) -> None:
    contract_id, officer = await make_contract(**YEAR), await make_officer()
    await meet(await the(contract_id, "contact"))
    await change(contract_id, Termination(date(2023, 12, 1)), on=date(2023, 12, 1))
    page = await milestones_page(viewer=officer, narrowed=MilestoneFilter(), on=TODAY)
    assert [record.key for record in page] == ["plan_of_approach", "final_account", "cure_period"]
    assert (await milestone_counts(viewer=officer, on=TODAY)).open == 3


# ---------------------------------------------------------------- in words

DUE = MilestoneRecord(UUID(int=1), UUID(int=2), "2023-014", "Groen", "Groen B.V.", "contact", 1, "Contact", date(2024, 3, 1), "", "x", True)


@pytest.mark.parametrize(
    ("record", "on", "words", "tone"),
    [
        (DUE, "2024-02-15", "over 15 dagen", "neutral"),
        (DUE, "2024-02-16", "over 14 dagen", "warning"),
        (DUE, "2024-02-29", "over 1 dag", "warning"),
        (DUE, "2024-03-01", "vandaag", "warning"),
        (DUE, "2024-03-02", "1 dag te laat", "danger"),
        (DUE, "2024-04-01", "31 dagen te laat", "danger"),
        (replace(DUE, met_on=date(2024, 3, 1)), "2024-04-01", "afgerond op 1 maart 2024", "success"),
        (replace(DUE, met_on=date(2024, 3, 4)), "2024-04-01", "afgerond op 4 maart 2024, 3 dagen te laat", "success"),
        (replace(DUE, has_lapsed=True), "2024-04-01", "vervallen", "neutral"),
    ],
)
def test_where_a_milestone_stands_is_said_in_words(record: MilestoneRecord, on: str, words: str, tone: str) -> None:
    day = date.fromisoformat(on)
    assert (standing_words(record, on=day), standing_tone(record, on=day)) == (words, tone)


def test_what_is_next_is_the_first_that_is_open() -> None:
    met, later = replace(DUE, met_on=date(2024, 2, 1), due_on=date(2024, 2, 1)), replace(DUE, due_on=date(2024, 5, 1), label="Later")
    lines = milestone_lines((met, later, DUE), on=TODAY)
    found = next_milestone(lines)
    assert found is not None and found.label == "Contact"
    assert next_milestone(lines[:1]) is None
