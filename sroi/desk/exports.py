"""Exports: what can be made of a year, what was made before, the files as they were, and whether one can be made again."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID, uuid4

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound, UnableTo
from sroi.exports import EXPORTS
from sroi.exports.apart import Order, anonymised_since, begin_export, is_large, is_reproduced, make_apart
from sroi.exports.records import (
    PAGE_SIZE,
    MadeExport,
    export_job,
    file_of_export,
    is_made,
    made_export,
    made_exports,
)
from sroi.files.queries import is_stored
from sroi.jobs.rules import JobRecord, JobState
from sroi.reconciliation.queries import reported_years
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import attachment, page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.progress import ProgressLine, progress_line
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
        rows=tuple(MadeRow(f"{LIST}/{made.id}", _label(made.key, made.year), made) for made in shown.rows),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@post(LIST, opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_one(request: WebRequest) -> Response[Any]:
    """Make an export of a year, keep it, and send it; a large one is made behind the page."""
    data = await submitted(request)
    key, year = text_of(data, "export"), text_of(data, "year")
    if key not in EXPORTS or not (year.isascii() and year.isdecimal() and len(year) == 4):
        return see_other(request, LIST, flash=Flash(_("Kies een export en een jaar."), kind=WARNING))
    order = Order(key, int(year), clock.today(), clock.now())
    try:
        if await is_large(viewer=request.viewer, year=order.year):
            return see_other(request, f"{LIST}/{await begin_export(viewer=request.viewer, order=order)}")
        export_id = uuid4()
        await make_apart(export_id=export_id, viewer=request.viewer, order=order, directory=request.settings.evidence_dir)
    except UnableTo as refusal:
        return see_other(request, LIST, flash=Flash(refusal.message, kind=WARNING))
    return await _file(request, export_id)


@get(LIST + "/{export_id:uuid}", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_page(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Show one export that was made, or how far it is."""
    if not await is_made(export_id=export_id):
        return await _progress(request, export_id)
    made = await made_export(viewer=request.viewer, export_id=export_id)
    has_file = made.is_kept and await is_stored(digest=made.sha256)
    return page(request, "desk/export.html", title=_label(made.key, made.year), made=made, has_file=has_file, href=f"{LIST}/{made.id}")


@get(LIST + "/{export_id:uuid}/voortgang", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_progress(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Give the part of the page that tells how far an export is."""
    line = _line(await export_job(viewer=request.viewer, export_id=export_id))
    over = ProgressLine(100, _("Klaar."), is_over=True)
    return page(request, "components/progress_line.html", title=_("Voortgang"), line=line or over)


async def _progress(request: WebRequest, export_id: UUID) -> Response[Any]:
    record = await export_job(viewer=request.viewer, export_id=export_id)
    failure = _("De export is niet gemaakt. {reason}").format(reason=record.error)
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
    if record.state in (JobState.DONE, JobState.FAILED):
        return None
    words = _("De export wacht op zijn beurt.") if record.state is JobState.WAITING else record.message or _("Het register wordt gelezen.")
    return progress_line(words=words, done=record.steps_done, total=record.steps_total, since=record.created_at, now=clock.now())


@get(LIST + "/{export_id:uuid}/bestand", opt=permits(Permission.EXPORT_COMPLIANCE))
async def export_file(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Send an export as it was made."""
    return await _file(request, export_id)


async def _file(request: WebRequest, export_id: UUID) -> Response[Any]:
    made = await made_export(viewer=request.viewer, export_id=export_id)
    kept = await file_of_export(viewer=request.viewer, export_id=export_id, directory=request.settings.evidence_dir)
    if made.key not in EXPORTS:
        raise NotFound(_("Deze export bestaat niet meer."))
    return attachment(content=kept.content, media_type=kept.media_type, file_name=EXPORTS[made.key].file_name(year=made.year))


@post(LIST + "/{export_id:uuid}/opnieuw", opt=permits(Permission.EXPORT_COMPLIANCE))
async def make_again(request: WebRequest, export_id: FromPath[UUID]) -> Response[Any]:
    """Make an export again from its record and say whether it gives the same bytes."""
    made = await made_export(viewer=request.viewer, export_id=export_id)
    try:
        told = await _compared(request, made)
    except UnableTo as refusal:
        told = Flash(refusal.message, kind=WARNING)
    return see_other(request, f"{LIST}/{export_id}", flash=told)


async def _compared(request: WebRequest, made: MadeExport) -> Flash:
    if await is_reproduced(viewer=request.viewer, export_id=made.id):
        return Flash(_("De export is opnieuw gemaakt en is tot op de byte gelijk."))
    anonymised = await anonymised_since(made=made)
    if anonymised:
        text = ngettext("Sindsdien is {number} kandidaat geanonimiseerd.", "Sindsdien zijn {number} kandidaten geanonimiseerd.", anonymised)
        return Flash(_("De export is opnieuw gemaakt en is anders. {why}").format(why=text.format(number=anonymised)), kind=WARNING)
    return Flash(_("De export is opnieuw gemaakt en is anders. Misschien is het programma sindsdien gewijzigd."), kind=WARNING)


def _label(key: str, year: int) -> str:
    name = EXPORTS[key].label if key in EXPORTS else key
    return _("{name} {year}").format(name=name, year=year)
