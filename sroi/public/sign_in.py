"""Signing in and out, and sending a form again that came after its session had ended."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.response import Response

from sroi.accounts.operations import sign_in, sign_out
from sroi.accounts.queries import live_session
from sroi.accounts.rules import UnableToSignIn
from sroi.web import clock
from sroi.web.cookies import ended
from sroi.web.flash import Flash
from sroi.web.forms import read
from sroi.web.kept_forms import KeptForm, carried_form, late_owner
from sroi.web.navigation import local_path, start_page
from sroi.web.pages import page, see_other
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest, query_text, submitted, text_of
from sroi.web.sessions import SESSION, session_cookie
from sroi.web.sign_in import sign_in_fields, sign_in_form


@get("/inloggen", opt=PUBLIC)
async def sign_in_page(request: WebRequest) -> Response[Any]:
    """Show the form; who is signed in already goes on."""
    onward = local_path(query_text(request, "naar")) or ""
    if request.viewer_or_none is not None:
        return see_other(request, onward or start_page(request.viewer))
    return sign_in_form(request, onward=onward)


@post("/inloggen", opt=PUBLIC)
async def begin_session(request: WebRequest) -> Response[Any]:
    """Sign in and go where the visitor wanted to go, or show the form again with what is wrong."""
    data = await submitted(request)
    onward, kept = local_path(text_of(data, "naar")) or "", await carried_form(request)
    submission = read(fields=sign_in_fields(), data=data)
    if not submission.is_valid:
        return sign_in_form(request, submission=submission, onward=onward, kept=kept, status=422)
    owner = None if kept is None else await late_owner(request)
    try:
        token = await sign_in(
            email=submission.values["email"], password=submission.values["password"], now=clock.now(), replaces=request.auth
        )
    except UnableToSignIn as refusal:
        return sign_in_form(request, submission=submission.with_refusal(refusal), onward=onward, kept=kept, status=422)
    session = await live_session(token=token, now=clock.now())
    is_own = session is not None and owner is not None and session.viewer.user_id == owner
    answer = _send_again(request, kept) if kept is not None and is_own else see_other(request, onward or "/")
    answer.set_cookie(session_cookie(settings=request.settings, token=token))
    return answer


def _send_again(request: WebRequest, kept: KeptForm) -> Response[Any]:
    return page(request, "public/send_again.html", kept=kept)


@post("/uitloggen", opt=PUBLIC)
async def end_session(request: WebRequest) -> Response[Any]:
    """Sign out; who is signed out already sees the same."""
    if request.auth is not None:
        await sign_out(token=request.auth, now=clock.now())
    answer = see_other(request, "/inloggen", flash=Flash(_("U bent uitgelogd.")))
    answer.set_cookie(ended(settings=request.settings, name=SESSION))
    return answer
