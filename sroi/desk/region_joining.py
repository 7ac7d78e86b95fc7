"""Joining rows of the region's lists that the engine left apart: looking for the other row, and parting them again."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.region import line_page, parting_fields
from sroi.desk.region_words import facts_summary, line_words
from sroi.errors import UnableTo
from sroi.reconciliation.operations import join_lines, part_rows
from sroi.reconciliation.queries.region import RegionLine, region_line, region_version
from sroi.reconciliation.queries.region_joins import Joinable, joinable
from sroi.reconciliation.rules.region import MAX_REGION_REASON, Shown
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text, submitted, text_of

LINE = "/regiolijsten/rijen/{line_id:uuid}"
OURS, THEIRS = "eigen", "partner"


@get(LINE + "/samenvoegen", opt=permits(Permission.REVIEW_CLAIMS))
async def join_page(request: WebRequest, line_id: FromPath[UUID]) -> Response[Any]:
    """Show the rows that a line may be joined with, narrowed by a text."""
    return await _page(request, line_id, None, query_text(request, "zoek"))


@post(LINE + "/samenvoegen", opt=permits(Permission.REVIEW_CLAIMS))
async def join_rows(request: WebRequest, line_id: FromPath[UUID]) -> Response[Any]:
    """Join the row with the one that was chosen, with a reason."""
    data = await submitted(request)
    text = text_of(data, "zoek")
    line = await region_line(viewer=request.viewer, line_id=line_id)
    found = await _found(request, line, text)
    submission = read(fields=_fields(found), data=data)
    if submission.is_valid:
        side, other_id = submission.values["other"]
        try:
            await join_lines(
                viewer=request.viewer,
                line_id=line_id,
                other_line_id=other_id,
                is_own=side == OURS,
                reason=submission.values["reason"],
                now=clock.now(),
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            # Of a row of ours and one of a partner one line was made, in the place of both.
            is_of_partners = line.partner is not None and side == THEIRS
            href = f"/regiolijsten/rijen/{line_id}" if is_of_partners else f"/regiolijsten/{line.version_id}?toon={Shown.MATCHED}"
            return see_other(request, href, flash=Flash(_("De rijen zijn samengevoegd.")))
    return await _page(request, line_id, submission, text, status=422)


@post(LINE + "/uit-elkaar", opt=permits(Permission.REVIEW_CLAIMS))
async def part_joined_rows(request: WebRequest, line_id: FromPath[UUID]) -> Response[Any]:
    """Part two rows of partners that were joined; on a refusal what was typed stays."""
    data = await submitted(request)
    join_id = _id(text_of(data, "join"))
    fields = parting_fields(join_id)
    (field,) = fields
    submission = read(fields=fields, data=data)
    if submission.is_valid:
        try:
            await part_rows(viewer=request.viewer, join_id=join_id, reason=submission.values[field.name], now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_error(field=field.name, message=refusal.message)
        else:
            return see_other(request, f"/regiolijsten/rijen/{line_id}", flash=Flash(_("De rijen staan weer los van elkaar.")))
    return await line_page(request, line_id, None, parting=(join_id, submission), status=422)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


async def _found(request: WebRequest, line: RegionLine, text: str) -> tuple[Joinable, ...]:
    version = await region_version(viewer=request.viewer, version_id=line.version_id)
    return await joinable(viewer=request.viewer, line=line, year=version.year, text=text)


async def _page(request: WebRequest, line_id: UUID, submission: Submission | None, text: str, *, status: int = 200) -> Response[Any]:
    line = await region_line(viewer=request.viewer, line_id=line_id)
    found = await _found(request, line, text)
    return page(
        request,
        "desk/region_join.html",
        status=status,
        title=_("Samenvoegen met een andere rij"),
        line=line_words(line),
        text=text,
        found=found,
        form=view(fields=_fields(found), submission=submission),
    )


def _fields(found: tuple[Joinable, ...]) -> tuple[Field, ...]:
    options = tuple((f"{OURS if one.is_own else THEIRS}:{one.line_id}", _label(one)) for one in found)
    return (
        Field(
            name="other",
            label=_("Met welke rij hoort deze bij elkaar?"),
            kind="radio",
            options=options,
            parse=_chosen,
            missing=_("Kies een rij."),
        ),
        Field(
            name="reason",
            label=_("Reden"),
            kind="textarea",
            missing=_("Vul in waarom deze rijen bij elkaar horen."),
            max_length=MAX_REGION_REASON,
        ),
    )


def _chosen(text: str) -> tuple[str, UUID]:
    side, _sign, line_id = text.partition(":")
    return side, _id(line_id)


def _label(one: Joinable) -> str:
    if one.is_own:
        return _("Ons register, opgave {number}: {facts}").format(number=one.facts.reference, facts=facts_summary(one.facts))
    return _("{partner}, {location}: {facts}").format(partner=one.partner, location=one.location, facts=facts_summary(one.facts))
