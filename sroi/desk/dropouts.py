"""How many placements of a year dropped out, by target group and held against a target; each figure opens its placements."""

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
from sroi.fulfilment.queries.dropout_rates import (
    PAGE_SIZE,
    CountedPlacement,
    dropout_targets,
    placements_behind,
    year_of_dropouts,
)
from sroi.fulfilment.rules import Rate, Target
from sroi.values import format_percentage
from sroi.web import clock
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class RateRow:
    """A rate as the page shows it; `href` leads to its placements."""

    label: str
    placements: int
    dropouts: int
    share: str
    href: str
    explanation: str = ""
    is_met: bool = True


@get("/nazorg/uitval", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def dropouts_of_this_year(request: WebRequest) -> Response[Any]:
    """Go to this year."""
    return see_other(request, f"/nazorg/uitval/{clock.today().year}")


@get("/nazorg/uitval/{year:int}", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def dropouts_of_year(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Show the rates of the placements that began in a year."""
    _check_year(year)
    found = await year_of_dropouts(viewer=request.viewer, year=year)
    return page(
        request,
        "desk/dropouts.html",
        title=_("Uitval {year}").format(year=year),
        year=year,
        years=tuple(range(clock.today().year, clock.today().year - 4, -1)),
        targets=tuple(_target_row(year, number, target, rate) for number, (target, rate) in enumerate(found.targets, 1)),
        rows=tuple(_row(f"/nazorg/uitval/{year}/groep/{rate.key}", rate) for rate in found.groups),
        placements=sum(rate.placements for rate in found.groups),
        dropouts=sum(rate.dropouts for rate in found.groups),
    )


@get("/nazorg/uitval/{year:int}/groep/{group:str}", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def placements_of_group(request: WebRequest, year: FromPath[int], group: FromPath[str]) -> Response[Any]:
    """Show the placements of one target group."""
    _check_year(year)
    return await _rows(request, year, group=group, target=None)


@get("/nazorg/uitval/{year:int}/doel/{number:int}", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def placements_of_target(request: WebRequest, year: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """Show the placements that a target is about."""
    _check_year(year)
    targets = await dropout_targets(on=date(year, 12, 31))
    if not 1 <= number <= len(targets):
        raise NotFound(_("Dit doel is niet gevonden."))
    return await _rows(request, year, group=None, target=targets[number - 1])


async def _rows(request: WebRequest, year: int, *, group: str | None, target: Target | None) -> Response[Any]:
    after = cursor_of(request, date, UUID)
    found = await placements_behind(
        viewer=request.viewer,
        year=year,
        group=group,
        target=target,
        after=(after[0], after[1]) if after else None,
        size=PAGE_SIZE + 1,
    )
    name = target.label if target else found[0].group if found else group
    return page(
        request,
        "desk/dropout_rows.html",
        title=_("Plaatsingen van {year}: {name}").format(year=year, name=name),
        year=year,
        paged=paged(request, found=found, size=PAGE_SIZE, key=_key),
    )


def _key(placement: CountedPlacement) -> tuple[date, UUID]:
    return placement.starts_on, placement.id


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(_("Dit jaar is niet gevonden."))


def _target_row(year: int, number: int, target: Target, rate: Rate) -> RateRow:
    text = _("ten hoogste {most}% valt uit. {source}").format(most=target.maximum_pct, source=target.source)
    if not target.is_confirmed:
        text = _("{text} (niet vastgesteld)").format(text=text)
    return _row(f"/nazorg/uitval/{year}/doel/{number}", rate, explanation=text)


def _row(href: str, rate: Rate, *, explanation: str = "") -> RateRow:
    share = _("geen plaatsingen") if rate.share_pct is None else format_percentage(rate.share_pct)
    return RateRow(rate.label, rate.placements, rate.dropouts, share, href, explanation, rate.is_met)
