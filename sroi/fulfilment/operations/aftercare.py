"""Aftercare: following a placement since it is submitted, the calls that were made, and who stopped."""

from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.fulfilment.kinds.placed import PlacementDetails
from sroi.fulfilment.kinds.placement import PLACEMENT
from sroi.fulfilment.queries.aftercare import Followed, aftercare, moment_rules
from sroi.fulfilment.queries.claims import claims_by_id
from sroi.fulfilment.queries.contexts import values_now
from sroi.fulfilment.rules import (
    AftercareNotFound,
    ClaimRecord,
    Outcome,
    UnableToFollow,
    check_contact,
    check_dropout,
    check_revoking,
    employer_key,
    planned_moments,
)
from sroi.fulfilment.tables import Aftercare, AftercareContact, AftercareDropout, AftercareMoment, Claim, Placement
from sroi.policy.queries import policies_by_name
from sroi.values import local_day, to_cents


async def follow_placement(*, record: ClaimRecord, now: datetime, today: date) -> None:
    """Plan the calls for the placement of a claim, once for all its claims; nothing for what does not count as a placement."""
    if record.kind != PLACEMENT.key:
        return
    assert isinstance(record.details, PlacementDetails)
    details = record.details
    policy = (await policies_by_name(names={record.policy_name}))[record.policy_name]
    block = policy.blocks.get(details.target_group)
    if block is None or not block.counts_as_placement:
        return
    (row,) = await Placement.select(Placement.candidate).where(Placement.claim == record.id)
    key = employer_key(details.employer_name)
    is_it = (Aftercare.candidate == row["candidate"]) & (Aftercare.employer_key == key) & (Aftercare.starts_on == details.starts_on)
    if await Aftercare.exists().where(is_it):
        return
    followed = Aftercare(
        id=uuid4(),
        contract=record.contract_id,
        candidate=row["candidate"],
        employer_key=key,
        employer_name=details.employer_name,
        target_group=details.target_group,
        policy_name=policy.name,
        starts_on=details.starts_on,
        known_on=today,
        created_at=now,
    )
    await Aftercare.insert(followed)
    for moment in planned_moments(rules=await moment_rules(), starts_on=details.starts_on, known_on=today):
        await AftercareMoment.insert(
            AftercareMoment(
                id=uuid4(),
                aftercare=followed.id,
                label=moment.label,
                due_on=moment.due_on,
                explanation=moment.explanation,
                is_confirmed=moment.is_confirmed,
            )
        )


async def record_contact(*, viewer: Viewer, moment_id: UUID, held_on: date, outcome: Outcome, note: str, now: datetime) -> UUID:
    """Record a call that was made for a moment, and return the placement; raises UnableToFollow or AftercareNotFound."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    note = note.strip()
    async with transaction():
        rows = await AftercareMoment.select(AftercareMoment.aftercare).where(AftercareMoment.id == moment_id)
        if not rows:
            raise AftercareNotFound(_("Dit moment is niet gevonden."))
        followed = await aftercare(viewer=viewer, aftercare_id=rows[0]["aftercare"])
        check_contact(starts_on=followed.starts_on, held_on=held_on, today=local_day(now), note=note)
        if not next(moment for moment in followed.moments if moment.id == moment_id).is_open:
            raise UnableToFollow(_("Dit moment is al afgerond."))
        contact = AftercareContact(
            id=uuid4(),
            moment=moment_id,
            held_on=held_on,
            outcome=outcome.value,
            note=note,
            recorded_by=viewer.account_id,
            recorded_at=now,
        )
        await AftercareContact.insert(contact)
        await record_aftercare(viewer, "aftercare.contact", followed.id, now, outcome=outcome.value)
    return followed.id


async def record_dropout(*, viewer: Viewer, aftercare_id: UUID, ended_before: date, reason: str, now: datetime) -> None:
    """Record that a person stopped, which ends what the placement is worth; raises UnableToFollow or AftercareNotFound.

    `ended_before` is the first day without work. What was approved already stays; the page of the placement names it.
    """
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    reason = reason.strip()
    async with transaction():
        followed = await aftercare(viewer=viewer, aftercare_id=aftercare_id)
        if followed.dropout is not None:
            raise UnableToFollow(_("Bij deze plaatsing is al uitval vastgelegd."))
        check_dropout(starts_on=followed.starts_on, ended_before=ended_before, today=local_day(now), reason=reason)
        await AftercareDropout.insert(
            AftercareDropout(
                id=uuid4(),
                aftercare=aftercare_id,
                ended_before=ended_before,
                reason=reason,
                recorded_by=viewer.account_id,
                recorded_at=now,
                revoked_by=None,
                revoked_at=None,
                revoked_reason="",
            )
        )
        await _expect_again(viewer, followed, local_day(now))
        await record_aftercare(viewer, "aftercare.dropped_out", aftercare_id, now, before=str(ended_before))


async def revoke_dropout(*, viewer: Viewer, aftercare_id: UUID, reason: str, now: datetime) -> None:
    """Take back that a person stopped; it stays in the history. Raises UnableToFollow or AftercareNotFound."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    reason = reason.strip()
    async with transaction():
        followed = await aftercare(viewer=viewer, aftercare_id=aftercare_id)
        check_revoking(reason=reason)
        revoked = (
            await AftercareDropout.update(
                {
                    AftercareDropout.revoked_by: viewer.account_id,
                    AftercareDropout.revoked_at: now,
                    AftercareDropout.revoked_reason: reason,
                }
            )
            .where((AftercareDropout.aftercare == aftercare_id) & AftercareDropout.revoked_at.is_null())
            .returning(AftercareDropout.id)
        )
        if not revoked:
            raise UnableToFollow(_("Bij deze plaatsing staat geen uitval."))
        await _expect_again(viewer, followed, local_day(now))
        await record_aftercare(viewer, "aftercare.dropout_revoked", aftercare_id, now)


async def _expect_again(viewer: Viewer, followed: Followed, today: date) -> None:
    """Keep with each claim of a placement what is expected of the whole, now that its end is another; what was approved stays."""
    records = await claims_by_id(viewer=viewer, claim_ids=[one.id for one in followed.claims])
    for claim_id, valued in (await values_now(viewer=viewer, records=records, today=today)).items():
        await Claim.update({Claim.expected_cents: to_cents(valued.expected)}).where(Claim.id == claim_id)


async def record_aftercare(viewer: Viewer, action: str, subject_id: UUID, now: datetime, **details: str) -> None:
    """Record what was done about aftercare, in the caller's transaction."""
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("aftercare", str(subject_id)), now=now, details={**details})
