"""The rows behind each count of the bridge from our own total to what is reported."""

from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.region_words import facts_summary
from sroi.errors import NotFound
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.queries.bridge import bridged_year
from sroi.reconciliation.queries.closing import closing_of_year
from sroi.reconciliation.rules.bridge import ALL_OF_PARTNERS, PARTNER_ONLY, Ending, ending_label
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.paging import paged_at_hand
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

PAGE_SIZE = 50


@get("/doel/{year:int}/brug/{step:str}", opt=permits(Permission.REVIEW_CLAIMS))
async def bridge_rows(request: WebRequest, year: FromPath[int], step: FromPath[str]) -> Response[Any]:
    """Show the rows of partners' lists that make one step, each with what was decided."""
    if step not in (ALL_OF_PARTNERS, *Ending):
        raise NotFound(_("Deze stap is niet gevonden."))
    ending = None if step == ALL_OF_PARTNERS else Ending(step)
    viewer = request.viewer
    judged = await judged_year(viewer=viewer, year=year, on=clock.today())
    bridged = await bridged_year(viewer=viewer, judged=judged, closing=await closing_of_year(viewer=viewer, year=year))
    wanted = PARTNER_ONLY if ending is None else (ending,)
    found = [row for row in bridged.rows if row.ending in wanted]
    shown = paged_at_hand(request, found=found, size=PAGE_SIZE)
    return page(
        request,
        "desk/bridge_rows.html",
        title=ending_label(ending),
        year=year,
        number=len(found),
        rows=tuple((f"/regiolijsten/rijen/{row.line_id}", row, facts_summary(row.facts), ending_label(row.ending)) for row in shown.rows),
        shown=shown,
    )
