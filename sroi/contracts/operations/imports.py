"""Staging of an uploaded register: read, compared with what is registered, and kept until someone confirms it."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from gettext import gettext as _
from hashlib import sha256
from uuid import UUID, uuid4

import imports
from imports import ContractRow, Problem
from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import Authority, authorities, home_authority
from sroi.contracts.queries.imports import ERROR, RowProblem, known_contracts
from sroi.contracts.rules import (
    ContractFacts,
    ContractType,
    LotFacts,
    UnableToRegister,
    check_facts,
    facts_to_json,
    needs,
)
from sroi.contracts.tables import ImportBatch, ImportRow
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.values import day_after, search_text

ROWS_A_STATEMENT = 500


class UnableToImport(UnableTo):
    """The file cannot be read, or cannot be imported any more."""


async def stage_import(*, viewer: Viewer, file_name: str, content: bytes, award_date_from_start: bool, now: datetime) -> UUID:
    """Read a register, keep what it would add, and return the id of the preview; nothing is registered yet.

    A file without an awarding body is the home authority's. Raises UnableToImport on the field `file`.
    """
    viewer.require(Permission.WRITE_REGISTER)
    try:
        reading = await asyncio.to_thread(imports.read, content)
    except imports.UnreadableFile as error:
        raise UnableToImport(str(error), field="file") from None
    home = await home_authority()
    by_name = {search_text(authority.name): authority for authority in await authorities()}
    batch_id = uuid4()
    async with transaction():
        await ImportBatch.insert(
            ImportBatch(
                id=batch_id,
                file_name=file_name[:255],
                sha256=sha256(content).hexdigest(),
                format=reading.format,
                authority=home.id,
                award_date_from_start=award_date_from_start,
                status="preview",
                created_by=viewer.account_id,
                created_at=now,
                row_count=len(reading.rows),
                problems=_problems_json(_by_row(reading.problems).get(None, [])),
            )
        )
        by_row = _by_row(reading.problems)
        staged = [_staged(row, by_row.get(index, []), by_name, home, award_date_from_start) for index, row in enumerate(reading.rows)]
        known = await known_contracts(facts=[facts for facts, _problems in staged])
        rows = list(_rows(batch_id, reading.rows, staged, known))
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            await ImportRow.insert(*rows[start : start + ROWS_A_STATEMENT])
        await record_event(
            actor=actor_of(viewer),
            action="import.previewed",
            subject=Subject("import", str(batch_id)),
            now=now,
            details={"sha256": sha256(content).hexdigest(), "rows": len(rows), "format": reading.format},
        )
    return batch_id


def _by_row(problems: tuple[Problem, ...]) -> dict[int | None, list[RowProblem]]:
    found: dict[int | None, list[RowProblem]] = {}
    for problem in problems:
        told = RowProblem(problem.where, problem.field or "", problem.message, problem.severity)
        found.setdefault(problem.row, []).append(told)
    return found


def _staged(
    row: ContractRow,
    read_problems: list[RowProblem],
    by_name: Mapping[str, Authority],
    home: Authority,
    award_date_from_start: bool,
) -> tuple[ContractFacts, list[RowProblem]]:
    problems, authority = list(read_problems), home
    if row.contracting_authority:
        found = by_name.get(search_text(row.contracting_authority))
        if found is None:
            message = _("Aanbestedende dienst {name} is niet bekend. Voeg die eerst toe.").format(name=row.contracting_authority)
            problems.append(RowProblem(row.where, "contracting_authority", message, ERROR))
        authority = found or home
    facts = _facts(row, authority, award_date_from_start)
    try:
        check_facts(facts)
    except UnableToRegister as error:
        problems.append(RowProblem(row.where, error.field or "", error.message, ERROR))
        facts = _without(facts, error.field)
    return facts, problems


def _without(facts: ContractFacts, field: str | None) -> ContractFacts:
    """Return facts that a draft can keep: what cannot be true is left out, the problem says what stood there."""
    if field == "ends_on":
        return replace(facts, ends_before=None)
    if field == "contractor_name":
        return replace(facts, kvk_number=None)
    if field == "lots":
        return replace(facts, lots=())
    return replace(facts, contract_sum=None, tender_sum=None)


def _facts(row: ContractRow, authority: Authority, award_date_from_start: bool) -> ContractFacts:
    contractor = row.contractors[0] if row.contractors else None
    is_assumed = award_date_from_start and row.awarded_on is None and row.start is not None
    return ContractFacts(
        authority_id=authority.id,
        number=row.reference or "",
        title=row.title or "",
        contract_type=ContractType(row.type) if row.type else None,
        contractor_name=contractor.name if contractor else "",
        kvk_number=contractor.kvk_number if contractor else None,
        cpv_code=row.cpv,
        contract_sum=row.contract_sum,
        labour_share_pct=row.labour_share_pct,
        agreed_rate_pct=row.agreed_rate_pct,
        awarded_on=row.start if is_assumed else row.awarded_on,
        award_date_is_assumed=is_assumed,
        starts_on=row.start,
        ends_before=day_after(row.end),
        extension_options=row.extension_options,
        tender_reference=row.reference or "" if row.lots else "",
        lots=tuple(LotFacts(number, title) for number, title in enumerate(row.lots, 1)),
    )


def _rows(
    batch_id: UUID,
    read: tuple[ContractRow, ...],
    staged: list[tuple[ContractFacts, list[RowProblem]]],
    known: Mapping[str, UUID],
) -> Iterator[ImportRow]:
    for position, (row, (facts, problems)) in enumerate(zip(read, staged, strict=True), 1):
        has_errors = any(problem.severity == ERROR for problem in problems)
        contract_id = known.get(facts.identity)
        verdict = "known" if contract_id else "draft" if has_errors or needs(facts) else "contract"
        yield ImportRow(
            id=uuid4(),
            batch=batch_id,
            position=position,
            location=row.where,
            verdict=verdict,
            fields=facts_to_json(facts),
            problems=_problems_json(problems),
            contract=contract_id,
        )


def _problems_json(problems: list[RowProblem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False)
