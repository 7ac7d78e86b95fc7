"""Coverage of a year of award: the share of contracts above their threshold with an obligation, and the rows behind each figure."""

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound
from sroi.reconciliation.queries import award_years, coverage, covered_contracts
from sroi.reconciliation.queries.coverage import PAGE_SIZE
from sroi.reconciliation.rules import Coverage, CoveragePart, coverage_explanation, coverage_label
from sroi.values import format_percentage
from sroi.web import clock
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked_year

PARTS = {
    "met-verplichting": CoveragePart.OBLIGATION,
    "vrijgesteld": CoveragePart.EXEMPTED,
    "concept": CoveragePart.DRAFT,
    "vraag-open": CoveragePart.QUESTION,
    "geen-beleid": CoveragePart.NO_POLICY,
    "te-kort": CoveragePart.SHORT,
    "niet-gevraagd": CoveragePart.NOT_ASKED,
}


@dataclass(frozen=True)
class PartRow:
    """A part with its number of contracts; `href` leads to them, None when there are none."""

    label: str
    explanation: str
    number: int
    href: str | None


@get("/dekking", opt=permits(Permission.READ_RECONCILIATION))
async def coverage_of_this_year(request: WebRequest) -> Response[Any]:
    """Go to the year that was asked for, else to this one."""
    return see_other(request, f"/dekking/{asked_year(request) or clock.today().year}")


@get("/dekking/{year:int}", opt=permits(Permission.READ_RECONCILIATION))
async def coverage_of_year(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Show the coverage of one year."""
    found = await coverage(viewer=request.viewer, year=year)
    return page(
        request,
        "desk/coverage.html",
        title=_("Dekking {year}").format(year=year),
        coverage=found,
        share=_("geen") if found.share_pct is None else format_percentage(found.share_pct),
        rows=tuple(_part(found, slug, part) for slug, part in PARTS.items()),
        years=await award_years(viewer=request.viewer, today=clock.today()),
    )


@get("/dekking/{year:int}/{part_slug:str}", opt=permits(Permission.READ_RECONCILIATION))
async def contracts_of_part(request: WebRequest, year: FromPath[int], part_slug: FromPath[str]) -> Response[Any]:
    """Show the contracts behind one figure."""
    part = PARTS.get(part_slug)
    if part is None:
        raise NotFound(_("Deze pagina is niet gevonden."))
    after = cursor_of(request, date, UUID)
    key = None if after is None else (after[0], after[1])
    found = await covered_contracts(viewer=request.viewer, year=year, part=part, after=key, size=PAGE_SIZE + 1)
    return page(
        request,
        "desk/coverage_part.html",
        title=coverage_label(part),
        year=year,
        explanation=coverage_explanation(part),
        shown=paged(request, found=found, size=PAGE_SIZE, key=lambda row: (row.day, row.id)),
    )


def _part(found: Coverage, slug: str, part: CoveragePart) -> PartRow:
    number = found.counts[part]
    href = f"/dekking/{found.year}/{slug}" if number else None
    return PartRow(coverage_label(part), coverage_explanation(part), number, href)
