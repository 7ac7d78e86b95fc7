"""Contractors hear what is due soon and what is late, once each; the WSP hears what is new, gathered in one mail."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.accounts.operations import set_wishes
from sroi.background import RECURRING
from sroi.contracts.rules import Termination
from sroi.database import fetch
from sroi.jobs.operations import plan_recurring, run_due_jobs
from sroi.jobs.tables import Job
from sroi.obligations.operations import mail_news, meet_milestone, remind_of_milestones, see_notice
from sroi.obligations.queries import milestones_of_contract, unseen_notices
from tests.makers import GREEN_FIRM, NOW, ROAD_FIRM, change, make_contract, make_contractor, make_reviewer

pytestmark = pytest.mark.usefixtures("database")

KINDS = {"remind_of_milestones": remind_of_milestones, "mail_news_to_reviewers": mail_news}
LATER = NOW + timedelta(minutes=20)


async def mails(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Return to whom each mail of a kind goes, and what it says."""
    rows = await fetch("SELECT to_address, content FROM outgoing_mail WHERE kind = {} ORDER BY created_at, to_address", kind)
    return [(row["to_address"], json.loads(row["content"])) for row in rows]


async def each_morning(first: date, last: date) -> None:
    """Run the daily job at nine o'clock of each day, as the worker does."""
    daily = [one for one in RECURRING if one.kind == "remind_of_milestones"]
    day = first
    while day <= last:
        moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
        await plan_recurring(recurring=daily, now=moment - timedelta(hours=6))
        await run_due_jobs(kinds=KINDS, now=moment)
        day += timedelta(days=1)


async def told(kind: str = "milestone_reminder") -> list[tuple[str, bool, str]]:
    """Return of every line of every reminder: to whom, whether it was late, and the day that it names."""
    return [(to, said["is_late"], deadline["day"]) for to, said in await mails(kind) for deadline in said["deadlines"]]


async def first_milestone(contract_id: UUID) -> tuple[UUID, date]:
    found = (await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id))[0]
    return found.id, found.due_on


async def test_a_milestone_is_told_once_two_weeks_ahead_and_once_when_it_passed() -> None:
    contractor, other = await make_contractor(), await make_contractor(firm=ROAD_FIRM)
    contract_id = await make_contract(now=datetime(2023, 8, 16, 9, tzinfo=UTC))
    milestones = await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id)
    last = milestones[-1].due_on
    await each_morning(last - timedelta(days=16), last + timedelta(days=3))
    of_last = [line for line in await told() if line[2].startswith(f"{last.day} ")]
    assert [(to, is_late) for to, is_late, _day in of_last] == [(contractor.email, False), (contractor.email, True)]
    assert other.email not in {to for to, _late, _day in await told()}


async def test_days_on_which_nothing_ran_are_made_up_for() -> None:
    contract_id = await make_contract(now=datetime(2023, 8, 16, 9, tzinfo=UTC))
    contractor = await make_contractor()
    last = (await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id))[-1].due_on
    await each_morning(last - timedelta(days=16), last - timedelta(days=16))
    await each_morning(last - timedelta(days=11), last - timedelta(days=11))
    assert (contractor.email, False) in [(to, is_late) for to, is_late, day in await told() if day.startswith(f"{last.day} ")]


async def test_what_was_met_or_is_not_wanted_is_not_told() -> None:
    contract_id = await make_contract(now=datetime(2023, 8, 16, 9, tzinfo=UTC))
    contractor, colleague = await make_contractor(), await make_contractor(email="collega@groen.example.nl")
    await set_wishes(viewer=colleague, wants_reminders=False, wants_weekly_summary=False, now=NOW)
    milestones = await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id)
    met, last = milestones[0], milestones[-1].due_on
    assert met.due_on < NOW.date()
    await meet_milestone(viewer=await make_reviewer(), milestone_id=met.id, met_on=met.due_on, note="", now=NOW)
    await each_morning(met.due_on + timedelta(days=1), met.due_on + timedelta(days=1))
    assert not [line for line in await told() if line[2].startswith(f"{met.due_on.day} ") and line[1]]
    await each_morning(last + timedelta(days=1), last + timedelta(days=1))
    assert {to for to, _late, _day in await told()} == {contractor.email}


async def test_the_wsp_hears_of_new_obligations_in_one_mail_and_once() -> None:
    reviewer = await make_reviewer()
    await make_contract(number="2023-001")
    await make_contract(number="2023-002", firm=ROAD_FIRM)
    assert await Job.count().where(Job.kind == "mail_news_to_reviewers") == 1
    await run_due_jobs(kinds=KINDS, now=LATER)
    ((to, said),) = await mails("news_for_reviewers")
    assert to == reviewer.email
    assert sorted((line["contract"][:8], line["news"]) for line in said["news"]) == [
        ("2023-001", "nieuwe verplichting"),
        ("2023-002", "nieuwe verplichting"),
    ]
    await make_contract(number="2023-003", now=LATER)
    await run_due_jobs(kinds=KINDS, now=LATER + timedelta(minutes=20))
    second = (await mails("news_for_reviewers"))[1][1]
    assert [line["contract"][:8] for line in second["news"]] == ["2023-003"]


async def test_the_wsp_hears_that_a_contract_stops() -> None:
    await make_reviewer()
    contract_id = await make_contract()
    await run_due_jobs(kinds=KINDS, now=LATER)
    await change(contract_id, Termination(date(2023, 12, 1)), on=date(2023, 12, 1), now=LATER)
    await run_due_jobs(kinds=KINDS, now=LATER + timedelta(minutes=20))
    said = (await mails("news_for_reviewers"))[1][1]
    assert len(said["news"]) == 1 and "nieuwe verplichting" not in said["news"][0]["news"]
    assert GREEN_FIRM.name not in said["news"][0]["news"]


async def test_what_somebody_has_seen_already_is_not_mailed() -> None:
    reviewer = await make_reviewer()
    await make_contract()
    (notice,) = await unseen_notices(viewer=reviewer)
    await see_notice(viewer=reviewer, notice_id=notice.id, now=NOW)
    await run_due_jobs(kinds=KINDS, now=LATER)
    assert await mails("news_for_reviewers") == []


async def test_a_long_list_is_cut_with_how_many_more_there_are() -> None:
    await make_reviewer()
    for number in range(23):
        await make_contract(number=f"2023-{number:03}")
    await run_due_jobs(kinds=KINDS, now=LATER)
    ((_to, said),) = await mails("news_for_reviewers")
    assert (len(said["news"]), said["more"]) == (20, 3)
