"""Closing a year: proposed by one person, done by another on the figures that were seen, and adjusted afterwards."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.rules import Scope, scope_label
from sroi.errors import UnableTo
from sroi.reconciliation.operations import adjust_year, close_year, propose_closing, withdraw_closing
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.queries.closing import closing_of_year, open_proposal, snapshot_of_closed_year, unsettled_of_year
from sroi.reconciliation.rules.closing import MAX_REASON, Unsettled, snapshot_sha256, snapshot_to_close
from sroi.reconciliation.rules.region import Shown
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import attachment, page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted, text_of


@get("/doel/{year:int}/afsluiten", opt=permits(Permission.CLOSE_YEAR))
async def closing_page(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Show what closing a year would freeze, or what was frozen with its adjustments."""
    return await _page(request, year, view(fields=_fields()))


@post("/doel/{year:int}/afsluiten", opt=permits(Permission.CLOSE_YEAR))
async def move_closing(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Propose to close a year, take that back, or close it; a refusal is said on the page that it leads to."""
    data = await submitted(request)
    href = f"/doel/{year}/afsluiten"
    try:
        if text_of(data, "action") == "withdraw":
            await withdraw_closing(viewer=request.viewer, year=year, now=clock.now())
            done = _("Het voorstel is ingetrokken.")
        elif text_of(data, "action") == "close":
            await close_year(viewer=request.viewer, year=year, seen=text_of(data, "seen"), now=clock.now(), today=clock.today())
            done = _("Het jaar is afgesloten. De cijfers liggen vast.")
        else:
            await propose_closing(viewer=request.viewer, year=year, now=clock.now(), today=clock.today())
            done = _("Het voorstel staat klaar. Een collega sluit het jaar af.")
    except UnableTo as refusal:
        return see_other(request, href, flash=Flash(refusal.message, kind=WARNING))
    return see_other(request, href, flash=Flash(done))


@post("/doel/{year:int}/aanpassen", opt=permits(Permission.CLOSE_YEAR))
async def adjust(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Record a correction beside the figures of a closed year; on a refusal what was typed stays."""
    submission = read(fields=_fields(), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        try:
            await adjust_year(
                viewer=request.viewer,
                year=year,
                scope=values["scope"],
                placements=values["placements"],
                reason=values["reason"],
                now=clock.now(),
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, f"/doel/{year}/afsluiten", flash=Flash(_("De aanpassing is vastgelegd.")))
    return await _page(request, year, view(fields=_fields(), submission=submission), status=422)


@get("/doel/{year:int}/vastgelegd", opt=permits(Permission.CLOSE_YEAR))
async def frozen_file(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Send the rows and figures of a closed year as they were frozen, byte for byte."""
    snapshot = await snapshot_of_closed_year(viewer=request.viewer, year=year)
    if snapshot is None:
        return see_other(request, f"/doel/{year}/afsluiten", flash=Flash(_("Dit jaar is nog niet afgesloten."), kind=WARNING))
    return attachment(content=snapshot.encode(), media_type="application/json", file_name=f"afgesloten-{year}.json")


def _fields() -> tuple[Field, ...]:
    scopes = tuple((scope.value, scope_label(scope)) for scope in Scope)
    return (
        Field(name="scope", label=_("Lokaal of regionaal"), kind="radio", options=scopes, parse=Scope),
        Field(name="placements", label=_("Plaatsingen erbij of eraf"), kind="number", parse=_whole, hint=_("Bijvoorbeeld 2 of -1.")),
        Field(name="reason", label=_("Waarom verandert het cijfer?"), kind="textarea", max_length=MAX_REASON),
    )


def _whole(text: str) -> int:
    digits = text.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        raise ValueError(_("Vul een heel getal in, bijvoorbeeld 2 of -1."))
    return int(text)


def _lists(left: Unsettled | None) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """Return the partner of each list that is not settled, with what is left and where that opens: undecided, sure, and in dispute."""
    return tuple(
        (
            one.partner,
            tuple(
                (number, f"/regiolijsten/{one.version_id}?toon={shown.value}")
                for number, shown in ((one.undecided, Shown.OPEN), (one.sure, Shown.SURE), (one.disputed, Shown.DISPUTED))
            ),
        )
        for one in (left.lists if left else ())
    )


async def _page(request: WebRequest, year: int, form: FormView, *, status: int = 200) -> Response[Any]:
    viewer, today = request.viewer, clock.today()
    judged = await judged_year(viewer=viewer, year=year, on=today)
    report = judged.report
    closing, proposal = await closing_of_year(viewer=viewer, year=year), await open_proposal(year=year)
    seen, refusal, left = "", "", None
    if closing is None:
        try:
            seen = snapshot_sha256(snapshot_to_close(report=report, placements=judged.placements, on=today))
            left = await unsettled_of_year(viewer=viewer, year=year, placements=judged.placements)
        except UnableTo as refused:
            refusal = refused.message
    return page(
        request,
        "desk/closing.html",
        status=status,
        title=_("{year} afsluiten").format(year=year) if closing is None else _("{year} is afgesloten").format(year=year),
        year=year,
        report=report,
        closing=closing,
        adjustments=tuple((scope_label(one.scope), one) for one in closing.adjustments) if closing else (),
        local=closing.reported(Scope.LOCAL) if closing else 0,
        regional=closing.reported(Scope.REGIONAL) if closing else 0,
        left=left,
        lists=_lists(left),
        proposal=proposal,
        is_own=proposal is not None and proposal.proposed_by_id == str(viewer.user_id),
        seen=seen,
        refusal=refusal,
        form=form,
    )
