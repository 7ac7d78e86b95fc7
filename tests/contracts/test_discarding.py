"""Discarding an import that nothing came of: its file and rows go, the list and the audit trail keep that it was there."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from sroi.access import UnableToAllow
from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import begin_import, choose_columns, discard_import, stage_import
from sroi.contracts.operations.imports import UnableToImport, keep_preview, preview_of, read_file
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.queries.imports import BatchStatus, import_batch, imports_page
from sroi.contracts.tables import ImportFile, ImportPack, ImportTally
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.tables import Job
from sroi.obligations.operations import begin_confirmation, confirm_import
from sroi.settings import Settings
from tests.makers import make_officer, make_reviewer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
CONTENT = b"Contractnummer;Titel;Opdrachtnemer;Contractsom\r\n2024-031;Groenonderhoud;Groen Voorbeeld B.V.;1.250.000,00\r\n"

pytestmark = pytest.mark.usefixtures("database")


async def staged(name: str = "register.csv", now: datetime = NOW) -> UUID:
    officer = await make_officer()
    return await stage_import(viewer=officer, file_name=name, content=CONTENT, award_date_from_start=False, now=now)


async def discarded(batch_id: UUID) -> None:
    await discard_import(viewer=await make_officer(), batch_id=batch_id, now=NOW)


async def test_the_file_and_its_rows_go_and_that_it_was_there_stays() -> None:
    other, batch_id = await staged("ander register.csv"), await staged()
    await discarded(batch_id)
    officer = await make_officer()
    batch = await import_batch(viewer=officer, batch_id=batch_id)
    assert (batch.status, batch.columns, await import_rows(batch_id=batch_id)) == (BatchStatus.DISCARDED, (), ())
    assert len(await import_rows(batch_id=other)) == 1
    assert (await ImportFile.count(), await ImportPack.count(), await ImportTally.count()) == (1, 1, 1)
    (event,) = await AuditEvent.select().where(AuditEvent.action == "import.discarded")
    assert (event["subject_id"], event["details"]) == (str(batch_id), '{"rows":1}')


async def test_what_was_confirmed_or_discarded_stays_as_it_is() -> None:
    confirmed, gone = await staged(), await staged()
    await confirm_import(viewer=await make_officer(), batch_id=confirmed, now=NOW)
    await discarded(gone)
    for batch_id in (confirmed, gone):
        with pytest.raises(UnableToImport, match="kan niet worden weggegooid"):
            await discarded(batch_id)
    with pytest.raises(UnableToImport, match="al bevestigd, of nog niet gelezen"):
        await confirm_import(viewer=await make_officer(), batch_id=gone, now=NOW)


async def test_an_import_that_a_job_is_at_work_on_stays_until_that_failed() -> None:
    officer = await make_officer()
    read = await begin_import(viewer=officer, file_name="lang.csv", file=BytesIO(CONTENT), award_date_from_start=False, now=NOW)
    stored = await staged()
    await begin_confirmation(viewer=officer, batch_id=stored, now=NOW)
    for batch_id in (read, stored):
        with pytest.raises(UnableToImport, match="wordt nu verwerkt"):
            await discarded(batch_id)
    await Job.update({Job.ended_at: NOW, Job.has_failed: True}, force=True)
    await discarded(read)
    await discarded(stored)


async def test_a_file_that_cannot_be_read_can_be_thrown_away_too() -> None:
    officer = await make_officer()
    batch_id = await begin_import(viewer=officer, file_name="foto.png", file=BytesIO(bytes(100)), award_date_from_start=False, now=NOW)
    await run_due_jobs(kinds=kinds_of_jobs(Settings()), now=NOW)
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.REFUSED
    await discarded(batch_id)
    assert not await ImportFile.exists()


async def test_a_preview_that_was_being_read_again_does_not_come_back() -> None:
    officer, batch_id = await make_officer(), await staged()
    preview = await preview_of(await read_file(viewer=officer, content=CONTENT), from_start=False, now=NOW)
    await discarded(batch_id)
    with pytest.raises(UnableToImport, match="intussen bevestigd of weggegooid"):
        await keep_preview(viewer=officer, batch_id=batch_id, preview=preview, now=NOW)
    with pytest.raises(UnableToImport, match="al bevestigd of weggegooid"):
        await choose_columns(viewer=officer, batch_id=batch_id, columns={"Titel": "title"}, name="", now=NOW)
    assert not await ImportPack.exists()


async def test_who_may_not_write_in_the_register_discards_and_lists_nothing() -> None:
    batch_id = await staged()
    with pytest.raises(UnableToAllow):
        await discard_import(viewer=await make_reviewer(), batch_id=batch_id, now=NOW)
    with pytest.raises(UnableToAllow):
        await imports_page(viewer=await make_reviewer())


async def test_the_list_pages_through_all_imports_newest_first_also_of_one_moment() -> None:
    officer = await make_officer()
    moments = [NOW, NOW, NOW, NOW + timedelta(days=1), NOW - timedelta(days=1)]
    ids = {await staged(f"{number}.csv", now) for number, now in enumerate(moments)}
    seen, after = list[str](), None
    while found := await imports_page(viewer=officer, after=after, size=2):
        seen += [one.file_name for one in found]
        after = (found[-1].created_at, found[-1].id)
    assert (seen[0], sorted(seen[1:4]), seen[4:]) == ("3.csv", ["0.csv", "1.csv", "2.csv"], ["4.csv"])
    assert {one.id for one in await imports_page(viewer=officer, size=9)} == ids
