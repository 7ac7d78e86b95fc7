"""When the WSP calls: the moments that placements get which become known from now on."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.operations import add_moment_rule, remove_moment_rule
from sroi.fulfilment.queries.aftercare import moment_rules
from sroi.fulfilment.rules import rule_span
from sroi.fulfilment.rules.aftercare import MAX_LABEL
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

MOMENTS = "/nazorg/momenten"


def rule_fields() -> tuple[Field, ...]:
    """Return the fields of a moment."""
    return (
        Field(name="label", label=_("Naam"), max_length=MAX_LABEL, hint=_("Bijvoorbeeld: Na 9 maanden")),
        Field(name="days", label=_("Dagen na de start"), kind="number", parse=_whole, required=False),
        Field(
            name="months",
            label=_("Maanden na de start"),
            kind="number",
            parse=_whole,
            required=False,
            hint=_("Dagen of maanden, niet allebei."),
        ),
        Field(name="source", label=_("Waar dit is afgesproken"), hint=_("Bijvoorbeeld: werkoverleg WSP van 3 maart 2026")),
    )


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise ValueError(_("Schrijf hier een heel getal."))
    return int(text)


@get(MOMENTS, opt=permits(Permission.FOLLOW_PLACEMENTS))
async def moment_list(request: WebRequest) -> Response[Any]:
    """Show the moments, and the form of a new one."""
    return await _page(request, view(fields=rule_fields()))


@post(MOMENTS, opt=permits(Permission.FOLLOW_PLACEMENTS))
async def add_moment(request: WebRequest) -> Response[Any]:
    """Add a moment."""
    submission = read(fields=rule_fields(), data=await submitted(request))
    if submission.is_valid:
        try:
            await add_moment_rule(viewer=request.viewer, **submission.values, now=clock.now())
            return see_other(request, MOMENTS, flash=Flash(_("Het moment is toegevoegd.")))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await _page(request, view(fields=rule_fields(), submission=submission), status=422)


@post("/nazorg/momenten/{rule_id:uuid}/verwijderen", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def remove_moment(request: WebRequest, rule_id: FromPath[UUID]) -> Response[Any]:
    """Remove a moment; what was planned stays."""
    await remove_moment_rule(viewer=request.viewer, rule_id=rule_id, now=clock.now())
    return see_other(request, MOMENTS, flash=Flash(_("Het moment is verwijderd. Wat al was gepland, blijft staan.")))


async def _page(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    rows = tuple((rule, rule_span(rule)) for rule in await moment_rules())
    return page(request, "desk/aftercare_moments.html", status=status, title=_("Momenten van nazorg"), rows=rows, form=form)
