"""The page of an import: what it will do or did, with counts for each verdict and its rows, or how far the work on it is."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.imports import (
    Batch,
    BatchStatus,
    has_failed,
    import_batch,
    import_job,
    import_of_same_file,
    is_at_work,
    may_be_discarded,
)
from sroi.contracts.queries.named_authorities import has_named_authorities
from sroi.contracts.rules import AUTHORITY, Becomes, counted_words
from sroi.errors import UnableTo
from sroi.obligations.queries import imports_to_plan
from sroi.register.imports.preview_rows import shown_rows
from sroi.register.imports.progress import failure_words, progress_page
from sroi.register.imports.words import PAST, VERDICT_SLUGS, VERDICTS, batch_words, state_words
from sroi.settlement.queries import built_on_import
from sroi.values import format_moment
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@get("/importeren/{batch_id:uuid}", opt=permits(Permission.WRITE_REGISTER))
async def import_preview(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Show what an import will do, or did, row by row."""
    return await preview_page(request, batch_id)


async def preview_page(
    request: WebRequest, batch_id: UUID, *, refusal: UnableTo | None = None, begins_at: BatchStatus | None = None
) -> Response[Any]:
    """Return the page of an import, or how far the work on it is.

    `refusal` is why what was asked of it was not done; `begins_at` where the import was to stand for that.
    """
    status = 200 if refusal is None else 422
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    job = await import_job(viewer=request.viewer, batch=batch)
    if job is not None and is_at_work(batch, job):
        return await progress_page(request, batch, job, status=status)
    failure = failure_words(job) if job is not None and has_failed(batch, job) else ""
    is_past = refusal is not None and begins_at not in (None, batch.status)
    return page(
        request,
        "register/import_preview.html",
        status=status,
        title=_("Import van {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch_id}",
        are_milestones_to_come=batch.is_confirmed and batch_id in await imports_to_plan(),
        problems=tuple(problem for problem in batch.problems if problem.field != AUTHORITY),
        unknown=" ".join(problem.message for problem in batch.problems if problem.field == AUTHORITY),
        has_chosen_authorities=await has_named_authorities(batch_id=batch_id),
        past=PAST.get(batch.status, "") if is_past else "",
        failure=refusal.message if refusal is not None else failure,
        same_file=await _same_file(request, batch) if batch.is_waiting else None,
        lead=batch_words(batch),
        verdicts=tuple((words, batch.counts[verdict]) for verdict, (_tone, words) in VERDICTS.items()),
        choices=tuple((slug, VERDICTS[verdict][1]) for slug, verdict in VERDICT_SLUGS.items()),
        outcome=counted_words({kind: number for kind, number in batch.outcomes.items() if kind is not Becomes.NOTHING}),
        may_discard=may_be_discarded(batch, job),
        built=await built_on_import(viewer=request.viewer, batch_id=batch_id) if batch.is_confirmed else (),
        shown=await shown_rows(request, batch),
    )


async def moved_on_page(request: WebRequest, batch_id: UUID) -> Response[Any]:
    """Return the page of an import to who asks something of its preview from a page of before it was confirmed or thrown away."""
    refusal = UnableToImport(_("Deze import wacht niet op bevestiging."))
    return await preview_page(request, batch_id, refusal=refusal, begins_at=BatchStatus.PREVIEW)


async def _same_file(request: WebRequest, batch: Batch) -> tuple[str, str] | None:
    """Return in words that the same file was read before, and the page of that import; None when it was not."""
    same = await import_of_same_file(viewer=request.viewer, batch_id=batch.id)
    if same is None:
        return None
    words = _("{file}, {moment}, door {name}: {status}")
    told = {"file": same.file_name, "moment": format_moment(clock.local(same.created_at)), "name": same.created_by}
    return words.format(status=state_words(same), **told), f"/importeren/{same.id}"
