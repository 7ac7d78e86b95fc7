"""Aftercare: the calls that are due, and one placement with its calls, its claims, and who stopped."""

from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.forms_of_page import Refused, Write, errors_of, shown, written
from sroi.fulfilment.operations import record_contact, record_dropout, revoke_dropout
from sroi.fulfilment.queries.aftercare import PAGE_SIZE, Due, DueMoment, aftercare, due_counts, due_page
from sroi.fulfilment.rules import Outcome, outcome_label
from sroi.fulfilment.rules.aftercare import MAX_NOTE
from sroi.values import day_after, format_period, format_short_date, parse_date
from sroi.web import clock
from sroi.web.forms import Field, view
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text

AFTERCARE = "/nazorg"
LATE = "te-laat"


def contact_fields(moments: tuple[tuple[str, str], ...]) -> tuple[Field, ...]:
    """Return the fields of a call; `moments` are those that are open, by id."""
    outcomes = tuple((outcome.value, outcome_label(outcome)) for outcome in Outcome)
    hint = _("Geen namen en niets over gezondheid. Alleen wat nodig is voor het vervolg.")
    return (
        Field(name="moment", label=_("Moment"), kind="select", parse=UUID, options=moments, missing=_("Kies een moment.")),
        Field(name="held_on", label=_("Gebeld op"), kind="date", parse=parse_date),
        Field(name="outcome", label=_("Uitkomst"), kind="radio", parse=Outcome, options=outcomes, missing=_("Kies een uitkomst.")),
        Field(name="note", label=_("Afspraak"), kind="textarea", max_length=MAX_NOTE, required=False, hint=hint),
    )


def dropout_fields() -> tuple[Field, ...]:
    """Return the fields of a drop-out."""
    hint = _("Geen namen en niets over gezondheid.")
    return (
        Field(name="ended_on", label=_("Laatste werkdag"), kind="date", parse=parse_date),
        Field(name="reason", label=_("Waarom stopte de plaatsing?"), kind="textarea", max_length=MAX_NOTE, hint=hint),
    )


def revoke_fields() -> tuple[Field, ...]:
    """Return the field of taking a drop-out back."""
    return (Field(name="revoked_reason", label=_("Waarom was dit geen uitval?"), kind="textarea", max_length=MAX_NOTE),)


@get(AFTERCARE, opt=permits(Permission.FOLLOW_PLACEMENTS))
async def aftercare_list(request: WebRequest) -> Response[Any]:
    """Show the calls that are due, the longest late first."""
    due = Due.LATE if query_text(request, "stand") == LATE else Due.OPEN
    today, after = clock.today(), cursor_of(request, date, UUID)
    found = await due_page(viewer=request.viewer, due=due, on=today, after=(after[0], after[1]) if after else None, size=PAGE_SIZE + 1)
    return page(
        request,
        "desk/aftercare.html",
        title=_("Nazorg"),
        counts=await due_counts(viewer=request.viewer, on=today),
        paged=paged(request, found=found, size=PAGE_SIZE, key=_key),
        is_late=due is Due.LATE,
        today=today,
        year=today.year,
    )


def _key(moment: DueMoment) -> tuple[date, UUID]:
    return moment.due_on, moment.id


@get("/nazorg/{aftercare_id:uuid}", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def aftercare_page(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Show one placement."""
    return await _page(request, aftercare_id)


@post("/nazorg/{aftercare_id:uuid}/contact", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def keep_contact(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Record a call."""
    fields = contact_fields(await _open_moments(request, aftercare_id))

    async def write(values: Any) -> str:
        await record_contact(
            viewer=request.viewer,
            moment_id=values["moment"],
            held_on=values["held_on"],
            outcome=values["outcome"],
            note=values["note"] or "",
            now=clock.now(),
        )
        return _("Het contact is vastgelegd.")

    return await _written(request, aftercare_id, "contact", fields, write)


@post("/nazorg/{aftercare_id:uuid}/uitval", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def keep_dropout(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Record that the person stopped."""

    async def write(values: Any) -> str:
        ended_before = day_after(values["ended_on"])
        assert ended_before is not None
        await record_dropout(
            viewer=request.viewer, aftercare_id=aftercare_id, ended_before=ended_before, reason=values["reason"], now=clock.now()
        )
        return _("De uitval is vastgelegd. Wat na die dag komt, telt niet mee.")

    return await _written(request, aftercare_id, "dropout", dropout_fields(), write)


@post("/nazorg/{aftercare_id:uuid}/uitval/intrekken", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def take_dropout_back(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Take a drop-out back."""

    async def write(values: Any) -> str:
        await revoke_dropout(viewer=request.viewer, aftercare_id=aftercare_id, reason=values["revoked_reason"], now=clock.now())
        return _("De uitval is ingetrokken.")

    return await _written(request, aftercare_id, "revoking", revoke_fields(), write)


async def _written(request: WebRequest, aftercare_id: UUID, name: str, fields: tuple[Field, ...], write: Write) -> Response[Any]:
    outcome = await written(request, name=name, fields=fields, write=write, href=f"{AFTERCARE}/{aftercare_id}")
    return await _page(request, aftercare_id, outcome) if isinstance(outcome, Refused) else outcome


async def _open_moments(request: WebRequest, aftercare_id: UUID) -> tuple[tuple[str, str], ...]:
    followed = await aftercare(viewer=request.viewer, aftercare_id=aftercare_id)
    return tuple((str(moment.id), moment.label) for moment in followed.moments if moment.is_open)


async def _page(request: WebRequest, aftercare_id: UUID, refused: Refused | None = None) -> Response[Any]:
    followed = await aftercare(viewer=request.viewer, aftercare_id=aftercare_id)
    moments = tuple((str(moment.id), moment.label) for moment in followed.moments if moment.is_open)
    typed = {"held_on": format_short_date(clock.today()), "moment": moments[0][0] if moments else ""}
    return page(
        request,
        "desk/aftercare_placement.html",
        status=422 if refused else 200,
        title=_("Nazorg: {candidate} bij {employer}").format(candidate=followed.candidate, employer=followed.employer_name),
        followed=followed,
        calls=tuple((moment, contact, outcome_label(contact.outcome)) for moment in followed.moments for contact in moment.contacts),
        claims=tuple((one, format_period(one.period)) for one in followed.claims),
        past=followed.claims_past_dropout,
        has_open=bool(moments),
        today=clock.today(),
        errors=errors_of(refused),
        contact_form=shown(refused, name="contact", fresh=view(fields=contact_fields(moments), typed=typed)),
        dropout_form=shown(refused, name="dropout", fresh=view(fields=dropout_fields())),
        revoking_form=shown(refused, name="revoking", fresh=view(fields=revoke_fields())),
    )
