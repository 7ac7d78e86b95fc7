"""Writes of milestones by people: meeting one, and reopening one that was met."""

from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import insert_all, new_ids, transaction
from sroi.obligations.operations.planning import COLUMNS, milestone_row
from sroi.obligations.queries import milestone
from sroi.obligations.rules import MAX_NOTE, UnableToMeet
from sroi.obligations.tables import Milestone
from sroi.policy.rules import DueMilestone
from sroi.values import local_day


async def meet_milestone(*, viewer: Viewer, milestone_id: UUID, met_on: date, note: str, now: datetime) -> None:
    """Record that a milestone was met, and on which day; raise UnableToMeet on the field that stands in the way."""
    viewer.require(Permission.WRITE_MILESTONES)
    if met_on > local_day(now):
        raise UnableToMeet(_("Deze dag ligt in de toekomst. Rond de mijlpaal af zodra het zover is."), field="met_on")
    _check_length(note, field="note")
    async with transaction():
        record = await milestone(viewer=viewer, milestone_id=milestone_id)
        notes = "\n".join(filter(None, (record.note, note.strip())))
        met = (
            await Milestone.update(
                {Milestone.met_on: met_on, Milestone.met_by: viewer.account_id, Milestone.met_at: now, Milestone.note: notes}
            )
            .where((Milestone.id == milestone_id) & Milestone.met_on.is_null() & Milestone.lapsed_at.is_null())
            .returning(Milestone.id)
        )
        if not met:
            raise UnableToMeet(_("Deze mijlpaal geldt niet meer.") if record.has_lapsed else _("Deze mijlpaal is al afgerond."))
        await _record(viewer, "milestone.met", milestone_id, now, contract=record.contract_id, met_on=met_on)


async def reopen_milestone(*, viewer: Viewer, milestone_id: UUID, reason: str, now: datetime) -> UUID:
    """Open a milestone again that was met, and return the id of the open one; the met one lapses and is kept. A reason is needed."""
    viewer.require(Permission.WRITE_MILESTONES)
    if not reason.strip():
        raise UnableToMeet(_("Schrijf op waarom u de mijlpaal heropent."), field="reason")
    _check_length(reason, field="reason")
    async with transaction():
        record = await milestone(viewer=viewer, milestone_id=milestone_id)
        lapsed = (
            await Milestone.update({Milestone.lapsed_at: now})
            .where((Milestone.id == milestone_id) & Milestone.met_on.is_not_null() & Milestone.lapsed_at.is_null())
            .returning(Milestone.id)
        )
        if not lapsed:
            raise UnableToMeet(_("Deze mijlpaal geldt niet meer.") if record.has_lapsed else _("Deze mijlpaal is nog niet afgerond."))
        due = DueMilestone(record.key, record.number, record.label, record.due_on, record.explanation, record.is_confirmed)
        note = _("Heropend: {reason}").format(reason=reason.strip())
        (opened_id,) = new_ids(1, now=now)
        await insert_all(Milestone, COLUMNS, [(opened_id, *milestone_row(record.contract_id, due, record.policy_name, now, note))])
        await _record(viewer, "milestone.reopened", milestone_id, now, contract=record.contract_id, opened=opened_id)
    return opened_id


async def _record(viewer: Viewer, action: str, milestone_id: UUID, now: datetime, **details: object) -> None:
    subject = Subject("milestone", str(milestone_id))
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details=details)


def _check_length(text: str, *, field: str) -> None:
    if len(text) > MAX_NOTE:
        raise UnableToMeet(_("Deze tekst is te lang. Gebruik ten hoogste {most} tekens.").format(most=MAX_NOTE), field=field)
