"""Every route as every role: what the matrix does not allow is refused, and a route that names no permission does not exist.

The routes are read from the application itself, so that a page that is added later is walked too. Ids are invented: who may enter sees
"not found" or a form with errors, and never a broken page.
"""

import re
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from sroi.access import Permission
from sroi.web.permissions import permission_of
from tests.personas import Browser, Persona, personas

pytestmark = pytest.mark.usefixtures("database")

INVENTED = {"uuid": str(UUID(int=4)), "int": "2023", "str": "verzonnen", "path": "verzonnen"}
PUBLIC_ROUTES = {
    "/",
    "/afmelden/{token:str}",
    "/gezond",
    "/inloggen",
    "/nieuw-wachtwoord/{token:str}",
    "/privacy",
    "/rekenhulp",
    "/rekenhulp/bijdrage",
    "/static/{file_path:path}",
    "/toegankelijkheid",
    "/uitloggen",
    "/verhalen",
    "/verhalen/{story_id:uuid}",
    "/uitnodiging/{token:str}",
    "/voorbeeldmail",
    "/voorbeeldmail/{mail_id:uuid}",
    "/wachtwoord-vergeten",
}


def routes_of(application: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Return each path and method of ours with its handler; OPTIONS is Litestar's own."""
    return [
        (route.path, method, handler)
        for route in application.routes
        for handler in route.route_handlers  # type: ignore[union-attr]
        for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
    ]


def _address(path: str) -> str:
    return re.sub(r"\{\w+:(\w+)\}", lambda found: INVENTED[found[1]], path)


async def _status(browser: Browser, method: str, path: str) -> tuple[int, str]:
    answer = await (browser.get(_address(path)) if method == "GET" else browser.post(_address(path)))
    return answer.status_code, answer.headers.get("location", "")


def test_every_route_names_exactly_one_permission_or_is_listed_as_public(app: Litestar) -> None:
    public = {path for path, _method, handler in routes_of(app) if permission_of(handler) is None}
    assert public == PUBLIC_ROUTES


def test_every_permission_of_a_web_role_opens_a_route(app: Litestar) -> None:
    used = {permission_of(handler) for _path, _method, handler in routes_of(app)} - {None}
    assert used == set(Permission)


def test_every_path_is_dutch_kebab_case_with_typed_parameters(app: Litestar) -> None:
    segment = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|\{[a-z_]+:(uuid|int|str|path)\}")
    for path, _method, _handler in routes_of(app):
        assert path == "/" or all(segment.fullmatch(part) for part in path[1:].split("/")), path


async def test_a_visitor_is_sent_to_the_sign_in_page_everywhere(app: Litestar) -> None:
    async with personas(app) as people:
        for path, method, handler in routes_of(app):
            if permission_of(handler) is None:
                continue
            status, location = await _status(people.visitor, method, path)
            assert (status, location.split("?")[0]) == (303, "/inloggen"), f"{method} {path}: {status} {location}"


async def test_every_role_enters_what_the_matrix_allows_and_nothing_else(app: Litestar) -> None:
    async with personas(app) as people:
        for someone in people.signed_in:
            for path, method, handler in routes_of(app):
                await _walk(someone, method, path, permission_of(handler))


async def _walk(someone: Persona, method: str, path: str, permission: Permission | None) -> None:
    if permission is None:
        return
    status, location = await _status(someone, method, path)
    told = f"{someone.viewer.role} {method} {path}: {status} {location}"
    if someone.viewer.may(permission):
        assert status in (200, 303, 404, 422), told
        assert not location.startswith("/inloggen"), told
    else:
        assert status == 403, told


async def test_a_form_without_our_token_is_refused_everywhere(app: Litestar) -> None:
    async with personas(app) as people:
        for path in [path for path, method, _handler in routes_of(app) if method != "GET"]:
            answer = await people.administrator.client.post(_address(path), data={"name": "Verzonnen"})
            assert answer.status_code == 403, path
            assert "formulier is verlopen" in answer.text, path
