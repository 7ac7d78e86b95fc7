"""The contracting authorities that contracts may be awarded by, and adding one that is not known yet."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import add_authority
from sroi.contracts.queries import authorities
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

FIELDS = (Field(name="authority", label=_("Naam van de aanbestedende dienst"), hint=_("Bijvoorbeeld: Gemeente Groningen.")),)


@get("/aanbestedende-diensten", opt=permits(Permission.WRITE_REGISTER))
async def authority_list(request: WebRequest) -> Response[Any]:
    """Show the authorities, and a form for a new one."""
    return await _page(request, view(fields=FIELDS))


@post("/aanbestedende-diensten", opt=permits(Permission.WRITE_REGISTER))
async def add_authority_form(request: WebRequest) -> Response[Any]:
    """Add an authority; contracts of it are regional."""
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return await _page(request, view(fields=FIELDS, submission=submission), status=422)
    try:
        await add_authority(viewer=request.viewer, name=submission.values["authority"], now=clock.now())
    except UnableTo as refusal:
        return await _page(request, view(fields=FIELDS, submission=submission.with_refusal(refusal)), status=422)
    return see_other(request, "/aanbestedende-diensten", flash=Flash(_("De aanbestedende dienst staat in de lijst.")))


async def _page(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(request, "register/authorities.html", status=status, title=_("Aanbestedende diensten"), form=form, rows=await authorities())
