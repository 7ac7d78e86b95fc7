"""To whom mail goes: addresses of active accounts, and whether they want it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Where

from sroi.access import Role
from sroi.accounts.tables import UserAccount
from sroi.mail.rules import Mail, Recipient

MOST_RECIPIENTS = 200


def _query(condition: And | Where, mail: type[Mail] | None) -> Any:
    query = UserAccount.select(UserAccount.id, UserAccount.email, UserAccount.organisation).where(condition)
    if mail is not None and mail.preference:
        query = query.where(UserAccount._meta.get_column_by_name(mail.preference) == True)  # noqa: E712  a column, not a value
    return query.where(UserAccount.is_active.eq(True)).order_by(UserAccount.email)


async def _recipients(condition: And | Where, mail: type[Mail] | None) -> tuple[Recipient, ...]:
    rows = await _query(condition, mail).limit(MOST_RECIPIENTS)
    return tuple(Recipient(row["email"], row["id"]) for row in rows)


async def active_account(*, email: str) -> Recipient | None:
    """Return the active account of an address, or None."""
    found = await _recipients(UserAccount.email == email, None)
    return found[0] if found else None


async def recipients_by_organisation(
    *, role: Role, mail: type[Mail], organisation_ids: Iterable[UUID] | None = None
) -> dict[UUID, tuple[Recipient, ...]]:
    """Return the people with a role who want this kind of mail, by their organisation: of these organisations, or of all."""
    query = _query(UserAccount.role == role.value, mail)
    if organisation_ids is not None:
        query = query.where(UserAccount.organisation.is_in(sorted(set(organisation_ids), key=str)))
    found: dict[UUID, tuple[Recipient, ...]] = {}
    for row in await query:
        found[row["organisation"]] = (*found.get(row["organisation"], ()), Recipient(row["email"], row["id"]))
    return found


async def recipients_of_role(*, role: Role, mail: type[Mail]) -> tuple[Recipient, ...]:
    """Return the people with a role who want this kind of mail; at most MOST_RECIPIENTS."""
    return await _recipients(UserAccount.role == role.value, mail)


async def recipients_for(*, account_id: UUID) -> tuple[Recipient, ...]:
    """Return who hears of what an account did: its owner, or the administrators of the organisation when the owner left."""
    own = await _recipients(UserAccount.id == account_id, None)
    if own:
        return own
    rows = await UserAccount.select(UserAccount.organisation).where(UserAccount.id == account_id)
    if not rows:
        return ()
    return await _recipients((UserAccount.organisation == rows[0]["organisation"]) & UserAccount.is_organisation_admin.eq(True), None)
