"""Contracts that look split to stay under a threshold: listed with the reason, for a person to look at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from litestar import get
from litestar.response import Response

from sroi.access import Permission
from sroi.obligations.rules import base_label
from sroi.reconciliation.queries import contracts_that_look_split
from sroi.reconciliation.queries.splitting import PAGE_SIZE, YEARS_BACK
from sroi.reconciliation.rules import LooksSplit, UnderThreshold, group_heading, group_title, reason_words
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

ROWS_SHOWN = 50


@dataclass(frozen=True)
class SplitRow:
    """A contract in a group."""

    href: str
    number: str
    title: str
    contractor_name: str
    cpv_code: str
    awarded_on: date
    compared: str
    amount: Decimal
    threshold: Decimal


@dataclass(frozen=True)
class SplitGroup:
    """A group with its reasons in words; `more` tells of the contracts that are not shown."""

    heading: str
    title: str
    reasons: tuple[str, ...]
    rows: tuple[SplitRow, ...]
    more: str


@get("/contracten/mogelijk-gesplitst", opt=permits(Permission.READ_REGISTER))
async def splits(request: WebRequest) -> Response[Any]:
    """Show groups of contracts that look split, last award first."""
    after = cursor_of(request, date, str)
    key = None if after is None else (after[0], after[1])
    found = await contracts_that_look_split(viewer=request.viewer, on=clock.today(), after=key, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda group: group.key)
    return page(
        request,
        "register/splits.html",
        title=_("Mogelijk gesplitst"),
        groups=tuple(_group(group) for group in shown.rows),
        years=YEARS_BACK,
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


def _group(group: LooksSplit) -> SplitGroup:
    left = len(group.contracts) - ROWS_SHOWN
    return SplitGroup(
        heading=group_heading(group),
        title=group_title(group),
        reasons=tuple(reason_words(reason, group) for reason in group.reasons),
        rows=tuple(_row(contract) for contract in group.contracts[:ROWS_SHOWN]),
        more=ngettext("En nog {number} contract.", "En nog {number} contracten.", left).format(number=left) if left > 0 else "",
    )


def _row(contract: UnderThreshold) -> SplitRow:
    return SplitRow(
        href=f"/contracten/{contract.id}",
        number=contract.number,
        title=contract.title,
        contractor_name=contract.contractor_name,
        cpv_code=contract.cpv_code or "",
        awarded_on=contract.awarded_on,
        compared=base_label(contract.compared_with),
        amount=contract.amount,
        threshold=contract.threshold,
    )
