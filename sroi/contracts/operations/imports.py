"""Staging of an uploaded file: read, compared with what is registered, and kept until someone confirms it."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from gettext import gettext as _
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

import msgspec

import imports
from imports import Column, Problem, Profile, Reading
from imports.collection import without_collection
from sroi.access import Permission, Viewer
from sroi.accounts.queries import names_by_kvk
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.facts_of_rows import Surroundings
from sroi.contracts.operations.notice_details import texts_of_register
from sroi.contracts.operations.packs import delete_packs, insert_packs
from sroi.contracts.operations.staging import Staged, problems_by_row, staged_rows, unknown_authorities
from sroi.contracts.operations.uploads import digest_of, keep_file
from sroi.contracts.queries import authorities, home_authority
from sroi.contracts.queries.column_profiles import column_profiles, fitting_profile
from sroi.contracts.queries.import_knowledge import Knowledge, Portfolios, knowledge
from sroi.contracts.queries.import_rows import ROWS_AT_ONCE
from sroi.contracts.rules import NAMED_AUTHORITY, Decision, FileJudge, Judged, Pack, RowProblem, StagedRow, packed
from sroi.contracts.tables import ImportBatch
from sroi.database import ids_from, transaction
from sroi.errors import UnableTo
from sroi.values import local_day, search_text

Source = bytes | Path  # what is read: content that is at hand, or a file on disk
TELL_SECONDS = 1.0
NOT_YET = UUID(int=0)  # what a row of a preview will become has no id
UNDECIDED = Decision.OPEN  # by a name of its own: to look it up in its class for each row takes longer


class UnableToImport(UnableTo):
    """The file cannot be read, or cannot be imported any more."""


@dataclass(frozen=True)
class Progress:
    """How far an import is: rows done of all there are, and how many problems were found so far; None where that is no question.

    `part` says which part of the work this is, of `parts` that take about as long.
    """

    done: int
    total: int | None
    problems: int | None
    message: str
    part: int = 1
    parts: int = 1

    @property
    def steps(self) -> tuple[int, int | None]:
        """Return how much of all parts is done, of how much; None as long as that is not known."""
        if self.total is None:
            return 0, None
        return (self.part - 1) * self.total + self.done, self.parts * self.total

    @property
    def words(self) -> str:
        """Return it as a person reads it."""
        told = {
            (True, True): _("{message} {done} van {total} rijen."),
            (True, False): _("{message} {done} van {total} rijen, {problems} opmerkingen."),
            (False, True): _("{message} {done} rijen."),
            (False, False): _("{message} {done} rijen, {problems} opmerkingen."),
        }[self.total is not None, self.problems is None]
        return told.format(message=self.message, done=self.done, total=self.total, problems=self.problems)


@dataclass(frozen=True)
class FileRead:
    """What was read of a file, and the name of the profile that its columns were read by."""

    reading: Reading
    profile_name: str = ""


@dataclass(frozen=True)
class Preview:
    """What a file would do: its rows in packs, its problems and columns, and the profile that those were read by."""

    format: str
    row_count: int
    problems: tuple[RowProblem, ...]
    columns: tuple[Column, ...]
    profile_name: str
    packs: list[Pack]


Tell = Callable[[Progress], Awaitable[None]]


async def silent(_progress: Progress) -> None:
    """Tell nobody."""


async def stage_import(
    *,
    viewer: Viewer,
    file_name: str,
    content: Source,
    award_date_from_start: bool,
    now: datetime,
    tell: Tell = silent,
    may_ask: bool = False,
) -> UUID:
    """Read a file, keep what it would add or change, and return the id of the preview; nothing is registered yet.

    A file without an awarding body is the home authority's. Raises UnableToImport on the field `file`. `tell` hears how far it is. With
    `may_ask` a table of which too few columns are known is a preview without rows, of which a person may choose the columns.
    """
    viewer.require(Permission.WRITE_REGISTER)
    with without_collection():
        return await _stage(viewer, file_name, content, award_date_from_start, now, tell, may_ask)


async def _stage(viewer: Viewer, file_name: str, content: Source, from_start: bool, now: datetime, tell: Tell, may_ask: bool) -> UUID:
    preview = await preview_of(await read_file(viewer=viewer, content=content, may_ask=may_ask, tell=tell), from_start, now, tell)
    async with transaction():
        with BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
            batch_id = await add_batch(viewer=viewer, file_name=file_name, file=file, award_date_from_start=from_start, now=now)
        await keep_preview(viewer=viewer, batch_id=batch_id, preview=preview, now=now)
    return batch_id


async def read_file(*, viewer: Viewer, content: Source, may_ask: bool = False, tell: Tell = silent) -> FileRead:
    """Return what stands in a file, by the saved profile that fits its columns; raise UnableToImport."""
    unknown = ""
    try:
        reading = await _read(content, imports.load_profile(), tell)
    except imports.UnknownColumns as error:
        unknown = str(error)
        problem = Problem(_("kolommen"), None, None, unknown, "error")
        reading = Reading(_("register"), (), (problem,), await asyncio.to_thread(imports.columns, _bytes_of(content)))
    except imports.UnreadableFile as error:
        raise UnableToImport(str(error), field="file") from None
    if reading.columns:
        headers = [column.header for column in reading.columns]
        fitting = fitting_profile(await column_profiles(viewer=viewer), headers=headers)
        if fitting is not None:
            return FileRead(await read_with(content, fitting.columns, tell), fitting.name)
    if unknown and not may_ask:
        raise UnableToImport(unknown, field="file")
    return FileRead(reading)


async def read_with(content: Source, columns: Mapping[str, str | None], tell: Tell = silent) -> Reading:
    """Return what stands in a register by the columns that a person chose; raise UnableToImport when that is too little."""
    try:
        return await _read(content, imports.load_profile().with_columns(columns), tell)
    except imports.UnreadableFile as error:
        raise UnableToImport(str(error)) from None


async def _read(content: Source, profile: Profile, tell: Tell) -> Reading:
    """Return what a thread reads of a file, and tell now and then how far that is."""
    last: deque[tuple[int, int, int]] = deque(maxlen=1)

    def heard(rows: int, of: int, problems: int) -> None:
        last.append((rows, of, problems))

    if isinstance(content, bytes):
        reading = asyncio.to_thread(imports.read, content, profile=profile, heard=heard)
    else:
        reading = asyncio.to_thread(imports.read_file, content, profile=profile, heard=heard)
    thread = asyncio.ensure_future(reading)
    while not thread.done():
        await asyncio.wait([thread], timeout=TELL_SECONDS)
        if last:
            rows, of, problems = last.pop()
            await tell(Progress(rows, max(rows, of) if of else None, problems, _("Het bestand wordt gelezen."), part=1, parts=2))
    return await thread


def _bytes_of(content: Source) -> bytes:
    """Return the bytes of a register, to ask about its columns."""
    return content if isinstance(content, bytes) else content.read_bytes()


async def add_batch(*, viewer: Viewer, file_name: str, file: IO[bytes], award_date_from_start: bool, now: datetime) -> UUID:
    """Keep an upload that was not read yet, and return its id."""
    home = await home_authority()
    batch = ImportBatch(
        id=uuid4(),
        file_name=file_name[:255],
        sha256=digest_of(file),
        format="",
        authority=home.id,
        award_date_from_start=award_date_from_start,
        status="reading",
        created_by=viewer.account_id,
        created_at=now,
        row_count=0,
        problems="[]",
        profile_name="",
        columns="[]",
    )
    async with transaction():
        await ImportBatch.insert(batch)
        await keep_file(batch_id=batch.id, file=file)
    return UUID(str(batch.id))


async def preview_of(file: FileRead, from_start: bool, now: datetime, tell: Tell = silent) -> Preview:
    """Return what a file would do, compared with the register as it is now.

    What was read is let go of on the way, unless the caller holds it: of a large file it is far more than the packs.
    """
    reading, name = file.reading, file.profile_name
    by_row = problems_by_row(reading.problems)
    made, count, problems, columns = reading.format, len(reading.rows), len(reading.problems), reading.columns
    del file
    with without_collection():
        staged = await _staged(reading, by_row, from_start)
        del reading
        packs, asked = await _judged(staged, count, now, tell, problems)
    return Preview(made, count, (*by_row.get(None, []), *unknown_authorities(asked)), columns, name, packs)


async def keep_preview(*, viewer: Viewer, batch_id: UUID, preview: Preview, now: datetime) -> None:
    """Keep what a file would do as the preview of a batch, in place of what was kept of it before.

    Raises UnableToImport when that was confirmed or discarded while the file was read.
    """
    async with transaction():
        if not await ImportBatch.exists().where((ImportBatch.id == batch_id) & ImportBatch.status.is_in(["reading", "preview"])):
            raise UnableToImport(_("Deze import is intussen bevestigd of weggegooid. Lees het bestand opnieuw."))
        await delete_packs(batch_id=batch_id)
        values: dict[Any, Any] = {
            ImportBatch.status: "preview",
            ImportBatch.format: preview.format,
            ImportBatch.row_count: preview.row_count,
            ImportBatch.problems: problems_json(preview.problems),
            ImportBatch.columns: json.dumps([asdict(column) for column in preview.columns], ensure_ascii=False),
            ImportBatch.profile_name: preview.profile_name,
        }
        await ImportBatch.update(values).where(ImportBatch.id == batch_id)
        await insert_packs(batch_id=batch_id, packs=preview.packs)
        details: dict[str, object] = {"rows": preview.row_count, "format": preview.format}
        subject = Subject("import", str(batch_id))
        await record_event(actor=actor_of(viewer), action="import.previewed", subject=subject, now=now, details=details)


async def _staged(reading: Reading, by_row: Mapping[int | None, list[RowProblem]], from_start: bool) -> Iterator[list[Staged]]:
    numbers = {party.kvk_number for row in reading.rows for party in row.contractors if party.kvk_number}
    around = Surroundings(
        {search_text(authority.name): authority for authority in await authorities()},
        await home_authority(),
        await names_by_kvk(kvk_numbers=numbers),
        from_start,
    )
    return staged_rows(rows=reading.rows, problems=by_row, around=around, at_once=ROWS_AT_ONCE)


async def _judged(
    staged: Iterator[list[Staged]], count: int, now: datetime, tell: Tell, problems: int
) -> tuple[list[Pack], list[Mapping[str, Any]]]:
    """Return the rows with their verdicts, packed, and the details of those at an authority that the register does not know.

    That is done in threads, so that a web server can go on meanwhile, but one after another: beside each other they would wait for the
    interpreter. While some rows are packed, the register is asked about the next; of firms that rows share it was read before.
    """
    judge, portfolios, start = FileJudge(local_day(now)), Portfolios(), _first_id()

    async def next_rows() -> list[Staged]:
        return await asyncio.to_thread(next, staged, [])

    def known_of(rows: Sequence[Staged]) -> Awaitable[Knowledge]:
        return knowledge(told=[one.told for one in rows], portfolios=portfolios)

    packs: list[Pack] = []
    asked: list[Mapping[str, Any]] = []
    done, part = 0, await next_rows()
    register = await known_of(part)
    while part:
        asked += [one.details for one in part if NAMED_AUTHORITY in one.details]
        following = await next_rows()
        packing = asyncio.to_thread(_packed, part, judge, register, done + 1, start)
        done += len(part)
        made, register = await asyncio.gather(packing, known_of(following))
        packs += made
        part = following
        await tell(Progress(done, count, problems, _("De rijen worden vergeleken met het register."), part=2, parts=2))
    return packs, asked


def _first_id() -> int:
    """Return an id that leaves room for those of a file's rows after it, so that the database writes their contracts one after another."""
    return uuid4().int & ~0xFFFF_FFFF


def _packed(part: Sequence[Staged], judge: FileJudge, register: Knowledge, first: int, start: int) -> list[Pack]:
    rows, ids, cells = [], ids_from(start + first, len(part)), texts_of_register([one.raw for one in part])
    for position, (row_id, one, texts) in enumerate(zip(ids, part, cells, strict=True), first):
        told = one.told
        found = judge.judge(row_id=NOT_YET, told=told, register=register)
        row = StagedRow(
            position=position,
            verdict=found.verdict,
            becomes=found.becomes,
            has_problems=bool(told.problems),
            decision=UNDECIDED,
            id=row_id,
            location=one.location,
            facts=told.facts,
            problems=told.problems,
            doubts=found.doubts,
            differences=found.differences,
            details=one.details,
            contract_id=contract_to_show(found),
            source_key=told.source_key,
            texts=texts,
        )
        rows.append(row)
    return list(packed(rows))


def contract_to_show(found: Judged) -> UUID | None:
    """Return the contract that a row of a preview is about or looks like, as far as there is one."""
    return found.like_id if found.contract_id is NOT_YET else found.contract_id or found.like_id


def problems_json(problems: Iterable[RowProblem]) -> str:
    """Return problems as one JSON text."""
    return msgspec.json.encode(tuple(problems)).decode()
