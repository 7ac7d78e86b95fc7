"""The evidence of a claim: adding files, taking them off, and keeping a copy."""

from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.operations import add_evidence, remove_evidence
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.evidence import evidence_file
from sroi.portal.claims import evidence_fields, policy_of_claim, refused, show_claim
from sroi.web import clock
from sroi.web.evidence import evidence_page, evidence_picture
from sroi.web.flash import Flash
from sroi.web.forms import Submission, read
from sroi.web.pages import attachment, see_other
from sroi.web.permissions import permits
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, submitted, uploads

MOST_FILES = 10


@post("/mijn-opgaven/{claim_id:uuid}/bewijsstukken", opt=permits(Permission.REPORT_FULFILMENT), request_max_body_size=UPLOAD_BODY_BYTES)
async def add(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Add the chosen files to a claim; those that cannot be evidence are told, and the others kept."""
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    submission = read(fields=evidence_fields(record=record, policy=await policy_of_claim(record)), data=await submitted(request))
    if not submission.is_valid:
        return await show_claim(request, claim_id, upload=submission, status=422)
    files = await uploads(request, field="evidence")
    refusals = [refusal for file in files[:MOST_FILES] if (refusal := await _add(request, claim_id, file, submission)) is not None]
    if len(files) > MOST_FILES:
        refusals.append(_("U kunt ten hoogste {most} bestanden tegelijk toevoegen. Voeg de andere daarna toe.").format(most=MOST_FILES))
    if refusals:
        return await show_claim(request, claim_id, upload=submission.with_error(field="evidence", message=" ".join(refusals)), status=422)
    flash = ngettext("Het bewijsstuk is toegevoegd.", "De {number} bewijsstukken zijn toegevoegd.", len(files)).format(number=len(files))
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(flash))


async def _add(request: WebRequest, claim_id: UUID, file: UploadFile, submission: Submission) -> str | None:
    """Add one file, or return what stood in the way."""
    try:
        await add_evidence(
            viewer=request.viewer,
            claim_id=claim_id,
            file_name=file.filename,
            content=await file.read(),
            directory=request.settings.evidence_dir,
            now=clock.now(),
            shows=submission.values.get("shows") or "",
        )
    except UnableTo as refusal:
        return refusal.message
    return None


@post("/mijn-opgaven/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}/verwijderen", opt=permits(Permission.REPORT_FULFILMENT))
async def remove(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Take a file off a claim that is not submitted."""
    try:
        await remove_evidence(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, now=clock.now())
    except UnableTo as refusal:
        return await show_claim(request, claim_id, upload=refused(refusal), status=422)
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("Het bewijsstuk is verwijderd.")))


@get("/mijn-opgaven/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}", opt=permits(Permission.REPORT_FULFILMENT))
async def download(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Send a file of a claim, to keep."""
    file = await evidence_file(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, directory=request.settings.evidence_dir)
    return attachment(content=file.content, media_type=file.media_type, file_name=file.file_name)


@get("/mijn-opgaven/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}/bekijken", opt=permits(Permission.REPORT_FULFILMENT))
async def look(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Show a file page by page, as pictures."""
    return await evidence_page(request, base="/mijn-opgaven", claim_id=claim_id, evidence_id=evidence_id)


@get("/mijn-opgaven/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}/voorbeeld/{number:int}", opt=permits(Permission.REPORT_FULFILMENT))
async def picture(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    """Return one page of a file as a picture."""
    return await evidence_picture(request, claim_id=claim_id, evidence_id=evidence_id, number=number)
