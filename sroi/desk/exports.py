"""Exports: what can be made of a year, what was made before, the files as they were, and whether one can be made again."""

from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.exports import EXPORTS
from sroi.exports.apart import begin_export, is_large, make_apart
from sroi.exports.order import Order
from sroi.exports.records import export_job, is_made
from sroi.jobs.rules import JobRecord
from sroi.reconciliation.queries import opening_year, reported_years
from sroi.web import clock
from sroi.web.exports import compared_export, kept_export, kept_exports, kept_file_of
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.progress import OVER, ProgressLine, progress_line
from sroi.web.requests import WebRequest, asked_year, submitted, text_of, year_of

LIST = "/exporten"


@get(LIST, opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_list(request: WebRequest) -> Response[Any]:
    """Show what can be exported of a year, and what was exported before."""
    today = clock.today()
    return page(
        request,
        "desk/exports.html",
        title=_("Exporten"),
        exports=tuple((export.key, export) for export in EXPORTS.values()),
        years=await reported_years(viewer=request.viewer, today=today),
        year=asked_year(request) or await opening_year(viewer=request.viewer, today=today),
        shown=await kept_exports(request, base=LIST),
    )


@post(LIST, opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_one(request: WebRequest) -> Response[Any]:
    """Make an export of a year, keep it, and send it; a large one is made behind the page."""
    data = await submitted(request)
    key, year = text_of(data, "export"), year_of(text_of(data, "year"))
    if key not in EXPORTS or year is None:
        return see_other(request, LIST, flash=Flash(_("Kies een export en een jaar."), kind=WARNING))
    order = Order(key, year, clock.today(), clock.now())
    try:
        if await is_large(viewer=request.viewer, year=order.year):
            return see_other(request, f"{LIST}/{await begin_export(viewer=request.viewer, order=order)}")
        export_id = uuid4()
        await make_apart(export_id=export_id, viewer=request.viewer, order=order, directory=request.settings.evidence_dir)
    except UnableTo as refusal:
        return see_other(request, LIST, flash=Flash(refusal.message, kind=WARNING))
    return await kept_file_of(request, export_id=export_id)


@get(LIST + "/{export_id:uuid}", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_page(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Show one export that was made, or how far it is."""
    if not await is_made(export_id=export_id):
        return await _progress(request, export_id)
    return await kept_export(request, base=LIST, base_label=_("Exporten"), export_id=export_id)


@get(LIST + "/{export_id:uuid}/voortgang", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_progress(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Give the part of the page that tells how far an export is."""
    line = _line(await export_job(viewer=request.viewer, export_id=export_id))
    return page(request, "components/progress_line.html", title=_("Voortgang"), line=line or OVER)


async def _progress(request: WebRequest, export_id: UUID) -> Response[Any]:
    record = await export_job(viewer=request.viewer, export_id=export_id)
    failure = _("De export is niet gemaakt. {reason}").format(reason=record.refusal or _("Er ging iets mis. Maak de export opnieuw."))
    return page(
        request,
        "desk/export_progress.html",
        title=_("Export wordt gemaakt"),
        line=_line(record),
        failure=failure,
        href=f"{LIST}/{export_id}",
    )


def _line(record: JobRecord) -> ProgressLine | None:
    """Return how far an export is; None when there is no more to wait for."""
    if not record.is_at_work:
        return None
    return progress_line(record, waits=_("De export wacht op zijn beurt."), works=_("Het register wordt gelezen."), now=clock.now())


@get(LIST + "/{export_id:uuid}/bestand", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_file(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Send an export as it was made."""
    return await kept_file_of(request, export_id=export_id)


@post(LIST + "/{export_id:uuid}/opnieuw", opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_again(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Make an export again from its record and say whether it gives the same bytes."""
    return await compared_export(request, base=LIST, export_id=export_id)
