"""Reads of imports: the preview of a batch, and which of its rows are registered already."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from piccolo.query.functions import Count

from sroi.access import Permission, Viewer
from sroi.contracts.rules import ContractFacts, facts_from_json
from sroi.contracts.tables import Contract, ImportBatch, ImportRow
from sroi.errors import NotFound

PAGE_SIZE = 50
KEYS_A_QUERY = 500
ERROR = "error"


class ImportNotFound(NotFound):
    """There is no such import."""


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one field of a row; an `error` makes it a draft, a `warning` tells what was mended."""

    where: str
    field: str
    message: str
    severity: str


@dataclass(frozen=True)
class StagedRow:
    """One row of an import and what it will become: `contract`, `draft`, or `known` already."""

    position: int
    location: str
    verdict: str
    facts: ContractFacts
    problems: tuple[RowProblem, ...]
    contract_id: UUID | None


@dataclass(frozen=True)
class Batch:
    """An import, with the number of rows for each verdict; `problems` are those of the file as a whole."""

    id: UUID
    file_name: str
    format: str
    award_date_from_start: bool
    is_confirmed: bool
    created_at: datetime
    counts: dict[str, int]
    problems: tuple[RowProblem, ...]


async def known_contracts(*, facts: Iterable[ContractFacts]) -> dict[str, UUID]:
    """Return the contracts that are registered already, by the identity of their facts."""
    keys = [one.identity for one in facts]
    found: dict[str, UUID] = {}
    for start in range(0, len(keys), KEYS_A_QUERY):
        part = keys[start : start + KEYS_A_QUERY]
        numbers = [key.partition(" ")[2] for key in part]
        by_number = await Contract.select(Contract.id, Contract.authority, Contract.number).where(Contract.number.is_in(numbers))
        found |= {f"{row['authority']} {row['number']}": row["id"] for row in by_number}
        by_key = await Contract.select(Contract.id, Contract.import_key).where(Contract.import_key.is_in(part))
        found |= {row["import_key"]: row["id"] for row in by_key}
    return found


async def import_batch(*, viewer: Viewer, batch_id: UUID) -> Batch:
    """Return one import; raise ImportNotFound when there is none for this viewer."""
    rows = await ImportBatch.select().where(ImportBatch.id == batch_id) if viewer.may(Permission.WRITE_REGISTER) else []
    if not rows:
        raise ImportNotFound(_("Deze import is niet gevonden."))
    counted = await ImportRow.select(ImportRow.verdict, Count(alias="rows")).where(ImportRow.batch == batch_id).group_by(ImportRow.verdict)
    counts = dict.fromkeys(("contract", "draft", "known"), 0) | {row["verdict"]: int(row["rows"]) for row in counted}
    batch = rows[0]
    return Batch(
        id=batch_id,
        file_name=batch["file_name"],
        format=batch["format"],
        award_date_from_start=bool(batch["award_date_from_start"]),
        is_confirmed=batch["status"] == "confirmed",
        created_at=batch["created_at"],
        counts=counts,
        problems=_problems(batch["problems"]),
    )


async def import_rows(*, batch_id: UUID, after: int = 0, size: int = PAGE_SIZE) -> tuple[StagedRow, ...]:
    """Return the rows of an import that come after position `after`, at most `size`."""
    rows = (
        await ImportRow.select()
        .where((ImportRow.batch == batch_id) & (ImportRow.position > after))
        .order_by(ImportRow.position)
        .limit(size)
    )
    return tuple(
        StagedRow(
            position=row["position"],
            location=row["location"],
            verdict=row["verdict"],
            facts=facts_from_json(row["fields"]),
            problems=_problems(row["problems"]),
            contract_id=row["contract"],
        )
        for row in rows
    )


async def import_problems(*, contract_id: UUID) -> tuple[RowProblem, ...]:
    """Return what the register's row said that could not be read, for the draft that came of it."""
    rows = await ImportRow.select(ImportRow.problems).where((ImportRow.contract == contract_id) & (ImportRow.verdict == "draft"))
    return _problems(rows[0]["problems"]) if rows else ()


def _problems(text: str) -> tuple[RowProblem, ...]:
    return tuple(RowProblem(problem["where"], problem["field"], problem["message"], problem["severity"]) for problem in json.loads(text))
