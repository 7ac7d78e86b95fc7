"""The statement of one contractor over a year, for the WSP: making one, and those that were made before."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.queries import organisation
from sroi.web.exports import made_statement, statement_page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

PATH = "/opdrachtnemers/{organisation_id:uuid}/overzicht"


@get(PATH, opt=permits(Permission.EXPORT_COMPLIANCE))
async def statements_of_contractor(request: WebRequest, organisation_id: FromPath[UUID]) -> Response[Any]:
    """Show of which years a statement can be made, and which were made before."""
    party = await organisation(viewer=request.viewer, organisation_id=organisation_id)
    return await statement_page(
        request,
        base="/exporten",
        action=_path(organisation_id),
        parent=(_("Geld per opdrachtnemer"), "/geld?per=opdrachtnemer"),
        organisation_id=organisation_id,
        name=party.name,
    )


@post(PATH, opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_statement_of_contractor(request: WebRequest, organisation_id: FromPath[UUID]) -> Response[Any]:
    """Make the statement of a year, keep it, and send it."""
    return await made_statement(request, action=_path(organisation_id), organisation_id=organisation_id)


def _path(organisation_id: UUID) -> str:
    return PATH.replace("{organisation_id:uuid}", str(organisation_id))
