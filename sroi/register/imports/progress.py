"""How far a long import is: rows done, problems so far and the time left; the page asks again by itself, with or without a script."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries.imports import Batch, import_batch
from sroi.jobs.queries import job
from sroi.jobs.rules import JobNotFound, JobRecord, JobState
from sroi.obligations.operations import progress_of
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.progress import ProgressLine, progress_line
from sroi.web.requests import WebRequest


@get("/importeren/{batch_id:uuid}/voortgang", opt=permits(Permission.WRITE_REGISTER))
async def progress_part(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Give the part of the page that tells how far it is."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    record = await job_of(request, batch)
    line = line_of(batch, record, now=clock.now()) if record is not None else ProgressLine(100, "", is_over=True)
    return page(request, "components/progress_line.html", title=_("Voortgang"), line=line)


async def progress_page(request: WebRequest, batch: Batch, record: JobRecord) -> Response[Any]:
    """Show how far an import is."""
    return page(
        request,
        "register/import_progress.html",
        title=_("Import van {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}",
        line=line_of(batch, record, now=clock.now()),
    )


async def job_of(request: WebRequest, batch: Batch) -> JobRecord | None:
    """Return the job that reads or confirms an import, to who may watch it; None when there is none."""
    if batch.job_id is None:
        return None
    try:
        return await job(viewer=request.viewer, job_id=batch.job_id)
    except JobNotFound:
        return None


def line_of(batch: Batch, record: JobRecord, *, now: datetime) -> ProgressLine:
    """Return how far a job is: what it told, or what this process knows of a transaction that is still open."""
    if record.state in (JobState.DONE, JobState.FAILED):
        return ProgressLine(100, _("Klaar."), is_over=True)
    live = progress_of(batch.id)
    done, total, words = (live.done, live.total, live.words) if live else (record.steps_done, record.steps_total, record.message)
    if record.state is JobState.WAITING:
        words = _("De import wacht op zijn beurt.")
    return progress_line(words=words or _("Het bestand wordt gelezen."), done=done, total=total, since=record.created_at, now=now)
