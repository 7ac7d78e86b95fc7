"""Choosing once, for all rows of an import, which authorities the names in the file mean that the register does not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from gettext import ngettext
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import begin_choosing_authorities, choose_authorities
from sroi.contracts.queries import authorities
from sroi.contracts.queries.imports import Batch, ImportNotFound, import_batch
from sroi.contracts.queries.named_authorities import NamedAuthority, named_authorities
from sroi.errors import UnableTo
from sroi.register.imports.preview import moved_on_page
from sroi.register.imports.progress import BEHIND_PAGE_ROWS
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import CURSOR, cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import Submitted, WebRequest, query_text, submitted

ADD, KEY = "nieuw", "dienst-"
# In the address of the page of only those names that something was chosen for.
CHOSEN = "gekozen"
NAMES_SHOWN = 50


@dataclass(frozen=True)
class Named:
    """The names on a page, the way to the others, how many there are of all, and for how many of these an authority was chosen."""

    shown: tuple[NamedAuthority, ...]
    next_href: str | None
    first_href: str | None
    total: int
    chosen: int

    @property
    def has_chosen_elsewhere(self) -> bool:
        """Return whether there are names that something was chosen for and that do not all stand on this page."""
        return self.chosen > sum(one.chosen_id is not None for one in self.shown)


@get("/importeren/{batch_id:uuid}/aanbestedende-diensten", opt=permits(Permission.WRITE_REGISTER))
async def authorities_form(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Show each name with in how many rows it stands, and which authority was chosen for it."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    if not batch.is_waiting:
        return see_other(request, f"/importeren/{batch_id}")
    named = await _named(request, batch_id)
    typed = {_key(one.name): str(one.chosen_id) for one in named.shown if one.chosen_id}
    return _page(request, batch, view(fields=await _fields(named.shown), typed=typed), named)


@post("/importeren/{batch_id:uuid}/aanbestedende-diensten", opt=permits(Permission.WRITE_REGISTER))
async def choose_for_all(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Give all rows of each name the authority that was chosen for it."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    if not batch.is_waiting:
        return await moved_on_page(request, batch_id)
    named = await _named(request, batch_id)
    fields = await _fields(named.shown)
    data = await submitted(request)
    submission = read(fields=fields, data=data)
    if moved := _moved(data, fields):
        submission = submission.with_error(field="", message=moved)
    elif submission.is_valid and not any(submission.values.values()):
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


async def _named(request: WebRequest, batch_id: UUID) -> Named:
    """Return the names that are chosen for on this page."""
    ask = partial(named_authorities, viewer=request.viewer, batch_id=batch_id, size=NAMES_SHOWN + 1)
    found = await ask(after=cursor_of(request, int, int, str), only_chosen=_is_of_chosen(request))
    if not found.shown:
        found = await ask()
    if not found.shown:
        raise ImportNotFound(_("In deze import hoeft u geen aanbestedende diensten te kiezen."))
    names = paged(request, found=found.shown, size=NAMES_SHOWN, key=lambda one: one.place)
    return Named(names.rows, names.next_href, names.first_href, found.total, found.chosen)


def _is_of_chosen(request: WebRequest) -> bool:
    return query_text(request, CHOSEN) == "1"


def _moved(data: Submitted, fields: Sequence[Field]) -> str:
    """Return that a choice was sent for a name that is not on the page any more, as somebody else chose meanwhile; empty when not."""
    known = {field.name for field in fields}
    is_lost = any(name.startswith(KEY) and value and name not in known for name, value in data.items())
    return _("Een collega koos intussen ook voor deze import. Kijk of uw keuzes nog kloppen en bewaar ze opnieuw.") if is_lost else ""


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
    return f"{KEY}{sha256(name.encode()).hexdigest()[:16]}"


def _page(request: WebRequest, batch: Batch, form: FormView, named: Named, *, status: int = 200) -> Response[Any]:
    href = f"/importeren/{batch.id}/aanbestedende-diensten"
    kept = {name: text for name in (CHOSEN, CURSOR) if (text := query_text(request, name))}
    return page(
        request,
        "register/import_authorities.html",
        status=status,
        title=_("Aanbestedende diensten in {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}",
        action=f"{href}?{urlencode(kept)}" if kept else href,
        form=form,
        left=_left_words(named) if not kept else "",
        all_href=href if _is_of_chosen(request) else "",
        chosen_href=f"{href}?{urlencode({CHOSEN: 1})}" if named.has_chosen_elsewhere else "",
        next_href=named.next_href,
        first_href=named.first_href,
    )


def _left_words(named: Named) -> str:
    """Return that there are more names than the page asks for at once."""
    left = named.total - len(named.shown)
    told = ngettext(
        "Er is nog {number} naam. Die ziet u hier als u voor deze hebt gekozen, of nu al met Volgende.",
        "Er zijn nog {number} namen. Die ziet u hier als u voor deze hebt gekozen, of nu al met Volgende.",
        left,
    )
    return told.format(number=left) if left else ""
