"""The profiles in which officers keep what the columns of their registers mean: listed, named otherwise and deleted."""

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import delete_profile, rename_profile
from sroi.contracts.queries.column_profiles import SavedProfile, column_profile, column_profiles
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

PROFILES = "/kolomprofielen"


@dataclass(frozen=True)
class ProfileLine:
    """A profile as the list shows it, with the form that gives it another name."""

    id: UUID
    name: str
    columns: str
    is_shipped: bool
    form: FormView


@get(PROFILES, opt=permits(Permission.WRITE_REGISTER))
async def profile_list(request: WebRequest) -> Response[Any]:
    """Show the profiles that officers saved."""
    return await _profiles(request)


@post(f"{PROFILES}/{{profile_id:uuid}}/naam", opt=permits(Permission.WRITE_REGISTER))
async def rename(request: WebRequest, profile_id: FromPath[UUID]) -> Response[Any]:
    """Give a profile another name."""
    field = _rename_field(profile_id)
    submission = read(fields=(field,), data=await submitted(request))
    try:
        await rename_profile(viewer=request.viewer, profile_id=profile_id, name=submission.values.get(field.name) or "", now=clock.now())
    except UnableTo as refusal:
        submission = submission.with_error(field=field.name if refusal.field else "", message=refusal.message)
        return await _profiles(request, renamed=(profile_id, submission), status=422)
    return see_other(request, PROFILES, flash=Flash(_("Het profiel heeft een andere naam.")))


@get(f"{PROFILES}/{{profile_id:uuid}}/verwijderen", opt=permits(Permission.WRITE_REGISTER))
async def ask_to_delete(request: WebRequest, profile_id: FromPath[UUID]) -> Response[Any]:
    """Ask whether a profile is to be deleted, and tell what that means."""
    saved = await column_profile(viewer=request.viewer, profile_id=profile_id)
    return page(
        request,
        "register/column_profile_delete.html",
        title=_("Kolomprofiel {name} verwijderen").format(name=saved.name),
        columns=_column_words(saved),
        base_href=PROFILES,
        action=f"{PROFILES}/{saved.id}/verwijderen",
    )


@post(f"{PROFILES}/{{profile_id:uuid}}/verwijderen", opt=permits(Permission.WRITE_REGISTER))
async def delete(request: WebRequest, profile_id: FromPath[UUID]) -> Response[Any]:
    """Delete a profile."""
    try:
        await delete_profile(viewer=request.viewer, profile_id=profile_id, now=clock.now())
    except UnableTo as refusal:
        return await _profiles(request, renamed=(profile_id, Submission().with_refusal(refusal)), status=422)
    return see_other(request, PROFILES, flash=Flash(_("Het profiel is verwijderd.")))


async def _profiles(request: WebRequest, *, renamed: tuple[UUID, Submission] | None = None, status: int = 200) -> Response[Any]:
    """Return the list of profiles; `renamed` is which one was to be changed, with what was typed and why that was refused."""
    refused = dict([renamed] if renamed else [])
    lines = tuple(_line(saved, refused.get(saved.id)) for saved in await column_profiles(viewer=request.viewer))
    errors = tuple(error for line in lines for error in line.form.errors)
    return page(
        request,
        "register/column_profiles.html",
        status=status,
        title=_("Kolomprofielen"),
        profiles=lines,
        form=FormView(fields=(), errors=errors),
        base_href=PROFILES,
    )


def _line(saved: SavedProfile, submission: Submission | None) -> ProfileLine:
    field = _rename_field(saved.id)
    form = view(fields=(field,), submission=submission, typed={field.name: saved.name})
    return ProfileLine(saved.id, saved.name, _column_words(saved), saved.is_shipped, form)


def _column_words(saved: SavedProfile) -> str:
    """Return the headers of the columns that a profile reads; empty when it reads those that the program knows."""
    return ", ".join(header for header, meant in saved.columns.items() if meant)


def _rename_field(profile_id: UUID) -> Field:
    """Return the field of another name; its own name tells of which profile, for the page has several."""
    return Field(name=f"name-{profile_id}", label=_("Naam"), max_length=100, missing=_("Vul een naam in voor het profiel."))
