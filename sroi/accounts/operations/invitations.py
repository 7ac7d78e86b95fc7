"""Inviting a person, and the account that the invitation becomes, once."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Role, Viewer, role_label
from sroi.accounts.operations.organisations import ensure_organisation
from sroi.accounts.operations.passwords import PASSWORDS
from sroi.accounts.operations.users import insert_account
from sroi.accounts.queries import invitation_of_token, organisation, sent_invitation
from sroi.accounts.queries.tokens import is_open
from sroi.accounts.rules import (
    INVITATION_LIFETIME,
    Link,
    OpenInvitation,
    OrganisationDetails,
    OrganisationNotFound,
    UnableToAcceptInvitation,
    UnableToInvite,
    check_account_role,
    check_password,
    new_token,
    normalised_email,
    normalised_name,
    require_invite,
    token_hash,
)
from sroi.accounts.tables import Invitation, Organisation, UserAccount
from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject, actor_of
from sroi.database import transaction
from sroi.mail.operations import queue_mail
from sroi.mail.rules import Invitation as InvitationMail
from sroi.mail.rules import Recipient


async def invite(*, viewer: Viewer, email: str, role: Role, organisation_id: UUID, now: datetime) -> Link:
    """Invite a person to make an account, by mail; an earlier invitation that is still open for the address stops working.

    Raises UnableToAllow, UnableToUseEmail, UnableToInvite (there is an account already) or OrganisationNotFound.
    """
    require_invite(viewer=viewer, role=role)
    check_account_role(role)
    async with transaction():
        link = await make_invitation(viewer=viewer, email=email, role=role, organisation_id=organisation_id, now=now)
        of = await organisation(viewer=viewer, organisation_id=organisation_id)
        mail = InvitationMail(path=link.path, organisation=of.name, role=role_label(role), until=link.until)
        await queue_mail(to=Recipient(link.email), mail=mail, now=now, secret=link.token)
    return link


async def make_invitation(*, viewer: Viewer, email: str, role: Role, organisation_id: UUID, now: datetime, onward: str = "") -> Link:
    """Make an invitation in the transaction of the caller, who checked that the viewer may, and mails the link.

    `onward` is the page that the new account opens with. Raises UnableToUseEmail, UnableToInvite or OrganisationNotFound.
    """
    known_as, token = normalised_email(email), new_token()
    link = Link(token=token, email=known_as, expires_at=now + INVITATION_LIFETIME)
    async with transaction():
        await _check_invitee(email=known_as, organisation_id=organisation_id)
        await Invitation.update({Invitation.revoked_at: now}).where((Invitation.email == known_as) & is_open(now))
        invitation = Invitation(
            id=uuid4(),
            token_hash=token_hash(token),
            email=known_as,
            role=role.value,
            organisation=organisation_id,
            invited_by=viewer.account_id,
            created_at=now,
            expires_at=link.expires_at,
            used_at=None,
            onward=onward,
            revoked_at=None,
        )
        await Invitation.insert(invitation)
        await record_event(
            actor=actor_of(viewer),
            action="account.invited",
            subject=Subject("invitation", str(invitation.id)),
            now=now,
            details={"role": role, "organisation": organisation_id},
        )
    return link


async def invite_to(*, viewer: Viewer, email: str, role: Role, organisation: OrganisationDetails, now: datetime) -> Link:
    """Invite a person of an organisation that may be new."""
    require_invite(viewer=viewer, role=role)
    async with transaction():
        organisation_id = await ensure_organisation(name=organisation.name, kvk_number=organisation.kvk_number, now=now)
        return await invite(viewer=viewer, email=email, role=role, organisation_id=organisation_id, now=now)


async def revoke_invitation(*, viewer: Viewer, invitation_id: UUID, now: datetime) -> None:
    """Let the link of an invitation work no more; raise InvitationNotFound, or UnableToInvite when it cannot be used any more."""
    async with transaction():
        sent = await sent_invitation(viewer=viewer, invitation_id=invitation_id)
        if (
            not await Invitation.update({Invitation.revoked_at: now})
            .where((Invitation.id == sent.id) & is_open(now))
            .returning(Invitation.id)
        ):
            raise UnableToInvite(_("Deze uitnodiging is al gebruikt, verlopen of ingetrokken."))
        await record_event(
            actor=actor_of(viewer), action="account.invitation_revoked", subject=Subject("invitation", str(sent.id)), now=now, details={}
        )


async def _check_invitee(*, email: str, organisation_id: UUID) -> None:
    if not await Organisation.exists().where(Organisation.id == organisation_id):
        raise OrganisationNotFound(_("Deze organisatie is niet gevonden."))
    if await UserAccount.exists().where(UserAccount.email == email):
        raise UnableToInvite(_("Er is al een account met dit e-mailadres. Een uitnodiging is niet nodig."), field="email")


async def accept_invitation(*, token: str, name: str, password: str, now: datetime) -> UUID:
    """Turn an invitation into an account and return its id; of two that come at the same moment one is refused.

    Raises InvitationNotFound, UnableToUseName, UnableToUsePassword or UnableToAcceptInvitation.
    """
    email = (await invitation_of_token(token=token, now=now)).email
    plain_name = normalised_name(name)
    check_password(password=password, email=email)
    password_hash = await PASSWORDS.hash(password)
    async with transaction():
        invitation = await _use(token=token, email=email, now=now)
        user_id = await insert_account(
            email=email,
            name=plain_name,
            role=invitation.role,
            organisation_id=invitation.organisation.id,
            password_hash=password_hash,
            now=now,
        )
        await record_event(
            actor=Actor("user", str(user_id)),
            action="account.invitation_accepted",
            subject=Subject("account", str(user_id)),
            now=now,
            details={"invitation": invitation.id},
        )
    return user_id


async def _use(*, token: str, email: str, now: datetime) -> OpenInvitation:
    """Mark the invitation as used inside an open transaction; it is read again, since it may have changed while the hash was made."""
    if await UserAccount.exists().where(UserAccount.email == email):
        raise UnableToAcceptInvitation(_("Er is al een account met dit e-mailadres. Log in met dat account."))
    invitation = await invitation_of_token(token=token, now=now)
    await Invitation.update({Invitation.used_at: now}).where(Invitation.id == invitation.id)
    return invitation
