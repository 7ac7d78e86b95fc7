"""Exports: what can be made of a year, what was made before, the files as they were, and whether one can be made again."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound, UnableTo
from sroi.exports import EXPORTS
from sroi.exports.records import PAGE_SIZE, MadeExport, file_of_export, is_reproduced, made_export, made_exports
from sroi.reconciliation.queries import reported_years
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import attachment, page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted, text_of

LIST = "/exporten"


@dataclass(frozen=True)
class MadeRow:
    """An export that was made, in the list."""

    href: str
    label: str
    made: MadeExport


@get(LIST, opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_list(request: WebRequest) -> Response[Any]:
    """Show what can be exported of a year, and what was exported before."""
    before = cursor_of(request, datetime, UUID)
    found = await made_exports(viewer=request.viewer, before=before and (before[0], before[1]), size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda made: (made.as_known_on, made.id))
    return page(
        request,
        "desk/exports.html",
        title=_("Exporten"),
        exports=tuple((export.key, export) for export in EXPORTS.values()),
        years=await reported_years(viewer=request.viewer, today=clock.today()),
        rows=tuple(MadeRow(f"{LIST}/{made.id}", _label(made), made) for made in shown.rows),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@post(LIST, opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_one(request: WebRequest) -> Response[Any]:
    """Make an export of a year, keep it, and send it."""
    data = await submitted(request)
    key, year = text_of(data, "export"), text_of(data, "year")
    if key not in EXPORTS or not (year.isascii() and year.isdecimal() and len(year) == 4):
        return see_other(request, LIST, flash=Flash(_("Kies een export en een jaar."), kind=WARNING))
    export = EXPORTS[key]
    try:
        content = await export.make(
            viewer=request.viewer,
            year=int(year),
            now=clock.now(),
            today=clock.today(),
            directory=request.settings.evidence_dir,
        )
    except UnableTo as refusal:
        return see_other(request, LIST, flash=Flash(refusal.message, kind=WARNING))
    return attachment(content=content, media_type=export.media_type, file_name=export.file_name(year=int(year)))


@get(LIST + "/{export_id:uuid}", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_page(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Show one export that was made."""
    made = await made_export(viewer=request.viewer, export_id=export_id)
    return page(request, "desk/export.html", title=_label(made), made=made, href=f"{LIST}/{made.id}")


@get(LIST + "/{export_id:uuid}/bestand", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_file(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Send an export as it was made."""
    made = await made_export(viewer=request.viewer, export_id=export_id)
    kept = await file_of_export(viewer=request.viewer, export_id=export_id, directory=request.settings.evidence_dir)
    if made.key not in EXPORTS:
        raise NotFound(_("Deze export bestaat niet meer."))
    return attachment(content=kept.content, media_type=kept.media_type, file_name=EXPORTS[made.key].file_name(year=made.year))


@post(LIST + "/{export_id:uuid}/opnieuw", opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_again(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Make an export again from its record and say whether it gives the same bytes."""
    same = await is_reproduced(viewer=request.viewer, export_id=export_id)
    if same:
        told = Flash(_("De export is opnieuw gemaakt en is tot op de byte gelijk."))
    else:
        told = Flash(_("De export is opnieuw gemaakt en is anders: het register of het programma is sindsdien veranderd."), kind=WARNING)
    return see_other(request, f"{LIST}/{export_id}", flash=told)


def _label(made: MadeExport) -> str:
    name = EXPORTS[made.key].label if made.key in EXPORTS else made.key
    return _("{name} {year}").format(name=name, year=made.year)
