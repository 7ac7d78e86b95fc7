"""Reads of accounts."""

from collections.abc import Iterable
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Role, Viewer
from sroi.accounts.rules import Account, AccountNotFound, OrganisationRecord
from sroi.accounts.tables import UserAccount

PAGE_SIZE = 50
_COLUMNS = (
    UserAccount.id,
    UserAccount.email,
    UserAccount.name,
    UserAccount.role,
    UserAccount.is_active,
    UserAccount.created_at,
    UserAccount.is_organisation_admin,
    UserAccount.wants_reminders,
    UserAccount.wants_weekly_summary,
    UserAccount.is_barred,
    UserAccount.organisation.id,
    UserAccount.organisation.name,
    UserAccount.organisation.kvk_number,
)


def _account(row: dict[str, Any]) -> Account:
    return Account(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        organisation=OrganisationRecord(
            id=row["organisation.id"], name=row["organisation.name"], kvk_number=row["organisation.kvk_number"]
        ),
        is_active=bool(row["is_active"]),
        created_at=row["created_at"],
        is_organisation_admin=bool(row["is_organisation_admin"]),
        wants_reminders=bool(row["wants_reminders"]),
        wants_weekly_summary=bool(row["wants_weekly_summary"]),
        is_barred=bool(row["is_barred"]),
    )


async def account(*, viewer: Viewer, user_id: UUID) -> Account:
    """Return an account: the viewer's own, or any for who manages accounts; raise AccountNotFound."""
    may = viewer.may(Permission.MANAGE_ACCOUNTS) or viewer.user_id == user_id
    rows = await UserAccount.select(*_COLUMNS).where(UserAccount.id == user_id) if may else []
    if not rows:
        raise AccountNotFound(_("Deze gebruiker is niet gevonden."))
    return _account(rows[0])


async def accounts_page(*, viewer: Viewer, after: str | None = None, size: int = PAGE_SIZE) -> tuple[Account, ...]:
    """Return accounts by e-mail address, or those that follow the address `after`; at most `size`."""
    viewer.require(Permission.MANAGE_ACCOUNTS)
    query = UserAccount.select(*_COLUMNS).order_by(UserAccount.email).limit(size)
    if after is not None:
        query = query.where(UserAccount.email > after)
    return tuple(_account(row) for row in await query)


async def colleagues_page(*, viewer: Viewer, after: str | None = None, size: int = PAGE_SIZE) -> tuple[Account, ...]:
    """Return the accounts of the viewer's own organisation by e-mail address, or those that follow the address `after`; at most `size`."""
    viewer.require(Permission.MANAGE_COLLEAGUES)
    is_colleague = (UserAccount.organisation == viewer.organisation_id) & (UserAccount.role == Role.CONTRACTOR.value)
    query = UserAccount.select(*_COLUMNS).where(is_colleague)
    if after is not None:
        query = query.where(UserAccount.email > after)
    return tuple(_account(row) for row in await query.order_by(UserAccount.email).limit(size))


async def account_names(*, user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of accounts by their id, in one query."""
    wanted = sorted(set(user_ids), key=str)
    if not wanted:
        return {}
    rows = await UserAccount.select(UserAccount.id, UserAccount.name).where(UserAccount.id.is_in(wanted))
    return {row["id"]: row["name"] for row in rows}


async def viewer_by_id(*, user_id: UUID) -> Viewer:
    """Return who asked for work that is done later; raise AccountNotFound unless the account exists and is active."""
    rows = await UserAccount.select(*_COLUMNS).where((UserAccount.id == user_id) & UserAccount.is_active.eq(True))
    if not rows:
        raise AccountNotFound(_("Wie hierom vroeg, heeft geen actief account meer."))
    return _viewer(rows[0])


async def viewer_by_email(*, email: str) -> Viewer:
    """Return who acts with `--as` at the command line; raise AccountNotFound unless the account exists and is active."""
    rows = await UserAccount.select(*_COLUMNS).where((UserAccount.email == email.strip().casefold()) & UserAccount.is_active.eq(True))
    if not rows:
        raise AccountNotFound(_("Er is geen actieve gebruiker met het e-mailadres {email}.").format(email=email))
    return _viewer(rows[0])


def _viewer(row: dict[str, Any]) -> Viewer:
    found = _account(row)
    return Viewer(
        role=found.role,
        user_id=found.id,
        organisation_id=found.organisation.id,
        name=found.name,
        email=found.email,
        is_organisation_admin=found.is_organisation_admin,
    )
