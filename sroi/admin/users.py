"""Accounts: who has one, adding, inviting, and barring from signing in."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import ACCOUNT_ROLES, Permission, Role, role_label
from sroi.accounts.operations import activate_user, add_user_to, deactivate_user, invite_to
from sroi.accounts.queries import accounts_page
from sroi.accounts.queries.accounts import PAGE_SIZE
from sroi.accounts.rules import Account, OrganisationDetails
from sroi.errors import UnableTo
from sroi.values import parse_kvk_number
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.mail import shown_link
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted


def _roles() -> tuple[tuple[str, str], ...]:
    return tuple((role.value, role_label(role)) for role in ACCOUNT_ROLES)


def _invite_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="email",
            label=_("E-mailadres"),
            kind="email",
            missing=_("Vul het e-mailadres van de gebruiker in."),
            autocomplete="off",
        ),
        Field(name="role", label=_("Rol"), kind="select", options=_roles(), missing=_("Kies een rol.")),
        Field(name="organisation_name", label=_("Organisatie"), missing=_("Vul de naam van de organisatie in.")),
        Field(
            name="kvk_number",
            label=_("KVK-nummer"),
            parse=parse_kvk_number,
            required=False,
            hint=_("Acht cijfers. Nodig voor een opdrachtnemer: daaraan herkennen wij de contracten."),
        ),
    )


def _add_fields() -> tuple[Field, ...]:
    return (
        Field(name="name", label=_("Naam"), missing=_("Vul de naam van de gebruiker in."), autocomplete="off"),
        *_invite_fields(),
        Field(
            name="password",
            label=_("Eerste wachtwoord"),
            kind="password",
            missing=_("Kies een wachtwoord voor de gebruiker."),
            hint=_("Ten minste 12 tekens. De gebruiker kan het wachtwoord daarna wijzigen."),
            autocomplete="new-password",
        ),
    )


def _with_kvk_checked(submission: Submission) -> Submission:
    """Ask for the KVK number of a contractor, by which its contracts are known."""
    is_missing = "kvk_number" in submission.values and submission.values["kvk_number"] is None
    if is_missing and submission.values.get("role") == Role.CONTRACTOR:
        return submission.with_error(field="kvk_number", message=_("Vul het KVK-nummer van de opdrachtnemer in."))
    return submission


def _organisation(submission: Submission) -> OrganisationDetails:
    known = submission.values["kvk_number"]
    return OrganisationDetails(name=submission.values["organisation_name"], kvk_number=known.number if known else None)


def _note(submission: Submission) -> str:
    """Return what was mended in the KVK number, to say so; else nothing."""
    known = submission.values["kvk_number"]
    return known.note or "" if known else ""


def _add_page(request: WebRequest, submission: Submission | None = None) -> Response[Any]:
    form = view(fields=_add_fields(), submission=submission)
    return page(request, "admin/add_user.html", status=422 if submission else 200, form=form)


def _invite_page(request: WebRequest, submission: Submission | None = None) -> Response[Any]:
    form = view(fields=_invite_fields(), submission=submission)
    return page(request, "admin/invite_user.html", status=422 if submission else 200, form=form)


@get("/gebruikers", opt=permits(Permission.MANAGE_ACCOUNTS))
async def user_list(request: WebRequest) -> Response[Any]:
    """Show a page of accounts."""
    after = cursor_of(request, str)
    found = await accounts_page(viewer=request.viewer, after=after[0] if after else None, size=PAGE_SIZE + 1)
    listed = paged(request, found=found, size=PAGE_SIZE, key=_key)
    roles = {role: role_label(role) for role in ACCOUNT_ROLES}
    return page(request, "admin/users.html", users=listed, roles=roles)


def _key(account: Account) -> tuple[object, ...]:
    return (account.email,)


@get("/gebruikers/toevoegen", opt=permits(Permission.MANAGE_ACCOUNTS))
async def add_form(request: WebRequest) -> Response[Any]:
    """Show the form for an account that can sign in at once."""
    return _add_page(request)


@post("/gebruikers/toevoegen", opt=permits(Permission.MANAGE_ACCOUNTS))
async def add(request: WebRequest) -> Response[Any]:
    """Add the account, or show the form again with what is wrong."""
    submission = _with_kvk_checked(read(fields=_add_fields(), data=await submitted(request)))
    if not submission.is_valid:
        return _add_page(request, submission)
    values = submission.values
    try:
        await add_user_to(
            viewer=request.viewer,
            email=values["email"],
            name=values["name"],
            role=Role(values["role"]),
            organisation=_organisation(submission),
            password=values["password"],
            now=clock.now(),
        )
    except UnableTo as refusal:
        return _add_page(request, submission.with_refusal(refusal))
    said = _("{email} kan nu inloggen.").format(email=values["email"])
    return see_other(request, "/gebruikers", flash=Flash(f"{said} {_note(submission)}".strip()))


@get("/gebruikers/uitnodigen", opt=permits(Permission.MANAGE_ACCOUNTS))
async def invite_form(request: WebRequest) -> Response[Any]:
    """Show the form for an invitation."""
    return _invite_page(request)


@post("/gebruikers/uitnodigen", opt=permits(Permission.MANAGE_ACCOUNTS))
async def send_invitation(request: WebRequest) -> Response[Any]:
    """Invite by mail, or show the form again with what is wrong."""
    submission = _with_kvk_checked(read(fields=_invite_fields(), data=await submitted(request)))
    if not submission.is_valid:
        return _invite_page(request, submission)
    values = submission.values
    try:
        link = await invite_to(
            viewer=request.viewer,
            email=values["email"],
            role=Role(values["role"]),
            organisation=_organisation(submission),
            now=clock.now(),
        )
    except UnableTo as refusal:
        return _invite_page(request, submission.with_refusal(refusal))
    return page(request, "admin/invited.html", email=link.email, link=shown_link(request, link), note=_note(submission))


@post("/gebruikers/{user_id:uuid}/uitschakelen", opt=permits(Permission.MANAGE_ACCOUNTS))
async def deactivate(request: WebRequest, user_id: FromPath[UUID]) -> Response[Any]:
    """Bar an account from signing in, and end its sessions."""
    await deactivate_user(viewer=request.viewer, user_id=user_id, now=clock.now())
    return see_other(request, "/gebruikers", flash=Flash(_("De gebruiker is uitgeschakeld en overal uitgelogd.")))


@post("/gebruikers/{user_id:uuid}/inschakelen", opt=permits(Permission.MANAGE_ACCOUNTS))
async def activate(request: WebRequest, user_id: FromPath[UUID]) -> Response[Any]:
    """Let an account sign in again."""
    await activate_user(viewer=request.viewer, user_id=user_id, now=clock.now())
    return see_other(request, "/gebruikers", flash=Flash(_("De gebruiker kan weer inloggen.")))
