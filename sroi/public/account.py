"""A person's own account: who they are here, a new password, and which mail they want."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.operations import change_password, set_wishes
from sroi.accounts.queries import account
from sroi.accounts.rules import WISHES, UnableToUsePassword, wish_label
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted
from sroi.web.sessions import session_cookie
from sroi.web.sign_in import new_password_field


def _fields() -> tuple[Field, ...]:
    return (
        Field(name="current_password", label=_("Huidig wachtwoord"), kind="password", autocomplete="current-password"),
        new_password_field(name="new_password", label=_("Nieuw wachtwoord")),
    )


def _mail_fields() -> tuple[Field, ...]:
    return tuple(Field(name=wish, label=wish_label(wish), kind="checkbox", required=False) for wish in WISHES)


async def _page(request: WebRequest, *, submission: Submission | None = None, status: int = 200) -> Response[Any]:
    own = await account(viewer=request.viewer, user_id=request.viewer.account_id)
    wanted = {wish: "1" if getattr(own, wish) else "" for wish in WISHES}
    return page(
        request,
        "public/account.html",
        status=status,
        account=own,
        form=view(fields=_fields(), submission=submission),
        mail_form=view(fields=_mail_fields(), typed=wanted),
    )


@get("/mijn-account", opt=permits(Permission.USE_OWN_ACCOUNT))
async def own_account(request: WebRequest) -> Response[Any]:
    """Show the viewer's own account and the form for a new password."""
    return await _page(request)


@post("/mijn-account", opt=permits(Permission.USE_OWN_ACCOUNT))
async def set_password(request: WebRequest) -> Response[Any]:
    """Change the password; every other session ends, this one goes on."""
    submission = read(fields=_fields(), data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, submission=submission, status=422)
    current, new = submission.values["current_password"], submission.values["new_password"]
    try:
        token = await change_password(viewer=request.viewer, current=current, new=new, now=clock.now())
    except UnableToUsePassword as refusal:
        return await _page(request, submission=submission.with_refusal(refusal), status=422)
    answer = see_other(request, "/mijn-account", flash=Flash(_("Uw wachtwoord is gewijzigd. Op andere apparaten bent u nu uitgelogd.")))
    answer.set_cookie(session_cookie(settings=request.settings, token=token))
    return answer


@post("/mijn-account/mail", opt=permits(Permission.USE_OWN_ACCOUNT))
async def choose_mail(request: WebRequest) -> Response[Any]:
    """Keep which mail the viewer wants."""
    chosen = {wish: bool(value) for wish, value in read(fields=_mail_fields(), data=await submitted(request)).values.items()}
    await set_wishes(viewer=request.viewer, now=clock.now(), **chosen)
    return see_other(request, "/mijn-account", flash=Flash(_("Uw keuze is bewaard.")))
