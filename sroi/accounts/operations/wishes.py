"""Which mail somebody wants: set on the page of the own account, or turned off by the link in a mail."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.accounts.rules import WISHES, AccountNotFound
from sroi.accounts.tables import UserAccount
from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject, actor_of
from sroi.database import transaction


async def set_wishes(*, viewer: Viewer, wants_reminders: bool, wants_weekly_summary: bool, now: datetime) -> None:
    """Keep which mail the viewer wants."""
    viewer.require(Permission.USE_OWN_ACCOUNT)
    async with transaction():
        await UserAccount.update(
            {UserAccount.wants_reminders: wants_reminders, UserAccount.wants_weekly_summary: wants_weekly_summary}
        ).where(UserAccount.id == viewer.account_id)
        await _record(actor_of(viewer), viewer.account_id, now)


async def stop_mail(*, account_id: UUID, wish: str, now: datetime) -> None:
    """Turn one wish of an account off, for who has the link of a mail; raise AccountNotFound."""
    if wish not in WISHES:
        raise AccountNotFound(_("Deze link is niet van ons."))
    async with transaction():
        column = UserAccount._meta.get_column_by_name(wish)
        changed = await UserAccount.update({column: False}).where(UserAccount.id == account_id).returning(UserAccount.id)
        if not changed:
            raise AccountNotFound(_("Deze gebruiker is niet gevonden."))
        await _record(Actor("user", str(account_id)), account_id, now)


async def _record(actor: Actor, account_id: UUID, now: datetime) -> None:
    await record_event(actor=actor, action="account.wishes_changed", subject=Subject("account", str(account_id)), now=now)
