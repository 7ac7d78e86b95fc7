"""The check that a form was made by us for this browser; Litestar's own, for any bytes that a client may send."""

from secrets import compare_digest
from typing import Any

from litestar.config.csrf import CSRFConfig
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, CSRFMiddleware, generate_csrf_hash

from sroi.settings import Settings
from sroi.web.cookies import cookie_name
from sroi.web.requests import WebRequest

CSRF = "sroi_csrf"


def csrf_config(settings: Settings) -> CSRFConfig:
    """Return the configuration of the check; the token travels in a cookie and in each form."""
    return CSRFConfig(
        secret=settings.secret_key,
        cookie_name=cookie_name(settings=settings, name=CSRF),
        cookie_secure=settings.is_secure,
        cookie_httponly=True,
        cookie_samesite="lax",
    )


class CheckedCSRFMiddleware(CSRFMiddleware):
    """Litestar's check, without its error 500 on a token that is a file, a list or not ASCII."""

    def _csrf_tokens_match(self, request_csrf_token: Any, cookie_csrf_token: str) -> bool:
        if not isinstance(request_csrf_token, str) or not request_csrf_token.isascii() or not cookie_csrf_token.isascii():
            return False
        return super()._csrf_tokens_match(request_csrf_token, cookie_csrf_token)


def has_stale_token(request: WebRequest) -> bool:
    """Return whether the browser holds a token that we no longer accept, as after a change of the secret key."""
    token = request.cookies.get(cookie_name(settings=request.settings, name=CSRF), "")
    signed, signature = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
    expected = generate_csrf_hash(token=signed, secret=request.settings.secret_key)
    return bool(token) and not compare_digest(signature.encode(), expected.encode())
