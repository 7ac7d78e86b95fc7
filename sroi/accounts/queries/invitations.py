"""Reads of invitations that were sent, for who sends them."""

from collections.abc import Collection
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Role, Viewer
from sroi.accounts.rules import InvitationNotFound, OrganisationRecord, SentInvitation
from sroi.accounts.tables import Invitation

PAGE_SIZE = 50
_COLUMNS = (
    *Invitation.all_columns(exclude=[Invitation.token_hash]),
    Invitation.organisation.id,
    Invitation.organisation.name,
    Invitation.organisation.kvk_number,
    Invitation.invited_by.name,
)


async def invitations_page(
    *, viewer: Viewer, organisation_ids: Collection[UUID] | None = None, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[SentInvitation, ...]:
    """Return the invitations that a viewer may see, newest first, after the key of the last one shown; at most `size`.

    Who manages accounts sees all, who invites contractors those of contractors, and who manages the organisation of a contractor those
    to it and those that it sent. `organisation_ids` leaves those to these organisations.
    """
    query = Invitation.select(*_COLUMNS).where(_visible(viewer))
    if organisation_ids is not None:
        if not organisation_ids:
            return ()
        query = query.where(Invitation.organisation.is_in(list(organisation_ids)))
    if after is not None:
        moment, key = after
        query = query.where((Invitation.created_at < moment) | ((Invitation.created_at == moment) & (Invitation.id < key)))
    rows = await query.order_by(Invitation.created_at, ascending=False).order_by(Invitation.id, ascending=False).limit(size)
    return tuple(_sent(row) for row in rows)


async def sent_invitation(*, viewer: Viewer, invitation_id: UUID) -> SentInvitation:
    """Return one invitation; raise InvitationNotFound when the viewer may not see it."""
    rows = await Invitation.select(*_COLUMNS).where((Invitation.id == invitation_id) & _visible(viewer))
    if not rows:
        raise InvitationNotFound(_("Deze uitnodiging is niet gevonden."))
    return _sent(rows[0])


def _visible(viewer: Viewer) -> Any:
    if viewer.may(Permission.MANAGE_ACCOUNTS):
        return Invitation.id.is_not_null()
    if viewer.may(Permission.INVITE_CONTRACTORS):
        return Invitation.role == Role.CONTRACTOR.value
    viewer.require(Permission.MANAGE_COLLEAGUES)
    return (Invitation.organisation == viewer.organisation_id) | (Invitation.invited_by.organisation == viewer.organisation_id)


def _sent(row: dict[str, Any]) -> SentInvitation:
    return SentInvitation(
        id=row["id"],
        email=row["email"],
        role=Role(row["role"]),
        organisation=OrganisationRecord(row["organisation.id"], row["organisation.name"], row["organisation.kvk_number"]),
        invited_by=row["invited_by.name"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
        onward=row["onward"],
    )
