"""The preview of an import: counts for each verdict, the rows a page at a time, and confirming."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import discard_import
from sroi.contracts.queries import contracts_by_id
from sroi.contracts.queries.import_rows import PAGE_SIZE, import_rows
from sroi.contracts.queries.imports import (
    Batch,
    BatchStatus,
    has_failed,
    import_batch,
    import_job,
    import_of_same_file,
    is_at_work,
    may_be_discarded,
)
from sroi.contracts.queries.named_authorities import has_named_authorities
from sroi.contracts.rules import AUTHORITY, Becomes, ContractRecord, Difference, RowFilter, RowProblem, StagedRow, counted_words
from sroi.errors import UnableTo
from sroi.obligations.operations import begin_confirmation, confirm_import
from sroi.obligations.queries import imports_to_plan
from sroi.register.imports.progress import BEHIND_PAGE_ROWS, failure_words, progress_page
from sroi.register.imports.words import (
    DECISIONS,
    PAST,
    VERDICT_SLUGS,
    VERDICTS,
    batch_words,
    contract_of,
    doubts_of,
    end_words,
    outcome_words,
    place_in_list,
    state_words,
)
from sroi.settlement.operations import begin_undoing, undo_import
from sroi.settlement.queries import built_on_import
from sroi.values import format_moment, format_short_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, first_link, next_link
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text


@dataclass(frozen=True)
class PreviewRow:
    """A row of the preview: what was read, how it compares with the register, and what is wrong with it.

    `contract` is what the contract that it became, is about or looks like is called, and its page.
    """

    location: str
    href: str
    number: str
    title: str
    contractor: str
    contract_sum: Decimal | None
    start: str
    end: str
    has_end: bool
    verdict: str
    tone: str
    outcome: str
    doubts: tuple[str, ...]
    differences: tuple[Difference, ...]
    problems: tuple[RowProblem, ...]
    clauses: int
    choice: str
    contract: tuple[str, str] | None


@dataclass(frozen=True)
class ShownRows:
    """A page of rows, what they are narrowed to, and the way to the others."""

    rows: tuple[PreviewRow, ...]
    verdict: str
    only_problems: bool
    next_href: str | None
    first_href: str | None


@get("/importeren/{batch_id:uuid}", opt=permits(Permission.WRITE_REGISTER))
async def import_preview(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Show what an import will do, or did, row by row."""
    return await _shown(request, batch_id)


@post("/importeren/{batch_id:uuid}/bevestigen", opt=permits(Permission.WRITE_REGISTER))
async def confirm(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Store all rows of the preview, many behind the page."""
    try:
        if (await import_batch(viewer=request.viewer, batch_id=batch_id)).row_count > BEHIND_PAGE_ROWS:
            await begin_confirmation(viewer=request.viewer, batch_id=batch_id, now=clock.now())
            return see_other(request, f"/importeren/{batch_id}")
        outcome = await confirm_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    except UnableTo as refusal:
        return await _shown(request, batch_id, refusal=refusal, begins_at=BatchStatus.PREVIEW)
    told = _("De import is verwerkt: {outcome}").format(outcome=outcome.words)
    return see_other(request, f"/importeren/{batch_id}", flash=Flash(told))


@post("/importeren/{batch_id:uuid}/weggooien", opt=permits(Permission.WRITE_REGISTER))
async def discard(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Throw a preview away, with its file."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    try:
        await discard_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    except UnableTo as refusal:
        return await _shown(request, batch_id, refusal=refusal)
    return see_other(request, "/importeren", flash=Flash(_("De import van {file} is weggegooid.").format(file=batch.file_name)))


@post("/importeren/{batch_id:uuid}/terugdraaien", opt=permits(Permission.WRITE_REGISTER))
async def undo(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Take back all that an import did, of many rows behind the page."""
    try:
        if (await import_batch(viewer=request.viewer, batch_id=batch_id)).row_count > BEHIND_PAGE_ROWS:
            await begin_undoing(viewer=request.viewer, batch_id=batch_id, now=clock.now())
            return see_other(request, f"/importeren/{batch_id}")
        await undo_import(viewer=request.viewer, batch_id=batch_id, now=clock.now())
    except UnableTo as refusal:
        return await _shown(request, batch_id, refusal=refusal, begins_at=BatchStatus.CONFIRMED)
    told = _("De import is teruggedraaid. Wat erdoor was toegevoegd, is ingetrokken.")
    return see_other(request, f"/importeren/{batch_id}", flash=Flash(told))


async def _shown(
    request: WebRequest, batch_id: UUID, *, refusal: UnableTo | None = None, begins_at: BatchStatus | None = None
) -> Response[Any]:
    """Return the page of an import, or how far the work on it is.

    `refusal` is why what was asked of it was not done; `begins_at` where the import was to stand for that.
    """
    status = 200 if refusal is None else 422
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    job = await import_job(viewer=request.viewer, batch=batch)
    if job is not None and is_at_work(batch, job):
        return await progress_page(request, batch, job, status=status)
    failure = failure_words(job) if job is not None and has_failed(batch, job) else ""
    is_past = refusal is not None and begins_at not in (None, batch.status)
    return page(
        request,
        "register/import_preview.html",
        status=status,
        title=_("Import van {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch_id}",
        is_waiting=batch.status is BatchStatus.PREVIEW,
        is_refused=batch.status is BatchStatus.REFUSED,
        is_unread=batch.status is BatchStatus.READING,
        are_milestones_to_come=batch.is_confirmed and batch_id in await imports_to_plan(),
        is_discarded=batch.status is BatchStatus.DISCARDED,
        problems=tuple(problem for problem in batch.problems if problem.field != AUTHORITY),
        unknown=" ".join(problem.message for problem in batch.problems if problem.field == AUTHORITY),
        has_chosen_authorities=await has_named_authorities(batch_id=batch_id),
        past=PAST.get(batch.status, "") if is_past else "",
        failure=refusal.message if refusal is not None else failure,
        same_file=await _same_file(request, batch) if batch.status is BatchStatus.PREVIEW else None,
        lead=batch_words(batch),
        verdicts=tuple((slug, VERDICTS[verdict][1], batch.counts[verdict]) for slug, verdict in VERDICT_SLUGS.items()),
        choices=tuple((slug, VERDICTS[verdict][1]) for slug, verdict in VERDICT_SLUGS.items()),
        outcome=counted_words({kind: number for kind, number in batch.outcomes.items() if kind is not Becomes.NOTHING}),
        may_discard=may_be_discarded(batch, job),
        built=await built_on_import(viewer=request.viewer, batch_id=batch_id) if batch.is_confirmed else (),
        shown=await _rows(request, batch),
    )


async def _same_file(request: WebRequest, batch: Batch) -> tuple[str, str] | None:
    """Return in words that the same file was read before, and the page of that import; None when it was not."""
    same = await import_of_same_file(viewer=request.viewer, batch_id=batch.id)
    if same is None:
        return None
    words = _("{file}, {moment}, door {name}: {status}")
    told = {"file": same.file_name, "moment": format_moment(clock.local(same.created_at)), "name": same.created_by}
    return words.format(status=state_words(same), **told), f"/importeren/{same.id}"


async def _rows(request: WebRequest, batch: Batch) -> ShownRows:
    after = cursor_of(request, int)
    verdict, only_problems = query_text(request, "oordeel"), query_text(request, "problemen") == "1"
    narrowed = RowFilter(VERDICT_SLUGS.get(verdict), only_problems)
    rows = await import_rows(batch_id=batch.id, after=after[0] if after else 0, size=PAGE_SIZE + 1, narrowed=narrowed)
    about = {contract_id for row in rows if (contract_id := contract_of(row))}
    held = await contracts_by_id(viewer=request.viewer, contract_ids=tuple(about))
    place = place_in_list(request)
    return ShownRows(
        rows=tuple(_preview_row(batch, row, held, place) for row in rows[:PAGE_SIZE]),
        verdict=verdict if verdict in VERDICT_SLUGS else "",
        only_problems=only_problems,
        next_href=next_link(request, rows[PAGE_SIZE - 1].position) if len(rows) > PAGE_SIZE else None,
        first_href=first_link(request),
    )


def _preview_row(batch: Batch, row: StagedRow, held: Mapping[UUID, ContractRecord], place: str) -> PreviewRow:
    facts, status = row.facts, batch.status
    tone, verdict = VERDICTS[row.verdict]
    contract = held.get(contract_id) if (contract_id := contract_of(row)) else None
    return PreviewRow(
        location=row.location,
        href=f"/importeren/{batch.id}/rijen/{row.position}{place}",
        number=row.number,
        title=facts.title,
        contractor=f"{facts.contractor_name} {facts.kvk_number or ''}".strip(),
        contract_sum=facts.contract_sum,
        start=format_short_date(facts.starts_on) if facts.starts_on else "",
        end=end_words(row),
        has_end=facts.ends_before is not None,
        verdict=verdict,
        tone=tone,
        outcome=outcome_words(row, status=status),
        doubts=doubts_of(row),
        differences=row.differences,
        problems=tuple(problem for problem in row.problems if problem.message not in row.doubts),
        clauses=len(row.details.get("clauses", ())),
        choice=DECISIONS[row.choice.decision] if row.choice.decision else "",
        contract=(contract.facts.number or contract.facts.title, f"/contracten/{contract.id}") if contract else None,
    )
