"""Reviewing in a workbook: handing it in, the preview with what is wrong with which cell, and deciding on all that can be."""

from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.exports.separated import csv_bytes
from sroi.jobs.rules import JobRecord, JobState
from sroi.review.operations import decide_workbook, hand_in_workbook
from sroi.review.operations.workbooks import DECIDE, TRY
from sroi.review.queries import row_counts, row_problems, workbook, workbook_job, workbook_rows, workbooks
from sroi.review.queries.workbooks import PAGE_SIZE
from sroi.review.rules import CellProblem, HandedIn, RowCount, RowState, ShownRow, Verdict, choice_label, state_label
from sroi.review.rules.workbooks import MOST_AT_ONCE
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import attachment, page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.progress import OVER, ProgressLine, progress_line
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, query_text, submitted

PATH = "/werkvoorraad/werkboek"
TONES = {
    RowState.UNTRIED: "neutral",
    RowState.READY: "success",
    RowState.REFUSED: "danger",
    RowState.SETTLED: "neutral",
    RowState.DECIDED: "success",
    RowState.BEATEN: "warning",
}
SLUGS = {
    RowState.UNTRIED: "nog-niet-bekeken",
    RowState.READY: "klaar",
    RowState.REFUSED: "klopt-niet",
    RowState.SETTLED: "al-beslist",
    RowState.DECIDED: "besloten",
    RowState.BEATEN: "ingehaald",
}


@dataclass(frozen=True)
class StateLink:
    """A filter above the rows, with how many there are."""

    label: str
    href: str
    number: int
    is_current: bool


@dataclass(frozen=True)
class VerdictTotal:
    """What is or would be decided: a verdict, how often, and the sum that goes with it; None where no amount does."""

    label: str
    number: int
    amount: Decimal | None


@dataclass(frozen=True)
class RowWords:
    """A row as typed, where it stands in words, and what is wrong with its cells."""

    row: ShownRow
    state: str
    tone: str
    problems: tuple[str, ...]


@get(PATH, opt=permits(Permission.REVIEW_CLAIMS))
async def workbook_list(request: WebRequest) -> Response[Any]:
    """Show how a review is done in a workbook, where it is handed in, and what the viewer handed in before."""
    return await _list_page(request, view(fields=_fields()))


@post(PATH, opt=permits(Permission.REVIEW_CLAIMS), request_max_body_size=UPLOAD_BODY_BYTES)
async def hand_in(request: WebRequest) -> Response[Any]:
    """Read a workbook and go to its preview; nothing is decided yet."""
    submission = read(fields=_fields(), data=await submitted(request))
    if submission.is_valid:
        file: UploadFile = submission.values["file"]
        try:
            content = await file.read()
            workbook_id = await hand_in_workbook(viewer=request.viewer, file_name=file.filename, content=content, now=clock.now())
            return see_other(request, f"{PATH}/{workbook_id}")
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await _list_page(request, view(fields=_fields(), submission=submission), status=422)


@get(PATH + "/{workbook_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def workbook_page(request: WebRequest, workbook_id: FromPath[UUID]) -> Response[Any]:
    """Show what would be decided, or what was; how far it is while a job is at work on it."""
    handed_in = await workbook(viewer=request.viewer, workbook_id=workbook_id)
    record = await workbook_job(viewer=request.viewer, handed_in=handed_in)
    if record is not None and record.is_at_work:
        return page(
            request,
            "desk/workbook_progress.html",
            title=_("Werkboek: {name}").format(name=handed_in.file_name),
            lead=_lead(record.kind),
            line=_line(record),
            href=f"{PATH}/{workbook_id}",
        )
    return await _rows_page(request, handed_in, record)


@get(PATH + "/{workbook_id:uuid}/voortgang", opt=permits(Permission.REVIEW_CLAIMS))
async def workbook_progress(request: WebRequest, workbook_id: FromPath[UUID]) -> Response[Any]:
    """Give the part of the page that tells how far a workbook is."""
    handed_in = await workbook(viewer=request.viewer, workbook_id=workbook_id)
    record = await workbook_job(viewer=request.viewer, handed_in=handed_in)
    line = _line(record) if record is not None else OVER
    return page(request, "components/progress_line.html", title=_("Voortgang"), line=line)


def _lead(kind: str) -> str:
    """Return what a job of this kind does while its page waits."""
    return {
        TRY: _(
            "Dit werkboek is groot. U hoeft niet te wachten: het wordt bekeken, ook als u deze pagina sluit. Er wordt nog niets besloten."
        ),
        DECIDE: _("De besluiten worden vastgelegd, ook als u deze pagina sluit. Wat is vastgelegd, blijft vastgelegd."),
    }[kind]


def _failure(kind: str) -> str:
    """Return what a job of this kind left, that did not end."""
    return {
        TRY: _("Niet alle rijen zijn bekeken. Lever het werkboek opnieuw in; er is niets besloten."),
        DECIDE: _(
            "Niet alle besluiten zijn vastgelegd. Wat is vastgelegd, blijft staan. Leg de rest opnieuw vast; niets wordt dubbel besloten."
        ),
    }[kind]


def _line(record: JobRecord) -> ProgressLine:
    return progress_line(record, waits=_("Het werkboek wacht op zijn beurt."), works=_("De rijen worden gelezen."), now=clock.now())


async def _rows_page(request: WebRequest, handed_in: HandedIn, record: JobRecord | None) -> Response[Any]:
    workbook_id = handed_in.id
    counts = await row_counts(viewer=request.viewer, workbook_id=workbook_id)
    numbers = {state: sum(one.number for one in counts if one.state is state) for state in RowState}
    current = next((state for state, slug in SLUGS.items() if slug == query_text(request, "toon")), None)
    after = cursor_of(request, int)
    found = await workbook_rows(
        viewer=request.viewer, workbook_id=workbook_id, state=current, after=after[0] if after else 0, size=PAGE_SIZE + 1
    )
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda row: (row.position,))
    return page(
        request,
        "desk/workbook.html",
        title=_("Werkboek: {name}").format(name=handed_in.file_name),
        href=f"{PATH}/{workbook_id}",
        workbook=handed_in,
        failure=_failure(record.kind) if record is not None and record.state is JobState.FAILED else "",
        is_large=numbers[RowState.READY] > MOST_AT_ONCE,
        totals=_totals(counts, RowState.READY if handed_in.decided_at is None else RowState.DECIDED),
        numbers=numbers,
        links=_links(f"{PATH}/{workbook_id}", numbers, current, handed_in.row_count),
        caption=_("Alle rijen") if current is None else state_label(current),
        rows=tuple(_words(row) for row in shown.rows),
        shown=shown,
    )


@post(PATH + "/{workbook_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def decide_rows(request: WebRequest, workbook_id: FromPath[UUID]) -> Response[Any]:
    """Decide on every row that is ready, and tell which were beaten."""
    try:
        is_done = await decide_workbook(viewer=request.viewer, workbook_id=workbook_id, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, f"{PATH}/{workbook_id}", flash=Flash(refusal.message, WARNING))
    if not is_done:
        return see_other(request, f"{PATH}/{workbook_id}")
    counts = await row_counts(viewer=request.viewer, workbook_id=workbook_id)
    number, beaten = (sum(one.number for one in counts if one.state is state) for state in (RowState.DECIDED, RowState.BEATEN))
    done = ngettext("{number} besluit is vastgelegd.", "{number} besluiten zijn vastgelegd.", number).format(number=number)
    if not beaten:
        return see_other(request, f"{PATH}/{workbook_id}", flash=Flash(done))
    late = ngettext("{number} rij is ingehaald: zie waarom.", "{number} rijen zijn ingehaald: zie waarom.", beaten)
    message = f"{done} {late.format(number=beaten)}"
    return see_other(request, f"{PATH}/{workbook_id}?toon={SLUGS[RowState.BEATEN]}", flash=Flash(message, WARNING))


@get(PATH + "/{workbook_id:uuid}/problemen", opt=permits(Permission.REVIEW_CLAIMS))
async def problems_file(request: WebRequest, workbook_id: FromPath[UUID]) -> Response[bytes]:
    """Send what is wrong with which cell, to mend the workbook by."""
    problems = row_problems(viewer=request.viewer, workbook_id=workbook_id)
    lines = [(each.sheet, each.address, each.label, each.message) async for each in problems]
    content = csv_bytes((_("Blad"), _("Cel"), _("Kolom"), _("Wat er mis is")), lines)
    return attachment(content=content, media_type="text/csv", file_name=_("problemen-in-werkboek.csv"))


def _fields() -> tuple[Field, ...]:
    return (
        Field(
            name="file",
            label=_("Ingevuld werkboek"),
            kind="file",
            accept=".xlsx,.ods",
            missing=_("Kies het werkboek dat u hebt ingevuld."),
            hint=_("Xlsx of ods, van ten hoogste 40 MB. Het bestand zelf bewaren we niet."),
        ),
    )


async def _list_page(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(
        request,
        "desk/workbooks.html",
        status=status,
        title=_("Beoordelen met een werkboek"),
        form=form,
        choices=tuple(choice_label(verdict) for verdict in Verdict),
        workbooks=await workbooks(viewer=request.viewer),
    )


def _totals(counts: tuple[RowCount, ...], state: RowState) -> tuple[VerdictTotal, ...]:
    of_state = {one.verdict: one for one in counts if one.state is state}
    return tuple(
        VerdictTotal(
            label=choice_label(verdict),
            number=of_state[verdict].number if verdict in of_state else 0,
            amount=_sum(of_state.get(verdict)) if verdict is Verdict.APPROVED else None,
        )
        for verdict in Verdict
    )


def _sum(found: RowCount | None) -> Decimal:
    return Decimal("0.00") if found is None else found.amount


def _links(href: str, numbers: dict[RowState, int], current: RowState | None, total: int) -> tuple[StateLink, ...]:
    of_state = [
        StateLink(state_label(state), f"{href}?toon={slug}", numbers[state], state is current)
        for state, slug in SLUGS.items()
        if numbers[state]
    ]
    return (StateLink(_("Alles"), href, total, current is None), *of_state)


def _words(row: ShownRow) -> RowWords:
    return RowWords(row, state_label(row.state), TONES[row.state], tuple(_problem(each) for each in row.problems))


def _problem(problem: CellProblem) -> str:
    return _("Blad {sheet}, cel {address} ({label}): {message}").format(
        sheet=problem.sheet, address=problem.address, label=problem.label, message=problem.message
    )
