"""The front door, and the statements on accessibility and privacy."""

from typing import Any

from litestar import get
from litestar.response import Response

from sroi.web.navigation import start_page
from sroi.web.pages import page, see_other
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest


@get("/", opt=PUBLIC)
async def home(request: WebRequest) -> Response[Any]:
    """Explain what this is to a visitor; lead who is signed in to their work."""
    viewer = request.viewer_or_none
    return page(request, "public/home.html") if viewer is None else see_other(request, start_page(viewer))


@get("/toegankelijkheid", opt=PUBLIC)
async def accessibility(request: WebRequest) -> Response[Any]:
    """Say how accessible the application is, and how that was tested."""
    return page(request, "public/accessibility.html")


@get("/privacy", opt=PUBLIC)
async def privacy(request: WebRequest) -> Response[Any]:
    """Say which personal data is kept, why, and who sees it."""
    return page(request, "public/privacy.html")
