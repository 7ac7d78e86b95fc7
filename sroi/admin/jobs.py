"""Work behind the pages that failed for good, for the administrator: what it was, what went wrong, and trying it again."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound
from sroi.jobs.operations import retry_job
from sroi.jobs.queries import PAGE_SIZE, failed_jobs
from sroi.jobs.rules import JobRecord
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

LIST = "/achtergrondwerk"


@get(LIST, opt=permits(Permission.MANAGE_ACCOUNTS))
async def failed_work(request: WebRequest) -> Response[Any]:
    """Show a page of jobs that ended without their work done."""
    after = cursor_of(request, datetime, UUID)
    found = await failed_jobs(viewer=request.viewer, after=(after[0], after[1]) if after else None, size=PAGE_SIZE + 1)
    return page(
        request,
        "admin/jobs.html",
        title=_("Werk achter de schermen dat mislukte"),
        jobs=paged(request, found=found, size=PAGE_SIZE, key=_key),
        path=LIST,
    )


def _key(job: JobRecord) -> tuple[object, ...]:
    return (job.ended_at, job.id)


@post(LIST + "/{job_id:uuid}/opnieuw", opt=permits(Permission.MANAGE_ACCOUNTS))
async def try_again(request: WebRequest, job_id: FromPath[UUID]) -> Response[Any]:
    """Let a job be tried from the start again."""
    flash = Flash(_("Dit werk wordt opnieuw geprobeerd."))
    try:
        await retry_job(viewer=request.viewer, job_id=job_id, now=clock.now())
    except NotFound as refusal:
        flash = Flash(str(refusal), WARNING)
    return see_other(request, LIST, flash=flash)
