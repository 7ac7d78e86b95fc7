"""The sign-in form: a page of its own, and the answer to a form whose session had ended."""

from gettext import gettext as _

from sroi.web.forms import Field, Submission, view
from sroi.web.kept_forms import KeptForm
from sroi.web.pages import Page, page
from sroi.web.requests import WebRequest


def sign_in_fields() -> tuple[Field, ...]:
    """Return the fields of the form."""
    return (
        Field(name="email", label=_("E-mailadres"), kind="email", autocomplete="username"),
        Field(name="password", label=_("Wachtwoord"), kind="password", autocomplete="current-password"),
    )


def new_password_field(*, name: str = "password", label: str = "") -> Field:
    """Return the field for a password that somebody chooses."""
    return Field(
        name=name,
        label=label or _("Kies een wachtwoord"),
        kind="password",
        hint=_("Ten minste 12 tekens. Een zin van een paar woorden is sterk en makkelijk te onthouden."),
        autocomplete="new-password",
    )


def sign_in_form(
    request: WebRequest, *, submission: Submission | None = None, onward: str = "", kept: KeptForm | None = None, status: int = 200
) -> Page:
    """Return the page, which carries where the visitor was going, or what they had typed there."""
    return page(
        request,
        "web/sign_in.html",
        status=status,
        form=view(fields=sign_in_fields(), submission=submission),
        onward=onward,
        kept=kept,
        demo_accounts=request.app.state.demo_accounts,
    )
