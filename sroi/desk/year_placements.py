"""The placements behind the figures of a year, each with its verdict and the four facts by which it may be counted."""

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.rules import scope_label
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.rules import JudgedPlacement, PlacementVerdict, placement_verdict_label
from sroi.reconciliation.rules.choosing import choices, chosen
from sroi.reconciliation.rules.facts import once_words, rule_words
from sroi.values import format_decimal
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.paging import paged_at_hand
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text

PAGE_SIZE = 50


@dataclass(frozen=True)
class PlacementLine:
    """One placement in words."""

    href: str
    claim: int
    employer: str
    starts_on: Any
    hours: str
    target_group: str
    contract: str
    scope: str
    residence: str
    delivering_wsp: str
    claiming_authority: str
    verdict: str
    tone: str


@get("/doel/{year:int}/plaatsingen", opt=permits(Permission.REVIEW_CLAIMS))
async def rows_of_year(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Show the placements of a year, narrowed by any of their facts."""
    judged = await judged_year(viewer=request.viewer, year=year, on=clock.today())
    filters = tuple((key, label, options, query_text(request, key)) for key, label, options in choices(judged.placements))
    found = chosen(judged.placements, {key: value for key, _label, _options, value in filters})
    shown = paged_at_hand(request, found=found, size=PAGE_SIZE)
    return page(
        request,
        "desk/year_placements.html",
        title=_("Plaatsingen van {year}").format(year=year),
        year=year,
        number=len(found),
        all_number=len(judged.placements),
        filters=filters,
        rule=rule_words(judged.report.rule),
        once=once_words(judged.report.rule),
        rows=tuple(_line(one) for one in shown.rows),
        shown=shown,
    )


def _line(judged: JudgedPlacement) -> PlacementLine:
    placement, unknown = judged.placement, _("onbekend")
    facts = placement.facts
    return PlacementLine(
        href=f"/werkvoorraad/{placement.claim_id}",
        claim=placement.first_claim,
        employer=placement.employer_name,
        starts_on=placement.starts_on,
        hours=format_decimal(placement.hours_per_week),
        target_group=placement.target_group_label,
        contract=placement.contract_number,
        scope=scope_label(placement.scope),
        residence=facts.residence or unknown,
        delivering_wsp=facts.delivering_wsp or unknown,
        claiming_authority=facts.claiming_authority or unknown,
        verdict=placement_verdict_label(judged),
        tone="success" if judged.verdict is PlacementVerdict.COUNTED else "neutral",
    )
