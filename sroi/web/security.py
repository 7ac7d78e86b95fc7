"""The headers that every answer carries, errors included."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import BeforeMessageSendHookHandler, Message, Scope

from sroi.settings import Settings

# The design tokens draw icons as data: images.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
STATIC_PATH = "/static"
STATIC_CACHE = "public, max-age=3600"
PAGE_CACHE = "no-store"
HSTS = "max-age=31536000; includeSubDomains"


def security_headers(settings: Settings) -> BeforeMessageSendHookHandler:
    """Return the hook that writes the headers on each answer of an installation."""
    always = HEADERS | ({"strict-transport-security": HSTS} if settings.is_secure else {})

    async def write(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in always.items():
            headers[name] = value
        is_static = scope["path"].startswith(f"{STATIC_PATH}/") and message["status"] in (200, 304)
        headers["cache-control"] = STATIC_CACHE if is_static else PAGE_CACHE

    return write
