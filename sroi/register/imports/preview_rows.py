"""The rows that the page of an import shows, a page at a time, narrowed to a verdict or to those with remarks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sroi.contracts.queries import contracts_by_id
from sroi.contracts.queries.import_rows import PAGE_SIZE, import_rows
from sroi.contracts.queries.imports import Batch
from sroi.contracts.rules import ContractRecord, Difference, RowFilter, RowProblem, StagedRow
from sroi.register.imports.words import DECISIONS, VERDICT_SLUGS, VERDICTS, contract_of, doubts_of, end_words, outcome_words, place_in_list
from sroi.values import format_short_date
from sroi.web.paging import cursor_of, first_link, next_link
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


async def shown_rows(request: WebRequest, batch: Batch) -> ShownRows:
    """Return the rows of an import that the address asks for."""
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
