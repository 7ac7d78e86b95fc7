"""Importing a contract register: upload, preview with problems per row and field, confirm."""

from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import stage_import
from sroi.contracts.queries.imports import ERROR, PAGE_SIZE, RowProblem, StagedRow, import_batch, import_rows
from sroi.contracts.rules import needs
from sroi.errors import UnableTo
from sroi.obligations.operations import confirm_import
from sroi.values import format_short_date, last_day
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, next_link
from sroi.web.permissions import permits
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, submitted

VERDICTS = {
    "contract": ("success", _("Wordt contract")),
    "draft": ("warning", _("Wordt concept")),
    "known": ("neutral", _("Staat al in register")),
}


@dataclass(frozen=True)
class PreviewRow:
    """A row of the preview: what was read, and what is wrong with it."""

    location: str
    number: str
    title: str
    contractor: str
    contract_sum: Decimal | None
    period: str
    verdict: str
    tone: str
    problems: tuple[RowProblem, ...]
    href: str | None


def fields() -> tuple[Field, ...]:
    """Return the fields of an upload."""
    return (
        Field(
            name="file",
            label=_("Contractregister"),
            kind="file",
            accept=".csv,.xlsx",
            missing=_("Kies een bestand."),
            hint=_("Een csv- of xlsx-bestand. De kolommen worden herkend aan hun kop."),
        ),
        Field(
            name="award_date_from_start",
            label=_("Gebruik de startdatum waar de gunningsdatum ontbreekt. Bij die contracten komt een vraag te staan."),
            kind="checkbox",
            required=False,
        ),
    )


@get("/importeren", opt=permits(Permission.WRITE_REGISTER))
async def import_form(request: WebRequest) -> Response[Any]:
    """Show where a register can be uploaded."""
    return _form(request, view(fields=fields(), typed={"award_date_from_start": "1"}))


@post("/importeren", opt=permits(Permission.WRITE_REGISTER), request_max_body_size=UPLOAD_BODY_BYTES)
async def upload_register(request: WebRequest) -> Response[Any]:
    """Read the uploaded register and go to its preview; nothing is registered yet."""
    submission = read(fields=fields(), data=await submitted(request))
    if not submission.is_valid:
        return _form(request, view(fields=fields(), submission=submission), status=422)
    file: UploadFile = submission.values["file"]
    try:
        batch_id = await stage_import(
            viewer=request.viewer,
            file_name=file.filename,
            content=await file.read(),
            award_date_from_start=bool(submission.values["award_date_from_start"]),
            now=clock.now(),
        )
    except UnableTo as refusal:
        return _form(request, view(fields=fields(), submission=submission.with_refusal(refusal)), status=422)
    return see_other(request, f"/importeren/{batch_id}")


@get("/importeren/{batch_id:uuid}", opt=permits(Permission.WRITE_REGISTER))
async def import_preview(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Show what an import will do, or did, row by row."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    after = cursor_of(request, int)
    rows = await import_rows(batch_id=batch_id, after=after[0] if after else 0)
    return page(
        request,
        "register/import_preview.html",
        title=_("Import van {file}").format(file=batch.file_name),
        batch=batch,
        rows=tuple(_preview_row(row, batch.is_confirmed) for row in rows),
        next_href=next_link(request, rows[-1].position) if len(rows) == PAGE_SIZE else None,
        is_first=after is None,
    )


@post("/importeren/{batch_id:uuid}/bevestigen", opt=permits(Permission.WRITE_REGISTER))
async def confirm(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Store all rows of the preview."""
    outcome = await confirm_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    text = _("De import is verwerkt: {contracts} contracten, {drafts} concepten, {known} stonden al in het register.")
    return see_other(
        request,
        f"/importeren/{batch_id}",
        flash=Flash(text.format(contracts=outcome.contracts, drafts=outcome.drafts, known=outcome.known)),
    )


def _form(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(request, "register/import_form.html", status=status, title=_("Contractregister importeren"), form=form)


def _preview_row(row: StagedRow, is_confirmed: bool) -> PreviewRow:
    facts = row.facts
    tone, verdict = VERDICTS[row.verdict]
    if is_confirmed:
        verdict = {"contract": _("Contract"), "draft": _("Concept"), "known": _("Stond al in register")}[row.verdict]
    end = format_short_date(last_day(facts.ends_before)) if facts.ends_before else _("onbepaald")
    return PreviewRow(
        location=row.location,
        number=facts.number,
        title=facts.title,
        contractor=f"{facts.contractor_name} {facts.kvk_number or ''}".strip(),
        contract_sum=facts.contract_sum,
        period=f"{format_short_date(facts.starts_on)} – {end}" if facts.starts_on else "",
        verdict=verdict,
        tone=tone,
        problems=(*row.problems, *_missing(row)),
        href=f"/contracten/{row.contract_id}" if row.contract_id else None,
    )


def _missing(row: StagedRow) -> tuple[RowProblem, ...]:
    """Return what a row still needs to be a contract, beside what could not be read."""
    told = {problem.field for problem in row.problems}
    if row.verdict != "draft":
        return ()
    return tuple(RowProblem(row.location, need.field, need.message, ERROR) for need in needs(row.facts) if need.field not in told)
