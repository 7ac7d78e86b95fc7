"""A new password by mail: asked for at the door, where every address gets the same answer after the same work; made and sent by a job."""

from datetime import datetime
from uuid import UUID, uuid4

from sroi.accounts.operations.passwords import PASSWORDS
from sroi.accounts.operations.sessions import end_sessions
from sroi.accounts.queries.recipients import active_account
from sroi.accounts.queries.tokens import reset_of_token
from sroi.accounts.rules import (
    MAX_RESETS,
    RESET_LIFETIME,
    RESET_WINDOW,
    RESETS_KEPT,
    check_password,
    new_token,
    normalised_email,
    token_hash,
)
from sroi.accounts.tables import PasswordReset, SignInFailure, UserAccount
from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject
from sroi.database import transaction
from sroi.jobs.operations import enqueue
from sroi.jobs.rules import TakenJob
from sroi.mail.operations import queue_mail
from sroi.mail.rules import NewPassword
from sroi.values import AMSTERDAM, format_moment

SEND_RESET = "send_password_reset"


async def ask_for_reset(*, email: str, now: datetime) -> None:
    """Leave a request for a new password; nothing tells whether the address has an account, or asked too often.

    Raises UnableToUseEmail when the text is no address.
    """
    known_as = normalised_email(email)
    async with transaction():
        await PasswordReset.delete().where(PasswordReset.asked_at < now - RESETS_KEPT)
        lately = (PasswordReset.email == known_as) & (PasswordReset.asked_at > now - RESET_WINDOW)
        if await PasswordReset.count().where(lately) >= MAX_RESETS:
            return
        request = PasswordReset(id=uuid4(), email=known_as, token_hash=None, asked_at=now, used_at=None)
        await PasswordReset.insert(request)
        await enqueue(kind=SEND_RESET, payload={"request": request.id}, now=now)


async def send_reset(taken: TakenJob) -> None:
    """Make the link of a request and mail it, when its address has an account that is active; a second time does nothing."""
    request_id = UUID(taken.payload["request"])
    async with transaction():
        rows = await PasswordReset.select().where((PasswordReset.id == request_id) & PasswordReset.token_hash.is_null())
        found = await active_account(email=rows[0]["email"]) if rows else None
        if found is None or found.account is None:
            return
        token = new_token()
        await PasswordReset.update({PasswordReset.token_hash: token_hash(token)}).where(PasswordReset.id == request_id)
        until = format_moment((rows[0]["asked_at"] + RESET_LIFETIME).astimezone(AMSTERDAM))
        await queue_mail(to=found, mail=NewPassword(path="/nieuw-wachtwoord/{secret}", until=until), now=taken.now, secret=token)
        await _record(found.account, "account.reset_asked", taken.now)


async def reset_password(*, token: str, password: str, now: datetime) -> None:
    """Set a new password by the link of a mail, once; every session of the account ends, and its other links stop working.

    Raises ResetNotFound or UnableToUsePassword.
    """
    reset = await reset_of_token(token=token, now=now)
    check_password(password=password, email=reset.email)
    password_hash = await PASSWORDS.hash(password)
    async with transaction():
        reset = await reset_of_token(token=token, now=now)  # it may have been used while the hash was made
        await PasswordReset.update({PasswordReset.used_at: now}).where(
            (PasswordReset.email == reset.email) & PasswordReset.used_at.is_null()
        )
        await UserAccount.update({UserAccount.password_hash: password_hash}).where(UserAccount.id == reset.account_id)
        await end_sessions(user_id=reset.account_id)
        await SignInFailure.delete().where(SignInFailure.email == reset.email)
        await _record(reset.account_id, "account.password_reset", now)


async def _record(account_id: UUID, action: str, now: datetime) -> None:
    await record_event(actor=Actor("user", str(account_id)), action=action, subject=Subject("account", str(account_id)), now=now)
