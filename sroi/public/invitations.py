"""An invitation becomes an account: the link of the invitation, a name and a password."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import role_label
from sroi.accounts.operations import accept_invitation, sign_in
from sroi.accounts.queries import invitation_of_token
from sroi.accounts.rules import OpenInvitation
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest, submitted
from sroi.web.sessions import session_cookie
from sroi.web.sign_in import new_password_field


def _fields() -> tuple[Field, ...]:
    return (
        Field(name="name", label=_("Uw naam"), autocomplete="name"),
        new_password_field(),
    )


def _page(request: WebRequest, *, invitation: OpenInvitation, submission: Submission | None = None, status: int = 200) -> Response[Any]:
    form = view(fields=_fields(), submission=submission)
    return page(request, "public/invitation.html", status=status, invitation=invitation, role=role_label(invitation.role), form=form)


@get("/uitnodiging/{token:str}", opt=PUBLIC)
async def invitation_page(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Show who is invited, for which organisation, and the form."""
    invitation = await invitation_of_token(token=token, now=clock.now())
    return _page(request, invitation=invitation)


@post("/uitnodiging/{token:str}", opt=PUBLIC)
async def make_account(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Make the account and sign in with it, or show the form again with what is wrong."""
    invitation = await invitation_of_token(token=token, now=clock.now())
    submission = read(fields=_fields(), data=await submitted(request))
    if not submission.is_valid:
        return _page(request, invitation=invitation, submission=submission, status=422)
    name, password = submission.values["name"], submission.values["password"]
    try:
        await accept_invitation(token=token, name=name, password=password, now=clock.now())
    except UnableTo as refusal:
        return _page(request, invitation=invitation, submission=submission.with_refusal(refusal), status=422)
    session = await sign_in(email=invitation.email, password=password, now=clock.now(), replaces=request.auth)
    answer = see_other(request, invitation.onward or "/", flash=Flash(_("Uw account is gemaakt. U bent nu ingelogd.")))
    answer.set_cookie(session_cookie(settings=request.settings, token=session))
    return answer
