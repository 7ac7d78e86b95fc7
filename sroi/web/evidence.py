"""Looking at a file of a claim as pictures, for the two wings that do so: the file itself is never opened on this site."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from sroi.files.queries.previews import MEDIA_TYPE, PreviewNotFound
from sroi.fulfilment.queries.evidence import evidence_pages, evidence_preview
from sroi.web.pages import page
from sroi.web.requests import WebRequest

# Shown where a file has no picture, so that a page with pictures stays whole.
NO_PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 141"><rect width="100" height="141" fill="#eee"/>'
    b'<path d="M30 50h40M30 65h40M30 80h25" stroke="#666" stroke-width="4"/></svg>'
)


async def evidence_page(request: WebRequest, *, base: str, claim_id: UUID, evidence_id: UUID) -> Response[Any]:
    """Return the page that shows a file page by page; `base` is the address of the wing's claims."""
    directory = request.settings.evidence_dir
    file, pages = await evidence_pages(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, directory=directory)
    asked = request.query_params.get("pagina", "1")
    number = min(int(asked), pages) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 5 else 1
    address = f"{base}/{claim_id}/bewijsstukken/{evidence_id}"
    return page(
        request,
        "web/evidence.html",
        title=file.file_name,
        claim_href=f"{base}/{claim_id}",
        file_href=address,
        picture_href=f"{address}/voorbeeld/{max(number, 1)}" if pages else None,
        number=max(number, 1),
        pages=pages,
        previous_href=f"{address}/bekijken?pagina={number - 1}" if number > 1 else None,
        next_href=f"{address}/bekijken?pagina={number + 1}" if number < pages else None,
    )


async def evidence_picture(request: WebRequest, *, claim_id: UUID, evidence_id: UUID, number: int) -> Response[Any]:
    """Return one page of a file as a picture, or an empty sheet where none can be made."""
    directory = request.settings.evidence_dir
    try:
        found = await evidence_preview(
            viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, page=min(number, 9_999), directory=directory
        )
    except PreviewNotFound:
        return Response(NO_PICTURE, media_type="image/svg+xml")
    return Response(found, media_type=MEDIA_TYPE)
