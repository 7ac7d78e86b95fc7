"""The files of imports: kept in pieces, whole again when they are read, and gone together."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest

from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import begin_import, choose_columns, clear_abandoned_files, uploads
from sroi.contracts.operations.uploads import kept_file
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.tables import ImportBatch, ImportFile
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.rules import TakenJob
from sroi.settings import Settings
from tests.makers import make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
CONTENT = b"Contractnummer;Titel;Opdrachtnemer;Contractsom\r\n2024-031;Groenonderhoud;Groen Voorbeeld B.V.;1.250.000,00\r\n"

pytestmark = pytest.mark.usefixtures("database")


async def test_a_file_in_pieces_is_whole_when_it_is_read_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIECE_BYTES", 25)
    officer = await make_officer()
    batch_id = await begin_import(viewer=officer, file_name="register.csv", file=BytesIO(CONTENT), award_date_from_start=False, now=NOW)
    assert await ImportFile.count() == -(-len(CONTENT) // 25)
    assert [row["sha256"] for row in await ImportBatch.select(ImportBatch.sha256)] == [sha256(CONTENT).hexdigest()]
    async with kept_file(batch_id=batch_id) as path:
        assert path is not None and path.read_bytes() == CONTENT
    await run_due_jobs(kinds=kinds_of_jobs(Settings()), now=NOW)
    assert [row.facts.title for row in await import_rows(batch_id=batch_id)] == ["Groenonderhoud"]
    await choose_columns(viewer=officer, batch_id=batch_id, columns={"Titel": None, "Contractnummer": "title"}, name="", now=NOW)
    assert [row.facts.title for row in await import_rows(batch_id=batch_id)] == ["2024-031"]


async def test_all_pieces_of_an_abandoned_file_go_with_one_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIECE_BYTES", 25)
    officer = await make_officer()
    batch_id = await begin_import(viewer=officer, file_name="register.csv", file=BytesIO(CONTENT), award_date_from_start=False, now=NOW)
    later = TakenJob(batch_id, "clear_abandoned_files", {}, None, 1, 5, batch_id, NOW + timedelta(days=31))
    await clear_abandoned_files(later)
    assert not await ImportFile.exists()
    assert await AuditEvent.count().where(AuditEvent.action == "import.file_deleted") == 1
    async with kept_file(batch_id=batch_id) as path:
        assert path is None
