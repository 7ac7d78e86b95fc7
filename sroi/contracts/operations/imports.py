"""Staging of an uploaded register: read, compared with what is registered, and kept until someone confirms it."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from gettext import gettext as _
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import imports
from imports import ContractRow, Problem
from sroi.access import Permission, Viewer
from sroi.accounts.queries import names_by_kvk
from sroi.accounts.rules import other_firm
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import Authority, authorities, home_authority
from sroi.contracts.queries.imports import ERROR, RowProblem, known_contracts
from sroi.contracts.rules import MAX_LENGTHS, ContractFacts, ContractType, LotFacts, facts_to_json, mistakes, needs
from sroi.contracts.tables import ImportBatch, ImportRow
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.values import day_after, is_same_name, search_text

ROWS_A_STATEMENT = 500
EURO = "EUR"
# A row about one of these never becomes a contract of its own, however complete it is.
NO_CONTRACT_YET = {
    "tender": _("Dit is de aankondiging van een aanbesteding. Maak er een contract van als de opdracht is gegund."),
    "modification": _("Dit is een wijziging van een contract. Verwerk de wijziging bij het contract zelf."),
}
Staged = tuple[ContractFacts, list[RowProblem]]


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
    by_row = _by_row(reading.problems)
    firms = await names_by_kvk(kvk_numbers={party.kvk_number for row in reading.rows for party in row.contractors if party.kvk_number})
    staged = [_staged(row, by_row.get(index, []), by_name, home, firms, award_date_from_start) for index, row in enumerate(reading.rows)]
    staged = _told_apart(reading.rows, staged)
    batch = ImportBatch(
        id=uuid4(),
        file_name=file_name[:255],
        sha256=sha256(content).hexdigest(),
        format=reading.format,
        authority=home.id,
        award_date_from_start=award_date_from_start,
        status="preview",
        created_by=viewer.account_id,
        created_at=now,
        row_count=len(reading.rows),
        problems=_problems_json(by_row.get(None, [])),
    )
    await _keep(viewer, batch, reading.rows, staged, now)
    return UUID(str(batch.id))


async def _keep(viewer: Viewer, batch: ImportBatch, read: tuple[ContractRow, ...], staged: list[Staged], now: datetime) -> None:
    async with transaction():
        await ImportBatch.insert(batch)
        known = await known_contracts(facts=[facts for facts, _problems in staged])
        rows = list(_rows(batch.id, read, staged, known))
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            await ImportRow.insert(*rows[start : start + ROWS_A_STATEMENT])
        await record_event(
            actor=actor_of(viewer),
            action="import.previewed",
            subject=Subject("import", str(batch.id)),
            now=now,
            details={"sha256": batch.sha256, "rows": len(rows), "format": batch.format},
        )


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
    firms: dict[str, str],
    award_date_from_start: bool,
) -> Staged:
    problems, authority = list(read_problems), home
    if row.contracting_authority:
        found = by_name.get(search_text(row.contracting_authority))
        if found is None:
            message = _("Aanbestedende dienst {name} is niet bekend. Voeg die eerst toe.").format(name=row.contracting_authority)
            problems.append(RowProblem(row.where, "contracting_authority", message, ERROR))
            # Its number is not one of the home authority's.
            row = row._replace(reference=None)
        authority = found or home
    if row.notice is not None and row.notice.kind in NO_CONTRACT_YET:
        problems.append(RowProblem(row.where, "", NO_CONTRACT_YET[row.notice.kind], ERROR))
    if len(row.contractors) > 1:
        message = _("Hier staan meer opdrachtnemers: {names}. Vul in wie de verplichting nakomt.")
        names = ", ".join(party.name for party in row.contractors)
        problems.append(RowProblem(row.where, "contractor_name", message.format(names=names), ERROR))
    facts = _facts(row, authority, award_date_from_start)
    known_name = firms.get(facts.kvk_number or "")
    if known_name is not None and not is_same_name(known_name, facts.contractor_name):
        problems.append(RowProblem(row.where, "kvk_number", other_firm(facts.kvk_number or "", known_name), ERROR))
        facts = replace(facts, kvk_number=None)
    elif facts.kvk_number and facts.contractor_name:
        firms.setdefault(facts.kvk_number, facts.contractor_name)
    wrong = mistakes(facts)
    problems += [RowProblem(row.where, mistake.field, mistake.message, ERROR) for mistake in wrong]
    for mistake in wrong:
        facts = _without(facts, mistake.field)
    return facts, problems


def _without(facts: ContractFacts, field: str) -> ContractFacts:
    """Return facts that a draft can keep: what cannot be true is left out, what is too long is cut off; the problem says so."""
    match field:
        case "number":
            return replace(facts, number="")
        case "title":
            return replace(facts, title=facts.title[: MAX_LENGTHS[field]])
        case "extension_options":
            return replace(facts, extension_options=facts.extension_options[: MAX_LENGTHS[field]])
        case "contractor_name":
            name = facts.contractor_name[: MAX_LENGTHS[field]]
            return replace(facts, contractor_name=name, kvk_number=facts.kvk_number if name else None)
        case "ends_on":
            return replace(facts, ends_before=None)
        case "lots" | "tender_reference":
            return replace(facts, lots=(), tender_reference="")
        case _:
            amount: dict[str, Any] = {field: None}
            return replace(facts, **amount)


def _told_apart(read: tuple[ContractRow, ...], staged: list[Staged]) -> list[Staged]:
    """Return the rows so that no two share a number but exact repetitions: another row of that number is a draft that asks for its own."""
    seen: dict[str, ContractFacts] = {}
    apart = []
    for row, (facts, problems) in zip(read, staged, strict=True):
        first = seen.setdefault(facts.identity, facts)
        if facts != first and (facts.title or facts.contractor_name):
            titles = {lot.number: lot.title for lot in first.lots}
            if any(titles.get(lot.number, lot.title) != lot.title for lot in facts.lots):
                message = _("De percelen passen niet bij die van een eerdere rij met hetzelfde nummer. Vul de percelen opnieuw in.")
                problems = [*problems, RowProblem(row.where, "lots", message, ERROR)]
                facts = _without(facts, "lots")
            facts = replace(facts, number="")
        apart.append((facts, problems))
    return apart


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
        contract_sum=row.contract_sum if row.currency == EURO else None,
        labour_share_pct=row.labour_share_pct,
        agreed_rate_pct=row.agreed_rate_pct,
        awarded_on=row.start if is_assumed else row.awarded_on,
        award_date_is_assumed=is_assumed,
        starts_on=row.start,
        ends_before=day_after(row.end),
        extension_options=row.extension_options,
        tender_reference=(row.reference or "") if row.lots else "",
        lots=_lots(row.lots),
    )


def _lots(names: tuple[str, ...]) -> tuple[LotFacts, ...]:
    """Return lots with the numbers that the register gives them, or else in its order."""
    if all(name.isdecimal() and 0 < int(name[:5]) <= 9999 for name in names):
        return tuple(LotFacts(int(name), _("Perceel {number}").format(number=int(name))) for name in names)
    return tuple(LotFacts(number, name) for number, name in enumerate(names, 1))


def _rows(batch_id: UUID, read: tuple[ContractRow, ...], staged: list[Staged], known: Mapping[str, UUID]) -> Iterator[ImportRow]:
    seen: set[str] = set()
    for position, (row, (facts, problems)) in enumerate(zip(read, staged, strict=True), 1):
        has_errors = any(problem.severity == ERROR for problem in problems)
        contract_id = known.get(facts.identity)
        is_known = contract_id is not None or facts.identity in seen
        seen.add(facts.identity)
        verdict = "known" if is_known else "draft" if has_errors or needs(facts) else "contract"
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
