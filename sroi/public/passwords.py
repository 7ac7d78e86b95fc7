"""A forgotten password: asking for a link by mail, and choosing a new password with it."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.accounts.operations import ask_for_reset, reset_password
from sroi.accounts.queries import reset_of_token
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.cookies import ended
from sroi.web.flash import Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest, submitted
from sroi.web.sessions import SESSION
from sroi.web.sign_in import new_password_field


def _email_field() -> tuple[Field, ...]:
    return (Field(name="email", label=_("E-mailadres"), kind="email", missing=_("Vul uw e-mailadres in."), autocomplete="username"),)


def _ask_page(request: WebRequest, submission: Submission | None = None, *, is_asked: bool = False) -> Response[Any]:
    form = view(fields=_email_field(), submission=submission)
    return page(request, "public/forgotten.html", status=422 if submission else 200, form=form, is_asked=is_asked)


def _choose_page(request: WebRequest, submission: Submission | None = None) -> Response[Any]:
    form = view(fields=(new_password_field(),), submission=submission)
    return page(request, "public/new_password.html", status=422 if submission else 200, form=form)


@get("/wachtwoord-vergeten", opt=PUBLIC)
async def forgotten_form(request: WebRequest) -> Response[Any]:
    """Ask for the e-mail address."""
    return _ask_page(request)


@post("/wachtwoord-vergeten", opt=PUBLIC)
async def ask(request: WebRequest) -> Response[Any]:
    """Send a link to the address when it has an account; the answer is the same when it has none."""
    submission = read(fields=_email_field(), data=await submitted(request))
    if not submission.is_valid:
        return _ask_page(request, submission)
    try:
        await ask_for_reset(email=submission.values["email"], now=clock.now())
    except UnableTo as refusal:
        return _ask_page(request, submission.with_refusal(refusal))
    return _ask_page(request, is_asked=True)


@get("/nieuw-wachtwoord/{token:str}", opt=PUBLIC)
async def new_password_form(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Ask for the new password."""
    await reset_of_token(token=token, now=clock.now())
    return _choose_page(request)


@post("/nieuw-wachtwoord/{token:str}", opt=PUBLIC)
async def choose(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Set the new password; every session of the account ends, and its owner signs in with it."""
    submission = read(fields=(new_password_field(),), data=await submitted(request))
    if not submission.is_valid:
        return _choose_page(request, submission)
    try:
        await reset_password(token=token, password=submission.values["password"], now=clock.now())
    except UnableTo as refusal:
        return _choose_page(request, submission.with_refusal(refusal))
    answer = see_other(request, "/inloggen", flash=Flash(_("Uw wachtwoord is gewijzigd. Log in met uw nieuwe wachtwoord.")))
    answer.set_cookie(ended(settings=request.settings, name=SESSION))
    return answer
