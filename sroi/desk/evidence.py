"""The evidence of a claim, looked at as pictures without opening a file."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.web.evidence import evidence_page, evidence_picture
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@get("/werkvoorraad/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}/bekijken", opt=permits(Permission.READ_CLAIMS))
async def look(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Show a file page by page."""
    return await evidence_page(request, base="/werkvoorraad", claim_id=claim_id, evidence_id=evidence_id)


@get("/werkvoorraad/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}/voorbeeld/{number:int}", opt=permits(Permission.READ_CLAIMS))
async def picture(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    """Return one page of a file as a picture."""
    return await evidence_picture(request, claim_id=claim_id, evidence_id=evidence_id, number=number)
