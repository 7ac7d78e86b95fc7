"""What the register holds of the contractor that asks, to keep."""

from litestar import get
from litestar.response import Stream

from sroi.access import Permission
from sroi.exports.own_data import MEDIA_TYPE, own_data
from sroi.web import clock
from sroi.web.pages import disposition
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@get("/mijn-gegevens", opt=permits(Permission.REPORT_FULFILMENT))
async def download_own_data(request: WebRequest) -> Stream:
    """Send everything of the viewer's organisation."""
    parts = own_data(viewer=request.viewer, directory=request.settings.evidence_dir, now=clock.now())
    return Stream(parts, media_type=MEDIA_TYPE, headers=disposition(f"sroi-gegevens-{clock.today().isoformat()}.zip"))
