"""The statement of one contractor over a year, for the WSP."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.exports.statement import MEDIA_TYPE, make_statement
from sroi.web import clock
from sroi.web.pages import attachment
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked_year


@get("/opdrachtnemers/{organisation_id:uuid}/overzicht", opt=permits(Permission.EXPORT_COMPLIANCE))
async def statement_of_contractor(request: WebRequest, organisation_id: FromPath[UUID]) -> Response[Any]:
    """Send the statement of a year, of this year when none is asked for."""
    year = asked_year(request) or clock.today().year
    content = await make_statement(viewer=request.viewer, organisation_id=organisation_id, year=year, now=clock.now(), today=clock.today())
    return attachment(content=content, media_type=MEDIA_TYPE, file_name=f"social-return-{year}.pdf")
