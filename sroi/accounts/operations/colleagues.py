"""What the administrator of an organisation does for its people: inviting and barring colleagues, and making another administrator."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Role, Viewer
from sroi.accounts.operations.invitations import make_invitation
from sroi.accounts.operations.sessions import end_sessions
from sroi.accounts.queries import organisation
from sroi.accounts.rules import AccountNotFound, Link, UnableToChangeAccount
from sroi.accounts.tables import UserAccount
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.mail.operations import queue_mail
from sroi.mail.rules import ColleagueInvitation, Recipient


async def invite_colleague(*, viewer: Viewer, email: str, now: datetime) -> Link:
    """Invite somebody to the viewer's own organisation; raises UnableToAllow, UnableToUseEmail or UnableToInvite."""
    viewer.require(Permission.MANAGE_COLLEAGUES)
    assert viewer.organisation_id is not None
    async with transaction():
        link = await make_invitation(viewer=viewer, email=email, role=Role.CONTRACTOR, organisation_id=viewer.organisation_id, now=now)
        own = await organisation(viewer=viewer, organisation_id=viewer.organisation_id)
        mail = ColleagueInvitation(path=link.path, organisation=own.name, inviter=viewer.name, until=link.until)
        await queue_mail(to=Recipient(link.email), mail=mail, now=now, secret=link.token)
    return link


async def deactivate_colleague(*, viewer: Viewer, user_id: UUID, now: datetime) -> None:
    """Bar a colleague from signing in and end the sessions at once; raises AccountNotFound for anybody else."""
    await _change(viewer, user_id, {UserAccount.is_active: False, UserAccount.is_organisation_admin: False}, "account.deactivated", now)


async def activate_colleague(*, viewer: Viewer, user_id: UUID, now: datetime) -> None:
    """Let a colleague sign in again; raises UnableToChangeAccount where an administrator of the register barred them."""
    await _change(viewer, user_id, {UserAccount.is_active: True}, "account.activated", now)


async def make_organisation_admin(*, viewer: Viewer, user_id: UUID, now: datetime) -> None:
    """Let a colleague manage the organisation's accounts too."""
    await _change(viewer, user_id, {UserAccount.is_organisation_admin: True}, "account.made_administrator", now)


async def _change(viewer: Viewer, user_id: UUID, values: dict[object, object], action: str, now: datetime) -> None:
    viewer.require(Permission.MANAGE_COLLEAGUES)
    if viewer.user_id == user_id:
        raise UnableToChangeAccount(_("U kunt uw eigen account niet wijzigen. Vraag een andere beheerder van uw organisatie."))
    async with transaction():
        is_contractor = UserAccount.role == Role.CONTRACTOR.value
        is_colleague = (UserAccount.id == user_id) & (UserAccount.organisation == viewer.organisation_id) & is_contractor
        found = await UserAccount.select(UserAccount.is_barred).where(is_colleague)
        if not found:
            raise AccountNotFound(_("Deze gebruiker is niet gevonden."))
        if found[0]["is_barred"]:
            raise UnableToChangeAccount(
                _("De beheerder van het register heeft dit account uitgeschakeld. Vraag die om het weer in te schakelen.")
            )
        await UserAccount.update(values).where(is_colleague)  # type: ignore[arg-type]
        # Rights changed: the next page is asked for with the rights that hold then.
        await end_sessions(user_id=user_id)
        await record_event(actor=actor_of(viewer), action=action, subject=Subject("account", str(user_id)), now=now)
