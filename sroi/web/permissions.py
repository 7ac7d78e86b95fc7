"""The guard of every route: exactly one permission, or public. A route that names neither is refused to everybody."""

from typing import Any
from urllib.parse import quote

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from sroi.access import Permission
from sroi.web.kept_forms import KeptForm, late_form
from sroi.web.requests import WebRequest

PUBLIC: dict[str, Any] = {"public": True}


class SignInNeeded(Exception):
    """Nobody is signed in, and the route asks for a permission."""

    def __init__(self, *, sign_in_path: str, form: KeptForm | None) -> None:
        super().__init__(sign_in_path)
        self.sign_in_path = sign_in_path
        self.form = form


def permits(permission: Permission) -> dict[str, Any]:
    """Return the `opt` of a handler for those who have `permission`: ``@get("/contracten", opt=permits(Permission.READ_REGISTER))``."""
    return {"permission": permission}


def permission_of(handler: BaseRouteHandler) -> Permission | None:
    """Return the permission that a handler asks for, or None when it is public; raise RuntimeError when it names not exactly one."""
    permission, is_public = handler.opt.get("permission"), handler.opt.get("public", False)
    if (permission is None) == (not is_public):
        raise RuntimeError(f"{handler.handler_name} must name exactly one permission, or be public")
    return permission if permission is None else Permission(permission)


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request through whose viewer has the route's permission; raise SignInNeeded or UnableToAllow."""
    assert isinstance(connection, WebRequest)
    if connection.method == "OPTIONS":
        return
    permission = permission_of(handler)
    if permission is None:
        return
    if connection.viewer_or_none is None:
        raise SignInNeeded(sign_in_path=sign_in_path(connection), form=await late_form(connection))
    connection.viewer.require(permission)


def sign_in_path(request: WebRequest) -> str:
    """Return the address of the sign-in page that leads back: to the page that was asked for, or to the start after a form."""
    if request.method != "GET":
        return "/inloggen"
    query = request.scope["query_string"].decode("latin-1")
    asked = request.url.path + (f"?{query}" if query else "")
    return f"/inloggen?naar={quote(asked, safe='/')}"
