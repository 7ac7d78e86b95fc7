"""What an officer does with an import as a whole: confirm it, throw it away, or take back what it did."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import discard_import
from sroi.contracts.queries.imports import BatchStatus, import_batch
from sroi.errors import UnableTo
from sroi.obligations.operations import begin_confirmation, confirm_import
from sroi.register.imports.preview import preview_page
from sroi.register.imports.progress import BEHIND_PAGE_ROWS
from sroi.settlement.operations import begin_undoing, undo_import
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.pages import see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@post("/importeren/{batch_id:uuid}/bevestigen", opt=permits(Permission.WRITE_REGISTER))
async def confirm(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Store all rows of the preview, many behind the page."""
    try:
        if (await import_batch(viewer=request.viewer, batch_id=batch_id)).row_count > BEHIND_PAGE_ROWS:
            await begin_confirmation(viewer=request.viewer, batch_id=batch_id, now=clock.now())
            return see_other(request, f"/importeren/{batch_id}")
        outcome = await confirm_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    except UnableTo as refusal:
        return await preview_page(request, batch_id, refusal=refusal, begins_at=BatchStatus.PREVIEW)
    told = _("De import is verwerkt: {outcome}").format(outcome=outcome.words)
    return see_other(request, f"/importeren/{batch_id}", flash=Flash(told))


@post("/importeren/{batch_id:uuid}/weggooien", opt=permits(Permission.WRITE_REGISTER))
async def discard(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Throw a preview away, with its file."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    try:
        await discard_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    except UnableTo as refusal:
        return await preview_page(request, batch_id, refusal=refusal)
    return see_other(request, "/importeren", flash=Flash(_("De import van {file} is weggegooid.").format(file=batch.file_name)))


@post("/importeren/{batch_id:uuid}/terugdraaien", opt=permits(Permission.WRITE_REGISTER))
async def undo(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Take back all that an import did, of many rows behind the page."""
    try:
        if (await import_batch(viewer=request.viewer, batch_id=batch_id)).row_count > BEHIND_PAGE_ROWS:
            await begin_undoing(viewer=request.viewer, batch_id=batch_id, now=clock.now())
            return see_other(request, f"/importeren/{batch_id}")
        await undo_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    except UnableTo as refusal:
        return await preview_page(request, batch_id, refusal=refusal, begins_at=BatchStatus.CONFIRMED)
    told = _("De import is teruggedraaid. Wat erdoor was toegevoegd, is ingetrokken.")
    return see_other(request, f"/importeren/{batch_id}", flash=Flash(told))
