"""Confirming an import: every row becomes what the preview said, as the register is by now, or none does."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from imports.collection import without_collection
from sroi.access import UnableToAllow, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations import describe_contract, keep_drafts, register_tenders, save_draft
from sroi.contracts.operations.imports import Progress, Tell, UnableToImport, silent
from sroi.contracts.operations.packs import change_rows
from sroi.contracts.queries import contract
from sroi.contracts.queries.import_knowledge import Knowledge, Portfolios, knowledge
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.queries.imports import Batch, BatchStatus, import_batch
from sroi.contracts.rules import (
    DESCRIBED,
    Amendment,
    Becomes,
    Change,
    ContractFacts,
    Decision,
    FileJudge,
    Judged,
    Known,
    StagedRow,
    Told,
    UnableToRegister,
    correction_of,
    counted_words,
    facts_to_json,
    merged_facts,
)
from sroi.contracts.tables import ImportBatch, ImportFile, ImportRow
from sroi.database import as_committed, insert_all, large_transaction, transaction
from sroi.errors import UnableTo
from sroi.obligations.operations.events import Recording, change_contract
from sroi.obligations.operations.imposing import Series, end_series
from sroi.obligations.operations.registration import complete_draft, register_contracts
from sroi.values import local_day

# Between two such parts the process serves pages: a larger part makes them wait longer and stores hardly faster.
ROWS_AT_ONCE = 1_000
MAX_REASON = 2_000
COLUMNS = ("id", "batch", "position", "source_key", "digest", "decision", "verdict", "contract", "tender", "before")


@dataclass(frozen=True)
class ImportOutcome:
    """How many rows became what; `known` told nothing new, or were left out.

    Of those, `without_authority` name one that the register does not know, and come back when the file is imported again.
    `are_planned_later` says that the milestones of the contracts are planned by a job, once they are stored.
    """

    contracts: int
    drafts: int
    known: int
    changes: int = 0
    tenders: int = 0
    without_authority: int = 0
    are_planned_later: bool = False

    @property
    def words(self) -> str:
        """Return it in sentences."""
        counts = {
            Becomes.CONTRACT: self.contracts,
            Becomes.DRAFT: self.drafts,
            Becomes.CHANGE: self.changes,
            Becomes.TENDER: self.tenders,
            Becomes.NOTHING: self.known,
        }
        told = f"{counted_words(counts)}."
        if self.are_planned_later and self.contracts:
            told += " " + _("De mijlpalen van deze opdrachten worden hierna gepland.")
        if not self.without_authority:
            return told
        asked = ngettext(
            "Bij {number} rij is niets overgenomen, want de aanbestedende dienst is niet bekend. Lees het bestand daarvoor opnieuw.",
            "Bij {number} rijen is niets overgenomen, want de aanbestedende dienst is niet bekend. Lees het bestand daarvoor opnieuw.",
            self.without_authority,
        )
        return f"{told} {asked.format(number=self.without_authority)}"


@dataclass
class _Import:
    """An import that is being stored: who, what and when, and what became of its rows so far."""

    viewer: Viewer
    batch_id: UUID
    file_name: str
    now: datetime
    counts: dict[Becomes, int]
    series: Series | None = None
    without_authority: int = 0
    portfolios: Portfolios = field(default_factory=Portfolios)

    @property
    def how(self) -> dict[str, Any]:
        return {"viewer": self.viewer, "now": self.now, "batch_id": self.batch_id}


@dataclass(frozen=True)
class _Part:
    """Rows, what each says, and what the register knows of them; `amendments` among them, up to position `last`, wait for the others."""

    rows: Sequence[StagedRow]
    told: Sequence[Told]
    register: Knowledge
    last: int = 0
    amendments: Sequence[StagedRow] = ()


class _Row(Struct, frozen=True):
    """A row with what was found of it, and the contract that it is about as the register has it."""

    staged: StagedRow
    told: Told
    judged: Judged
    known: Known | None
    tender: ContractFacts | None

    @property
    def waits_for_authority(self) -> bool:
        """Return whether nothing is kept of it because nobody said who awards: importing it again asks that again."""
        return self.told.lacks_authority and self.judged.becomes is Becomes.NOTHING and self.staged.decision is not Decision.SKIP

    @property
    def before(self) -> str:
        """Return what the register had of what the row changes, as JSON, or nothing."""
        if self.judged.becomes is Becomes.NOTHING:
            return ""
        held = self.known.facts if self.known is not None else self.tender
        return facts_to_json(held) if held is not None else ""


async def confirm_import(*, viewer: Viewer, batch_id: UUID, now: datetime, tell: Tell = silent) -> ImportOutcome:
    """Store all rows of a preview, or nothing; raise UnableToImport when it was confirmed before, or naming the row that is refused."""
    is_large = (await import_batch(viewer=viewer, batch_id=batch_id)).row_count > ROWS_AT_ONCE
    async with large_transaction() if is_large else transaction():
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        if batch.status is not BatchStatus.PREVIEW:
            raise UnableToImport(_("Deze import is al bevestigd, of nog niet gelezen."))
        series = Series() if is_large else None
        stored = _Import(viewer, batch_id, batch.file_name, now, dict.fromkeys(Becomes, 0), series)
        with without_collection():
            await _store_all(stored, batch, tell)
        await ImportBatch.update({ImportBatch.status: "confirmed", ImportBatch.confirmed_at: now}).where(ImportBatch.id == batch_id)
        await ImportFile.delete().where(ImportFile.batch == batch_id)
        if series is not None:
            await end_series(series=series, batch_id=batch_id, now=now)
        details: dict[str, object] = {becomes.value: number for becomes, number in stored.counts.items()}
        subject = Subject("import", str(batch_id))
        await record_event(actor=actor_of(viewer), action="import.confirmed", subject=subject, now=now, details=details)
    counts = stored.counts
    return ImportOutcome(
        counts[Becomes.CONTRACT],
        counts[Becomes.DRAFT],
        counts[Becomes.NOTHING],
        counts[Becomes.CHANGE],
        counts[Becomes.TENDER],
        stored.without_authority,
        series is not None,
    )


async def _store_all(stored: _Import, batch: Batch, tell: Tell) -> None:
    judge, amendments = FileJudge(local_day(stored.now)), list[StagedRow]()
    reading = _begun(stored, after=0)
    try:
        while (part := await reading) is not None:
            reading = _begun(stored, after=part.last)
            amendments += part.amendments
            await _store(stored, judge, part)
            await tell(Progress(part.last, batch.row_count, batch.problem_rows, _("De rijen worden opgeslagen.")))
    finally:
        reading.cancel()
    # A change may be of a contract that stands further on in the same file, and follows on the change before it.
    for amendment in amendments:
        await _store(stored, judge, await _part(stored, [amendment]))


def _begun(stored: _Import, *, after: int) -> asyncio.Task[_Part | None]:
    """Begin to read the part after a position, while the one before it is stored.

    The register is read as it was before the import: of what its own file says `FileJudge` knows, as it did for the preview.
    """

    async def read() -> _Part | None:
        rows = await import_rows(batch_id=stored.batch_id, after=after, size=ROWS_AT_ONCE)
        if not rows:
            return None
        part = await _part(stored, [row for row in rows if not row.is_amendment])
        return replace(part, last=rows[-1].position, amendments=[row for row in rows if row.is_amendment])

    with as_committed():
        return asyncio.create_task(read())


async def _part(stored: _Import, rows: Sequence[StagedRow]) -> _Part:
    linked = [row.choice.contract_id for row in rows if row.choice.decision is Decision.LINK and row.choice.contract_id]
    told = [row.told for row in rows]
    return _Part(rows, told, await knowledge(told=told, linked=linked, portfolios=stored.portfolios))


async def _store(stored: _Import, judge: FileJudge, part: _Part) -> None:
    """Judge rows again, as the register may have changed since the preview, and store what they become."""
    found = [_judged(judge, row, told, part.register) for row, told in zip(part.rows, part.told, strict=True)]
    for row in found:
        stored.counts[row.judged.becomes] += 1
        stored.without_authority += row.waits_for_authority
    await _store_new(stored, [row for row in found if row.judged.contract_id is None])
    tenders = await _store_tenders(stored, [row for row in found if row.judged.becomes is Becomes.TENDER])
    for row in found:
        if row.judged.contract_id is not None and row.judged.becomes is not Becomes.NOTHING:
            with _named(row.staged):
                await _change(stored, row)
    await _keep_outcomes(stored, found, tenders)


def _judged(judge: FileJudge, row: StagedRow, told: Told, register: Knowledge) -> _Row:
    judged = judge.judge(row_id=row.id, told=told, register=register, choice=row.choice)
    known = register.of(judged.contract_id) if judged.contract_id else None
    return _Row(row, told, judged, known or judge.awarded.get(told.target_key), register.tender(told))


async def _store_new(stored: _Import, rows: Sequence[_Row]) -> None:
    """Register what is complete as a set, and keep the rest as drafts; each gets the id of its row."""
    register = partial(register_contracts, series=stored.series)
    for becomes, keep in ((Becomes.CONTRACT, register), (Becomes.DRAFT, keep_drafts)):
        part = [row for row in rows if row.judged.becomes is becomes]
        if not part:
            continue
        try:
            await keep(facts=[row.judged.facts for row in part], ids=[row.staged.id for row in part], **stored.how)
        except UnableToRegister as refusal:
            raise _refused(part[refusal.at].staged, refusal) from refusal


async def _store_tenders(stored: _Import, rows: Sequence[_Row]) -> dict[UUID, UUID]:
    if not rows:
        return {}
    ids = await register_tenders(facts=[row.judged.facts for row in rows], **stored.how)
    return {row.staged.id: tender_id for row, tender_id in zip(rows, ids, strict=True)}


async def _change(stored: _Import, row: _Row) -> None:
    """Change the draft or contract that a row is about."""
    contract_id, facts = row.judged.contract_id, row.judged.facts
    assert contract_id is not None and row.known is not None
    if row.judged.becomes is Becomes.CHANGE:
        await _change_contract(stored, row, row.known)
        return
    draft = await contract(viewer=stored.viewer, contract_id=contract_id)
    merged = merged_facts(told=facts, known=draft.facts)
    keep = complete_draft if row.judged.becomes is Becomes.CONTRACT else save_draft
    await keep(draft_id=contract_id, facts=merged, **stored.how)


async def _change_contract(stored: _Import, row: _Row, known: Known) -> None:
    """Record what a row says otherwise of a registered contract, as an event of its life where it owes by that."""
    facts, differences, today = row.judged.facts, row.judged.differences, local_day(stored.now)
    described = {one.field: getattr(facts, one.field) for one in differences if one.field in DESCRIBED}
    if described:
        await describe_contract(contract_id=known.contract_id, values=described, **stored.how)
    amended = row.told.amended
    reason = _("Import {file}, {location}.").format(file=stored.file_name, location=row.staged.location)
    change: Change | None = correction_of(told=facts, differences=differences)
    effective_on = known.facts.awarded_on or today
    if amended is not None:
        changed = {one.field for one in differences}
        before = known.facts.contract_sum or Decimal(0)
        more = facts.contract_sum - before if "contract_sum" in changed and facts.contract_sum is not None else Decimal("0.00")
        change = Amendment(more, facts.ends_before if "ends_before" in changed else None)
        effective_on = max(amended.effective_on or today, effective_on)
        reason = f"{reason} {amended.reason}".strip()[:MAX_REASON]
    if change is not None:
        recording = Recording(effective_on, reason, stored.now, today, stored.batch_id)
        await change_contract(viewer=stored.viewer, contract_id=known.contract_id, change=change, recording=recording)


async def _keep_outcomes(stored: _Import, rows: Sequence[_Row], tenders: dict[UUID, UUID]) -> None:
    """Write what became of rows for what follows on them, and into their packs where that is not what the preview said."""
    became, changed = [], {}
    for row in rows:
        staged, judged = row.staged, row.judged
        is_own = judged.contract_id is None and judged.becomes in (Becomes.CONTRACT, Becomes.DRAFT)
        contract_id = staged.id if is_own else judged.contract_id
        place = (staged.id, stored.batch_id, staged.position, staged.source_key, row.told.digest, staged.decision.value)
        if not row.waits_for_authority:
            became.append((*place, judged.becomes.value, contract_id, tenders.get(staged.id), row.before))
        said = (staged.verdict, staged.becomes, staged.contract_id or staged.own_id)
        if said != (judged.verdict, judged.becomes, contract_id):
            changed[staged.position] = structs.replace(staged, verdict=judged.verdict, becomes=judged.becomes, contract_id=contract_id)
    await insert_all(ImportRow, COLUMNS, became)
    await change_rows(batch_id=stored.batch_id, rows=changed)


@contextmanager
def _named(row: StagedRow) -> Iterator[None]:
    """Let a refusal say which row it is about, and that nothing was stored."""
    try:
        yield
    except UnableToAllow:
        raise
    except UnableTo as refusal:
        raise _refused(row, refusal) from refusal


def _refused(row: StagedRow, refusal: UnableTo) -> UnableToImport:
    text = _("Er is niets opgeslagen. In {location} staat iets dat niet kan: {message}")
    return UnableToImport(text.format(location=row.location, message=refusal.message))
