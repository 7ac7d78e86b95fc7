"""The evidence of a claim: adding files, taking them off, and keeping a copy."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.operations import add_evidence, remove_evidence
from sroi.fulfilment.queries.evidence import evidence_file
from sroi.portal.claims import EVIDENCE_FIELDS, refused, show_claim
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import read, view
from sroi.web.pages import attachment, see_other
from sroi.web.permissions import permits
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, submitted


@post("/mijn-opgaven/{claim_id:uuid}/bewijsstukken", opt=permits(Permission.REPORT_FULFILMENT), request_max_body_size=UPLOAD_BODY_BYTES)
async def add(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Add the chosen file to a claim."""
    submission = read(fields=EVIDENCE_FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return await show_claim(request, claim_id, form=view(fields=EVIDENCE_FIELDS, submission=submission), status=422)
    file: UploadFile = submission.values["evidence"]
    try:
        await add_evidence(
            viewer=request.viewer,
            claim_id=claim_id,
            file_name=file.filename,
            content=await file.read(),
            directory=request.settings.evidence_dir,
            now=clock.now(),
        )
    except UnableTo as refusal:
        return await show_claim(request, claim_id, form=refused(refusal), status=422)
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("Het bewijsstuk is toegevoegd.")))


@post("/mijn-opgaven/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}/verwijderen", opt=permits(Permission.REPORT_FULFILMENT))
async def remove(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Take a file off a claim that is not submitted."""
    try:
        await remove_evidence(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, now=clock.now())
    except UnableTo as refusal:
        return await show_claim(request, claim_id, form=refused(refusal), status=422)
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("Het bewijsstuk is verwijderd.")))


@get("/mijn-opgaven/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}", opt=permits(Permission.REPORT_FULFILMENT))
async def download(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Send a file of a claim, to keep."""
    file = await evidence_file(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, directory=request.settings.evidence_dir)
    return attachment(content=file.content, media_type=file.media_type, file_name=file.file_name)
