"""What the register holds of the contractor that asks, to keep."""

from typing import Any

from litestar import get
from litestar.response import Response

from sroi.access import Permission
from sroi.exports.own_data import MEDIA_TYPE, own_data
from sroi.web import clock
from sroi.web.pages import attachment
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@get("/mijn-gegevens", opt=permits(Permission.REPORT_FULFILMENT))
async def download_own_data(request: WebRequest) -> Response[Any]:
    """Send everything of the viewer's organisation."""
    content = await own_data(viewer=request.viewer, now=clock.now())
    return attachment(content=content, media_type=MEDIA_TYPE, file_name=f"sroi-gegevens-{clock.today().isoformat()}.zip")
