"""A contract as its subcontractor sees it: for whom it reports, what can be reported, and its own claims. Nothing of the contractor's."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar.response import Response

from sroi.contracts.rules import SubcontractRecord
from sroi.fulfilment.queries.claims import PAGE_SIZE, claims_of_contract
from sroi.fulfilment.rules import ClaimRecord, status_label, status_tone
from sroi.fulfilment.rules.progress import RunningPlacement
from sroi.values import format_period
from sroi.web.pages import page
from sroi.web.paging import Paged, cursor_of, paged
from sroi.web.requests import WebRequest


async def subcontract_page(
    request: WebRequest, work: SubcontractRecord, *, kinds: tuple[tuple[str, str], ...], running: tuple[RunningPlacement, ...]
) -> Response[Any]:
    """Return the page; `kinds` are the form and the name of what can be reported, `running` its own placements that go on."""
    return page(
        request,
        "portal/subcontract.html",
        title=work.contract_title,
        work=work,
        kinds=kinds,
        running=running,
        claims=await page_of_claims(request, work.contract_id),
        row_of=_row,
    )


async def page_of_claims(request: WebRequest, contract_id: UUID) -> Paged[ClaimRecord]:
    """Return the claims on a contract that the viewer may see, newest first, as many as a page has."""
    before = cursor_of(request, int)
    found = await claims_of_contract(
        viewer=request.viewer, contract_id=contract_id, before=before[0] if before else None, size=PAGE_SIZE + 1
    )
    return paged(request, found=found, size=PAGE_SIZE, key=lambda claim: (claim.number,))


def _row(claim: ClaimRecord) -> dict[str, Any]:
    """Return the words of a claim in the list."""
    return {
        "number": _("Opgave {number}").format(number=claim.number),
        "period": format_period(claim.period),
        "status": status_label(claim.status),
        "tone": status_tone(claim.status),
    }
