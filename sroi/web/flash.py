"""A message that is shown once, on the page after a redirect: a small cookie, signed so that nobody else can make us say things."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from litestar.datastructures import Cookie

from sroi.settings import Settings
from sroi.web.cookies import cookie, cookie_name
from sroi.web.requests import WebRequest

FLASH = "sroi_flash"
MAX_AGE = 60
MAX_LENGTH = 1_000
OK, INFO, WARNING = "ok", "info", "warning"


@dataclass(frozen=True)
class Flash:
    """What is said once; `kind` is OK, INFO or WARNING. `link` is the text of a link to the page `href` of ours, where that helps."""

    text: str
    kind: str = OK
    href: str = ""
    link: str = ""


def flash_cookie(*, settings: Settings, flash: Flash) -> Cookie:
    """Return the cookie that carries a message to the next page."""
    short = replace(flash, text=flash.text[:MAX_LENGTH])
    payload = urlsafe_b64encode(json.dumps(asdict(short)).encode()).decode().rstrip("=")
    value = f"{payload}.{_signature(settings, payload)}"
    return cookie(settings=settings, name=FLASH, value=value, max_age=MAX_AGE)


def flash_of(request: WebRequest) -> Flash | None:
    """Return the message that the page before left, or None; what we did not sign is no message."""
    value = request.cookies.get(cookie_name(settings=request.settings, name=FLASH), "")
    payload, _dot, signature = value.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(request.settings, payload).encode()):
        return None
    return Flash(**json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


def _signature(settings: Settings, payload: str) -> str:
    return hmac.new(settings.secret_key.encode(), f"flash.{payload}".encode(errors="replace"), sha256).hexdigest()
