"""The statement of the viewer's own organisation over a year: making one, and those that its people made before."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.exports.statement import StatementNotFound
from sroi.web.exports import compared_export, kept_export, kept_file_of, made_statement, statement_page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

PATH = "/mijn-overzicht"


@get(PATH, opt=permits(Permission.REPORT_FULFILMENT))
async def own_statements(request: WebRequest) -> Response[Any]:
    """Show of which years a statement can be made, and which were made before."""
    return await statement_page(
        request, base=PATH, action=PATH, parent=(_("Mijn contracten"), "/mijn-contracten"), organisation_id=_own(request)
    )


@post(PATH, opt=permits(Permission.REPORT_FULFILMENT))
async def make_own_statement(request: WebRequest) -> Response[Any]:
    """Make the statement of a year, keep it, and send it."""
    return await made_statement(request, action=PATH, organisation_id=_own(request))


@get(PATH + "/{export_id:uuid}", opt=permits(Permission.REPORT_FULFILMENT))
async def own_statement(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Show one statement that was made."""
    return await kept_export(request, base=PATH, base_label=_("Overzicht van een jaar"), export_id=export_id)


@get(PATH + "/{export_id:uuid}/bestand", opt=permits(Permission.REPORT_FULFILMENT))
async def own_statement_file(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Send a statement as it was made."""
    return await kept_file_of(request, export_id=export_id)


@post(PATH + "/{export_id:uuid}/opnieuw", opt=permits(Permission.REPORT_FULFILMENT))
async def make_own_statement_again(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Make a statement again from its record and say whether it gives the same bytes."""
    return await compared_export(request, base=PATH, export_id=export_id)


def _own(request: WebRequest) -> UUID:
    if request.viewer.organisation_id is None:
        raise StatementNotFound(_("Deze pagina is niet gevonden."))
    return request.viewer.organisation_id
