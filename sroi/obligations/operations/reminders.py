"""Reminders to contractors: what is due in two weeks, and what was due yesterday; each milestone once before and once after its day."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from piccolo.columns.combination import And, Or

from sroi.access import Role
from sroi.accounts.queries import recipients_by_organisation
from sroi.database import transaction
from sroi.jobs.queries import last_done
from sroi.jobs.rules import TakenJob
from sroi.mail.operations import queue_mail
from sroi.mail.rules import Deadline, MilestoneReminder, Recipient
from sroi.obligations.tables import Milestone
from sroi.values import format_date, local_day

AHEAD = timedelta(days=14)
# After a long stop nobody needs to hear what was due in another season.
LONGEST_BACK = timedelta(days=7)


async def remind_of_milestones(taken: TakenJob) -> None:
    """Mail each contractor what came near or passed since the last time, as one mail of each to everybody there who wants it."""
    since = max(await last_done(kind=taken.kind) or taken.now - timedelta(days=1), taken.now - LONGEST_BACK)
    today, from_day = local_day(taken.now), local_day(since)
    came_near = Or(
        And(Milestone.due_on > from_day + AHEAD, Milestone.due_on <= today + AHEAD),
        And(Milestone.created_at > since, And(Milestone.due_on >= today, Milestone.due_on <= today + AHEAD)),
    )
    passed = And(Milestone.due_on >= from_day, Milestone.due_on < today)
    async with transaction():
        near, late = await _by_contractor(came_near), await _by_contractor(passed)
        if not near and not late:
            return
        readers = await recipients_by_organisation(role=Role.CONTRACTOR, mail=MilestoneReminder, organisation_ids=[*near, *late])
        for found, is_late in ((near, False), (late, True)):
            for organisation_id, deadlines in found.items():
                await _mail(readers.get(organisation_id, ()), deadlines, is_late=is_late, taken=taken)


async def _mail(readers: tuple[Recipient, ...], deadlines: tuple[Deadline, ...], *, is_late: bool, taken: TakenJob) -> None:
    mail = MilestoneReminder(path="/mijn-contracten", deadlines=deadlines, is_late=is_late)
    for to in readers:
        once = f"milestones.{'late' if is_late else 'near'}.{to.account}.{local_day(taken.now)}"
        await queue_mail(to=to, mail=mail, now=taken.now, once=once)


async def _by_contractor(condition: And | Or) -> dict[Any, tuple[Deadline, ...]]:
    contract, of = Milestone.contract, Milestone.contract.contractor.as_alias("contractor_id")
    rows = (
        await Milestone.select(Milestone.label, Milestone.due_on, contract.number, contract.title, of)
        .where(Milestone.met_on.is_null() & Milestone.lapsed_at.is_null())
        .where(condition)
        .where(contract.contractor.is_not_null())
        .order_by(Milestone.due_on, Milestone.id)
    )
    ordered = sorted(rows, key=lambda row: str(row["contractor_id"]))
    return {
        organisation_id: tuple(_deadline(row) for row in of_one)
        for organisation_id, of_one in groupby(ordered, key=lambda row: row["contractor_id"])
    }


def _deadline(row: dict[str, Any]) -> Deadline:
    return Deadline(row["label"], f"{row['contract.number']} {row['contract.title']}".strip(), format_date(row["due_on"]))
