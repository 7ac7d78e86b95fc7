"""No more of one kind of mail, by the link in such a mail: a page with one button, for a link is opened by programs too."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.accounts.operations import stop_mail
from sroi.accounts.rules import wish_label
from sroi.errors import NotFound
from sroi.mail.rules import unsubscribed_account
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest


@get("/afmelden/{token:str}", opt=PUBLIC)
async def unsubscribe_form(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Ask whether this mail must stop."""
    _account, wish = _wish(request, token)
    return page(request, "public/unsubscribe.html", label=wish_label(wish), is_done=False)


@post("/afmelden/{token:str}", opt=PUBLIC)
async def unsubscribe(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Stop this mail."""
    account_id, wish = _wish(request, token)
    await stop_mail(account_id=account_id, wish=wish, now=clock.now())
    return page(request, "public/unsubscribe.html", label=wish_label(wish), is_done=True)


def _wish(request: WebRequest, token: str) -> tuple[UUID, str]:
    found = unsubscribed_account(token=token, secret_key=request.settings.secret_key)
    if found is None:
        raise NotFound(_("Deze link klopt niet. Log in en kies bij uw account welke mail u wilt."))
    return found
