"""What was agreed about aftercare: when the WSP calls, and how many may drop out. For who reviews and who manages the register."""

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.operations import add_moment_rule, change_target, remove_moment_rule
from sroi.fulfilment.queries.aftercare import moment_rules
from sroi.fulfilment.queries.dropout_rates import all_targets, dropout_targets
from sroi.fulfilment.rules import Target, rule_span
from sroi.fulfilment.rules.aftercare import MAX_LABEL
from sroi.values import format_date, parse_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

AGREEMENTS = "/nazorg/afspraken"
OPT = permits(Permission.SET_AFTERCARE)
BEGINNING = date(2000, 1, 1)  # of what the register started with


@dataclass(frozen=True)
class TargetRow:
    """A target in words; `holds` is from when."""

    label: str
    maximum: str
    who: str
    holds: str
    source: str
    is_confirmed: bool


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


async def target_fields() -> tuple[Field, ...]:
    """Return the fields of a target that changes; its names differ from those of a moment, for both stand on one page."""
    labels = dict.fromkeys(target.label for target in await all_targets())
    return (
        Field(name="target", label=_("Over wie gaat het doel?"), kind="select", options=tuple((label, label) for label in labels)),
        Field(
            name="holds_from",
            label=_("Geldt vanaf"),
            kind="date",
            parse=parse_date,
            hint=_("Eerdere jaren houden hun doel."),
        ),
        Field(name="maximum_pct", label=_("Ten hoogste dit percentage valt uit"), kind="number", parse=_whole),
        Field(
            name="age_below",
            label=_("Jonger dan"),
            kind="number",
            parse=_whole,
            required=False,
            hint=_("Leeftijd in jaren. Laat leeg als de leeftijd niet telt."),
        ),
        Field(name="agreed_in", label=_("Waar het doel is afgesproken"), hint=_("Bijvoorbeeld: collegebesluit van 3 maart 2026")),
    )


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise ValueError(_("Schrijf hier een heel getal."))
    return int(text)


@get(AGREEMENTS, opt=OPT)
async def agreements(request: WebRequest) -> Response[Any]:
    """Show the moments and the targets, and the forms to change them."""
    return await _page(request)


@post(AGREEMENTS, opt=OPT)
async def add_moment(request: WebRequest) -> Response[Any]:
    """Add a moment, also to placements that run."""
    submission = read(fields=rule_fields(), data=await submitted(request))
    if submission.is_valid:
        try:
            number = await add_moment_rule(viewer=request.viewer, **submission.values, now=clock.now())
            planned = ngettext("{number} lopende plaatsing krijgt het ook.", "{number} lopende plaatsingen krijgen het ook.", number)
            said = _("Het moment is toegevoegd. {planned}").format(planned=planned.format(number=number))
            return see_other(request, AGREEMENTS, flash=Flash(said))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await _page(request, form=view(fields=rule_fields(), submission=submission), status=422)


@post(AGREEMENTS + "/{rule_id:uuid}/verwijderen", opt=OPT)
async def remove_moment(request: WebRequest, rule_id: FromPath[UUID]) -> Response[Any]:
    """Remove a moment and what of it was still to come."""
    await remove_moment_rule(viewer=request.viewer, rule_id=rule_id, now=clock.now())
    said = _("Het moment is verwijderd, ook bij lopende plaatsingen. Wat al voorbij of geprobeerd is, blijft staan.")
    return see_other(request, AGREEMENTS, flash=Flash(said))


@post(AGREEMENTS + "/doelen", opt=OPT)
async def set_target(request: WebRequest) -> Response[Any]:
    """Let another target hold from a day on."""
    fields = await target_fields()
    submission = read(fields=fields, data=await submitted(request))
    if submission.is_valid:
        values = dict(submission.values)
        label, source = values.pop("target"), values.pop("agreed_in")
        try:
            await change_target(viewer=request.viewer, label=label, source=source, **values, now=clock.now())
            return see_other(request, AGREEMENTS, flash=Flash(_("Het doel is gewijzigd.")))
        except UnableTo as refusal:
            field = "agreed_in" if refusal.field == "source" else refusal.field or "target"
            submission = submission.with_error(field=field, message=refusal.message)
    return await _page(request, target_form=view(fields=fields, submission=submission), status=422)


async def _page(
    request: WebRequest, *, form: FormView | None = None, target_form: FormView | None = None, status: int = 200
) -> Response[Any]:
    now = await dropout_targets(on=clock.today())
    only = now[0].label if len(now) == 1 else ""
    return page(
        request,
        "desk/aftercare_agreements.html",
        status=status,
        title=_("Afspraken over nazorg"),
        follows=request.viewer.may(Permission.FOLLOW_PLACEMENTS),
        rows=tuple((rule, rule_span(rule)) for rule in await moment_rules()),
        targets=tuple(_target_row(target, is_now=target in now) for target in await all_targets()),
        form=form or view(fields=rule_fields()),
        target_form=target_form or view(fields=await target_fields(), typed={"target": only}),
    )


def _target_row(target: Target, *, is_now: bool) -> TargetRow:
    since = _("het begin") if target.holds_from <= BEGINNING else format_date(target.holds_from)
    holds = _("nu, vanaf {day}") if is_now else _("vanaf {day}")
    who = _("jonger dan {age}").format(age=target.age_below) if target.age_below is not None else _("de doelgroepen van dit doel")
    return TargetRow(
        target.label,
        _("{most}%").format(most=target.maximum_pct),
        who,
        holds.format(day=since),
        target.source,
        target.is_confirmed,
    )
