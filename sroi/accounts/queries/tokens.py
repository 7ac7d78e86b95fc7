"""Reads by a token: the session of a browser, the invitation or the new password of a link."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Role, Viewer
from sroi.accounts.rules import (
    RESET_LIFETIME,
    SESSION_IDLE,
    InvitationNotFound,
    LiveSession,
    OpenInvitation,
    OpenReset,
    OrganisationRecord,
    ResetNotFound,
    token_hash,
)
from sroi.accounts.tables import Invitation, PasswordReset, UserAccount, UserSession


def is_open(now: datetime) -> Any:
    """Return the condition that leaves the invitations that can still be accepted."""
    return Invitation.used_at.is_null() & Invitation.revoked_at.is_null() & (Invitation.expires_at > now)


async def live_session(*, token: str, now: datetime) -> LiveSession | None:
    """Return whose session a token is, in one query; None when it is unknown, ended, idle too long or of an account that is not active."""
    user = UserSession.user_account
    columns = (user.id, user.role, user.organisation, user.name, user.email, user.is_organisation_admin)
    rows = await UserSession.select(UserSession.seen_at, *columns).where(
        (UserSession.token_hash == token_hash(token))
        & (UserSession.expires_at > now)
        & (UserSession.seen_at > now - SESSION_IDLE)
        & (user.is_active == True)  # noqa: E712  a column, not a value
    )
    if not rows:
        return None
    row = rows[0]
    viewer = Viewer(
        role=Role(row["user_account.role"]),
        user_id=row["user_account.id"],
        organisation_id=row["user_account.organisation"],
        name=row["user_account.name"],
        email=row["user_account.email"],
        is_organisation_admin=bool(row["user_account.is_organisation_admin"]),
    )
    return LiveSession(viewer=viewer, seen_at=row["seen_at"])


async def session_owner(*, token: str) -> UUID | None:
    """Return whose session a token is or was until lately, so that a form sent too late can be given back to its writer alone."""
    rows = await UserSession.select(UserSession.user_account).where(UserSession.token_hash == token_hash(token))
    found: UUID | None = rows[0]["user_account"] if rows else None
    return found


async def invitation_of_token(*, token: str, now: datetime) -> OpenInvitation:
    """Return the open invitation of a link; raise InvitationNotFound when it is unknown, used, revoked or expired."""
    of = Invitation.organisation
    columns = (Invitation.id, Invitation.email, Invitation.role, Invitation.expires_at, Invitation.onward, of.id, of.name, of.kvk_number)
    rows = await Invitation.select(*columns).where((Invitation.token_hash == token_hash(token)) & is_open(now))
    if not rows:
        raise InvitationNotFound(
            _("Deze uitnodiging is al gebruikt, is verlopen of bestaat niet. Vraag uw contactpersoon bij de gemeente om een nieuwe.")
        )
    row = rows[0]
    return OpenInvitation(
        id=row["id"],
        email=row["email"],
        role=Role(row["role"]),
        organisation=OrganisationRecord(
            id=row["organisation.id"], name=row["organisation.name"], kvk_number=row["organisation.kvk_number"]
        ),
        expires_at=row["expires_at"],
        onward=row["onward"],
    )


async def reset_of_token(*, token: str, now: datetime) -> OpenReset:
    """Return the open request for a new password of a link; raise ResetNotFound when it is unknown, used, expired or of nobody."""
    requests = await PasswordReset.select(PasswordReset.email).where(
        (PasswordReset.token_hash == token_hash(token)) & PasswordReset.used_at.is_null() & (PasswordReset.asked_at > now - RESET_LIFETIME)
    )
    is_owner = UserAccount.is_active.eq(True)
    owners = await UserAccount.select(UserAccount.id).where((UserAccount.email == requests[0]["email"]) & is_owner) if requests else []
    if not owners:
        raise ResetNotFound(_("Deze link is al gebruikt, is verlopen of bestaat niet. Vraag een nieuwe link aan."))
    return OpenReset(email=requests[0]["email"], account_id=owners[0]["id"])
