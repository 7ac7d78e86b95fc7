"""Reporting many claims at once: an empty spreadsheet to download, what was filled in to look at, and all of it kept or nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from imports.cells import Table as Cells
from imports.rows import UnreadableFile
from imports.spreadsheet import LOCAL_HEADER, tables_of_archive
from sroi.access import Permission
from sroi.contracts.queries import contract_to_report
from sroi.contracts.rules import ContractRecord
from sroi.errors import NotFound, UnableTo
from sroi.exports.workbook import MEDIA_TYPE, rendered
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.operations.together import KeptTogether, UnableToKeepAll, keep_claims
from sroi.obligations.queries import policy_of_contract
from sroi.policy.rules import Policy
from sroi.portal.forms import FORMS
from sroi.portal.sheets import (
    MOST_ROWS,
    SheetRow,
    filled_rows,
    place_of,
    rows_from_json,
    rows_to_json,
    sheet_fields,
    template,
)
from sroi.review.rules import CellProblem
from sroi.values import format_period
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import attachment, page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, submitted, text_of

FIELDS = (
    Field(
        name="sheet",
        label=_("Ingevuld werkblad"),
        kind="file",
        accept=".xlsx",
        missing=_("Kies het werkblad dat u hebt ingevuld."),
        hint=_("Een xlsx-bestand met ten hoogste {most} rijen.").format(most=MOST_ROWS),
    ),
)


@dataclass(frozen=True)
class _Line:
    """A row that can be kept: where it stands, what it is, what it would be worth, and what to look at twice."""

    place: str
    kind: str
    summary: str
    period: str
    value: Any
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class _Subject:
    """A contract and the policy that it keeps."""

    record: ContractRecord
    policy: Policy

    @property
    def href(self) -> str:
        return f"/mijn-contracten/{self.record.id}"


@get("/mijn-contracten/{contract_id:uuid}/werkblad", opt=permits(Permission.REPORT_FULFILMENT))
async def sheet_form(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show how many claims are reported at once."""
    return _page(request, await _subject(request, contract_id))


@get("/mijn-contracten/{contract_id:uuid}/werkblad/leeg", opt=permits(Permission.REPORT_FULFILMENT))
async def empty_sheet(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Send the empty spreadsheet of a contract."""
    subject = await _subject(request, contract_id)
    content = await rendered(template(record=subject.record, policy=subject.policy, now=clock.now()))
    name = _("opgaven-{number}.xlsx").format(number=subject.record.facts.number)
    return attachment(content=content, media_type=MEDIA_TYPE, file_name=name)


@post("/mijn-contracten/{contract_id:uuid}/werkblad", opt=permits(Permission.REPORT_FULFILMENT), request_max_body_size=UPLOAD_BODY_BYTES)
async def look_at_sheet(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show what would be kept of a spreadsheet, or what is wrong with its cells; nothing is kept yet."""
    subject = await _subject(request, contract_id)
    submission = read(fields=FIELDS, data=await submitted(request))
    if not submission.is_valid:
        return _page(request, subject, form=view(fields=FIELDS, submission=submission), status=422)
    file: UploadFile = submission.values["sheet"]
    try:
        tables = await asyncio.to_thread(_tables, await file.read())
    except UnreadableFile as error:
        return _refused(request, subject, submission, str(error))
    rows = filled_rows(tables=tables, policy=subject.policy)
    if not rows:
        return _refused(request, subject, submission, _("Er is niets ingevuld, of het is niet het werkblad van dit contract."))
    if len(rows) > MOST_ROWS:
        text = _("Er staan {number} rijen in. Verdeel het werkblad: ten hoogste {most} tegelijk.").format(number=len(rows), most=MOST_ROWS)
        return _refused(request, subject, submission, text)
    return await _judged(request, subject, rows, is_trial=True)


@post("/mijn-contracten/{contract_id:uuid}/werkblad/bewaren", opt=permits(Permission.REPORT_FULFILMENT))
async def keep_sheet(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Keep every row that was looked at, or none."""
    subject = await _subject(request, contract_id)
    rows = rows_from_json(text_of(await submitted(request), "rows"), subject.policy)
    if not 0 < len(rows) <= MOST_ROWS:
        return _refused(request, subject, Submission(), _("Kies het werkblad opnieuw."))
    return await _judged(request, subject, rows, is_trial=False)


def _tables(content: bytes) -> list[Cells]:
    if not content.startswith(LOCAL_HEADER):
        raise UnreadableFile(_("Dit is geen xlsx-bestand. Gebruik het lege werkblad van deze pagina."))
    return list(tables_of_archive(content))


async def _subject(request: WebRequest, contract_id: UUID) -> _Subject:
    record, _work = await contract_to_report(viewer=request.viewer, contract_id=contract_id)
    held = await policy_of_contract(contract_id=contract_id)
    if held is None:
        raise NotFound(_("Deze pagina is niet gevonden."))
    return _Subject(record, held)


async def _judged(request: WebRequest, subject: _Subject, rows: Sequence[SheetRow], *, is_trial: bool) -> Response[Any]:
    problems, reported = list[CellProblem](), list[tuple[str, Any]]()
    for row in rows:
        submission = read(fields=sheet_fields(row.kind, subject.policy), data=dict(row.data))
        try:
            if submission.is_valid:
                reported.append((row.kind, _details(request, subject, row, submission)))
            problems += [_problem(subject, row, field, message) for field, message in submission.errors.items()]
        except UnableTo as refusal:
            problems.append(_problem(subject, row, refusal.field, refusal.message))
    if problems:
        return _page(request, subject, problems=problems, status=422)
    try:
        kept = await keep_claims(
            viewer=request.viewer, contract_id=subject.record.id, reported=reported, now=clock.now(), today=clock.today(), is_trial=is_trial
        )
    except UnableToKeepAll as refused:
        found = [_problem(subject, rows[place], refusal.field, refusal.message) for place, refusal in refused.refusals.items()]
        return _page(request, subject, problems=found, status=422)
    if is_trial:
        lines = [_line(subject, *one) for one in zip(rows, reported, kept, strict=True)]
        return _page(request, subject, lines=lines, rows=rows_to_json(rows))
    text = ngettext("{number} opgave is bewaard als concept.", "{number} opgaven zijn bewaard als concept.", len(kept))
    flash = Flash(_("{kept} Voeg bij elke opgave bewijs toe en dien haar in.").format(kept=text.format(number=len(kept))))
    return see_other(request, subject.href, flash=flash)


def _details(request: WebRequest, subject: _Subject, row: SheetRow, submission: Submission) -> Any:
    values = {"candidate_name": None, "birth_date": None, **submission.values}
    return FORMS[row.kind].details(values, subject.policy, request.settings.person_token_key)


def _problem(subject: _Subject, row: SheetRow, field: str | None, message: str) -> CellProblem:
    address, label = place_of(row=row, policy=subject.policy, field=field)
    return CellProblem(row.sheet, address, label, message)


def _line(subject: _Subject, row: SheetRow, reported: tuple[str, Any], kept: KeptTogether) -> _Line:
    kind, details = reported
    place = _("{sheet}, rij {row}").format(sheet=row.sheet, row=row.row + 1)
    summary = KINDS[kind].summary(details=details, policy=subject.policy)
    return _Line(place, KINDS[kind].label, summary, format_period(kept.period), kept.value, kept.cautions)


def _refused(request: WebRequest, subject: _Subject, submission: Submission, message: str) -> Response[Any]:
    form = view(fields=FIELDS, submission=submission.with_error(field="sheet", message=message))
    return _page(request, subject, form=form, status=422)


def _page(
    request: WebRequest,
    subject: _Subject,
    *,
    form: FormView | None = None,
    problems: Sequence[CellProblem] = (),
    lines: Sequence[_Line] = (),
    rows: str = "",
    status: int = 200,
) -> Response[Any]:
    return page(
        request,
        "portal/spreadsheet.html",
        status=status,
        title=_("Veel opgaven tegelijk"),
        contract=subject.record,
        href=subject.href,
        form=form or view(fields=FIELDS),
        problems=tuple(problems),
        lines=tuple(lines),
        rows=rows,
    )
