"""Errors to pages: in Dutch, in the house look, never JSON, and without a word about our insides."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from litestar.exceptions import HTTPException, NotFoundException, PermissionDeniedException
from litestar.response import Redirect, Response

from sroi.access import UnableToAllow
from sroi.database import DatabaseBusy
from sroi.errors import NotFound, UnableTo
from sroi.web.cookies import ended
from sroi.web.csrf import CSRF, has_stale_token
from sroi.web.pages import page, see_other
from sroi.web.permissions import SignInNeeded
from sroi.web.requests import WebRequest
from sroi.web.sign_in import sign_in_form

logger = logging.getLogger(__name__)
Handler = Callable[[WebRequest, Any], Response[Any]]


@dataclass(frozen=True)
class Trouble:
    """What an error page says: what is wrong, and what to do next."""

    status: int
    title: str
    message: str


def _page(request: WebRequest, trouble: Trouble) -> Response[Any]:
    return page(request, "web/error.html", status=trouble.status, trouble=trouble)


def _not_found(message: str = "") -> Trouble:
    return Trouble(
        404,
        _("Deze pagina is niet gevonden"),
        message or _("Controleer het adres. Misschien bestaat de pagina niet meer, of hoort deze bij een ander account."),
    )


def _not_allowed(message: str) -> Trouble:
    return Trouble(403, _("U mag deze pagina niet zien"), message)


def _by_status(status: int) -> Trouble:
    """Return what is said for an error that Litestar itself raised."""
    if status == 404:
        return _not_found()
    if status == 405:
        return Trouble(
            405, _("Dit kan hier niet"), _("Deze pagina kan niet op deze manier worden geopend. Ga terug en probeer het opnieuw.")
        )
    if status == 413:
        return Trouble(
            413,
            _("Dit is te groot"),
            _("Wat u verstuurde is te groot. Ga terug en kies een kleiner bestand of maak uw tekst korter."),
        )
    if status < 500:
        return Trouble(
            400, _("Dit verzoek is niet te lezen"), _("Wat u verstuurde is niet goed aangekomen. Ga terug en probeer het opnieuw.")
        )
    return _broken()


def _broken() -> Trouble:
    return Trouble(
        500, _("Er ging iets mis"), _("Dit ligt niet aan u. Probeer het later opnieuw. Blijft het misgaan? Meld het dan bij de beheerder.")
    )


def _busy() -> Trouble:
    return Trouble(503, _("Het is even te druk"), _("Uw verzoek is niet verwerkt. Wacht een minuut en probeer het opnieuw."))


def unable_page(request: WebRequest, error: UnableTo) -> Response[Any]:
    """Return the page of a refusal that no form took up."""
    return _page(request, Trouble(422, _("Dit kan niet"), error.message))


def not_allowed_page(request: WebRequest, error: UnableToAllow) -> Response[Any]:
    """Return the page for who is signed in without the permission."""
    return _page(request, _not_allowed(error.message))


def not_found_page(request: WebRequest, error: NotFound | NotFoundException) -> Response[Any]:
    """Return the page for what does not exist or may not be seen, with the room's own sentence where it has one."""
    return _page(request, _not_found(str(error) if isinstance(error, NotFound) else ""))


def busy_page(request: WebRequest, error: DatabaseBusy) -> Response[Any]:
    """Return the page for a database that another writer held too long."""
    logger.warning("the database was busy: %s", _route(request))
    return _page(request, _busy())


def csrf_page(request: WebRequest, error: PermissionDeniedException) -> Response[Any]:
    """Return the page for a form that was not made by us for this browser; a stale token is forgotten, so that the next form works."""
    answer = _page(
        request,
        Trouble(
            403,
            _("Dit formulier is verlopen"),
            _("Wat u invulde is nog niet bewaard. Ga terug en kopieer uw tekst. Laad de pagina opnieuw en verstuur het formulier weer."),
        ),
    )
    if has_stale_token(request):
        answer.set_cookie(ended(settings=request.settings, name=CSRF))
    return answer


def http_page(request: WebRequest, error: HTTPException) -> Response[Any]:
    """Return the page for an error that Litestar raised.

    A form that was refused has the address of its button, which cannot be opened: who opens it goes to the page that it is about.
    """
    if error.status_code >= 500:
        return broken_page(request, error)
    about = request.url.path.rpartition("/")[0]
    if error.status_code == 405 and request.method == "GET" and about:
        return see_other(request, about)
    return _page(request, _by_status(error.status_code))


def broken_page(request: WebRequest, error: Exception) -> Response[Any]:
    """Return the page for a bug, which goes to the log; by route, since an address may hold the token of an invitation."""
    logger.error("error on %s", _route(request), exc_info=error)
    return _page(request, _broken())


def sign_in_page(request: WebRequest, error: SignInNeeded) -> Response[Any]:
    """Return the way to the sign-in page, which leads back; a form that came too late is carried along."""
    if error.form is None:
        return Redirect(error.sign_in_path, status_code=303)
    return sign_in_form(request, kept=error.form, status=401)


def _route(request: WebRequest) -> str:
    return f"{request.method} {request.scope.get('path_template', 'no route')}"


EXCEPTION_HANDLERS: dict[int | type[Exception], Handler] = {
    SignInNeeded: sign_in_page,
    UnableToAllow: not_allowed_page,
    UnableTo: unable_page,
    NotFound: not_found_page,
    DatabaseBusy: busy_page,
    PermissionDeniedException: csrf_page,
    HTTPException: http_page,
    Exception: broken_page,
}
