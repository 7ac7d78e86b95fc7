"""Answers of handlers: a page in the house look, a redirect after a form, an attachment."""

from typing import Any
from urllib.parse import quote

from litestar.enums import MediaType
from litestar.response import Redirect, Response, Template
from litestar.utils.empty import value_or_default
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from sroi.access import role_label
from sroi.web.cookies import ended
from sroi.web.flash import FLASH, Flash, flash_cookie, flash_of
from sroi.web.navigation import navigation
from sroi.web.requests import WebRequest

_CSRF_INPUT = Markup('<input type="hidden" name="_csrf_token" value="{token}">')


class Page(Template):
    """A rendered template; the form token is safe to write into it as it is."""

    def create_template_context(self, request: Any) -> dict[str, Any]:
        """Return what the template sees."""
        token = value_or_default(ScopeState.from_scope(request.scope).csrf_token, "")
        return {**self.context, "request": request, "csrf_input": _CSRF_INPUT.format(token=token)}


def page(request: WebRequest, template: str, *, status: int = 200, **context: Any) -> Page:
    """Return a page: the template with `context` and what every page shows (see `frame`)."""
    flash = flash_of(request)
    answer = Page(
        template_name=template,
        context={**frame(request), "flash": flash, **context},
        status_code=status,
        media_type=MediaType.HTML,
    )
    if flash is not None:
        answer.set_cookie(ended(settings=request.settings, name=FLASH))
    return answer


def frame(request: WebRequest) -> dict[str, Any]:
    """Return what the frame around every page shows."""
    viewer = request.viewer_or_none
    return {
        "viewer": viewer,
        "viewer_role": role_label(viewer.role) if viewer else "",
        "navigation": navigation(viewer=viewer, path=request.url.path),
        "organisation": request.settings.organisation,
        "is_demo": request.settings.is_demo,
    }


def see_other(request: WebRequest, path: str, *, flash: Flash | None = None) -> Redirect:
    """Return the redirect after a form, with a message that the next page shows once."""
    cookies = [] if flash is None else [flash_cookie(settings=request.settings, flash=flash)]
    return Redirect(path, status_code=303, cookies=cookies)


def attachment(*, content: bytes, media_type: str, file_name: str) -> Response[bytes]:
    """Return a file to keep; a browser never shows it as part of this site."""
    return Response(content, media_type=media_type, headers=disposition(file_name))


def disposition(file_name: str) -> dict[str, str]:
    """Return the header that has a browser keep an answer as a file of this name."""
    plain = "".join(sign for sign in file_name if sign.isprintable() and sign not in '/\\"') or "bestand"
    ascii_name = plain.encode("ascii", errors="replace").decode().replace("?", "_")
    return {"Content-Disposition": f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain, safe='')}"}
