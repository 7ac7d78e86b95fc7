"""Who asks: the session cookie becomes a `Viewer`. Anonymous visitors get no cookie and no row."""

import logging

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from sroi.accounts.operations import keep_alive
from sroi.accounts.queries import live_session
from sroi.accounts.rules import SESSION_LIFETIME
from sroi.database import DatabaseBusy
from sroi.settings import Settings
from sroi.web import clock
from sroi.web.cookies import cookie, cookie_name

logger = logging.getLogger(__name__)

SESSION = "sroi_session"


def session_cookie(*, settings: Settings, token: str) -> Cookie:
    """Return the cookie of a session that has begun."""
    return cookie(settings=settings, name=SESSION, value=token, max_age=int(SESSION_LIFETIME.total_seconds()))


class SessionMiddleware(AbstractAuthenticationMiddleware):
    """Looks up the session of each request, in one query; `user` is its Viewer or None, `auth` its token or None."""

    async def authenticate_request(self, connection: ASGIConnection) -> AuthenticationResult:  # type: ignore[type-arg]
        """Return who is signed in, and write now and then that the session is in use."""
        token = connection.cookies.get(cookie_name(settings=connection.app.state.settings, name=SESSION))
        if not token:
            return AuthenticationResult(user=None, auth=None)
        now = clock.now()
        session = await live_session(token=token, now=now)
        if session is None:
            return AuthenticationResult(user=None, auth=token)
        if session.is_due(now=now):
            await self._keep_alive(token)
        return AuthenticationResult(user=session.viewer, auth=token)

    @staticmethod
    async def _keep_alive(token: str) -> None:
        try:
            await keep_alive(token=token, now=clock.now())
        except DatabaseBusy:
            # A page that only reads does not wait for a writer; the next request writes it.
            logger.info("the session's moment of use was not written: the database was busy")
