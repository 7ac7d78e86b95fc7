"""Uploading a file: a notice, a package or a register; what it would do is seen before anything is registered."""

from datetime import datetime
from gettext import gettext as _
from io import SEEK_END
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.response import Response

from imports import MAX_DATA_BYTES
from sroi.access import Permission
from sroi.contracts.operations import begin_import, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.imports import IMPORTS_SHOWN, imports_page
from sroi.errors import UnableTo
from sroi.register.imports.words import state_words
from sroi.web import clock
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import PAGE_BODY_BYTES, WebRequest, submitted

# What is larger is read behind the page.
BEHIND_PAGE_BYTES = 512 * 1024
MAX_UPLOAD_BYTES = MAX_DATA_BYTES


def fields() -> tuple[Field, ...]:
    """Return the fields of an upload."""
    return (
        Field(
            name="file",
            label=_("Bestand"),
            kind="file",
            missing=_("Kies een bestand."),
            hint=_(
                "Een Excel-bestand (xlsx) tot 128 MB, een ander rekenblad of een aankondiging tot 40 MB, "
                "een tekstbestand (csv) of open data (OCDS) tot 256 MB. "
                "Wat voor bestand het is, wordt herkend aan de inhoud."
            ),
        ),
        Field(
            name="award_date_from_start",
            label=_("Gebruik de startdatum waar de gunningsdatum ontbreekt. Bij die contracten komt een vraag te staan."),
            kind="checkbox",
            required=False,
        ),
    )


@get("/importeren", opt=permits(Permission.WRITE_REGISTER))
async def import_form(request: WebRequest) -> Response[Any]:
    """Show where a file can be uploaded, and the imports of before."""
    return await _form(request, view(fields=fields(), typed={"award_date_from_start": "1"}))


@post("/importeren", opt=permits(Permission.WRITE_REGISTER), request_max_body_size=MAX_UPLOAD_BYTES + PAGE_BODY_BYTES)
async def upload_file(request: WebRequest) -> Response[Any]:
    """Read the uploaded file and go to its preview; nothing is registered yet."""
    submission = read(fields=fields(), data=await submitted(request))
    if not submission.is_valid:
        return await _form(request, view(fields=fields(), submission=submission), status=422)
    file: UploadFile = submission.values["file"]
    size = file.file.seek(0, SEEK_END)
    file.file.seek(0)
    if size > MAX_UPLOAD_BYTES:
        message = _("Dit bestand is groter dan {size} MB. Verdeel het over meer bestanden.").format(size=MAX_UPLOAD_BYTES // 1024 // 1024)
        refusal = UnableToImport(message, field="file")
        return await _form(request, view(fields=fields(), submission=submission.with_refusal(refusal)), status=422)
    if size > BEHIND_PAGE_BYTES:
        return see_other(request, f"/importeren/{await _begin(request, file, submission)}")
    try:
        batch_id = await stage_import(
            viewer=request.viewer,
            file_name=file.filename,
            content=await file.read(),
            award_date_from_start=bool(submission.values["award_date_from_start"]),
            now=clock.now(),
            may_ask=True,
        )
    except UnableTo as refusal:
        return await _form(request, view(fields=fields(), submission=submission.with_refusal(refusal)), status=422)
    return see_other(request, f"/importeren/{batch_id}")


async def _begin(request: WebRequest, file: UploadFile, submission: Submission) -> UUID:
    from_start = bool(submission.values["award_date_from_start"])
    return await begin_import(
        viewer=request.viewer, file_name=file.filename, file=file.file, award_date_from_start=from_start, now=clock.now()
    )


async def _form(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    found = await imports_page(viewer=request.viewer, after=cursor_of(request, datetime, UUID), size=IMPORTS_SHOWN + 1)
    imports = paged(request, found=found, size=IMPORTS_SHOWN, key=lambda one: (one.created_at, one.id))
    return page(
        request,
        "register/import_form.html",
        status=status,
        title=_("Importeren"),
        form=form,
        imports=imports,
        states={one.id: state_words(one) for one in imports.rows},
    )
