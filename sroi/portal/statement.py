"""The statement of the viewer's own organisation over a year."""

from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.response import Response

from sroi.access import Permission
from sroi.exports.statement import MEDIA_TYPE, StatementNotFound, make_statement
from sroi.web import clock
from sroi.web.pages import attachment
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked_year


@get("/mijn-overzicht", opt=permits(Permission.REPORT_FULFILMENT))
async def own_statement(request: WebRequest) -> Response[Any]:
    """Send the statement of a year, of this year when none is asked for."""
    organisation_id, year = request.viewer.organisation_id, asked_year(request) or clock.today().year
    if organisation_id is None:
        raise StatementNotFound(_("Deze pagina is niet gevonden."))
    content = await make_statement(viewer=request.viewer, organisation_id=organisation_id, year=year, now=clock.now(), today=clock.today())
    return attachment(content=content, media_type=MEDIA_TYPE, file_name=f"social-return-{year}.pdf")
