"""What the columns of a register mean: as proposed, and as the officer corrects it."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from imports import FIELDS, NOTICE_FIELDS
from sroi.access import Permission
from sroi.contracts.operations import begin_choosing_columns, choose_columns
from sroi.contracts.queries.imports import Batch, has_long_file, import_batch
from sroi.errors import UnableTo
from sroi.register.imports.preview import moved_on_page
from sroi.register.imports.profiles import PROFILES
from sroi.register.imports.progress import BEHIND_PAGE_ROWS
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

NOT_READ = "niet"


@get("/importeren/{batch_id:uuid}/kolommen", opt=permits(Permission.WRITE_REGISTER))
async def columns_form(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Show each column with what it seems to mean and some of its cells."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    if not batch.is_waiting or not batch.columns:
        return see_other(request, f"/importeren/{batch_id}")
    typed = {f"kolom{index}": column["field"] or NOT_READ for index, column in enumerate(batch.columns)}
    return _page(request, batch, view(fields=_fields(batch), typed={**typed, "name": batch.profile_name}))


@post("/importeren/{batch_id:uuid}/kolommen", opt=permits(Permission.WRITE_REGISTER))
async def choose(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Read the file again by the columns that were chosen."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    if not batch.is_waiting:
        return await moved_on_page(request, batch_id)
    submission = read(fields=_fields(batch), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        chosen = {column["header"]: values[f"kolom{index}"] for index, column in enumerate(batch.columns)}
        meant = {header: None if field == NOT_READ else field for header, field in chosen.items()}
        is_long = batch.row_count > BEHIND_PAGE_ROWS or await has_long_file(batch_id=batch_id)
        read_again = begin_choosing_columns if is_long else choose_columns
        try:
            await read_again(viewer=request.viewer, batch_id=batch_id, columns=meant, name=values["name"] or "", now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_error(field=_place(batch, refusal.field or ""), message=refusal.message)
        else:
            told = None if is_long else Flash(_("Het bestand is opnieuw gelezen met uw kolommen."))
            return see_other(request, f"/importeren/{batch_id}", flash=told)
    return _page(request, batch, view(fields=_fields(batch), submission=submission), status=422)


def _place(batch: Batch, refused: str) -> str:
    """Return the name of the field that a refusal is about: that of the column with this header, or else what it says itself."""
    return next((f"kolom{index}" for index, column in enumerate(batch.columns) if column["header"] == refused), refused)


def _fields(batch: Batch) -> tuple[Field, ...]:
    chosen = tuple(
        Field(
            name=f"kolom{index}",
            label=_("{header} (kolom {address})").format(header=column["header"], address=column["address"]),
            kind="select",
            options=_options(column),
            hint=_hint(column),
        )
        for index, column in enumerate(batch.columns)
    )
    return (*chosen, _name_field())


def _options(column: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what a column may be read as; that of a register of notices also as what only such a column means."""
    own = {name: words for name, words in NOTICE_FIELDS.items() if name == column["field"]}
    return ((NOT_READ, _("Niet lezen")), *own.items(), *FIELDS.items())


def _name_field() -> Field:
    return Field(
        name="name",
        label=_("Bewaar deze keuze onder de naam"),
        required=False,
        max_length=100,
        hint=_("Een volgend bestand met dezelfde kolommen wordt dan meteen zo gelezen."),
    )


def _hint(column: dict[str, Any]) -> str:
    """Return some cells of a column, and what to look at."""
    cells = "; ".join(column.get("samples", ())).removesuffix(".")
    samples = _("Bijvoorbeeld: {samples}.").format(samples=cells) if cells else ""
    return " ".join(filter(None, (samples, column.get("remark", ""))))


def _page(request: WebRequest, batch: Batch, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(
        request,
        "register/import_columns.html",
        status=status,
        title=_("Kolommen van {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}",
        form=form,
        profiles_href=PROFILES,
    )
