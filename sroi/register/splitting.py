"""Contracts that look split to stay under a threshold: listed with the reason, for a person to look at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.obligations.rules import base_label
from sroi.reconciliation.operations import review_split
from sroi.reconciliation.queries import contracts_that_look_split, group_that_looks_split
from sroi.reconciliation.queries.splitting import PAGE_SIZE, YEARS_BACK
from sroi.reconciliation.rules import (
    MAX_REASON,
    Looked,
    LooksSplit,
    SplitReview,
    UnderThreshold,
    fingerprint,
    group_heading,
    group_title,
    reason_words,
)
from sroi.values import format_short_date, parse_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text, submitted

ROWS_SHOWN = 50
PATH = "/contracten/mogelijk-gesplitst"


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
    review: SplitReview | None
    href: str


@get(PATH, opt=permits(Permission.READ_REGISTER))
async def splits(request: WebRequest) -> Response[Any]:
    """Show groups of contracts that look split, last award first; those that nobody looked at yet, unless asked otherwise."""
    after = cursor_of(request, date, str)
    key = None if after is None else (after[0], after[1])
    asked = query_text(request, "toon")
    looked = Looked(asked) if asked in set(Looked) else Looked.NOT_YET
    found = await contracts_that_look_split(viewer=request.viewer, on=clock.today(), looked=looked, after=key, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda group: group.key)
    return page(
        request,
        "register/splits.html",
        title=_("Mogelijk gesplitst"),
        groups=tuple(_group(group) for group in shown.rows),
        years=YEARS_BACK,
        looked=looked,
        choices=((Looked.NOT_YET.value, _("Nog niet bekeken")), (Looked.DONE.value, _("Bekeken")), (Looked.ALL.value, _("Alles"))),
        may_review=request.viewer.may(Permission.WRITE_REGISTER),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@get(f"{PATH}/{{name:str}}", opt=permits(Permission.WRITE_REGISTER))
async def split_form(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Ask what an officer saw who looked at a group."""
    group = await group_that_looks_split(viewer=request.viewer, on=clock.today(), name=name)
    return _form_page(request, group, view(fields=_fields(), typed={"looked_on": format_short_date(clock.today())}))


@post(f"{PATH}/{{name:str}}", opt=permits(Permission.WRITE_REGISTER))
async def look_at_split(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Note that an officer looked at a group; when it changed since it was shown, nothing is noted."""
    group = await group_that_looks_split(viewer=request.viewer, on=clock.today(), name=name)
    submission = read(fields=_fields(), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        try:
            await review_split(
                viewer=request.viewer,
                name=name,
                looked_on=values["looked_on"],
                reason=values["reason"],
                now=clock.now(),
                today=clock.today(),
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, PATH, flash=Flash(_("Er is genoteerd dat u naar deze contracten hebt gekeken.")))
    return _form_page(request, group, view(fields=_fields(), submission=submission), status=422)


def _fields() -> tuple[Field, ...]:
    return (
        Field(name="looked_on", label=_("Bekeken op"), kind="date", parse=parse_date, missing=_("Vul de dag in waarop u keek.")),
        Field(
            name="reason",
            label=_("Wat hebt u gezien?"),
            kind="textarea",
            max_length=MAX_REASON,
            hint=_("Bijvoorbeeld: het zijn twee opdrachten, want de tweede kwam voort uit een lekkage."),
            missing=_("Zeg wat u hebt gezien en waarom dat zo kan."),
        ),
    )


def _form_page(request: WebRequest, group: LooksSplit, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(request, "register/split.html", status=status, title=_("Bekeken noteren"), list_href=PATH, group=_group(group), form=form)


def _group(group: LooksSplit) -> SplitGroup:
    left = len(group.contracts) - ROWS_SHOWN
    return SplitGroup(
        heading=group_heading(group),
        title=group_title(group),
        reasons=tuple(reason_words(reason, group) for reason in group.reasons),
        rows=tuple(_row(contract) for contract in group.contracts[:ROWS_SHOWN]),
        more=ngettext("En nog {number} contract.", "En nog {number} contracten.", left).format(number=left) if left > 0 else "",
        review=group.review,
        href=f"{PATH}/{fingerprint(group)}",
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
