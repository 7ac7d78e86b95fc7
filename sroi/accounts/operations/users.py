"""Writes of accounts."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Role, Viewer
from sroi.accounts.operations.organisations import ensure_organisation
from sroi.accounts.operations.passwords import PASSWORDS
from sroi.accounts.operations.sessions import end_sessions, start_session
from sroi.accounts.rules import (
    AccountNotFound,
    OrganisationDetails,
    OrganisationNotFound,
    UnableToChangeAccount,
    UnableToUseEmail,
    UnableToUsePassword,
    check_account_role,
    check_password,
    normalised_email,
    normalised_name,
)
from sroi.accounts.tables import Organisation, UserAccount
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction


@dataclass(frozen=True)
class _NewAccount:
    """A new account whose every field has been checked; the hash is made before a transaction opens, since it takes long."""

    email: str
    name: str
    role: Role
    password_hash: str


async def add_user(*, viewer: Viewer, email: str, name: str, role: Role, organisation_id: UUID, password: str, now: datetime) -> UUID:
    """Add an account that can sign in at once, and return its id; raise UnableTo... on the field that is wrong."""
    new = await _checked(viewer=viewer, email=email, name=name, role=role, password=password)
    async with transaction():
        if not await Organisation.exists().where(Organisation.id == organisation_id):
            raise OrganisationNotFound(_("Deze organisatie is niet gevonden."))
        return await _add(viewer=viewer, new=new, organisation_id=organisation_id, now=now)


async def add_user_to(
    *, viewer: Viewer, email: str, name: str, role: Role, organisation: OrganisationDetails, password: str, now: datetime
) -> UUID:
    """Add an account at an organisation that may be new, and return its id."""
    new = await _checked(viewer=viewer, email=email, name=name, role=role, password=password)
    async with transaction():
        organisation_id = await ensure_organisation(name=organisation.name, kvk_number=organisation.kvk_number, now=now)
        return await _add(viewer=viewer, new=new, organisation_id=organisation_id, now=now)


async def _checked(*, viewer: Viewer, email: str, name: str, role: Role, password: str) -> _NewAccount:
    viewer.require(Permission.MANAGE_ACCOUNTS)
    check_account_role(role)
    known_as, plain_name = normalised_email(email), normalised_name(name)
    check_password(password=password, email=known_as)
    return _NewAccount(email=known_as, name=plain_name, role=role, password_hash=await PASSWORDS.hash(password))


async def _add(*, viewer: Viewer, new: _NewAccount, organisation_id: UUID, now: datetime) -> UUID:
    user_id = await insert_account(
        email=new.email, name=new.name, role=new.role, organisation_id=organisation_id, password_hash=new.password_hash, now=now
    )
    await record_event(
        actor=actor_of(viewer),
        action="account.added",
        subject=Subject("account", str(user_id)),
        now=now,
        details={"role": new.role, "organisation": organisation_id},
    )
    return user_id


async def insert_account(*, email: str, name: str, role: Role, organisation_id: UUID, password_hash: str, now: datetime) -> UUID:
    """Insert the row of an account inside an open transaction; raise UnableToUseEmail when the address is taken.

    The first of a contractor becomes the administrator of its organisation.
    """
    if await UserAccount.exists().where(UserAccount.email == email):
        raise UnableToUseEmail(_("Er is al een account met dit e-mailadres."), field="email")
    user_id = uuid4()
    await UserAccount.insert(
        UserAccount(
            id=user_id,
            email=email,
            name=name,
            role=role.value,
            organisation=organisation_id,
            password_hash=password_hash,
            is_active=True,
            created_at=now,
            is_organisation_admin=role is Role.CONTRACTOR and not await _has_admin(organisation_id),
        )
    )
    return user_id


async def _has_admin(organisation_id: UUID) -> bool:
    is_admin = UserAccount.is_organisation_admin.eq(True) & UserAccount.is_active.eq(True)
    return bool(await UserAccount.exists().where((UserAccount.organisation == organisation_id) & is_admin))


async def deactivate_user(*, viewer: Viewer, user_id: UUID, now: datetime) -> None:
    """Bar an account from signing in and end its sessions at once, also for who manages its organisation."""
    if viewer.user_id == user_id:
        raise UnableToChangeAccount(_("U kunt uw eigen account niet uitschakelen. Vraag een andere beheerder."))
    await _set_active(viewer=viewer, user_id=user_id, is_active=False, action="account.deactivated", now=now)


async def activate_user(*, viewer: Viewer, user_id: UUID, now: datetime) -> None:
    """Let a deactivated account sign in again."""
    await _set_active(viewer=viewer, user_id=user_id, is_active=True, action="account.activated", now=now)


async def _set_active(*, viewer: Viewer, user_id: UUID, is_active: bool, action: str, now: datetime) -> None:
    viewer.require(Permission.MANAGE_ACCOUNTS)
    async with transaction():
        row = await _row(user_id)
        if bool(row["is_active"]) == is_active and bool(row["is_barred"]) != is_active:
            return
        values = {UserAccount.is_active: is_active, UserAccount.is_barred: not is_active}
        await UserAccount.update(values).where(UserAccount.id == user_id)  # type: ignore[arg-type]
        await end_sessions(user_id=user_id)
        await record_event(actor=actor_of(viewer), action=action, subject=Subject("account", str(user_id)), now=now)


async def change_password(*, viewer: Viewer, current: str, new: str, now: datetime) -> str:
    """Change the viewer's own password, end all its sessions, and return the token of a new one.

    Raises UnableToUsePassword on the field `current_password` or `new_password`.
    """
    viewer.require(Permission.USE_OWN_ACCOUNT)
    check_password(password=new, email=viewer.email, field="new_password")
    row = await _row(viewer.account_id)
    if not await PASSWORDS.matches(password_hash=row["password_hash"], password=current):
        raise UnableToUsePassword(_("Dit is niet uw huidige wachtwoord."), field="current_password")
    password_hash = await PASSWORDS.hash(new)
    async with transaction():
        await UserAccount.update({UserAccount.password_hash: password_hash}).where(UserAccount.id == viewer.account_id)
        await end_sessions(user_id=viewer.account_id)
        token = await start_session(user_id=viewer.account_id, now=now)
        await record_event(
            actor=actor_of(viewer), action="account.password_changed", subject=Subject("account", str(viewer.account_id)), now=now
        )
    return token


async def _row(user_id: UUID) -> dict[str, Any]:
    rows = await UserAccount.select(UserAccount.is_active, UserAccount.is_barred, UserAccount.password_hash).where(
        UserAccount.id == user_id
    )
    if not rows:
        raise AccountNotFound(_("Deze gebruiker is niet gevonden."))
    found: dict[str, Any] = rows[0]
    return found
