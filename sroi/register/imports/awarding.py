"""Choosing once, for all rows of an import, which authorities the names in the file mean that the register does not know."""

from collections.abc import Sequence
from gettext import gettext as _
from gettext import ngettext
from hashlib import sha256
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import begin_choosing_authorities, choose_authorities
from sroi.contracts.queries import authorities
from sroi.contracts.queries.imports import Batch, ImportNotFound, NamedAuthorities, NamedAuthority, import_batch, named_authorities
from sroi.errors import UnableTo
from sroi.register.imports.progress import BEHIND_PAGE_ROWS
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

ADD = "nieuw"
# The names of most rows; when these are chosen the next ones come.
NAMES_SHOWN = 50


@get("/importeren/{batch_id:uuid}/aanbestedende-diensten", opt=permits(Permission.WRITE_REGISTER))
async def authorities_form(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Show each name with in how many rows it stands, and which authority was chosen for it."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    named = await _named(request, batch_id)
    typed = {_key(one.name): str(one.chosen_id) for one in named.shown if one.chosen_id}
    return _page(request, batch, view(fields=await _fields(named.shown), typed=typed), named)


@post("/importeren/{batch_id:uuid}/aanbestedende-diensten", opt=permits(Permission.WRITE_REGISTER))
async def choose_for_all(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Give all rows of each name the authority that was chosen for it."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    named = await _named(request, batch_id)
    fields = await _fields(named.shown)
    submission = read(fields=fields, data=await submitted(request))
    if submission.is_valid and not any(submission.values.values()):
        submission = submission.with_error(field="", message=_("Kies bij ten minste één naam welke dienst dit is."))
    if submission.is_valid:
        values = {one.name: submission.values[_key(one.name)] for one in named.shown}
        chosen = {name: None if value == ADD else UUID(value) for name, value in values.items() if value}
        try:
            if batch.row_count > BEHIND_PAGE_ROWS:
                await begin_choosing_authorities(viewer=request.viewer, batch_id=batch_id, chosen=chosen, now=clock.now())
                return see_other(request, f"/importeren/{batch_id}")
            rows = await choose_authorities(viewer=request.viewer, batch_id=batch_id, chosen=chosen, now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            told = ngettext("Bij {number} rij is de dienst nu gekozen.", "Bij {number} rijen is de dienst nu gekozen.", rows)
            return see_other(request, f"/importeren/{batch_id}", flash=Flash(told.format(number=rows)))
    return _page(request, batch, view(fields=fields, submission=submission), named, status=422)


async def _named(request: WebRequest, batch_id: UUID) -> NamedAuthorities:
    """Return the names that are chosen for on this page."""
    named = await named_authorities(viewer=request.viewer, batch_id=batch_id, size=NAMES_SHOWN)
    if not named.total:
        raise ImportNotFound(_("In deze import hoeft u geen aanbestedende diensten te kiezen."))
    return named


async def _fields(named: Sequence[NamedAuthority]) -> tuple[Field, ...]:
    known = tuple((str(authority.id), authority.name) for authority in await authorities())
    add = (ADD, _("Voeg toe als nieuwe aanbestedende dienst"))
    return tuple(
        Field(
            name=_key(one.name),
            label=one.name or _("Rijen waarin geen aanbestedende dienst staat"),
            kind="select",
            required=False,
            options=(add, *known) if one.name else known,
            hint=ngettext("In {number} rij.", "In {number} rijen.", one.rows).format(number=one.rows),
        )
        for one in named
    )


def _key(name: str) -> str:
    """Return the name of the field of an authority, which stays the same whatever else is chosen meanwhile."""
    return f"dienst-{sha256(name.encode()).hexdigest()[:16]}"


def _page(request: WebRequest, batch: Batch, form: FormView, named: NamedAuthorities, *, status: int = 200) -> Response[Any]:
    return page(
        request,
        "register/import_authorities.html",
        status=status,
        title=_("Aanbestedende diensten in {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}",
        form=form,
        left=_left_words(named.total - len(named.shown)),
    )


def _left_words(number: int) -> str:
    """Return that there are more names than the page asks for at once."""
    if number <= 0:
        return ""
    told = ngettext(
        "Er is nog {number} naam die in minder rijen staat. Die ziet u hier als u deze hebt gekozen.",
        "Er zijn nog {number} namen die in minder rijen staan. Die ziet u hier als u deze hebt gekozen.",
        number,
    )
    return told.format(number=number)
