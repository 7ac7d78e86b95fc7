"""Signing in and out. A session is known by the hash of its token; guessing is slowed down per e-mail address."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.accounts.operations.passwords import PASSWORDS
from sroi.accounts.rules import (
    FAILURE_WINDOW,
    FAILURES_KEPT,
    MAX_EMAIL_LENGTH,
    MAX_FAILURES,
    MAX_PASSWORD_LENGTH,
    SEEN_EVERY,
    SESSION_KEPT,
    SESSION_LIFETIME,
    UnableToSignIn,
    new_token,
    refused_until,
    retry_at,
    token_hash,
)
from sroi.accounts.tables import SignInFailure, UserAccount, UserSession
from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject
from sroi.database import transaction


async def sign_in(*, email: str, password: str, now: datetime, replaces: str | None = None) -> str:
    """Return the token of a new session; the session of the token `replaces` ends.

    Raises UnableToSignIn with the same answer, after the same work, for an unknown address, a wrong password and a barred account;
    and with when to try again once there were too many failures. Each attempt counts as a failure from its start until it
    succeeds, so that attempts at the same moment cannot slip past the limit together.
    """
    known_as = email.strip().casefold()[:MAX_EMAIL_LENGTH]
    row = await _account_row(known_as)
    await _count_attempt(email=known_as, user_id=row["id"] if row else None, now=now)
    is_right = await PASSWORDS.matches(password_hash=row["password_hash"] if row else None, password=password[: MAX_PASSWORD_LENGTH + 1])
    if row is None or not is_right or not row["is_active"]:
        raise UnableToSignIn(_("Het e-mailadres of het wachtwoord klopt niet. Controleer ze en probeer het opnieuw."), field="password")
    async with transaction():
        await SignInFailure.delete().where(SignInFailure.email == known_as)
        if replaces is not None:
            await UserSession.delete().where(UserSession.token_hash == token_hash(replaces))
        token = await start_session(user_id=row["id"], now=now)
        await _record(user_id=row["id"], action="account.signed_in", now=now)
    return token


async def _account_row(email: str) -> dict[str, Any] | None:
    rows = await UserAccount.select(UserAccount.id, UserAccount.password_hash, UserAccount.is_active).where(UserAccount.email == email)
    return rows[0] if rows else None


async def _count_attempt(*, email: str, user_id: UUID | None, now: datetime) -> None:
    async with transaction():
        await SignInFailure.delete().where(SignInFailure.failed_at < now - FAILURES_KEPT)
        rows = await SignInFailure.select(SignInFailure.failed_at).where(
            (SignInFailure.email == email) & (SignInFailure.failed_at > now - FAILURE_WINDOW)
        )
        retry = retry_at(failures=[row["failed_at"] for row in rows], now=now)
        if retry is None:
            await SignInFailure.insert(SignInFailure(id=uuid4(), email=email, failed_at=now))
            # Once per refusal, at its start: who goes on trying must not be able to fill the audit.
            if user_id is not None and len(rows) + 1 == MAX_FAILURES:
                await _record(user_id=user_id, action="account.sign_in_refused", now=now)
    if retry is not None:
        raise UnableToSignIn(refused_until(retry=retry, now=now), field="password")


async def start_session(*, user_id: UUID, now: datetime) -> str:
    """Insert a session inside an open transaction and return its token; sessions that ended long ago are cleared away."""
    token = new_token()
    await UserSession.delete().where(UserSession.expires_at < now - SESSION_KEPT)
    await UserSession.insert(
        UserSession(token_hash=token_hash(token), user_account=user_id, created_at=now, seen_at=now, expires_at=now + SESSION_LIFETIME)
    )
    return token


async def end_sessions(*, user_id: UUID) -> None:
    """End every session of an account inside an open transaction."""
    await UserSession.delete().where(UserSession.user_account == user_id)


async def keep_alive(*, token: str, now: datetime) -> None:
    """Write that a session is in use; a session that ended meanwhile stays ended."""
    async with transaction():
        await UserSession.update({UserSession.seen_at: now}).where(
            (UserSession.token_hash == token_hash(token)) & (UserSession.seen_at <= now - SEEN_EVERY)
        )


async def sign_out(*, token: str, now: datetime) -> None:
    """End the session of a token; an unknown token is signed out already."""
    async with transaction():
        rows = await UserSession.select(UserSession.user_account).where(UserSession.token_hash == token_hash(token))
        if not rows:
            return
        await UserSession.delete().where(UserSession.token_hash == token_hash(token))
        await _record(user_id=rows[0]["user_account"], action="account.signed_out", now=now)


async def _record(*, user_id: UUID, action: str, now: datetime) -> None:
    await record_event(actor=Actor("user", str(user_id)), action=action, subject=Subject("account", str(user_id)), now=now)
