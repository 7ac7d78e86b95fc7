"""Exports that were kept, as the two wings show them that have any: a list, one of them, its file, and making it again; and statements of
one contractor, which both wings make."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar.response import Response

from sroi.errors import NotFound, UnableTo
from sroi.exports import export_of
from sroi.exports.again import is_reproduced, why_different
from sroi.exports.records import PAGE_SIZE, MadeExport, file_of_export, made_export, made_exports
from sroi.exports.statement import make_statement, statement_years
from sroi.files.queries import is_stored
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import attachment, page, see_other
from sroi.web.paging import Paged, cursor_of, paged
from sroi.web.requests import WebRequest, submitted, text_of, year_of


@dataclass(frozen=True)
class MadeRow:
    """An export that was made, in the list."""

    href: str
    label: str
    made: MadeExport


async def kept_exports(request: WebRequest, *, base: str, organisation_id: UUID | None = None) -> Paged[MadeRow]:
    """Return a page of what was made before, as far as the viewer may see it; `base` is the address of the wing's exports."""
    before = cursor_of(request, datetime, UUID)
    found = await made_exports(
        viewer=request.viewer, organisation_id=organisation_id, before=before and (before[0], before[1]), size=PAGE_SIZE + 1
    )
    rows = [MadeRow(f"{base}/{made.id}", _label(made), made) for made in found]
    return paged(request, found=rows, size=PAGE_SIZE, key=lambda row: (row.made.as_known_on, row.made.id))


async def kept_export(request: WebRequest, *, base: str, base_label: str, export_id: UUID) -> Response[Any]:
    """Return the page of one export that was made."""
    made = await made_export(viewer=request.viewer, export_id=export_id)
    return page(
        request,
        "web/kept_export.html",
        title=_label(made),
        made=made,
        has_file=made.is_kept and await is_stored(digest=made.sha256),
        base=base,
        base_label=base_label,
    )


async def kept_file_of(request: WebRequest, *, export_id: UUID) -> Response[Any]:
    """Send an export as it was made."""
    made = await made_export(viewer=request.viewer, export_id=export_id)
    kept = await file_of_export(viewer=request.viewer, export_id=export_id, directory=request.settings.evidence_dir)
    return attachment(content=kept.content, media_type=kept.media_type, file_name=export_of(order=made.order).file_name(year=made.year))


async def compared_export(request: WebRequest, *, base: str, export_id: UUID) -> Response[Any]:
    """Make an export again from its record and say whether it gives the same bytes."""
    made = await made_export(viewer=request.viewer, export_id=export_id)
    try:
        told = await _compared(request, made)
    except UnableTo as refusal:
        told = Flash(refusal.message, kind=WARNING)
    return see_other(request, f"{base}/{export_id}", flash=told)


async def _compared(request: WebRequest, made: MadeExport) -> Flash:
    if await is_reproduced(viewer=request.viewer, export_id=made.id):
        return Flash(_("De export is opnieuw gemaakt en is tot op de byte gelijk."))
    why = await why_different(made=made)
    return Flash(_("De export is opnieuw gemaakt en is anders. {why}").format(why=why), kind=WARNING)


async def statement_page(
    request: WebRequest, *, base: str, action: str, parent: tuple[str, str], organisation_id: UUID, name: str = ""
) -> Response[Any]:
    """Return the page of the statements of a contractor, posted to `action` and under `parent`; `name` tells the WSP of whom they are."""
    title = _("Overzicht van een jaar")
    return page(
        request,
        "web/statements.html",
        title=f"{title}: {name}" if name else title,
        action=action,
        parent_label=parent[0],
        parent=parent[1],
        years=await statement_years(viewer=request.viewer, organisation_id=organisation_id, today=clock.today()),
        shown=await kept_exports(request, base=base, organisation_id=organisation_id),
    )


async def made_statement(request: WebRequest, *, action: str, organisation_id: UUID) -> Response[Any]:
    """Make the statement of the year that was chosen, keep it, and send it."""
    year = year_of(text_of(await submitted(request), "year"))
    if year is None:
        return see_other(request, action, flash=Flash(_("Kies een jaar."), kind=WARNING))
    try:
        export_id = await make_statement(
            viewer=request.viewer,
            organisation_id=organisation_id,
            year=year,
            now=clock.now(),
            today=clock.today(),
            directory=request.settings.evidence_dir,
        )
    except UnableTo as refusal:
        return see_other(request, action, flash=Flash(refusal.message, kind=WARNING))
    return await kept_file_of(request, export_id=export_id)


def _label(made: MadeExport) -> str:
    try:
        name = export_of(order=made.order).label
    except NotFound:
        name = made.key
    of_year = _("{name} {year}").format(name=name, year=made.year)
    return of_year if not made.contractor_name else f"{of_year}: {made.contractor_name}"
