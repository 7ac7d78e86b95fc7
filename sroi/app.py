"""Composition root of the web application: settings, wings and what every page needs, put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router

from sroi import admin, desk, portal, public, register
from sroi.background import work
from sroi.database import connected
from sroi.settings import Settings
from sroi.web.csrf import CheckedCSRFMiddleware, csrf_config
from sroi.web.errors import EXCEPTION_HANDLERS
from sroi.web.permissions import PUBLIC, guard
from sroi.web.requests import PAGE_BODY_BYTES, WebRequest
from sroi.web.security import STATIC_PATH, security_headers
from sroi.web.sessions import SessionMiddleware
from sroi.web.templating import template_config

STATIC = Path(__file__).parent / "static"
WINGS = (public, register, portal, desk, admin)
# A static file asks for no session: that would be a query a file.
STATIC_OPT = PUBLIC | {"exclude_from_auth": True, "exclude_from_csrf": True}


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with connected():
        if not settings.works_in_web:
            yield
            return
        stop = asyncio.Event()
        worker = asyncio.create_task(work(settings=settings, stop=stop))
        try:
            yield
        finally:
            stop.set()
            await worker


def _demo_accounts(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    """Return the role, e-mail address and password of each account that the sign-in page of a demo shows."""
    if not settings.is_demo:
        return ()
    from sroi.demo import ACCOUNTS, PASSWORD  # example data is loaded in a demo only

    return tuple((account.label, account.email, PASSWORD) for account in ACCOUNTS)


def create_app(settings: Settings | None = None) -> Litestar:
    """Return the web application of an installation; the settings come from the environment unless they are given."""
    settings = settings or Settings.from_env()
    static = create_static_files_router(path=STATIC_PATH, directories=[STATIC], opt=STATIC_OPT, include_in_schema=False)
    return Litestar(
        route_handlers=[static, *(route for wing in WINGS for route in wing.ROUTES)],
        state=State({"settings": settings, "demo_accounts": _demo_accounts(settings)}),
        lifespan=[_lifespan],
        request_class=WebRequest,
        request_max_body_size=PAGE_BODY_BYTES,
        guards=[guard],
        middleware=[SessionMiddleware, DefineMiddleware(CheckedCSRFMiddleware, config=csrf_config(settings))],
        exception_handlers=EXCEPTION_HANDLERS,  # type: ignore[arg-type]
        before_send=[security_headers(settings)],
        template_config=template_config(),
        openapi_config=None,
        logging_config=None,
    )
